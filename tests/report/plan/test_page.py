"""A plan's page: charts, the plan, and several texts side by side."""

from datetime import date

from tests.planning.results.test_texts_compared import FREER
from tests.planning.small import agreement, desk, needs, stands, supply

from firstcall.planning.results.texts_compared import under_texts
from firstcall.planning.results.unmet_reasons import lateness, unmet_reasons
from firstcall.planning.search.planner import Settings
from firstcall.record.journal.journal import Record
from firstcall.report.plan.page import plan_page
from firstcall.report.plan.summary import PlanTold
from firstcall.report.words.words import page_words

WANTED = needs(("s", "serve", "20", "2025-01-10", "2025-06-30", "9"))
HERE = desk(WANTED, supply("h,hostcloud,a,5,12,2025-01-01", "r,rival,a,2,40,2025-01-01"), here=stands(more=FREER))
DAYS = (date(2025, 1, 1), date(2026, 2, 1))
TEXTS = under_texts(HERE, agreement(FREER), Record(), Settings(date(2025, 1, 1), date(2025, 6, 30)), DAYS)


def test_the_page_holds_them_beside_the_plan() -> None:
    found = TEXTS[0].result
    assert found is not None
    told = PlanTold(found, unmet_reasons(found), lateness(found), None)
    page = plan_page(told, page_words("en"), TEXTS)
    assert "The same needs under each text" in page and page.count('<svg class="timeline chart"') == 2
    assert f"<title>Plan: {HERE.ground.agreement.title}, 1 Jan 2025</title>" in page
    assert page == plan_page(told, page_words("en"), TEXTS)
