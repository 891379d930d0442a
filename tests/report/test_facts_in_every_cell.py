"""Every cell of a plan, a route and an audit is a fact or an author's own words, so each language says it whole."""

from collections.abc import Iterator

from tests.planning.prices.test_switching import FUTURES, board
from tests.report.audit.told import made_up
from tests.report.plan.test_rows import TOLD
from tests.report.plan.test_texts import TEXTS
from tests.report.route.test_rows import ANSWER, HERE

from firstcall.planning.inputs.input_checks import Remark
from firstcall.planning.prices.clause_prices import clause_prices
from firstcall.planning.prices.tornado import tornado
from firstcall.planning.results.changes import Change
from firstcall.planning.results.conflicts import Conflict
from firstcall.report.audit.quarter import AuditedQuarter, quarter_sheet
from firstcall.report.audit.rows import audit_sheets
from firstcall.report.plan.conflicts import conflict_sheet
from firstcall.report.plan.prices import price_sheets, tornado_sheet
from firstcall.report.plan.rows import plan_sheets
from firstcall.report.plan.summary import PlanTold
from firstcall.report.plan.texts import texts_sheets
from firstcall.report.route.rows import route_sheets
from firstcall.report.sheet import OwnWords, Sheet
from firstcall.said import Said

REMARKS = (Remark("no-use", "h", 2), Remark("price-is-old", "r", 3))


def plan_with_changes() -> PlanTold:
    key = ("sign", "a", "2025-04-01", "12", "r is taken under first-call")
    change = Change("dropped", key, 4, 0)  # type: ignore[arg-type]
    return PlanTold(TOLD.result, TOLD.short, TOLD.late, TOLD.value, REMARKS, (change,))


def every_sheet() -> Iterator[Sheet]:
    prices = clause_prices(board(FUTURES))
    assert prices is not None
    yield from plan_sheets(plan_with_changes())
    yield from texts_sheets(TEXTS, "USD")
    yield from price_sheets(prices, "USD", "stated")
    yield tornado_sheet(tornado(board(FUTURES)), "USD")
    yield from (conflict_sheet(found) for found in (None, Conflict(("n",), ("x",), ("l",), True)))
    yield from route_sheets(HERE, ANSWER, REMARKS)
    yield from audit_sheets(made_up())
    yield from (quarter_sheet(AuditedQuarter(2024, 3, facts)) for facts in (made_up().facts, None))


def is_said(cell: object) -> bool:
    return isinstance(cell, OwnWords | Said) or (isinstance(cell, tuple) and all(isinstance(one, Said) for one in cell))


def test_every_cell_is_a_fact_or_own_words() -> None:
    sheets = list(every_sheet())
    assert len(sheets) > 20
    for sheet in sheets:
        cells = (sheet.title, *sheet.columns, *sheet.notes, *(cell for row in sheet.rows for cell in row))
        assert not [cell for cell in cells if not is_said(cell)], sheet.title
