"""What stays unmet, and why: barred, too late, bought out, or dearer than to go without; and how late a need is met."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from firstcall.planning.inputs.pricing import hourly
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.results.exact_work import NO_HOURS, blocks_of
from firstcall.planning.results.result import PlanResult
from firstcall.planning.steps.access import access, side_of
from firstcall.values import dataclass

ReasonCode = Literal["barred", "too late", "bought out", "dearer than missing", "above ceiling", "not open then"]
MET = Fraction(95, 100)
"""The share of a need's hours from which it counts as met."""


@dataclass(frozen=True, slots=True)
class UnmetReason:
    """Why a line does not fill what is missing."""

    code: ReasonCode
    line: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Hours of a need that are missing in a period, expected, and why each line that fits does not fill them."""

    period: int
    need: str
    missing: Fraction
    wanted: Fraction
    reasons: tuple[UnmetReason, ...]


@dataclass(frozen=True, slots=True)
class Lateness:
    """How many days after it was wanted a need is met for good, expected over the scenarios."""

    need: str
    days: Fraction
    never: Fraction
    """How likely it is not met for good within the horizon; counted to its end."""


def unmet_reasons(result: PlanResult) -> tuple[Shortfall, ...]:
    """Return every need and period with hours missing, with the reasons line by line."""
    model = result.planned.model
    found = []
    for row in result.rows:
        if row.missing:
            number = next(n for n, need in enumerate(model.desk.needs.needs) if need.id == row.need)
            reasons = tuple(_reasons(result, model, number, row.period))
            found.append(Shortfall(row.period, row.need, row.missing, row.wanted, reasons))
    return tuple(found)


def _reasons(result: PlanResult, model: Model, number: int, period: int) -> Iterator[UnmetReason]:
    desk, need = model.desk, model.desk.needs.needs[number]
    for line in desk.lines:
        speed = desk.needs.speed(line.accelerator, need.accelerator)
        if not speed or (need.regions and line.region not in need.regions):
            continue
        if need.ceiling is not None and hourly(line, desk.needs) / speed > Fraction(need.ceiling):
            yield UnmetReason("above ceiling", line.id)
            continue
        options = [option for option in model.options if option.line.id == line.id]
        open_now = [option for option in options if _reaches(model, option, number, period)]
        if open_now:
            yield UnmetReason(_bought(result, model, open_now, line.most_blocks, period), line.id)
            continue
        first = desk.ground.act_at(max(desk.ground.on, model.grid.periods[0][0]))
        held = access(desk.ground, side_of(desk.ground, line), need, first)
        if not held.is_open:
            yield UnmetReason("barred", line.id, held.barred)
        elif any(_starts_later(model, option, period) for option in options) or not options:
            yield UnmetReason("too late", line.id)
        else:
            yield UnmetReason("not open then", line.id)


def _reaches(model: Model, option: PurchaseOption, need: int, period: int) -> bool:
    sides = (option.supplies, *(match.supplies for match in option.matched))
    pieces = [piece.number for piece in model.grid.slices if piece.period == period]
    return any(need in side.reach[number] for side in sides for number in pieces)


def _starts_later(model: Model, option: PurchaseOption, period: int) -> bool:
    return option.supplies.first >= model.grid.periods[period][1]


def _bought(result: PlanResult, model: Model, options: list[PurchaseOption], most: int, period: int) -> ReasonCode:
    """Return whether all of a line is bought in a period, in the scenario that buys most of it."""
    begins, ends = model.grid.periods[period]
    running = [option for option in options if option.supplies.first < ends and option.supplies.after > begins]
    highest = NO_HOURS
    for scenario in range(len(model.scenarios.all)):
        bought = NO_HOURS
        for option in running:
            for match in (None, *range(len(option.matched))):
                bought += blocks_of(model, option.number, match, scenario, result.exact.blocks)
        highest = max(highest, bought)
    return "bought out" if highest >= most else "dearer than missing"


def lateness(result: PlanResult) -> tuple[Lateness, ...]:
    """Return how late each need is met for good: from when on no slice misses more than a twentieth of it."""
    model = result.planned.model
    gone = {(one.scenario, one.slice, one.need): one.hours for one in result.exact.missing}
    found = []
    for number, need in enumerate(model.desk.needs.needs):
        days, never = NO_HOURS, NO_HOURS
        for scenario, weight in enumerate(model.scenarios.weights):
            wanted = [piece for piece in model.grid.slices if model.demanded(number, piece.number, scenario)]
            if not wanted:
                continue
            short = [
                piece
                for piece in wanted
                if gone.get((scenario, piece.number, number), NO_HOURS)
                > (1 - MET) * model.demanded(number, piece.number, scenario)
            ]
            if not short:
                continue
            days += weight * (short[-1].after - wanted[0].first).days
            never += weight if short[-1].number == wanted[-1].number else NO_HOURS
        found.append(Lateness(need.id, days, never))
    return tuple(found)
