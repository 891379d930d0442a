"""One act judged: a signing at its own instant, or a run on capacity that was signed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from firstcall.agreement.clauses import Exclusivity, FirstRefusal
from firstcall.agreement.definitions import Act
from firstcall.agreement.terms import InForce, Terms
from firstcall.record.entry import EventBase
from firstcall.record.position import Position
from firstcall.rights.effects import Doing, Effect, effect
from firstcall.rights.question import Question
from firstcall.rights.weigh import Said, Weighed, split, weigh


@dataclass(frozen=True, slots=True)
class Judged:
    """An act on one workload in one cell: what it comes to, and the clauses its capacity escapes."""

    doing: Doing
    terms: Terms
    weighed: Weighed
    missed: tuple[tuple[InForce, str], ...]


def doing_of(question: Question, workload: str, act: Act) -> Doing:
    """Return a question's act on one workload, at the question's instant."""
    return Doing(
        act, workload, question.customer, question.provider, question.place, question.mode, question.at,
        question.signed, question.quantity, question.offer, question.contract, question.site,
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
    terms = position.terms(doing.at)
    holding, missed = split(position, doing, cell)
    said = []
    for held in holding:
        found = (forced or {}).get(held.clause.id) or effect(held, doing, terms, position)
        if found.kind != "none":
            said.append(Said(held, found))
    return Judged(doing, terms, weigh(tuple(said)), tuple(missed))


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
    terms = position.terms(doing.at)
    holding, missed = split(position, doing, cell)
    then = _at_signing(doing, cell, signing)
    said = []
    for held in holding:
        now = effect(held, doing, terms, position)
        before = then.pop(held.clause.id, None)
        found = _carried(held, now, before, doing, position)
        if found.kind != "none":
            said.append(Said(held, found))
    over = terms.ends is not None and doing.at >= terms.ends
    for clause_id, before in then.items():
        found = _carried(before.held, None, before, doing, position)
        if found.kind not in ("none", "clear") and not (over and clause_id not in terms.survives):
            said.append(Said(before.held, found))
    return Judged(doing, terms, weigh(tuple(said)), tuple(missed))


def _at_signing(doing: Doing, cell: Mapping[str, str], signing: Position) -> dict[str, Said]:
    """Return what each clause whose clearance is fixed at signing said to it."""
    act = replace(doing, act="sign", at=doing.signed, quantity=_signed_quantity(doing))
    terms = signing.terms()
    holding, _ = split(signing, act, cell)
    said = {}
    for held in holding:
        if isinstance(held.clause, (Exclusivity, FirstRefusal)):
            counting: EventBase | None = doing.contract
            said[held.clause.id] = Said(held, effect(held, act, terms, signing, counting=counting))
    return said


def _signed_quantity(doing: Doing):  # type: ignore[no-untyped-def]
    if doing.contract is None:
        return doing.quantity
    quantities = [tranche.quantity for tranche in doing.contract.tranches]
    return None if None in quantities else sum(q for q in quantities if q is not None)


def _carried(held: InForce, now: Effect | None, before: Said | None, doing: Doing, position: Position) -> Effect:
    """Return what a clause says to a run, after what it said to the signing."""
    nothing = Effect("none", "")
    if before is None:
        return now or nothing
    then = before.effect
    by_refusal = isinstance(held.clause, FirstRefusal)
    if then.kind == "clear" and (then.facts or by_refusal):
        cleared = Effect("clear", f"cleared when it was signed: {then.why}", then.fields, then.facts, then.cites)
        return cleared if now is None or by_refusal or now.kind in ("consent", "forbid", "clear") else now
    uncleared = then.kind in ("offer", "consent") or (by_refusal and then.kind == "forbid")
    if not uncleared:
        return now or nothing
    cure = _cure(held, doing, position)
    if cure is not None:
        return Effect("clear", f"signed without clearance, and cured since ({cure.id})", then.fields, (cure,))
    return replace(then, why=f"signed without clearance: {then.why}")


def _cure(held: InForce, doing: Doing, position: Position) -> EventBase | None:
    """Return the waiver or ratification that cleared a contract after its signing."""
    if doing.contract is None:
        return None
    if isinstance(held.clause, FirstRefusal):
        return position.waiver(doing.contract.contract, held.clause)
    return position.ratification(held.clause.id, doing.contract.contract)
