"""The dates by rule of a clause as rows: what each hangs on, and the day it falls on, or that it is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import hung_dates
from firstcall.agreement.terms import InForce
from firstcall.record.dated.event_days import ends_a_span, hung_day, sooner
from firstcall.record.position import Position
from firstcall.said import Said, sentence


class DateFalls(Said):
    says = sentence("terms.date-falls", "{field}: {when}: {day}")
    field: str
    when: Said
    day: date


class DateNotYetSooner(Said):
    says = sentence("terms.date-not-yet-sooner", "{field}: {when}: {day}, as long as that has not happened before")
    field: str
    when: Said
    day: date


class DateUnknown(Said):
    says = sentence("terms.date-unknown", "{field}: {when}: unknown as long as that has not happened")
    field: str
    when: Said


def date_rows(held: InForce, here: Position) -> Iterator[Said]:
    """Yield each date by rule of a clause, with its day as far as the record knows."""
    for path, rule in hung_dates(held.clause):
        field, day = ".".join(map(str, path)), hung_day(here, rule, ends=ends_a_span(held.clause, path))
        if day is None:
            yield DateUnknown(field=field, when=said_date(rule))
        elif sooner(here, rule) is not None:
            yield DateNotYetSooner(field=field, when=said_date(rule), day=day)
        else:
            yield DateFalls(field=field, when=said_date(rule), day=day)


def dates_json(held: InForce, here: Position) -> list[dict[str, Any]]:
    """Return the same for JSON; a day that is unknown is null."""
    found = []
    for path, rule in hung_dates(held.clause):
        day = hung_day(here, rule, ends=ends_a_span(held.clause, path))
        found.append({"field": ".".join(map(str, path)), "rule": said_date(rule).as_json(),
                      "day": day.isoformat() if day else None,
                      "sooner": early.as_json() if (early := sooner(here, rule)) is not None else None})  # fmt: skip
    return found
