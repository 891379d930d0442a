"""The same needs under the texts of different days: what they cost, how late, what is missing, who supplies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from firstcall.agreement.document import Agreement
from firstcall.planning.results.exact_work import NO_HOURS
from firstcall.planning.results.result import PlanResult, plan_result
from firstcall.planning.results.unmet_reasons import Lateness, lateness
from firstcall.planning.routes.route import Desk
from firstcall.planning.search.highs import Progress
from firstcall.planning.search.planner import Settings, plan
from firstcall.planning.steps.ground import ground
from firstcall.planning.steps.texts import text_held
from firstcall.record.journal.journal import Record
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class UnderText:
    """The plan of the same needs under the text of one day."""

    day: date
    version: str
    """The version whose text it is; `before` where there was none."""
    result: PlanResult | None
    """None where nothing is lawful and enough."""
    late: tuple[Lateness, ...]
    missing: Fraction
    """Hours missing in all, expected."""
    wanted: Fraction
    by_provider: tuple[tuple[str, Fraction], ...]
    """Hours by who supplies them, expected."""


def under_texts(
    desk: Desk, agreement: Agreement, record: Record, settings: Settings, days: tuple[date, ...],
    told: Callable[[date], Progress | None] = lambda _: None, readings: Mapping[str, str] | None = None,
) -> tuple[UnderText, ...]:  # fmt: skip
    """Return the plans of the same needs under the texts of some days, each held from the planning day on.

    The record is that of the planning day for all of them: consents given by then serve under every text.

    Args:
      desk: needs, supply, futures and the planning day.
      agreement: the document, with every amendment.
      record: what happened.
      settings: days, periods and limits, the same for all.
      days: the days whose texts are meant.
      told: what is told of the progress of each.
      readings: points read one way.
    """
    found = []
    for day in days:
        text = text_held(agreement, day, desk.ground.on)
        stands = ground(text, record, desk.ground.on, None, readings)
        planned = plan(replace(desk, ground=stands), settings, told(day))
        version = stands.terms(stands.act_at(desk.ground.on)).version
        name = version.id if version else "before"
        if planned.found is None:
            found.append(UnderText(day, name, None, (), NO_HOURS, NO_HOURS, ()))
            continue
        found.append(_summed(day, name, plan_result(planned)))
    return tuple(found)


def _summed(day: date, version: str, result: PlanResult) -> UnderText:
    by: dict[str, Fraction] = {}
    for row in result.rows:
        for provider, hours in row.by_provider:
            by[provider] = by.get(provider, NO_HOURS) + hours
    return UnderText(
        day, version, result, lateness(result), sum((row.missing for row in result.rows), NO_HOURS),
        sum((row.wanted for row in result.rows), NO_HOURS),
        tuple(sorted(by.items(), key=lambda one: (-one[1], one[0]))),
    )  # fmt: skip
