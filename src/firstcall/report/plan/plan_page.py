"""A plan as one page: the comparison of texts, charts of demand and supply, and the same sheets as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.planning.results.texts_compared import UnderText
from firstcall.report.page import render
from firstcall.report.plan.plan_rows import PlanTold, plan_headline, plan_sheets
from firstcall.report.plan.route_rows import NOT_ADVICE
from firstcall.report.plan.supply_chart import supply_charts
from firstcall.report.plan.texts_rows import texts_sheets
from firstcall.report.sheet import Sheet
from firstcall.report.words.words import page_words


def plan_page(
    told: PlanTold, texts: Sequence[UnderText] = (), more: Sequence[Sheet] = (), header: str | None = None
) -> str:
    """Return the page; everything in it is text, and escaped.

    Args:
      told: the plan.
      texts: the same needs under several texts, where they were asked for.
      more: further sheets, such as clause prices.
      header: a line on top of the page.
    """
    first, *rest = plan_sheets(told)
    compared = list(texts_sheets(texts, told.currency)) if texts else []
    return render(
        "sheets.html", page_words("en"), header, title="Plan",
        kicker=told.result.planned.model.desk.ground.agreement.title, heading=plan_headline(told), lead=first.notes,
        sheets=[*compared, *more, *rest], pictures=supply_charts(told.result), closing=NOT_ADVICE,
    )  # fmt: skip
