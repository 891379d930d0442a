"""The same needs under several texts, side by side, as rows and JSON; and the page that holds them."""

from datetime import date

from tests.planning.results.test_texts_compared import FREER
from tests.planning.small import agreement, desk, needs, stands, supply

from firstcall.planning.results.texts_compared import under_texts
from firstcall.planning.search.planner import Settings
from firstcall.record.journal.journal import Record
from firstcall.report.plan.texts import texts_json, texts_sheets
from firstcall.report.sheet import in_text

WANTED = needs(("s", "serve", "20", "2025-01-10", "2025-06-30", "9"))
HERE = desk(WANTED, supply("h,hostcloud,a,5,12,2025-01-01", "r,rival,a,2,40,2025-01-01"), here=stands(more=FREER))
DAYS = (date(2025, 1, 1), date(2026, 2, 1))
TEXTS = under_texts(HERE, agreement(FREER), Record(), Settings(date(2025, 1, 1), date(2025, 6, 30)), DAYS)


def test_cost_delay_and_who_supplies_stand_side_by_side() -> None:
    whole, periods = texts_sheets(TEXTS, "USD")
    assert [in_text(row[0]) for row in whole.rows] == ["Wed 1 Jan 2025\nbase", "Sun 1 Feb 2026\nno-bar"]
    assert [in_text(row[5]) for row in whole.rows] == ["hostcloud 100%", "rival 100%"]
    assert "not by the end" in in_text(whole.rows[0][4]) and str(whole.rows[1][2]) == "0%"
    assert tuple(map(str, periods.columns)) == ("period", "Wed 1 Jan 2025", "Sun 1 Feb 2026")
    assert [one["version"] for one in texts_json(TEXTS)] == ["base", "no-bar"]
