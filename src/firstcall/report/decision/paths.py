"""The path to yes as rows: each way with its acts, and what is said where there is none in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.dates import iso, local_day
from firstcall.gaps import AllOf, in_a_row
from firstcall.report.decision.line_facts import (
    AtMoment,
    NoPathBeforeEnd,
    NoPathFound,
    NoPathShortOfAmendment,
    PathHeading,
    PathHeadingNoted,
    RightAfter,
    RouteNumbered,
    StepAsking,
    StepBy,
    StepByUntil,
    ToldLine,
    WaitFor,
    WaitForUntil,
)
from firstcall.rights.decision import Decision
from firstcall.rights.paths.search import MOST_STEPS, PathStep, Route
from firstcall.said import Said


def path_note(
    decision: Decision, routes: tuple[Route, ...], at: datetime, ends: datetime | None, where: ZoneInfo
) -> Said | None:
    """Return what must be said of the ways that were found: that there is none, or none before the term ends.

    Args:
      decision: the answer.
      routes: the ways found.
      at: the instant asked about.
      ends: the first instant after the term; None where it has no last day.
      where: the agreement's zone.
    """
    if decision.free:
        return None
    sought = [route for route in routes if route.steps[0].act != "amend"]
    if ends is not None and at < ends and all(route.earliest >= ends for route in sought):
        last = local_day(ends - timedelta(microseconds=1), where)
        return NoPathBeforeEnd(day=last) if len(sought) == len(routes) else NoPathShortOfAmendment(day=last)
    return None if routes else NoPathFound(most=MOST_STEPS)


def path_lines(decision: Decision, routes: Iterable[Route], note: Said | None, where: ZoneInfo) -> Iterable[ToldLine]:
    """Yield the ways to yes, and the note on them; nothing for an answer that is free."""
    if decision.free:
        return
    yield ToldLine(0, PathHeading() if note is None else PathHeadingNoted(note=note))
    for number, route in enumerate(routes, start=1):
        earliest = _moment(route.earliest, where)
        yield ToldLine(2, RouteNumbered(number=number, outcome=route.outcome, when=earliest))
        for step in route.steps:
            told = _step(step, _moment(step.done, where) if step.done > step.start else None)
            yield ToldLine(5, StepAsking(step=told, beside=step.beside) if step.beside else told)


def _step(step: PathStep, until: Said | None) -> Said:
    if not step.by:
        return WaitFor(what=step.what) if until is None else WaitForUntil(what=step.what, when=until)
    if until is None:
        return StepBy(act=step.act, who=step.by, what=step.what)
    return StepByUntil(act=step.act, who=step.by, what=step.what, when=until)


def _moment(at: datetime, where: ZoneInfo) -> Said:
    """Return an instant; the one right after a window closes is told as such."""
    if at.microsecond == 1:
        return RightAfter(moment=at.replace(microsecond=0).astimezone(where))
    return AtMoment(moment=at.astimezone(where))


def _who(step: PathStep) -> str:
    """Return who must act, as the ends of a list are joined in English."""
    return in_a_row(list(step.by), AllOf) if step.by else "nobody"


def route_json(route: Route) -> dict[str, Any]:
    """Return a way as plain values for JSON; instants in UTC."""
    return {
        "earliest": iso(route.earliest),
        "outcome": route.outcome,
        "steps": [
            {
                "act": step.act,
                "by": _who(step),
                "beside": list(step.beside),
                "what": str(step.what),
                "reason": step.what.as_json(),
                "start": iso(step.start),
                "done": iso(step.done),
            }
            for step in route.steps
        ],
        "supposes": [{**event, "at": iso(datetime.fromisoformat(event["at"]))} for event in route.events],
    }
