"""The model: purchases in whole blocks, work sent to pools, needs met or missed, in every scenario at once.

One function for each law; docs/planning.md names them. Hours are counted in thousands, money in thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from firstcall.agreement.clauses import Approval
from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.model.costs import BlockCost, Terminal, block_cost
from firstcall.planning.model.matrix import Arrays, Ints, Matrix
from firstcall.planning.model.pools import Pool, demand_of, factor_of, pools
from firstcall.planning.model.purchases import Purchase
from firstcall.planning.model.scenarios import DEMAND, Information, Item, Scenarios, Taken
from firstcall.planning.routes.route import Desk

K = 1000
NONE = -1


@dataclass(frozen=True, slots=True)
class Decision:
    """Whole blocks of a purchase, noticed or signed, for scenarios that cannot be told apart."""

    kind: str
    purchase: int
    group: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """Hours of a need that are missing."""

    need: int
    slice: int
    scenario: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Hours of a pool that serve a need."""

    pool: int
    need: int
    scenario: int


@dataclass(frozen=True, slots=True)
class Law:
    """Which law a row is of, and what it speaks of."""

    name: str
    about: tuple[object, ...]


@dataclass(slots=True)
class Model:
    """The matrix, and where each decision stands in it."""

    desk: Desk
    grid: Horizon
    scenarios: Scenarios
    information: Information
    options: tuple[Purchase, ...]
    pools: tuple[Pool, ...]
    demand: tuple[tuple[Fraction, ...], ...]
    terminal: Terminal
    matrix: Matrix = field(default_factory=Matrix)
    noticed: dict[int, Ints] = field(default_factory=dict)
    """The column of a purchase's noticed blocks in each scenario."""
    at_all: dict[int, Ints] = field(default_factory=dict)
    """The column that says whether anything is noticed, where that matters."""
    signed: dict[int, Ints] = field(default_factory=dict)
    """The column of its signed blocks in each scenario; -1 where it cannot be signed."""
    flows: dict[int, Flow] = field(default_factory=dict)
    unmet: dict[int, Unmet] = field(default_factory=dict)
    costs: dict[tuple[int, int | None], BlockCost] = field(default_factory=dict)

    def taken(self, purchase: int, scenario: int) -> tuple[int, Taken] | None:
        """Return which match takes a noticed purchase in a scenario, and what; None where nobody takes anything."""
        option = self.options[purchase]
        for number, match in enumerate(option.matched):
            outcome = self.scenarios.outcome(scenario, Item("answer", option.line.id, match.clause))
            if isinstance(outcome, Taken) and (outcome.share or outcome.stranding):
                return number, outcome
        return None

    def demanded(self, need: int, piece: int, scenario: int) -> Fraction:
        """Return the hours of a need in a slice and scenario."""
        branch = self.scenarios.outcome(scenario, DEMAND)
        times = next((Fraction(one.times) for one in self.scenarios.branches if one.id == branch), Fraction(1))
        name = branch if isinstance(branch, str) else None
        return self.demand[need][piece] * factor_of(self.desk.needs, need, name, times)


def build(
    desk: Desk, grid: Horizon, scenarios: Scenarios, information: Information, options: tuple[Purchase, ...],
    *, terminal: Terminal = "charge", flat: bool = False,
) -> tuple[Model, Arrays]:  # fmt: skip
    """Return the model of a plan, and its arrays.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      grid: the horizon.
      scenarios: how things may turn out.
      information: what is known from when.
      options: what could be bought.
      terminal: whether terms are charged beyond the horizon.
      flat: whether each purchase's capacity is kept apart.
    """
    model = Model(
        desk, grid, scenarios, information, options, pools(options, desk.needs, grid, flat=flat),
        demand_of(desk.needs, grid), terminal,
    )  # fmt: skip
    for option in options:
        decide_purchases(model, option)
    no_more_than_there_is(model)
    unmet = needs_met_or_missed(model)
    met: dict[tuple[int, int, int], list[tuple[int, float]]] = {key: [(column, 1.0)] for key, column in unmet.items()}
    for number, pool in enumerate(model.pools):
        work_fits_capacity(model, number, pool, met)
    for (need, piece, scenario), terms in met.items():
        hours = float(model.demanded(need, piece, scenario) / K)
        model.matrix.row(Law("needs_met_or_missed", (need, piece, scenario)), terms, low=hours)
    mainly_as_approved(model)
    return model, model.matrix.arrays()


def decide_purchases(model: Model, option: Purchase) -> None:
    """Blocks noticed and signed: whole, alike where nothing is known apart, paid by what follows from each answer."""
    scenarios, info, line = model.scenarios, model.information, option.line
    money = Fraction(model.desk.futures.cost_of_money)
    own = model.costs[option.number, None] = block_cost(
        line, model.desk.needs, model.grid, option.supplies.first, option.supplies.after, model.terminal, money
    )
    for number, match in enumerate(option.matched):
        model.costs[option.number, number] = block_cost(
            line, model.desk.needs, model.grid, match.supplies.first, match.supplies.after, model.terminal, money
        )
    if option.rights:
        _notice(model, option)
    answers = [Item("answer", line.id, match.clause) for match in option.matched]
    groups = info.groups(option.signing, [*answers, *(Item("consent", clause=c.clause) for c in option.consents)])
    weights = _weights(scenarios, groups)
    columns: dict[int, int] = {}
    found = np.full(len(groups), NONE, np.int64)
    for scenario, group in enumerate(groups):
        if not _may_sign(model, option, scenario):
            continue
        if group not in columns:
            cost = float(weights[group] * own.total / K)
            tag = Decision("signed", option.number, group)
            columns[group] = model.matrix.column(tag, cost=cost, high=line.most_blocks, whole=True)
            only_so_many_at_once(model, option, columns[group], "signed", group)
            frees_what_was_noticed(model, option, columns[group], scenario)
        found[scenario] = columns[group]
    model.signed[option.number] = found


def _weights(scenarios: Scenarios, groups: Sequence[int]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for group, weight in zip(groups, scenarios.weights, strict=True):
        found[group] = found.get(group, Fraction(0)) + weight
    return found


def _may_sign(model: Model, option: Purchase, scenario: int) -> bool:
    """Return whether a purchase can be signed in a scenario: its consents given, and not all of it taken."""
    for step in option.consents:
        if model.scenarios.outcome(scenario, Item("consent", clause=step.clause)) is not True:
            return False
    taken = model.taken(option.number, scenario) if option.rights else None
    return taken is None or (taken[1].share < 1 and not taken[1].stranding)


def _notice(model: Model, option: Purchase) -> None:
    """Blocks noticed under a right of first refusal; a match binds them, a decline frees them."""
    assert option.notice is not None
    groups = model.information.groups(option.notice.day)
    columns: dict[int, int] = {}
    whether: dict[int, int] = {}
    for scenario, group in enumerate(groups):
        if group not in columns:
            tag = Decision("noticed", option.number, group)
            columns[group] = model.matrix.column(tag, high=option.line.most_blocks, whole=True)
            whether[group] = only_so_many_at_once(model, option, columns[group], "noticed", group)
        a_match_binds(model, option, scenario, columns[group], whether[group])
    model.noticed[option.number] = np.asarray([columns[group] for group in groups], np.int64)
    model.at_all[option.number] = np.asarray([whether[group] for group in groups], np.int64)


def a_match_binds(model: Model, option: Purchase, scenario: int, column: int, whether: int) -> None:
    """What the holder takes is bought from the holder, at the price of the offer, in that scenario."""
    taken = model.taken(option.number, scenario)
    if taken is None:
        return
    cost = float(model.scenarios.weights[scenario] * model.costs[option.number, taken[0]].total / K)
    for column_, share in _taken_blocks(option, taken[1], column, whether):
        model.matrix.cost[column_] += cost * share


def _taken_blocks(option: Purchase, taken: Taken, column: int, whether: int) -> Iterable[tuple[int, float]]:
    """Yield the columns, with factors, whose sum is what a holder takes, in blocks."""
    if not taken.stranding:
        yield column, float(taken.share)
        return
    yield column, 1.0
    if whether != NONE and option.line.least_blocks > 1:
        yield whether, -float(option.line.least_blocks - 1)


def only_so_many_at_once(model: Model, option: Purchase, column: int, kind: str, group: int) -> int:
    """A purchase is of none, or of at least the fewest blocks that are sold at once; -1 where one may be bought."""
    line = option.line
    if line.least_blocks <= 1:
        return NONE
    whether = model.matrix.column(Decision(f"{kind} at all", option.number, group), high=1.0, whole=True)
    about = (line.id, option.start)
    terms = [(column, 1.0), (whether, -float(line.least_blocks))]
    model.matrix.row(Law("only_so_many_at_once", about), terms, low=0.0)
    model.matrix.row(Law("only_so_many_at_once", about), [(column, 1.0), (whether, -float(line.most_blocks))], high=0.0)
    return whether


def frees_what_was_noticed(model: Model, option: Purchase, column: int, scenario: int) -> None:
    """No more is signed than was noticed and not taken."""
    if not option.rights:
        return
    taken = model.taken(option.number, scenario)
    left = 1.0 - float(taken[1].share if taken else 0)
    terms = [(column, 1.0), (int(model.noticed[option.number][scenario]), -left)]
    model.matrix.row(Law("frees_what_was_noticed", (option.line.id, option.rights)), terms, high=0.0)


def no_more_than_there_is(model: Model) -> None:
    """All purchases of a line that run at once are of no more blocks than the line has."""
    by_line: dict[str, list[Purchase]] = {}
    for option in model.options:
        by_line.setdefault(option.line.id, []).append(option)
    for name, options in by_line.items():
        first = options[0]
        if first.given:
            _noticed_whole(model, options)
        for start in sorted({option.start for option in options}):
            day = model.grid.slices[start].first
            running = [option for option in options if option.start <= start and _ends(option) > day]
            held = np.asarray([_held(model, option) for option in running])
            for vector in np.unique(held, axis=1).T:
                terms = [(int(column), 1.0) for column in vector if column != NONE]
                model.matrix.row(Law("no_more_than_there_is", (name, start)), terms, high=first.line.most_blocks)


def _ends(option: Purchase) -> date:
    return max([option.supplies.after, *(match.supplies.after for match in option.matched)])


def _held(model: Model, option: Purchase) -> Ints:
    return model.noticed[option.number] if option.rights else model.signed[option.number]


def _noticed_whole(model: Model, options: Sequence[Purchase]) -> None:
    """An offer whose notice is on the record is noticed whole: the holder may take all of it, come what may."""
    held = np.asarray([model.noticed[option.number] for option in options])
    for vector in np.unique(held, axis=1).T:
        terms = [(int(column), 1.0) for column in vector]
        most = options[0].line.most_blocks
        model.matrix.row(Law("noticed_whole", (options[0].line.id,)), terms, low=most, high=most)


def needs_met_or_missed(model: Model) -> dict[tuple[int, int, int], int]:
    """Every hour of a need is met or missed; one that must be met is never missed."""
    found = {}
    for number, need in enumerate(model.desk.needs.needs):
        for piece in range(len(model.grid.slices)):
            for scenario, weight in enumerate(model.scenarios.weights):
                hours = model.demanded(number, piece, scenario)
                if not hours:
                    continue
                must = need.unmet == "must"
                cost = 0.0 if need.unmet == "must" else float(weight * Fraction(need.unmet))
                tag = Unmet(number, piece, scenario)
                column = model.matrix.column(tag, cost=cost, high=0.0 if must else float(hours / K))
                model.unmet[column] = tag
                found[number, piece, scenario] = column
    return found


def work_fits_capacity(
    model: Model, number: int, pool: Pool, met: dict[tuple[int, int, int], list[tuple[int, float]]]
) -> None:
    """The work sent to a pool fits the capacity bought for it; beyond what is paid for anyway each hour costs."""
    needs = model.desk.needs
    capacity = _capacity(model, pool, paid=False)
    paid = _capacity(model, pool, paid=True) if pool.key.price else None
    for scenario, weight in enumerate(model.scenarios.weights):
        if not capacity[scenario]:
            continue
        flows: list[tuple[int, float]] = []
        for need in sorted(pool.key.reach):
            terms = met.get((need, pool.key.slice, scenario))
            if terms is None:
                continue
            flow = Flow(number, need, scenario)
            column = model.matrix.column(flow)
            model.flows[column] = flow
            flows.append((column, 1.0))
            terms.append((column, float(needs.speed(pool.key.accelerator, needs.needs[need].accelerator))))
        if not flows:
            continue
        about = Law("work_fits_capacity", (number, scenario))
        model.matrix.row(about, [*flows, *((c, -v) for c, v in capacity[scenario])], high=0.0)
        if paid is not None:
            extra = model.matrix.column(("extra", number, scenario), cost=float(weight * pool.key.price))
            terms = [*flows, (extra, -1.0), *((c, -v) for c, v in paid[scenario])]
            model.matrix.row(Law("paid_by_use", (number, scenario)), terms, high=0.0)


def _capacity(model: Model, pool: Pool, *, paid: bool) -> list[list[tuple[int, float]]]:
    """Return the terms of a pool's capacity in each scenario; through one column where scenarios share them."""
    count = len(model.scenarios.all)
    terms: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for part in pool.parts:
        hours = float(part.hours * (part.paid if paid else 1) / K)
        if not hours:
            continue
        option = model.options[part.purchase]
        for scenario in range(count):
            if part.match is None:
                column = int(model.signed[part.purchase][scenario])
                if column != NONE:
                    terms[scenario].append((column, hours))
                continue
            taken = model.taken(part.purchase, scenario)
            if taken is not None and taken[0] == part.match:
                noticed = int(model.noticed[part.purchase][scenario])
                whether = int(model.at_all[part.purchase][scenario])
                found = _taken_blocks(option, taken[1], noticed, whether)
                terms[scenario] += [(column, hours * share) for column, share in found]
    return _shared(model, terms)


def _shared(model: Model, terms: list[list[tuple[int, float]]]) -> list[list[tuple[int, float]]]:
    """Return the same capacity through a column of its own where several scenarios have the same long sum."""
    kept: dict[tuple[tuple[int, float], ...], int] = {}
    times: dict[tuple[tuple[int, float], ...], int] = {}
    keys = [tuple(one) for one in terms]
    for key in keys:
        times[key] = times.get(key, 0) + 1
    found = []
    for key in keys:
        if times[key] < 2 or len(key) < 3:
            found.append(list(key))
            continue
        if key not in kept:
            column = model.matrix.column("capacity")
            model.matrix.row(Law("capacity", ()), [(column, 1.0), *((c, -v) for c, v in key)], low=0.0, high=0.0)
            kept[key] = column
        found.append([(kept[key], 1.0)])
    return found


def mainly_as_approved(model: Model) -> None:
    """Of the work on an approved site, what the approval is mainly meant for keeps its share in every slice."""
    by_site: dict[tuple[str, str, int, int], list[tuple[int, bool]]] = {}
    for column, flow in model.flows.items():
        pool = model.pools[flow.pool]
        for name, provider, meant in pool.key.shares:
            site = (name, provider, pool.key.slice, flow.scenario)
            by_site.setdefault(site, []).append((column, flow.need in meant))
    for (name, provider, piece, scenario), flows in by_site.items():
        share = float(share_of(model, name, piece))
        terms = [(column, (1.0 if is_meant else 0.0) - share) for column, is_meant in flows]
        model.matrix.row(Law("mainly_as_approved", (name, provider, piece, scenario)), terms, low=0.0)


def share_of(model: Model, name: str, piece: int) -> Fraction:
    """Return the least share of what an approval is mainly meant for, by the text of a slice."""
    ground = model.desk.ground
    held = ground.terms(ground.act_at(model.grid.slices[piece].first)).by_id.get(name)
    clause = held.clause if held else None
    if isinstance(clause, Approval) and clause.primarily:
        return Fraction(clause.primarily.share_at_least)
    return Fraction(0)
