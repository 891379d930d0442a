"""The days a story is asked at, and a story that was run as a sheet.

Each answer under its day, and what that day is to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import Any, TypeVar

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start, local_day, zone
from firstcall.report.brief.row_facts import (
    AnswerTurned,
    BeforeAndAfter,
    DayAnswered,
    DayAsked,
    EachWithReasons,
    MomentAnswered,
    MomentAsked,
    SaysUnderWhatIf,
    StoryMoment,
    heads,
)
from firstcall.report.brief.story import Story, StoryAnswer
from firstcall.report.decision.line_facts import KnownAs
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import Said
from firstcall.values import dataclass

T = TypeVar("T")
DAY_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StoryDay:
    """A day a story is asked at, and what it is to the story; one day may be several of them."""

    day: date
    at: datetime
    """The first instant of the day; for the brief and today, the instant itself."""
    moments: tuple[StoryMoment, ...]


def days_of(change: date, agreement: Agreement, on: datetime, today: datetime) -> tuple[StoryDay, ...]:
    """Return the days a story is asked at, in the order of time, each once.

    Before is the eve of the change. After is the last day of the text that the change made: the eve of the
    next version or the end of the term, but never later than today. An answer of today may be owed to
    an amendment that came since; the day right after the change could not show what was agreed, consented to or
    signed under it. Between its first and its last day stands all that the change by itself has brought.
    A change still to come has its after too, as far as it is known: where its text has no end, the day that
    follows. The day of the brief is asked as well.

    Args:
      change: the day of the change that the story tells of.
      agreement: the agreement.
      on: the instant of the brief.
      today: the last instant that is asked.
    """
    where = zone(agreement.timezone)
    last = _last_day(change, agreement)
    now = local_day(today, where)
    after = min(filter(None, (last, now))) if now > change else last or change + DAY_AFTER
    asked: list[tuple[StoryMoment, date, datetime | None]] = [
        ("before", change - DAY_AFTER, None),
        ("on the day", change, None),
        ("after", after, None),
        ("day of the brief", local_day(on, where), on),
        ("today", now, today),
    ]
    if now < change:
        asked.pop()
    days = sorted({day for _, day, _ in asked})
    return tuple(
        StoryDay(
            day,
            max((at for _, told, at in asked if told == day and at is not None), default=day_start(day, where)),
            _moments([moment for moment, told, _ in asked if told == day]),
        )
        for day in days
    )


def _moments(moments: list[StoryMoment]) -> tuple[StoryMoment, ...]:
    """Return what a day is; the day of the brief needs no word where the day has another."""
    told = tuple(moment for moment in moments if moment != "day of the brief")
    return told or tuple(moments)


def _last_day(change: date, agreement: Agreement) -> date | None:
    """Return the last day of the text that is in force once a change has taken effect; None where it goes on."""
    where = zone(agreement.timezone)
    made = day_start(change + DAY_AFTER, where)
    ends = [version.effective for version in versions(agreement) if version.effective >= made]
    over = terms(agreement, day_start(change, where)).ends
    ends += [over] if over is not None and over >= made else []
    return local_day(min(ends) - timedelta(microseconds=1), where) if ends else None


def together(answers: Iterable[tuple[str, T]]) -> tuple[tuple[tuple[str, ...], T], ...]:
    """Return answers by day with days that follow on one another and have the same answer together.

    >>> together([("2025-01-20", "permitted"), ("2025-01-21", "offer-first"), ("2025-01-22", "offer-first")])
    ((('2025-01-20',), 'permitted'), (('2025-01-21', '2025-01-22'), 'offer-first'))
    """
    runs: list[tuple[tuple[str, ...], T]] = []
    for day, answer in answers:
        if runs and runs[-1][1] == answer:
            runs[-1] = ((*runs[-1][0], day), answer)
        else:
            runs.append(((day,), answer))
    return tuple(runs)


def moments_by_day(days: Iterable[StoryDay]) -> dict[str, tuple[StoryMoment, ...]]:
    """Return what each day is to the story, by the day as text; a day of a point's own is not among them."""
    return {day.day.isoformat(): day.moments for day in days}


def story_sheet(story: Story, story_answers: tuple[StoryAnswer, ...], days: tuple[StoryDay, ...]) -> Sheet:
    """Return the story as a sheet: what the texts say, and the answer of each day, told once where it stays."""
    moments = moments_by_day(days)
    rows = []
    for told in story_answers:
        says = told.point.says + (f" ({told.point.attribution})" if told.point.attribution else "")
        what_if = told.point.what_if
        text: Cell = SaysUnderWhatIf(text=says, name=what_if) if what_if else OwnWords(says)
        clauses, grade = OwnWords("\n".join(told.clauses)), KnownAs(grade=told.grade) if told.grade else OwnWords()
        rows.append((OwnWords(told.point.id), text, clauses, answer_lines(told.answers, moments), grade))
    columns = heads("", "what the texts say", "clause@version", "answers by day", "rests on")
    notes = (BeforeAndAfter(), EachWithReasons())
    commands = tuple(told.command for told in story_answers)
    return Sheet(OwnWords(story.title), columns, tuple(rows), notes, tuple(dict.fromkeys(commands)))


def short_story_sheet(story: Story, story_answers: tuple[StoryAnswer, ...], days: tuple[StoryDay, ...]) -> Sheet:
    """Return the story as a sheet of a line a point: its beginning, and the answer before and after the change."""
    rows = []
    for told in story_answers:
        before, after = before_and_after(told, days)
        answer = after if before is None or before == after else AnswerTurned(before=before, after=after)
        says = OwnWords(shorten(told.point.says, _SHORT, placeholder=" …"))
        rows.append((OwnWords(told.point.id), says, answer))
    return Sheet(OwnWords(story.title), heads("", "what the texts say", "answer before → after"), tuple(rows))


def before_and_after(told: StoryAnswer, days: tuple[StoryDay, ...]) -> tuple[Said | None, Said]:
    """Return the answer on the eve of the change, and on the last day of the text that it made.

    A point that is asked on days of its own has only its last answer, and nothing before it.
    """
    moments = moments_by_day(days)
    found = {moment: answer for day, answer in told.answers for moment in moments.get(day, ())}
    if "before" not in found or "after" not in found:
        return None, told.answers[-1][1]
    return found["before"], found["after"]


_SHORT = 52
"""How much of a point's text stands on its line."""


def answer_lines(
    answers: Iterable[tuple[str, Said]], moments: Mapping[str, tuple[StoryMoment, ...]]
) -> tuple[Said, ...]:
    r"""Return answers by day as lines: a line for each day, the answer at the last of those that share it.

    >>> from firstcall.report.decision.line_facts import TheAnswer
    >>> free, first = TheAnswer(outcome="permitted"), TheAnswer(outcome="offer-first")
    >>> answers = [("2025-01-20", free), ("2025-01-21", first), ("2025-02-01", first)]
    >>> print(*answer_lines(answers, {"2025-01-20": ("before",), "2025-02-01": ("after", "today")}), sep="\n")
    2025-01-20 before: permitted
    2025-01-21,
    2025-02-01 after and today: offer-first
    """
    lines: list[Said] = []
    for days, answer in together(answers):
        lines += [_asked(date.fromisoformat(day), moments.get(day, ())) for day in days[:-1]]
        lines.append(_answered(date.fromisoformat(days[-1]), moments.get(days[-1], ()), answer))
    return tuple(lines)


def _asked(day: date, moments: tuple[StoryMoment, ...]) -> Said:
    return MomentAsked(day=day, moments=moments) if moments else DayAsked(day=day)


def _answered(day: date, moments: tuple[StoryMoment, ...], answer: Said) -> Said:
    if moments:
        return MomentAnswered(day=day, moments=moments, answer=answer)
    return DayAnswered(day=day, answer=answer)


def told_json(told: StoryAnswer, days: tuple[StoryDay, ...]) -> dict[str, Any]:
    """Return a point of the story as plain values for JSON: every day with its answer, and what the day is."""
    moments = moments_by_day(days)
    answers = [
        {"on": day, "when": list(moments.get(day, ())), "answer": str(answer), "reason": answer.as_json()}
        for day, answer in told.answers
    ]
    return {
        "id": told.point.id,
        "says": told.point.says,
        "sources": list(told.point.source),
        "attribution": told.point.attribution,
        "clauses": list(told.clauses),
        "answers": answers,
        "grade": told.grade,
        "command": told.command,
        "what_if": told.point.what_if,
        "note": told.point.note,
    }
