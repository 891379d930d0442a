"""What a payment clause pays on which day: each sum once, unknown where its day or its quantity is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.promises.payment import Level, Payment, Recurring
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import EXERCISE, EventDate, HungDate, UntilDetermination, event_rule
from firstcall.dates import NEXT_INSTANT, day_start, local_day
from firstcall.record.dated.event_days import counted_day, exercises_of, hinge_at, hung_day, sooner
from firstcall.record.position import Position
from firstcall.said import Said, sentence
from firstcall.settlement.clauses.payments import PaymentSpan, PaymentTerms
from firstcall.settlement.clauses.periods import periods_between
from firstcall.settlement.sums.fall import Fall
from firstcall.settlement.sums.late_credits import late_credits
from firstcall.settlement.sums.prepayments import set_off
from firstcall.settlement.sums.price_differences import price_differences
from firstcall.settlement.sums.reports import Measured, measured_by, measured_in


class AwaitsEvent(Said):
    says = sentence("payment.awaits-event", "its day is {when}, which has not happened as far as is known")
    when: Said


class FellBefore(Said):
    says = sentence(
        "payment.fell-before", "{payment} fell on {day} under {version}; it is owed once, so what fell then counts here"
    )
    payment: str
    day: date
    version: str


class FellBesides(Said):
    says = sentence(
        "payment.fell-besides",
        "{payment} fell on {day} under {version}, and the later list does not have it: what falls on {then} is owed"
        " besides; if it is the same sum, moved, write it as a clause of its own",
    )
    payment: str
    day: date
    version: str
    then: date


def falls(terms: PaymentTerms, through: date) -> tuple[Fall, ...]:
    """Return every sum whose day has come by a day, and those whose day is unknown; each once, in order.

    A sum is owed under the text in force when what it hangs on happens, also where its day comes later; one with
    a day of its own, under the text of that day. A day that is unknown is asked of the latest text. A clause of one
    sum owes it once, whichever texts move its day (`_moved`).
    """
    if terms.duty is not None:
        return tuple(late_credits(terms, through))
    if terms.promise is not None:
        return tuple(price_differences(terms, through))
    found = list(_own_falls(terms, through))
    if terms.clause.prepays is not None:
        against = [fall for one in terms.against for fall in _own_falls(one, through)]
        found += set_off(terms, found, against, through)
    return tuple(sorted(found, key=lambda fall: (fall.day or date.max, fall.kind == "refund", fall.id)))


def _own_falls(terms: PaymentTerms, through: date) -> Iterator[Fall]:
    """Yield the sums of a clause itself, without what is set against them."""
    fallen: list[Fall] = []
    listed: list[Fall] = []
    for number, span in enumerate(terms.spans):
        last, waits = number == len(terms.spans) - 1, not fallen and _is_awaited(terms, number)
        found = _of_span(span, terms, through, waits)
        for fall in _told_besides(terms, number, tuple(found), listed) if listed else found:
            if not (last if fall.day is None else fall.day <= through):
                continue
            if fall.id != terms.id:
                listed += [fall] if isinstance(span.clause.amount, tuple) else []
                yield fall
                continue
            once = _moved(fall, fallen) if fallen else fall
            yield once
            fallen += [once] if once.day is not None else []


def _told_besides(
    terms: PaymentTerms, number: int, found: tuple[Fall, ...], listed: Sequence[Fall]
) -> Iterator[Fall]:  # fmt: skip
    """Yield the sums of a later list; the first that no list before it had says what fell and is not in it any more.

    Nothing tells whether that was moved or is another sum, so that both are owed.
    """
    now, before = _days(terms, (terms.spans[number],)), _days(terms, terms.spans[:number])
    gone = next((one for one in listed if one.day not in now), None)
    for fall in found:
        if gone is None or gone.day is None or fall.day is None or fall.day in before:
            yield fall
            continue
        told = FellBesides(payment=gone.id, day=gone.day, version=gone.span.version, then=fall.day)
        yield replace(fall, fell=told)
        gone = None


def _days(terms: PaymentTerms, spans: Sequence[PaymentSpan]) -> set[date | None]:
    """Return the days of the lists of sums in some texts of a clause."""
    lists = (span.clause.amount for span in spans)
    return {hung_day(terms.here, one.on) for items in lists if isinstance(items, tuple) for one in items}


def _is_awaited(terms: PaymentTerms, number: int) -> bool:
    """Say whether the one sum of a clause had still to fall when a text took the place of the one before it."""
    when = terms.spans[number - 1].clause.when if number else None
    if when is None or isinstance(when, Recurring):
        return False
    day = hung_day(terms.here, when)
    return day is None or day_start(day, terms.here.now.where) >= terms.spans[number].start


def _moved(fall: Fall, fallen: Sequence[Fall]) -> Fall:
    """Return the one sum of a later text less what fell under earlier ones; never below zero.

    What was owed by then stays owed: only a text that takes effect before its day takes that back. It is a line of its
    own, named by its day.
    """
    before = fallen[-1]
    assert before.day is not None
    paid = [one.amount for one in fallen if one.amount is not None]
    if len(paid) < len(fallen) or fall.amount is None:
        return replace(fall, amount=None, unknown=fall.unknown or next(one.unknown for one in fallen if one.unknown))
    fell = FellBefore(payment=fall.id, day=before.day, version=before.span.version)
    name = f"{fall.id}/{fall.day}"
    return replace(fall, id=name, amount=max(fall.amount - sum(paid), Fraction(0)), fell=fell)


def _of_span(span: PaymentSpan, terms: PaymentTerms, through: date, waits: bool) -> Iterator[Fall]:
    clause, begun = span.clause, terms.spans[0].start
    if isinstance(clause.when, Recurring):
        yield from _recurring(span, clause.when, terms.here, through, terms.spans[-1].end)
    elif isinstance(clause.amount, tuple):
        for number, one in enumerate(clause.amount, start=1):
            yield from _once(span, f"{clause.id}/{number}", one.on, Fraction(one.amount), terms.here, begun)
    else:
        assert clause.when is not None
        amount = None if clause.amount is None else Fraction(clause.amount)
        yield from _once(span, clause.id, clause.when, amount, terms.here, begun, waits)


def _once(
    span: PaymentSpan, name: str, when: date | HungDate, amount: Fraction | None, here: Position, begun: datetime,
    waits: bool = False,
) -> Iterator[Fall]:  # fmt: skip
    """Yield a sum if it is owed under a text: one that waits, at the latest when a text takes effect after its day."""
    brought = isinstance(when, EventDate) and when.event == EXERCISE
    if isinstance(when, EventDate) and brought and (when.or_date is None or any(exercises_of(here, when.of))):
        yield from _each_exercise(span, name, when, amount, here)  # an option that nobody exercised brings none
        return
    day = hung_day(here, when)
    if day is None:
        assert not isinstance(when, date)
        yield Fall(name, span, None, amount, AwaitsEvent(when=said_date(when)), rests_on=_grade(span.clause))
        return
    if waits and day_start(day, here.now.where) < span.start:
        day = local_day(span.start, here.now.where)
    elif _owed_at(when, day, here, begun) not in span:
        return
    measured = None if amount is not None else measured_by(_measure(span.clause), day, here)
    yield replace(_fall(name, span, day, amount, measured), sooner=sooner(here, when))


def _each_exercise(
    span: PaymentSpan, name: str, when: EventDate, amount: Fraction | None, here: Position
) -> Iterator[Fall]:
    """Yield the sum of each exercise of an option, under the text in force when it was exercised."""
    rule = event_rule(when)
    for number, at in enumerate(exercises_of(here, when.of), start=1):
        day = rule.day({rule.hinge: local_day(at, here.now.where)}, here.agreement.business_days())
        earliest = when.not_before
        day = day if day is None or earliest is None else max(day, earliest)
        if day is not None and at in span:
            measured = None if amount is not None else measured_by(_measure(span.clause), day, here)
            yield _fall(f"{name}/{number}", span, day, amount, measured)


def _owed_at(when: date | HungDate, day: date, here: Position, begun: datetime) -> datetime:
    """Return the instant whose text governs a sum: when what it hangs on happened, else the start of its day.

    What happened before the clause was in force, such as the signing of the amendment that brings it, is no instant of
    any text of it.
    """
    if isinstance(when, UntilDetermination | EventDate) and counted_day(here, when) == day:
        happened = hinge_at(here, event_rule(when).hinge)
        if happened is not None and happened >= begun:
            return happened
    return day_start(day, here.now.where)


def _recurring(
    span: PaymentSpan, times: Recurring, here: Position, through: date, over: datetime | None
) -> Iterator[Fall]:
    """Yield the sums of a span; without a last day of their own they end with the clause, which may cut the last."""
    clause = span.clause
    first = hung_day(here, times.since)
    if first is None:
        assert not isinstance(times.since, date)
        why = AwaitsEvent(when=said_date(times.since))
        yield Fall(clause.id, span, None, None, why, rests_on=_grade(clause))
        return
    ends = None if over is None else local_day(over - NEXT_INSTANT, here.now.where)
    last = ends if times.until is None else hung_day(here, times.until, ends=True)
    end = through if last is None else min(last, through)
    for period in periods_between(first, end, times.every, clause.fiscal_year_start) if first <= end else ():
        since = max(period.start, first)
        until = period.last if last is None else min(period.last, last)
        day = since if times.falls == "first_day" else until
        if day_start(day, here.now.where) not in span:
            continue
        share = Fraction((until - since).days + 1, (period.end - period.start).days)
        if clause.levels is not None:
            cut = share if times.partial == "days" else Fraction(1)
            yield from _by_level(f"{clause.id}/{period.name}", span, clause.levels, (since, until), day, cut, here)
            continue
        amount = clause.amount
        assert not isinstance(amount, tuple)
        whole = None if amount is None else Fraction(amount) * (share if times.partial == "days" else 1)
        measured = None if whole is not None else measured_in(_measure(clause), since, until, here)
        early = sooner(here, times.since) if since == first else None
        yield replace(_fall(f"{clause.id}/{period.name}", span, day, whole, measured), sooner=early)


def _by_level(
    name: str, span: PaymentSpan, levels: tuple[Level, ...], days: tuple[date, date], day: date, share: Fraction,
    here: Position,
) -> Iterator[Fall]:  # fmt: skip
    """Yield the sum of the lowest level that the reported figure, by days, lies below; zero at or above all."""
    measured = measured_in(_measure(span.clause), *days, here)
    reports = tuple(report.id for report in measured.reports)
    fields = span.clause.basis.weakest_of("levels", "quantity", "when")
    grade = weakest((fields, *(report.basis.grade for report in measured.reports)))
    if measured.quantity is None:
        yield Fall(name, span, day, None, measured.unknown, None, reports, grade)
        return
    lengths = [(report, (report.until - report.since).days + 1) for report in measured.reports]
    mean = sum((Fraction(report.quantity) * n for report, n in lengths), Fraction(0)) / sum(n for _, n in lengths)
    below = [level for level in levels if mean < Fraction(level.below)]
    paid = Fraction(min(below, key=lambda level: level.below).amount) if below else Fraction(0)
    yield Fall(name, span, day, paid * share, None, mean, reports, grade)


def _fall(name: str, span: PaymentSpan, day: date, amount: Fraction | None, measured: Measured | None) -> Fall:
    if measured is None:
        return Fall(name, span, day, amount, rests_on=_grade(span.clause))
    reports = tuple(report.id for report in measured.reports)
    grade = weakest((_grade(span.clause), *(report.basis.grade for report in measured.reports)))
    price = span.clause.unit_price
    assert price is not None
    owed = None if measured.quantity is None else measured.quantity * Fraction(price)
    return Fall(name, span, day, owed, measured.unknown, measured.quantity, reports, grade)


def _grade(clause: Payment) -> Grade:
    fields = ("unit_price", "quantity") if clause.amount is None else ("amount",)
    return clause.basis.weakest_of(*fields, "when")


def _measure(clause: Payment) -> str:
    """Return what is measured, which a clause without an amount of its own names."""
    assert clause.quantity is not None
    return clause.quantity
