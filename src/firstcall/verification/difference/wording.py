"""Two texts word by word: each clause, party, provider and definition, with its fields before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel

from firstcall.agreement.terms import Terms
from firstcall.values import dataclass

Fields = Mapping[str, str]
"""Dotted paths and what stands there, as text."""
WordingChange = Literal["added", "removed", "changed"]
PartOfText = Literal["clause", "party", "provider", "definition", "dimension", "determination"]
PartName = tuple[PartOfText, str]
"""What is compared, and its id."""
_Part = tuple[str | None, Fields, BaseModel | None]


@dataclass(frozen=True, slots=True)
class RewordedField:
    """A field before and after; None where it is not written."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Reworded:
    """A clause, or a part of the definitions, that reads otherwise."""

    kind: PartOfText
    name: str
    """The id of the clause, party or provider, or the name of a list of words."""
    how: WordingChange
    versions: tuple[str | None, str | None]
    """Which version wrote a clause before and after."""
    fields: tuple[RewordedField, ...]
    held: tuple[BaseModel | None, BaseModel | None] = (None, None)
    """What was read of the part before and after; None where it is not written, or is a list of words."""


def rewordings(before: Terms, after: Terms) -> Iterator[Reworded]:
    """Yield everything that reads otherwise in the second text, in the order in which it stands there."""
    one, two = _parts(before), _parts(after)
    for name in dict.fromkeys((*two, *one)):
        held, now = one.get(name), two.get(name)
        old, new = (held[1] if held else {}), (now[1] if now else {})
        changes = tuple(
            RewordedField(path, old.get(path), new.get(path))
            for path in dict.fromkeys((*old, *new))
            if old.get(path) != new.get(path)
        )
        if changes or (held is None) != (now is None):
            how: WordingChange = "added" if held is None else "removed" if now is None else "changed"
            versions = (held[0] if held else None, now[0] if now else None)
            yield Reworded(*name, how, versions, changes, (held[2] if held else None, now[2] if now else None))


def _parts(text: Terms) -> dict[PartName, _Part]:
    """Return each part of a text by its name: which version wrote it, its fields, and what was read of it."""
    found: dict[PartName, _Part] = {}
    found |= {("party", name): (None, written_fields(part), part) for name, part in text.parties.items()}
    found |= {("provider", name): (None, written_fields(one), one) for name, one in text.providers.items()}
    words = text.definitions
    for name in ("workloads", "customers", "products", "ip"):
        values = getattr(words, name)
        if values:
            found["definition", name] = (None, {"": _told(list(values))}, None)
    found |= {("dimension", name): (None, {"": _told(list(values))}, None) for name, values in words.dimensions.items()}
    found |= {("determination", name): (None, written_fields(one), one) for name, one in words.determinations.items()}
    for one in text.clauses:
        found["clause", one.clause.id] = (one.version.id, written_fields(one.clause), one.clause)
    return found


def written_fields(thing: BaseModel) -> Fields:
    """Return what somebody wrote of a clause or definition: its fields, without the id and how they are known."""
    plain = thing.model_dump(mode="json", exclude_unset=True, by_alias=True)
    return dict(_flat({key: value for key, value in plain.items() if key not in ("id", "basis")}, ""))


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and (value or path.endswith("dimensions")):
        for key, inner in value.items():
            yield from _flat(inner, ".".join((path, str(key))) if path else str(key))
    else:
        yield path, _told(value)


def _told(value: Any) -> str:
    """Return a value as a file has it, on one line.

    >>> _told(["a", "b"]), _told(True), _told({}), _told(None), _told([{"share": "1"}])
    ('a, b', 'true', '{}', 'null', '{share: 1}')
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(map(_told, value)) or "[]"
        case dict():
            return "".join(("{", ", ".join(": ".join((str(key), _told(inner))) for key, inner in value.items()), "}"))
        case _:
            return str(value)
