"""By when a holder that matched must sign and deliver, and what it owes for being late.

With capacity asked for against capacity delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import local_day
from firstcall.record.events.entry import EventBase
from firstcall.record.events.offer import CapacityRequested, Delivered, OfferReceived
from firstcall.record.offers.offer import ZERO, Offer
from firstcall.record.offers.taking.performance import MatchMade, MatchMilestone, milestones_of
from firstcall.record.position import Position
from firstcall.refusal.late_fees import OwedFee, late_fees
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class OwedDelivery:
    """What a holder must do by when for one match: sign, or have delivered a quantity."""

    match: MatchMade
    milestone: MatchMilestone
    fees: tuple[OwedFee, ...]
    """What lateness has cost so far under the milestone's clause."""

    @property
    def done(self) -> bool:
        """Say whether nothing of it is lacking."""
        return self.milestone.lacking == 0

    @property
    def last_day_without_fee(self) -> date | None:
        """The milestone's own day, where a fee runs from it and it counts as missed only after a grace."""
        due, clause = self.milestone.due, self.milestone.delivery
        fee = clause.late_fee if clause is not None else None
        if fee is None or fee.runs_from == "grace" or due == self.milestone.by:
            return None
        return local_day(due, self.match.right.rules.zone)


def dues_of(offer: Offer, at: datetime) -> tuple[OwedDelivery, ...]:
    """Return what holders owe after their matches, milestone by milestone, in order.

    Args:
      offer: the offer, with every match made of it.
      at: the instant up to which lateness is counted.
    """
    found = []
    for match in offer.matches:
        fees = late_fees(match, at)
        for item in milestones_of(match):
            owed = tuple(fee for fee in fees if fee.delivery == item.clause and fee.due == item.due)
            found.append(OwedDelivery(match, item, owed))
    return tuple(sorted(found, key=lambda owed: owed.milestone.by))


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
