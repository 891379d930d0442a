"""Judgements on acts -> a Decision: outcome, marks, the part of each clause, grounds, notes."""

from __future__ import annotations

from dataclasses import replace

from firstcall.agreement.terms import InForce
from firstcall.record.position import Position
from firstcall.rights.cite import Part, cite, facts_of, missed_parts
from firstcall.rights.decision import OUTCOMES, ActAnswer, Decision, Mark, ReadAnswer
from firstcall.rights.effects import Effect
from firstcall.rights.ground import rests_on, time_notes
from firstcall.rights.licensing import AskedLicence, AskedUse, LicenceJudged, judge_technology


def technology_answer(here: Position, asked: AskedUse | AskedLicence) -> Decision:
    """Return the answer to a question of use or licence; contested where it turns on what was left open."""
    found, notes = judge_technology(asked, here)
    decisions = [_technology_decision(item, here, notes) for item in found]
    strict = max(decisions, key=lambda decision: OUTCOMES.index(decision.outcome))
    if len(decisions) == 1:
        return strict
    readings = tuple(
        ReadAnswer({"model": item.supposed or ""}, decision.outcome, tuple(c.reference for c in decision.deciding))
        for item, decision in zip(found, decisions, strict=True)
    )
    differ = len({decision.outcome for decision in decisions}) > 1
    marks: tuple[Mark, ...] = (*strict.marks, "contested") if differ else strict.marks
    return replace(strict, readings=readings, marks=marks)


def _technology_decision(item: LicenceJudged, here: Position, notes: tuple[str, ...]) -> Decision:
    technology, terms = item.technology, here.terms()
    outcome = item.weighed.outcome
    remarks = list(notes)
    if item.unlicensed and terms.version is not None:
        outcome = "forbidden"
        remarks.append(
            f"unlicensed: no licence in force lets {technology.party} use {technology.ip} in {technology.product}"
        )
    act, product = technology.act, technology.product
    parts = [Part(said.held, role, other, said.effect.why, act, product) for said, role, other in item.weighed.parts]
    deciding = [(said.held, said.effect) for said, role, _ in item.weighed.parts if role == "decides"]
    marks: tuple[Mark, ...] = ("conflict",) if item.weighed.conflict else ()
    acts = (ActAnswer(act, outcome, here.at, {product: outcome}),)
    version = terms.version
    return Decision(
        outcome=outcome,
        marks=marks,
        acts=acts,
        version=version.id if version else None,
        effective=version.effective if version else None,
        clauses=cite([*parts, *missed_parts(item.missed, act, product)]),
        facts=facts_of(said.effect for said, _, _ in item.weighed.parts),
        rests_on=rests_on(_or_missed(deciding, item), terms),
        notes=(*remarks, *time_notes(here)),
    )


def _or_missed(deciding: list[tuple[InForce, Effect]], item: LicenceJudged) -> list[tuple[InForce, Effect]]:
    """Where no clause decides, the answer rests on the licences that do not reach the question."""
    if deciding:
        return deciding
    return [(held, Effect("none", why)) for held, why in item.missed]
