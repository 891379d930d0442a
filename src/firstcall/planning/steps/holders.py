"""What becomes of an offer that the holder takes: whose capacity it is, and when it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.planning.inputs.futures import HolderAnswer
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.steps.clearance import CapacitySide
from firstcall.planning.steps.ground import PlanningGround
from firstcall.values import dataclass

Leads = Mapping[tuple[str, str], int]
"""The shortest lead of each provider for each accelerator, in days."""
LeadBasis = Literal["futures", "milestone", "the holder's own line", "the line itself"]


@dataclass(frozen=True, slots=True)
class HolderSide:
    """The capacity that a holder supplies after a match: where it stands, and how long until it runs."""

    holder: str
    clause: str
    side: CapacitySide
    lead_days: int
    lead_from: LeadBasis


def shortest_leads(lines: Iterable[SupplyLine]) -> Leads:
    """Return how soon each provider has each accelerator running, by its own lines of supply."""
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        kind = (line.provider, line.accelerator)
        found[kind] = min(line.lead_days, found.get(kind, line.lead_days))
    return found


def holder_side(
    ground: PlanningGround, clause_id: str, line: SupplyLine, side: CapacitySide, leads: Leads,
    answer: HolderAnswer | None, day: date,
) -> HolderSide | None:  # fmt: skip
    """Return what a holder would supply in a line's place; None where it operates no provider.

    Its lead is what futures say, else the last milestone of a delivery clause, else that of its own line of
    the same accelerator, else the line's own.

    Args:
      ground: what planning stands on.
      clause_id: the right that is used.
      line: the line that is offered.
      side: where the line's capacity would have stood.
      leads: the shortest lead of each provider for each accelerator.
      answer: what futures say of its answer.
      day: the day of the match.
    """
    text = ground.terms(ground.act_at(day))
    held = text.by_id.get(clause_id)
    if held is None or not isinstance(held.clause, FirstRefusal):
        return None
    holder = held.clause.holder
    places = text.operated_by(holder)
    if not places:
        return None
    lead, basis = _lead(ground, clause_id, line, places, leads, answer, day)
    return HolderSide(holder, clause_id, CapacitySide(places[0], "holder", side.dimensions), lead, basis)


def _lead(
    ground: PlanningGround, clause_id: str, line: SupplyLine, places: tuple[str, ...], leads: Leads,
    answer: HolderAnswer | None, day: date,
) -> tuple[int, LeadBasis]:  # fmt: skip
    if answer is not None and answer.lead_days is not None:
        return answer.lead_days, "futures"
    at = ground.act_at(day)
    text = ground.terms(at)
    for item in text.speaking(at):
        clause = item.clause
        if isinstance(clause, Delivery) and clause_id in clause.of:
            within = [stone for stone in clause.milestones if stone.anchor == "match"]
            if within:
                return max(_calendar_days(stone.within, stone.unit) for stone in within), "milestone"
    own = [leads[place, line.accelerator] for place in places if (place, line.accelerator) in leads]
    return (min(own), "the holder's own line") if own else (line.lead_days, "the line itself")


def _calendar_days(n: int, unit: str) -> int:
    """Return calendar days that surely hold so many days; business days are taken with every week's two closed days."""
    return n if unit == "calendar" else n * 7 // 5 + 14


def match_starts(side: HolderSide, matched: date, planned: date) -> date:
    """Return when capacity that was matched on a day runs: after the holder's lead, and not before it was planned."""
    return max(planned, matched + timedelta(days=side.lead_days))
