"""Who does which work in a plan, exactly: the solver's hours made whole, and no hour sold twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from firstcall.planning.model.matrix import Floats
from firstcall.planning.model.parts import NO_COLUMN, THOUSAND, Model
from firstcall.planning.model.work_laws import share_of
from firstcall.planning.options.pools import PoolPart, WorkPool
from firstcall.planning.options.purchases import PurchaseOption, Supplies
from firstcall.values import dataclass

NO_HOURS = Fraction(0)


@dataclass(frozen=True, slots=True)
class Work:
    """Hours that one purchase, or the holder's capacity after its match, does for a need."""

    scenario: int
    slice: int
    need: int
    purchase: int
    match: int | None
    hours: Fraction
    """Hours of its own accelerators."""
    by_use: Fraction
    """Of these, hours beyond what is paid for anyway."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Hours of a need, in the accelerator it is counted in, that nobody supplies."""

    scenario: int
    slice: int
    need: int
    hours: Fraction


@dataclass(frozen=True, slots=True)
class ExactWork:
    """All work of a plan, all that is missing, and the blocks it rests on."""

    work: tuple[Work, ...]
    missing: tuple[Missing, ...]
    blocks: dict[int, int]
    """Whole blocks, by column."""


def exact_work(model: Model, values: Floats) -> ExactWork:
    """Return the work of a plan in exact hours that fit its whole blocks.

    The solver's hours are rounded to whole ones, cut to the capacity and the demand, and what is then missing is
    filled from what is left; figures that people read are added up from these.

    Args:
      model: the model.
      values: the values of its columns, blocks whole.
    """
    blocks = {int(column): round(float(values[column])) for column in model.matrix.whole}
    by_place: dict[tuple[int, int], list[tuple[int, int, Fraction]]] = {}
    for column, flow in model.flows.items():
        hours = Fraction(round(float(values[column]) * THOUSAND))
        place = (flow.scenario, model.pools[flow.pool].key.slice)
        by_place.setdefault(place, []).append((flow.pool, flow.kind, hours))
    work: list[Work] = []
    missing: list[Missing] = []
    for scenario in range(len(model.scenarios.all)):
        for piece in range(len(model.grid.slices)):
            day = _Place(model, scenario, piece, blocks, by_place.get((scenario, piece), []))
            work += day.work()
            missing += day.missing()
    return ExactWork(tuple(work), tuple(missing), only_what_is_used(model, work, blocks))


def only_what_is_used(model: Model, work: Sequence[Work], blocks: dict[int, int]) -> dict[int, int]:
    """Return the blocks of a plan without those that commit to nothing and do nothing.

    Where nothing is paid but by use, any number of blocks costs the same; the fewest that do the work are told.
    """
    used: dict[tuple[int, int | None, int], Fraction] = {}
    running: dict[tuple[int, int | None, int, int], Fraction] = {}
    for one in work:
        part = model.grid.slices[one.slice]
        supplies = supplies_of(model.options[one.purchase], one.match)
        hours = model.grid.hours(max(part.first, supplies.first), min(part.after, supplies.after))
        key = (one.purchase, one.match, one.scenario)
        at_once = (one.purchase, one.match, one.scenario, one.slice)
        running[at_once] = running.get(at_once, NO_HOURS) + one.hours / (hours * model.options[one.purchase].line.block)
        used[key] = max(used.get(key, NO_HOURS), running[at_once])
    found = dict(blocks)
    for option in model.options:
        if option.rights or option.line.take_or_pay or option.line.prepayment:
            continue
        for column in decided_columns(model.signed[option.number]):
            among = [n for n, held in enumerate(model.signed[option.number].tolist()) if held == column]
            most = max((used.get((option.number, None, n), NO_HOURS) for n in among), default=NO_HOURS)
            found[column] = min(found[column], max(ceil(most), option.line.least_blocks) if most else 0)
    return found


class _Place:
    """One slice in one scenario: capacity of its pools, demand of its needs, hours between them."""

    def __init__(
        self, model: Model, scenario: int, piece: int, blocks: dict[int, int],
        flows: Sequence[tuple[int, int, Fraction]],
    ) -> None:  # fmt: skip
        self.model, self.scenario, self.piece = model, scenario, piece
        self.parts: dict[int, list[tuple[PoolPart, Fraction]]] = {}
        for number in dict.fromkeys(pool for pool, _, _ in flows):
            self.parts[number] = list(_sized(model, model.pools[number], scenario, blocks))
        self.left = {number: sum((size for _, size in parts), NO_HOURS) for number, parts in self.parts.items()}
        self.wanted = {need: model.demanded(need, piece, scenario) for need in range(len(model.desk.needs.needs))}
        self.hours: dict[tuple[int, int], Fraction] = {}
        ways: list[tuple[int, int]] = []
        for pool, kind, hours in flows:
            members = sorted(model.kinds[kind], key=self._worth)
            ways += [(pool, need) for need in members]
            left = hours
            for need in members:
                left -= self._send(pool, need, left)
        self._keep_shares()
        for pool, need in sorted(ways, key=lambda way: (self._worth(way[1]), model.pools[way[0]].key.price)):
            if not model.pools[pool].key.shares and self._is_worth_it(pool, need):
                self._send(pool, need, self.left[pool])

    def _worth(self, need: int) -> tuple[int, Fraction]:
        unmet = self.model.desk.needs.needs[need].unmet
        return (0, NO_HOURS) if unmet == "must" else (1, -Fraction(unmet))

    def _is_worth_it(self, pool: int, need: int) -> bool:
        """Return whether an hour of a pool costs less than what it saves a need from missing."""
        unmet = self.model.desk.needs.needs[need].unmet
        return unmet == "must" or self.model.pools[pool].key.price < Fraction(unmet) * self._speed(pool, need)

    def _speed(self, pool: int, need: int) -> Fraction:
        needs = self.model.desk.needs
        return needs.speed(self.model.pools[pool].key.accelerator, needs.needs[need].accelerator)

    def _send(self, pool: int, need: int, hours: Fraction) -> Fraction:
        """Send as many of some hours as the pool has left and the need still wants; return how many."""
        sent = min(hours, self.left[pool], self.wanted[need] / self._speed(pool, need))
        if sent > 0:
            self.hours[pool, need] = self.hours.get((pool, need), NO_HOURS) + sent
            self.left[pool] -= sent
            self.wanted[need] -= sent * self._speed(pool, need)
        return sent

    def _take_back(self, pool: int, need: int, hours: Fraction) -> None:
        self.hours[pool, need] -= hours
        self.left[pool] += hours
        self.wanted[need] += hours * self._speed(pool, need)

    def _keep_shares(self) -> None:
        """Take back what other work has beyond its share of an approved site, to the last hour."""
        sites: dict[tuple[str, str], list[tuple[int, int, bool]]] = {}
        for pool, need in self.hours:
            for name, provider, for_needs in self.model.pools[pool].key.shares:
                sites.setdefault((name, provider), []).append((pool, need, need in for_needs))
        for (name, _), flows in sites.items():
            share = share_of(self.model, name, self.piece)
            meant = sum((self.hours[pool, need] for pool, need, is_meant in flows if is_meant), NO_HOURS)
            others = [(pool, need) for pool, need, is_meant in flows if not is_meant]
            most = meant * (1 - share) / share if share else None
            over = NO_HOURS if most is None else sum((self.hours[flow] for flow in others), NO_HOURS) - most
            for pool, need in reversed(others):
                back = min(max(over, NO_HOURS), self.hours[pool, need])
                self._take_back(pool, need, back)
                over -= back

    def work(self) -> Iterable[Work]:
        """Yield the work of each purchase: first what is paid for anyway, then by use."""
        for number, parts in self.parts.items():
            needs = [(need, hours) for (pool, need), hours in self.hours.items() if pool == number and hours]
            yield from self._filled(parts, needs)

    def _filled(self, parts: list[tuple[PoolPart, Fraction]], needs: list[tuple[int, Fraction]]) -> Iterable[Work]:
        """Fill the parts one after the other, paid hours of all of them first."""
        rooms = [(part, size * part.paid, False) for part, size in parts]
        rooms += [(part, size * (1 - part.paid), True) for part, size in parts]
        done: dict[tuple[int, int | None, int], tuple[Fraction, Fraction]] = {}
        queue = [(part, room, extra) for part, room, extra in rooms if room > 0]
        at = 0
        for need, hours_wanted in needs:
            wanted = hours_wanted
            while wanted > 0 and at < len(queue):
                part, room, extra = queue[at]
                sent = min(wanted, room)
                key = (part.purchase, part.match, need)
                hours, by_use = done.get(key, (NO_HOURS, NO_HOURS))
                done[key] = (hours + sent, by_use + (sent if extra else NO_HOURS))
                wanted -= sent
                queue[at] = (part, room - sent, extra)
                at += room == sent
        for (purchase, match, need), (hours, by_use) in done.items():
            yield Work(self.scenario, self.piece, need, purchase, match, hours, by_use)

    def missing(self) -> Iterable[Missing]:
        """Yield what no need gets."""
        for need, hours in self.wanted.items():
            if hours > 0:
                yield Missing(self.scenario, self.piece, need, hours)


def _sized(model: Model, pool: WorkPool, scenario: int, blocks: dict[int, int]) -> Iterable[tuple[PoolPart, Fraction]]:
    for part in pool.parts:
        size = blocks_of(model, part.purchase, part.match, scenario, blocks)
        if size > 0:
            yield part, part.hours * size


def blocks_of(model: Model, purchase: int, match: int | None, scenario: int, blocks: dict[int, int]) -> Fraction:
    """Return the blocks of a purchase that run in a scenario: signed by itself, or taken by a match."""
    if match is None:
        column = int(model.signed[purchase][scenario])
        return NO_HOURS if column == NO_COLUMN else Fraction(blocks[column])
    taken = model.taken(purchase, scenario)
    if taken is None or taken[0] != match:
        return NO_HOURS
    noticed = blocks[int(model.noticed[purchase][scenario])]
    if taken[1].stranding:
        return Fraction(max(noticed - (model.options[purchase].line.least_blocks - 1), 0) if noticed else 0)
    return taken[1].share * noticed


def decided_columns(rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> tuple[int, ...]:
    """Return the columns of a decision, each once, in the order of scenarios."""
    return tuple(dict.fromkeys(int(column) for column in rows if column != NO_COLUMN))


def supplies_of(option: PurchaseOption, match: int | None) -> Supplies:
    """Return the capacity of a purchase: its own, or the holder's after a match."""
    return option.supplies if match is None else option.matched[match].supplies
