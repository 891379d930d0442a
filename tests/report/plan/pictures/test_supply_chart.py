"""Demand against supply, drawn."""

import re
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.planning.search.test_planner import of_case, result
from tests.planning.slow_plan import Case

from firstcall.report.plan.pictures.frames import FOR_DESKS, FOR_TELEPHONES, LETTER, Frame
from firstcall.report.plan.pictures.supply_chart import _names, supply_charts
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.words import page_words, words_in

FOUND = result(of_case(Case(1, 1, 2, 3, (2, 2), (2, 1), 7, 8, Fraction(1, 4))))


def test_a_chart_has_a_bar_for_each_part_of_each_period_and_says_it_in_words() -> None:
    charts = supply_charts(FOUND, page_words("en"))
    assert [str(chart.title) for chart in charts] == [
        f"Demand and supply: {need}" for need in dict.fromkeys(row.need for row in FOUND.rows)
    ]
    parts = sum(len(row.by_provider) + bool(row.missing) for row in FOUND.rows)
    assert sum(str(chart.drawing).count("<rect") for chart in charts) == 2 * parts, "wide and narrow"
    for chart in charts:
        drawn, keys = str(chart.drawing), list(map(str, chart.legend))
        assert drawn.count('role="img"') == drawn.count('<path class="need"') == 2
        assert ("missing" in keys[-2]) == ('class="gap"' in drawn) and keys[-1].endswith(" wanted")
        assert all(key.startswith('<svg aria-hidden="true"') for key in keys)
        assert str(chart.note).endswith("Nothing is missing.") != ('class="gap"' in drawn)


def test_the_grid_lies_under_the_bars_and_what_is_wanted_upon_them() -> None:
    for chart in supply_charts(FOUND, page_words("en")):
        for drawn in str(chart.drawing).split("</svg>")[:-1]:
            at = {name: [m.start() for m in re.finditer(name, drawn)] for name in ("<line", "<rect", "<path")}
            assert max(at["<line"]) < min(at["<rect"]) and max(at["<rect"]) < min(at["<path"])


@given(st.integers(1, 240), st.sampled_from(LANGUAGES), st.booleans(), st.sampled_from([FOR_DESKS, FOR_TELEPHONES]))
def test_names_of_periods_never_touch_and_stay_within_the_rim(
    periods: int, lang: Language, by_month: bool, frame: Frame
) -> None:
    width, gutter = frame.width, 80
    each = 1 if by_month else 3
    months = [(2025 + n * each // 12, n * each % 12 + 1) for n in range(periods)]
    names = [f"{year}-{month:02}" if by_month else f"{year}-Q{(month + 2) // 3}" for year, month in months]
    drawn = str(_names(names, gutter, Fraction(width - gutter, periods), (width, 200), words_in(lang)))
    rows: dict[str, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'x="([\d.]+)" y="(\d+)"[^>]*>([^<]+)<', drawn):
        rows.setdefault(y, []).append((float(x), text))
    assert len(rows) in (1, 2) and rows["216"]
    for row in rows.values():
        ends = [(x - len(text) * LETTER / 2, x + len(text) * LETTER / 2) for x, text in row]
        assert ends[-1][1] <= width + 0.1 and all(one[1] < two[0] for one, two in pairwise(ends))
