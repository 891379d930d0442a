"""What is told beside a plan: clause prices, and which suppositions matter most."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from firstcall.planning.routes.route import Desk
from firstcall.report.sheet import Sheet
from firstcall.service.planning.solver_progress import MattersReckoned, PricesReckoned, shown_steps
from firstcall.service.speech import running_language
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.planning.search.planner import Settings
    from firstcall.report.plan.pictures.frames import Picture


@dataclass(frozen=True, slots=True)
class More:
    """What is told beyond the plan: clause prices and what matters most, as sheets and as plain values."""

    sheets: tuple[Sheet, ...] = ()
    plain: dict[str, Any] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()


def told_beside(desk: Desk, settings: Settings, currency: str, *, prices: bool, matters: bool) -> More:
    """Return clause prices and what matters most, as far as they are asked for.

    Args:
      desk: what is planned.
      settings: days, periods and limits.
      currency: in which money is told.
      prices: whether clauses are priced.
      matters: whether suppositions are moved.
    """
    if not prices and not matters:
        return More()
    from firstcall.planning.prices.clause_prices import clause_prices
    from firstcall.planning.prices.switching import Switchboard
    from firstcall.planning.prices.tornado import tornado
    from firstcall.report.plan.prices import price_sheets, prices_json, tornado_json, tornado_picture, tornado_sheet

    board = Switchboard(desk, desk.ground.agreement, settings)
    sheets: list[Sheet] = []
    plain: dict[str, Any] = {}
    pictures: list[Picture] = []
    found = clause_prices(board, shown_steps(PricesReckoned())) if prices else None
    if found is not None:
        grade = board.grade()
        sheets += price_sheets(found, currency, grade)
        plain["prices"] = prices_json(found, grade)
    if matters:
        swings = tornado(board, shown_steps(MattersReckoned()))
        sheets.append(tornado_sheet(swings, currency))
        plain["tornado"] = tornado_json(swings)
        from firstcall.report.words.words import words_in

        if swings:
            pictures.append(tornado_picture(swings, currency, words_in(running_language())))
    return More(tuple(sheets), plain, tuple(pictures))
