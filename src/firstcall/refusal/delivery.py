"""By when a holder that matched must sign and deliver, and what it owes for being late.

With capacity asked for against capacity delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import local_day
from firstcall.deadlines import InTurn
from firstcall.record.events.offer import CapacityRequested
from firstcall.record.offers.offer import ZERO, Offer
from firstcall.record.offers.taking.performance import MatchMade, MatchMilestone, milestones_of
from firstcall.record.position import Position
from firstcall.refusal.late_fees import OwedFee, late_fees
from firstcall.said import Said, Weekdayed, sentence
from firstcall.values import dataclass


class LateSoFar(Said):
    says = sentence("due.late-so-far", "late, which takes {n} per cent off the price so far")
    n: Fraction


class LatenessCosts(Said):
    says = sentence("due.lateness-costs", "lateness takes a share off the price")


class LatenessCostsAfter(Said):
    says = sentence("due.lateness-costs-after", "lateness after {day} takes a share off the price")
    day: Annotated[date, Weekdayed]


class FailureFrees(Said):
    says = sentence("due.failure-frees", "the grantor may record a failure, which frees what was failed on")


class PastItsDay(Said):
    says = sentence("due.past-its-day", "it is overdue")


class RightThenEnds(Said):
    says = sentence("due.right-then-ends", "the right then ends")


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


def once_missed(owed: OwedDelivery, now: datetime) -> Said:
    """Return what follows when a milestone is missed: release, a fee, the end of the right."""
    milestone = owed.milestone
    told: list[Said] = []
    share = sum((fee.share for fee in owed.fees if fee.until is None), Fraction(0))
    if share:
        told.append(LateSoFar(n=share * 100))
    elif milestone.by < now:
        told.append(PastItsDay())
    if not share and milestone.delivery is not None and "late_fee" in milestone.delivery.remedy:
        day = owed.last_day_without_fee
        told.append(LatenessCosts() if day is None else LatenessCostsAfter(day=day))
    if milestone.releases:
        told.append(FailureFrees())
    if milestone.terminates:
        told.append(RightThenEnds())
    return InTurn(parts=tuple(told))


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

    A request counts from the quarter it was needed by (that of the request when none was named); what the holder
    matched of an offer and did not fail on counts from the quarter of the match. Units are never added to one another,
    and what is of no unit or no quantity is not counted.

    Args:
      here: the position; what had happened by then counts.
      clause: the right whose holder is asked about.
    """
    asked: dict[tuple[str, str], Decimal] = {}
    given: dict[tuple[str, str], Decimal] = {}
    where = here.terms().where
    for offer_id in here.offer_ids():
        made, offer = here.offer_made(offer_id), here.offer(offer_id, clause)
        assert offer is not None  # its id is that of one made by now
        if isinstance(made, CapacityRequested):
            _add(asked, made.needed_by or local_day(made.at, where), made.unit, made.quantity)
        for match in offer.matches:
            if match.quantity is None:
                continue
            if not isinstance(made, CapacityRequested):
                _add(asked, local_day(match.at, where), match.unit, match.kept)
            for part in match.arrivals:
                _add(given, local_day(part.at, where), match.unit, part.quantity)
    return tuple(_quarters(asked, given))


def _add(totals: dict[tuple[str, str], Decimal], day: date, unit: str | None, amount: Decimal | None) -> None:
    if unit is not None and amount:
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
