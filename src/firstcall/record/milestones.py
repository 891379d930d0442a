"""Where determinations, escapes and interpretations stand.

Folds of their events, and events that nothing reads as they were meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal, assert_never

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.technology import Escape
from firstcall.agreement.model.determinations import Determination, DeterminationState
from firstcall.agreement.terms import Terms
from firstcall.errors import NOWHERE, Problem
from firstcall.kept import Kept
from firstcall.record.events.entry import EventBase
from firstcall.record.events.entry_words import entry_faults, words_of_agreement
from firstcall.record.events.milestones import (
    AboutDetermination,
    DeterminationDeclared,
    DeterminationDisputed,
    DeterminationReversed,
    DeterminationVerified,
    EscapeExercised,
    Interpretation,
    ModelDeveloped,
    Shipped,
    SupportDeclined,
)
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import WithoutEffect
from firstcall.record.offers.refused_reasons import ForThemToDo, NothingToDo
from firstcall.record.vantage import Vantage
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

DeterminationStatus = Literal["none", "declared", "declared, test not met", "verified", "reversed"]


class DeterminationUndefined(Said):
    says = sentence("determination.undefined", "the agreement of that day defines no determination {determination}")
    determination: Annotated[str, Quoted]


class CheckNameAndDay(Said):
    says = sentence("determination.check-name-and-day", "check the name, and the day")


class MayNotDeclare(Said):
    says = sentence("determination.may-not-declare", "{who} may not declare {determination}")
    who: Annotated[str, Quoted]
    determination: str


class DeclaredBefore(Said):
    says = sentence("determination.declared-before", "{determination} stands declared already")
    determination: str


class ReverseItFirst(Said):
    says = sentence("determination.reverse-it-first", "reverse it first, or leave it as it stands")


class FigureFailsTest(Said):
    says = sentence("determination.figure-fails-test", "the stated figure does not meet the test of {determination}")
    determination: str


class StateFigureThatMeets(Said):
    says = sentence("determination.state-figure-that-meets", "declare it again with a figure that meets the test")


class NobodyVerifies(Said):
    says = sentence("determination.nobody-verifies", "{determination} needs nobody's verification")
    determination: str


class MayNotVerify(Said):
    says = sentence("determination.may-not-verify", "{who} may not verify {determination}")
    who: Annotated[str, Quoted]
    determination: str


class MayNotReverse(Said):
    says = sentence("determination.may-not-reverse", "{who} may not reverse {determination}")
    who: Annotated[str, Quoted]
    determination: str


class NoDeclarationStands(Said):
    says = sentence("determination.no-declaration-stands", "no declaration of {determination} stands")
    determination: str


class RecordDeclarationFirst(Said):
    says = sentence("determination.record-declaration-first", "record the declaration first, or check the order")


@dataclass(frozen=True, slots=True)
class DeterminationStanding:
    """A determination as it stands: its status, since when, who must still verify, and on which events."""

    status: DeterminationStatus
    declared: datetime | None = None
    verified: datetime | None = None
    needs_verification: bool = False
    disputed: bool = False
    events: tuple[EventBase, ...] = ()
    without_effect: tuple[WithoutEffect, ...] = ()
    """Events that changed nothing, and why; a declaration whose figure fails the test is among both."""

    def since(self, state: DeterminationState) -> datetime | None:
        """Return since when the determination holds in a state; None while it does not."""
        if self.status in ("none", "reversed", "declared, test not met"):
            return None
        match state:
            case "declared":
                return self.declared
            case "verified":
                return self.verified
            case "determined":
                return self.verified if self.needs_verification else self.declared
            case _:
                assert_never(state)


_STANDINGS: Kept[tuple[str, datetime], DeterminationStanding] = Kept("determinations, by name and instant")
_INTERPRETATIONS: Kept[None, list[Interpretation]] = Kept("the points that were settled")
NOT_DECLARED = DeterminationStanding("none")


def milestone(here: Vantage, name: str) -> DeterminationStanding:
    """Return a determination as it stands at a position.

    A declaration counts under the definition of its own day: only by the party that may declare, and
    with a figure, if one is stated, that meets the test. It holds while disputed, until it is reversed
    by who declares or verifies, or by a tribunal.
    """
    kept, key = _STANDINGS.on(here.shelf), (name, here.at)
    if key not in kept:
        kept[key] = _fold(here, name)
    return kept[key]


def _fold(here: Vantage, name: str) -> DeterminationStanding:
    now = NOT_DECLARED
    events: list[EventBase] = []
    idle: list[WithoutEffect] = []
    for event in here.events_of_kind(AboutDetermination):
        if event.determination == name:
            definition = here.terms(event.at).definitions.determinations.get(name)
            after = _next(now, event, definition, here)
            if after is None or (isinstance(event, DeterminationDeclared) and after.since("declared") is None):
                why, fix = _why_idle(now, event, definition)
                idle.append(WithoutEffect(event.id, event.at, why, fix, event.type))
            if after is not None:
                now = after
                events.append(event)
    return replace(now, events=tuple(events), without_effect=tuple(idle))


def _why_idle(
    now: DeterminationStanding, event: AboutDetermination, definition: Determination | None
) -> tuple[Said, Said]:
    """Return why an event of a determination changes nothing, and what would."""
    name = event.determination
    if definition is None:
        return DeterminationUndefined(determination=name), CheckNameAndDay()
    by, verifier = definition.declared_by, definition.verified_by
    match event:
        case DeterminationDeclared() if event.by != by:
            return MayNotDeclare(who=event.by, determination=name), _theirs(by)
        case DeterminationDeclared() if now.status in ("declared", "verified"):
            return DeclaredBefore(determination=name), ReverseItFirst()
        case DeterminationDeclared():
            return FigureFailsTest(determination=name), StateFigureThatMeets()
        case DeterminationVerified() if verifier is None:
            return NobodyVerifies(determination=name), NothingToDo()
        case DeterminationVerified() if event.by != verifier:
            return MayNotVerify(who=event.by, determination=name), _theirs(verifier)
        case DeterminationReversed() if now.status in ("declared", "verified"):
            return MayNotReverse(who=event.by, determination=name), _theirs(by, verifier)
        case _:
            return NoDeclarationStands(determination=name), RecordDeclarationFirst()


def _theirs(*names: str | None) -> Said:
    named = tuple(name for name in names if name is not None)
    return ForThemToDo(who=named) if named else CheckNameAndDay()


def _next(
    now: DeterminationStanding, event: AboutDetermination, definition: Determination | None, here: Vantage
) -> DeterminationStanding | None:
    """Return where a determination goes with an event; None where the event counts for nothing."""
    match event:
        case DeterminationDeclared():
            return _declared(now, event, definition)
        case DeterminationVerified():
            if now.status != "declared" or definition is None or definition.verified_by != event.by:
                return None
            return DeterminationStanding("verified", now.declared, event.at, now.needs_verification, now.disputed)
        case DeterminationDisputed():
            if now.status not in ("declared", "verified"):
                return None
            return DeterminationStanding(now.status, now.declared, now.verified, now.needs_verification, True)
        case DeterminationReversed():
            counts = now.status in ("declared", "verified") and _may_reverse(event.by, definition, here.terms(event.at))
            return DeterminationStanding("reversed") if counts else None
        case _:
            return None


def _may_reverse(by: str, definition: Determination | None, text: Terms) -> bool:
    """Say whether somebody may reverse: who declares or verifies, or a tribunal, but no other party."""
    own = (definition.declared_by, definition.verified_by) if definition else ()
    return by in own or by not in text.parties


def _declared(
    now: DeterminationStanding, event: DeterminationDeclared, definition: Determination | None
) -> DeterminationStanding | None:
    if definition is None or definition.declared_by != event.by or now.status in ("declared", "verified"):
        return None
    test = definition.test
    figure, currency = event.figure, event.currency
    if test and figure is not None and currency is not None and not test.met_by(figure, currency, event.of):
        return DeterminationStanding("declared, test not met", event.at)
    return DeterminationStanding("declared", event.at, None, definition.verified_by is not None)


def exercises(
    here: Vantage, clause: Escape, after: datetime, licensors: Collection[str]
) -> tuple[EscapeExercised, ...]:
    """Return the exercises of an escape by those who license what it closes, made once it could be, in order."""
    return tuple(
        event
        for event in here.events_of_kind(EscapeExercised)
        if event.clause in (None, clause.id) and event.at >= after and event.by in licensors
    )


def developed(here: Vantage, model: str) -> ModelDeveloped | None:
    """Return when a model was developed, as far as the record knows by now."""
    for event in here.known.of_kind(ModelDeveloped):
        if event.model == model:
            return event
    return None


def interpretations(here: Vantage) -> dict[str, Interpretation]:
    """Return the points of construction that are settled at an instant, each by its latest event."""
    kept = _INTERPRETATIONS.on(here.shelf)
    if None not in kept:
        kept[None] = here.known.of_kind(Interpretation)
    settled: dict[str, Interpretation] = {}
    for event in kept[None]:
        if event.at <= here.at or event.relates_back:
            settled[event.point] = event
    return settled


def shipped(here: Vantage, workload: str, providers: Iterable[str]) -> Shipped | None:
    """Return the first shipping of a workload at one of some providers."""
    wanted = set(providers)
    for event in here.events_of_kind(Shipped):
        if workload in event.workloads and event.provider in wanted:
            return event
    return None


def support_declined(here: Vantage, workload: str, holder: str) -> tuple[SupportDeclined, ...]:
    """Return the holder's words that it does not support what a workload needs."""
    return tuple(
        event
        for event in here.events_of_kind(SupportDeclined)
        if event.by == holder and (not event.workloads or workload in event.workloads)
    )


def doubtful_events(agreement: Agreement, record: Record) -> Iterator[tuple[str, Problem]]:
    """Yield each event that names what is not in the file, or has a term that says nothing it can mean.

    An event like that is kept, since it may have happened; but nothing reads it as it was meant, which whoever
    entered it should know. Events are taken as later corrections have them.

    Args:
      agreement: the agreement, with every version.
      record: what happened.
    """
    words = words_of_agreement(agreement)
    for event in record.known().events:
        for what, fix, named in entry_faults(event, words):
            told = EventNames(event=event.id, what=what) if named else EventSays(event=event.id, what=what)
            yield event.id, Problem(NOWHERE, told, CorrectTheEvent(fix=fix))


class EventNames(Said):
    says = sentence("event.names-unknown", "event {event} names an {what}")
    event: Annotated[str, Quoted]
    what: Said


class EventSays(Said):
    says = sentence("event.says", "event {event}: {what}")
    event: Annotated[str, Quoted]
    what: Said


class CorrectTheEvent(Said):
    says = sentence("event.correct", "correct the event; {fix}")
    fix: Said
