"""A route as one page: the same sheets as in the terminal."""

from __future__ import annotations

from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.routes.coverage import RouteAnswer
from firstcall.planning.routes.route import Desk
from firstcall.report.page import render
from firstcall.report.plan.route_rows import NOT_ADVICE, headline, route_sheets
from firstcall.report.words.words import page_words


def route_page(desk: Desk, answer: RouteAnswer, remarks: tuple[Remark, ...] = (), header: str | None = None) -> str:
    """Return the page; everything in it is text, and escaped."""
    first, *rest = route_sheets(desk, answer, remarks)
    return render(
        "sheets.html", page_words("en"), header, title=f"Route: {answer.need.id}", kicker=desk.ground.agreement.title,
        heading=headline(answer), lead=first.notes, sheets=rest, pictures=(), closing=NOT_ADVICE,
    )  # fmt: skip
