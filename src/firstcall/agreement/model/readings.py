"""Points of construction: what words may mean, as alternatives that patch clauses.

A point is document-wide, so that one way of reading is held throughout. Exactly one alternative of a
point is empty: the base, the text as the file gives it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import Field, ValidationError, model_validator

from firstcall.agreement.model.basis import Id, Sources, Text, Written
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.definitions import Ids
from firstcall.errors import FirstcallError
from firstcall.said import Quoted, Said, Unreadable, sentence


class Patch(Written):
    """What an alternative changes in a clause: `set` merges by key, lists are replaced whole."""

    clause: Id
    """The clause that reads otherwise."""
    set: dict[str, Any] = Field(min_length=1)
    """The fields that read otherwise."""
    versions: Ids | None = None
    """The versions whose text of the clause is meant; all of them when left out."""


class OneAlternativeEmpty(Said):
    says = sentence("reading.one-alternative-empty", "exactly one alternative is empty, the base {base}")
    base: Annotated[str, Quoted]


class MendAlternatives(Said):
    says = sentence("reading.mend-alternatives", "mend the alternatives")


class TwoAlternatives(Said):
    says = sentence("reading.two-alternatives", "a point has at least two alternatives")


class AddOrDropPoint(Said):
    says = sentence("reading.add-or-drop-point", "add one, or drop the point")


class CannotBeReadWith(Said):
    says = sentence("reading.cannot-be-read-with", "{clause} cannot be read with {field}: {why}")
    clause: Annotated[str, Quoted]
    field: str
    why: str


class Reading(Written):
    """A point that the words leave open, and the ways to read it."""

    id: Id
    """The name of the point."""
    about: Text
    """What the words leave open."""
    base: Id
    """The alternative that reads the text as the file gives it."""
    alternatives: dict[Id, tuple[Patch, ...]]
    """The ways to read it, each with what it changes; the base changes nothing."""
    source: Sources = ()
    """Ids of the sources that show the doubt."""
    note: Text | None = None
    """A remark of the author of the file."""

    @model_validator(mode="after")
    def _one_base(self) -> "Reading":
        empty = [name for name, patches in self.alternatives.items() if not patches]
        if empty != [self.base]:
            raise Unreadable(OneAlternativeEmpty(base=self.base), MendAlternatives())
        if len(self.alternatives) < 2:
            raise Unreadable(TwoAlternatives(), AddOrDropPoint())
        return self

    def touches(self) -> tuple[str, ...]:
        """Return the clauses that some alternative patches."""
        return tuple(dict.fromkeys(patch.clause for patches in self.alternatives.values() for patch in patches))


class _Itself:
    """Stands for one object in a key: equal to what stands for the same object, whatever that says."""

    __slots__ = ("it",)

    def __init__(self, it: object) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.it is self.it


def patched(clause: Clause, patch: Patch) -> Clause:
    """Return a clause as an alternative reads it; the same object for the same two.

    Raises:
      FirstcallError: the patch sets a field that the clause does not have, or sets it wrongly.
    """
    return _patched(_Itself(clause), _Itself(patch))


@lru_cache(maxsize=4096)
def _patched(of: _Itself, by: _Itself) -> Clause:
    clause, patch = cast("Clause", of.it), cast("Patch", by.it)
    data = merged(clause.model_dump(mode="json", exclude_unset=True, by_alias=True), patch.set)
    try:
        return type(clause).model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        why = first["msg"].lower()
        raise FirstcallError(CannotBeReadWith(clause=clause.id, field=field, why=why)) from error


def merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return values merged by key, mappings into mappings; everything else is replaced.

    >>> merged({"a": {"b": 1, "c": [1]}}, {"a": {"c": [2]}})
    {'a': {'b': 1, 'c': [2]}}
    """
    found = dict(base)
    for key, value in change.items():
        held = found.get(key)
        found[key] = merged(held, value) if isinstance(held, Mapping) and isinstance(value, Mapping) else value
    return found
