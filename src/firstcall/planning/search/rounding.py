"""Whole blocks from the fractions of a relaxation: rounded, and mended until nothing is over what there is."""

from __future__ import annotations

from math import floor

import numpy as np

from firstcall.planning.model.matrix import Floats
from firstcall.planning.model.parts import NO_COLUMN, WHETHER, BlockDecision, Model
from firstcall.planning.options.purchases import PurchaseOption

NEAR = 1e-6


def rounded(model: Model, relaxed: Floats, *, up: float = 0.5) -> dict[int, int]:
    """Return whole values for every column of blocks, near those of the relaxation and within every limit.

    Args:
      model: the model.
      relaxed: the values of the relaxation.
      up: from which part of a block it is rounded up; 0 for always.
    """
    found: dict[int, int] = dict.fromkeys(model.matrix.whole, 0)
    room: dict[str, np.ndarray[tuple[int, int], np.dtype[np.int64]]] = {}
    for option in model.options:
        held = _room(model, room, option)
        span = slice(option.start, _last(model, option) + 1)
        columns = model.noticed[option.number] if option.rights else model.signed[option.number]
        for column in np.unique(columns[columns != NO_COLUMN]):
            scenarios = np.flatnonzero(columns == column)
            free = int(held[scenarios, span].min())
            count = _count(float(relaxed[column]), option, free, up)
            found[int(column)] = count
            held[scenarios, span] -= count
        if option.rights:
            _signed(model, option, relaxed, found, up)
    _whole_notices(model, found, relaxed)
    tell_whether(model, found)
    return found


def _room(model: Model, room: dict[str, np.ndarray[tuple[int, int], np.dtype[np.int64]]], option: PurchaseOption) -> (
    np.ndarray[tuple[int, int], np.dtype[np.int64]]
):  # fmt: skip
    name = option.line.id
    if name not in room:
        shape = (len(model.scenarios.all), len(model.grid.slices))
        room[name] = np.full(shape, option.line.most_blocks, np.int64)
    return room[name]


def _last(model: Model, option: PurchaseOption) -> int:
    ends = max([option.supplies.after, *(match.supplies.after for match in option.matched)])
    running = [piece.number for piece in model.grid.slices if piece.first < ends]
    return max([option.start, *running[-1:]])


def _count(value: float, option: PurchaseOption, free: int, up: float) -> int:
    part = value - floor(value + NEAR)
    count = floor(value + NEAR) + (1 if part > NEAR and part >= up else 0)
    least = option.line.least_blocks
    if 0 < count < least or (count == 0 and value > NEAR and up == 0):
        count = least if value >= least * min(up, 0.5) else 0
    count = min(count, free)
    return count if count >= least else 0


def _signed(model: Model, option: PurchaseOption, relaxed: Floats, blocks: dict[int, int], up: float) -> None:
    columns = model.signed[option.number]
    for column in np.unique(columns[columns != NO_COLUMN]):
        scenarios = np.flatnonzero(columns == column)
        free = option.line.most_blocks
        for scenario in scenarios:
            taken = model.taken(option.number, int(scenario))
            share = taken[1].share if taken else 0
            free = min(free, floor((1 - share) * blocks[int(model.noticed[option.number][scenario])]))
        blocks[int(column)] = _count(float(relaxed[column]), option, free, up)


def _whole_notices(model: Model, blocks: dict[int, int], relaxed: Floats) -> None:
    """Put what is left of an offer noticed whole where the relaxation put the most of it."""
    by_line: dict[str, list[PurchaseOption]] = {}
    for option in model.options:
        if option.given:
            by_line.setdefault(option.line.id, []).append(option)
    for options in by_line.values():
        held = np.asarray([model.noticed[option.number] for option in options])
        for vector in np.unique(held, axis=1).T:
            missing = options[0].line.most_blocks - sum(blocks[int(column)] for column in vector)
            best = max(vector, key=lambda column: (relaxed[int(column)], -int(column)))
            blocks[int(best)] += missing


def tell_whether(model: Model, found: dict[int, int]) -> None:
    """Say of each purchase that is of some blocks that it is bought at all.

    Args:
      model: the model.
      found: blocks by column; the columns that say whether are put right.
    """
    blocks = {}
    for column in model.matrix.whole:
        tag = model.matrix.column_tags[column]
        if isinstance(tag, BlockDecision):
            blocks[tag] = column
    for tag, column in blocks.items():
        if tag.is_whether:
            of = blocks[BlockDecision(tag.kind.removesuffix(WHETHER), tag.purchase, tag.group)]
            found[column] = 1 if found[of] else 0


def without_idle_notices(model: Model, values: Floats) -> Floats:
    """Return a plan that gives no notice of more than it signs where the holder is sure to take nothing.

    Such a notice costs nothing and brings nothing; to give it would only show what the answer to others will be.

    Args:
      model: the model.
      values: the values of its columns, blocks whole.
    """
    blocks = {column: round(float(values[column])) for column in model.matrix.whole}
    for option in model.options:
        if option.rights and not option.given:
            noticed, signed = model.noticed[option.number], model.signed[option.number]
            for column in np.unique(noticed).tolist():
                among = np.flatnonzero(noticed == column).tolist()
                if not any(model.taken(option.number, scenario) for scenario in among):
                    needed = (blocks[int(signed[n])] for n in among if signed[n] != NO_COLUMN)
                    blocks[column] = max(needed, default=0)
    tell_whether(model, blocks)
    found = values.copy()
    found[model.matrix.whole] = [blocks[column] for column in model.matrix.whole]
    return found
