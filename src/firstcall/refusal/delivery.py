"""By when a holder that matched must sign and deliver, and what it owes for being late.

With capacity asked for against capacity delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from firstcall.agreement.model.clauses.first_refusal import DeliveryMilestone
from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.dates import local_day
from firstcall.deadlines import Window, window_closes
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import CapacityRequested, Delivered, Matched, MatchedInPart, OfferReceived
from firstcall.record.offers.offer import ZERO, Offer
from firstcall.record.offers.right import Right
from firstcall.record.position import Position


@dataclass(frozen=True, slots=True)
class OwedDelivery:
    """What a holder must do by when: sign, or have delivered a quantity."""

    what: Literal["sign", "deliver"]
    clause: str
    by: datetime
    """The last instant, grace included."""
    quantity: Decimal | None
    """How much must have been delivered in all by then; None for an offer without a quantity."""
    done: bool
    fee: Fraction = Fraction(0)
    """The share of the price that lateness takes off by now."""


def dues_of(here: Position, offer: Offer, right_clause: FirstRefusal) -> tuple[OwedDelivery, ...]:
    """Return what a holder owes after its match, milestone by milestone, in order.

    Args:
      here: the position; what was signed and delivered by then counts.
      offer: the offer, matched whole or in part.
      right_clause: the right under which it was matched.
    """
    match = next((event for event in offer.events if isinstance(event, (Matched, MatchedInPart))), None)
    if match is None or offer.right is None:
        return ()
    right, found = offer.right, []
    within = right.clause.failure.sign_within
    if within is not None:
        by = _after(match.at, within, right.clause.failure.sign_unit, right)
        found.append(OwedDelivery("sign", right_clause.id, by, None, _signed(here, offer, right.clause)))
    for clause in _deliveries(here, right_clause, match.at):
        owed = [item for step in clause.milestones if (item := _owed(step, clause, offer, match.at, right))]
        found += [item if item.done else replace(item, fee=late_fee(clause, item.by, here.at, right)) for item in owed]
    return tuple(sorted(found, key=lambda item: item.by))


def _deliveries(here: Position, right_clause: FirstRefusal, matched: datetime) -> tuple[Delivery, ...]:
    """Return what was agreed about delivery when the offer was matched."""
    held = (item.clause for item in here.terms(matched).speaking(matched))
    return tuple(clause for clause in held if isinstance(clause, Delivery) and right_clause.id in clause.of)


def _signed(here: Position, offer: Offer, clause: FirstRefusal) -> bool:
    own = {name for holder in clause.holders for name in here.terms().operated_by(holder)}
    return any(isinstance(event, ContractSigned) and event.provider in own for event in offer.events)


def _owed(
    step: DeliveryMilestone, clause: Delivery, offer: Offer, matched: datetime, right: Right
) -> OwedDelivery | None:
    start = matched
    if step.anchor == "start":
        given = offer.terms.get("start")
        try:
            day = date.fromisoformat(given or "")
        except ValueError:
            return None
        start = right.rules.opens(day)
    by = _after(start, step.within, step.unit, right)
    if clause.grace is not None:
        by = _after(by, clause.grace, "calendar", right)
    taken = offer.taken
    if taken is None:
        return OwedDelivery("deliver", clause.id, by, None, offer.state == "delivered")
    earlier = sum((other.share for other in clause.milestones[: clause.milestones.index(step)]), ZERO)
    wanted = taken * (earlier + step.share)
    return OwedDelivery("deliver", clause.id, by, wanted, (offer.delivered or ZERO) >= wanted)


def _after(start: datetime, n: int, unit: Literal["business", "calendar"], right: Right) -> datetime:
    by = window_closes(start, start, right.rules, Window(n, unit, "delivered"))
    assert by is not None, "nothing stops this count"
    return by


def late_fee(clause: Delivery, due: datetime, delivered: datetime, right: Right) -> Fraction:
    """Return the share of the price that late delivery takes off, up to the clause's most.

    Whole days late are counted at the place of the holder; a day begun counts.
    """
    if clause.late_fee is None or delivered <= due:
        return Fraction(0)
    days = (delivered.astimezone(right.rules.zone).date() - due.astimezone(right.rules.zone).date()).days
    fee = clause.late_fee
    return min(Fraction(fee.share_per_day) * max(days, 1), Fraction(fee.at_most))


@dataclass(frozen=True, slots=True)
class Quarter:
    """What was asked for and matched to be there by the end of a quarter, and what had been delivered, in one unit."""

    name: str
    unit: str
    requested: Decimal
    delivered: Decimal

    @property
    def short(self) -> Decimal:
        """What was asked for and not delivered by the end of the quarter."""
        return max(self.requested - self.delivered, ZERO)


def shortfall(here: Position, clause: FirstRefusal) -> tuple[Quarter, ...]:
    """Return, quarter by quarter, what a holder was asked for and what it delivered, both added up.

    A request counts from the quarter it was needed by (that of the request when none was named); what
    the holder matched counts from the quarter of the match. Units are never added to one another.

    Args:
      here: the position; what had happened by then counts.
      clause: the right whose holder is asked about.
    """
    asked: dict[tuple[str, str], Decimal] = {}
    given: dict[tuple[str, str], Decimal] = {}
    for offer_id in here.offer_ids():
        made, offer = here.offer_made(offer_id), here.offer(offer_id, clause)
        silent = offer is None or (offer.noticed_terms is None and made is not None and not _request(made))
        if made is None or offer is None or made.unit is None or silent:
            continue
        day = _needed(made, here)
        wanted = made.quantity if isinstance(made, CapacityRequested) else offer.taken
        _add(asked, day, made.unit, wanted)
        for event in offer.events:
            if isinstance(event, Delivered) and event.by in clause.holders:
                _add(given, local_day(event.at, here.terms().where), made.unit, event.quantity or offer.taken)
    return tuple(_quarters(asked, given))


def _request(made: EventBase) -> bool:
    return isinstance(made, CapacityRequested)


def _needed(made: OfferReceived | CapacityRequested, here: Position) -> date:
    if isinstance(made, CapacityRequested) and made.needed_by is not None:
        return made.needed_by
    return local_day(made.at, here.terms().where)


def _add(totals: dict[tuple[str, str], Decimal], day: date, unit: str, amount: Decimal | None) -> None:
    if amount:
        key = (f"{day.year}-Q{(day.month + 2) // 3}", unit)
        totals[key] = totals.get(key, ZERO) + amount


def _quarters(
    asked: dict[tuple[str, str], Decimal], given: dict[tuple[str, str], Decimal]
) -> Iterable[Quarter]:  # fmt: skip
    for unit in sorted({unit for _, unit in (*asked, *given)}):
        requested = delivered = ZERO
        for name in sorted({name for name, held in (*asked, *given) if held == unit}):
            requested += asked.get((name, unit), ZERO)
            delivered += given.get((name, unit), ZERO)
            yield Quarter(name, unit, requested, delivered)
