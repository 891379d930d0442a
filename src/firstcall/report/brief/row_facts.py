"""What a brief tells in its rows, as facts: answers by day, of transactions, under each reading; heads and notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, cast

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.clauses.kinds import ClauseKind
from firstcall.gaps import Joining, spelled
from firstcall.report.decision.line_facts import EventWord, TheAnswer
from firstcall.report.sheet import OwnWords
from firstcall.rights.decision import Decision, Mark, Outcome
from firstcall.said import AllOf, AnyOf, Local, PartialDate, Said, plural, sentence

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
    says = sentence("brief.in-force-until", "in force through {until}")
    until: Said | str


class NotInForceUntil(Said):
    says = sentence("brief.not-in-force-until", "not in force; its last day: {until}")
    until: Said | str


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


ColumnName = Literal[
    "offer", "what is due", "from whom", "by when", "left", "kind", "what it says", "grade", "clause", "party",
    "version", "last day of the term", "zone, business days", "clause@version", "of", "sources", "workload", "date",
    "transaction", "at", "answer by workload", "rests on", "what the texts say", "answers by day",
    "answer before → after", "point", "why", "what it touches", "answer, read as", "answer",
    "what would change it, and how well that is known", "what-if", "family", "transactions", "capacity", "announced",
    "signed of it",
]  # fmt: skip


class ColumnHead(Said):
    says = sentence("brief.column", "{name}")
    name: ColumnName


def heads(*names: ColumnName | Literal[""]) -> tuple[Said | OwnWords, ...]:
    """Return the heads of columns; nothing stands over one without a name."""
    return tuple(ColumnHead(name=name) if name else OwnWords() for name in names)


class BriefTitle(Said):
    says = sentence("brief.title", "{title}: {day}")
    title: str
    day: date


class FiveAnswers(Said):
    says = sentence("brief.five-answers", "The five answers")


class OpenClocks(Said):
    says = sentence("brief.open-clocks", "Open offers and clocks")


class TransactionsJudged(Said):
    says = sentence("brief.transactions-judged", "Transactions, each under the agreement of its day")


class ByFamily(Said):
    says = sentence("brief.by-family", "What the transactions come to, by family")


class Gigawatts(Said):
    says = sentence("brief.gigawatts", "{quantity} GW")
    quantity: Decimal


class CountedOnce(Said):
    says = sentence(
        "brief.counted-once",
        "A family is what was announced and signed of one capacity or sum; each is counted once. – is not known.",
    )


class TermsThen(Said):
    says = sentence("brief.terms", "Terms in force")


class PartiesAndTerm(Said):
    says = sentence("brief.parties-and-term", "Parties and term")


class MayWe(Said):
    says = sentence("brief.may-we", "May we? Workload by provider, {day}")
    day: date


class ContestedTitle(Said):
    says = sentence("brief.contested", "Contested: what turns on how the words are read")


class RestsOnWords(Said):
    says = sentence("brief.rests-on-words", "What rests on reported and assumed words")


class NoneContested(Said):
    says = sentence("brief.none-contested", "No answer shown here turns on a reading.")


class ChooseReading(Said):
    says = sentence("brief.choose-reading", "The strictest reading answers above. Choose one with --reading POINT=WAY.")


class AboutTheBrief(Said):
    says = sentence(
        "brief.about",
        "What the rules in the file say, on the facts in the record: never whether they were followed. "
        "Not legal advice, not a notice, not affiliated with anyone named.",
    )


class EachPartWhole(Said):
    says = sentence("brief.each-part-whole", "Each part whole, and what every answer rests on:")


class SignedThatDay(Said):
    says = sentence(
        "brief.signed-that-day",
        "Capacity to be signed that day, the stricter of signing and running; `other` is any provider not listed.",
    )


class NoNoticePublished(Said):
    says = sentence(
        "brief.no-notice-published",
        "The answers are for capacity signed on that day, on this record: no notice of any offer was ever published, "
        "so a transaction that had to be offered first may well have been.",
    )


class EveryUseAsked(Said):
    says = sentence("brief.every-use-asked", "Where the use was not told, every kind of workload is asked.")


class BeforeAndAfter(Said):
    says = sentence(
        "brief.before-and-after",
        "Before is the eve of the change; after is the last day of the text that the change made, today at the "
        "latest. Days with one answer stand together.",
    )


class EachWithReasons(Said):
    says = sentence("brief.each-with-reasons", "To see each answer with its reasons:")


KindWord = Literal[
    "exclusivity", "consent", "first refusal", "delivery", "approval", "licence", "escape", "priority", "prohibition",
    "term", "revenue share", "commitment", "payment", "duty", "option", "price promise",
]  # fmt: skip
"""The kinds of clauses as people write them."""


class KindNamed(Said):
    says = sentence("brief.kind", "{kind}")
    kind: KindWord


def kind_said(kind: ClauseKind) -> Said:
    """Return what a kind of clause is called.

    >>> str(kind_said("revenue_share"))
    'revenue share'
    """
    return KindNamed(kind=cast("KindWord", spelled(kind)))


class OnDate(Said):
    says = sentence("brief.on-date", "{when}")
    when: Annotated[str, PartialDate]


class NoVersionThen(Said):
    says = sentence("brief.no-version", "no version")


class NoVersionYet(Said):
    says = sentence("brief.not-yet-in-effect", "none: the agreement had not taken effect")
