"""What a story tells of a need: what of it could be had by when, and at what price, under the text of each day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.inputs.needs import Need
from firstcall.planning.routes.coverage import quarters_without_leave
from firstcall.planning.routes.route import ROUTE_CLASSES, Desk, LineReach, line_reaches_of
from firstcall.report.figures import nearest_whole
from firstcall.said import Grouped, Said, sentence
from firstcall.values import dataclass

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


@dataclass(slots=True, eq=False)
class StoryNeeds:
    """Tells what could be had of needs without anybody's leave; what is found out at a desk serves every day of it.

    Args:
      desks: where needs are planned under the text of a day.
    """

    desks: Desks
    _reaches: dict[tuple[int, str], tuple[LineReach, ...]] = field(default_factory=dict)
    _told: dict[tuple[int, str, NeedAsks], tuple[Said, Grade] | None] = field(default_factory=dict)

    def told(self, day: date, need_id: str, asks: NeedAsks) -> tuple[Said, Grade] | None:
        """Return what could be had of a need, and how well that is known; None where there is no such need.

        Args:
          day: the day whose text it is planned under.
          need_id: the need.
          asks: what runs on the first day it is wanted, what the most that is wanted costs a quarter, or how the
            lines of third parties can be reached.
        """
        desk = self.desks(day)
        key = (id(desk), need_id, asks)
        if key not in self._told:
            need = next((one for one in desk.needs.needs if one.id == need_id), None)
            self._told[key] = None if need is None else _need_told(desk, need, asks, self._reached(desk, need))
        return self._told[key]

    def _reached(self, desk: Desk, need: Need) -> tuple[LineReach, ...]:
        key = (id(desk), need.id)
        if key not in self._reaches:
            begins = max(min(amount.from_ for amount in need.amount), desk.ground.on)
            self._reaches[key] = line_reaches_of(desk, need, begins)
        return self._reaches[key]


def _need_told(desk: Desk, need: Need, asks: NeedAsks, reaches: tuple[LineReach, ...]) -> tuple[Said, Grade]:
    if asks == "rivals":
        return _rivals(desk, need, reaches)
    first, most = quarters_without_leave(desk, need, reaches)
    quarter = first if asks == "supply" else most
    had = min(quarter.cover.supplied, quarter.wanted)
    grade = weakest((need.basis.grade, quarter.grade))
    there, wanted = nearest_whole(had), nearest_whole(quarter.wanted)
    if asks == "supply":
        return HadBy(had=there, wanted=wanted, day=quarter.first), grade
    paid = nearest_whole(quarter.cover.cost)
    return HadFrom(had=there, wanted=wanted, day=quarter.first, paid=paid, currency=desk.needs.currency), grade


def _rivals(desk: Desk, need: Need, reaches: tuple[LineReach, ...]) -> tuple[Said, Grade]:
    """Return how the lines of third parties come to serve a need: each by its strictest step."""
    text = desk.ground.terms(desk.ground.act_at(desk.ground.on))
    routes = [
        route
        for route in reaches
        if (route.line.mode or text.mode_at(route.line.provider if route.line.provider in text.providers else "other"))
        == "third_party"
    ]
    counts = {outcome: sum(route.outcome == outcome for route in routes) for outcome in ROUTE_CLASSES}
    reached = RivalsReached(
        lines=len(routes), free=counts["free now"], notice=counts["after notice"], consent=counts["after consent"],
        barred=counts["barred"],
    )  # fmt: skip
    return reached, weakest((need.basis.grade, *(route.grade for route in routes)))
