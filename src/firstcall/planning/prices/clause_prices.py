"""What each clause is worth to the plan: three labelled numbers, and a curve over window and answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Clause, FirstRefusal
from firstcall.planning.inputs.futures import Futures, HolderAnswer
from firstcall.planning.prices.joint import Joint, joint
from firstcall.planning.prices.marginal import Marginal, marginal
from firstcall.planning.prices.switching import Switchboard
from firstcall.planning.results.conflicts import restrictive
from firstcall.planning.routes.route import Desk
from firstcall.planning.steps.ground import ground
from firstcall.said import Percent, Said, sentence
from firstcall.values import dataclass

WINDOWS = (5, 10, 20, 40, 60)
"""Lengths of a response window that are tried, in the clause's own unit of days."""


class PricesClause(Said):
    says = sentence("prices.clause", "{clause}: the plan without it")
    clause: str


class TriesWindow(Said):
    says = sentence("prices.tries-window", "{clause}: window of {days} days")
    clause: str
    days: int


class TriesChance(Said):
    says = sentence("prices.tries-chance", "{clause}: matched with a chance of {chance}")
    clause: str
    chance: Annotated[Decimal, Percent]


CHANCES = (Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))


@dataclass(frozen=True, slots=True)
class ClausePrice:
    """What one clause is worth: for one accelerator, and in all; above nothing where it costs the grantor."""

    clause: str
    marginal: Marginal | None
    """None where it alone bars nothing."""
    total: Fraction | None
    """What the plan costs more with it than without; None where there is no plan."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a right of first refusal costs at one length of window and one chance of a match."""

    clause: str
    window: int
    chance: Decimal
    costs: Fraction | None


@dataclass(frozen=True, slots=True)
class ClausePrices:
    """The prices of all clauses that bear on a plan; on the relaxation, missing hours included."""

    with_all: Fraction
    prices: tuple[ClausePrice, ...]
    together: Joint | None
    curve: tuple[CurvePoint, ...]


def clause_prices(board: Switchboard, told: Callable[[Said], None] = lambda _: None) -> ClausePrices | None:
    """Return what each clause is worth; None where there is no plan even of fractions.

    Args:
      board: the desk, solved with and without clauses.
      told: what is being priced, for whoever watches.
    """
    with_all = board.cost()
    if with_all is None:
        return None
    names = [name for name in restrictive(board.agreement) if _speaks(board, name)]
    found = []
    for name in names:
        told(PricesClause(clause=name))
        without = board.cost((name,))
        total = None if without is None else with_all - without
        found.append(ClausePrice(name, marginal(board, name), total))
    bearing = [price.clause for price in found if price.total or price.marginal]
    shared = joint(bearing, lambda on: board.cost(name for name in bearing if name not in on))
    curve = tuple(point for name in bearing for point in _curve(board, name, told))
    return ClausePrices(with_all, tuple(found), shared, curve)


def _speaks(board: Switchboard, name: str) -> bool:
    grid = board.grid()
    ground = board.desk.ground
    moments = [ground.act_at(ground.on), *(ground.act_at(piece.first) for piece in grid.slices)]
    return any(any(held.clause.id == name for held in ground.terms(at).speaking(at)) for at in moments)


def _curve(board: Switchboard, name: str, told: Callable[[Said], None]) -> list[CurvePoint]:
    """Return what a right costs over the length of its window, and over the chance of a match."""
    held = board.desk.ground.terms(board.desk.ground.act_at(board.desk.ground.on)).by_id.get(name)
    without = board.cost((name,))
    if held is None or not isinstance(held.clause, FirstRefusal) or without is None:
        return []
    found = []
    for window in WINDOWS:
        told(TriesWindow(clause=name, days=window))
        other = Switchboard(
            _desk_with_window(board, name, window), _windowed(board.agreement, name, window), board.settings
        )
        cost = other.cost()
        found.append(CurvePoint(name, window, Decimal(-1), None if cost is None else cost - without))
    for chance in CHANCES:
        told(TriesChance(clause=name, chance=chance))
        futures = board.desk.futures.model_copy(update={"answers": (_all_match(board.desk.futures, name, chance),)})
        other = Switchboard(replace(board.desk, futures=futures), board.agreement, board.settings)
        cost = other.cost()
        found.append(CurvePoint(name, held.clause.window.n, chance, None if cost is None else cost - without))
    return found


def _all_match(futures: Futures, name: str, chance: Decimal) -> HolderAnswer:
    lead = next((answer.lead_days for answer in futures.answers if answer.clause in (None, name)), None)
    return HolderAnswer(line="any", match=chance, lead_days=lead)


def _desk_with_window(board: Switchboard, name: str, window: int) -> Desk:
    here = board.desk.ground
    text = _windowed(board.agreement, name, window)
    return replace(board.desk, ground=ground(text, here.record, here.on, None, here.readings))


def _windowed(agreement: Agreement, name: str, window: int) -> Agreement:
    """Return the agreement with another length of window in every text of a right."""

    def changed(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(
            clause.model_copy(update={"window": clause.window.model_copy(update={"n": window})})
            if clause.id == name and isinstance(clause, FirstRefusal) else clause
            for clause in clauses
        )  # fmt: skip

    changes = tuple(
        change.model_copy(update={"add": changed(change.add), "replace": changed(change.replace)})
        for change in agreement.amendments
    )
    return agreement.fresh_copy({"clauses": changed(agreement.clauses), "amendments": changes})
