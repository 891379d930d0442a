"""The second level: for each set of clauses that hold an act, a small table over what they can say.

Clauses that hold an act but can say nothing to it, or that others surely go before and that go before
none themselves, are left out of the set. What is left is weighed once for each way in which it can speak.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from firstcall.agreement.model.clauses.kinds import Approval, Exclusivity, FirstRefusal, Prohibition
from firstcall.agreement.terms import InForce, Terms, clause_text_name
from firstcall.rights.judge.doing import NONE, Doing, Effect, EffectKind
from firstcall.rights.judge.weigh import Speaking, weigh
from firstcall.rights.table.verdicts import Weight
from firstcall.values import dataclass

_SAYINGS: tuple[EffectKind, ...] = ("none", "clear", "offer", "consent", "forbid", "grant")
_EFFECTS = {kind: Effect(kind, NONE.why) for kind in _SAYINGS}
_QUIET = frozenset(("none", "clear"))


@dataclass(frozen=True, slots=True, eq=False)
class LiveSet:
    """The clauses that can bear on an act, those of them whose word hangs on facts, and what they come to."""

    terms: Terms
    clauses: tuple[InForce, ...]
    fixed: tuple[EffectKind | None, ...]
    """What each clause says whatever the facts are; None where it hangs on them."""
    small: dict[tuple[EffectKind, ...], Weight] = field(default_factory=dict)

    def weight(self, kinds: tuple[EffectKind, ...]) -> Weight:
        """Return what the set comes to when its clauses say these things; weighed once."""
        found = self.small.get(kinds)
        if found is None:
            said = tuple(
                Speaking(held, _EFFECTS[kind]) for held, kind in zip(self.clauses, kinds, strict=True) if kind != "none"
            )
            weighed = weigh(said, self.terms)
            deciding = frozenset(clause_text_name(part.held) for part, role, _ in weighed.parts if role == "decides")
            found = self.small[kinds] = Weight(weighed.outcome, weighed.conflict, deciding)
        return found


@dataclass(slots=True)
class LiveSets:
    """Every set that was met, each once."""

    known: dict[tuple[object, ...], LiveSet] = field(default_factory=dict)

    def of_act(self, holding: tuple[InForce, ...], doing: Doing, terms: Terms) -> LiveSet:
        """Return the live set of an act of today.

        Args:
          holding: the clauses that speak and hold the act.
          doing: the act.
          terms: the text in force.
        """
        key = (id(terms), doing.act, doing.place, doing.workload, *map(id, holding))
        found = self.known.get(key)
        if found is None:
            said = [(held, fixed_kind(held, doing, terms)) for held in holding]
            live = _without_dropped([(held, kind) for held, kind in said if kind != "none"])
            found = self._once(terms, live)
            self.known[key] = found
        return found

    def of_run(self, clauses: Iterable[InForce], terms: Terms) -> LiveSet:
        """Return the set of clauses that bear on a run after an earlier signing; each may say anything."""
        return self._once(terms, [(held, None) for held in clauses])

    def _once(self, terms: Terms, live: list[tuple[InForce, EffectKind | None]]) -> LiveSet:
        key = (id(terms), *((id(held), kind) for held, kind in live))
        found = self.known.get(key)
        if found is None:
            clauses, fixed = tuple(held for held, _ in live), tuple(kind for _, kind in live)
            found = self.known[key] = LiveSet(terms, clauses, fixed)
        return found

    def distinct(self) -> tuple[LiveSet, ...]:
        """Return each set once, in the order in which they were met."""
        return tuple({id(found): found for found in self.known.values()}.values())


def fixed_kind(held: InForce, doing: Doing, terms: Terms) -> EffectKind | None:
    """Return what a clause says to an act whatever the record holds; None where it hangs on the record."""
    clause = held.clause
    match clause:
        case Exclusivity():
            if doing.act not in clause.acts:
                return "none"
            return "clear" if doing.place in clause.at else None
        case FirstRefusal():
            if doing.act != "sign":
                return "none"
            operated = (doing.place in terms.operated_by(holder) for holder in clause.holders)
            return "clear" if any(operated) else None
        case Prohibition():
            return None if clause.forbids(doing.act, terms.grantor) else "none"
        case Approval():
            if clause.up_to is not None:
                return None
            first = clause.primarily
            return "grant" if first is None or doing.workload in first.workloads else None
        case _:
            return "none"


def _without_dropped(live: list[tuple[InForce, EffectKind | None]]) -> list[tuple[InForce, EffectKind | None]]:
    """Leave out clauses that another surely goes before, unless they go before others themselves."""
    ids = {held.clause.id for held, _ in live}
    if len(ids) < len(live):  # an offer runs on under a right whose name another clause has now
        return live
    gone: set[str] = set()
    for held, kind in live:
        clause = held.clause
        if kind is not None and kind not in _QUIET:
            gone |= (set(clause.notwithstanding) & ids) - {clause.id}
            gone |= {other.clause.id for other, _ in live if clause.id in other.clause.subject_to} - {clause.id}
    busy = {held.clause.id for held, _ in live if set(held.clause.notwithstanding) & ids}
    busy |= {name for held, _ in live for name in held.clause.subject_to}
    return [(held, kind) for held, kind in live if held.clause.id not in gone or held.clause.id in busy]
