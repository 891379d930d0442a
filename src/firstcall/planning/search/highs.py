"""HiGHS, called with arrays: one thread, the same answer for the same model, every status checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

import highspy
import numpy as np

from firstcall.errors import FirstcallError
from firstcall.planning.model.matrix import Arrays, Cut, Floats, Ints
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

LEFT_OUT = np.empty(0, np.int64)
SolveState = Literal["optimal", "feasible", "infeasible", "stopped"]
Progress = Callable[[str, float | None], bool]
"""Told what goes on and the gap where one is known; True stops the work."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a run came to: values of the columns, what it costs, and what nothing can cost less than."""

    state: SolveState
    values: Floats
    objective: float
    bound: float


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search for whole numbers goes: a gap to be content with, nodes, and seconds where asked."""

    gap: float = 1e-9
    nodes: int | None = None
    seconds: float | None = None


TO_THE_END = Limits()
"""No limit but the gap."""


class SolverStopped(FirstcallError):
    """The solver ended in a way that says nothing of the plan."""


def solve(model: Arrays, *, whole: bool, limits: Limits = TO_THE_END, progress: Progress | None = None) -> Solved:
    """Return the least cost of a model.

    No known values are handed over to start from: HiGHS 1.16 then called answers optimal that break the model
    (docs/decisions/0181-no-start-for-the-solver.md).

    Args:
      model: the model as arrays.
      whole: whether its whole numbers must be whole; else they may be fractions.
      limits: how far to search.
      progress: told now and then; may stop the work.

    Raises:
      SolverStopped: the solver ended in a way that says nothing of the plan.
    """
    if not len(model.cost):
        fits = bool(np.all(model.row_low <= 0) and np.all(model.row_high >= 0))
        worth = 0.0 if fits else float("inf")
        return Solved("optimal" if fits else "infeasible", np.empty(0), worth, worth)
    solver = _loaded(model, whole)
    if whole:
        solver.setOptionValue("mip_rel_gap", limits.gap)
        if limits.nodes is not None:
            solver.setOptionValue("mip_max_nodes", limits.nodes)
        if limits.seconds is not None:
            solver.setOptionValue("time_limit", limits.seconds)
    if progress is not None:
        _watch(solver, progress)
    solver.run()
    return _result(solver, whole)


class _Silent(highspy.Highs):
    """HiGHS without its banner, which would stand among a command's data."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the library's name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def _loaded(model: Arrays, whole: bool) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.row_low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.cost, model.column_low, model.column_high
    lp.row_lower_, lp.row_upper_ = model.row_low, model.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = model.first, model.columns, model.values
    if whole and len(model.whole):
        kinds = np.full(len(model.cost), highspy.HighsVarType.kContinuous, dtype=object)
        kinds[model.whole] = highspy.HighsVarType.kInteger
        lp.integrality_ = list(kinds)
    solver = _Silent()  # type: ignore[no-untyped-call]
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-7)
    solver.passModel(lp)
    return solver


def _watch(solver: Any, progress: Progress) -> None:
    def improving(event: Any) -> None:
        if progress("improved", float(event.data_out.mip_gap)):
            event.data_in.user_interrupt = True

    def asked(event: Any) -> None:
        if progress("running", None):
            event.data_in.user_interrupt = True

    solver.cbMipImprovingSolution += improving
    solver.cbMipInterrupt += asked
    solver.cbSimplexInterrupt += asked


def _result(solver: Any, whole: bool) -> Solved:
    status = solver.getModelStatus()
    info, kinds = solver.getInfo(), highspy.HighsModelStatus
    values = np.asarray(solver.getSolution().col_value, np.float64)
    if status == kinds.kOptimal:
        bound = float(info.mip_dual_bound) if whole else float(info.objective_function_value)
        return Solved("optimal", values, float(info.objective_function_value), bound)
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Solved("infeasible", np.empty(0), float("inf"), float("inf"))
    stopped = (kinds.kTimeLimit, kinds.kIterationLimit, kinds.kSolutionLimit, kinds.kInterrupt)
    if whole and status in stopped:
        usable = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        state: SolveState = "feasible" if usable else "stopped"
        return Solved(state, values, float(info.objective_function_value), float(info.mip_dual_bound))
    if status == kinds.kInterrupt:
        return Solved("stopped", np.empty(0), float("inf"), float("-inf"))
    raise SolverStopped(SolverEndedWith(status=solver.modelStatusToString(status)), fix=PlanForLess())


class SolverEndedWith(Said):
    says = sentence("plan.solver-ended-with", "the solver ended with {status}, which says nothing of the plan")
    status: Annotated[str, Quoted]


class PlanForLess(Said):
    says = sentence("plan.for-less", "plan for less time or fewer lines, and report the files if it stays")


class LoadedModel:
    """A model that stays loaded: solved again from where it stood, after some columns got other bounds."""

    def __init__(
        self, model: Arrays, progress: Progress | None = None, *, rows: Ints = LEFT_OUT, columns: Ints = LEFT_OUT
    ):
        """Load a model.

        Args:
          model: the model as arrays.
          progress: told now and then; may stop the work.
          rows: those that say nothing in fractions; left out.
          columns: those that are in no other row, cost nothing and may be nothing; left out, and read as nothing.
        """
        self._model = model
        left, self._kept = model.without(rows, columns)
        self._places = np.full(len(model.cost), -1, np.int32)
        self._places[self._kept] = np.arange(len(self._kept), dtype=np.int32)
        self._solver = _loaded(left, False)
        if progress is not None:
            _watch(self._solver, progress)

    def solve(self) -> Solved:
        """Return the least cost of the relaxation as its bounds now are."""
        self._solver.run()
        found = _result(self._solver, False)
        if not len(found.values):
            return found
        values = np.zeros(len(self._model.cost))
        values[self._kept] = found.values
        return replace(found, values=values)

    def add(self, cuts: Iterable[Cut]) -> None:
        """Add cuts; columns that were left out cannot be in any."""
        for cut in cuts:
            places = self._places[cut.columns]
            self._solver.addRow(cut.least, float("inf"), len(places), places, cut.values)

    def fix(self, columns: Ints, values: Floats) -> None:
        """Hold columns at values."""
        self._solver.changeColsBounds(len(columns), self._places[columns], values, values)

    def free(self, columns: Ints) -> None:
        """Give columns their own bounds again; those that were left out have none."""
        columns = columns[self._places[columns] >= 0]
        low, high = self._model.column_low[columns], self._model.column_high[columns]
        self._solver.changeColsBounds(len(columns), self._places[columns], low, high)
