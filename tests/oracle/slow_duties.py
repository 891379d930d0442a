"""A second, slow answer to whether a primary provider has its share, from the words of docs/clauses.md and raw events.

Hours of every report that names its provider count, over the three months up to the latest report.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any


def three_months_before(day: date) -> date:
    """Walk back day by day; the last of a month goes to the last of a month."""
    wanted, ends = (day.month - 4) % 12 + 1, (day + timedelta(days=1)).month != day.month
    at = day
    while at.month != wanted:
        at -= timedelta(days=1)
    while not ends and at.day > day.day:
        at -= timedelta(days=1)
    return at


def slow_primary(clause: dict[str, Any], events: list[dict[str, Any]], today: date) -> str:
    """Return whether the duty is met, unmet or unknown at the start of a day.

    Args:
      clause: the clause, with `at`, `share_at_least` and, where it has one, `scope`.
      events: reports of use as written; `at` is their last day, in the evening.
      today: the day.
    """
    told = [one for one in events if one.get("provider") is not None and date.fromisoformat(one["until"]) < today]
    if not told:
        return "unknown"
    last = max(date.fromisoformat(one["until"]) for one in told)
    workloads = clause.get("scope", {}).get("workloads")
    home = every = Fraction(0)
    for one in told:
        if date.fromisoformat(one["until"]) <= three_months_before(last):
            continue
        for workload, hours in one["hours"].items():
            if workloads is None or workload in workloads:
                every += Fraction(hours)
                home += Fraction(hours) if one["provider"] in clause["at"] else 0
    if not every:
        return "unknown"
    return "met" if home >= every * Fraction(clause["share_at_least"]) else "unmet"
