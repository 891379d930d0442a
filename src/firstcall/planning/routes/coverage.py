"""The answer to "where can we get it": every route, the cheapest cover of each quarter, and what to do by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.deadlines.day_count import ONE_DAY
from firstcall.planning.inputs.horizon import Horizon, horizon
from firstcall.planning.inputs.needs import Need
from firstcall.planning.inputs.pricing import accelerators_of, hourly, price_over
from firstcall.planning.routes.cover import Choice, Cover, cheapest_cover
from firstcall.planning.routes.route import (
    Desk,
    LineReach,
    LineRoute,
    RouteStep,
    StepKind,
    routes_of,
    unserved,
)
from firstcall.planning.steps.notice_days import safe_days
from firstcall.values import dataclass

STEP_ACTS: tuple[StepKind, ...] = ("bona fide offer", "notice", "consent", "sign")


@dataclass(frozen=True, slots=True)
class QuarterCover:
    """What a need wants in a quarter, and the cheapest whole blocks that run by its first day."""

    name: str
    first: date
    after: date
    wanted: Fraction
    cover: Cover
    too_late: tuple[str, ...]
    """Lines that would serve it and cannot run by then."""
    grade: Grade


@dataclass(frozen=True, slots=True)
class ToDo:
    """An act that a cover rests on, with the last safe day for it."""

    kind: StepKind
    line: str
    clause: str | None
    by: str | None
    first: date
    last: date | None
    safe: int
    quarter: str
    supposed: bool


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """Where a need can be met, and what has to be done for it."""

    need: Need
    wanted_from: date
    most: Fraction
    """The most that is wanted in any quarter."""
    routes: tuple[LineRoute, ...]
    unserved: tuple[str, ...]
    too_dear: tuple[str, ...]
    """Lines above the ceiling of the need; in no cover."""
    quarters: tuple[QuarterCover, ...]
    todo: tuple[ToDo, ...]
    grade: Grade


def answer_route(desk: Desk, need: Need) -> RouteAnswer:
    """Return where a need can be met: lines, covers by quarter, acts with their last safe days.

    Each quarter is covered by itself, at the price of that quarter; `plan` chooses over time.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      need: the need.
    """
    begins = max(min(amount.from_ for amount in need.amount), desk.ground.on)
    ends = max(amount.to for amount in need.amount)
    hours = desk.needs.hours_per_month
    grid = horizon(begins, ends, "quarter", hours_per_month=Fraction(hours) if hours else None)
    routes = routes_of(desk, need, begins)
    dear = tuple(route.line.id for route in routes if _is_dear(desk, need, route))
    fit = tuple(route for route in routes if route.line.id not in dear)
    quarters = tuple(_quarter(desk, need, fit, grid, number) for number in range(len(grid.periods)))
    grades = [quarter.grade for quarter in quarters]
    return RouteAnswer(
        need, begins, max((quarter.wanted for quarter in quarters), default=Fraction(0)), routes,
        unserved(desk.lines, routes), dear, quarters, _todo(desk, routes, quarters),
        weakest((need.basis.grade, *grades)),
    )  # fmt: skip


def _is_dear(desk: Desk, need: Need, route: LineRoute) -> bool:
    return need.ceiling is not None and hourly(route.line, desk.needs) / route.speed > Fraction(need.ceiling)


def wanted_in(desk: Desk, need: Need, first: date, after: date) -> Fraction:
    """Return the most accelerators that a need wants at any time from a day up to another."""
    found = [
        accelerators_of(amount, desk.needs, need.accelerator)
        for amount in need.amount
        if amount.from_ < after and amount.to >= first
    ]
    return max(found, default=Fraction(0))


def _quarter(
    desk: Desk, need: Need, routes: Sequence[LineRoute | LineReach], grid: Horizon, number: int
) -> QuarterCover:
    first, after = grid.periods[number]
    wanted = wanted_in(desk, need, first, after)
    ready = [route for route in routes if route.starts is not None and route.starts <= first]
    in_time = {route.line.id for route in ready}
    late = tuple(route.line.id for route in routes if route.outcome != "barred" and route.line.id not in in_time)
    choices = [
        Choice(
            route.line.id, route.speed * route.line.block,
            route.line.block * price_over(route.line, desk.needs, first, after, grid.hours(first, after)),
            route.line.least_blocks, route.line.most_blocks,
        )
        for route in ready
    ]  # fmt: skip
    cover = cheapest_cover(choices, wanted) if wanted else Cover((), Fraction(0), Fraction(0), Fraction(0), Fraction(0))
    taken = {name for name, _ in cover.blocks}
    grade = weakest(tuple(route.grade for route in ready if route.line.id in taken))
    return QuarterCover(grid.name(number), first, after, wanted, cover, late, grade)


def quarters_without_leave(desk: Desk, need: Need, reaches: Iterable[LineReach]) -> tuple[QuarterCover, ...]:
    """Return the cheapest cover of the first quarter of a need, and of the one that wants most.

    Only lines count that are free now or after notice, so that nobody's leave is needed.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      need: the need.
      reaches: how every line could come to serve it.
    """
    begins = max(min(amount.from_ for amount in need.amount), desk.ground.on)
    grid = horizon(begins, max(amount.to for amount in need.amount), "quarter")
    routes = [reach for reach in reaches if reach.outcome in ("free now", "after notice")]
    most = max(range(len(grid.periods)), key=lambda n: wanted_in(desk, need, *grid.periods[n]))
    return _quarter(desk, need, routes, grid, 0), _quarter(desk, need, routes, grid, most)


def _todo(desk: Desk, routes: tuple[LineRoute, ...], quarters: tuple[QuarterCover, ...]) -> tuple[ToDo, ...]:
    """Return the acts of the lines that covers take, for the first quarter that takes each."""
    by_id = {route.line.id: route for route in routes}
    found: list[ToDo] = []
    done: set[str] = set()
    for quarter in quarters:
        for name, _ in quarter.cover.blocks:
            if name not in done:
                done.add(name)
                found += _acts(desk, by_id[name], quarter)
    return tuple(sorted(found, key=lambda act: (act.last or act.first, act.first, STEP_ACTS.index(act.kind), act.line)))


def _acts(desk: Desk, route: LineRoute, quarter: QuarterCover) -> list[ToDo]:
    latest = quarter.first - timedelta(days=route.line.lead_days)
    if route.line.expires is not None:
        latest = min(latest, route.line.expires)
    found = []
    for step in route.steps:
        if step.kind in STEP_ACTS and not step.done:
            last, safe = _last(desk, route, step, latest)
            found.append(
                ToDo(
                    step.kind, route.line.id, step.clause, step.by, step.first, last, safe, quarter.name, step.supposed
                )
            )
    return found


def _last(desk: Desk, route: LineRoute, step: RouteStep, latest: date) -> tuple[date | None, int]:
    match step.kind:
        case "notice":
            safe = safe_days(desk.ground, route.access.rights, latest, route.line.expires, None)
            return (safe[-1].day if safe else None), len(safe)
        case "bona fide offer":
            safe = safe_days(desk.ground, route.access.rights, latest, route.line.expires, None)
            return (safe[-1].day if safe else None), 0
        case "consent":
            future = desk.futures.consent_for(step.clause or "")
            return latest - timedelta(days=future.delay_days if future else 0), 0
        case _:
            return latest, (latest - step.first) // ONE_DAY + 1
