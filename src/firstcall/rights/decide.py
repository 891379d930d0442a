"""decide: a question, the terms in force and the record -> a Decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.definitions import CapacityAct
from firstcall.agreement.terms import InForce, instant, versions
from firstcall.dates import NEXT_INSTANT, GivenMoment, When, given_known, given_when, zone
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import Portion
from firstcall.record.position import Position, position
from firstcall.rights.decision import (
    OUTCOMES,
    ActAnswer,
    DatedAnswer,
    Decision,
    Mark,
    Outcome,
    PortionAnswer,
    ReadAnswer,
    strictest,
)
from firstcall.rights.duties import duties_of
from firstcall.rights.grounds import (
    ClausePart,
    cite,
    facts_of,
    missed_parts,
    parts_of,
    rests_on,
    time_notes,
    with_what_began,
)
from firstcall.rights.judge.applicable import Missed
from firstcall.rights.judge.bans.party_acts import AskedAct, judge_party_act
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effects import standing_effect
from firstcall.rights.judge.judge import Judged, doing_of, judge, judge_both, judge_run
from firstcall.rights.judge.permissions.licensing import Technology
from firstcall.rights.judge.technology import AskedLicence, AskedUse, LicenceJudged, judge_technology
from firstcall.rights.judge.technology_reasons import NothingToLicense, Unlicensed
from firstcall.rights.judge.weigh import Weighed
from firstcall.rights.question import Asked, Question, resolve
from firstcall.rights.under_readings import AnyQuestion, under_readings
from firstcall.said import PartialDate, Said, sentence


class AskedOverSpan(Said):
    says = sentence(
        "time.asked-over-span",
        "{given} is no day: asked at its first and last instant, and where a version starts between",
    )
    given: Annotated[str, PartialDate]


def decide(
    agreement: Agreement,
    record: Record,
    asked: AnyQuestion,
    at: GivenMoment | When,
    known_at: GivenMoment | None = None,
    readings: Mapping[str, str] | None = None,
) -> Decision:
    """Return the answer to a question, with the clauses that decide it and what it rests on.

    A date known only to the month or year is asked at both ends and at each start of a version
    between; the strictest answers, and the decision is contested if the answers differ. Points of
    construction that may touch the question are read every way, unless settled or chosen.

    Args:
      agreement: the agreement.
      record: what happened.
      asked: the question: of signing and running, of use, or of licence.
      at: the instant, a day, or a date as somebody wrote it, which may be a month or a year.
      known_at: what had been entered and signed by then counts; None for everything in the files.
      readings: point -> alternative, for points to be read one way.

    Raises:
      QuestionError: the question cannot be asked that way.
      NotFound: it names an offer, contract, tranche or model that is not there.

    Source: docs/spec.md.
    """
    when = given_when(at, zone(agreement.timezone))
    known = given_known(known_at, agreement.timezone)
    if when.end is not None:
        return _vague(agreement, record, asked, when, known, readings or {})
    return answer(position(agreement, record, when.first, known), asked, readings or {})


def _vague(
    agreement: Agreement,
    record: Record,
    asked: AnyQuestion,
    when: When,
    known_at: datetime | None,
    readings: Mapping[str, str],
) -> Decision:
    instants = instants_asked(agreement, when, known_at)
    answers = [(at, answer(position(agreement, record, at, known_at), asked, readings)) for at in instants]
    strict = max((decision for _, decision in answers), key=lambda decision: OUTCOMES.index(decision.outcome))
    dated = tuple(DatedAnswer(at, decision.outcome, decision.version) for at, decision in answers)
    deciding = {(decision.outcome, tuple(c.clause for c in decision.deciding)) for _, decision in answers}
    contested: tuple[Mark, ...] = ("contested",) if len(deciding) > 1 else ()
    marks = (*strict.marks, *contested)
    said = AskedOverSpan(given=when.text)
    return replace(strict, marks=tuple(dict.fromkeys(marks)), dated=dated, notes=(*strict.notes, said))


def instants_asked(agreement: Agreement, when: When, known_at: datetime | None) -> tuple[datetime, ...]:
    """Return the instants at which a date is asked: both ends of a month or year, and each start of a text between."""
    if when.end is None:
        return (when.first,)
    last = when.end - NEXT_INSTANT
    starts = [v.effective for v in versions(agreement, known_at) if when.first < v.effective <= last]
    return tuple(sorted({when.first, *starts, last}))


def answer(here: Position, asked: AnyQuestion, readings: Mapping[str, str] | None = None) -> Decision:
    """Return the answer to a question at the instant of a position, under every reading in play."""
    return under_readings(here, asked, readings or {}, _answer)


def _answer(here: Position, asked: AnyQuestion) -> Decision:
    """Return the answer to a question with the text read one way."""
    if isinstance(asked, AskedAct):
        return party_act_answer(here, asked)
    if not isinstance(asked, Asked):
        return technology_answer(here, asked)
    question, notes = resolve(asked, here)
    judged = _judge_all(question, here)
    decision = _assemble(question, here, judged, notes)
    if question.contract is not None:
        decision = _with_hindsight(decision, question, here, judged)
    return decision


def _judge_all(question: Question, here: Position, signing: Position | None = None) -> list[Judged]:
    found = [] if question.beyond is None else _judge_all(question.beyond, here)
    for workload in question.workloads:
        for cell in question.cells:
            if question.fresh:
                found += judge_both(question, workload, cell, here)
            else:
                then = signing or here.when(question.signed)
                found.append(judge_run(doing_of(question, workload, "run"), cell, here, then))
    return found


_ACTS: tuple[CapacityAct, ...] = ("sign", "run")


def _outcome(judged: Iterable[Judged]) -> Outcome:
    return strictest(tuple([item.weighed.outcome for item in judged]))


def _assemble(question: Question, here: Position, judged: list[Judged], notes: tuple[Said, ...]) -> Decision:
    terms = here.terms()
    outcome = _outcome(judged)
    marks: tuple[Mark, ...] = ("conflict",) if any(item.weighed.conflict for item in judged) else ()
    deciding = [
        (said.held, said.effect)
        for item in judged
        if item.weighed.outcome == outcome
        for said, role, _ in item.weighed.parts
        if role == "decides"
    ]
    version = terms.version
    return Decision(
        outcome, marks, _acts(question, judged), version.id if version else None,
        version.effective if version else None, cite(parts_of(judged, outcome)),
        facts_of(effect for item in judged for _, effect in _with_facts(item.weighed, item.missed, here)),
        rests_on(with_what_began(deciding, here), terms),
        (*notes, *_said_beside(judged), *time_notes(here)), _portions(question, here, judged),
        duties=duties_of(question, here),
    )  # fmt: skip


def _said_beside(judged: Iterable[Judged]) -> tuple[Said, ...]:
    """Return what the clauses that hold an act take for granted, and what must be said beside them."""
    effects = [said.effect for item in judged for said, _, _ in item.weighed.parts]
    return tuple(dict.fromkeys(told for effect in effects for told in (*effect.supposes, *effect.told)))


def _acts(question: Question, judged: list[Judged]) -> tuple[ActAnswer, ...]:
    answers: dict[str, dict[str, Outcome]] = {}
    for item in judged:
        by_workload = answers.setdefault(item.doing.act, {})
        before = by_workload.get(item.doing.workload)
        now = item.weighed.outcome
        by_workload[item.doing.workload] = now if before is None else strictest((before, now))
    return tuple(
        ActAnswer(act, strictest(tuple(answers[act].values())), question.at, answers[act])
        for act in _ACTS
        if act in answers
    )


def _portions(question: Question, here: Position, judged: list[Judged]) -> tuple[PortionAnswer, ...]:
    """Answer for each part of an offer, where its parts stand differently."""
    if question.offer is None:
        return ()
    found: dict[tuple[str, Portion], PortionAnswer] = {}
    for item in judged:
        for said, _, _ in item.weighed.parts:
            clause = said.held.clause
            for portion in said.effect.portions:
                if isinstance(clause, FirstRefusal) and (clause.id, portion) not in found:
                    found[(clause.id, portion)] = _portion(question, here, clause, portion)
    return tuple(found.values())


def _portion(question: Question, here: Position, clause: FirstRefusal, portion: Portion) -> PortionAnswer:
    """Ask the whole question again for one part of the offer."""
    offer = here.offer(question.offer or "", clause)
    assert offer is not None
    forced = {clause.id: standing_effect(offer, (portion,), here.at)}
    outcomes = [
        judge(doing_of(question, workload, act), cell, here, forced if act == "sign" else None).weighed.outcome
        for workload in question.workloads
        for cell in question.cells
        for act in _ACTS
    ]
    return PortionAnswer(clause.id, portion.quantity, strictest(tuple(outcomes)), portion.why)


def _with_hindsight(decision: Decision, question: Question, here: Position, judged: list[Judged]) -> Decision:
    """Mark a decision on capacity whose clearance depends on what was entered after its signing was."""
    contract = question.contract
    assert contract is not None
    if not entered_late(contract, here):
        return decision
    known_then = position(here.agreement, here.record, question.signed, contract.recorded)
    as_known = _judge_all(question, here, known_then)
    if _signed(as_known) == _signed(judged):
        return decision
    marks: tuple[Mark, ...] = (*decision.marks, "hindsight")
    return replace(decision, marks=marks, hindsight=_outcome(as_known))


def _signed(judged: Iterable[Judged]) -> list[tuple[tuple[str, str], ...]]:
    return [item.signed.told() for item in judged if item.signed is not None]


def entered_late(contract: EventBase, here: Position) -> bool:
    """Say whether something that could bear on a signing was entered, or signed, after the signing was entered."""
    entered, where = contract.recorded, here.terms().where
    return any(
        event.recorded > entered and (event.at <= contract.at or isinstance(event, Correction))
        for event in here.record.events
    ) or any(instant(change.signed, where) > entered for change in here.agreement.amendments)


def party_act_answer(here: Position, asked: AskedAct) -> Decision:
    """Return the answer to a question of an act of a party."""
    judged, terms = judge_party_act(asked, here), here.terms()
    weighed, subject = judged.weighed, asked.to or asked.by
    parts = [ClausePart(said.held, role, other, said.effect.why, asked.act, subject)
             for said, role, other in weighed.parts]  # fmt: skip
    deciding = [(said.held, said.effect) for said, role, _ in weighed.parts if role == "decides"]
    missed = [(held, Effect("none", why)) for held, why in judged.missed]
    version = terms.version
    return Decision(
        outcome=weighed.outcome, marks=("conflict",) if weighed.conflict else (),
        acts=(ActAnswer(asked.act, weighed.outcome, here.at, {subject: weighed.outcome}),),
        version=version.id if version else None, effective=version.effective if version else None,
        clauses=cite([*parts, *missed_parts(judged.missed, asked.act, subject)]),
        facts=facts_of(effect for _, effect in _with_facts(weighed, judged.missed, here)),
        rests_on=rests_on(with_what_began(deciding or missed, here), terms),
        notes=(*dict.fromkeys(one for said, _, _ in weighed.parts for one in said.effect.told), *time_notes(here)),
    )  # fmt: skip


def technology_answer(here: Position, asked: AskedUse | AskedLicence) -> Decision:
    """Return the answer to a question of use or licence; contested where it turns on what was left open."""
    found, notes = judge_technology(asked, here)
    decisions = [_technology_decision(item, here, notes) for item in found]
    strict = max(decisions, key=lambda decision: OUTCOMES.index(decision.outcome))
    if len(decisions) == 1:
        return strict
    readings = tuple(
        ReadAnswer(
            {"model": item.supposed} if item.supposed else {},
            decision.outcome,
            tuple(c.reference for c in decision.deciding),
        )
        for item, decision in zip(found, decisions, strict=True)
    )
    differ = len({decision.outcome for decision in decisions}) > 1
    marks: tuple[Mark, ...] = (*strict.marks, "contested") if differ else strict.marks
    return replace(strict, readings=readings, marks=marks)


def _technology_decision(item: LicenceJudged, here: Position, notes: tuple[Said, ...]) -> Decision:
    technology, terms = item.technology, here.terms()
    outcome = item.weighed.outcome
    remarks: list[Said] = list(notes)
    if item.unlicensed and terms.version is not None:
        outcome = "forbidden"
        remarks.append(_without_licence(technology))
    act, product = technology.act, technology.product
    parts = [
        ClausePart(said.held, role, other, said.effect.why, act, product) for said, role, other in item.weighed.parts
    ]
    deciding = [(said.held, said.effect) for said, role, _ in item.weighed.parts if role == "decides"]
    missed = tuple((held, effect.why) for held, effect in item.missed)
    marks: tuple[Mark, ...] = ("conflict",) if item.weighed.conflict else ()
    acts = (ActAnswer(act, outcome, here.at, {product: outcome}),)
    version = terms.version
    return Decision(
        outcome=outcome,
        marks=marks,
        acts=acts,
        version=version.id if version else None,
        effective=version.effective if version else None,
        clauses=cite([*parts, *missed_parts(missed, act, product)]),
        facts=facts_of(effect for _, effect in _with_facts(item.weighed, missed, here)),
        rests_on=rests_on(with_what_began(deciding or list(item.missed), here), terms),
        notes=(*remarks, *_supposed(item), *time_notes(here)),
    )


def _without_licence(technology: Technology) -> Said:
    """Return that nobody licensed who acts."""
    ip, product = technology.ip, technology.product
    if technology.by is not None:
        return NothingToLicense(by=technology.by, ip=ip, product=product)
    return Unlicensed(party=technology.party, ip=ip, product=product)


def _supposed(item: LicenceJudged) -> tuple[Said, ...]:
    """Return what the licences leave open, and what is taken for it; and who is asked beside whom."""
    effects = (*(said.effect for said, _, _ in item.weighed.parts), *(effect for _, effect in item.missed))
    return tuple(dict.fromkeys(one for effect in effects for one in (*effect.supposes, *effect.told)))


def _with_facts(weighed: Weighed, missed: Missed, here: Position) -> list[tuple[InForce, Effect]]:
    """Return the clauses of a judgement, those that do not reach it too, each with every event that it turned on."""
    said = [(one.held, one.effect) for one, _, _ in weighed.parts]
    return with_what_began([*said, *((held, Effect("none", why)) for held, why in missed)], here)
