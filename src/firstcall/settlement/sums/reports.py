"""What was reported as used: over a span, every day once, or up to a day; unknown with the reason where it is not."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from firstcall.record.events.kinds import QuantityReported
from firstcall.record.position import Position
from firstcall.said import Said, sentence
from firstcall.values import dataclass


class NotReported(Said):
    says = sentence("payment.not-reported", "{measure} is not reported for every day from {since} to {until}")
    measure: str
    since: date
    until: date


class NothingReported(Said):
    says = sentence("payment.nothing-reported", "no {measure} is reported up to {until}")
    measure: str
    until: date


@dataclass(frozen=True, slots=True)
class Measured:
    """How many units were reported, by which events; None where that is not known, with the reason."""

    quantity: Fraction | None
    unknown: Said | None
    reports: tuple[QuantityReported, ...] = ()


def _reports(measure: str, here: Position) -> list[QuantityReported]:
    """Return the reports of a measure, the latest of each span."""
    latest: dict[tuple[date, date], QuantityReported] = {}
    for event in here.known.events:
        if isinstance(event, QuantityReported) and event.measure == measure:
            latest[event.since, event.until] = event
    return sorted(latest.values(), key=lambda event: (event.since, event.until))


def measured_in(measure: str, since: date, until: date, here: Position) -> Measured:
    """Return what was reported for a span of days; unknown unless its reports tell every day of it once."""
    inside = [event for event in _reports(measure, here) if since <= event.since and event.until <= until]
    days = [event.since + timedelta(days=n) for event in inside for n in range((event.until - event.since).days + 1)]
    if len(days) != len(set(days)) or len(days) != (until - since).days + 1:
        return Measured(None, NotReported(measure=measure, since=since, until=until))
    return Measured(sum((Fraction(event.quantity) for event in inside), Fraction(0)), None, tuple(inside))


def measured_by(measure: str, day: date, here: Position) -> Measured:
    """Return all that was reported up to a day; unknown where nothing was."""
    inside = [event for event in _reports(measure, here) if event.until <= day]
    if not inside:
        return Measured(None, NothingReported(measure=measure, until=day))
    return Measured(sum((Fraction(event.quantity) for event in inside), Fraction(0)), None, tuple(inside))
