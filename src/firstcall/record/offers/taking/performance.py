"""The life of a match: what it must bring by when, what is overdue, failed, released and kept.

One match is one life. Milestones count from the match that they belong to, deliveries and signings go to
the earliest match that still lacks them, and a failure reaches at most what passed milestones still lack.
Acts, clocks, decisions and statements all read these facts, so that none can differ from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, assert_never

from firstcall.agreement.model.clauses.first_refusal import Delivery, DeliveryMilestone
from firstcall.agreement.model.clauses.refusal_terms import WindowUnit
from firstcall.deadlines import Window, window_closes
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.offers.right import Right
from firstcall.values import dataclass

Performing = Literal["sign", "deliver"]
KeptKind = Literal["signings", "arrivals", "failures"]
NONE_OF_IT = Decimal(0)
WHOLE = Decimal(1)
"""Stands for an offer without a quantity: the whole of it, once."""


@dataclass(frozen=True, slots=True)
class Brought:
    """So much of a match signed, delivered or failed on, at an instant."""

    at: datetime
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class MatchMade:
    """One match of a holder: how much, on which terms, under which right, and what became of it."""

    event: str
    """The event that made it: the acceptance, or the last one before several holders' parts were shared out."""
    at: datetime
    by: str
    quantity: Decimal | None
    """How much was taken; None for an offer without a quantity."""
    terms: Mapping[str, str]
    """The terms that were noticed, and so matched."""
    offered: Decimal | None
    """How much the terms are of, the parts of others and what was not taken included."""
    unit: str | None
    """What is counted, such as MW; None where the offer does not say."""
    right: Right
    deliveries: tuple[Delivery, ...]
    """What had been agreed about delivery when it was matched."""
    signings: tuple[Brought, ...] = ()
    arrivals: tuple[Brought, ...] = ()
    failures: tuple[Brought, ...] = ()

    @property
    def whole(self) -> Decimal:
        """What was taken; 1 for an offer without a quantity."""
        return WHOLE if self.quantity is None else self.quantity

    @property
    def signed(self) -> Decimal:
        """What was signed with the holder."""
        return total(self.signings)

    @property
    def delivered(self) -> Decimal:
        """What was delivered."""
        return total(self.arrivals)

    @property
    def failed(self) -> Decimal:
        """What the holder failed on."""
        return total(self.failures)

    @property
    def open(self) -> Decimal:
        """What was taken and is neither delivered nor failed on."""
        return self.whole - self.delivered - self.failed

    @property
    def kept(self) -> Decimal:
        """What was taken and not failed on."""
        return self.whole - self.failed


@dataclass(frozen=True, slots=True)
class MatchMilestone:
    """What a match must have brought by a day."""

    what: Performing
    clause: str
    """The clause that says so: the right for the signature, the delivery clause otherwise."""
    due: datetime
    """The last instant of the milestone itself."""
    by: datetime
    """The last instant with the grace that the clause gives."""
    wanted: Decimal
    """How much must have come by then in all."""
    lacking: Decimal
    """What of it has neither come nor been failed on."""
    since: datetime
    """From when its days count."""
    unit: WindowUnit
    delivery: Delivery | None = None

    @property
    def releases(self) -> bool:
        """Say whether a failure frees what failed."""
        return self.delivery is None or bool({"release", "termination"} & set(self.delivery.remedy))

    @property
    def terminates(self) -> bool:
        """Say whether a failure ends the right."""
        return self.delivery is not None and "termination" in self.delivery.remedy


def total(brought: Iterable[Brought | Overdue]) -> Decimal:
    """Return what came, or is overdue, in all."""
    return Decimal(sum(part.quantity for part in brought))


def match_made(
    event: str,
    at: datetime,
    by: str,
    quantity: Decimal | None,
    offered: tuple[Mapping[str, str], Decimal | None, str | None],
    right: Right,
    now: Right,
) -> MatchMade:
    """Return a new match, with what is agreed about delivery on its day.

    Args:
      event: the id of the event that made it.
      at: when it took effect.
      by: the holder.
      quantity: how much; None for an offer without a quantity.
      offered: the terms that were noticed, how much they are of, and in what unit.
      right: the right under which notice was given.
      now: the right as it stood at the match, whose text may have other delivery clauses.
    """
    agreed = tuple(
        held.clause
        for held in now.deliveries
        if isinstance(held.clause, Delivery) and at in held.speaks and held.clause.by == by
    )
    terms, whole, unit = offered
    return MatchMade(event, at, by, quantity, dict(terms), whole, unit, right, agreed)


def milestones_of(match: MatchMade) -> tuple[MatchMilestone, ...]:
    """Return what a match must bring by when, the earliest first; what is done has nothing lacking."""
    found = []
    within = match.right.clause.failure.sign_within
    if within is not None:
        unit = match.right.clause.failure.sign_unit
        by = day_after(match.at, within, unit, match.right)
        come = max(match.signed, match.delivered) + match.failed
        lacking = max(match.whole - come, NONE_OF_IT)
        found.append(MatchMilestone("sign", match.right.clause.id, by, by, match.whole, lacking, match.at, unit))
    for clause in match.deliveries:
        found += delivery_milestones(match, clause)
    return tuple(sorted(found, key=lambda item: item.by))


def delivery_milestones(match: MatchMade, clause: Delivery) -> Iterator[MatchMilestone]:
    """Yield what one delivery clause asks of a match, the earliest first."""
    begun = [(start, step) for step in clause.milestones if (start := _begins(match, step)) is not None]
    dated = [(day_after(start, step.within, step.unit, match.right), start, step) for start, step in begun]
    wanted = NONE_OF_IT
    for due, start, step in sorted(dated, key=lambda item: item[0]):
        wanted += match.whole * step.share
        by = due if clause.grace is None else day_after(due, clause.grace, "calendar", match.right)
        lacking = max(wanted - match.delivered - match.failed, NONE_OF_IT)
        yield MatchMilestone("deliver", clause.id, due, by, wanted, lacking, start, step.unit, clause)


def _begins(match: MatchMade, step: DeliveryMilestone) -> datetime | None:
    """Return from when a milestone's days count; None while the terms do not say."""
    if step.anchor == "match":
        return match.at
    try:
        return match.right.rules.opens(date.fromisoformat(match.terms.get("start", "")))
    except ValueError:
        return None


def day_after(start: datetime, n: int, unit: WindowUnit, right: Right) -> datetime:
    """Return the last instant of a number of days after an instant, in the hours of the holder's place."""
    by = window_closes(start, start, right.rules, Window(n, unit, "delivered"))
    assert by is not None  # nothing stops this count
    return by


def undated(match: MatchMade) -> bool:
    """Say whether nothing sets a day by which a match must be signed or delivered."""
    return not milestones_of(match)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What a match has failed on by an instant, if its grantor says so."""

    quantity: Decimal
    """At most so much may be called failed."""
    releases: bool
    terminates: bool
    clauses: tuple[str, ...]
    """The clauses whose milestones have passed."""


NOTHING_OVERDUE = Overdue(NONE_OF_IT, False, False, ())


def overdue(match: MatchMade, at: datetime, what: Performing | None = None) -> Overdue:
    """Return what the passed milestones of a match still lack.

    Args:
      match: the match.
      at: the instant; a milestone has passed only after its last instant, grace included.
      what: only signatures, or only deliveries; whatever is due when left out.
    """
    passed = [
        item
        for item in milestones_of(match)
        if item.by < at and item.lacking > 0 and what in (None, item.what)
    ]  # fmt: skip
    freeing = [item for item in passed if item.releases]
    most = min(max((item.lacking for item in freeing), default=NONE_OF_IT), match.open)
    return Overdue(
        most, bool(freeing), any(item.terminates for item in freeing),
        tuple(dict.fromkeys(item.clause for item in passed)),
    )  # fmt: skip


def share_out(matches: Iterable[MatchMade], what: KeptKind, at: datetime, amounts: list[Decimal]) -> list[MatchMade]:
    """Return the matches with what came, or was lost, added to each."""
    return [
        _with(match, what, Brought(at, amounts[number])) if amounts[number] > 0 else match
        for number, match in enumerate(matches)
    ]


def _with(match: MatchMade, what: KeptKind, part: Brought) -> MatchMade:
    match what:
        case "signings":
            return replace(match, signings=(*match.signings, part))
        case "arrivals":
            return replace(match, arrivals=(*match.arrivals, part))
        case "failures":
            return replace(match, failures=(*match.failures, part))
        case _:
            assert_never(what)


def poured(amount: Decimal, rooms: Iterable[Decimal]) -> list[Decimal]:
    """Return an amount poured into rooms in order, each filled before the next.

    >>> [str(part) for part in poured(Decimal(5), [Decimal(3), Decimal(4), Decimal(1)])]
    ['3', '2', '0']
    """
    found, left = [], amount
    for room in rooms:
        part = min(left, max(room, NONE_OF_IT))
        found.append(part)
        left -= part
    return found


def other_unit(contract: ContractSigned, unit: str | None) -> str | None:
    """Return the unit of a contract's tranche that is not the one given; None where none differs, or none is given."""
    units = (tranche.unit for tranche in contract.tranches if tranche.quantity is not None)
    return next((name for name in units if None not in (name, unit) and name != unit), None)


def quantity_signed(contract: ContractSigned) -> Decimal | None:
    """Return what a contract is for in all; None where a tranche does not say."""
    quantities = [tranche.quantity for tranche in contract.tranches]
    return None if None in quantities else Decimal(sum(part for part in quantities if part is not None))
