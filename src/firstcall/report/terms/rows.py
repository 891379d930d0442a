"""The terms in force as rows: each clause with source and grade, and a clause with every field's grade."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from firstcall.agreement.model.basis import Basis, Grade
from firstcall.agreement.model.clauses.prohibition import Excepted
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.fields import grade_of
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import NEXT_INSTANT, iso, local_day
from firstcall.record.position import Position
from firstcall.report.terms.dates import dates_json
from firstcall.report.terms.scope_said import scope_said
from firstcall.rights.judge.bans.prohibition import excepted_words
from firstcall.said import Said, sentence

HIDDEN_FIELDS = ("id", "type", "says", "basis", "notwithstanding", "subject_to", "scope")


def terms_json(terms: Terms, at: datetime, here: Position | None = None) -> dict[str, Any]:
    """Return the terms in force at an instant as plain values for JSON."""
    return {
        "version": terms.version.id if terms.version else None,
        "effective": iso(terms.version.effective) if terms.version else None,
        "ends": iso(terms.ends) if terms.ends else None,
        "clauses": [clause_json(item, terms, here) for item in terms.speaking(at)],
    }


def clause_json(held: InForce, terms: Terms, here: Position | None = None) -> dict[str, Any]:
    """Return a clause in force as plain values for JSON; with the record, on which day each date by rule falls."""
    clause = held.clause
    return {
        "clause": clause.id,
        "version": held.version.id,
        "type": clause.type,
        "says": clause.says,
        "grade": clause.basis.grade,
        "sources": list(clause.basis.source),
        "attribution": clause.basis.attribution,
        "locator": clause.basis.locator,
        "note": clause.basis.note,
        "scope": clause.scope.model_dump(mode="json", exclude_none=True, exclude_defaults=True),
        "since": iso(held.since),
        "until": iso(held.speaks.end) if held.speaks.end else None,
        "notwithstanding": list(clause.notwithstanding),
        "subject_to": list(clause.subject_to),
        "silent": terms.silent.get(clause.id),
        "fields": [{"field": path, "value": text, "grade": grade} for path, text, grade in field_rows(held)],
        **({"dates": dates_json(held, here)} if here is not None else {}),
    }


def field_rows(held: InForce) -> Iterator[tuple[str, str, Grade]]:
    """Yield the fields of a clause: dotted path, value as text, grade (assumed where a default stands in)."""
    clause = held.clause
    for path, value in _leaves(clause, ""):
        yield path, text_of(value), grade_of(clause, clause.basis, path)


def changed_fields(before: InForce, now: InForce) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield each field that differs between two texts of a clause: its path, what it was and is; None where unset."""
    was, is_now = ({path: value for path, value, _ in _compared(held)} for held in (before, now))
    for path in dict.fromkeys((*was, *is_now)):
        if was.get(path) != is_now.get(path):
            yield path, was.get(path), is_now.get(path)


def _compared(held: InForce) -> Iterator[tuple[str, str, Grade]]:
    clause = held.clause
    yield from field_rows(held)
    if clause.scope != Scope():
        yield "scope", str(scope_said(clause.scope)), clause.basis.grade
    for name in ("notwithstanding", "subject_to"):
        if ids := getattr(clause, name):
            yield name, ", ".join(ids), clause.basis.grade


def _leaves(model: BaseModel, prefix: str) -> Iterator[tuple[str, Any]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if (not prefix and name in HIDDEN_FIELDS) or value in (None, (), {}) or type(value) in (Basis, Scope):
            continue
        if isinstance(value, BaseModel):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{type(model).model_fields[name].alias or name}", value


def text_of(value: Any) -> str:
    """Return a field's value as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(text_of(item) for item in value)
        case datetime():
            return iso(value)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Excepted():
            return excepted_words(value)
        case BaseModel():
            return ", ".join(f"{name} {text_of(item)}" for name, item in _leaves(value, ""))
        case dict():
            return ", ".join(f"{name} {text_of(item)}" for name, item in value.items())
        case _:
            return str(value)


class TheDay(Said):
    says = sentence("brief.day", "{day}")
    day: date


class NoLastDay(Said):
    says = sentence("terms.no-last-day", "no last day")


def last_day(terms: Terms) -> Said:
    """Return the last day of the term; the fact that none is set."""
    return NoLastDay() if terms.ends is None else TheDay(day=local_day(terms.ends - NEXT_INSTANT, terms.where))
