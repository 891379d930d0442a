"""A route as one page: the same sheets as in the terminal."""

from __future__ import annotations

from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.routes.coverage import RouteAnswer
from firstcall.planning.routes.route import Desk
from firstcall.report.page import render
from firstcall.report.route.line_facts import RouteAbout, RouteTitle
from firstcall.report.route.rows import headline, route_sheets
from firstcall.report.words.words import PageWords


def route_page(
    desk: Desk, answer: RouteAnswer, w: PageWords, remarks: tuple[Remark, ...] = (), header: str | None = None
) -> str:
    """Return the page; everything in it is text, and escaped.

    Args:
      desk: what the route was asked at.
      answer: the route.
      w: the words of the page's language.
      remarks: what is to be known of lines of supply.
      header: a line on top of the page.
    """
    name = desk.ground.agreement.title
    title = RouteTitle(need=answer.need.id, agreement=name, day=desk.ground.on)
    first, *rest = route_sheets(desk, answer, remarks)
    return render(
        "sheets.html", w, header, title=title, kicker=name, heading=headline(answer), lead=first.notes, ahead=(),
        sheets=[(sheet, False) for sheet in rest], pictures=(), closing=RouteAbout(),
    )  # fmt: skip
