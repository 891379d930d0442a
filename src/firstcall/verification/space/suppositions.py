"""What may have happened in a stretch of time that begins clauses, ends them or changes the text: each thing, and all.

A determination is made by whoever may make it, an event occurs, an option is exercised within its window. Only what
changes which clauses speak of capacity, or of technology, is supposed. Where something takes time to bring about what
hangs on it, the question is asked at the last instant of the stretch too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Option, Term
from firstcall.agreement.model.event_dates import EXERCISE, SIGNING, TERM, EventDate, UntilDetermination
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.dates import NEXT_INSTANT
from firstcall.errors import FirstcallError
from firstcall.record.dated.option_windows import option_window
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import Position, position
from firstcall.said import Said, sentence
from firstcall.values import dataclass
from firstcall.verification.space.domain import bears_on_capacity

Bears = Callable[[InForce], bool]
"""Says whether a clause matters."""
SupposedEvent = Mapping[str, Any]
"""What is put on the record, as a file of supposed events has it."""
_FAR = timedelta(days=36_600)
_DAYS_TRIED = 12
"""On how many days after a window opens a notice is tried: past any run of days that are no business days."""
_EACH_SUBSET = 3
"""Up to how many things each set of them is supposed; of more, each by itself and all together."""


class IsDetermined(Said):
    says = sentence("given.determined", "{determination} has been determined")
    determination: str


class HasOccurred(Said):
    says = sentence("given.occurred", "{event} has happened")
    event: str


class HasBeenExercised(Said):
    says = sentence("given.exercised", "{option} has been exercised")
    option: str


class HasBeenSigned(Said):
    says = sentence("given.signed", "{contract} has been signed")
    contract: str


@dataclass(frozen=True, slots=True, eq=False)
class Supposition:
    """Something that has happened, or nothing, and the text and the record with it."""

    given: tuple[Said, ...]
    here: Position


@dataclass(frozen=True, slots=True)
class BroughtAbout:
    """One thing that can be brought about: what it is, and the events that bring it."""

    what: Said
    events: tuple[SupposedEvent, ...]
    takes_time: bool = False


@dataclass(slots=True, eq=False)
class Suppositions:
    """What may have happened in each stretch of time of an agreement, on a record.

    Args:
      agreement: the agreement, read one way.
      record: what is on the record anyway.
      bears: which clauses matter: those on capacity, or those on technology.
    """

    agreement: Agreement
    record: Record
    bears: Bears = bears_on_capacity
    _exercised: tuple[BroughtAbout, ...] | None = field(default=None)

    def timeless(self) -> bool:
        """Say whether what may have happened is the same in all stretches in which the same clauses speak."""
        return not self._options() and not any(
            getattr(day, "plus", None) for text in _texts(self.agreement) for held in text.clauses
            for day in (held.clause.since, held.clause.until)
        )  # fmt: skip

    def of(self, here: Position, end: datetime | None) -> tuple[Supposition, ...]:
        """Return that nothing happened, and each thing, or set of things, that changes which clauses speak.

        Args:
          here: the record at the first instant of a stretch of time.
          end: the first instant after the stretch; None for the last one.
        """
        brought = [*_hinges(here, self.bears), *self._options()]
        found = [Supposition((), here)]
        seen = {_speaking(here, self.bears)}
        for some in _sets(brought):
            for there in self._with(some, here, end):
                if (key := _speaking(there, self.bears)) not in seen:
                    seen.add(key)
                    found.append(Supposition(tuple(one.what for one in some), there))
        return tuple(found)

    def _options(self) -> tuple[BroughtAbout, ...]:
        if self._exercised is None:
            self._exercised = tuple(_exercises(self.agreement, self.record, self.bears))
        return self._exercised

    def _with(self, some: Sequence[BroughtAbout], here: Position, end: datetime | None) -> Iterator[Position]:
        """Yield the text and the record after some things; nothing where the record cannot take them.

        They are at the first instant of the stretch, and where something takes time, at its last as well.
        """
        events = [event for one in some for event in one.events]
        try:
            record = suppose(self.record, _dated(events, here.at), here.now.where, "supposed")
        except FirstcallError:
            return
        yield position(self.agreement, record, here.at)
        if any(one.takes_time for one in some):
            yield position(self.agreement, record, here.at + _FAR if end is None else end - NEXT_INSTANT)


def _dated(events: Sequence[SupposedEvent], at: datetime) -> list[SupposedEvent]:
    return [{"at": at.isoformat(), **event} for event in events]


def _sets(brought: Sequence[BroughtAbout]) -> Iterator[tuple[BroughtAbout, ...]]:
    if len(brought) <= _EACH_SUBSET:
        for size in range(1, len(brought) + 1):
            yield from combinations(brought, size)
    else:
        yield from combinations(brought, 1)
        yield tuple(brought)


def _speaking(here: Position, bears: Bears) -> tuple[Any, ...]:
    """Return which of the clauses that matter speak at a position, in which words."""
    return tuple(
        (held.clause.id, id(held.clause)) for held in here.now.speaking(here.at)
        if bears(held) and speaks_now(here, held)
    )  # fmt: skip


def _texts(agreement: Agreement) -> Iterator[Terms]:
    for version in versions(agreement):
        yield terms(agreement, version.effective)


def _hinges(here: Position, bears: Bears) -> Iterator[BroughtAbout]:
    """Yield what a clause that matters, or the term, begins or ends with, each once."""
    seen = set()
    speaking = here.now.speaking(here.at)
    for held in here.now.clauses:
        if isinstance(held.clause, Term) or (held in speaking and bears(held)):
            for day in (held.clause.since, held.clause.until):
                if isinstance(day, UntilDetermination | EventDate):
                    for one in hinge_brought(day, here, held):
                        if repr(one.events) not in seen:
                            seen.add(repr(one.events))
                            yield one


def hinge_brought(day: UntilDetermination | EventDate, here: Position, held: InForce) -> Iterator[BroughtAbout]:
    """Yield what brings a date that hangs on the record; nothing where nobody can, or where an exercise does.

    Args:
      day: the date.
      here: the text and the record at an instant.
      held: the clause that the date is of.
    """
    when: SupposedEvent = {} if not day.is_counted else {"at": held.version.effective.isoformat()}
    takes_time = day.is_counted
    if isinstance(day, UntilDetermination):
        for events in _determining(day, here):
            told = tuple({**event, **when} for event in events)
            yield BroughtAbout(IsDetermined(determination=day.determination), told, takes_time)
    elif day.event == SIGNING:
        if day.of is not None and all(version.id != day.of for version in versions(here.agreement)):
            signed = {"type": "contract-signed", "by": here.now.grantor, "contract": day.of, "provider": "other"}
            yield BroughtAbout(HasBeenSigned(contract=day.of), ({**signed, **when},), takes_time)
    elif day.event != EXERCISE:
        of = {} if day.of is None else {"of": day.of}
        occurred = {"type": "occurred", "by": here.now.grantor, "event": day.event, **of, **when}
        yield BroughtAbout(HasOccurred(event=day.event), (occurred,), takes_time)


def _determining(day: UntilDetermination, here: Position) -> Iterator[tuple[SupposedEvent, ...]]:
    """Yield the acts that bring a determination into a state; nothing where nobody can."""
    defined = here.now.definitions.determinations.get(day.determination)
    if defined is None or (day.state == "verified" and defined.verified_by is None):
        return
    declared = {"type": "determination-declared", "by": defined.declared_by, "determination": day.determination}
    if day.state == "declared" or defined.verified_by is None:
        yield (declared,)
        return
    verified = {"type": "determination-verified", "by": defined.verified_by, "determination": day.determination}
    yield (declared, verified)


def _exercises(agreement: Agreement, record: Record, bears: Bears) -> Iterator[BroughtAbout]:
    """Yield each option on the term or on a clause that matters that can be exercised, as early as it can."""
    seen = set()
    for text in _texts(agreement):
        for held in text.clauses:
            clause = held.clause
            if not isinstance(clause, Option) or clause.id in seen or clause.does == "expand":
                continue
            named = [text.by_id[name] for name in clause.of if name in text.by_id]
            if TERM in clause.of or any(isinstance(one.clause, Term) or bears(one) for one in named):
                tried = option_tried(agreement, record, text, held)
                if tried.events:
                    seen.add(clause.id)
                    yield BroughtAbout(HasBeenExercised(option=clause.id), tried.events, takes_time=True)


@dataclass(frozen=True, slots=True)
class OptionTried:
    """How an option is exercised as early as it can be, or why it never can."""

    events: tuple[SupposedEvent, ...] = ()
    """What opens its window, and the notice; nothing where no notice ever counts."""
    why: Said | None = None
    """Why the last notice that was tried does nothing."""


def option_tried(agreement: Agreement, record: Record, text: Terms, held: InForce) -> OptionTried:
    """Return the events by which an option is exercised, as early as it can be, or why it never can.

    Args:
      agreement: the agreement.
      record: what is on the record anyway.
      text: a text that has the option.
      held: the option in it.
    """
    clause = held.clause
    why: Said | None = None
    assert isinstance(clause, Option) and text.version is not None
    start = max(text.version.effective, held.version.effective)
    before = _opening(agreement, record, held, clause, start)
    supposed = suppose(record, before, text.where, "supposed")
    there = replace(position(agreement, supposed, start), at=start + _FAR, now=text)
    for by in clause.by:
        window = option_window(there, held, clause, by)
        if window.opens is None:
            why = why or (None if window.unknown is None else window.unknown.why)
            continue
        first = max(window.opens, start)
        barred = window.bars(first)
        why = why or (None if barred is None else barred.why)
        for at in _tried(first, window.closes):
            notice = {"type": "option-exercised", "by": by, "clause": clause.id, "at": at.isoformat()}
            told = standing_text(agreement, suppose(supposed, (notice,), text.where, "supposed"), None)
            if any(one.option == clause.id for one in told.exercises):
                return OptionTried((*before, notice))
            why = next((one.reason for one in told.idle), why)
    return OptionTried(why=why)


def _tried(opens: datetime, closes: datetime | None) -> Iterator[datetime]:
    """Yield when a notice is tried: as the window opens, and on each day after it, while it is open."""
    at, last = opens, opens + timedelta(days=_DAYS_TRIED)
    while at <= last and (closes is None or at <= closes):
        yield at
        at += timedelta(hours=6)
    if closes is not None and opens <= closes:
        yield closes


def _opening(
    agreement: Agreement, record: Record, held: InForce, clause: Option, start: datetime
) -> tuple[SupposedEvent, ...]:
    """Return the events that open the window of an option: what it begins with, and its cause."""
    here = position(agreement, record, start)
    events: list[SupposedEvent] = []
    if isinstance(clause.since, UntilDetermination | EventDate):
        for one in hinge_brought(clause.since, here, held):
            events += [{"at": start.isoformat(), **event} for event in one.events]
    if clause.cause is not None:
        of = {} if clause.cause.of is None else {"of": clause.cause.of}
        occurred = {"type": "occurred", "by": here.now.grantor, "event": clause.cause.event, **of}
        events.append({"at": start.isoformat(), **occurred})
    return tuple(events)
