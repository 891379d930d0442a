"""A story that was run, as a sheet and as plain values: each answer under its day, and what that day is to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from firstcall.report.sheet import Sheet
from firstcall.report.story import Story, Told
from firstcall.report.story_days import StoryDay, StoryMoment, together


def moments_by_day(days: Iterable[StoryDay]) -> dict[str, tuple[StoryMoment, ...]]:
    """Return what each day is to the story, by the day as text; a day of a point's own is not among them."""
    return {day.day.isoformat(): day.moments for day in days}


def story_sheet(story: Story, found: tuple[Told, ...], days: tuple[StoryDay, ...]) -> Sheet:
    """Return the story as a sheet: what the texts say, and the answer of each day, told once where it stays."""
    moments = moments_by_day(days)
    rows = []
    for told in found:
        says = told.point.says + (f" ({told.point.attribution})" if told.point.attribution else "")
        says += f"; what-if {told.point.what_if}" if told.point.what_if else ""
        answers = "\n".join(answer_lines(told.answers, moments))
        rows.append((told.point.id, says, "\n".join(told.clauses), answers, told.grade or ""))
    columns = ("", "what the texts say", "clause@version", "answers by day", "rests on")
    notes = (AFTER, "To see each answer with its reasons:", *(f"{told.point.id}: {told.command}" for told in found))
    return Sheet(story.title, columns, tuple(rows), notes)


AFTER = (
    "Before is the eve of the change; after is the last day of the text that the change made, today at the latest. "
    "Days with one answer stand together."
)


def answer_lines(answers: Iterable[tuple[str, str]], moments: Mapping[str, tuple[StoryMoment, ...]]) -> tuple[str, ...]:
    r"""Return answers by day as lines: a line for each day, the answer at the last of those that share it.

    >>> answers = [("2025-01-20", "permitted"), ("2025-01-21", "offer-first"), ("2025-02-01", "offer-first")]
    >>> print(*answer_lines(answers, {"2025-01-20": ("before",), "2025-02-01": ("after", "today")}), sep="\n")
    2025-01-20 before: permitted
    2025-01-21,
    2025-02-01 after and today: offer-first
    """
    lines: list[str] = []
    for days, answer in together(answers):
        named = [" ".join(filter(None, (day, " and ".join(moments.get(day, ()))))) for day in days]
        lines += [*(f"{name}," for name in named[:-1]), f"{named[-1]}: {answer}"]
    return tuple(lines)


def told_json(told: Told, days: tuple[StoryDay, ...]) -> dict[str, Any]:
    """Return a point of the story as plain values for JSON: every day with its answer, and what the day is."""
    moments = moments_by_day(days)
    answers = [{"on": day, "when": list(moments.get(day, ())), "answer": answer} for day, answer in told.answers]
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
