"""A story, run: each sentence of a text asked of the agreement before a change, on its day, after it, and today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import GRADES, Grade, weakest
from firstcall.agreement.terms import InForce, Terms, clause_text_name
from firstcall.dates import day_start, local_day, zone
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.report.brief.row_facts import (
    ClauseInForce,
    ClauseNotInForce,
    ClauseNotInText,
    ClauseRemovedBy,
    EventOnDay,
    EventsTold,
    GradeCounted,
    GradesCounted,
    InForceUntil,
    NotInForceUntil,
    NotInRecord,
    NotYetSo,
    SilentOnClause,
    marked,
)
from firstcall.report.brief.story_points import Ask, AskLicence, AskUse, Point, Story, read_story
from firstcall.report.decision.line_facts import EventWord
from firstcall.report.plan.story_need import Desks, StoryNeeds
from firstcall.report.terms.rows import TheDay
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.grounds import NoClause
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

__all__ = ["Ask", "Point", "Story", "StoryAnswer", "WhatIfs", "question_of", "read_story", "tell", "used_in"]


@dataclass(frozen=True, slots=True)
class StoryAnswer:
    """A point of the story, run: its answers by day, how well they are known, how to repeat them."""

    point: Point
    clauses: tuple[str, ...]
    answers: tuple[tuple[str, Said], ...]
    """Day and answer, in the order of time."""
    grade: Grade | None
    command: str
    decisions: tuple[tuple[datetime, Decision], ...] = ()
    """For a question: each day's decision."""


WhatIfs = Mapping[str, tuple[Agreement, Record]]
"""What-if -> the agreement and the record as it supposes them."""


class WhatIfNotThere(Said):
    says = sentence("story.what-if-not-there", "the what-if {what_if} is not there")
    what_if: Annotated[str, Quoted]


class KeepItAs(Said):
    says = sentence("story.keep-it-as", "keep it as {file}")
    file: str


def tell(
    story: Story,
    agreement: Agreement,
    record: Record,
    path: str,
    days: tuple[datetime, ...],
    what_ifs: WhatIfs | None = None,
    desks: Desks | None = None,
    needs_on: frozenset[datetime] | None = None,
) -> tuple[StoryAnswer, ...]:
    """Return every point of a story, answered at some days.

    Args:
      story: the story.
      agreement: the agreement.
      record: the record.
      path: the partnership as commands name it.
      days: the instants to ask at, in the order of time.
      what_ifs: the what-ifs that points are asked under.
      desks: where needs are planned under the text of a day; None where the folder has no needs.
      needs_on: the days among them at which needs are planned, which takes longest; None for all.

    Raises:
      QuestionError: a point's question cannot be asked, or its what-if is not among them.
    """
    told, needs = [], StoryNeeds(desks) if desks is not None else None
    for point in story.points:
        held = (agreement, record) if point.what_if is None else (what_ifs or {}).get(point.what_if)
        if held is None:
            raise QuestionError(
                WhatIfNotThere(what_if=str(point.what_if)), fix=KeepItAs(file=f"what-if/{point.what_if}.yaml")
            )
        planned = [at for at in days if needs_on is None or at in needs_on] if point.need is not None else days
        told.append(_tell(point, *held, path, tuple(planned) or days, story.day, needs))
    return tuple(told)


def _tell(
    point: Point, agreement: Agreement, record: Record, path: str, days: tuple[datetime, ...], change: date,
    needs: StoryNeeds | None,
) -> StoryAnswer:  # fmt: skip
    where = zone(agreement.timezone)
    own = days if not point.on else ()
    asked_days = sorted({*own, *(day_start(day, where) for day in (*point.on, *point.also))})
    answers: list[tuple[str, Said]] = []
    clauses: list[str] = []
    grades: list[Grade] = []
    asked = question_of(point, where)
    decisions = tuple((at, decide(agreement, record, asked, at)) for at in asked_days) if asked is not None else ()
    for at in asked_days:
        answer, cited, grade = _answer(point, agreement, record, at, dict(decisions).get(at), needs)
        answers.append((local_day(at, where).isoformat(), answer))
        clauses += cited
        grades += [grade] if grade else []
    if point.not_yet or point.events:
        answers = answers[-1:]
    return StoryAnswer(
        point,
        tuple(dict.fromkeys(clauses)),
        tuple(answers),
        weakest(tuple(grades)) if grades else None,
        _command(point, path, _shown_day(point, days, change, where).isoformat()),
        decisions,
    )


def _answer(
    point: Point,
    agreement: Agreement,
    record: Record,
    at: datetime,
    decision: Decision | None,
    needs: StoryNeeds | None,
) -> tuple[Said, list[str], Grade | None]:
    here = position(agreement, record, at)
    text = here.terms()
    carrier = text.by_id.get(point.clause or "")
    cited = [clause_text_name(carrier)] if carrier else []
    if decision is not None:
        return marked(decision), [*cited, *(c.reference for c in decision.deciding)], decision.rests_on.grade
    if point.shows is not None:
        held = text.by_id.get(point.shows)
        answer = _state(point.shows, held, text, at)
        return answer, [clause_text_name(held)] if held else [], held.clause.basis.grade if held else None
    if point.grades:
        return _grades(text.speaking(at)), [], None
    if point.need is not None:
        had = needs.told(local_day(at, text.where), point.need, point.asks) if needs is not None else None
        return (had[0], cited, had[1]) if had else (NotInRecord(), cited, None)
    if point.not_yet is not None:
        return NotYetSo(text=point.not_yet), cited, None
    known = {event.id: event for event in record.known().events}
    found = [known[name] for name in point.events if name in known]
    if not found:
        return NotInRecord(), cited, None
    told = tuple(
        EventOnDay(event=cast("EventWord", event.type), day=local_day(event.at, text.where)) for event in found
    )
    return EventsTold(events=told), cited, weakest(tuple(event.basis.grade for event in found))


def _shown_day(point: Point, days: tuple[datetime, ...], change: date, where: ZoneInfo) -> date:
    """Return the day whose answer a point's command repeats: that of the change, where it is asked."""
    asked = [local_day(day, where) for day in days]
    return point.on[-1] if point.on else change if change in asked else asked[-1]


def question_of(point: Point, where: ZoneInfo) -> AnyQuestion | None:
    """Return the question that a point asks; None where a clause, events or grades answer it."""
    if (use := point.use) is not None:
        made = day_start(use.model_developed, where) if use.model_developed else None
        return AskedUse(use.licensee, use.product, use.ip, use.model, made)
    if (licence := point.license) is not None:
        return AskedLicence(licence.to, licence.product, licence.ip, licence.by)
    if (ask := point.ask) is None:
        return None
    return Asked(
        tuple(ask.workload), ask.provider, ask.customer, ask.capacity, contract=ask.contract, dimensions=ask.scope
    )


def used_in(point: Point) -> tuple[str, ...]:
    """Return the workloads, or the product, that a point's question is about."""
    if point.ask is not None:
        return tuple(point.ask.workload)
    technology = point.use or point.license
    return (technology.product,) if technology else ()


def _state(name: str, held: InForce | None, text: Terms, at: datetime) -> Said:
    if held is None:
        return ClauseRemovedBy(version=text.removed[name]) if name in text.removed else ClauseNotInText()
    until: Any = getattr(held.clause, "until", None)
    last = TheDay(day=until) if isinstance(until, date) else str(until)
    state: Said
    if held in text.speaking(at):
        state = ClauseInForce() if until is None else InForceUntil(until=last)
    else:
        state = ClauseNotInForce() if until is None else NotInForceUntil(until=last)
    return SilentOnClause(state=state, version=text.silent[name]) if name in text.silent else state


def _grades(clauses: Iterable[InForce]) -> Said:
    grades = [item.clause.basis.grade for item in clauses]
    counts = tuple(GradeCounted(count=grades.count(grade), grade=grade) for grade in GRADES if grade in grades)
    return GradesCounted(counts=counts) if counts else NoClause()


def _command(point: Point, path: str, day: str) -> str:
    flags = _flags(point)
    if flags is not None:
        supposed = f" --with {path}/what-if/{point.what_if}.yaml" if point.what_if else ""
        return f"firstcall decide {path} {flags}{supposed} --on {day}"
    if point.need is not None:
        return f"firstcall plan {path}"
    if point.shows is not None:
        return f"firstcall terms {path} {point.shows} --history"
    if point.events:
        return f"firstcall record show {path}"
    return f"firstcall terms {path} --on {day}"


def _flags(point: Point) -> str | None:
    """Return a point's question as flags of the command line."""
    if (asked := point.ask) is not None:
        flags = [f"--workload {','.join(asked.workload)}"]
        flags += [f"--{name} {value}" for name in ("provider", "capacity", "customer", "contract")
                  if (value := getattr(asked, name))]  # fmt: skip
        return " ".join([*flags, *(f"--scope {name}={value}" for name, value in asked.scope.items())])
    technology: AskUse | AskLicence | None = point.use or point.license
    match technology:
        case None:
            return None
        case AskUse():
            party = f"--licensee {technology.licensee}"
        case AskLicence():
            party = f"--license-to {technology.to}"
    named = [f"--{name.replace('_', '-')} {value}" for name in ("by", "product", "ip", "model", "model_developed")
             if (value := getattr(technology, name, None))]  # fmt: skip
    return " ".join([party, *named])
