"""What stands beside the drawings of a plan, as facts.

>>> str(ChartOfNeed(need="foundation"))
'Demand and supply: foundation'
"""

from __future__ import annotations

from firstcall.said import Said, sentence


class ChartOfNeed(Said):
    says = sentence("chart.of-need", "Demand and supply: {need}")
    need: str


class ChartNamed(Said):
    says = sentence("chart.named", "Demand and supply of {need} by period; the table below has the figures")
    need: str


class ChartAbout(Said):
    says = sentence("chart.about", "{accelerator} on average over each period, expected over the scenarios.")
    accelerator: str


class BarTold(Said):
    says = sentence("chart.bar", "{period}: {who} {amount}")
    period: str
    who: str
    amount: Said


class MissingInBar(Said):
    says = sentence("chart.missing-in-bar", "{period}: missing {amount}")
    period: str
    amount: Said
