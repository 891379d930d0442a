"""What a stage has to say, as a fact: which sentence, and what stands in its gaps.

A sentence is declared once, beside the rule that says it, with the type of each gap:

    class OnlyAt(Said):
        says = sentence("exclusivity.only-at", "only at {at} unless {who} consents")
        at: tuple[str, ...]
        who: Annotated[tuple[str, ...], AnyOf]

    OnlyAt(at=("azure",), who=("microsoft",))

The code names the fact for ever: programs match it, and translators find it. `str()` is the plain English
sentence; other languages and pages are made from the same fact, later, in `report`. A brace of the sentence's own
is written twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, NoReturn, dataclass_transform, get_type_hints

from firstcall.gaps import (
    AllOf,
    Amount,
    AnyOf,
    BesideUtc,
    Clocked,
    Commas,
    Grouped,
    Hour,
    Kind,
    Local,
    Nested,
    Onwards,
    PartialDate,
    Percent,
    Placed,
    Quoted,
    Semicolons,
    Weekdayed,
    exact_text,
    in_english,
    iso,
    kind_of_gap,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "BesideUtc",
    "Clocked",
    "Commas",
    "Grouped",
    "Hour",
    "Local",
    "Onwards",
    "PartialDate",
    "Percent",
    "Placed",
    "Quoted",
    "Said",
    "Semicolons",
    "Sentence",
    "Unreadable",
    "Weekdayed",
    "declared",
    "gaps_in",
    "kinds_of",
    "plural",
    "sentence",
]  # fmt: skip


class Sentence(NamedTuple):
    """A declared sentence: its code, its English, and its English for several where it counts by a gap `n`."""

    code: str
    text: str
    several: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Its English: of one and of several where it counts."""
        return (self.text,) if self.several is None else (self.text, self.several)


def sentence(code: str, text: str) -> Sentence:
    """Declare a sentence.

    Args:
      code: names the fact, such as `exclusivity.only-at`: lower-case words, the first one its subject.
      text: plain English, each gap as `{name}`.
    """
    return Sentence(code, text)


def plural(code: str, one: str, several: str) -> Sentence:
    """Declare a sentence that counts: its gap `n` is the number, and `one` is said of exactly one.

    Args:
      code: names the fact.
      one: plain English of one.
      several: plain English of any other number.
    """
    return Sentence(code, one, several)


_DECLARED: dict[str, type[Said]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Said(Nested):
    """A fact that can be said. Subclass it with `says` and a typed gap for each name in the sentence.

    Made by keyword, never changed, equal where sentence and gaps are; it can key a dict. A subclass without
    `says` is a family: a name for several sentences, to which a field or a function can be held.
    """

    says: ClassVar[Sentence]
    gaps: ClassVar[tuple[str, ...]] = ("says",)
    """The names of the gaps, in the order declared; a family still lacks what it says."""
    _kinds: ClassVar[Mapping[str, Kind] | None] = None

    def __init_subclass__(cls) -> None:
        says = cls.__dict__.get("says")
        if says is None:
            return
        cls.gaps = tuple(cls.__annotations__)
        before = _DECLARED.setdefault(says.code, cls)
        if before is not cls:
            if (before.__module__, before.__qualname__) != (cls.__module__, cls.__qualname__):
                raise TypeError(f"{cls.__qualname__} and {before.__qualname__} have one code, {says.code!r}")
            _DECLARED[says.code] = cls  # the same module, read again

    def __init__(self, **gaps: Any) -> None:
        if len(gaps) != len(self.gaps):
            self._refuse(gaps)
        self.__dict__.update(gaps)

    def _refuse(self, gaps: Mapping[str, Any]) -> NoReturn:
        """Refuse what no type checker has seen; names are left to the type checker, only their number is looked at."""
        if "says" not in type(self).__dict__:
            raise TypeError(f"{type(self).__name__} is a family of sentences; make one of them")
        raise TypeError(f"{type(self).__name__} has the gaps {self.gaps}, and is given {tuple(gaps)}")

    @property
    def code(self) -> str:
        """The code of the sentence."""
        return self.says.code

    @property
    def values(self) -> Mapping[str, Any]:
        """What stands in each gap, by its name."""
        return MappingProxyType(self.__dict__)

    def as_json(self) -> dict[str, Any]:
        """Return the fact for a program: its code, its English, and what stands in each gap.

        Days and instants are ISO text, instants in UTC; decimal numbers are text, so that they stay exact; an
        amount is `{amount, currency}`, a sentence within this one again `{code, text, values}`.
        """
        values = {name: _json(value) for name, value in self.__dict__.items()}
        return {"code": self.says.code, "text": str(self), "values": values}

    def __str__(self) -> str:
        says, held = self.says, self.__dict__
        text = says.text if says.several is None or held["n"] == 1 else says.several
        return text.format_map({name: in_english(held[name], kind) for name, kind in kinds_of(type(self)).items()})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        held = self.__dict__
        return hash((type(self), *map(held.__getitem__, self.gaps)))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a fact does not change: {type(self).__name__}.{name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a fact does not change: {type(self).__name__}.{name} cannot be taken away")


class Unreadable(ValueError):
    """A value that is not what it should be, told as facts to whoever knows its place.

    Readers of dates and numbers and validators of models raise it alike; pydantic keeps it in the context of its
    fault, as `ctx["error"]`.
    """

    def __init__(self, what: Said, fix: Said | None = None) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what}; {fix}" if fix else str(what))


def kinds_of(cls: type[Said]) -> Mapping[str, Kind]:
    """Return the kind of each gap of a sentence, in the order declared.

    Raises:
      TypeError: the gaps in the text are not those declared, or one has a type that no gap may have.
    """
    if cls._kinds is None:
        hints = get_type_hints(cls, include_extras=True)
        cls._kinds = MappingProxyType({name: kind_of_gap(hints[name]) for name in cls.gaps})
        for form in cls.says.forms:
            there = gaps_in(form) | ({"n"} if cls.says.several is not None else set())
            if there != set(cls.gaps):
                raise TypeError(f"{cls.__qualname__} declares {sorted(cls.gaps)}, and its sentence has {sorted(there)}")
    return cls._kinds


def gaps_in(text: str) -> set[str]:
    """Return the names of the gaps in a sentence.

    Raises:
      ValueError: a brace stands alone, or a gap is more than a name.

    >>> sorted(gaps_in("only at {at} unless {who} consents"))
    ['at', 'who']
    """
    found: set[str] = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"a gap is a plain name in braces, and this is not: {{{name}}}")
        found.add(name)
    return found


def declared() -> Mapping[str, type[Said]]:
    """Return every sentence declared so far, by its code."""
    return MappingProxyType(_DECLARED)


def _json(value: Any) -> Any:
    match value:
        case Said():
            return value.as_json()
        case tuple():
            return [_json(item) for item in value]
        case datetime():
            return iso(value)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Fraction():
            return exact_text(value)
        case str():
            return str(value)
        case int():
            return value
        case Amount():
            return {"amount": str(value.amount), "currency": value.currency}
        case _:
            raise TypeError(f"nothing of the type {type(value).__name__} may stand in a sentence")
