"""Whole blocks by diving: fixed start by start, notices before signatures, the rest solved anew each time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from firstcall.planning.model.matrix import Floats, Ints
from firstcall.planning.model.parts import BlockDecision, Model
from firstcall.planning.search.highs import LoadedModel, Solved
from firstcall.planning.search.rounding import NEAR

ENOUGH = 0.3
"""From which part of the fewest blocks sold at once these are bought rather than none: to miss hours is dearer."""


def dive(model: Model, loaded: LoadedModel, relaxed: Solved, share: float = 0.5) -> Solved | None:
    """Return the model solved with every column of blocks whole; None where that runs into something impossible.

    What starts first is fixed first, what is noticed before what is signed, and what is nearest to a whole number
    before the rest; later decisions then make up for what rounding took or gave. The model stays loaded, so that
    each further solution takes a few steps only.

    Args:
      model: the model.
      loaded: the same, loaded and solved in fractions; its columns of blocks are then fixed.
      relaxed: that solution.
      share: of the open blocks of a start, those nearest to a whole number, that are fixed before the rest.
    """
    run = relaxed
    for together, fewest in _batches(model):
        columns, least = together, fewest
        for is_last in (False, True):
            if run.state != "optimal":
                return None
            values = run.values[columns]
            wanted = _whole(values, least)
            off = np.abs(values - wanted)
            open_ = np.flatnonzero(off > NEAR)
            some = np.arange(len(columns)) if is_last or not len(open_) else _nearest(off, open_, share)
            loaded.fix(columns[some], wanted[some])
            run = _again(loaded, run, columns[some], least[some]) if len(open_) else run
            columns, least = np.delete(columns, some), np.delete(least, some)
            if not len(columns):
                break
    return run if run.state == "optimal" else None


def _batches(model: Model) -> Iterator[tuple[Ints, Floats]]:
    """Yield the columns of blocks that are decided together, each with the fewest blocks sold at once."""
    found: dict[tuple[int, bool], list[int]] = {}
    for column in model.matrix.whole:
        tag = model.matrix.column_tags[column]
        if isinstance(tag, BlockDecision) and not tag.is_whether:
            found.setdefault((model.options[tag.purchase].start, tag.kind == "signed"), []).append(column)
    for key in sorted(found):
        purchases = (model.matrix.column_tags[column].purchase for column in found[key])  # type: ignore[attr-defined]
        least = [float(model.options[number].line.least_blocks) for number in purchases]
        yield np.asarray(found[key], np.int64), np.asarray(least, np.float64)


def _whole(values: Floats, least: Floats) -> Floats:
    """Return the nearest whole numbers that may be bought: none, or at least the fewest sold at once."""
    few = (values > NEAR) & (values < least)
    return np.where(few, np.where(values >= ENOUGH * least, least, 0.0), np.round(values))


def _nearest(off: Floats, open_: Ints, share: float) -> Ints:
    order = open_[np.argsort(off[open_], kind="stable")]
    return order[: max(1, int(len(order) * share))]


def _again(loaded: LoadedModel, before: Solved, columns: Ints, least: Floats) -> Solved:
    """Return the next solution; where rounding up was too much, the one after rounding down."""
    run = loaded.solve()
    if run.state == "optimal":
        return run
    down = np.floor(before.values[columns] + NEAR)
    loaded.fix(columns, np.where(down < least, 0.0, down))
    return loaded.solve()
