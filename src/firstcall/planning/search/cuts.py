"""Cuts: what whole blocks make of the hours that are wanted; they raise what no plan can cost less than."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from firstcall.planning.model.matrix import Cut, Floats, Ints
from firstcall.planning.model.parts import Model
from firstcall.values import dataclass

LEAST_PART = 0.02
"""A demand that leaves less than this of a block, or all but this, is not cut: that is too fine for floats."""
WORTH_IT = 1e-3
"""By how much a cut must be broken to be added, in blocks."""
FINENESS = (1.0, 2.0, 0.5)
"""Parts of a block by which demand is counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """Needs that are set against all that can serve them in a slice and scenario, each hour at its worth."""

    blocks: Ints
    """Columns of whole blocks; with the worth of a block of each:"""
    sizes: Floats
    missing: Ints
    """Columns of missing hours; with the worth of an hour of each:"""
    worth: Floats
    wanted: float

    def is_tight(self, values: Floats) -> bool:
        """Return whether a solution supplies no more than is wanted."""
        given = self.sizes @ values[self.blocks] + self.worth @ values[self.missing]
        return bool(given <= self.wanted * (1 + 1e-6) + 1e-6)


def cuts_of(model: Model, values: Floats) -> list[Cut]:
    """Return cuts that a solution in fractions breaks.

    In fractions what is bought is exactly what is wanted. Of whole blocks one is more, or the rest is missing: with
    `Σ size · blocks + rest ≥ wanted`, counted in some unit, and `f` the fraction of what is wanted,
    `Σ (⌊size⌋ + min(1, fraction of size / f)) · blocks + rest / f ≥ ⌈wanted⌉`.

    Source: Nemhauser and Wolsey, A recursive procedure to generate all cuts for 0-1 mixed integer programs, 1990:
    mixed-integer rounding.

    Args:
      model: the model.
      values: the solution of its relaxation.
    """
    found = []
    for group in _groups(model):
        if group.is_tight(values):
            cut = _deepest(group, values)
            found += [cut] if cut is not None else []
    return found


def _groups(model: Model) -> Iterator[Group]:
    by_place: dict[tuple[int, int], list[int]] = {}
    for number, scenario in model.sizes:
        by_place.setdefault((model.pools[number].key.slice, scenario), []).append(number)
    for (piece, scenario), pools in by_place.items():
        present = [kind for kind in range(len(model.kinds)) if (kind, piece, scenario) in model.asked]
        for kinds in _sets(model, present, pools):
            for worth in _worths(model, kinds):
                yield _group(model, worth, pools, piece, scenario)


def _sets(model: Model, present: Sequence[int], pools: Iterable[int]) -> list[frozenset[int]]:
    """Return sets of kinds of need that compete: all, those that some pool cannot serve, and what these share."""
    reaches = {model.pools[number].key.reach for number in pools}
    left_out = (frozenset(kind for kind in present if model.kinds[kind][0] not in reach) for reach in reaches)
    found = dict.fromkeys([frozenset(present), *left_out])
    found |= dict.fromkeys(one & two for one, two in combinations(list(found), 2))
    return [kinds for kinds in found if kinds]


def _worths(model: Model, kinds: frozenset[int]) -> Iterator[dict[int, float]]:
    """Yield what an hour of each kind of need is worth, in hours of each accelerator that can serve them all."""
    needs, seen = model.desk.needs, set()
    for accelerator in needs.accelerators:
        speeds = {kind: needs.speed(accelerator, needs.needs[model.kinds[kind][0]].accelerator) for kind in kinds}
        if all(speeds.values()):
            most = max(speeds.values())
            key = tuple(sorted((kind, most / speed) for kind, speed in speeds.items()))
            if key not in seen:
                seen.add(key)
                yield {kind: float(worth) for kind, worth in key}


def _group(model: Model, worth: dict[int, float], pools: Iterable[int], piece: int, scenario: int) -> Group:
    needs = model.desk.needs
    blocks: dict[int, float] = {}
    for number in pools:
        key = model.pools[number].key
        served = (
            amount * float(needs.speed(key.accelerator, needs.needs[model.kinds[kind][0]].accelerator))
            for kind, amount in worth.items() if model.kinds[kind][0] in key.reach
        )  # fmt: skip
        most = max(served, default=0.0)
        for column, size in model.sizes[number, scenario] if most else ():
            blocks[column] = blocks.get(column, 0.0) + most * size
    wanted, missing = 0.0, dict[int, float]()
    for kind, amount in worth.items():
        hours, columns = model.asked[kind, piece, scenario]
        wanted += amount * hours
        missing |= dict.fromkeys(columns, amount)
    return Group(*_pair(blocks), *_pair(missing), wanted)


def _pair(terms: dict[int, float]) -> tuple[Ints, Floats]:
    return np.fromiter(terms, np.int64, len(terms)), np.fromiter(terms.values(), np.float64, len(terms))


def _deepest(group: Group, values: Floats) -> Cut | None:
    """Return the cut of a group that a solution breaks by most hours; None where it breaks none."""
    best: Cut | None = None
    deepest = 0.0
    rest = group.worth @ values[group.missing]
    for size in np.unique(np.round(group.sizes[group.sizes > 0], 9)):
        for part in FINENESS:
            unit = float(size) * part
            wanted = group.wanted / unit
            fraction = wanted - np.floor(wanted)
            if not LEAST_PART <= fraction <= 1 - LEAST_PART:
                continue
            inside = np.floor(group.sizes / unit + 1e-9)
            over = np.clip(group.sizes / unit - inside, 0.0, None)
            rounded = inside + np.minimum(1.0, over / fraction)
            broken = np.ceil(wanted) - rounded @ values[group.blocks] - rest / (unit * fraction)
            if broken > WORTH_IT and broken * unit * fraction > deepest:
                deepest = broken * unit * fraction
                columns = np.concatenate([group.blocks, group.missing])
                best = Cut(columns, np.concatenate([rounded, group.worth / (unit * fraction)]), float(np.ceil(wanted)))
    return best
