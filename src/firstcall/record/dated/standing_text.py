"""The text as the parties have made it: with what was exercised of the options in it, as far as it is known.

An option exercised is a change that one party makes alone, so it stands among the amendments, and everything that
reads a text reads it. One that nobody exercised changes nothing: the very document is returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Annotated

from firstcall.agreement.document import Agreement, Exercised
from firstcall.agreement.model.basis import Basis, weakest
from firstcall.agreement.model.clauses.kinds import Clause, Term
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import SIGNING, TERM, EventDate, UntilDetermination, hung_dates
from firstcall.agreement.terms import InForce, Terms, instant, terms, versions
from firstcall.dates import NEXT_INSTANT, local_day, zone
from firstcall.kept import Kept, Shelf
from firstcall.record.dated.days_to_come import dated_clause, days_known_from, hung_fields
from firstcall.record.dated.event_days import hung_day
from firstcall.record.dated.exercising import about, exercised_on
from firstcall.record.dated.option_windows import (
    BarredNotice,
    EnterWhatOpensIt,
    notice_counts,
    option_rules,
    option_window,
)
from firstcall.record.events.entry import EventBase, rank
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.milestones import AboutDetermination, AboutOption, Occurred, OptionLapsed
from firstcall.record.journal.journal import Known, Record
from firstcall.record.offers.offer import WithoutEffect
from firstcall.record.vantage import Vantage
from firstcall.said import AnyOf, Said, sentence
from firstcall.values import dataclass

_FAR = datetime(9000, 1, 1, tzinfo=UTC)


class NoSuchOption(Said):
    says = sentence("option.none-in-force", "no option {option} is in force on that day")
    option: str


class NameAnOption(Said):
    says = sentence("option.name-one", "name one that is in force on that day: {options}")
    options: Annotated[tuple[str, ...], AnyOf]


class NoOptionThen(Said):
    says = sentence("option.no-option-then", "check the day: no option at all is in force on it")


class NotTheirOption(Said):
    says = sentence("option.not-theirs", "{option} is not for {who} to exercise")
    option: str
    who: str


class LetThemExercise(Said):
    says = sentence("option.let-them", "let {who} give the notice")
    who: Annotated[tuple[str, ...], AnyOf]


class UsedUp(Said):
    says = sentence("option.used-up", "{option} has been exercised as often as it may")
    option: str


class AllowItMoreOften(Said):
    says = sentence("option.allow-more-often", "agree to an amendment that lets it be exercised more often")


class GivenUp(Said):
    says = sentence("option.given-up", "{who} let {option} lapse before")
    option: str
    who: str


class CorrectTheLapse(Said):
    says = sentence("option.correct-the-lapse", "correct the lapse on the record, if it was entered by mistake")


class EndedBefore(Said):
    says = sentence("option.ended-before", "{what} has been ended by {option} before")
    what: str
    option: str


class WriteItAnew(Said):
    says = sentence("option.write-anew", "agree to an amendment that writes {what} anew")
    what: str


class OptionChangesNothing(Said):
    says = sentence("option.changes-nothing", "there is nothing left that {option} would change")
    option: str


class NoLastDayYet(Said):
    says = sentence(
        "option.no-last-day-yet", "{clause} has no last day yet that could move: it ends with {when}, not known so far"
    )
    clause: str
    when: Said


class ChangeByAmendment(Said):
    says = sentence("option.change-by-amendment", "agree to an amendment that makes the change itself")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of an option: when it counts, by which event, and the version that it brings."""

    option: str
    number: int
    at: datetime
    version: str
    event: AboutOption | None
    """None where silence exercised it."""


@dataclass(frozen=True, slots=True)
class StandingText:
    """A document with what was exercised, and what became of each notice."""

    agreement: Agreement
    exercises: tuple[Exercise, ...] = ()
    lapses: tuple[OptionLapsed, ...] = ()
    idle: tuple[WithoutEffect, ...] = ()
    ended: dict[str, Exercise] = field(default_factory=dict)
    """What was ended, by which exercise."""

    def exercised(self, option: str) -> tuple[Exercise, ...]:
        """Return the exercises of an option."""
        return tuple(one for one in self.exercises if one.option == option)

    def given_up(self, clause: Option, by: str) -> bool:
        """Say whether a party let an option lapse; where silence exercises it, whether any did."""
        mine = [one for one in self.lapses if one.clause == clause.id]
        return any(clause.silence == "exercises" or one.by == by for one in mine)


_TEXTS: Kept[tuple[datetime | None, tuple[int, ...]], tuple[tuple[EventBase, ...], StandingText]] = Kept(
    "documents with what was exercised, by what is known"
)
_KINDS: Kept[None, tuple[type[EventBase], ...]] = Kept("the kinds of event that change a text; none for most texts")


def standing_text(agreement: Agreement, record: Record, known_at: datetime | None) -> StandingText:
    """Return an agreement with what was exercised of its options, as known.

    Args:
      agreement: the document; what a former call made of it counts as not there.
      record: what happened.
      known_at: what had been entered by then counts; None for everything.
    """
    kinds = _kinds(agreement)
    if not kinds:
        return StandingText(agreement)
    known = record.known(known_at)
    counted = tuple(known.of_kind(*kinds))
    kept, key = _TEXTS.on(agreement.shelf), (known_at, tuple(map(id, counted)))
    if key not in kept:
        kept[key] = counted, _Folding(agreement.as_written(), record, known, known_at).text()
    return kept[key][1]


def _kinds(agreement: Agreement) -> tuple[type[EventBase], ...]:
    kept = _KINDS.on(agreement.shelf)
    if None not in kept:
        parts = [(change.add, change.replace) for change in agreement.amendments]
        clauses = [*agreement.clauses, *(clause for pair in parts for part in pair for clause in part)]
        turned = any(isinstance(clause, Option) or hung_fields(clause) for clause in clauses)
        kept[None] = _turning(clauses) if turned else ()
    return kept[None]


def _turning(clauses: Iterable[Clause]) -> tuple[type[EventBase], ...]:
    dates = (day for clause in clauses for _, day in hung_dates(clause))
    signed = any(isinstance(day, EventDate) and day.event == SIGNING and day.of for day in dates)
    return (AboutOption, Occurred, AboutDetermination, *((ContractSigned,) if signed else ()))


class _Folding:
    """Notices in the order in which they count, with silence where it exercises an option between them."""

    def __init__(self, agreement: Agreement, record: Record, known: Known, known_at: datetime | None) -> None:
        self.record, self.known, self.known_at = record, known, known_at
        self.where = zone(agreement.timezone)
        self.now = StandingText(agreement)
        self._place(agreement)

    def _place(self, agreement: Agreement) -> None:
        self.agreement, self.shelf = agreement, Shelf()
        self.now = replace(self.now, agreement=agreement)

    def text(self) -> StandingText:
        after = datetime.min.replace(tzinfo=UTC)
        turns = sorted(self._turns(), key=lambda turn: (turn[0], turn[1] is not None and rank(turn[1])))
        for at, event in turns:
            after = self._silences(after, at)
            if event is None:
                self._dated(self.here(at))
            else:
                self._notice(event, at)
        self._silences(after, _FAR)
        return self.now

    def _turns(self) -> Iterator[tuple[datetime, AboutOption | None]]:
        """Yield each instant at which a day may become known, and each notice with the instant from which it counts."""
        yield from self._notices()
        for at in days_known_from(self.here(_FAR)):
            yield at, None

    def _dated(self, here: Vantage) -> None:
        """Put the days that are known by now into the terms and commitments whose rules bring them."""
        pairs = ((held, dated_clause(here, held.clause)) for held in here.now.clauses)
        found = [(held, dated) for held, dated in pairs if dated is not None]
        if found:
            texts = tuple(dated for _, dated in found)
            name, signed = self._unused(f"{texts[0].id}.dated"), max(held.version.signed for held, _ in found)
            made = Exercised(id=name, signed=signed, effective=here.at, replace=texts, basis=texts[0].basis)
            self._place(with_exercised(self.agreement, made))

    def _notices(self) -> list[tuple[datetime, AboutOption]]:
        """Return every notice with the instant from which it counts, in that order."""
        found = []
        for event in self.known.of_kind(AboutOption):
            text = terms(self.agreement, event.at, self.known_at)
            held = text.by_id.get(event.clause)
            at = notice_counts(held.clause, event, text) if held and isinstance(held.clause, Option) else event.at
            found.append((at, event))
        return found

    def here(self, at: datetime) -> Vantage:
        text = terms(self.agreement, at, self.known_at)
        return Vantage(self.agreement, self.record, self.known, at, self.known_at, self.shelf, text)

    def _notice(self, event: AboutOption, at: datetime) -> None:
        here = self.here(at)
        why = bars_notice(self.now, here, event.clause, event.by)
        if why is None and not isinstance(event, OptionLapsed):
            why = self._exercise(here, here.now.by_id[event.clause], event)
        elif why is None and isinstance(event, OptionLapsed):
            self.now = replace(self.now, lapses=(*self.now.lapses, event))
        if why is not None:
            idle = WithoutEffect(event.id, event.at, why.why, why.fix, event.type)
            self.now = replace(self.now, idle=(*self.now.idle, idle))

    def _silences(self, after: datetime, before: datetime) -> datetime:
        """Exercise what silence exercises between two instants; return the second."""
        while (found := min(self._silent(after, before), key=lambda pair: pair[0], default=None)) is not None:
            after, held = found
            self._exercise(self.here(after), held, None)
        return before

    def _silent(self, after: datetime, before: datetime) -> Iterator[tuple[datetime, InForce]]:
        """Yield each option that silence exercises between two instants, with the first instant at which it has."""
        starts = sorted({version.effective for version in versions(self.agreement, self.known_at)})
        for start, end in zip(starts, (*starts[1:], None), strict=True):
            for held in terms(self.agreement, start, self.known_at).clauses:
                if not isinstance(held.clause, Option) or held.clause.silence != "exercises":
                    continue
                here = replace(self.here(start), at=_FAR)
                closes = option_window(here, held, held.clause, held.clause.by[0]).closes
                at = None if closes is None else closes + NEXT_INSTANT
                if at is None or not start <= at or (end is not None and at >= end) or not after < at < before:
                    continue
                if bars_notice(self.now, self.here(closes or at), held.clause.id, held.clause.by[0]) is None:
                    yield at, held

    def _exercise(self, here: Vantage, held: InForce, event: AboutOption | None) -> BarredNotice | None:
        """Put what an option changes into the document; return why it changes nothing."""
        clause = held.clause
        assert isinstance(clause, Option)
        rules = option_rules(clause, here.now, event.by if event is not None else clause.by[0])
        change = exercised_on(clause, here, local_day(here.at, rules.zone))
        if not change.replace:
            return _idle(clause, here)
        number = len(self.now.exercised(clause.id)) + 1
        version = self._unused(f"{clause.id}.{number}")
        grade = weakest((clause.basis.grade, *([event.basis.grade] if event is not None else [])))
        signed = min(event.at, event.recorded, here.at) if event is not None else held.version.signed
        made = Exercised(
            id=version, signed=signed, effective=here.at, replace=change.replace, basis=Basis(grade=grade),
            option=clause.id,
        )  # fmt: skip
        done = Exercise(clause.id, number, here.at, version, event)
        ended = dict.fromkeys(clause.of, done) if clause.does == "terminate" else {}
        self.now = replace(self.now, exercises=(*self.now.exercises, done), ended={**self.now.ended, **ended})
        self._place(with_exercised(self.agreement, made))
        return None

    def _unused(self, name: str) -> str:
        taken = {change.id for change in self.agreement.amendments}
        while name in taken:
            name += ".x"
        return name


def _idle(clause: Option, here: Vantage) -> BarredNotice:
    """Return why an option changes nothing when it is exercised: what it is about may have no last day yet."""
    for held in about(clause, here.now) if clause.does in ("renew", "extend_to") else ():
        until = held.clause.until
        if isinstance(until, UntilDetermination | EventDate) and hung_day(here, until) is None:
            hinge = said_date(until.model_copy(update={"plus": None, "or_date": None, "not_before": None}))
            return BarredNotice(
                NoLastDayYet(clause=held.clause.id, when=said_date(until)), EnterWhatOpensIt(when=hinge)
            )
    return BarredNotice(OptionChangesNothing(option=clause.id), ChangeByAmendment())


def with_exercised(agreement: Agreement, made: Exercised) -> Agreement:
    """Return a document with a change put before the first amendment that takes effect after it."""
    where = zone(agreement.timezone)
    changes = agreement.amendments
    later = (n for n, change in enumerate(changes) if instant(change.effective, where) > instant(made.effective, where))
    place = next(later, len(changes))
    return agreement.fresh_copy({"amendments": (*changes[:place], made, *changes[place:])})


def bars_notice(standing: StandingText, here: Vantage, option: str, by: str) -> BarredNotice | None:
    """Return why a party's notice about an option, which counts at a position, does nothing; None where it does.

    Args:
      standing: what was exercised before.
      here: the text and what is known at the instant from which the notice counts.
      option: the option.
      by: the party.
    """
    held = here.now.by_id.get(option)
    if held is None or not isinstance(held.clause, Option):
        options = tuple(one.clause.id for one in here.now.clauses if isinstance(one.clause, Option))
        return BarredNotice(NoSuchOption(option=option), NameAnOption(options=options) if options else NoOptionThen())
    clause = held.clause
    if by not in clause.by:
        return BarredNotice(NotTheirOption(option=option, who=by), LetThemExercise(who=clause.by))
    if len(standing.exercised(option)) >= clause.at_most:
        return BarredNotice(UsedUp(option=option), AllowItMoreOften())
    if standing.given_up(clause, by):
        return BarredNotice(GivenUp(option=option, who=by), CorrectTheLapse())
    ended = None if clause.does == "terminate" else _ended(standing, here.now, clause)
    if ended is not None:
        return BarredNotice(ended, WriteItAnew(what=ended.what))
    return option_window(here, held, clause, by).bars(here.at)


def _ended(standing: StandingText, text: Terms, clause: Option) -> EndedBefore | None:
    """Return what of an option's subjects was ended, unless a later text brought it back; None where nothing was."""
    for held in text.clauses:
        is_term = isinstance(held.clause, Term)
        name = TERM if is_term and TERM in clause.of else held.clause.id
        if name not in clause.of:
            continue
        by = standing.ended.get(name) or standing.ended.get(TERM if held.clause.id not in text.survives else name)
        if by is not None and held.version.effective <= by.at:
            return EndedBefore(what=name, option=by.option)
    return None
