"""What it is worth to plan for every scenario, and what it would be worth to know; of the relaxation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from firstcall.planning.inputs.futures import Branch
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays, Ints
from firstcall.planning.model.parts import NO_COLUMN, Model
from firstcall.planning.options.demand import factor_of
from firstcall.planning.options.scenarios import DEMAND, Information, Scenario, ScenarioOutcome, Scenarios
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Planned
from firstcall.values import dataclass

EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class StochasticValue:
    """The value of the stochastic solution and of perfect information, in whole money; of the relaxation."""

    planned: Fraction
    """The plan for every scenario."""
    expected_plan: Fraction | None
    """What the plan for expected demand and likeliest answers comes to; None where it cannot be carried out."""
    knowing: Fraction
    """What plans would cost if everything were known before."""

    @property
    def vss(self) -> Fraction | None:
        """What planning for every scenario saves."""
        return None if self.expected_plan is None else self.expected_plan - self.planned

    @property
    def evpi(self) -> Fraction:
        """The most that knowing would be worth."""
        return self.planned - self.knowing


def stochastic_value(planned: Planned) -> StochasticValue | None:
    """Return what planning for scenarios and what knowing is worth; None where there is but one scenario.

    Args:
      planned: the model of a plan.
    """
    model, arrays = planned.model, planned.arrays
    if len(model.scenarios.all) < 2:
        return None
    here = solve(arrays, whole=False)
    if here.state != "optimal":
        return None
    knowing = Fraction(0)
    for one in model.scenarios.all:
        run = _alone(model, model.desk, Scenario(Fraction(1), one.outcomes), model.scenarios.branches)
        knowing += one.weight * _money(solve(run[1], whole=False).objective)
    return StochasticValue(_money(here.objective), _carried_out(model, arrays), knowing)


def _money(thousands: float) -> Fraction:
    return Fraction(round(thousands * 1000))


def _alone(
    model: Model, desk: Desk, scenario: Scenario, branches: tuple[Branch, ...]
) -> tuple[Model, Arrays]:  # fmt: skip
    """Return the model of one scenario that is known from the first day."""
    ways = Scenarios(model.scenarios.items, (scenario,), False, branches)
    known = tuple(desk.ground.on for _ in ways.items)
    return build(desk, model.grid, ways, Information(ways, known), model.options, terminal=model.terminal)


def _carried_out(model: Model, arrays: Arrays) -> Fraction | None:
    """Return what the plan for expected demand and likeliest answers costs once things turn out as they do."""
    desk = replace(model.desk, needs=_expected_needs(model))
    outcomes = tuple(_likeliest(model, number) for number in range(len(model.scenarios.items)))
    branches = (Branch(id=EXPECTED, weight="1"),) if model.scenarios.branches else ()  # type: ignore[arg-type]
    other, their = _alone(model, desk, Scenario(Fraction(1), outcomes), branches)
    wished = solve(their, whole=False)
    if wished.state != "optimal":
        return None
    columns, values = [], []
    for option in model.options:
        for mine, theirs in _pairs(model, other, option.number):
            column = _one_column(mine)
            if column is not None and int(theirs[0]) != NO_COLUMN:
                columns.append(column)
                values.append(max(wished.values[int(theirs[0])], 0.0))
    fixed = np.asarray(values, np.float64)
    run = solve(arrays.with_columns(np.asarray(columns, np.int64), fixed, fixed), whole=False)
    return _money(run.objective) if run.state == "optimal" else None


def _pairs(model: Model, other: Model, number: int) -> list[tuple[Ints, Ints]]:
    found = [(model.signed[number], other.signed[number])]
    if number in model.noticed:
        found.append((model.noticed[number], other.noticed[number]))
    return found


def _one_column(numbers: Ints) -> int | None:
    """Return the column of a decision that is the same in every scenario: one made before anything is known."""
    first = int(numbers[0])
    return first if first != NO_COLUMN and bool(np.all(numbers == first)) else None


def _likeliest(model: Model, number: int) -> ScenarioOutcome:
    if model.scenarios.items[number] == DEMAND:
        return EXPECTED
    chances: dict[ScenarioOutcome, Fraction] = {}
    for one in model.scenarios.all:
        outcome = one.outcomes[number]
        chances[outcome] = chances.get(outcome, Fraction(0)) + one.weight
    return max(chances, key=lambda outcome: chances[outcome])


def _expected_needs(model: Model) -> Needs:
    needs, branches = model.desk.needs, model.scenarios.branches
    if not branches:
        return needs
    total = sum((Fraction(branch.weight) for branch in branches), Fraction(0))
    changed = []
    for number, need in enumerate(needs.needs):
        factor = sum(
            (
                Fraction(branch.weight) / total * factor_of(needs, number, branch.id, Fraction(branch.times))
                for branch in branches
            ),
            Fraction(0),
        )
        changed.append(need.model_copy(update={"branches": {EXPECTED: factor}}))
    return needs.model_copy(update={"needs": tuple(changed)})
