"""Field paths of a clause: whether one is there, and whether the text gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from firstcall.agreement.model.basis import Basis, Grade
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.problems import options


def has_field(model: type[BaseModel], path: str) -> bool:
    """Say whether a dotted path names a field of a model; any dimension may stand in a scope.

    >>> from firstcall.agreement.model.clauses.kinds import FirstRefusal
    >>> has_field(FirstRefusal, "tail.n"), has_field(FirstRefusal, "tail.days")
    (True, False)
    """
    kinds: list[Any] = [model]
    for part in path.split("."):
        kinds = [found for kind in kinds for option in options(kind) for found in _within(option, part)]
    return bool(kinds)


def _within(kind: Any, part: str) -> Iterator[Any]:
    """Yield the type of a part of a type: a model's field, a mapping's value, a dimension of a scope."""
    if get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            if part in (name, info.alias):
                yield info.annotation
        if kind is Scope and part not in kind.model_fields:
            yield tuple[str, ...]


def is_given(thing: BaseModel, path: str) -> bool:
    """Say whether the text gives a field, or its default stands in."""
    here: Any = thing
    for part in path.split("."):
        if isinstance(here, BaseModel):
            if isinstance(here, Scope) and part in here.dimensions:
                here = here.dimensions[part]
            else:
                name = next((own for own, info in type(here).model_fields.items() if info.alias == part), part)
                if name not in here.model_fields_set:
                    return False
                here = getattr(here, name)
    return True


def grade_of(thing: BaseModel, basis: Basis, path: str) -> Grade:
    """Return how well a field is known: as its basis says, or assumed where a default stands in."""
    return basis.grade_of(path) if is_given(thing, path) else "assumed"
