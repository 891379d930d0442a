"""What a story tells of a need: what of it could be had by when, and at what price, under the text of each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.inputs.needs import Need
from firstcall.planning.routes.coverage import quarters_without_leave
from firstcall.planning.routes.route import ROUTE_CLASSES, Desk, line_reaches_of
from firstcall.report.figures import nearest_whole
from firstcall.said import Grouped, Said, sentence

NeedAsks = Literal["supply", "cost", "rivals"]
Desks = Callable[[date], Desk]
"""The desk that plans under the text of a day."""


class HadBy(Said):
    says = sentence("need.had-by", "{had} of {wanted} to be had by {day}")
    had: Annotated[int, Grouped]
    wanted: Annotated[int, Grouped]
    day: date


class HadFrom(Said):
    says = sentence("need.had-from", "{had} of {wanted} to be had from {day}, for {paid} {currency} a quarter")
    had: Annotated[int, Grouped]
    wanted: Annotated[int, Grouped]
    day: date
    paid: Annotated[int, Grouped]
    currency: str


class RivalsReached(Said):
    says = sentence(
        "need.rivals-reached",
        "of rivals' {lines} offers {free} free now, {notice} after notice, {consent} after consent, {barred} barred",
    )
    lines: int
    free: int
    notice: int
    consent: int
    barred: int


def need_told(desk: Desk, need_id: str, asks: NeedAsks) -> tuple[Said, Grade] | None:
    """Return what could be had of a need without anybody's leave, and how well that is known.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      need_id: the need.
      asks: what runs on the first day it is wanted, what the most that is wanted costs a quarter, or how the lines
        of third parties can be reached.
    """
    need = next((one for one in desk.needs.needs if one.id == need_id), None)
    if need is None:
        return None
    if asks == "rivals":
        return _rivals(desk, need)
    first, most = quarters_without_leave(desk, need)
    quarter = first if asks == "supply" else most
    had = min(quarter.cover.supplied, quarter.wanted)
    grade = weakest((need.basis.grade, quarter.grade))
    there, wanted = nearest_whole(had), nearest_whole(quarter.wanted)
    if asks == "supply":
        return HadBy(had=there, wanted=wanted, day=quarter.first), grade
    paid = nearest_whole(quarter.cover.cost)
    return HadFrom(had=there, wanted=wanted, day=quarter.first, paid=paid, currency=desk.needs.currency), grade


def _rivals(desk: Desk, need: Need) -> tuple[Said, Grade]:
    """Return how the lines of third parties come to serve a need: each by its strictest step."""
    begins = max(min(amount.from_ for amount in need.amount), desk.ground.on)
    text = desk.ground.terms(desk.ground.act_at(desk.ground.on))
    routes = [
        route
        for route in line_reaches_of(desk, need, begins)
        if (route.line.mode or text.mode_at(route.line.provider if route.line.provider in text.providers else "other"))
        == "third_party"
    ]
    counts = {outcome: sum(route.outcome == outcome for route in routes) for outcome in ROUTE_CLASSES}
    reached = RivalsReached(
        lines=len(routes), free=counts["free now"], notice=counts["after notice"], consent=counts["after consent"],
        barred=counts["barred"],
    )  # fmt: skip
    return reached, weakest((need.basis.grade, *(route.grade for route in routes)))
