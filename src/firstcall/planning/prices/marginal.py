"""What it would be worth to run one accelerator where a clause alone forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from firstcall.planning.model.matrix import Arrays
from firstcall.planning.model.parts import THOUSAND, Model
from firstcall.planning.prices.switching import Switchboard, money_of_objective
from firstcall.planning.search.highs import solve
from firstcall.planning.steps.access import access, side_of
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Marginal:
    """What one accelerator that a clause forbids to a need would save, in every period and scenario at once."""

    clause: str
    saves: Fraction
    """Over the whole horizon."""
    hours: Fraction
    """The hours of one accelerator over it: divides the saving into a price by the hour."""


def marginal(board: Switchboard, clause: str) -> Marginal | None:
    """Return what one accelerator is worth that a clause alone bars from the work it bars.

    Capacity that the plan may buy anyway is let through to needs which only this clause bars there: one accelerator
    at a time, in every slice and scenario. It is the difference of two solved plans, never the price of a column.

    None where the clause alone bars nothing that could be bought, or there is no plan.

    Args:
      board: the desk, solved with and without clauses.
      clause: the id of the clause.
    """
    model, _ = board.model(frozenset())
    lanes = list(_lanes(board, model, clause))
    if not lanes:
        return None
    closed, opened = _with_lanes(model, lanes, Fraction(0)), _with_lanes(model, lanes, Fraction(1))
    before, after = solve(closed, whole=False), solve(opened, whole=False)
    if before.state != "optimal" or after.state != "optimal":
        return None
    hours = model.grid.hours(model.grid.first, model.grid.after)
    return Marginal(clause, money_of_objective(before.objective - after.objective), hours)


@dataclass(frozen=True, slots=True)
class _Lane:
    """A pool and a kind of need that only the clause keeps apart."""

    pool: int
    kind: int
    scenario: int


def _lanes(board: Switchboard, model: Model, clause: str) -> Iterator[_Lane]:
    """Yield every pool and kind of need that are barred by the clause alone: without it the same steps would do."""
    lines = {line.id: line for line in model.desk.lines}
    free = board.desk_without(frozenset((clause,)))
    barred: dict[str, frozenset[int]] = {}
    for name, line in lines.items():
        found = set()
        for number, need in enumerate(model.desk.needs.needs):
            if not model.desk.needs.speed(line.accelerator, need.accelerator):
                continue
            side = side_of(model.desk.ground, line)
            at = model.desk.ground.act_at(model.grid.first)
            here = access(model.desk.ground, side, need, at)
            there = access(free.ground, side, need, at)
            if not here.is_open and there.is_open and _names(here.barred) == {clause}:
                found.add(number)
        barred[name] = frozenset(found)
    for number, pool in enumerate(model.pools):
        names = {model.options[part.purchase].line.id for part in pool.parts if part.match is None}
        if not names or any(part.match is not None for part in pool.parts):
            continue
        shut = frozenset.intersection(*(barred[name] for name in names)) - pool.key.reach
        for kind, members in enumerate(model.kinds):
            for scenario in range(len(model.scenarios.all)) if members[0] in shut else ():
                if any(model.demanded(need, pool.key.slice, scenario) for need in members):
                    yield _Lane(number, kind, scenario)


def _names(references: tuple[str, ...]) -> set[str]:
    return {reference.partition("@")[0] for reference in references}


def _with_lanes(model: Model, lanes: list[_Lane], accelerators: Fraction) -> Arrays:
    """Return the model with so many accelerators let through on all lanes of a slice and scenario together."""
    matrix = model.matrix
    rows = {(tag.about, tag.name): n for n, tag in enumerate(matrix.row_tags) if hasattr(tag, "about")}  # type: ignore[attr-defined]
    kept = (len(matrix.cost), len(matrix.row_low), len(matrix.values))
    groups: dict[tuple[int, int], list[int]] = {}
    for lane in lanes:
        pool = model.pools[lane.pool]
        fits = rows.get(((lane.pool, lane.scenario), "work_fits_capacity"))
        met = rows.get(((lane.kind, pool.key.slice, lane.scenario), "needs_met_or_missed"))
        if fits is None or met is None:
            continue
        column = matrix.column(("lane", lane))
        needs = model.desk.needs
        speed = float(needs.speed(pool.key.accelerator, needs.needs[model.kinds[lane.kind][0]].accelerator))
        use = rows.get(((lane.pool, lane.scenario), "paid_by_use"))
        for row, value in ((fits, 1.0), (met, speed), *(((use, 1.0),) if use is not None else ())):
            matrix.rows.append(row)
            matrix.columns.append(column)
            matrix.values.append(value)
        groups.setdefault((pool.key.slice, lane.scenario), []).append(column)
    for (piece, _), columns in groups.items():
        part = model.grid.slices[piece]
        hours = model.grid.hours(part.first, part.after) * accelerators / THOUSAND
        matrix.row("let-through", [(column, 1.0) for column in columns], high=float(hours))
    arrays = matrix.arrays()
    _trim(model, kept)
    return arrays


def _trim(model: Model, kept: tuple[int, int, int]) -> None:
    """Take the lanes out of the model again."""
    matrix = model.matrix
    columns, rows, values = kept
    for listed in (matrix.cost, matrix.column_low, matrix.column_high, matrix.column_tags):
        del listed[columns:]
    for kept_rows in (matrix.row_low, matrix.row_high, matrix.row_tags):
        del kept_rows[rows:]
    for triple in (matrix.rows, matrix.columns, matrix.values):
        del triple[values:]
