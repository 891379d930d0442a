"""Where the options of an agreement stand for each party that may exercise them, and what those exercised made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from firstcall.agreement.document import Exercised
from firstcall.agreement.model.clauses.kinds import Term
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.model.event_dates import TERM
from firstcall.agreement.terms import InForce, instant, terms
from firstcall.dates import NEXT_INSTANT
from firstcall.kept import Kept
from firstcall.record.dated.option_windows import OptionWindow, option_window
from firstcall.record.dated.standing_text import EndedBefore, Exercise, StandingText, bars_notice, standing_text
from firstcall.record.events.entry import EventBase
from firstcall.record.vantage import Vantage
from firstcall.said import Said
from firstcall.values import dataclass

OptionState = Literal["open", "ahead", "exercised", "lapsed", "over", "unknown"]


@dataclass(frozen=True, slots=True)
class OptionTime:
    """An option as it stands for one party that may exercise it."""

    held: InForce
    clause: Option
    by: str
    state: OptionState
    window: OptionWindow
    exercises: tuple[Exercise, ...]
    """What was exercised of it by then, by whomever."""
    why: Said | None = None
    """Why it cannot be exercised any more, or is unknown."""

    @property
    def left(self) -> int:
        """How often it may still be exercised."""
        return self.clause.at_most - len(self.exercises)


def options_at(here: Vantage) -> tuple[OptionTime, ...]:
    """Return where every option of the text in force stands, for each party that may exercise it."""
    standing = standing_text(here.agreement, here.record, here.known_at)
    return tuple(
        _standing(here, held, held.clause, by, _by_then(standing, here))
        for held in here.now.clauses
        if isinstance(held.clause, Option)
        for by in held.clause.by
    )


def _by_then(standing: StandingText, here: Vantage) -> StandingText:
    """Return what had been exercised, lapsed and ended by an instant."""
    ended = {what: one for what, one in standing.ended.items() if one.at <= here.at}
    done = tuple(one for one in standing.exercises if one.at <= here.at)
    lapses = tuple(one for one in standing.lapses if one.at <= here.at)
    return StandingText(standing.agreement, done, lapses, standing.idle, ended)


def _standing(here: Vantage, held: InForce, clause: Option, by: str, standing: StandingText) -> OptionTime:
    window, done = option_window(here, held, clause, by), standing.exercised(clause.id)
    why = bars_notice(standing, here, clause.id, by)
    state: OptionState = "open"
    if why is not None:
        if len(done) >= clause.at_most:
            state = "exercised"
        elif standing.given_up(clause, by):
            state = "lapsed"
        elif isinstance(why.why, EndedBefore):
            state = "over"
        elif window.opens is None:
            state = "unknown" if window.closes is None or here.at <= window.closes else "lapsed"
        elif here.at < window.opens and (window.closes is None or window.opens <= window.closes):
            state = "ahead"
        else:
            state = "lapsed" if window.closes is not None and here.at > window.closes else "over"
    return OptionTime(held, clause, by, state, window, done, None if why is None else why.why)


def exercised_into(here: Vantage, held: InForce) -> tuple[EventBase, ...]:
    """Return the notices that made a clause read as it does, or speak or not as it does now, by the term above it.

    Args:
      here: the text and the record at an instant.
      held: a clause of that text.
    """
    changes = made_by_options(here)
    if not changes:
        return ()
    made = [*_changes_of(here, held, changes)]
    if held.clause.id not in here.now.survives:
        above = (one for one in _terms(here) if one is not held)
        made += [change for term in above for change in _changes_of(here, term, changes) if _moved_end(here, change)]
    known = standing_text(here.agreement, here.record, here.known_at).exercises
    events = {one.version: one.event for one in known}
    return tuple(event for change in made if (event := events.get(change.id)) is not None)


def ended_by_options(here: Vantage) -> Iterator[tuple[InForce, str]]:
    """Yield the clauses that would speak had no option ended them, or the term above them, each with that option."""
    changes, now = made_by_options(here), here.now
    if not changes:
        return
    ended = standing_text(here.agreement, here.record, here.known_at).ended
    above = next((by for term in _terms(here) if (by := _ended_by(here, term, TERM, changes, ended)) is not None), None)
    over = now.ends is not None and now.ends <= here.at
    for held in now.clauses:
        start, end = held.speaks.start, held.speaks.end
        if start is not None and start > here.at:
            continue
        own = end is not None and end <= here.at
        under = over and held.clause.id not in now.survives
        by = _ended_by(here, held, held.clause.id, changes, ended) if own else above if under else None
        if by is not None:
            yield held, by


def _ended_by(
    here: Vantage, held: InForce, name: str, changes: list[Exercised], ended: Mapping[str, Exercise]
) -> str | None:
    """Return the option that ended a clause as it reads; None where none did."""
    by = ended.get(name) or ended.get(held.clause.id)
    mine = by is not None and any(one.id == by.version for one in _changes_of(here, held, changes))
    return by.option if by is not None and mine else None


_EXERCISED: Kept[None, list[Exercised]] = Kept("what options made of a document")


def made_by_options(here: Vantage) -> list[Exercised]:
    """Return what options made of a document; nothing of most."""
    kept = _EXERCISED.on(here.agreement.shelf)
    if None not in kept:
        made = [one for one in here.agreement.amendments if isinstance(one, Exercised)]
        kept[None] = [one for one in made if one.option is not None]
    return kept[None]


def _terms(here: Vantage) -> Iterator[InForce]:
    return (one for one in here.now.clauses if isinstance(one.clause, Term))


def _changes_of(here: Vantage, held: InForce, changes: list[Exercised]) -> Iterator[Exercised]:
    """Yield what was exercised upon a clause since its text was written."""
    for change in changes:
        at = instant(change.effective, here.now.where)
        if held.version.effective <= at <= here.at and any(one.id == held.clause.id for one in change.replace):
            yield change


def _moved_end(here: Vantage, change: Exercised) -> bool:
    """Say whether the term would be over now, or not yet, had an option not been exercised."""
    at = instant(change.effective, here.now.where)
    ends = (terms(here.agreement, moment, here.known_at).ends for moment in (at - NEXT_INSTANT, at))
    return any(end is not None and end <= here.at for end in ends)
