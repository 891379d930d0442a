"""What a story tells of a need: what of it could be had by when, and at what price, under the text of each day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.planning.routes.coverage import quarters_without_leave
from firstcall.planning.routes.route import Desk
from firstcall.report.plan.figures import nearest_whole
from firstcall.said import Grouped, Said, sentence

NeedAsks = Literal["supply", "cost"]
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


def need_told(desk: Desk, need_id: str, asks: NeedAsks) -> tuple[Said, Grade] | None:
    """Return what could be had of a need without anybody's leave, and how well that is known.

    Args:
      desk: agreement, record, needs, supply, futures and the planning day.
      need_id: the need.
      asks: what runs on the first day it is wanted, or what the most that is wanted costs a quarter.
    """
    need = next((one for one in desk.needs.needs if one.id == need_id), None)
    if need is None:
        return None
    first, most = quarters_without_leave(desk, need)
    quarter = first if asks == "supply" else most
    had = min(quarter.cover.supplied, quarter.wanted)
    grade = weakest((need.basis.grade, quarter.grade))
    there, wanted = nearest_whole(had), nearest_whole(quarter.wanted)
    if asks == "supply":
        return HadBy(had=there, wanted=wanted, day=quarter.first), grade
    paid = nearest_whole(quarter.cover.cost)
    return HadFrom(had=there, wanted=wanted, day=quarter.first, paid=paid, currency=desk.needs.currency), grade
