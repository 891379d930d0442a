"""From a model to a plan: relax, round and mend, then search around what was fractional; always with a proven gap."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from firstcall.planning.model.matrix import Arrays, Floats
from firstcall.planning.model.parts import BlockDecision, Law, Model
from firstcall.planning.options.scenarios import Taken
from firstcall.planning.search.cuts import cuts_of
from firstcall.planning.search.diving import dive
from firstcall.planning.search.highs import Limits, LoadedModel, Progress, Solved, SolverStopped, solve
from firstcall.planning.search.rounding import NEAR, rounded, tell_whether
from firstcall.said import Said, sentence
from firstcall.values import dataclass

FoundBy = Literal["relaxation", "rounded", "local", "whole", "kept"]
CONTENT = 0.002
"""The gap at which rounding alone is good enough."""
LOCAL_NODES = 40
DIVES = (0.5, 0.34, 0.67)
"""The share of open blocks that each dive fixes at once."""
AT_ONCE = "only_so_many_at_once"
MANY_WHOLE = 6_000
"""A model with more whole numbers is not searched beyond the dive."""
FEW_WHOLE, FEW_COLUMNS, FEW_NODES = 600, 8_000, 4_000
"""A model no larger than this is searched whole, to so many nodes."""
SOME_WHOLE, SOME_NODES = 2_000, 150
"""One with more whole numbers is searched whole too, less far and to a smaller gap than is good enough."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan in numbers: whole blocks, the values of all columns, its cost, and what nothing can cost less than."""

    values: Floats
    objective: float
    """In thousands, as the solver reckons; figures that people read are reckoned anew, exactly."""
    bound: float
    path: FoundBy
    """What found it."""
    relaxed: Solved
    stopped: bool = False

    @property
    def gap(self) -> float:
        """How much dearer it is than the bound, at the most, as a share of its cost."""
        if self.objective <= self.bound + 1e-9:
            return 0.0
        return (self.objective - self.bound) / max(abs(self.objective), 1e-9)


class StoppedWithoutPlan(Said):
    says = sentence("plan.stopped", "the search was stopped before there was a plan")


class LetItRunLonger(Said):
    says = sentence("plan.let-it-run-longer", "let it run longer, or plan for less")


def search(
    model: Model, arrays: Arrays, *, full: Limits | None = None, progress: Progress | None = None,
    held: Found | None = None,
) -> Found | None:  # fmt: skip
    """Return the best plan found, with its proven bound; None where nothing is lawful and enough.

    Args:
      model: the model.
      arrays: its arrays.
      full: search all whole numbers within these limits; else only those that the relaxation left fractional.
      progress: told now and then; may stop the work, but for the relaxation, without which there is no bound.
      held: a plan of the model to go on from; what is found is no dearer.

    Raises:
      SolverStopped: it was stopped, or came to its limits, before there was a plan; that proves nothing.
    """
    loaded = loosened(model, arrays, progress) if len(arrays.cost) else None
    relaxed = loaded.solve() if loaded is not None else solve(arrays, whole=False)
    if relaxed.state == "stopped":
        loaded = loosened(model, arrays)
        relaxed = loaded.solve()
    if relaxed.state != "optimal":
        return None
    if full is None and len(arrays.whole) <= FEW_WHOLE and len(arrays.cost) <= FEW_COLUMNS:
        full = Limits(nodes=FEW_NODES)
    elif full is None and len(arrays.whole) <= SOME_WHOLE and len(arrays.cost) <= FEW_COLUMNS:
        full = Limits(gap=CONTENT / 4, nodes=SOME_NODES)
    cuts = cuts_of(model, relaxed.values)
    if loaded is not None:
        loaded.add(cuts)
        tighter = loaded.solve()
        relaxed = tighter if tighter.state == "optimal" else relaxed
    arrays = arrays.with_cuts(cuts)
    held = None if held is None else replace(held, bound=relaxed.objective, relaxed=relaxed)
    if full is not None or loaded is None:
        best = _better(_rounded(model, arrays, relaxed), held)
        if held is not None and best is not None:
            around = _around(model, arrays, relaxed, best)
            near = Limits(gap=CONTENT / 4, nodes=LOCAL_NODES, seconds=full.seconds if full else None)
            best = _searched(around, near, best, relaxed, "local", progress)
        return _searched(arrays, full or Limits(), best, relaxed, "whole", progress)
    best = _better(_dived(model, arrays, loaded, relaxed) or _rounded(model, arrays, relaxed), held)
    if best is not None and (best.gap <= CONTENT or len(arrays.whole) > MANY_WHOLE):
        return replace(best, stopped=_is_stopped(progress))
    local = _around(model, arrays, relaxed, best)
    found = _searched(local, Limits(gap=CONTENT / 4, nodes=LOCAL_NODES), best, relaxed, "local", progress)
    if found is None and len(arrays.whole):
        return _searched(arrays, Limits(gap=CONTENT, nodes=FEW_NODES), None, relaxed, "whole", progress)
    return found


def _is_stopped(progress: Progress | None) -> bool:
    return progress is not None and progress("running", None)


def _better(found: Found | None, held: Found | None) -> Found | None:
    """Return the cheaper of what was found and what was held; what was held where they cost the same."""
    if found is None or held is None:
        return found or held
    return held if costs_no_more(held, found) else found


def costs_no_more(one: Found, other: Found) -> bool:
    """Return whether one plan costs no more than another, as far as the solver can tell."""
    return one.objective <= other.objective + 1e-9 * max(abs(other.objective), 1.0)


def _agree(one: float, other: float) -> bool:
    """Return whether two runs of the same blocks come to the same cost, as far as their tolerances go."""
    return abs(one - other) <= 1e-5 * max(abs(one), abs(other), 1.0)


def _rounded(model: Model, arrays: Arrays, relaxed: Solved) -> Found | None:
    """Return the better of two roundings whose work can still be done."""
    found: list[Found] = []
    for up in (0.5, 0.0):
        blocks = rounded(model, relaxed.values, up=up)
        run = with_blocks(arrays, blocks)
        if run.state == "optimal":
            found.append(Found(run.values, run.objective, relaxed.objective, "rounded", relaxed))
        if found and found[-1].gap <= CONTENT:
            break
    return min(found, key=lambda one: one.objective, default=None)


def with_blocks(arrays: Arrays, blocks: dict[int, int]) -> Solved:
    """Return a model solved with its whole blocks held.

    Args:
      arrays: the model.
      blocks: the value of every whole column.
    """
    whole = np.asarray([blocks[int(column)] for column in arrays.whole], np.float64)
    return solve(arrays.with_columns(arrays.whole, whole, whole), whole=False)


def loosened(model: Model, arrays: Arrays, progress: Progress | None = None) -> LoadedModel:
    """Return the model loaded without what says whether a line is bought at all, where no more hangs on it.

    In fractions these rows say nothing: a part of "at all" allows every number of blocks up to the most.

    Args:
      model: the model.
      arrays: its arrays.
      progress: told now and then; may stop the work.
    """
    if any(isinstance(one, Taken) and one.stranding for way in model.scenarios.all for one in way.outcomes):
        return LoadedModel(arrays, progress)
    rows = [n for n, tag in enumerate(model.matrix.row_tags) if isinstance(tag, Law) and tag.name == AT_ONCE]
    tags = model.matrix.column_tags
    idle = [c for c in model.matrix.whole if isinstance(tag := tags[c], BlockDecision) and tag.is_whether]
    return LoadedModel(arrays, progress, rows=np.asarray(rows, np.int64), columns=np.asarray(idle, np.int64))


def _dived(model: Model, arrays: Arrays, loaded: LoadedModel, relaxed: Solved) -> Found | None:
    """Return a plan found by fixing blocks start by start; None where that leads nowhere.

    Where one dive is not good enough others follow, that fix more or fewer blocks at once; of each part of the model
    that shares nothing with the rest, the cheapest is kept.
    """
    best: Found | None = None
    whole = np.asarray(model.matrix.whole, np.int64)
    for number, share in enumerate(DIVES):
        if number:
            loaded.free(whole)
            loaded.solve()
        run = dive(model, loaded, relaxed, share)
        if run is None:
            continue
        values = run.values.copy()
        values[whole] = np.round(values[whole])
        if best is not None:
            values = _cheaper(arrays, best.values, values)
        best = Found(_with_whether(model, values), float(arrays.cost @ values), relaxed.objective, "rounded", relaxed)
        if best.gap <= CONTENT:
            break
    return best


def _cheaper(arrays: Arrays, one: Floats, other: Floats) -> Floats:
    """Return the cheaper of two plans, part by part."""
    parts = arrays.parts()
    costs = [np.bincount(parts, weights=arrays.cost * values, minlength=len(parts)) for values in (one, other)]
    return np.where((costs[0] <= costs[1])[parts], one, other)


def _with_whether(model: Model, values: Floats) -> Floats:
    """Return values in which what says whether a line is bought at all fits what is bought of it."""
    blocks = {column: round(float(values[column])) for column in model.matrix.whole}
    tell_whether(model, blocks)
    found = values.copy()
    found[model.matrix.whole] = [blocks[column] for column in model.matrix.whole]
    return found


def _around(model: Model, arrays: Arrays, relaxed: Solved, best: Found | None) -> Arrays:
    """Return the model with only the lines free that the relaxation left fractional, or that rounding changed."""
    values = relaxed.values if best is None else best.values
    free: set[str] = set()
    for column in arrays.whole:
        tag = model.matrix.column_tags[int(column)]
        if not isinstance(tag, BlockDecision) or tag.is_whether:
            continue
        off = abs(relaxed.values[column] - round(float(values[column]))) > NEAR
        if off or abs(relaxed.values[column] - round(relaxed.values[column])) > NEAR:
            free.add(model.options[tag.purchase].line.id)
    fixed = []
    for column in arrays.whole:
        tag = model.matrix.column_tags[int(column)]
        if isinstance(tag, BlockDecision) and model.options[tag.purchase].line.id not in free:
            fixed.append(int(column))
    numbers = np.asarray(fixed, np.int64)
    whole = np.round(values[numbers]) if len(numbers) else np.empty(0)
    return arrays.with_columns(numbers, whole, whole)


def _searched(
    arrays: Arrays, limits: Limits, best: Found | None, relaxed: Solved, path: FoundBy, progress: Progress | None
) -> Found | None:  # fmt: skip
    run = solve(arrays, whole=True, limits=limits, progress=progress)
    if run.state == "stopped" and best is None and path == "whole":
        raise SolverStopped(StoppedWithoutPlan(), fix=LetItRunLonger())
    if run.state not in ("optimal", "feasible"):
        return best and replace(best, stopped=best.stopped or run.state == "stopped")
    blocks = np.round(run.values[arrays.whole])
    again = solve(arrays.with_columns(arrays.whole, blocks, blocks), whole=False)
    if again.state != "optimal" or not _agree(again.objective, run.objective):
        return best
    bound = max(relaxed.objective, run.bound) if path == "whole" else relaxed.objective
    found = Found(again.values, again.objective, bound, path, relaxed, run.state == "feasible")
    if best is not None and best.objective <= found.objective:
        return Found(best.values, best.objective, bound, best.path, relaxed, found.stopped)
    return found
