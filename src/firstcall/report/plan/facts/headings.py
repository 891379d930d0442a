"""Titles and columns of the sheets of a plan, as facts.

>>> str(ByLastDayColumn())
'by (last safe day)'
"""

from __future__ import annotations

from firstcall.said import Said, sentence


class PeriodColumn(Said):
    says = sentence("plan.period-column", "period")


class NeedColumn(Said):
    says = sentence("plan.need-column", "need")


class SuppliedByColumn(Said):
    says = sentence("plan.supplied-by-column", "supplied by")


class MissingColumn(Said):
    says = sentence("plan.missing-column", "missing")


class ByLastDayColumn(Said):
    says = sentence("plan.by-last-day-column", "by (last safe day)")


class BlocksCountColumn(Said):
    says = sentence("plan.blocks-count-column", "blocks")


class OnlyIfColumn(Said):
    says = sentence("plan.only-if-column", "only if")


class AcceleratorsColumn(Said):
    says = sentence("plan.accelerators-column", "accelerators")


class RunsColumn(Said):
    says = sentence("plan.runs-column", "runs")


class HoursMissingColumn(Said):
    says = sentence("plan.hours-missing-column", "hours missing")


class WhyColumn(Said):
    says = sentence("plan.why-column", "why")


class AllColumn(Said):
    says = sentence("plan.all-column", "all")


class BlocksNowColumn(Said):
    says = sentence("plan.blocks-now-column", "now")


class ToBuyHeading(Said):
    says = sentence("plan.to-buy-heading", "What to buy")


class TakenHeading(Said):
    says = sentence("plan.taken-heading", "If a holder takes what it is offered")


class DueLaterHeading(Said):
    says = sentence("plan.due-later-heading", "What is due later")


class SupplyHeading(Said):
    says = sentence("plan.supply-heading", "Demand and supply")


class UnmetHeading(Said):
    says = sentence("plan.unmet-heading", "What stays unmet, and why")


class CostHeading(Said):
    says = sentence("plan.cost-heading", "Cost by provider and period, in {currency}")
    currency: str


class CostInMillionsHeading(Said):
    says = sentence("plan.cost-in-millions-heading", "Cost by provider and period, in millions of {currency}")
    currency: str


class SinceHeading(Said):
    says = sentence("plan.since-heading", "Since the earlier plan")


class RestsOnHeading(Said):
    says = sentence("plan.rests-on-heading", "What it rests on")


class HowSureHeading(Said):
    says = sentence("plan.how-sure-heading", "How sure it is, and what it rests on")
