"""linopy, Pyomo and PyPSA, in an environment of their own: rows and columns of a plan in, its least cost out.

Each builds the model by its own means from rows that are worked out already, has HiGHS solve it, and tells what it
costs. The first line names a file of arrays; each further one names an engine.
"""

import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import linopy
import numpy
import pandas
import pyomo.environ
import pypsa
import xarray
from pyomo.core.expr.numeric_expr import LinearExpression

Arrays = Mapping[str, Any]


def padded(held: Arrays) -> tuple[Any, Any]:
    """Columns and coefficients of every row side by side, the short ones filled up with no column."""
    lengths = numpy.diff(held["first"])
    places = numpy.arange(len(held["columns"])) - numpy.repeat(held["first"][:-1], lengths)
    at = numpy.repeat(numpy.arange(len(lengths)), lengths)
    columns = numpy.full((len(lengths), lengths.max()), -1)
    values = numpy.zeros(columns.shape)
    columns[at, places], values[at, places] = held["columns"], held["values"]
    return columns, values


def add_to(model: Any, held: Arrays) -> Any:
    """Put a plan's columns and rows into a model of linopy, and return what it costs."""
    index = pandas.RangeIndex(len(held["cost"]), name="column")
    bounds = (xarray.DataArray(held[name], coords=[index]) for name in ("column_low", "column_high"))
    decided = model.add_variables(*bounds, name="decided")
    columns, values = padded(held)
    labels = numpy.where(columns < 0, -1, decided.labels.values[columns])
    for name, bound, sign in (("low", held["row_low"], ">="), ("high", held["row_high"], "<=")):
        some = numpy.isfinite(bound)
        data = {"coeffs": (("row", "_term"), values[some]), "vars": (("row", "_term"), labels[some])}
        sums = linopy.LinearExpression(xarray.Dataset(data, coords={"row": numpy.flatnonzero(some)}), model)
        limits = xarray.DataArray(bound[some], coords={"row": numpy.flatnonzero(some)})
        model.add_constraints(sums, sign, limits, name=name)
    return (xarray.DataArray(held["cost"], coords=[index]) * decided).sum()


def with_linopy(held: Arrays) -> float:
    """A model of linopy, handed to HiGHS without a file."""
    model = linopy.Model()
    model.add_objective(add_to(model, held))
    model.solve(solver_name="highs", io_api="direct", output_flag=False)
    return float(model.objective.value)


def with_pypsa(held: Arrays) -> float:
    """A network of nothing but one idle bus; a plan's laws are what PyPSA calls custom constraints."""
    network = pypsa.Network()
    network.add("Bus", "idle")
    network.add("Generator", "idle", bus="idle", p_nom=1.0, marginal_cost=1.0)
    network.add("Load", "idle", bus="idle", p_set=0.0)
    model = network.optimize.create_model()
    model.add_objective(model.objective.expression + add_to(model, held), overwrite=True)
    network.optimize.solve_model(solver_name="highs", io_api="direct", output_flag=False)
    return float(network.model.objective.value)


def with_pyomo(held: Arrays) -> float:
    """A concrete model of Pyomo, handed to HiGHS by its own interface."""
    model = pyomo.environ.ConcreteModel()
    low, high = held["column_low"].tolist(), held["column_high"].tolist()
    model.decided = pyomo.environ.Var(range(len(low)), bounds=lambda _, n: (low[n], high[n]))
    decided = list(model.decided.values())
    first, columns, values = (held[name].tolist() for name in ("first", "columns", "values"))
    row_low, row_high = held["row_low"].tolist(), held["row_high"].tolist()

    def row(_: Any, n: int) -> Any:
        span = slice(first[n], first[n + 1])
        sums = LinearExpression(
            constant=0, linear_coefs=values[span], linear_vars=[decided[column] for column in columns[span]]
        )
        ends = (None if numpy.isinf(bound) else bound for bound in (row_low[n], row_high[n]))
        return next(ends), sums, next(ends)

    model.rows = pyomo.environ.Constraint(range(len(row_low)), rule=row)
    cost = LinearExpression(constant=0, linear_coefs=held["cost"].tolist(), linear_vars=decided)
    model.cost = pyomo.environ.Objective(expr=cost)
    pyomo.environ.SolverFactory("appsi_highs").solve(model)
    return float(pyomo.environ.value(model.cost))


ENGINES: Mapping[str, Callable[[Arrays], float]] = {"linopy": with_linopy, "pyomo": with_pyomo, "pypsa": with_pypsa}


def main() -> None:
    """Answer until nobody asks any more."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    told = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # where HiGHS writes its banner
    held = dict(numpy.load(json.loads(sys.stdin.readline())))
    print(json.dumps(len(held["cost"])), file=told, flush=True)
    for line in sys.stdin:
        print(json.dumps(ENGINES[json.loads(line)](held)), file=told, flush=True)


if __name__ == "__main__":
    main()
