"""What an event's own fields say, as facts: names and closed words, and what people typed as they typed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel

from firstcall.gaps import Joining
from firstcall.record.events.entry import EventBase
from firstcall.report.papers.term_words import term_said, term_value
from firstcall.report.terms.rows import TheDay
from firstcall.said import Said, sentence

FieldName = Literal[
    "alternative", "amount", "amounts", "at", "bona_fide", "by", "cash_for", "clause", "clauses", "conditions",
    "consent", "contract", "currency", "delivered", "delta", "determination", "digest", "digest_version",
    "dimensions", "event", "exemption", "figure", "ground", "holder", "hours", "id", "incomplete", "known_at", "lines",
    "measure", "method", "missing", "mode", "model", "models", "needed_by", "note", "occurrence", "of", "offer",
    "party", "period", "point", "provider", "quantity", "ratifies", "reason", "reasons", "reckoning", "relates_back",
    "set", "since", "site", "statement", "states", "supplies", "terms", "title", "to", "tranches", "unit", "until",
    "version", "void", "workloads",
]  # fmt: skip
"""The fields that events have of their own, and the tranches of a contract."""
FieldWord = Literal[
    "named", "written", "unaffiliated", "funded", "binding", "affiliate", "renewal", "expansion", "financing",
    "merger", "own_use", "agreement", "regulatory_approval", "completeness_dispute", "force_majeure", "holder",
    "third_party", "own_build", "built_for_grantor", "cannot", "chooses_not_to", "sign", "deliver",
]  # fmt: skip
"""The words of closed lists that they may hold."""
_NAMES: tuple[FieldName, ...] = get_args(FieldName)
_WORDS: tuple[FieldWord, ...] = get_args(FieldWord)
_ENVELOPE = {"id", "type", "stream", "seq", "prev", "hash", "at", "recorded", "by", "entered_by", "signatory",
             "evidence", "basis", "out_of_turn", "key"}  # fmt: skip


class FieldNamed(Said):
    says = sentence("record.field", "{name}")
    name: FieldName


class FieldSays(Said):
    says = sentence("record.field-says", "{field} {value}")
    field: Said | str
    value: Said | str


class WordHeld(Said):
    says = sentence("record.word", "{word}")
    word: FieldWord


class YesOrNo(Said):
    says = sentence("record.yes-or-no", "{answer}")
    answer: Literal["yes", "no"]


class InUtc(Said):
    says = sentence("record.in-utc", "{at}")
    at: datetime


class NumberHeld(Said):
    says = sentence("record.number", "{number}")
    number: Decimal


class ValuesHeld(Said):
    says = sentence("record.values", "{held}")
    held: Annotated[tuple[Said | str, ...], Joining.commas]


def own_fields(event: EventBase) -> tuple[Said, ...]:
    """Return what an event says of its own, field by field."""
    return tuple(_fields(event, _ENVELOPE))


def _fields(model: BaseModel, hidden: set[str]) -> Iterator[Said]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if name not in hidden and value not in (None, (), {}, False):
            told = (
                _OF_TERMS[name](value) if name in _OF_TERMS else value_said(value, closed=_is_closed(info.annotation))
            )
            if not _says_nothing(told):
                yield FieldSays(field=field_said(name), value=told)


def _says_nothing(told: Said | str) -> bool:
    """Say whether a field holds only what is left at its defaults, such as the one tranche of a whole offer."""
    return isinstance(told, ValuesHeld) and all(_says_nothing(held) for held in told.held)


def _terms_said(terms: Mapping[str, str]) -> Said:
    told = ((_printable(name), _printable(value)) for name, value in terms.items())
    return ValuesHeld(
        held=tuple(FieldSays(field=term_said(name), value=term_value(name, value)) for name, value in told)
    )


def _terms_named(names: Iterable[str]) -> Said:
    return ValuesHeld(held=tuple(term_said(_printable(name)) for name in names))


_OF_TERMS: Mapping[str, Callable[[Any], Said]] = {"terms": _terms_said, "missing": _terms_named}
"""The fields that hold terms of an offer, told as papers call them."""


def field_said(name: str) -> Said | str:
    """Return the name of a field in words; any other name, such as a path into it, as it is."""
    known = next((known for known in _NAMES if known == name), None)
    return name if known is None else FieldNamed(name=known)


def value_said(value: Any, *, closed: bool = False) -> Said | str:
    r"""Return what a field holds; what cannot be printed is spelt.

    Args:
      value: what it holds.
      closed: whether its texts are words of a closed list.

    >>> str(value_said(("a", Decimal("0.10")))), value_said("a\nb")
    ('a, 0.10', 'a\\nb')
    """
    match value:
        case bool():
            return YesOrNo(answer="yes" if value else "no")
        case tuple() | list():
            return ValuesHeld(held=tuple(value_said(item, closed=closed) for item in value))
        case datetime():
            return InUtc(at=value)
        case date():
            return TheDay(day=value)
        case Decimal():
            return NumberHeld(number=Decimal(format(value, "f")))
        case BaseModel():
            plain = {name for name, info in type(value).model_fields.items() if getattr(value, name) == info.default}
            return ValuesHeld(held=tuple(_fields(value, plain)))
        case dict():
            return ValuesHeld(
                held=tuple(FieldSays(field=_printable(name), value=value_said(held)) for name, held in value.items())
            )
        case _:
            word = next((word for word in _WORDS if closed and word == value), None)
            return WordHeld(word=word) if word is not None else _printable(str(value))


def _is_closed(hint: Any) -> bool:
    """Say whether a field holds words of a closed list."""
    return any(isinstance(part, str) or _is_closed(part) for part in get_args(hint))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
