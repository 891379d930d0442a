"""YAML text -> Agreement, or every problem in it with its place."""

from __future__ import annotations

from pydantic import ValidationError

from firstcall.agreement.document import Agreement
from firstcall.agreement.faults import faults
from firstcall.agreement.partial import readable
from firstcall.agreement.problem_list import ProblemList
from firstcall.agreement.references import check_references
from firstcall.agreement.text import decode, read_yaml
from firstcall.errors import AgreementError, Problem


def load(raw: bytes | str, file: str = "agreement.yaml") -> Agreement:
    """Return the agreement that a YAML text says.

    Everything wrong with the text is told at once, so that its author mends it in one go.

    Args:
      raw: the file's bytes, or its text.
      file: the name to print with problems.

    Raises:
      AgreementError: with every Problem found, in the order of the text.

    Source: DESIGN, the agreement.
    """
    text = decode(raw if isinstance(raw, bytes) else raw.encode(errors="surrogatepass"), file)
    data, places, problems = read_yaml(text, file)
    found: list[Problem] = list(problems)
    try:
        agreement, unread = Agreement.model_validate(data), frozenset[str]()
    except ValidationError as error:
        found += faults(error, Agreement, data, places)
        partly, places, unread = readable(data, places)
        if partly is None:
            raise _refused(found) from error
        agreement = partly
    rest = ProblemList(places, unread)
    check_references(agreement, rest)
    if found := [*found, *rest.problems]:
        raise _refused(found)
    return agreement


def _refused(found: list[Problem]) -> AgreementError:
    told = dict.fromkeys(sorted(found, key=lambda problem: problem.place))
    return AgreementError(told)
