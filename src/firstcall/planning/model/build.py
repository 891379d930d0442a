"""The model of a plan: purchases in whole blocks, work sent to pools, needs met or missed, in every scenario at once.

One function for each law; docs/planning.md names them.
"""

from __future__ import annotations

from fractions import Fraction

from firstcall.planning.inputs.horizon import Horizon
from firstcall.planning.model.buying_laws import decide_purchases, no_more_than_there_is
from firstcall.planning.model.matrix import INFINITY, Arrays
from firstcall.planning.model.parts import Law, Model
from firstcall.planning.model.work_laws import Met, mainly_as_approved, needs_met_or_missed, work_fits_capacity
from firstcall.planning.options.costs import Terminal
from firstcall.planning.options.demand import demand_of, need_kinds
from firstcall.planning.options.pools import pools
from firstcall.planning.options.purchases import PurchaseOption
from firstcall.planning.options.scenarios import Information, Scenarios
from firstcall.planning.routes.route import Desk

TIES = 1e-6
"""How much the expectation weighs beside the average of the worst: only where that is equal."""


def build(
    desk: Desk, grid: Horizon, scenarios: Scenarios, information: Information, options: tuple[PurchaseOption, ...],
    *, terminal: Terminal = "charge", flat: bool = False, risk: Fraction | None = None,
    like: Model | None = None,
) -> tuple[Model, Arrays]:  # fmt: skip
    """Return the model of a plan, and its arrays.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      grid: the horizon.
      scenarios: how things may turn out.
      information: what is known from when.
      options: what could be bought.
      terminal: whether terms are charged beyond the horizon.
      flat: whether each purchase's capacity and each need is kept apart.
      risk: the share of outcomes, the best ones, that do not count; None to count the expectation.
      like: a model that differs in no more than what is known when; what it worked out is taken over.
    """
    model = Model(
        desk, grid, scenarios, information, options,
        like.pools if like else pools(options, desk.needs, grid, flat=flat),
        like.demand if like else demand_of(desk.needs, grid), terminal,
        like.kinds if like else need_kinds(desk.needs, flat=flat),
    )  # fmt: skip
    if like is not None:
        model.costs, model.answers, model.hours = like.costs, like.answers, like.hours
    for option in options:
        decide_purchases(model, option)
    no_more_than_there_is(model)
    met: Met = {}
    for number, pool in enumerate(model.pools):
        work_fits_capacity(model, number, pool, met)
    needs_met_or_missed(model, met)
    mainly_as_approved(model)
    least_cost(model, risk)
    return model, model.matrix.arrays()


def least_cost(model: Model, risk: Fraction | None) -> None:
    """Least cost: expected over the scenarios, or on average over the worst of them.

    The average over the worst share of outcomes is `η + Σ w_s over_s / share`, with `over_s ≥ cost_s − η`; of plans
    that are equal in it the one with the least expectation counts.

    Source: Rockafellar and Uryasev, Optimization of conditional value-at-risk, 2000.
    """
    weights, cost = model.scenarios.weights, model.matrix.cost
    part = 1.0 if risk is None else TIES
    for scenario, column, unit in model.charges:
        cost[column] += part * float(weights[scenario]) * unit
    if risk is None:
        return
    level = model.matrix.column("level", cost=1.0, low=-INFINITY)
    terms: dict[int, list[tuple[int, float]]] = {}
    for scenario, column, unit in model.charges:
        terms.setdefault(scenario, []).append((column, -unit))
    for scenario, weight in enumerate(weights):
        over = model.matrix.column(("over", scenario), cost=float(weight / (1 - risk)))
        model.matrix.row(Law("least_cost", (scenario,)), [(over, 1.0), (level, 1.0), *terms.get(scenario, [])], low=0.0)
