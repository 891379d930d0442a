"""The clauses and facts that a decision cites, gathered over its acts and workloads."""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.agreement.clauses import Consent, Term
from firstcall.agreement.money_clauses import Commitment, RevenueShare
from firstcall.agreement.terms import InForce
from firstcall.record.entry import EventBase
from firstcall.rights.decision import Cited, Fact, Outcome, Role
from firstcall.rights.judge import Judged

_ORDER: tuple[Role, ...] = ("decides", "applies", "defeated by", "yields to", "tried and did not hold")


def cite(judged: Iterable[Judged], outcome: Outcome) -> tuple[Cited, ...]:
    """Return each clause once for each part it plays, those that decide the outcome first."""
    found: dict[tuple[str, str, Role, str | None, str], tuple[InForce, set[str], set[str]]] = {}

    def add(held: InForce, role: Role, other: str | None, why: str, item: Judged) -> None:
        key = (held.clause.id, held.version.id, role, other, why)
        _, acts, workloads = found.setdefault(key, (held, set(), set()))
        acts.add(item.doing.act)
        workloads.add(item.doing.workload)

    for item in judged:
        deciding = item.weighed.outcome == outcome
        for said, role, other in item.weighed.parts:
            add(said.held, role if deciding or role != "decides" else "applies", other, said.effect.why, item)
            for tried in said.effect.tried:
                if tried in item.terms.by_id:
                    why = f"no consent under it covers {item.doing.provider}"
                    add(item.terms.by_id[tried], "tried and did not hold", None, why, item)
        for held, why in item.missed:
            if not isinstance(held.clause, (Consent, Term, RevenueShare, Commitment)):
                add(held, "tried and did not hold", None, why, item)
    cited = [
        _cited(held, role, other, why, acts, workloads)
        for (_, _, role, other, why), (held, acts, workloads) in found.items()
    ]
    return tuple(sorted(cited, key=lambda item: _ORDER.index(item.role)))


def _cited(held: InForce, role: Role, other: str | None, why: str, acts: set[str], workloads: set[str]) -> Cited:
    clause = held.clause
    return Cited(
        clause.id, held.version.id, clause.type, role, other, why, clause.basis.grade, clause.basis.source,
        tuple(sorted(acts, reverse=True)), tuple(sorted(workloads)),
    )  # fmt: skip


def facts_of(judged: Iterable[Judged]) -> tuple[Fact, ...]:
    """Return the events that the deciding and applying clauses relied on, in the order of time."""
    events: dict[str, EventBase] = {}
    for item in judged:
        for said, _, _ in item.weighed.parts:
            events |= {event.id: event for event in said.effect.facts}
    ordered = sorted(events.values(), key=lambda event: (event.at, event.recorded, event.seq))
    return tuple(Fact(event.id, event.type, event.at, event.basis.grade) for event in ordered)
