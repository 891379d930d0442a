"""What a brief tells in its rows, as facts: answers of a story by day, of transactions, and under each reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade
from firstcall.gaps import Joining
from firstcall.report.decision.line_facts import EventWord, TheAnswer
from firstcall.rights.decision import Decision, Mark, Outcome
from firstcall.said import AllOf, AnyOf, Local, Said, plural, sentence

StoryMoment = Literal["before", "on the day", "after", "day of the brief", "today"]


class MarkedAnswer(Said):
    says = sentence("brief.marked-answer", "{answer} [{mark}]")
    answer: Said
    mark: Mark


def marked(decision: Decision) -> Said:
    """Return a decision's answer with its marks."""
    return marked_answer(decision.outcome, decision.marks)


def marked_answer(outcome: Outcome, marks: Iterable[Mark]) -> Said:
    """Return an answer with some marks."""
    told: Said = TheAnswer(outcome=outcome)
    for mark in marks:
        told = MarkedAnswer(answer=told, mark=mark)
    return told


class AnswerFor(Said):
    says = sentence("brief.answer-for", "{answer}: {workloads}")
    answer: Said
    workloads: tuple[str, ...]


class UseNotTold(Said):
    says = sentence("brief.use-not-told", "{answer} (use not told)")
    answer: Said


class GroundOf(Said):
    says = sentence("brief.ground", "{grade}: {field}")
    grade: Grade
    field: Said | str


class DealNotBinding(Said):
    says = sentence("brief.not-binding", "{deal} (not binding)")
    deal: str


class BuiltAt(Said):
    says = sentence("brief.built-at", "{provider}, {mode}")
    provider: str
    mode: Literal["own_build", "built_for_grantor"]


class SaysUnderWhatIf(Said):
    says = sentence("brief.under-what-if", "{text}; what-if {name}")
    text: str
    name: str


class PointOnDay(Said):
    says = sentence("brief.point-on-day", "{point} on {day}")
    point: str
    day: date


class TouchedOf(Said):
    says = sentence("brief.touched", "{what}")
    what: Said | str


class UsesOf(Said):
    says = sentence("brief.uses", "({uses})")
    uses: tuple[str, ...]


class WayAnswered(Said):
    says = sentence("brief.way", "{way}: {outcomes}")
    way: str
    outcomes: Annotated[tuple[Outcome, ...], AnyOf]


class PartyInRole(Said):
    says = sentence("brief.party", "{name} ({role})")
    name: str
    role: Literal["grantor", "holder", "other"]


class VersionSince(Said):
    says = sentence("brief.version-since", "{version}, in effect from {start}")
    version: str
    start: Annotated[datetime, Local]


class NotYetSo(Said):
    says = sentence("brief.not-yet", "not yet: {text}")
    text: str


class NotInRecord(Said):
    says = sentence("brief.not-in-record", "not on the record")


class EventOnDay(Said):
    says = sentence("brief.event-on-day", "{event} on {day}")
    event: EventWord
    day: date


class EventsTold(Said):
    says = sentence("brief.events", "{events}")
    events: Annotated[tuple[Said, ...], Joining.commas]


class ClauseInForce(Said):
    says = sentence("brief.in-force", "in force")


class ClauseNotInForce(Said):
    says = sentence("brief.not-in-force", "not in force")


class InForceUntil(Said):
    says = sentence("brief.in-force-until", "in force, until {until}")
    until: Said | str


class NotInForceUntil(Said):
    says = sentence("brief.not-in-force-until", "not in force, until {until}")
    until: Said | str


class TheDay(Said):
    says = sentence("brief.day", "{day}")
    day: date


class ClauseRemovedBy(Said):
    says = sentence("brief.removed-by", "removed by {version}")
    version: str


class ClauseNotInText(Said):
    says = sentence("brief.not-in-text", "not in the text")


class SilentOnClause(Said):
    says = sentence("brief.silent", "{state} ({version} is silent on it)")
    state: Said
    version: str


class GradeCounted(Said):
    says = sentence("brief.grade-counted", "{count} {grade}")
    count: int
    grade: Grade


class GradesCounted(Said):
    says = sentence("brief.grades-counted", "{counts}")
    counts: Annotated[tuple[Said, ...], Joining.commas]


class DayAsked(Said):
    says = sentence("brief.day-asked", "{day},")
    day: date


class MomentAsked(Said):
    says = sentence("brief.moment-asked", "{day} {moments},")
    day: date
    moments: Annotated[tuple[StoryMoment, ...], AllOf]


class DayAnswered(Said):
    says = sentence("brief.day-answered", "{day}: {answer}")
    day: date
    answer: Said


class MomentAnswered(Said):
    says = sentence("brief.moment-answered", "{day} {moments}: {answer}")
    day: date
    moments: Annotated[tuple[StoryMoment, ...], AllOf]
    answer: Said


class AnswerTurned(Said):
    says = sentence("brief.answer-turned", "{before} → {after}")
    before: Said
    after: Said


class TransactionsCounted(Said):
    says = plural("brief.transactions", "{n} transaction", "{n} transactions")
    n: int


class PartsCounted(Said):
    says = plural("brief.parts", "{n} part", "{n} parts")
    n: int


class TransactionsInParts(Said):
    says = sentence("brief.transactions-in-parts", "{transactions} in {parts}")
    transactions: Said
    parts: Said


class AnswerCounted(Said):
    says = sentence("brief.answer-counted", "{count} {outcome}")
    count: int
    outcome: Outcome


class AnswersCounted(Said):
    says = sentence("brief.answers-counted", "{answers}")
    answers: Annotated[tuple[Said, ...], Joining.commas]


class TurnsOnUse(Said):
    says = plural("brief.turns-on-use", "{n} turns on a use that was not told", "{n} turn on a use that was not told")
    n: int


def in_parts(transactions: int, parts: int) -> Said:
    """Return how many transactions there are, and in how many parts where they have several."""
    whole = TransactionsCounted(n=transactions)
    return whole if parts == transactions else TransactionsInParts(transactions=whole, parts=PartsCounted(n=parts))
