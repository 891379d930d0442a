"""The laws of work: needs met or missed, work that fits the capacity bought for it, shares of approved sites."""

from __future__ import annotations

from fractions import Fraction

from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.planning.model.buying_laws import taken_blocks
from firstcall.planning.model.plan_model import NONE, Flow, K, Law, Model, Unmet
from firstcall.planning.options.pools import Pool


def needs_met_or_missed(model: Model) -> dict[tuple[int, int, int], int]:
    """Every hour of a need is met or missed; one that must be met is never missed."""
    found = {}
    for number, need in enumerate(model.desk.needs.needs):
        for piece in range(len(model.grid.slices)):
            for scenario in range(len(model.scenarios.all)):
                hours = model.demanded(number, piece, scenario)
                if not hours:
                    continue
                must = need.unmet == "must"
                tag = Unmet(number, piece, scenario)
                column = model.matrix.column(tag, high=0.0 if must else float(hours / K))
                if need.unmet != "must":
                    model.charge(scenario, column, float(need.unmet))
                model.unmet[column] = tag
                found[number, piece, scenario] = column
    return found


def work_fits_capacity(
    model: Model, number: int, pool: Pool, met: dict[tuple[int, int, int], list[tuple[int, float]]]
) -> None:
    """The work sent to a pool fits the capacity bought for it; beyond what is paid for anyway each hour costs."""
    needs = model.desk.needs
    reach = [
        (need, float(needs.speed(pool.key.accelerator, needs.needs[need].accelerator)))
        for need in sorted(pool.key.reach)
    ]
    capacity = _capacity(model, pool, paid=False)
    paid = _capacity(model, pool, paid=True) if pool.key.price else None
    for scenario in range(len(model.scenarios.all)):
        if not capacity[scenario]:
            continue
        flows: list[tuple[int, float]] = []
        for need, speed in reach:
            terms = met.get((need, pool.key.slice, scenario))
            if terms is None:
                continue
            flow = Flow(number, need, scenario)
            column = model.matrix.column(flow)
            model.flows[column] = flow
            flows.append((column, 1.0))
            terms.append((column, speed))
        if not flows:
            continue
        about = Law("work_fits_capacity", (number, scenario))
        model.matrix.row(about, [*flows, *((c, -v) for c, v in capacity[scenario])], high=0.0)
        if paid is not None:
            extra = model.matrix.column(("extra", number, scenario))
            model.charge(scenario, extra, float(pool.key.price))
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
        if part.match is None:
            for scenario, column in enumerate(model.signed[part.purchase].tolist()):
                if column != NONE:
                    terms[scenario].append((column, hours))
            continue
        option = model.options[part.purchase]
        noticed, whether = model.noticed[part.purchase].tolist(), model.at_all[part.purchase].tolist()
        for scenario in range(count):
            taken = model.taken(part.purchase, scenario)
            if taken is not None and taken[0] == part.match:
                found = taken_blocks(option, taken[1], noticed[scenario], whether[scenario])
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
