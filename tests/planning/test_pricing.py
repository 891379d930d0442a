"""Amounts and prices in plain hours and money."""

from datetime import date
from fractions import Fraction

from tests.planning.small import agreement, needs, supply

from firstcall.planning.inputs.horizon import horizon
from firstcall.planning.inputs.needs_file import read_needs
from firstcall.planning.inputs.pricing import accelerators_of, price_over

GOOD = """schema: firstcall/needs/1
accelerators: {a: {per_mw: "500"}, b: {stands_for: {a: "2"}}}
needs:
  - id: one
    workloads: train
    accelerator: a
    amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "64"}
    unmet: "9"
"""


def test_hours_in_all_are_spread_evenly() -> None:
    found = read_needs(GOOD.replace('accelerators: "64"', 'gpu_hours: "7200"').encode(), agreement())
    assert accelerators_of(found.needs[0].amount[0], found, "a") == Fraction(7200, 150 * 24)


def test_hours_are_those_of_the_calendar_or_of_a_month_as_told() -> None:
    grid = horizon(date(2025, 2, 1), date(2025, 3, 31), "month")
    assert grid.hours(date(2025, 2, 1), date(2025, 3, 1)) == 28 * 24
    told = horizon(date(2025, 2, 1), date(2025, 3, 31), "month", hours_per_month=Fraction(730))
    assert told.hours(date(2025, 2, 1), date(2025, 4, 1)) == 1460
    line = supply("l,rival,a,2,8,2025-01-01")[0]
    assert price_over(line, needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9")), date(2025, 2, 1),
                      date(2025, 3, 1), Fraction(672)) == 1344  # fmt: skip
