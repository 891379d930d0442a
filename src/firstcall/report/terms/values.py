"""What the fields of a clause hold, as facts: words of closed lists, days and numbers as the reader writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel

from firstcall.agreement.model.basis import Basis, Grade
from firstcall.agreement.model.clauses.kinds import ClauseKind
from firstcall.agreement.model.clauses.prohibition import Excepted
from firstcall.agreement.model.definitions import THIRD_PARTY
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.fields import grade_of, is_given
from firstcall.agreement.terms import InForce
from firstcall.gaps import spelled
from firstcall.report.papers.term_words import term_said
from firstcall.report.record.fields import FieldSays, InUtc, NumberHeld, ValuesHeld, YesOrNo
from firstcall.report.terms.rows import HIDDEN_FIELDS, TheDay
from firstcall.report.terms.scope_said import scope_said
from firstcall.rights.judge.bans.prohibition import excepted_words
from firstcall.said import Commas, Said, Semicolons, sentence

ClauseWord = Literal[
    "BilledCost", "ConsumedQuantity", "ContractedCost", "EffectiveCost", "ListCost", "adjustment", "affiliate",
    "aggregate all or nothing", "agreement", "all", "allocated part", "anniversary", "answer", "any", "appraised",
    "assign", "at once", "at option", "automatic", "average of period", "binding", "bucket", "built for grantor",
    "business", "buyer", "calendar", "cannot", "capability", "carries", "carry", "carry forward",
    "change of control", "chooses not to", "complete", "completeness dispute", "continue", "contract",
    "counterparty", "credit", "cures", "day", "day of line", "days", "declared", "delivered", "determined", "down",
    "due", "due day", "each term", "effective price", "end", "end of period", "exclude", "exercises", "existing",
    "expansion", "financing", "first", "first day", "first ship", "fiscal", "focus", "force majeure", "free",
    "from", "funded", "grace", "grantor", "half even", "half up", "higher", "hire", "holder", "holds", "lapse",
    "lapses", "largest remainder", "last day", "late fee", "leftover", "license", "listed", "lost", "lower",
    "marginal", "match", "merger", "milestone", "mirror", "month", "months", "named", "negotiation", "never", "new",
    "no clock", "none", "not allowed", "notice", "other", "over", "own build", "own use", "party", "pay back",
    "period", "previous", "primary provider", "principal terms", "provider", "purchase", "quantity", "quarter",
    "realised", "receipt", "received", "refund", "refunded", "refuse", "regulatory approval", "release",
    "release and terminate", "released", "renewal", "requirement", "restore", "revenue lines", "row", "run", "sale",
    "same", "seller", "sent", "sign", "signed", "start", "statement", "tax", "term", "termination", "third party",
    "third party offer", "unaffiliated", "until answer", "usage", "use", "verified", "whole", "with consent",
    "withheld", "within", "workload", "written", "year",
]  # fmt: skip
"""The words of closed lists that fields of clauses may hold, as people write them."""
FieldOfPart = Literal[
    "amount", "anchor", "before end of", "below", "by", "cap", "cash equivalent", "counts from", "determination",
    "direction", "event", "holder", "holders", "holding", "must match", "n", "name", "not before", "of", "on",
    "or date", "party",
    "plus", "rate", "share", "since", "state", "then", "threshold", "unit", "until", "up to share", "weight",
    "where", "within", "without",
]  # fmt: skip
"""The fields of parts of which a clause may list several, such as tiers and milestones."""


class WordOfClause(Said):
    says = sentence("terms.word", "{word}")
    word: ClauseWord


class KindHeld(Said):
    says = sentence("terms.kind-held", "{kind}")
    kind: ClauseKind


class TimeOfDay(Said):
    says = sentence("terms.time", "{at}")
    at: time


class NameOfPart(Said):
    says = sentence("terms.part-name", "{name}")
    name: FieldOfPart


class PartsHeld(Said):
    says = sentence("terms.parts", "{several}")
    several: Annotated[tuple[Said | str, ...], Semicolons]


class PartHeld(Said):
    says = sentence("terms.part", "{fields}")
    fields: Annotated[tuple[Said | str, ...], Commas]


NAMES_TERMS = "notice.required"
"""The field that names terms of an offer."""
FieldRow = tuple[str, Said | str, Grade]
"""A field's dotted path, what it holds, and how well that is known."""


def said_rows(held: InForce) -> Iterator[FieldRow]:
    """Yield the fields of a clause: dotted path, what it holds, grade (assumed where a default stands in)."""
    clause = held.clause
    for path, value, hint in _held(clause, ""):
        told = ValuesHeld(held=tuple(map(term_said, value))) if path == NAMES_TERMS else value_of_field(value, hint)
        yield path, told, grade_of(clause, clause.basis, path)


def set_and_default(held: InForce) -> tuple[tuple[FieldRow, ...], tuple[FieldRow, ...]]:
    """Return the fields that the file sets, and those where a default stands in."""
    rows = tuple(said_rows(held))
    given = tuple(row for row in rows if is_given(held.clause, row[0]))
    return given, tuple(row for row in rows if row not in given)


def changed_values(before: InForce, now: InForce) -> Iterator[tuple[str, Said | str | None, Said | str | None]]:
    """Yield each field that differs between two texts of a clause: its path, what it held and holds; None if unset."""
    was, is_now = (dict(_compared(held)) for held in (before, now))
    for path in dict.fromkeys((*was, *is_now)):
        if was.get(path) != is_now.get(path):
            yield path, was.get(path), is_now.get(path)


def _compared(held: InForce) -> Iterator[tuple[str, Said | str]]:
    clause = held.clause
    yield from ((path, value) for path, value, _ in said_rows(held))
    if clause.scope != Scope():
        yield "scope", scope_said(clause.scope)
    for name in ("notwithstanding", "subject_to"):
        if ids := getattr(clause, name):
            yield name, ValuesHeld(held=ids)


def value_of_field(value: Any, hint: Any) -> Said | str:
    """Return what a field of a clause holds.

    Args:
      value: what it holds.
      hint: its type, which tells words of a closed list from those that an author chose.

    >>> str(value_of_field(Decimal("0.10"), Decimal)), str(value_of_field(time(17), time))
    ('0.10', '17:00')
    """
    match value:
        case bool():
            return YesOrNo(answer="yes" if value else "no")
        case int() | Decimal():
            return NumberHeld(number=Decimal(value))
        case datetime():
            return InUtc(at=value)
        case date():
            return TheDay(day=value)
        case time():
            return TimeOfDay(at=value)
        case Enum():
            return WordOfClause(word=cast("ClauseWord", spelled(value.value)))
        case Excepted():
            return excepted_words(value)
        case BaseModel():
            return _part(value)
        case tuple():
            parts = tuple(value_of_field(item, hint) for item in value)
            several = any(isinstance(item, BaseModel) for item in value)
            return PartsHeld(several=parts) if several else ValuesHeld(held=parts)
        case dict():
            return ValuesHeld(
                held=tuple(FieldSays(field=name, value=value_of_field(item, hint)) for name, item in value.items())
            )
        case _:
            return WordOfClause(word=cast("ClauseWord", spelled(value))) if value in _closed(hint) else str(value)


def value_at(held: BaseModel | None, path: str) -> Said | str | None:
    """Return what stands in a field of what was read, by its dotted path; None where the path leads to no field."""
    value: Any = held
    hint: Any = type(held)
    for step in path.split("."):
        if isinstance(value, BaseModel):
            fields = type(value).model_fields
            name = next((name for name, info in fields.items() if step in (name, info.alias)), None)
            if name is None:
                return None
            value, hint = getattr(value, name), fields[name].annotation
        elif isinstance(value, dict) and step in value:
            value, hint = value[step], type(value[step])
        else:
            return None
    if path == NAMES_TERMS:
        return ValuesHeld(held=tuple(map(term_said, value)))
    if path == "type":
        return KindHeld(kind=value)
    if path == "operator" and value == THIRD_PARTY:
        return WordOfClause(word="third party")
    return WordOfClause(word="none") if value in (None, (), {}) else value_of_field(value, hint)


def _part(value: BaseModel) -> Said | str:
    """Return what a part of a clause holds: field by field, or the one thing that it holds."""
    fields = tuple(_held(value, ""))
    if len(fields) == 1:
        return value_of_field(*fields[0][1:])
    return PartHeld(fields=tuple(_named(path, held) for path, *held in fields))


def _named(path: str, held: list[Any]) -> Said:
    return FieldSays(field=NameOfPart(name=cast("FieldOfPart", spelled(path))), value=value_of_field(*held))


def _held(model: BaseModel, prefix: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field that holds something: dotted path, value, type."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if (not prefix and name in HIDDEN_FIELDS) or value in (None, (), {}) or type(value) in (Basis, Scope):
            continue
        if isinstance(value, BaseModel):
            yield from _held(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{info.alias or name}", value, info.annotation


def _closed(hint: Any) -> tuple[Any, ...]:
    """Return the words of the closed lists that a type has."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(word for part in get_args(hint) for word in _closed(part))
