"""Where the options of an agreement stand for each party that may exercise them: open, to come, over, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.terms import InForce
from firstcall.record.dated.option_windows import OptionWindow, option_window
from firstcall.record.dated.standing_text import EndedBefore, Exercise, StandingText, bars_notice, standing_text
from firstcall.record.vantage import Vantage
from firstcall.said import Said

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
        elif isinstance(why, EndedBefore):
            state = "over"
        elif window.opens is None:
            state = "unknown" if window.closes is None or here.at <= window.closes else "lapsed"
        elif here.at < window.opens and (window.closes is None or window.opens <= window.closes):
            state = "ahead"
        else:
            state = "lapsed" if window.closes is not None and here.at > window.closes else "over"
    return OptionTime(held, clause, by, state, window, done, why)
