"""Offers as rows of an inbox: what still waits by its deadline, then what is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated

from firstcall.record.events.offer import OfferReceived
from firstcall.record.notice_content import ThirdPartyOffer, content_said
from firstcall.record.offers.offer import OPEN_STATES, Offer
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.record.position import Position
from firstcall.refusal.checks import ChecklistItem, missing
from firstcall.refusal.due import Due, What
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.glance.due_lines import DueLine, due_lines_of
from firstcall.report.offer.due_facts import amount_said, left_said, who_must
from firstcall.report.offer.rows import first_due
from firstcall.said import AllOf, Commas, Said, Weekdayed, sentence
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class TrackedOffer:
    """An offer under one right, as a party is told of it."""

    offer: Offer
    made: ThirdPartyOffer
    items: tuple[ChecklistItem, ...]
    due_items: tuple[Due, ...]
    """What is due of it, the nearest deadline first."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """An offer under one right with one thing that is due of it: who made it, what its notice lacks."""

    offer: Offer
    provider: str | None
    """The name of the third party that made it; None for a requirement of the grantor's own."""
    lacking: tuple[Said | str, ...]
    """What the notice must say and does not, while it still may."""
    due: DueLine | None
    """What must or may be done; None where nothing is."""


class AskedFrom(Said):
    says = sentence("inbox.asked-from", "{amount} from {provider}")
    amount: Said
    provider: str


class AskedByThem(Said):
    says = sentence("inbox.asked-by", "from {provider}")
    provider: str


class OfferInBox(Said):
    says = sentence("inbox.offer", "{offer}  {clause}  {state}")
    offer: str
    clause: str
    state: OfferState


class OfferWithDue(Said):
    says = sentence("inbox.with-due", "{offer}  {due}")
    offer: Said
    due: Said


class OfferAsked(Said):
    says = sentence("inbox.offer-asked", "{offer}  {asked}  {due}")
    offer: Said
    asked: Said
    due: Said


class DueUntil(Said):
    says = sentence("inbox.due-until", "{what} from {who} by {by}")
    what: What
    who: Annotated[tuple[Said | str, ...], AllOf]
    by: datetime


class DueUntilIn(Said):
    says = sentence("inbox.due-in", "{what} from {who} by {by}, {left}")
    what: What
    who: Annotated[tuple[Said | str, ...], AllOf]
    by: datetime
    left: Said


class SignableWithin(Said):
    says = sentence("inbox.due-through", "{what} from {who} through {day}, {left}")
    what: What
    who: Annotated[tuple[Said | str, ...], AllOf]
    day: Annotated[date, Weekdayed]
    left: Said


class DueWithout(Said):
    says = sentence("inbox.due-without", "{what} from {who}: {then}")
    what: What
    who: Annotated[tuple[Said | str, ...], AllOf]
    then: Said


class OfAmount(Said):
    says = sentence("inbox.of-amount", "{amount}: {due}")
    amount: Said
    due: Said


class NothingOfIt(Said):
    says = sentence("inbox.nothing-of-it", "nothing is due")


class NoticeLacks(Said):
    says = sentence("inbox.notice-lacks", "the notice lacks: {names}")
    names: Annotated[tuple[Said | str, ...], Commas]


def inbox_lines(told: Iterable[TrackedOffer], now: datetime) -> Iterator[ToldLine]:
    """Yield the inbox as lines: what was offered, what is due of whom and of how much of it, what the notice lacks."""
    for one in told:
        offer = one.offer
        first = first_due(one.due_items)
        stands = OfferInBox(offer=offer.id, clause=offer.clause, state=offer.state)
        asked, due = _asked(one), _due_told(offer, first, now)
        with_due = OfferWithDue(offer=stands, due=due)
        yield ToldLine(0, with_due if asked is None else OfferAsked(offer=stands, asked=asked, due=due))
        yield from (ToldLine(4, said) for said in ((*first.supposed, *first.beside) if first is not None else ()))
        yield from (ToldLine(4, _due_told(offer, due, now)) for due in one.due_items if due is not first)
        lacking = missing(one.items)
        if lacking and offer.state in OPEN_STATES:
            yield ToldLine(4, NoticeLacks(names=tuple(map(content_said, lacking))))


def _asked(one: TrackedOffer) -> Said | None:
    offer, provider = one.offer, one.made.provider if isinstance(one.made, OfferReceived) else None
    amount = None if offer.quantity is None else amount_said(offer.quantity, offer.unit)
    if provider is None:
        return amount
    return AskedByThem(provider=provider) if amount is None else AskedFrom(amount=amount, provider=provider)


def _due_told(offer: Offer, due: Due | None, now: datetime) -> Said:
    """Return what is due, with how much of the offer it is about where that is not the whole."""
    if due is None:
        return NothingOfIt()
    told = _due_by(due, now)
    if due.quantity is None or due.quantity == offer.quantity:
        return told
    return OfAmount(amount=amount_said(due.quantity, due.unit), due=told)


def _due_by(due: Due, now: datetime) -> Said:
    left, who = left_said(due, now), who_must(due)
    if due.by is None:
        return DueWithout(what=due.what, who=who, then=due.then)
    if left is None:
        return DueUntil(what=due.what, who=who, by=due.by)
    if due.what == "signature elsewhere" and due.rules is not None:
        day = due.by.astimezone(due.rules.zone).date()
        return SignableWithin(what=due.what, who=who, day=day, left=left)
    return DueUntilIn(what=due.what, who=who, by=due.by, left=left)


def inbox_of(here: Position, told: Iterable[TrackedOffer]) -> tuple[tuple[InboxLine, ...], tuple[InboxLine, ...]]:
    """Return what waits for somebody, the nearest deadline first, and the offers that are settled.

    Args:
      here: the record as the party sees it, at the instant of telling.
      told: the offers that it is told about.
    """
    lines = [line for tracked in told for line in _lines(here, tracked)]
    waiting = [line for line in lines if line.due is not None or line.offer.state in OPEN_STATES]
    waiting.sort(key=lambda line: _order(here, line))
    return tuple(waiting), tuple(line for line in lines if line not in waiting)


def _order(here: Position, line: InboxLine) -> tuple[bool, datetime, str]:
    by = line.due.due.by if line.due is not None else None
    return by is None, by or here.at, line.offer.id


def _lines(here: Position, tracked: TrackedOffer) -> Iterator[InboxLine]:
    offer, made = tracked.offer, tracked.made
    provider = made.provider if isinstance(made, OfferReceived) else None
    held = here.terms().providers.get(provider) if provider is not None else None
    name = (held.name if held is not None else None) or provider
    lacking = tuple(map(content_said, missing(tracked.items))) if offer.state in OPEN_STATES else ()
    for due in due_lines_of(here, tracked.due_items) or (None,):
        yield InboxLine(offer, name, lacking, due)
