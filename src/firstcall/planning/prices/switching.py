"""The cost of a plan with some clauses switched off, on the relaxation: what every price is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from fractions import Fraction

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.model.build import build
from firstcall.planning.model.matrix import Arrays
from firstcall.planning.model.parts import Model
from firstcall.planning.options.grounds import basis_grade, purchases_grade
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, scenarios_of
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import switched_off
from firstcall.values import dataclass

Off = frozenset[str]


@dataclass(slots=True)
class Switchboard:
    """Plans of one desk with any clauses off, each solved once."""

    desk: Desk
    agreement: Agreement
    settings: Settings
    solved: dict[Off, Fraction | None] = field(default_factory=dict)

    def cost(self, off: Iterable[str] = ()) -> Fraction | None:
        """Return the least cost of the relaxation with some clauses off, missing hours included.

        Every model is built anew with every start in it, so that no column was left out for a right that is off.
        None where nothing is enough.
        """
        key = frozenset(off)
        if key not in self.solved:
            _, arrays = self.model(key)
            run = solve(arrays, whole=False)
            self.solved[key] = money_of_objective(run.objective) if run.state == "optimal" else None
        return self.solved[key]

    def desk_without(self, off: Off) -> Desk:
        """Return the desk with some clauses switched off: they stay in the text, and say nothing."""
        here = self.desk.ground
        if not off:
            return self.desk
        stands = ground(switched_off(self.agreement, off), here.record, here.on, None, here.readings)
        return replace(self.desk, ground=stands)

    def grade(self) -> Grade:
        """Return what every price rests on: needs, all that could be bought, and what is supposed of the uncertain."""
        model, _ = self.model(frozenset())
        found = purchases_grade(self.desk.futures, model.scenarios, model.options)
        return weakest((found, *(basis_grade(need.basis) for need in self.desk.needs.needs)))

    def grid(self) -> Horizon:
        """Return the grid, the same whatever is off."""
        return grid_of(self.desk, self.settings)

    def model(self, off: Off, futures: Futures | None = None) -> tuple[Model, Arrays]:
        """Return the model with some clauses off, and other futures where they are given."""
        desk = self.desk_without(off)
        desk = replace(desk, futures=futures) if futures is not None else desk
        grid = self.grid()
        options = purchases(desk, grid)
        ways = scenarios_of(desk, options, self.settings)
        info = Information(ways, earliest_known(desk, options, ways, grid.first))
        return build(desk, grid, ways, info, options, terminal=self.settings.terminal)


def money_of_objective(thousands: float) -> Fraction:
    """Return an objective, which is in thousands, as whole money."""
    return Fraction(round(thousands * 1000))
