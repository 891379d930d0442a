"""One act judged: a signing at its own instant, or a run on capacity that was signed before."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.agreement.model.clauses.kinds import Approval, Clause, Exclusivity, Prohibition
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct
from firstcall.agreement.terms import Terms
from firstcall.record.position import Position
from firstcall.rights.judge.applicable import Missed, applicable_and_escaped
from firstcall.rights.judge.doing import NONE, Doing, Effect
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.permissions.asked import with_all_asked
from firstcall.rights.judge.signing import Settled, after_signing, settled
from firstcall.rights.judge.weigh import Speaking, Weighed, weigh
from firstcall.rights.question import Question
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """An act on one workload in one cell: what it comes to, and the clauses its capacity escapes."""

    doing: Doing
    terms: Terms
    weighed: Weighed
    missed: Missed
    signed: Settled | None = None
    """What the signing settled, for a run on capacity signed before."""


def doing_of(question: Question, workload: str, act: CapacityAct, customer: str | None = None) -> Doing:
    """Return a question's act on one workload, at the question's instant; for another customer where one is named."""
    return Doing(
        act, workload, customer or question.customer, question.provider, question.place, question.mode, question.at,
        question.signed, question.quantity, question.offer, question.contract, question.site,
        question.amount,
    )  # fmt: skip


def judge(
    doing: Doing, cell: Mapping[str, str], position: Position, forced: Mapping[str, Effect] | None = None
) -> Judged:
    """Return what an act of today comes to under the terms in force.

    Args:
      doing: the act, on capacity signed now.
      cell: values of the declared dimensions.
      position: the record at the act's instant.
      forced: for a part of an offer, the effect that a first refusal has on that part.
    """
    terms = position.now
    holding, missed = applicable_and_escaped(position, doing, cell)
    said = []
    for held in holding:
        found = (forced or {}).get(held.clause.id) or effect(held, doing, terms, position)
        if found.kind != "none":
            said.append(Speaking(held, with_all_asked(found, held.clause, terms)))
        elif found.why != NONE.why:
            missed = (*missed, (held, found.why))
    return Judged(doing, terms, weigh(tuple(said), terms), missed)


def judge_both(question: Question, workload: str, cell: Mapping[str, str], here: Position) -> tuple[Judged, Judged]:
    """Return what signing and running come to on capacity that is signed now.

    Where every clause that holds them speaks of both acts alike, one judgement serves both.
    """
    sign, run = doing_of(question, workload, "sign"), doing_of(question, workload, "run")
    signed = judge(sign, cell, here)
    if all(_speaks_alike(held.clause) for held in applicable_and_escaped(here, sign, cell)[0]):
        return signed, Judged(run, signed.terms, signed.weighed, signed.missed)
    return signed, judge(run, cell, here)


def _speaks_alike(clause: Clause) -> bool:
    banning = isinstance(clause, Exclusivity | Prohibition) and set(CAPACITY_ACTS) <= set(clause.acts)
    return banning or isinstance(clause, Approval)


def judge_run(doing: Doing, cell: Mapping[str, str], position: Position, signing: Position) -> Judged:
    """Return what running comes to on capacity signed before.

    What a first refusal or a consent cleared at the signing stays cleared, clause by clause; a signing
    that was not cleared answers as it would have then, until waived or ratified. Clauses that did not
    speak to the signing are judged now.

    Args:
      doing: the run, now.
      cell: values of the declared dimensions.
      position: the record now.
      signing: the record at the signing, with the knowledge to be used for its clearance.
    """
    terms = position.now
    holding, missed = applicable_and_escaped(position, doing, cell)
    signed = settled(doing, cell, signing)
    said = []
    for held in holding:
        now = effect(held, doing, terms, position)
        found = after_signing(held, now, signed, doing, position)
        if found is not None and found.kind != "none":
            said.append(Speaking(held, with_all_asked(found, held.clause, terms)))
        elif now.kind == "none" and now.why != NONE.why:
            missed = (*missed, (held, now.why))
    spoken = {held.clause.id for held in holding}
    over = terms.ends is not None and doing.at >= terms.ends
    for clause_id, before in signed.carried.items():
        if clause_id in spoken or (over and clause_id not in terms.survives):
            continue
        found = after_signing(before.held, None, signed, doing, position)
        if found is not None:
            said.append(Speaking(before.held, with_all_asked(found, before.held.clause, terms)))
    return Judged(doing, terms, weigh(tuple(said), terms), missed, signed)
