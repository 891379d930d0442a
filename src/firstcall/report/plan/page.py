"""A plan as one page: what to do now, charts of demand and supply, and the same sheets as in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.planning.results.texts_compared import UnderText
from firstcall.report.page import render
from firstcall.report.plan.facts.headings import ToBuyHeading
from firstcall.report.plan.facts.outcome import PlanWord
from firstcall.report.plan.pictures.supply_chart import Picture, supply_charts
from firstcall.report.plan.rows import plan_sheets
from firstcall.report.plan.summary import PlanTold, plan_headline
from firstcall.report.plan.texts import texts_sheets
from firstcall.report.route.line_facts import DoThisNow, RouteAbout
from firstcall.report.sheet import Sheet
from firstcall.report.words.words import PageWords


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
    first, *rest = plan_sheets(told)
    compared = list(texts_sheets(texts, told.currency)) if texts else []
    ahead = [sheet for sheet in rest if isinstance(sheet.title, DoThisNow | ToBuyHeading)]
    rest = [sheet for sheet in rest if sheet not in ahead]
    return render(
        "sheets.html", w, header, title=PlanWord(), kicker=told.result.planned.model.desk.ground.agreement.title,
        heading=plan_headline(told), lead=first.notes, ahead=ahead, sheets=[*compared, *more, *rest],
        pictures=(*supply_charts(told.result, w), *pictures), closing=RouteAbout(),
    )  # fmt: skip
