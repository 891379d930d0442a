"""Days that cannot all be kept: a tail without a day to sign on, a delivery due before the time to sign is over.

Windows and tails count other days from other anchors, so that only the calendar tells. Every day of a right's life
on which its notice may come is tried, unless the lengths alone show that all of them fit, or that none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from firstcall.agreement.check.worst_days import LONGEST_WAIT, longest, shortest
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.first_refusal import Delivery, DeliveryMilestone, FirstRefusal
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import local_day
from firstcall.deadlines import Window, window_closes
from firstcall.errors import QuestionError
from firstcall.record.offers.right import Right, right_in
from firstcall.said import Said
from firstcall.values import dataclass
from firstcall.verification.findings.facts import (
    DeficiencyOutlasts,
    DeliveryBeforeSigning,
    DoesNotFit,
    LengthenOne,
    NeverStarts,
    OverBeforeSigned,
)
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text
from firstcall.verification.findings.procedures import texts_in_force

LONGEST_SEARCH = 5
"""Years searched where nothing ends a right before."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A right in a text, and the days of its life."""

    held: InForce
    clause: FirstRefusal
    right: Right
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Yield every day on which a notice may come."""
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY

    def window(self, day: date) -> datetime | None:
        """Return the last instant for an answer to a notice that comes at the cut-off of a day."""
        sent = self.right.rules.closes(day)
        closes = self.right.closes(sent, sent, None, (), again=False)
        return closes[-1] if closes else None


def cannot_fit(agreement: Agreement) -> Iterator[Finding]:
    """Yield each right of first refusal whose days cannot all be kept, with the first day on which they cannot."""
    told: set[tuple[str, str]] = set()
    for text in texts_in_force(agreement):
        for held in text.clauses:
            tried = _tried(held, text)
            if tried is None:
                continue
            for fields, look in _looks(tried, text):
                found = _first(tried, look)
                if found is not None and (clause_text_name(held), fields[0]) not in told:
                    told.add((clause_text_name(held), fields[0]))
                    what = DoesNotFit(clause=clause_text_name(held), day=found[0], why=found[1])
                    since = held.version.effective
                    places = (place_of_text(held),)
                    yield Finding("cannot-fit", what, LengthenOne(fields=fields), places, since=since)


def _tried(held: InForce, text: Terms) -> _Tried | None:
    clause = held.clause
    if not isinstance(clause, FirstRefusal):
        return None
    right = right_in(text, clause.id, clause.holder)
    if right is None:
        return None
    where = right.rules.zone
    first = local_day(max(held.since, text.version.effective) if text.version else held.since, where)
    last = date(first.year + LONGEST_SEARCH, 1, 1)
    ends = [edge for edge in (held.speaks.end, text.ends) if edge is not None]
    if ends:
        last = min(last, local_day(min(ends), where) - _DAY)
    return _Tried(held, clause, right, first, last)


Look = Callable[[date], Said | None]


def _looks(tried: _Tried, text: Terms) -> Iterator[tuple[tuple[str, ...], Look]]:
    """Yield what may not fit of a right, by the fields that would mend it, and how a day is looked at."""
    clause = tried.clause
    if clause.tail.unit == "calendar" and clause.tail.anchor == "lapse" and clause.tail.n <= LONGEST_WAIT + 2:
        yield ("tail.n", "tail.unit"), lambda day: _tail(tried, day)
    if "deficiency" in clause.model_fields_set:
        n, unit = clause.deficiency.n, clause.deficiency.unit
        if longest(n, unit) + LONGEST_WAIT >= shortest(clause.window.n, clause.window.unit):
            yield ("deficiency.n", "window.n"), lambda day: _deficiency(tried, day)
    if tried.right.ends is not None:
        yield ("window.n", "until", "in_flight"), lambda day: _ending(tried, day)
    for held in text.clauses:
        if isinstance(held.clause, Delivery) and clause.id in held.clause.of:
            for step in held.clause.milestones:
                if _may_miss(clause, held.clause, step):
                    yield ("failure.sign_within", "milestones"), _delivering(tried, held, step)


def _first(tried: _Tried, look: Look) -> tuple[date, Said] | None:
    """Return the first day of a right's life on which something does not fit, and what."""
    try:
        return next(((day, why) for day in tried.days() if (why := look(day)) is not None), None)
    except QuestionError:
        return None  # the holiday tables do not reach so far


def _tail(tried: _Tried, day: date) -> Said | None:
    ends, rules = tried.window(day), tried.right.rules
    if ends is None:
        return None
    window = local_day(ends, rules.zone)
    last = local_day(tried.right.tail_closes(ends, None, None) - timedelta(microseconds=1), rules.zone)
    free = (window + _DAY * n for n in range(1, (last - window).days + 1))
    return None if any(map(rules.calendar.is_business_day, free)) else OverBeforeSigned(window=window, tail=last)


def _deficiency(tried: _Tried, day: date) -> Said | None:
    ends, rules = tried.window(day), tried.right.rules
    told = tried.right.deficiency_closes(rules.closes(day))
    if ends is None or told < ends:
        return None
    return DeficiencyOutlasts(deficiency=local_day(told, rules.zone), window=local_day(ends, rules.zone))


def _ending(tried: _Tried, day: date) -> Said | None:
    """Return that a window is cut by the end of its clause, on the first day of its life."""
    right, zone_ = tried.right, tried.right.rules.zone
    assert right.ends is not None
    sent = right.rules.closes(day)
    whole = window_closes(sent, sent, right.rules, right.window(again=False))
    if day != tried.first or whole is None or whole < right.ends:
        return None
    return NeverStarts(window=local_day(whole, zone_), ends=local_day(right.ends, zone_) - _DAY)


def _may_miss(clause: FirstRefusal, delivery: Delivery, step: DeliveryMilestone) -> bool:
    """Say whether a milestone may be over before the time to sign is."""
    sign = clause.failure.sign_within
    if sign is None or step.anchor != "match":
        return False
    over = shortest(step.within, step.unit) + (delivery.grace or 0)
    return longest(sign, clause.failure.sign_unit) + LONGEST_WAIT + sign // 3 >= over


def _delivering(tried: _Tried, held: InForce, step: DeliveryMilestone) -> Look:
    delivery, failure = held.clause, tried.clause.failure
    assert isinstance(delivery, Delivery) and failure.sign_within is not None
    signing = Window(failure.sign_within, failure.sign_unit, "delivered")
    coming = Window(step.within, step.unit, "delivered")

    def look(day: date) -> Said | None:
        rules = tried.right.rules
        at = rules.closes(day)
        sign, due = window_closes(at, at, rules, signing), window_closes(at, at, rules, coming)
        assert sign is not None and due is not None  # nothing stops these counts
        over = local_day(due, rules.zone) + _DAY * (delivery.grace or 0)
        if over >= local_day(sign, rules.zone):
            return None
        return DeliveryBeforeSigning(
            delivery=clause_text_name(held), share=step.share, due=local_day(due, rules.zone), over=over,
            sign=local_day(sign, rules.zone),
        )  # fmt: skip

    return look
