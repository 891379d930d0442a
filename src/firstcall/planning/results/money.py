"""The money of a plan, exactly: expected costs, by provider and period, and hours that are paid for and not used."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from firstcall.planning.inputs.pricing import price_over
from firstcall.planning.model.parts import Model
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.results.exact_work import NO_HOURS, ExactWork, blocks_of, supplies_of
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """The cost of a plan, expected over its scenarios; all in the currency of the needs."""

    committed: Fraction
    """Paid whether it is used or not; of that, beyond the horizon:"""
    beyond: Fraction
    advance: Fraction
    """What money paid in advance costs."""
    by_use: Fraction
    missing: Fraction
    """What missing hours cost, by the needs' own prices: no bill."""

    @property
    def paid(self) -> Fraction:
        """What is paid."""
        return self.committed + self.advance + self.by_use

    @property
    def total(self) -> Fraction:
        """What the plan makes least: what is paid, and what missing hours cost."""
        return self.paid + self.missing


def money_of(model: Model, exact: ExactWork) -> tuple[PlanMoney, tuple[Fraction, ...], Fraction]:
    """Return the expected cost, the whole cost of each scenario, and idle hours."""
    count = len(model.scenarios.all)
    committed, beyond, advance = [NO_HOURS] * count, [NO_HOURS] * count, [NO_HOURS] * count
    for option in model.options:
        for match in (None, *range(len(option.matched))):
            cost = model.costs[option.number, match]
            for scenario in range(count):
                blocks = blocks_of(model, option.number, match, scenario, exact.blocks)
                if blocks:
                    committed[scenario] += blocks * cost.committed
                    beyond[scenario] += blocks * cost.beyond
                    advance[scenario] += blocks * cost.advance
    by_use, missing = [NO_HOURS] * count, [NO_HOURS] * count
    for work in exact.work:
        if work.by_use:
            by_use[work.scenario] += work.by_use * _price(model, work.purchase, work.match, work.slice)
    for gone in exact.missing:
        unmet = model.desk.needs.needs[gone.need].unmet
        missing[gone.scenario] += NO_HOURS if unmet == "must" else gone.hours * Fraction(unmet)
    weights = model.scenarios.weights

    def expected(amounts: list[Fraction]) -> Fraction:
        return sum((weight * amount for weight, amount in zip(weights, amounts, strict=True)), NO_HOURS)

    money = PlanMoney(*(expected(one) for one in (committed, beyond, advance, by_use, missing)))
    totals = tuple(sum(parts, NO_HOURS) for parts in zip(committed, advance, by_use, missing, strict=True))
    return money, totals, _idle(model, exact)


def _price(model: Model, purchase: int, match: int | None, piece: int) -> Fraction:
    option, part = model.options[purchase], model.grid.slices[piece]
    supplies = supplies_of(option, match)
    first, after = max(part.first, supplies.first), min(part.after, supplies.after)
    hours = model.grid.hours(first, after)
    return price_over(option.line, model.desk.needs, first, after, hours) / hours if hours else NO_HOURS


def _idle(model: Model, exact: ExactWork) -> Fraction:
    used: dict[tuple[int, int | None, int], Fraction] = {}
    for work in exact.work:
        key = (work.purchase, work.match, work.scenario)
        used[key] = used.get(key, NO_HOURS) + work.hours - work.by_use
    idle = NO_HOURS
    for option in model.options:
        for match in (None, *range(len(option.matched))):
            supplies = supplies_of(option, match)
            edge = min(supplies.after, model.grid.after)
            hours = model.grid.hours(max(supplies.first, model.grid.first), edge) * option.line.block
            for scenario, weight in enumerate(model.scenarios.weights):
                blocks = blocks_of(model, option.number, match, scenario, exact.blocks)
                paid = hours * blocks * Fraction(option.line.take_or_pay)
                idle += weight * (paid - used.get((option.number, match, scenario), NO_HOURS))
    return idle


def costs_by_period(model: Model, exact: ExactWork) -> Iterator[tuple[str, int | None, Fraction]]:
    """Yield what each provider is paid in each period; commitments as they run, advances on the first day."""
    found: dict[tuple[str, int | None], Fraction] = {}
    weights = model.scenarios.weights

    def add(provider: str, period: int | None, amount: Fraction) -> None:
        found[provider, period] = found.get((provider, period), NO_HOURS) + amount

    for option in model.options:
        for match in (None, *range(len(option.matched))):
            blocks = sum(
                (w * blocks_of(model, option.number, match, s, exact.blocks) for s, w in enumerate(weights)), NO_HOURS
            )
            if blocks:
                for period, amount in _spread(model, option, match):
                    add(supplies_of(option, match).side.provider, period, blocks * amount)
    for work in exact.work:
        if work.by_use:
            provider = supplies_of(model.options[work.purchase], work.match).side.provider
            amount = work.by_use * _price(model, work.purchase, work.match, work.slice)
            add(provider, model.grid.slices[work.slice].period, weights[work.scenario] * amount)
    for (provider, period), amount in sorted(
        found.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0)
    ):
        if amount:
            yield provider, period, amount


def _spread(model: Model, option: PurchaseOption, match: int | None) -> Iterator[tuple[int | None, Fraction]]:
    """Yield what a block commits to by period, what lies beyond the horizon last."""
    supplies, line, grid = supplies_of(option, match), option.line, model.grid
    cost = model.costs[option.number, match]
    paid = Fraction(line.take_or_pay) * line.block
    for number, (begins, ends) in enumerate(grid.periods):
        first, after = max(begins, supplies.first), min(ends, supplies.after)
        if first < after:
            yield number, paid * price_over(line, model.desk.needs, first, after, grid.hours(first, after))
    if cost.beyond:
        yield None, cost.beyond
    if cost.advance:
        starts = next((n for n, (_, ends) in enumerate(grid.periods) if supplies.first < ends), len(grid.periods) - 1)
        yield starts, cost.advance
