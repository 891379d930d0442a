"""The result of a plan: its buy list, and exact figures of cost, supply and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.model.build import TIES
from firstcall.planning.model.parts import Model
from firstcall.planning.options.grounds import basis_grade, purchases_grade
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.results.buy_list import Buy, buys
from firstcall.planning.results.exact_work import NO_HOURS, ExactWork, decided_columns, exact_work, supplies_of
from firstcall.planning.results.money import PlanMoney, costs_by_period, money_of
from firstcall.planning.search.planner import Planned
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """What a need wants, gets and misses in a period, in hours of the accelerator it is counted in; expected."""

    period: int
    need: str
    wanted: Fraction
    by_provider: tuple[tuple[str, Fraction], ...]
    missing: Fraction
    grade: Grade
    """The weakest of the need, of what is bought, and of what is supposed of answers and demand."""


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan, exactly."""

    planned: Planned
    exact: ExactWork
    buys: tuple[Buy, ...]
    money: PlanMoney
    scenario_totals: tuple[Fraction, ...]
    """The whole cost of each scenario."""
    rows: tuple[PeriodRow, ...]
    costs: tuple[tuple[str, int | None, Fraction], ...]
    """What each provider is paid in each period; None for beyond the horizon."""
    idle: Fraction
    """Hours that are paid for and not used, expected."""
    aimed: Fraction
    """What was made least: the whole expected cost, or its average over the worst outcomes."""
    bound: Fraction
    """What that cannot be less than, whatever the plan."""
    grade: Grade
    by_provider: dict[str, Grade]
    """What the money that each provider is paid rests on."""
    whole: Grade
    """What the least cost rests on: all that could be bought, not only what is."""

    @property
    def gap(self) -> Fraction:
        """How much dearer the plan is than the bound, at the most, as a share of its cost."""
        if self.aimed <= self.bound or not self.aimed:
            return NO_HOURS
        return (self.aimed - self.bound) / self.aimed


def plan_result(planned: Planned) -> PlanResult:
    """Return the exact result of a plan that was found.

    Args:
      planned: the model and what was found.
    """
    assert planned.found is not None
    model = planned.model
    exact = exact_work(model, planned.found.values)
    money, totals, idle = money_of(model, exact)
    weights = model.scenarios.weights
    aimed = money.total if planned.risk is None else worst(totals, weights, planned.risk)
    bound = min(_down(planned.found.bound / (1 if planned.risk is None else 1 + TIES)), aimed)
    listed = tuple(buys(model, exact))
    bought = [model.options[n] for n in _bought(model, exact)]
    needs = weakest(tuple(basis_grade(need.basis) for need in model.desk.needs.needs))
    grade, whole = _grade(model, bought), _grade(model, model.options)
    return PlanResult(
        planned, exact, listed, money, totals, tuple(_rows(model, exact, grade)), tuple(costs_by_period(model, exact)),
        idle, aimed, bound, weakest((grade, needs)), _by_provider(model, bought), weakest((whole, needs)),
    )  # fmt: skip


def _grade(model: Model, options: Collection[PurchaseOption]) -> Grade:
    return purchases_grade(model.desk.futures, model.scenarios, options)


def _by_provider(model: Model, bought: Sequence[PurchaseOption]) -> dict[str, Grade]:
    """Return what each provider's money rests on; a holder's on the lines too that it may take."""
    found: dict[str, list[PurchaseOption]] = {}
    for option in bought:
        sides = (option.supplies, *(match.supplies for match in option.matched))
        for provider in {supplies.side.provider for supplies in sides}:
            found.setdefault(provider, []).append(option)
    return {provider: _grade(model, options) for provider, options in sorted(found.items())}


def worst(totals: Sequence[Fraction], weights: Sequence[Fraction], risk: Fraction) -> Fraction:
    """Return the average cost of the worst outcomes, those beyond a share.

    >>> worst([Fraction(4), Fraction(10)], [Fraction(3, 4), Fraction(1, 4)], Fraction(1, 2))
    Fraction(7, 1)
    """
    left, found = 1 - risk, NO_HOURS
    for total, weight in sorted(zip(totals, weights, strict=True), reverse=True):
        part = min(weight, left)
        found += part * total
        left -= part
    return found / (1 - risk)


def _down(bound: float) -> Fraction:
    """Return the solver's bound in whole money, lowered by its tolerance, so that it stays one."""
    return Fraction(round(bound * 1000 - abs(bound) * 1e-6 - 1e-3))


def _bought(model: Model, exact: ExactWork) -> Iterator[int]:
    for option in model.options:
        held = (model.noticed.get(option.number), model.signed[option.number])
        if any(exact.blocks[column] for one in held if one is not None for column in decided_columns(one)):
            yield option.number


def _rows(model: Model, exact: ExactWork, grade: Grade) -> Iterator[PeriodRow]:
    """Yield each need in each period; what is bought for one may leave another short, so that all of it counts."""
    weights, needs = model.scenarios.weights, model.desk.needs
    served: dict[tuple[int, int, str], Fraction] = {}
    for work in exact.work:
        option = model.options[work.purchase]
        provider = supplies_of(option, work.match).side.provider
        speed = needs.speed(option.line.accelerator, needs.needs[work.need].accelerator)
        key = (model.grid.slices[work.slice].period, work.need, provider)
        served[key] = served.get(key, NO_HOURS) + weights[work.scenario] * work.hours * speed
    gone: dict[tuple[int, int], Fraction] = {}
    for missing in exact.missing:
        place = (model.grid.slices[missing.slice].period, missing.need)
        gone[place] = gone.get(place, NO_HOURS) + weights[missing.scenario] * missing.hours
    providers = sorted({provider for _, _, provider in served})
    for period in range(len(model.grid.periods)):
        for number, need in enumerate(needs.needs):
            wanted = sum(_wanted(model, number, period), NO_HOURS)
            if wanted:
                by = tuple((p, served[period, number, p]) for p in providers if (period, number, p) in served)
                short = gone.get((period, number), NO_HOURS)
                yield PeriodRow(period, need.id, wanted, by, short, weakest((grade, basis_grade(need.basis))))


def _wanted(model: Model, need: int, period: int) -> Iterable[Fraction]:
    for piece in model.grid.slices:
        if piece.period == period:
            for scenario, weight in enumerate(model.scenarios.weights):
                yield weight * model.demanded(need, piece.number, scenario)
