"""What is due, as facts: a sentence that can be forwarded, the lines of a clock, and the cells of its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade
from firstcall.dates import local_day
from firstcall.gaps import Joining
from firstcall.record.events.entry import whole
from firstcall.record.position import Position
from firstcall.refusal.due import AboutWhatIsLeft, Due, DueGround, What
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.record.fields import InUtc
from firstcall.report.record.rows import OfferUnder
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import AllOf, BesideUtc, Clocked, Said, Weekdayed, plural, sentence

DueHeading = Literal[
    "To be said: willing to accept or not", "May be answered as noticed until", "Notice to be given",
    "Notice of the amended terms to be given", "Answer due", "May be called incomplete until", "Signature due",
    "Delivery due", "To be signed and delivered", "May be signed elsewhere through",
]  # fmt: skip
EMPTY: Mapping[str, str] = MappingProxyType({})
HEADINGS: dict[What, DueHeading] = {
    "willingness": "To be said: willing to accept or not",
    "answer to the noticed terms": "May be answered as noticed until",
    "notice": "Notice to be given", "renewed notice": "Notice of the amended terms to be given",
    "answer": "Answer due", "objection": "May be called incomplete until", "signature": "Signature due",
    "delivery": "Delivery due", "performance": "To be signed and delivered",
    "signature elsewhere": "May be signed elsewhere through",
}  # fmt: skip


EntryHeading = Literal[
    "To be said: willing to accept or not", "Last time to answer as noticed", "Notice to be given",
    "Notice of the amended terms to be given", "Answer due", "Last time to call the notice incomplete",
    "Signature due", "Delivery due", "To be signed and delivered", "Last day to sign elsewhere",
]  # fmt: skip
"""What is due as the heading of an entry of a calendar, whose day stands beside it."""
ENTRY_HEADINGS: dict[What, EntryHeading] = {
    "willingness": "To be said: willing to accept or not",
    "answer to the noticed terms": "Last time to answer as noticed",
    "notice": "Notice to be given", "renewed notice": "Notice of the amended terms to be given",
    "answer": "Answer due", "objection": "Last time to call the notice incomplete", "signature": "Signature due",
    "delivery": "Delivery due", "performance": "To be signed and delivered",
    "signature elsewhere": "Last day to sign elsewhere",
}  # fmt: skip


class NoLegalNotice(Said):
    says = sentence("due.no-legal-notice", "A reminder, not a legal notice and not legal advice.")


class AtInstant(Said):
    says = sentence("due.at-instant", "{at} ({utc})")
    at: Annotated[datetime, Clocked]
    utc: Annotated[datetime, BesideUtc]


class AtClock(Said):
    says = sentence("due.at-clock", "{at}")
    at: Annotated[datetime, Clocked]


class DueBy(Said):
    says = sentence("due.by", "{heading} {by}")
    heading: DueHeading
    by: Said


class DueThrough(Said):
    says = sentence("due.through", "{heading} {day}")
    heading: DueHeading
    day: Annotated[date, Weekdayed]


class DueOpen(Said):
    says = sentence("due.open", "{heading}")
    heading: DueHeading


class DueEntry(Said):
    says = sentence("due.entry", "{heading}: offer {offer} ({who})")
    heading: EntryHeading
    offer: str
    who: tuple[Said | str, ...]


class DueEntryOf(Said):
    says = sentence("due.entry-of", "{heading}: offer {offer}, {amount} ({who})")
    heading: EntryHeading
    offer: str
    amount: Said
    who: tuple[Said | str, ...]


class WithShare(Said):
    says = sentence("due.with-share", "{who} (own share {amount})")
    who: str
    amount: Said


class SharingInEntry(Said):
    says = sentence("due.sharing-in-entry", "{who}, own share {amount}")
    who: str
    amount: Said


class DueAlarm(Said):
    says = plural("due.alarm", "{n} business day left: offer {offer}", "{n} business days left: offer {offer}")
    n: int
    offer: str


class ThenElsewhere(Said):
    says = sentence("due.then-elsewhere", "then sign elsewhere through {day}")
    day: Annotated[date, Weekdayed]


class DayMarked(Said):
    says = sentence("due.day-marked", "{day} ({marked})")
    day: date
    marked: Said


class CountedAllTheSame(Said):
    says = sentence("due.counted-though-marked", "counted though another table marks it: {days}")
    days: Annotated[tuple[Said, ...], Joining.commas]


class RestsOnThese(Said):
    says = sentence("due.rests-on", "rests on: {grounds}, {grade}")
    grounds: tuple[DueGround, ...]
    grade: Grade


class DueTold(Said):
    says = sentence("due.told", "{parts}.")
    parts: tuple[Said, ...]


class DueOf(Said):
    says = sentence("due.of", "{offer}: {who}")
    offer: Said
    who: Annotated[tuple[Said | str, ...], AllOf]


class DueOfPart(Said):
    says = sentence("due.of-part", "{offer}, {amount}: {who}")
    offer: Said
    amount: Said
    who: Annotated[tuple[Said | str, ...], AllOf]


class UnitsOf(Said):
    says = sentence("offer.amount-of", "{quantity} {unit}")
    quantity: Decimal
    unit: str


class AmountAlone(Said):
    says = sentence("offer.amount", "{quantity}")
    quantity: Decimal


class DaysStillLeft(Said):
    says = plural("due.days-left", "{n} business day left", "{n} business days left")
    n: int


class OverdueSince(Said):
    says = sentence("due.overdue-since", "overdue since {by}")
    by: Annotated[datetime, Clocked]


class ThroughWeekday(Said):
    says = sentence("due.through-day", "through {day}")
    day: Annotated[date, Weekdayed]


class DueFirst(Said):
    says = sentence("due.first", "{offer}: {told}")
    offer: str
    told: Said


class NothingWithin(Said):
    says = sentence("due.nothing-within", "Nothing must be done within {span}; what comes next is {told}")
    span: str
    told: Said


class NothingWithinNorAfter(Said):
    says = sentence("due.nothing-within-nor-after", "Nothing must be done within {span}, nor by a fixed day after it.")
    span: str


class NothingIsDue(Said):
    says = sentence("due.nothing", "Nothing is due.")


class NobodyByADay(Said):
    says = sentence("due.nobody-by-a-day", "Nobody must act by a fixed day; what is open:")


class DueColumn(Said):
    says = sentence("due.column", "{name}")
    name: Literal["offer", "right", "from", "what", "by when", "business days left"]


class WhoMust(Said):
    says = sentence("due.who", "{who}")
    who: tuple[Said | str, ...]


class WhatIsDue(Said):
    says = sentence("due.what", "{what}")
    what: What


class DaysCounted(Said):
    says = sentence("due.days", "{days}")
    days: int


def amount_said(quantity: Decimal, unit: str | None) -> Said:
    """Return how much, with its unit where there is one.

    >>> str(amount_said(Decimal("40.0"), "MW"))
    '40 MW'
    """
    plain = Decimal(whole(quantity))
    return UnitsOf(quantity=plain, unit=unit) if unit else AmountAlone(quantity=plain)


def party_names(here: Position) -> Mapping[str, str]:
    """Return the names of the parties to the text in force, by their ids."""
    return {name: party.name for name, party in here.terms().parties.items()}


def who_must(due: Due, names: Mapping[str, str] = EMPTY) -> tuple[Said | str, ...]:
    """Return who must or may act, by name where one is given: each with its own share where several are asked.

    Args:
      due: what is due.
      names: the parties' names by their ids.
    """
    return tuple(
        names.get(name, name) if share is None else WithShare(who=names.get(name, name), amount=share)
        for name, share in _shares(due)
    )


def _shares(due: Due) -> list[tuple[str, Said | None]]:
    shares = {name: amount_said(share, due.unit) for name, share in due.shares}
    return [(name, shares.get(name)) for name in due.who]


def entry_said(due: Due, names: Mapping[str, str] = EMPTY) -> Said:
    """Return what is due as a calendar heads it: what, of which offer, how much of it, and who must act.

    Args:
      due: what is due.
      names: the parties' names by their ids.
    """
    heading = ENTRY_HEADINGS[due.what]
    who = tuple(
        names.get(name, name) if share is None else SharingInEntry(who=names.get(name, name), amount=share)
        for name, share in _shares(due)
    )
    if due.quantity is None:
        return DueEntry(heading=heading, offer=due.offer, who=who)
    return DueEntryOf(heading=heading, offer=due.offer, amount=amount_said(due.quantity, due.unit), who=who)


def exactly(at: datetime) -> Said:
    """Return an instant as people say it in the zone that it carries, with the time in UTC beside."""
    return AtInstant(at=at, utc=at)


def due_said(due: Due) -> Said:
    """Return one sentence that can be forwarded: what, by when, what silence brings, what it rests on."""
    return DueTold(parts=tuple(_parts(due)))


def _parts(due: Due) -> Iterator[Said]:
    heading, where = HEADINGS[due.what], due.rules.zone
    if due.by is None:
        yield DueOpen(heading=heading)
    elif due.what == "signature elsewhere":
        yield DueThrough(heading=heading, day=local_day(due.by, where))
    else:
        yield DueBy(heading=heading, by=exactly(due.by.astimezone(where)))
    if due.of_rest:
        yield AboutWhatIsLeft()
    yield due.then
    if due.what == "answer" and due.next_by is not None:
        yield ThenElsewhere(day=local_day(due.next_by, where))
    if due.lack is not None:
        yield due.lack
    if due.marked:
        marked = ((step.day, step.marked) for step in due.marked if step.marked is not None)
        yield CountedAllTheSame(days=tuple(DayMarked(day=day, marked=word) for day, word in marked))
    if due.expiry is not None:
        yield due.expiry.told()
    if due.assumed:
        yield RestsOnThese(grounds=due.assumed, grade=due.grade)


def due_lines(due_items: Iterable[Due], now: datetime) -> Iterator[ToldLine]:
    """Yield everything due: who, what offer, the sentence, the days left."""
    for due in due_items:
        offer = OfferUnder(offer=due.offer, clause=due.clause)
        if due.quantity is None:
            yield ToldLine(0, DueOf(offer=offer, who=who_must(due)))
        else:
            yield ToldLine(0, DueOfPart(offer=offer, amount=amount_said(due.quantity, due.unit), who=who_must(due)))
        yield ToldLine(2, due_said(due))
        left = left_said(due, now)
        if left is not None:
            yield ToldLine(2, left)


def left_said(due: Due, now: datetime) -> Said | None:
    """Return the business days that are left, or since when it is overdue; None where no day is set."""
    if due.by is not None and due.by < now and due.rules is not None:
        return OverdueSince(by=due.by.astimezone(due.rules.zone))
    left = due.days_left(now)
    return None if left is None else DaysStillLeft(n=left)


def clock_head(due_items: tuple[Due, ...], within: str | None = None, beyond: Due | None = None) -> Said:
    """Return the first thing that somebody must do by a day, or that nobody must.

    Args:
      due_items: what is due.
      within: the span of time that was asked for, as it was given.
      beyond: what somebody must do after it.
    """
    first = next((due for due in due_items if due.is_duty), None)
    if first is not None:
        return DueFirst(offer=first.offer, told=due_said(first))
    if within is not None:
        if beyond is None:
            return NothingWithinNorAfter(span=within)
        return NothingWithin(span=within, told=DueFirst(offer=beyond.offer, told=due_said(beyond)))
    return NobodyByADay() if due_items else NothingIsDue()


def due_sheet(due_items: tuple[Due, ...], now: datetime) -> Sheet:
    """Return everything due as a table that can be pasted into a message."""
    names = (DueColumn(name="offer"), DueColumn(name="right"), DueColumn(name="from"), DueColumn(name="what"),
             DueColumn(name="by when"), OwnWords("UTC"), DueColumn(name="business days left"))  # fmt: skip
    return Sheet(clock_head(due_items), names, tuple(_row(due, now) for due in due_items))


def _row(due: Due, now: datetime) -> tuple[Cell, ...]:
    none, left = OwnWords("–"), due.days_left(now)
    by: Cell = none
    if due.by is not None and due.rules is not None:
        local = due.by.astimezone(due.rules.zone)
        by = ThroughWeekday(day=local.date()) if due.what == "signature elsewhere" else AtClock(at=local)
    utc = InUtc(at=due.until) if due.until else none
    days: Cell = none if left is None else DaysCounted(days=left)
    if due.by is not None and due.by < now:
        days = left_said(due, now) or none
    return (
        OwnWords(due.offer),
        OwnWords(due.clause),
        WhoMust(who=who_must(due)),
        WhatIsDue(what=due.what),
        by,
        utc,
        days,
    )
