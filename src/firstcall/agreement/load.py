"""YAML text -> Agreement, or every problem in it with its place."""

from __future__ import annotations

from pydantic import ValidationError

from firstcall.agreement.document import Agreement
from firstcall.agreement.faults import faults
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
    agreement = None
    try:
        agreement = Agreement.model_validate(data)
    except ValidationError as error:
        found += faults(error, Agreement, data, places)
    if agreement is not None:
        found += check_references(agreement, places)
    if found or agreement is None:
        raise AgreementError(sorted(found, key=lambda problem: problem.place))
    return agreement
