"""The model of a plan built a second time, by the modelling layer of HiGHS and from the guide's words alone.

Nothing is shared between scenarios, needs or purchases: everything is decided in each scenario, and equations say
where decisions must be alike. So it stands on `purchases` and `Scenarios`, and on nothing of the model.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

import highspy

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.options.purchases import PurchaseOption, Supplies
from firstcall.planning.options.scenarios import Scenarios, Taken
from firstcall.planning.routes.route import Desk

Var = Any


def least_cost_plainly(
    desk: Desk, grid: Horizon, options: Sequence[PurchaseOption], ways: Scenarios, known: Sequence[date], *, whole: bool
) -> float:  # fmt: skip
    """The least expected cost, in money."""
    h: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    h.setOptionValue("output_flag", False)
    h.setOptionValue("mip_rel_gap", 0.0)
    total: Var = 0
    noticed: dict[tuple[int, int], Var] = {}
    signed: dict[tuple[int, int], Var] = {}
    for s, way in enumerate(ways.all):
        weight = float(way.weight)
        for option in options:
            total += weight * _bought(h, option, ways, s, noticed, signed, whole)
        total += weight * _worked(h, desk, grid, options, ways, s, noticed, signed)
        _limited(h, grid, options, ways, s, noticed, signed)
    for one, two in combinations(range(len(ways.all)), 2):
        for option in options:
            own = {
                n for n, item in enumerate(ways.items) if item.line == option.line.id and item.clause in option.rights
            }
            if option.rights and option.notice and _alike(ways, known, one, two, option.notice.day, set()):
                h.addConstr(noticed[option.number, one] - noticed[option.number, two] == 0)
            if _alike(ways, known, one, two, option.signing, own):
                h.addConstr(signed[option.number, one] - signed[option.number, two] == 0)
    if isinstance(total, (int, float)):
        return float(total)  # nothing is wanted
    h.minimize(total)
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(h.getObjectiveValue())


def _alike(ways: Scenarios, known: Sequence[date], one: int, two: int, day: date, own: set[int]) -> bool:
    """Whether nothing that is known by a day tells two scenarios apart."""
    seen = [n for n, since in enumerate(known) if since <= day or n in own]
    return all(ways.all[one].outcomes[n] == ways.all[two].outcomes[n] for n in seen)


def _answer(option: PurchaseOption, ways: Scenarios, s: int) -> tuple[int, Fraction]:
    """Which match takes the purchase in a scenario, and what share of it; -1 and nothing where none does."""
    for n, match in enumerate(option.matched):
        for item, outcome in zip(ways.items, ways.all[s].outcomes, strict=True):
            if (
                item.line == option.line.id
                and item.clause == match.clause
                and isinstance(outcome, Taken)
                and outcome.share
            ):
                return n, outcome.share
    return -1, Fraction(0)


def _price(line: SupplyLine, supplies: Supplies) -> float:
    """What a block costs over its term, used or not; prices by the hour in the currency of the needs."""
    hours = (supplies.after - supplies.first).days * 24
    return float(line.price * line.block * line.take_or_pay * hours)


def _bought(
    h: Any, option: PurchaseOption, ways: Scenarios, s: int,
    noticed: dict[tuple[int, int], Var], signed: dict[tuple[int, int], Var], whole: bool,
) -> Var:  # fmt: skip
    line, kind = option.line, highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    match, share = _answer(option, ways, s)
    cost: Var = 0

    def count(high: float) -> Var:
        found = h.addVariable(lb=0, ub=high, type=kind)
        if line.least_blocks > 1:
            whether = h.addVariable(lb=0, ub=1, type=kind)
            h.addConstr(found - line.least_blocks * whether >= 0)
            h.addConstr(found - line.most_blocks * whether <= 0)
        return found

    left = line.most_blocks if share < 1 else 0
    signed[option.number, s] = count(left)
    cost += _price(line, option.supplies) * signed[option.number, s]
    if option.rights:
        noticed[option.number, s] = count(line.most_blocks)
        h.addConstr(signed[option.number, s] - float(1 - share) * noticed[option.number, s] <= 0)
        if match >= 0:
            cost += _price(line, option.matched[match].supplies) * float(share) * noticed[option.number, s]
    return cost


def _limited(
    h: Any, grid: Horizon, options: Sequence[PurchaseOption], ways: Scenarios, s: int,
    noticed: dict[tuple[int, int], Var], signed: dict[tuple[int, int], Var],
) -> None:  # fmt: skip
    for line in {option.line.id: option.line for option in options}.values():
        for piece in grid.slices:
            running: Var = 0
            some = False
            for option in options:
                if option.line.id != line.id or option.supplies.first > piece.first:
                    continue
                match, share = _answer(option, ways, s)
                if option.rights and option.supplies.first == piece.first:
                    running += noticed[option.number, s]
                    some = True
                    continue
                if option.supplies.after > piece.first:
                    running += signed[option.number, s]
                    some = True
                if match >= 0 and option.matched[match].supplies.after > piece.first:
                    running += float(share) * noticed[option.number, s]
                    some = True
            if some:
                h.addConstr(running <= line.most_blocks)


def _worked(
    h: Any, desk: Desk, grid: Horizon, options: Sequence[PurchaseOption], ways: Scenarios, s: int,
    noticed: dict[tuple[int, int], Var], signed: dict[tuple[int, int], Var],
) -> Var:  # fmt: skip
    """What missing hours cost, every purchase's hours being sent to each need by themselves."""
    cost: Var = 0
    for piece in grid.slices:
        served: list[Var] = [0 for _ in desk.needs.needs]
        for option in options:
            match, share = _answer(option, ways, s)
            sides = [(option.supplies, signed[option.number, s])]
            if match >= 0:
                sides.append((option.matched[match].supplies, float(share) * noticed[option.number, s]))
            for supplies, blocks in sides:
                days = (min(piece.after, supplies.after) - max(piece.first, supplies.first)).days
                reach = supplies.reach[piece.number]
                if days <= 0 or not reach:
                    continue
                used: Var = 0
                for n in reach:
                    flow = h.addVariable(lb=0)
                    used += flow
                    served[n] += (
                        float(desk.needs.speed(option.line.accelerator, desk.needs.needs[n].accelerator)) * flow
                    )
                h.addConstr(used - days * 24 * option.line.block * blocks <= 0)
        for n, need in enumerate(desk.needs.needs):
            wanted = sum(
                float(amount.accelerators or 0) * 24
                * max((min(piece.after.toordinal(), amount.to.toordinal() + 1)
                       - max(piece.first, amount.from_).toordinal()), 0)
                for amount in need.amount
            )  # fmt: skip
            if wanted:
                missing = h.addVariable(lb=0, ub=wanted if need.unmet != "must" else 0)
                h.addConstr(served[n] + missing >= wanted)
                cost += (0.0 if need.unmet == "must" else float(need.unmet)) * missing
    return cost
