"""A plan as one page: the answer, what to do and to buy, charts; the figures behind it are folded where long."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.planning.results.texts_compared import UnderText
from firstcall.report.page import render
from firstcall.report.plan.facts.headings import DueLaterHeading, TakenHeading, ToBuyHeading
from firstcall.report.plan.facts.outcome import PlanTitle
from firstcall.report.plan.pictures.frames import Picture
from firstcall.report.plan.pictures.supply_chart import supply_charts
from firstcall.report.plan.rows import WHAT_TO_DO, whole_plan
from firstcall.report.plan.summary import PlanTold, plan_headline
from firstcall.report.route.line_facts import DoThisNow, RouteAbout
from firstcall.report.sheet import Sheet
from firstcall.report.words.words import PageWords

LONG = 8
"""A sheet with more rows or notes than that is folded, unless it is about what to do now or to buy."""
LONGEST_BUY = 24
"""The most rows of what to do now or to buy that stand unfolded."""


def plan_page(
    told: PlanTold, w: PageWords, texts: Sequence[UnderText] = (), more: Sequence[Sheet] = (),
    header: str | None = None, pictures: Sequence[Picture] = (),
) -> str:  # fmt: skip
    """Return the page; everything in it is text, and escaped.

    Args:
      told: the plan.
      w: the words of the page's language.
      texts: the same needs under several texts, where they were asked for.
      more: further sheets, such as clause prices.
      header: a line on top of the page.
      pictures: further pictures, such as what matters most.
    """
    first, *sheets = whole_plan(told, texts, more)
    ahead = [(sheet, _is_folded(sheet)) for sheet in sheets if isinstance(sheet.title, WHAT_TO_DO)]
    rest = [(sheet, _is_folded(sheet)) for sheet in sheets if not isinstance(sheet.title, WHAT_TO_DO)]
    ground = told.result.planned.model.desk.ground
    name = ground.agreement.title
    return render(
        "sheets.html", w, header, title=PlanTitle(agreement=name, day=ground.on), kicker=name,
        heading=plan_headline(told), lead=first.notes, ahead=ahead, sheets=rest,
        pictures=(*supply_charts(told.result, w), *pictures), closing=RouteAbout(),
    )  # fmt: skip


def _is_folded(sheet: Sheet) -> bool:
    if isinstance(sheet.title, DoThisNow | ToBuyHeading):
        return len(sheet.rows) > LONGEST_BUY
    return isinstance(sheet.title, DueLaterHeading | TakenHeading) or len(sheet.rows) > LONG or len(sheet.notes) > LONG
