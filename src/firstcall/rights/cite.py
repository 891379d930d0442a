"""The clauses and facts that a decision cites, gathered over its acts and subjects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firstcall.agreement.model.clauses.kinds import Approval, Escape, Exclusivity, FirstRefusal, Licence
from firstcall.agreement.terms import InForce
from firstcall.record.events.entry import EventBase
from firstcall.rights.decision import Cited, Fact, Outcome, Role
from firstcall.rights.effects import Effect
from firstcall.rights.judge import Judged

_ORDER: tuple[Role, ...] = ("decides", "applies", "defeated by", "yields to", "tried and did not hold")
_TRIED = (Exclusivity, FirstRefusal, Approval, Licence, Escape)
"""The kinds worth naming where they do not reach a question."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clause's part in one act on one subject: a workload, or a product."""

    held: InForce
    role: Role
    other: str | None
    why: str
    act: str
    subject: str


def parts_of(judged: Iterable[Judged], outcome: Outcome) -> Iterable[Part]:
    """Yield the parts that clauses play in judgements; only those of the outcome decide."""
    for item in judged:
        act, workload = item.doing.act, item.doing.workload
        deciding = item.weighed.outcome == outcome
        for said, role, other in item.weighed.parts:
            shown = role if deciding or role != "decides" else "applies"
            yield Part(said.held, shown, other, said.effect.why, act, workload)
            for tried in said.effect.tried:
                if tried in item.terms.by_id:
                    why = f"no consent under it covers {item.doing.provider}"
                    yield Part(item.terms.by_id[tried], "tried and did not hold", None, why, act, workload)
        yield from missed_parts(item.missed, act, workload)


def missed_parts(missed: Iterable[tuple[InForce, str]], act: str, subject: str) -> Iterable[Part]:
    """Yield the clauses that are about a question and do not reach it."""
    for held, why in missed:
        if isinstance(held.clause, _TRIED):
            yield Part(held, "tried and did not hold", None, why, act, subject)


def cite(parts: Iterable[Part]) -> tuple[Cited, ...]:
    """Return each clause once for each part it plays, those that decide first."""
    found: dict[tuple[str, str, Role, str | None, str], tuple[InForce, dict[str, None], dict[str, None]]] = {}
    for part in parts:
        key = (part.held.clause.id, part.held.version.id, part.role, part.other, part.why)
        _, acts, subjects = found.setdefault(key, (part.held, {}, {}))
        acts[part.act] = None
        subjects[part.subject] = None
    cited = [
        _cited(held, role, other, why, tuple(acts), tuple(subjects))
        for (_, _, role, other, why), (held, acts, subjects) in found.items()
    ]
    return tuple(sorted(cited, key=lambda item: _ORDER.index(item.role)))


def _cited(
    held: InForce, role: Role, other: str | None, why: str, acts: tuple[str, ...], subjects: tuple[str, ...]
) -> Cited:
    clause, version = held.clause, held.version.id
    return Cited(
        clause.id, version, clause.type, role, other, why, clause.basis.grade, clause.basis.source, acts, subjects
    )


def facts_of(effects: Iterable[Effect]) -> tuple[Fact, ...]:
    """Return the events that clauses relied on, in the order of time."""
    events: dict[str, EventBase] = {}
    for effect in effects:
        for event in effect.facts:
            events[event.id] = event
    if not events:
        return ()
    ordered = sorted(events.values(), key=lambda event: (event.at, event.recorded, event.seq))
    return tuple(Fact(event.id, event.type, event.at, event.basis.grade) for event in ordered)
