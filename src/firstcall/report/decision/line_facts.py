"""The lines that tell a decision, as facts: each line once, whatever the language it is told in."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from firstcall.agreement.model.basis import Grade
from firstcall.gaps import Joining
from firstcall.rights.decision import DecidedAct, DutyKind, DutyStatus, Mark, Outcome, Role
from firstcall.rights.paths.path_reasons import PathAct
from firstcall.said import AllOf, Local, Said, sentence

EventWord = Literal[
    "capacity-requested", "offer-received", "grantor-willing", "notice-given", "notice-deficient", "terms-amended",
    "matched", "matched-in-part", "declined", "withdrawn", "waiver-given", "tolled", "resumed", "consent-given",
    "consent-revoked", "contract-signed", "delivered", "holder-failed", "mix-reported", "quantity-reported",
    "duty-performed", "occurred", "option-exercised", "option-lapsed", "determination-declared",
    "determination-disputed", "determination-verified", "determination-reversed", "escape-exercised",
    "model-developed", "interpretation", "shipped", "support-declined", "encoding-signed-off", "statement-issued",
    "statement-disputed", "statement-agreed", "statement-paid", "correction", "context",
]  # fmt: skip
"""The types of events, each with its word in every language."""


class ToldLine(NamedTuple):
    """A line: how many spaces it stands in, and what it says."""

    indent: int
    said: Said

    def __str__(self) -> str:
        return f"{' ' * self.indent}{self.said}"


class InARow(Said):
    says = sentence("lines.in-a-row", "{parts}")
    parts: Annotated[tuple[Said, ...], Joining.commas]


class NotAdvice(Said):
    says = sentence(
        "decide.not-advice",
        "Not legal advice: what the rules in the file say about the question, on the facts in the record.",
    )


class TheAnswer(Said):
    says = sentence("decide.answer", "{outcome}")
    outcome: Outcome


class AnswerMarked(Said):
    says = sentence("decide.answer-marked", "{answer}  [{mark}]")
    answer: Said
    mark: Mark


class AskedThis(Said):
    says = sentence("decide.asked", "asked: {question}")
    question: Said


class ActAnswered(Said):
    says = sentence("decide.act", "{act}: {outcome}")
    act: DecidedAct
    outcome: Outcome


class ActAnsweredEach(Said):
    says = sentence("decide.act-each", "{act}: {outcome} ({each})")
    act: DecidedAct
    outcome: Outcome
    each: tuple[Said, ...]


class WorkloadAnswered(Said):
    says = sentence("decide.workload", "{workload} {outcome}")
    workload: str
    outcome: Outcome


class KnownWhenSigned(Said):
    says = sentence("decide.known-when-signed", "as known when it was signed: {outcome}")
    outcome: Outcome


class PartAnswered(Said):
    says = sentence("decide.part", "{quantity}: {outcome} ({clause}: {why})")
    quantity: Decimal
    outcome: Outcome
    clause: str
    why: Said


class WholeAnswered(Said):
    says = sentence("decide.whole", "all of it: {outcome} ({clause}: {why})")
    outcome: Outcome
    clause: str
    why: Said


class AnsweredToEndOf(Said):
    says = sentence("decide.to-end-of", "to the end of {day}: {outcome}")
    day: date
    outcome: Outcome


class AnsweredAt(Said):
    says = sentence("decide.at", "at {moment}: {outcome}")
    moment: Annotated[datetime, Local]
    outcome: Outcome


class PointReadAs(Said):
    says = sentence("decide.point-read-as", "{point}={alternative}")
    point: str
    alternative: Said | str


class AnsweredReadAs(Said):
    says = sentence("decide.read-as", "read as {choice}: {outcome}")
    choice: Annotated[tuple[Said, ...], Joining.commas]
    outcome: Outcome


class SameHoweverRead(Said):
    says = sentence("decide.same-however-read", "the same however read: {points}")
    points: tuple[str, ...]


class VersionInEffect(Said):
    says = sentence("decide.version", "version {version}, in effect from {start}")
    version: str
    start: Annotated[datetime, Local]


class RoleHeading(Said):
    says = sentence("decide.role", "{role}")
    role: Role


class KnownAs(Said):
    says = sentence("decide.known-as", "{grade}")
    grade: Grade


class KnownFrom(Said):
    says = sentence("decide.known-from", "{grade}; {sources}")
    grade: Grade
    sources: tuple[str, ...]


class ClauseCited(Said):
    says = sentence("decide.clause", "{clause} ({ground})")
    clause: str
    ground: Said


class ClauseYields(Said):
    says = sentence("decide.yields-to", "{cited} yields to {other}")
    cited: Said
    other: str


class ClauseDefeated(Said):
    says = sentence("decide.defeated-by", "{cited} defeated by {other}")
    cited: Said
    other: str


class FactsHeading(Said):
    says = sentence("decide.facts", "facts")


class EventReliedOn(Said):
    says = sentence("decide.event", "{moment}  {type} ({event}, {grade})")
    moment: Annotated[datetime, Local]
    type: EventWord
    event: str
    grade: Grade


class RestsOnGround(Said):
    says = sentence("decide.rests-on", "rests on {grade}: {field}")
    grade: Grade
    field: Said | str


class RestsOnSources(Said):
    says = sentence("decide.rests-on-sources", "rests on {grade}: {field} ({sources})")
    grade: Grade
    field: Said | str
    sources: tuple[str, ...]


class DutyTold(Said):
    says = sentence("decide.duty", "duty {duty} ({clause}): {status}: {workload}: {why}")
    duty: DutyKind
    clause: str
    status: DutyStatus
    workload: str
    why: Said


class NoteTold(Said):
    says = sentence("decide.note", "note: {note}")
    note: Said | str


class PathHeading(Said):
    says = sentence("path.heading", "path to yes")


class PathHeadingNoted(Said):
    says = sentence("path.heading-noted", "path to yes: {note}")
    note: Said


class NoPathBeforeEnd(Said):
    says = sentence("path.none-before-end", "no path before the term ends ({day} is its last day)")
    day: date


class NoPathShortOfAmendment(Said):
    says = sentence(
        "path.none-short-of-amendment", "no path short of an amendment before the term ends ({day} is its last day)"
    )
    day: date


class NoPathFound(Said):
    says = sentence("path.none-found", "no path of at most {most} acts was found")
    most: int


class ActsAtHour(Said):
    says = sentence("path.acts-at-hour", "supposed acts are at {hour} in {zone}, since the day names no hour")
    hour: time
    zone: str


class SeveralNotes(Said):
    says = sentence("path.several-notes", "{notes}")
    notes: tuple[Said, ...]


class NoPathOfSpan(Said):
    says = sentence("path.of-span", "paths are sought from one day on; ask for a day")


class RouteNumbered(Said):
    says = sentence("path.route", "{number}. {outcome}, at the earliest {when}")
    number: int
    outcome: Outcome
    when: Said


class AtMoment(Said):
    says = sentence("path.at", "{moment}")
    moment: Annotated[datetime, Local]


class RightAfter(Said):
    says = sentence("path.right-after", "right after {moment}")
    moment: Annotated[datetime, Local]


class StepBy(Said):
    says = sentence("path.step-by", "{act} (by {who}): {what}")
    act: PathAct
    who: Annotated[tuple[str, ...], AllOf]
    what: Said


class StepAsking(Said):
    says = sentence("path.step-asking", "{step}; ask {beside} too")
    step: Said
    beside: Annotated[tuple[str, ...], AllOf]


class StepByUntil(Said):
    says = sentence("path.step-by-until", "{act} (by {who}): {what}, until {when}")
    act: PathAct
    who: Annotated[tuple[str, ...], AllOf]
    what: Said
    when: Said


class WaitFor(Said):
    says = sentence("path.wait", "wait (by nobody): {what}")
    what: Said


class WaitForUntil(Said):
    says = sentence("path.wait-until", "wait (by nobody): {what}, until {when}")
    what: Said
    when: Said


class FlipsHeading(Said):
    says = sentence("flip.heading", "what would change it")


class FlipTold(Said):
    says = sentence("flip.told", "{what} {how}: {outcome} ({ground})")
    what: Said
    how: Said
    outcome: Outcome
    ground: Said


class NothingFlips(Said):
    says = sentence("flip.nothing", "nothing that is reported or assumed")
