"""What a holder owes for delivering late: facts with days, shares and amounts, which a statement turns into lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from firstcall.agreement.model.clauses.first_refusal import Delivery
from firstcall.record.offers.matching import price_of, volume_of
from firstcall.record.offers.taking.performance import (
    NONE_OF_IT,
    WHOLE,
    Brought,
    MatchMade,
    MatchMilestone,
    delivery_milestones,
)
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class OwedFee:
    """What is owed for one part that came late, or has not come yet: a share of the price, by day."""

    match: str
    """The event that made the match."""
    right: str
    delivery: str
    """The clause that sets the fee."""
    by: str
    """Who owes it."""
    due: datetime
    """The last instant of the milestone."""
    runs_from: datetime
    """The last instant without a fee: of the milestone, or of its grace, as the clause says."""
    until: datetime | None
    """When the part came or was failed on; None while the fee still runs."""
    quantity: Decimal | None
    """The part that is late; None for an offer without a quantity."""
    days: int
    """Whole days late at the place of the holder; a day begun counts."""
    share: Fraction
    """The share of the price that is owed by now."""
    price: str | None
    """The term that names the price, such as price_usd_per_gpu_hour; None where there is no single one."""
    price_off: Fraction | None
    """What the share takes off one unit of the price."""
    amount: Fraction | None
    """The share of all that is paid for the part, where the terms say how much that is."""


def late_fees(match: MatchMade, at: datetime) -> tuple[OwedFee, ...]:
    """Return what a match's holder owes by an instant for being late, part by part, the earliest milestone first.

    Deliveries fill the earliest milestone first. A fee runs until its part comes or is failed on, and
    stays owed afterwards.

    Args:
      match: the match, with what came of it by the instant.
      at: the instant up to which days are counted.
    """
    found: list[OwedFee] = []
    for clause in match.deliveries:
        if clause.late_fee is not None:  # an agreement that has a fee has it among its remedies
            found += _fees(match, clause, at)
    return tuple(sorted(found, key=lambda fee: fee.due))


def _fees(match: MatchMade, clause: Delivery, at: datetime) -> Iterator[OwedFee]:
    came = sorted((*match.arrivals, *match.failures), key=lambda part: part.at)
    before = NONE_OF_IT
    for milestone in delivery_milestones(match, clause):
        want, before = milestone.wanted - before, milestone.wanted
        for until, quantity in _pieces(came, want):
            fee = _fee(match, clause, milestone, until, quantity, at)
            if fee is not None:
                yield fee


def _pieces(came: list[Brought], want: Decimal) -> Iterator[tuple[datetime | None, Decimal]]:
    """Take what a milestone wants from what came, in order; what is still missing comes last."""
    while want > 0 and came:
        first = came.pop(0)
        part = min(want, first.quantity)
        want -= part
        if part < first.quantity:
            came.insert(0, Brought(first.at, first.quantity - part))
        yield first.at, part
    if want > 0:
        yield None, want


def _fee(
    match: MatchMade, clause: Delivery, milestone: MatchMilestone, until: datetime | None, quantity: Decimal,
    at: datetime,
) -> OwedFee | None:  # fmt: skip
    given, zone = clause.late_fee, match.right.rules.zone
    assert given is not None
    start = milestone.due if given.runs_from == "milestone" else milestone.by
    ends = at if until is None or until > at else until
    if ends <= start:
        return None
    days = max((ends.astimezone(zone).date() - start.astimezone(zone).date()).days, 1)
    share = min(Fraction(given.share_per_day) * days, Fraction(given.at_most))
    name, price = price_of(match.terms)
    part = None if match.quantity is None else quantity
    offered = match.quantity if match.offered is None else match.offered
    volume = volume_of(name, match.terms, offered, match.unit) if name is not None else None
    off = None if price is None else price * share
    amount = None if off is None or volume is None else off * volume * Fraction(quantity) / Fraction(offered or WHOLE)
    return OwedFee(
        match.event, match.right.clause.id, clause.id, match.by, milestone.due, start,
        until if until is not None and until <= at else None, part, days, share, name, off, amount,
    )  # fmt: skip
