"""What stands beside the drawings of a plan, as facts.

>>> str(ChartOfNeed(need="foundation"))
'Demand and supply: foundation'
"""

from __future__ import annotations

from typing import Annotated

from firstcall.said import PartialDate, Said, sentence

_Period = Annotated[str, PartialDate]


class ChartOfNeed(Said):
    says = sentence("chart.of-need", "Demand and supply: {need}")
    need: str


class ChartNamed(Said):
    says = sentence("chart.named", "Demand and supply of {need} by period; the table below has the figures")
    need: str


class ChartAbout(Said):
    says = sentence(
        "chart.about", "{accelerator} on average over each period, expected over the scenarios. Nothing is missing."
    )
    accelerator: str


class ChartAboutMissing(Said):
    says = sentence(
        "chart.about-missing",
        "{accelerator} on average over each period, expected over the scenarios. "
        "Most is missing in {period}: {missing} of {wanted}.",
    )
    accelerator: str
    period: _Period
    missing: Said
    wanted: Said


class AxisOf(Said):
    says = sentence("chart.axis", "{accelerator}, on average")
    accelerator: str


class BarTold(Said):
    says = sentence("chart.bar", "{period}: {who} {amount}")
    period: _Period
    who: str
    amount: Said


class MissingInBar(Said):
    says = sentence("chart.missing-in-bar", "{period}: missing {amount}")
    period: _Period
    amount: Said
