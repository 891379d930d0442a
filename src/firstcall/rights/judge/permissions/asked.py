"""Who is asked with a party that must be asked: its successors, and affiliates that are asked with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.clauses.kinds import Clause, FirstRefusal
from firstcall.agreement.terms import Terms
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.permissions.routes import giver
from firstcall.said import Said, sentence


class AskSuccessorToo(Said):
    says = sentence("asked.successor-too", "ask {given} too: it is listed as the successor of {party} ({grade})")
    given: str
    party: str
    grade: Grade


class AskAffiliateToo(Said):
    says = sentence(
        "asked.affiliate-too",
        "ask {given} too: it is listed as an affiliate of {party} that is asked with it ({grade})",
    )
    given: str
    party: str
    grade: Grade


def with_all_asked(found: Effect, clause: Clause, terms: Terms) -> Effect:
    """Return what a clause says with who is asked beside the parties that it has asked; whoever is freed asks nobody.

    Args:
      found: what the clause says to an act.
      clause: the same clause.
      terms: the text in force when it is asked, with the parties.
    """
    match found.kind:
        case "offer":
            parties = clause.holders if isinstance(clause, FirstRefusal) else ()
        case "consent":
            parties = tuple(giver(terms, route) for route in found.tried if route in terms.by_id)
        case _:
            return found
    told = tuple(said for party in dict.fromkeys(parties) for _, said in _beside(party, terms))
    return replace(found, told=(*found.told, *told)) if told else found


def asked_beside(parties: Iterable[str], terms: Terms) -> tuple[str, ...]:
    """Return who is asked beside parties that are asked: their successors, and affiliates that are asked with them.

    Args:
      parties: who is asked.
      terms: the text in force when they are asked.
    """
    return tuple(dict.fromkeys(name for party in parties for name, _ in _beside(party, terms)))


def asked_beside_said(party: str, terms: Terms) -> tuple[Said, ...]:
    """Return the same of one party, each told with how well it is known."""
    return tuple(said for _, said in _beside(party, terms))


def _beside(party: str, terms: Terms) -> Iterator[tuple[str, Said]]:
    held = terms.parties.get(party)
    if held is None:
        return
    for one in held.successors:
        yield one.name, AskSuccessorToo(given=one.name, party=party, grade=one.basis.grade)
    after = {one.name for one in held.successors}
    for other in held.affiliates:
        if other.asked and other.name not in after:
            yield other.name, AskAffiliateToo(given=other.name, party=party, grade=other.basis.grade)
