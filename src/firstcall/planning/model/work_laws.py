"""The laws of work: needs met or missed, work that fits the capacity bought for it, shares of approved sites."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from firstcall.agreement.model.clauses.kinds import Approval
from firstcall.planning.model.buying_laws import taken_blocks
from firstcall.planning.model.parts import NO_COLUMN, THOUSAND, Flow, Law, Model
from firstcall.planning.options.demand import NeedKind
from firstcall.planning.options.pools import WorkPool

Met = dict[tuple[int, int, int], list[tuple[int, float]]]
"""What serves a kind of need in a slice and scenario: columns, with how much of the need an hour is worth."""


def needs_met_or_missed(model: Model, met: Met) -> None:
    """Every hour of a need is met or missed; one that must be met is never missed.

    Needs of one kind share what serves them, so that their hours are asked for together and each is missed at its
    own price.
    """
    for number, kind in enumerate(model.kinds):
        for piece in range(len(model.grid.slices)):
            asked: dict[str | None, tuple[float, list[tuple[float, float]]]] = {}
            for scenario, branch in enumerate(model.branches):
                if branch not in asked:
                    asked[branch] = _asked(model, kind, piece, scenario)
                hours, at_price = asked[branch]
                if not hours:
                    continue
                terms = list(met.get((number, piece, scenario), ()))
                missed = []
                for price, amount in at_price:
                    missed.append(model.matrix.column("missing", high=amount))
                    model.charge(scenario, missed[-1], price)
                    terms.append((missed[-1], 1.0))
                model.asked[number, piece, scenario] = (hours, tuple(missed))
                model.matrix.row(Law("needs_met_or_missed", (number, piece, scenario)), terms, low=hours)


def _asked(model: Model, kind: NeedKind, piece: int, scenario: int) -> tuple[float, list[tuple[float, float]]]:
    """Return the hours that a kind of need asks for, and how many of them may be missed at which price."""
    at_price: dict[Decimal, Fraction] = {}
    total = Fraction(0)
    for need in kind:
        hours, price = model.demanded(need, piece, scenario), model.desk.needs.needs[need].unmet
        total += hours
        if price != "must":
            at_price[price] = at_price.get(price, Fraction(0)) + hours
    return float(total) / THOUSAND, [(float(price), float(hours) / THOUSAND) for price, hours in at_price.items()]


def work_fits_capacity(model: Model, number: int, pool: WorkPool, met: Met) -> None:
    """The work sent to a pool fits the capacity bought for it; beyond what is paid for anyway each hour costs."""
    needs = model.desk.needs
    reach = [
        (kind, float(needs.speed(pool.key.accelerator, needs.needs[members[0]].accelerator)))
        for kind, members in enumerate(model.kinds)
        if members[0] in pool.key.reach
    ]
    wanted = {
        branch: [kind for kind in reach if _wants(model, kind[0], pool.key.slice, n)]
        for n, branch in enumerate(model.branches)
    }
    parts = _capacity(model, pool, paid=False)
    capacity = _shared(model, parts)
    paid = _shared(model, _capacity(model, pool, paid=True)) if pool.key.price else None
    for scenario, branch in enumerate(model.branches):
        if not capacity[scenario]:
            continue
        flows: list[tuple[int, float]] = []
        for kind, speed in wanted[branch]:
            flow = Flow(number, kind, scenario)
            column = model.matrix.column(flow)
            model.flows[column] = flow
            flows.append((column, 1.0))
            met.setdefault((kind, pool.key.slice, scenario), []).append((column, speed))
        if not flows:
            continue
        model.sizes[number, scenario] = parts[scenario]
        about = Law("work_fits_capacity", (number, scenario))
        model.matrix.row(about, [*flows, *((c, -v) for c, v in capacity[scenario])], high=0.0)
        if paid is not None:
            extra = model.matrix.column(("extra", number, scenario))
            model.charge(scenario, extra, float(pool.key.price))
            terms = [*flows, (extra, -1.0), *((c, -v) for c, v in paid[scenario])]
            model.matrix.row(Law("paid_by_use", (number, scenario)), terms, high=0.0)


def _wants(model: Model, kind: int, piece: int, scenario: int) -> bool:
    return any(model.demanded(need, piece, scenario) for need in model.kinds[kind])


def _capacity(model: Model, pool: WorkPool, *, paid: bool) -> list[list[tuple[int, float]]]:
    """Return the columns that make up a pool's capacity in each scenario, with the hours of a block of each."""
    count = len(model.scenarios.all)
    terms: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for part in pool.parts:
        hours = float(part.hours * part.paid if paid else part.hours) / THOUSAND
        if not hours:
            continue
        if part.match is None:
            for scenario, column in enumerate(model.signed[part.purchase].tolist()):
                if column != NO_COLUMN:
                    terms[scenario].append((column, hours))
            continue
        option = model.options[part.purchase]
        noticed, whether = model.noticed[part.purchase].tolist(), model.at_all[part.purchase].tolist()
        for scenario in range(count):
            taken = model.taken(part.purchase, scenario)
            if taken is not None and taken[0] == part.match:
                found = taken_blocks(option, taken[1], noticed[scenario], whether[scenario])
                terms[scenario] += [(column, hours * share) for column, share in found]
    return terms


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
            by_site.setdefault(site, []).append((column, model.kinds[flow.kind][0] in meant))
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
