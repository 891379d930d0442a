"""The path to yes as rows: each way with its acts, and what is said where there is none in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.dates import iso, local_day, shown
from firstcall.gaps import AllOf, in_a_row
from firstcall.rights.decision import Decision
from firstcall.rights.paths.search import MOST_STEPS, PathStep, Route

NOT_OF_A_SPAN = "paths are sought from one day on; ask for a day"


def path_note(
    decision: Decision, routes: tuple[Route, ...], at: datetime, ends: datetime | None, where: ZoneInfo
) -> str | None:
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
        short = "" if len(sought) == len(routes) else " short of an amendment"
        return f"no path{short} before the term ends ({last} is its last day)"
    return None if routes else f"no path of at most {MOST_STEPS} acts was found"


def path_lines(decision: Decision, routes: Iterable[Route], note: str | None, where: ZoneInfo) -> Iterable[str]:
    """Yield the ways to yes, and the note on them; nothing for an answer that is free."""
    if decision.free:
        return
    routes = tuple(routes)
    yield "path to yes" + (f": {note}" if note else "")
    for number, route in enumerate(routes, start=1):
        yield f"  {number}. {route.outcome}, at the earliest {_moment(route.earliest, where)}"
        for step in route.steps:
            until = f", until {_moment(step.done, where)}" if step.done > step.start else ""
            yield f"     {step.act} (by {_who(step)}): {step.what}{until}"


def _moment(at: datetime, where: ZoneInfo) -> str:
    """Return an instant; the one right after a window closes is told as such."""
    if at.microsecond == 1:
        return f"right after {shown(at.replace(microsecond=0), where)}"
    return shown(at, where)


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
                "what": str(step.what),
                "reason": step.what.as_json(),
                "start": iso(step.start),
                "done": iso(step.done),
            }
            for step in route.steps
        ],
        "supposes": [dict(event) for event in route.events],
    }
