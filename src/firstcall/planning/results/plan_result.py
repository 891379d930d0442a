"""The result of a plan: purchases with their days, and exact figures of cost, supply and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from firstcall.agreement.basis import Grade, weakest
from firstcall.planning.inputs.pricing import price_over
from firstcall.planning.model.build import Model
from firstcall.planning.model.matrix import Ints
from firstcall.planning.model.planner import Planned
from firstcall.planning.model.purchases import Purchase, Supplies
from firstcall.planning.model.scenarios import Item, Outcome
from firstcall.planning.results.exact_work import (
    ZERO,
    ExactWork,
    blocks_of,
    columns_of,
    exact_work,
)
from firstcall.planning.steps.clearance import ConsentStep
from firstcall.planning.steps.notice_days import safe_days

BuyKind = Literal["sign", "notice"]
Condition = tuple[tuple[Item, Outcome], ...]


@dataclass(frozen=True, slots=True)
class Buy:
    """One entry of the buy list: blocks of a line to notice or to sign, when, and in which case."""

    kind: BuyKind
    line: str
    provider: str
    blocks: int
    accelerators: int
    starts: date
    ends: date | None
    """The first day after its term; None where it is bought by the hour."""
    term_months: int
    signing: date
    rights: tuple[str, ...]
    notice_first: date | None
    notice_last: date | None
    safe_days: int
    window_ends: datetime | None
    window_day: date | None
    """The day on which the window of the last safe notice ends, in the agreement's zone."""
    consents: tuple[ConsentStep, ...]
    only_if: Condition
    """What must have turned out, of what is known by then; nothing for what is bought in any case."""
    weight: Fraction
    """How likely that is."""
    cost: Fraction
    """What it commits to if it is bought, over its whole term as charged."""
    grade: Grade
    if_taken: tuple[tuple[str, str, date, Fraction], ...] = ()
    """For a notice: holder, provider, first day and cost of what a match binds to."""


@dataclass(frozen=True, slots=True)
class Money:
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


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """What a need wants, gets and misses in a period, in hours of the accelerator it is counted in; expected."""

    period: int
    need: str
    wanted: Fraction
    by_provider: tuple[tuple[str, Fraction], ...]
    missing: Fraction


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan, exactly."""

    planned: Planned
    exact: ExactWork
    buys: tuple[Buy, ...]
    money: Money
    scenario_totals: tuple[Fraction, ...]
    """The whole cost of each scenario."""
    rows: tuple[PeriodRow, ...]
    costs: tuple[tuple[str, int | None, Fraction], ...]
    """What each provider is paid in each period; None for beyond the horizon."""
    idle: Fraction
    """Hours that are paid for and not used, expected."""
    bound: Fraction
    """What no plan of these needs, supply and scenarios costs less than."""
    grade: Grade

    @property
    def gap(self) -> Fraction:
        """How much dearer the plan is than the bound, at the most, as a share of its cost."""
        if self.money.total <= self.bound or not self.money.total:
            return ZERO
        return (self.money.total - self.bound) / self.money.total


def plan_result(planned: Planned) -> PlanResult:
    """Return the exact result of a plan that was found.

    Args:
      planned: the model and what was found.
    """
    assert planned.found is not None
    model = planned.model
    exact = exact_work(model, planned.found.values)
    money, totals, idle = _money(model, exact)
    bound = min(_down(planned.found.bound), money.total)
    buys = tuple(_buys(model, exact))
    grades = [model.options[n].grade for n in _bought(model, exact)]
    needs = [need.basis.grade for need in model.desk.needs.needs]
    return PlanResult(
        planned, exact, buys, money, totals, tuple(_rows(model, exact)), tuple(_costs(model, exact)), idle, bound,
        weakest((*grades, *needs)),
    )  # fmt: skip


def _down(bound: float) -> Fraction:
    """Return the solver's bound in whole money, lowered by its tolerance, so that it stays one."""
    return Fraction(round(bound * 1000 - abs(bound) * 1e-6 - 1e-3))


def _bought(model: Model, exact: ExactWork) -> Iterator[int]:
    for option in model.options:
        held = (model.noticed.get(option.number), model.signed[option.number])
        if any(exact.blocks[column] for one in held if one is not None for column in columns_of(one)):
            yield option.number


def _money(model: Model, exact: ExactWork) -> tuple[Money, tuple[Fraction, ...], Fraction]:
    count = len(model.scenarios.all)
    committed, beyond, advance = [ZERO] * count, [ZERO] * count, [ZERO] * count
    for option in model.options:
        for match in (None, *range(len(option.matched))):
            cost = model.costs[option.number, match]
            for scenario in range(count):
                blocks = blocks_of(model, option.number, match, scenario, exact.blocks)
                if blocks:
                    committed[scenario] += blocks * cost.committed
                    beyond[scenario] += blocks * cost.beyond
                    advance[scenario] += blocks * cost.advance
    by_use, missing = [ZERO] * count, [ZERO] * count
    for work in exact.work:
        if work.by_use:
            by_use[work.scenario] += work.by_use * _price(model, work.purchase, work.match, work.slice)
    for gone in exact.missing:
        unmet = model.desk.needs.needs[gone.need].unmet
        missing[gone.scenario] += ZERO if unmet == "must" else gone.hours * Fraction(unmet)
    weights = model.scenarios.weights

    def expected(amounts: list[Fraction]) -> Fraction:
        return sum((weight * amount for weight, amount in zip(weights, amounts, strict=True)), ZERO)

    money = Money(*(expected(one) for one in (committed, beyond, advance, by_use, missing)))
    totals = tuple(sum(parts, ZERO) for parts in zip(committed, advance, by_use, missing, strict=True))
    return money, totals, _idle(model, exact)


def supplies_of(option: Purchase, match: int | None) -> Supplies:
    """Return the capacity of a purchase: its own, or the holder's after a match."""
    return option.supplies if match is None else option.matched[match].supplies


def _price(model: Model, purchase: int, match: int | None, piece: int) -> Fraction:
    option, part = model.options[purchase], model.grid.slices[piece]
    supplies = supplies_of(option, match)
    first, after = max(part.first, supplies.first), min(part.after, supplies.after)
    hours = model.grid.hours(first, after)
    return price_over(option.line, model.desk.needs, first, after, hours) / hours if hours else ZERO


def _idle(model: Model, exact: ExactWork) -> Fraction:
    used: dict[tuple[int, int | None, int], Fraction] = {}
    for work in exact.work:
        key = (work.purchase, work.match, work.scenario)
        used[key] = used.get(key, ZERO) + work.hours - work.by_use
    idle = ZERO
    for option in model.options:
        for match in (None, *range(len(option.matched))):
            supplies = supplies_of(option, match)
            edge = min(supplies.after, model.grid.after)
            hours = model.grid.hours(max(supplies.first, model.grid.first), edge) * option.line.block
            for scenario, weight in enumerate(model.scenarios.weights):
                blocks = blocks_of(model, option.number, match, scenario, exact.blocks)
                paid = hours * blocks * Fraction(option.line.take_or_pay)
                idle += weight * (paid - used.get((option.number, match, scenario), ZERO))
    return idle


def _buys(model: Model, exact: ExactWork) -> Iterator[Buy]:
    for option in model.options:
        held = ([("notice", model.noticed[option.number])] if option.rights else []) + [
            ("sign", model.signed[option.number])
        ]
        for kind, columns in held:
            for blocks, among in _alike(model, exact, columns):
                yield _buy(model, option, "notice" if kind == "notice" else "sign", blocks, among)


def _alike(model: Model, exact: ExactWork, held: Ints) -> Iterator[tuple[int, list[int]]]:
    """Yield the blocks that are decided, each with its scenarios; cases that decide alike are told as one."""
    by_blocks: dict[int, list[list[int]]] = {}
    for column in columns_of(held):
        among = [n for n in range(len(held)) if int(held[n]) == column]
        by_blocks.setdefault(exact.blocks[column], []).append(among)
    for blocks, groups in by_blocks.items():
        if not blocks:
            continue
        joined = sorted(n for group in groups for n in group)
        if _holding(model, condition_of(model, joined)) == joined:
            yield blocks, joined
        else:
            yield from ((blocks, group) for group in groups)


def _holding(model: Model, condition: Condition) -> list[int]:
    """Return the scenarios in which a condition holds."""
    return [
        n for n in range(len(model.scenarios.all))
        if all(model.scenarios.outcome(n, item) == outcome for item, outcome in condition)
    ]  # fmt: skip


def _buy(model: Model, option: Purchase, kind: BuyKind, blocks: int, among: list[int]) -> Buy:
    notice = option.notice
    return Buy(
        kind, option.line.id, option.line.provider, blocks, blocks * option.line.block, option.supplies.first,
        option.supplies.after if option.term_months else None, option.term_months, option.signing, option.rights,
        _first_safe(model, option), notice.day if notice else None, option.safe,
        notice.window_ends if notice else None, notice.window_day if notice else None, option.consents, condition_of(model, among),
        sum((model.scenarios.weights[n] for n in among), ZERO), blocks * model.costs[option.number, None].total,
        option.grade, _if_taken(model, option, blocks) if kind == "notice" else (),
    )  # fmt: skip


def _if_taken(model: Model, option: Purchase, blocks: int) -> tuple[tuple[str, str, date, Fraction], ...]:
    return tuple(
        (match.holder.holder, match.holder.side.provider, match.supplies.first,
         blocks * model.costs[option.number, number].total)
        for number, match in enumerate(option.matched)
    )  # fmt: skip


def _first_safe(model: Model, option: Purchase) -> date | None:
    if option.notice is None or option.given:
        return option.notice.day if option.notice else None
    safe = safe_days(
        model.desk.ground, option.rights, option.signing, option.line.expires, option.supplies.first
    )
    return safe[0].day if safe else None


def condition_of(model: Model, among: list[int]) -> Condition:
    """Return the fewest things that tell some scenarios from all others: each the one that rules out most of them."""
    common = []
    for number, item in enumerate(model.scenarios.items):
        here = {model.scenarios.all[n].outcomes[number] for n in among}
        everywhere = {one.outcomes[number] for one in model.scenarios.all}
        if len(here) == 1 and len(everywhere) > 1:
            common.append((item, next(iter(here))))
    aim = len(_holding(model, tuple(common)))
    chosen: list[tuple[Item, Outcome]] = []
    while len(_holding(model, tuple(chosen))) > aim:
        rest = [one for one in common if one not in chosen]
        chosen.append(min(rest, key=lambda one: len(_holding(model, (*chosen, one)))))
    return tuple(one for one in common if one in chosen)


def _rows(model: Model, exact: ExactWork) -> Iterator[PeriodRow]:
    weights, needs = model.scenarios.weights, model.desk.needs
    served: dict[tuple[int, int, str], Fraction] = {}
    for work in exact.work:
        option = model.options[work.purchase]
        provider = supplies_of(option, work.match).side.provider
        speed = needs.speed(option.line.accelerator, needs.needs[work.need].accelerator)
        key = (model.grid.slices[work.slice].period, work.need, provider)
        served[key] = served.get(key, ZERO) + weights[work.scenario] * work.hours * speed
    gone: dict[tuple[int, int], Fraction] = {}
    for missing in exact.missing:
        place = (model.grid.slices[missing.slice].period, missing.need)
        gone[place] = gone.get(place, ZERO) + weights[missing.scenario] * missing.hours
    providers = sorted({provider for _, _, provider in served})
    for period in range(len(model.grid.periods)):
        for number, need in enumerate(needs.needs):
            wanted = sum(_wanted(model, number, period), ZERO)
            if wanted:
                by = tuple((p, served[period, number, p]) for p in providers if (period, number, p) in served)
                yield PeriodRow(period, need.id, wanted, by, gone.get((period, number), ZERO))


def _wanted(model: Model, need: int, period: int) -> Iterable[Fraction]:
    for piece in model.grid.slices:
        if piece.period == period:
            for scenario, weight in enumerate(model.scenarios.weights):
                yield weight * model.demanded(need, piece.number, scenario)


def _costs(model: Model, exact: ExactWork) -> Iterator[tuple[str, int | None, Fraction]]:
    """Yield what each provider is paid in each period; commitments as they run, advances on the first day."""
    found: dict[tuple[str, int | None], Fraction] = {}
    weights = model.scenarios.weights

    def add(provider: str, period: int | None, amount: Fraction) -> None:
        found[provider, period] = found.get((provider, period), ZERO) + amount

    for option in model.options:
        for match in (None, *range(len(option.matched))):
            blocks = sum(
                (w * blocks_of(model, option.number, match, s, exact.blocks) for s, w in enumerate(weights)), ZERO
            )
            if blocks:
                for period, amount in _spread(model, option, match):
                    add(supplies_of(option, match).side.provider, period, blocks * amount)
    for work in exact.work:
        if work.by_use:
            provider = supplies_of(model.options[work.purchase], work.match).side.provider
            amount = work.by_use * _price(model, work.purchase, work.match, work.slice)
            add(provider, model.grid.slices[work.slice].period, weights[work.scenario] * amount)
    for (provider, period), amount in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0)):
        if amount:
            yield provider, period, amount


def _spread(model: Model, option: Purchase, match: int | None) -> Iterator[tuple[int | None, Fraction]]:
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

