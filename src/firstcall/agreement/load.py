"""YAML text -> Agreement, or every problem in it with its place.

What can be read in spite of faults is read, so that all are told in one pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import ValidationError

from firstcall.agreement.check.references import check_references
from firstcall.agreement.document import SCHEMA, Agreement
from firstcall.agreement.read.problems import ProblemList, faults, path_in
from firstcall.agreement.read.text import Path, Places, decode, read_yaml
from firstcall.errors import AgreementError, Problem

ROUNDS = 4
"""How often what is left is read again; a part left out may uncover another fault."""
_ITEMS = ("clauses", "amendments", "add", "replace")
_ENTRIES = ("parties", "providers", "sources")
_FIELDS = ("basis", "calendar", "closures")
_STAND_INS = {"schema": SCHEMA, "id": "unread", "title": "unread", "timezone": "UTC", "effective": "1900-01-01"}


def readable(data: dict[str, Any], places: Places) -> tuple[Agreement | None, Places, frozenset[str]]:
    """Return the agreement without the parts that cannot be read, where the rest stands, and the words left out.

    None when too much is missing to go on with.

    Args:
      data: the plain values of the document.
      places: where they stand.
    """
    unread: set[str] = set()
    for _ in range(ROUNDS):
        try:
            return Agreement.model_validate(data), places, frozenset(unread)
        except ValidationError as error:
            left_out = {_left_out(data, detail["type"], detail["loc"]) for detail in error.errors()}
        for path in left_out:
            unread.update(_words(_at(data, path), path))
        data, places = _without(data, places, left_out)
        data |= {key: value for key, value in _STAND_INS.items() if key not in data}
    return None, places, frozenset(unread)


def _left_out(data: Any, kind: str, loc: tuple[int | str, ...]) -> Path:
    """Return the smallest part around a fault that a document can do without."""
    path = path_in(data, loc)
    if kind == "extra_forbidden":
        return path
    for length in range(len(path), 0, -1):
        inside, last = path[: length - 1], path[length - 1]
        holder = inside[-1] if inside else None
        if isinstance(last, int) and holder in _ITEMS:
            return path[:length]
        if isinstance(last, str) and (holder in _ENTRIES or last in _FIELDS):
            return path[:length]
    return path[:1]


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else data[part]
    return data


def _words(data: Any, path: Path) -> Iterator[str]:
    """Yield every word in a part, and the key it stands under."""
    if path and isinstance(path[-1], str):
        yield path[-1]
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _words(item, (key,))
    elif isinstance(data, list):
        for item in data:
            yield from _words(item, ())


def _without(data: dict[str, Any], places: Places, left_out: Collection[Path]) -> tuple[dict[str, Any], Places]:
    """Return plain values without some parts, and where the rest stands."""
    kept = Places(places.file)

    def copied(value: Any, old: Path, new: Path) -> Any:
        if old in places.keys:
            kept.keys[new] = places.keys[old]
        if old in places.values:
            kept.values[new] = places.values[old]
        if isinstance(value, dict):
            rest = {key: item for key, item in value.items() if (*old, key) not in left_out}
            return {key: copied(item, (*old, key), (*new, key)) for key, item in rest.items()}
        if isinstance(value, list):
            there = [index for index in range(len(value)) if (*old, index) not in left_out]
            return [copied(value[index], (*old, index), (*new, place)) for place, index in enumerate(there)]
        return value

    result: dict[str, Any] = copied(data, (), ())
    return result, kept


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
    return load_placed(raw, file)[0]


def load_placed(raw: bytes | str, file: str = "agreement.yaml") -> tuple[Agreement, Places]:
    """Return the agreement that a YAML text says, and where each of its parts stands.

    Args:
      raw: the file's bytes, or its text.
      file: the name to print with problems.

    Raises:
      AgreementError: with every Problem found, in the order of the text.
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
    return agreement, places


def _refused(problems: list[Problem]) -> AgreementError:
    told = dict.fromkeys(sorted(problems, key=lambda problem: problem.place))
    return AgreementError(told)
