"""What could be bought: each line at each start and term, with its signing, its notice, and what it may serve.

Every start is kept, whatever today's rights say of it, as long as some need that wants something while it runs could
be served lawfully.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.deadlines.day_count import ONE_DAY
from firstcall.planning.inputs.horizon import Horizon, months_later
from firstcall.planning.inputs.needs import Need
from firstcall.planning.inputs.pricing import hourly
from firstcall.planning.inputs.supply import SupplyLine
from firstcall.planning.options.demand import demand_of
from firstcall.planning.routes.route import Desk
from firstcall.planning.steps.access import Access, access, notice_given, runs_through, side_of
from firstcall.planning.steps.clearance import CapacitySide, ConsentStep
from firstcall.planning.steps.holders import HolderSide, holder_side, match_starts
from firstcall.planning.steps.notice_days import NoticeDay, safe_days
from firstcall.values import dataclass

MANY_PERIODS = 24
"""With more monthly periods than this, purchases start every third month only."""
NO_NEEDS = frozenset[int]()
Reach = tuple[frozenset[int], ...]
"""The needs that may be served in each slice, by their numbers."""


@dataclass(frozen=True, slots=True)
class Supplies:
    """Capacity as it runs: from when until when, and what it may serve."""

    side: CapacitySide
    first: date
    after: date
    """The first day after its term; the horizon's end where it is bought by the hour."""
    reach: Reach
    shares: tuple[tuple[str, frozenset[int]], ...] = ()
    """Approvals that hold it to a share, with the needs that they are mainly meant for."""


@dataclass(frozen=True, slots=True)
class MatchEffect:
    """What a match makes of a purchase: under which clause, and the holder's capacity."""

    clause: str
    holder: HolderSide
    supplies: Supplies


@dataclass(frozen=True, slots=True)
class PurchaseOption:
    """One way to buy a line: a start, a term, a day of signing, and the steps before it."""

    number: int
    line: SupplyLine
    start: int
    """The slice in which it starts to run."""
    term_months: int
    """0 where it is bought by the hour."""
    signing: date
    rights: tuple[str, ...]
    notice: NoticeDay | None
    """The last safe day for its notice."""
    safe: int
    """How many safe days there are."""
    given: bool
    """Whether the notice is on the record already."""
    consents: tuple[ConsentStep, ...]
    supplies: Supplies
    matched: tuple[MatchEffect, ...]
    grade: Grade

    @property
    def decided(self) -> date:
        """The first day on which something is decided for it: the notice, else the signing."""
        return self.notice.day if self.notice else self.signing


def purchases(desk: Desk, grid: Horizon) -> tuple[PurchaseOption, ...]:
    """Return everything that could be bought within a horizon, in the order of the supply and of time.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      grid: the horizon.
    """
    found: list[PurchaseOption] = []
    wanted = _wanted(desk, grid)
    for line in desk.lines:
        fits = tuple(n for n, need in enumerate(desk.needs.needs) if _fits(desk, line, need))
        if not fits or line.most_blocks < line.least_blocks:
            continue
        for start in _starts(line, grid):
            ways = list(_ways(desk, grid, line, start, fits))
            for way in ways:
                for months in _terms(line, grid, way):
                    made = _numbered(way, len(found), months, desk, grid)
                    found += [made] if _is_of_use(made, wanted) else []
            if ways and not line.min_term_months and not line.max_term_months:
                break
    return tuple(found)


def edges_within(desk: Desk, grid: Horizon) -> tuple[date, ...]:
    """Return the days within periods on which a need changes, or a shortest or longest term ends.

    Hours may be moved about within a slice, so that one in which capacity runs only for a time, or is wanted only for
    a time, would count it as there, or as wanted, throughout.
    """
    found = {day for need in desk.needs.needs for one in need.amount for day in (one.from_, one.to + ONE_DAY)}
    firsts = [grid.periods[number][0] for number in _decided(grid)]
    for months in {n for line in desk.lines for n in (line.min_term_months or 1, line.max_term_months) if n}:
        found |= {months_later(first, months) for first in firsts}
    return tuple(sorted(found))


def _wanted(desk: Desk, grid: Horizon) -> Reach:
    """Return the needs that want anything in each slice."""
    demand = demand_of(desk.needs, grid)
    return tuple(frozenset(n for n, row in enumerate(demand) if row[piece.number]) for piece in grid.slices)


def _is_of_use(option: PurchaseOption, wanted: Reach) -> bool:
    """Return whether a purchase runs, as its own, while a need that it may serve wants something.

    An offer whose notice is on the record counts whatever it is of use for: the holder may take it.
    """
    return option.given or any(reach & needs for reach, needs in zip(option.supplies.reach, wanted, strict=True))


def _fits(desk: Desk, line: SupplyLine, need: Need) -> bool:
    speed = desk.needs.speed(line.accelerator, need.accelerator)
    if not speed or (need.regions and line.region not in need.regions):
        return False
    return need.ceiling is None or hourly(line, desk.needs) / speed <= Fraction(need.ceiling)


def _starts(line: SupplyLine, grid: Horizon) -> Iterator[int]:
    """Yield the slices in which a purchase may start: the first of each period, or of each third one."""
    firsts = {grid.periods[number][0] for number in _decided(grid)}
    for piece in grid.slices:
        if piece.first in firsts and piece.first >= line.available_from:
            yield piece.number


def _decided(grid: Horizon) -> range:
    """Return the periods at whose start something may be bought."""
    step = 3 if grid.by == "month" and len(grid.periods) > MANY_PERIODS else 1
    return range(0, len(grid.periods), step)


@dataclass(frozen=True, slots=True)
class _Way:
    """A line at a start, signed on a day, with the steps before it and the needs they open it to."""

    line: SupplyLine
    start: int
    signing: date
    rights: tuple[str, ...]
    notice: NoticeDay | None
    safe: int
    given: bool
    consents: tuple[ConsentStep, ...]
    opened: tuple[tuple[int, Access], ...]
    fits: tuple[int, ...]
    """The needs whose accelerator, region and ceiling it fits, whatever may be signed."""


def _ways(desk: Desk, grid: Horizon, line: SupplyLine, start: int, fits: tuple[int, ...]) -> Iterator[_Way]:
    """Yield the ways to sign a line for a start: one for each set of steps, on the last day that serves.

    Each stretch of text before the start is tried, since an earlier text may ask for less.
    """
    ground, side = desk.ground, side_of(desk.ground, line)
    begins = grid.slices[start].first
    latest = begins - timedelta(days=line.lead_days)
    if line.expires is not None:
        latest = min(latest, line.expires)
    seen: set[tuple[object, ...]] = set()
    given = notice_given(ground, line.offer) if line.offer else None
    for signing in _signing_days(desk, latest):
        opened = _opened(desk, side, fits, signing, line.offer)
        for rights, consents in _step_sets(held for _, held in opened if held.is_open):
            allowed = tuple((n, held) for n, held in opened if _within(held, rights, consents))
            key = (rights, consents, tuple(n for n, _ in allowed))
            way = _way(desk, line, start, signing, rights, consents, allowed, fits, begins, given)
            if way is not None and key not in seen:
                seen.add(key)
                yield way


def _opened(
    desk: Desk, side: CapacitySide, fits: Iterable[int], day: date, offer: str | None = None
) -> list[tuple[int, Access]]:
    """Return what needs ask for before capacity is signed on a day; asked once for needs that ask for the same work."""
    ground, found = desk.ground, []
    asked: dict[tuple[object, ...], Access] = {}
    for n in fits:
        need = desk.needs.needs[n]
        work = (need.workloads, need.customer)
        if work not in asked:
            asked[work] = access(ground, side, need, ground.act_at(day), offer)
        found.append((n, asked[work]))
    return found


def _signing_days(desk: Desk, latest: date) -> Iterator[date]:
    """Yield the last day of signing within each stretch of text, the latest stretch first."""
    ground = desk.ground
    if latest < ground.on:
        return
    yield latest
    for turn in reversed(ground.turns):
        day = ground.day_of(turn)
        day = day if ground.act_at(day) < turn else day - ONE_DAY
        if ground.on <= day < latest:
            yield day


def _step_sets(accesses: Iterable[Access]) -> list[tuple[tuple[str, ...], tuple[ConsentStep, ...]]]:
    found: dict[tuple[frozenset[str], frozenset[str]], tuple[tuple[str, ...], tuple[ConsentStep, ...]]] = {}
    for one in accesses:
        found.setdefault(one.key, (one.rights, one.consents))
    return list(found.values())


def _within(access: Access, rights: tuple[str, ...], consents: tuple[ConsentStep, ...]) -> bool:
    done = {step.clause for step in consents}
    return access.is_open and set(access.rights) <= set(rights) and {step.clause for step in access.consents} <= done


def _way(
    desk: Desk, line: SupplyLine, start: int, signing: date, rights: tuple[str, ...],
    consents: tuple[ConsentStep, ...], allowed: tuple[tuple[int, Access], ...], fits: tuple[int, ...], begins: date,
    given: tuple[tuple[str, ...], NoticeDay] | None,
) -> _Way | None:  # fmt: skip
    """Return a way whose notices and consents can be in time; None where they cannot."""
    ground = desk.ground
    for step in consents:
        future = desk.futures.consent_for(step.clause)
        if ground.on + timedelta(days=future.delay_days if future else 0) > signing:
            return None
    if given is not None:
        names, noticed = given
        signs = max(signing, noticed.free_day)
        if signs != signing or not noticed.holds(ground.act_at(signing)):
            return None
        return _Way(line, start, signing, names, noticed, 1, True, consents, allowed, fits)
    if not rights:
        return _Way(line, start, signing, (), None, 0, False, consents, allowed, fits)
    safe = safe_days(ground, rights, signing, line.expires, begins)
    if not safe:
        return None
    return _Way(line, start, signing, rights, safe[-1], len(safe), False, consents, allowed, fits)


def _terms(line: SupplyLine, grid: Horizon, way: _Way) -> list[int]:
    """Return the terms to choose from: the shortest, the longest, and those that end where a purchase may start.

    The last of these ends with the horizon. While demand is even within a period, no other term is better.
    """
    if not line.max_term_months:
        return [0]
    shortest, longest = line.min_term_months or 1, line.max_term_months
    begins = grid.slices[way.start].first
    ends = (*(grid.periods[number][0] for number in _decided(grid)), grid.after)
    found = {n for day in ends if (n := _months_to(begins, day)) is not None and shortest <= n <= longest}
    return sorted({shortest, longest} | found)


def _months_to(begins: date, after: date) -> int | None:
    """Return the fewest months that last from one day up to another; None where the other comes first."""
    if after <= begins:
        return None
    n = (after.year - begins.year) * 12 + after.month - begins.month
    return n if months_later(begins, n) >= after else n + 1


def _numbered(way: _Way, number: int, months: int, desk: Desk, grid: Horizon) -> PurchaseOption:
    ground, line = desk.ground, way.line
    side, begins = side_of(ground, line), grid.slices[way.start].first
    after = months_later(begins, months) if months else grid.after
    supplies = _supplies(desk, grid, side, way.opened, way.signing, begins, after)
    matched = tuple(_matches(desk, grid, way, begins, months)) if way.notice else ()
    grade = weakest((line.weakest_grade, *(held.grade for _, held in way.opened)))
    return PurchaseOption(
        number, line, way.start, months, way.signing, way.rights, way.notice, way.safe, way.given, way.consents,
        supplies, matched, grade,
    )  # fmt: skip


def _supplies(
    desk: Desk, grid: Horizon, side: CapacitySide, opened: tuple[tuple[int, Access], ...], signed: date,
    first: date, after: date,
) -> Supplies:  # fmt: skip
    """Return what capacity may serve, slice by slice, as the text in force then has it."""
    reach = []
    known: dict[tuple[int, ...], frozenset[int]] = {}
    for piece in grid.slices:
        if piece.after <= first or piece.first >= after:
            reach.append(NO_NEEDS)
            continue
        stretches = desk.ground.stretches_in(piece.first, piece.after)
        if stretches not in known:
            runs = {
                id(held): runs_through(desk.ground, side, held, signed, piece.first, piece.after)
                for held in {id(held): held for _, held in opened}.values()
            }
            known[stretches] = frozenset(n for n, held in opened if runs[id(held)])
        reach.append(known[stretches])
    return Supplies(side, first, after, tuple(reach), _shares(desk, opened))


def _shares(desk: Desk, opened: tuple[tuple[int, Access], ...]) -> tuple[tuple[str, frozenset[int]], ...]:
    """Return the approvals that hold the capacity to a share, each with the needs that it is mainly meant for."""
    names = dict.fromkeys(name for _, held in opened for name in held.shares)
    return tuple((name, frozenset(n for n, held in opened if name not in held.shares)) for name in names)


def _matches(desk: Desk, grid: Horizon, way: _Way, begins: date, months: int) -> Iterator[MatchEffect]:
    ground, line, noticed = desk.ground, way.line, way.notice
    assert noticed is not None
    day = ground.day_of(noticed.window_ends)
    side = side_of(ground, line)
    for name in way.rights:
        answer = desk.futures.answer_for(line.id, name)
        holder = holder_side(ground, name, line, side, desk.leads, answer, day)
        if holder is None:
            continue
        starts = match_starts(holder, day, begins)
        opened = tuple(
            (n, held)
            for n, held in _opened(desk, holder.side, way.fits, day)
            if held.is_open and not held.rights and not held.consents
        )
        after = months_later(starts, months) if months else grid.after
        yield MatchEffect(name, holder, _supplies(desk, grid, holder.side, opened, day, starts, max(after, starts)))
