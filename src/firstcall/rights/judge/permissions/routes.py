"""Which consent clauses in force can lift a clause, and who gives the consent."""

from __future__ import annotations

from firstcall.agreement.model.clauses.kinds import Consent
from firstcall.agreement.terms import InForce, Terms
from firstcall.kept import Kept
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.position import Position

_ABLE_TO_LIFT: Kept[int, dict[str, list[InForce]]] = Kept("consent clauses that can lift a clause")


def routes_to(clause_id: str, position: Position) -> tuple[str, ...]:
    """Return the consent clauses in force that can lift a clause."""
    terms = position.now
    kept, stretch = _ABLE_TO_LIFT.on(terms.shelf), terms.stretch(position.at)
    if stretch not in kept:
        by_lifted: dict[str, list[InForce]] = {}
        for held in terms.speaking(position.at):
            for lifted in dict.fromkeys(held.clause.lifts) if isinstance(held.clause, Consent) else ():
                by_lifted.setdefault(lifted, []).append(held)
        kept[stretch] = by_lifted
    able = kept[stretch].get(clause_id, ())
    return tuple([held.clause.id for held in able if speaks_now(position, held)])


def giver(terms: Terms, clause_id: str) -> str:
    """Return who consents under a consent clause."""
    clause = terms.by_id[clause_id].clause
    return clause.by if isinstance(clause, Consent) else clause_id
