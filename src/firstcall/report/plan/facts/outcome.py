"""What a plan comes to, as facts: its cost, its proven gap, how late needs are met, what knowing more is worth.

>>> str(PlanFoundStopped(how="searched whole"))
'searched whole, stopped before the end'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from firstcall.said import Grouped, Said, Weekdayed, plural, sentence

_Count = Annotated[int, Grouped]
_Day = Annotated[date, Weekdayed]
HowFound = Literal["relaxed", "rounded", "searched around", "searched whole", "kept"]


class PlanTitle(Said):
    says = sentence("plan.title", "Plan: {agreement}, {day}")
    agreement: str
    day: date


class PlanCosts(Said):
    says = sentence("plan.costs", "Plan: {paid} expected, {met} of the hours met")
    paid: Said
    met: Said


class PlanOfNothing(Said):
    says = sentence("plan.of-nothing", "Plan: {paid} expected, no hours are wanted")
    paid: Said


class PlannedFor(Said):
    says = sentence("plan.planned-for", "Planned on {on} for {first} to {last}.")
    on: _Day
    first: _Day
    last: _Day


class PaidAnyway(Said):
    says = sentence("plan.paid-anyway", "Paid whether used or not: {money}.")
    money: Said


class PaidAnywayBeyond(Said):
    says = sentence(
        "plan.paid-anyway-beyond", "Paid whether used or not: {money}, of which {beyond} beyond the horizon."
    )
    money: Said
    beyond: Said


class PaidByUse(Said):
    says = sentence("plan.paid-by-use", "By use: {by_use}; money in advance: {advance}.")
    by_use: Said
    advance: Said


class HoursMissingCost(Said):
    says = sentence("plan.missing-cost", "Missing hours, at the prices the needs put on them: {money}.")
    money: Said


class PlanFound(Said):
    says = sentence("plan.found", "{how}")
    how: HowFound


class PlanFoundStopped(Said):
    says = sentence("plan.found-stopped", "{how}, stopped before the end")
    how: HowFound


class ProvenGap(Said):
    says = sentence(
        "plan.proven-gap",
        "Proven gap: {gap} ({how}); no plan costs less than {bound}, this one {aimed}, missing hours included.",
    )
    gap: Said
    how: Said
    bound: Said
    aimed: Said


class ProvenGapAtWorst(Said):
    says = sentence(
        "plan.proven-gap-at-worst",
        "Proven gap: {gap} ({how}); no plan costs less than {bound}, this one {aimed}, missing hours included, on "
        "average over the worst {worst} of outcomes.",
    )
    gap: Said
    how: Said
    bound: Said
    aimed: Said
    worst: Said


class NeedMetInTime(Said):
    says = sentence("plan.need-in-time", "{need} is met from the day it is wanted.")
    need: str


class NeedNeverMet(Said):
    says = sentence("plan.need-never-met", "{need} is not met for good within the horizon.")
    need: str


class NeedMetLate(Said):
    says = plural(
        "plan.need-late",
        "{need} is met for good {n} day late, expected.",
        "{need} is met for good {n} days late, expected.",
    )
    need: str
    n: _Count


class NeedLateOrNever(Said):
    says = plural(
        "plan.need-late-or-never",
        "{need} is met for good {n} day late, expected, or not within the horizon ({share} likely).",
        "{need} is met for good {n} days late, expected, or not within the horizon ({share} likely).",
    )
    need: str
    n: _Count
    share: Said


class PlanForExpectedFails(Said):
    says = sentence(
        "plan.expected-fails",
        "The plan for expected demand and likeliest answers could not be carried out in every scenario.",
    )


class ScenariosSave(Said):
    says = sentence(
        "plan.scenarios-save",
        "Planning for every scenario rather than the likeliest saves {saved} (of the relaxation).",
    )
    saved: Said


class KnowingIsWorth(Said):
    says = sentence(
        "plan.knowing-is-worth", "To know everything beforehand would be worth at most {most} (of the relaxation)."
    )
    most: Said
