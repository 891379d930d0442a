"""What is due next, from whom, by when; and what was freed and may still be signed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.definitions import Party
from firstcall.agreement.model.event_date_words import SpanOfBusinessDays
from firstcall.gaps import Grouped
from firstcall.refusal.due import Due, What
from firstcall.report.offer.due_facts import AtClock, ThroughWeekday, WhatIsDue
from firstcall.said import AllOf, Clocked, Said, Weekdayed, plural, sentence

_SHOWN = 3
"""How many things without a day, and how many freed offers, are told before they are only counted."""


class OfferAlone(Said):
    says = sentence("glance.offer", "offer {offer}")
    offer: str


class OfferOf(Said):
    says = sentence("glance.offer-of", "offer {offer}, {quantity} {unit}")
    offer: str
    quantity: Annotated[Decimal, Grouped]
    unit: str


class DueFromBy(Said):
    says = sentence("glance.due-by", "{what} from {who} by {by} ({offer})")
    what: What
    who: Annotated[tuple[str, ...], AllOf]
    by: Annotated[datetime, Clocked]
    offer: Said


class MayCome(Said):
    says = sentence("glance.may-come", "{what} from {who} may still come, by {by} ({offer})")
    what: What
    who: Annotated[tuple[str, ...], AllOf]
    by: Annotated[datetime, Clocked]
    offer: Said


class OverdueFrom(Said):
    says = sentence("glance.overdue", "overdue: {what} from {who}, due by {by} ({offer})")
    what: What
    who: Annotated[tuple[str, ...], AllOf]
    by: Annotated[datetime, Clocked]
    offer: Said


class MoreOverdue(Said):
    says = plural("glance.more-overdue", "{n} thing more is overdue", "{n} things more are overdue")
    n: int


class OpenFrom(Said):
    says = sentence("glance.open-from", "{what} from {who}, with no last day ({offer})")
    what: What
    who: Annotated[tuple[str, ...], AllOf]
    offer: Said


class FreeThrough(Said):
    says = sentence("glance.free-through", "{offer}: free to be signed elsewhere through {day}")
    offer: Said
    day: Annotated[date, Weekdayed]


class MoreDue(Said):
    says = plural("glance.more-due", "{n} thing more has a last day", "{n} things more have a last day")
    n: int


class MoreOpen(Said):
    says = plural("glance.more-open", "{n} thing more is open", "{n} things more are open")
    n: int


class MoreFree(Said):
    says = plural("glance.more-free", "{n} more is free", "{n} more are free")
    n: int


class NothingByADay(Said):
    says = sentence("glance.nothing-by-a-day", "nobody must act by a fixed day")


class NothingDue(Said):
    says = sentence("glance.nothing-due", "nothing: no offer is open on the record, and nothing else has a day")


def due_next(
    due_items: tuple[Due, ...], parties: Mapping[str, Party], now: datetime, beside: tuple[Said, ...] = ()
) -> tuple[Said, ...]:
    """Return the next thing that somebody must do by a day, what is overdue, how much more there is, and what is open.

    Args:
      due_items: all that is due, the nearest deadline first.
      parties: the parties, for their names.
      now: the instant that it is told at.
      beside: what is due next beside offers, as `dated_next` tells it.
    """
    if not due_items:
        return beside or (NothingDue(),)
    duties = [due for due in due_items if due.is_duty]
    ahead = [due for due in duties if due.by is not None and now <= due.by]
    late = [due for due in duties if due not in ahead]
    loose = [due for due in due_items if due.by is None]
    told: list[Said] = [] if ahead or late or beside else [NothingByADay()]
    told += [
        DueFromBy(what=due.what, who=_names(due, parties), by=_local(due), offer=offer_told(due)) for due in ahead[:1]
    ]
    told += [MoreDue(n=len(ahead) - 1)] if len(ahead) > 1 else []
    told += [
        OverdueFrom(what=due.what, who=_names(due, parties), by=_local(due), offer=offer_told(due)) for due in late[-1:]
    ]
    told += [MoreOverdue(n=len(late) - 1)] if len(late) > 1 else []
    told += [*beside, *_may_come(due_items, parties, now)]
    told += [OpenFrom(what=due.what, who=_names(due, parties), offer=offer_told(due)) for due in loose[:_SHOWN]]
    told += [MoreOpen(n=len(loose) - _SHOWN)] if len(loose) > _SHOWN else []
    return tuple(told)


def _may_come(due_items: tuple[Due, ...], parties: Mapping[str, Party], now: datetime) -> Iterator[Said]:
    """Yield the next thing that may still be done by a day, though nobody must; what is free has lines of its own."""
    for due in due_items:
        if due.by is not None and now <= due.by and not due.is_duty and due.what != "signature elsewhere":
            yield MayCome(what=due.what, who=_names(due, parties), by=_local(due), offer=offer_told(due))
            return


class FromWhom(Said):
    says = sentence("glance.from", "{who}")
    who: Annotated[tuple[str, ...], AllOf]


class TimeIsOver(Said):
    says = sentence("glance.late", "overdue")


DueRow = tuple[Said, Said, Said, Said | None, Said | None]
"""Of what, what, from whom, by when, and the business days left or that it is overdue; None where no day is set."""


def due_rows(due_items: Iterable[Due], parties: Mapping[str, Party], now: datetime) -> Iterator[DueRow]:
    """Yield what is due as rows of facts."""
    for due in due_items:
        yield (
            offer_told(due), WhatIsDue(what=due.what), FromWhom(who=_names(due, parties)),
            by_when(due), _left(due, now),
        )  # fmt: skip


def _left(due: Due, now: datetime) -> Said | None:
    if due.by is not None and due.by < now:
        return TimeIsOver()
    left = due.days_left(now)
    return None if left is None else SpanOfBusinessDays(n=left)


def by_when(due: Due) -> Said | None:
    """Return by when: an instant, or the last day of a time in which something may be done; None without an end."""
    if due.by is None:
        return None
    return ThroughWeekday(day=_local(due).date()) if due.what == "signature elsewhere" else AtClock(at=_local(due))


def _local(due: Due) -> datetime:
    assert due.by is not None and due.rules is not None
    return due.by.astimezone(due.rules.zone)


def free_now(due_items: tuple[Due, ...]) -> Iterator[Said]:
    """Yield the offers, or parts of them, that may be signed elsewhere for now, each through its last day."""
    free = [due for due in due_items if due.what == "signature elsewhere"]
    for due in free[:_SHOWN]:
        yield FreeThrough(offer=offer_told(due), day=_local(due).date())
    if len(free) > _SHOWN:
        yield MoreFree(n=len(free) - _SHOWN)


def offer_told(due: Due) -> Said:
    """Return the offer that something is due of, with its quantity where one is known."""
    if due.quantity is None or not due.unit:
        return OfferAlone(offer=due.offer)
    return OfferOf(offer=due.offer, quantity=due.quantity, unit=due.unit)


def _names(due: Due, parties: Mapping[str, Party]) -> tuple[str, ...]:
    return tuple(parties[name].name if name in parties else name for name in due.who)
