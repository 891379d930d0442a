"""Field paths of a clause: whether one is there, and whether the text gives it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from firstcall.agreement.basis import Basis, Grade
from firstcall.agreement.faults import options


def has_field(model: type[BaseModel], path: str) -> bool:
    """Say whether a dotted path names a field of a model.

    >>> from firstcall.agreement.clauses import FirstRefusal
    >>> has_field(FirstRefusal, "tail.n"), has_field(FirstRefusal, "tail.days")
    (True, False)
    """
    kind: Any = model
    for part in path.split("."):
        for option in options(kind):
            if isinstance(option, type) and issubclass(option, BaseModel) and part in option.model_fields:
                kind = option.model_fields[part].annotation
                break
        else:
            return False
    return True


def is_given(thing: BaseModel, path: str) -> bool:
    """Say whether the text gives a field, or its default stands in."""
    here: Any = thing
    for part in path.split("."):
        if isinstance(here, BaseModel):
            if part not in here.model_fields_set:
                return False
            here = getattr(here, part)
    return True


def grade_of(thing: BaseModel, basis: Basis, path: str) -> Grade:
    """Return how well a field is known: as its basis says, or assumed where a default stands in."""
    return basis.grade_of(path) if is_given(thing, path) else "assumed"
