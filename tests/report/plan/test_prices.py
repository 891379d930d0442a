"""Clause prices in words: each with its kind, the joint parts with what they add up to."""

from tests.planning.prices.test_switching import FUTURES, board

from firstcall.planning.prices.clause_prices import clause_prices
from firstcall.planning.prices.tornado import tornado
from firstcall.report.plan.prices import price_sheets, prices_json, tornado_json, tornado_sheet

PRICES = clause_prices(board(FUTURES))


def test_every_price_has_its_kind() -> None:
    assert PRICES is not None
    first, *rest = price_sheets(PRICES, "USD", "stated")
    columns = tuple(map(str, first.columns))
    assert columns == (
        "clause",
        "total: the plan without it",
        "marginal: one accelerator let through",
    )
    assert ("own", "0 USD", "bars nothing alone") in [tuple(map(str, row)) for row in first.rows]
    assert any(str(sheet.title).startswith("What first-call costs by its window") for sheet in rest)
    assert len(prices_json(PRICES, "stated")["clauses"]) == len(first.rows)  # type: ignore[arg-type]


def test_what_matters_most_says_which_way() -> None:
    swings = tornado(board(FUTURES))
    sheet = tornado_sheet(swings, "USD")
    assert len(sheet.rows) == len(swings) == len(tornado_json(swings))
    assert any(str(row[0]) == "amount of serve" and str(row[2]).startswith("+") for row in sheet.rows)
