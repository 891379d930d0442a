"""Demand against supply, drawn."""

from fractions import Fraction

from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.report.plan.pictures.supply_chart import FEW_LABELS, _label, bars, supply_charts
from firstcall.report.plan.summary import PlanTold
from firstcall.report.words.words import page_words

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))
TOLD = PlanTold(FOUND, unmet_reasons(FOUND), lateness(FOUND), None)


def test_a_chart_has_a_bar_for_each_part_of_each_period_and_says_it_in_words() -> None:
    charts = supply_charts(FOUND, page_words("en"))
    assert [str(chart.title) for chart in charts] == [
        f"Demand and supply: {need}" for need in dict.fromkeys(row.need for row in FOUND.rows)
    ]
    parts = sum(len(row.by_provider) + bool(row.missing) for row in FOUND.rows)
    assert sum(str(chart.drawing).count("<rect") for chart in charts) == parts
    assert all('role="img"' in str(chart.drawing) and "missing" in str(chart.legend[-1]) for chart in charts)
    keys = [str(key) for chart in charts for key in chart.legend[:-1]]
    assert keys and all('<svg aria-hidden="true" width="14" height="14">' in key for key in keys)
    drawn = str(bars([("price of <b>", Fraction(-3), Fraction(4))], "drawn"))
    assert "&lt;b&gt;" in drawn and drawn.count("<rect") == 1


def test_a_drawing_fits_the_page_and_few_of_many_periods_are_named_where_it_is_narrow() -> None:
    assert not any("min-width" in str(chart.drawing) for chart in supply_charts(FOUND, page_words("en")))
    for periods in range(1, 40):
        looks = [str(_label(n, periods, Fraction(0), Fraction(1), "2025")) for n in range(periods)]
        named = [one for one in looks if one and "minor" not in one]
        assert 1 <= len(named) <= FEW_LABELS and named[0] == looks[0]
