"""Why there is no plan: needs, clauses and limits of supply that cannot stand together, none of them to spare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Approval, Consent, Exclusivity, FirstRefusal
from firstcall.planning.model.build import build
from firstcall.planning.options.purchases import purchases
from firstcall.planning.options.scenarios import Information
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import Limits, solve
from firstcall.planning.search.planner import Settings, earliest_known, grid_of, scenarios_of
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import switched_off
from firstcall.values import dataclass

PLENTY = 1_000_000
"""Blocks of a line whose limit is left out."""
SEARCH = Limits(gap=1.0, nodes=2_000)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An irreducible set: with any one of these left out there would be a plan."""

    needs: tuple[str, ...]
    clauses: tuple[str, ...]
    lines: tuple[str, ...]
    """Lines whose quantity would have to be larger."""
    of_whole_blocks: bool
    """Whether fractions of blocks would do, so that it is whole blocks that clash."""


def conflict(desk: Desk, settings: Settings, agreement: Agreement) -> Conflict | None:
    """Return needs, clauses and lines that cannot stand together; None where there is a plan.

    Each element is left out in turn: a need may then be missed, a clause says nothing, a line has plenty. Where
    there is no plan even so, it stays out; what is left at the end is irreducible.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      settings: days, periods and limits.
      agreement: the agreement as planned under.
    """
    must = tuple(need.id for need in desk.needs.needs if need.unmet == "must")
    clauses = restrictive(agreement)
    lines = tuple(line.id for line in desk.lines)

    def fails(kept: frozenset[tuple[str, str]], whole: bool) -> bool:
        return _is_impossible(_reduced(desk, agreement, kept, must, clauses, lines), settings, whole)

    every = frozenset(
        [*(("need", name) for name in must), *(("clause", name) for name in clauses), *(("line", n) for n in lines)]
    )
    whole = not fails(every, False)
    if whole and not fails(every, True):
        return None
    kept = _irreducible(every, lambda subset: fails(subset, whole))
    return Conflict(
        tuple(name for name in must if ("need", name) in kept),
        tuple(name for name in clauses if ("clause", name) in kept),
        tuple(name for name in lines if ("line", name) in kept), whole,
    )  # fmt: skip


def _irreducible(
    every: frozenset[tuple[str, str]], fails: Callable[[frozenset[tuple[str, str]]], bool]
) -> frozenset[tuple[str, str]]:
    """Leave out what can be left out, over and over.

    Without a right a match is lost too, so that what was needed while more stood may be to spare once less does.
    """
    kept, before = every, frozenset[tuple[str, str]]()
    while kept != before:
        before = kept
        for element in sorted(before):
            if fails(kept - {element}):
                kept -= {element}
    return kept


def restrictive(agreement: Agreement) -> tuple[str, ...]:
    """Return the clauses that can bar or delay capacity, by id, in the order of the text."""
    kinds = (Exclusivity, FirstRefusal)
    return tuple(dict.fromkeys(clause.id for clause in agreement.every_clause
                               if isinstance(clause, kinds) or _has_share(clause)))  # fmt: skip


def _has_share(clause: object) -> bool:
    return isinstance(clause, Approval) and clause.primarily is not None and not isinstance(clause, Consent)


def _reduced(
    desk: Desk, agreement: Agreement, kept: frozenset[tuple[str, str]], must: tuple[str, ...],
    clauses: tuple[str, ...], lines: tuple[str, ...],
) -> Desk:  # fmt: skip
    off = [name for name in clauses if ("clause", name) not in kept]
    loose = {name for name in must if ("need", name) not in kept}
    plenty = {name for name in lines if ("line", name) not in kept}
    needs = desk.needs.model_copy(
        update={
            "needs": tuple(
                need.model_copy(update={"unmet": Decimal(0)}) if need.id in loose else need for need in desk.needs.needs
            )
        }
    )
    supply = tuple(replace(line, quantity=line.block * PLENTY) if line.id in plenty else line for line in desk.lines)
    here = desk.ground
    stands = here if not off else ground(switched_off(agreement, off), here.record, here.on, None, here.readings)
    return replace(desk, ground=stands, needs=needs, lines=supply)


def _is_impossible(desk: Desk, settings: Settings, whole: bool) -> bool:
    """Return whether it is proven that there is no plan; a search that came to its limits proves nothing."""
    grid = grid_of(desk, settings)
    options = purchases(desk, grid)
    ways = scenarios_of(desk, options, settings)
    info = Information(ways, earliest_known(desk, options, ways, grid.first))
    _, arrays = build(desk, grid, ways, info, options, terminal=settings.terminal)
    return solve(arrays, whole=whole, limits=SEARCH).state == "infeasible"
