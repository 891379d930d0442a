from fractions import Fraction
from typing import Any

from firstcall.settlement.bridge.bridge import bridge
from firstcall.settlement.bridge.sides import sides, without_rows


def leg(*drawn: str, short: str = "40.00", **fields: Any) -> dict[str, Any]:
    months = [{"month": f"2025-{n:02}", "drawn": amount, "left": "0"} for n, amount in enumerate(drawn, start=1)]
    return {
        "clause": "buys", "payees": [{"party": "beta", "amount": short, "currency": "USD"}], "unknown": None,
        "periods": [], "commitment": [{"period": "FY2025", "months": months}],
    } | fields  # fmt: skip


def test_months_of_a_commitment_are_bridged_and_the_committed_amount_takes_the_rest() -> None:
    ours, theirs = sides([{"legs": [leg("20", "40")]}]), sides([{"legs": [leg("20", "90", short="0.00")]}])
    found = bridge("buys", ours["buys"], theirs["buys"])
    assert {one.kind: one.amount for one in found.differences} == {
        "missing rows": Fraction(50), "tiers, caps and minimums": Fraction(-10),
    }  # fmt: skip
    assert found.differences[0].where == "FY2025/2025-02"


def test_statements_of_several_periods_are_one_side() -> None:
    (side,) = sides([{"legs": [leg("20")]}, {"legs": [leg("30", short="1.50")]}]).values()
    assert side.amount == Fraction("41.5")
    assert [drawn for _, _, drawn in side.burned] == [20, 30]


def line(rows: bool) -> dict[str, Any]:
    said = {"line": "x/1", "kind": "share", "period": "2025-01", "day": "2025-01-03", "stream": "api",
            "currency": "USD", "base": "30", "exchange": "1", "earned": "6", "payable": "6", "amount": "6.00",
            "version": "base", "rate": "20%", "entries": "2"}  # fmt: skip
    one = {"line": "x/1", "document": "", "like": "", "day": "2025-01-03", "billed": "2025-01", "stream": "api",
           "kind": "sale", "currency": "USD", "rows": 1, "sums": False}  # fmt: skip
    held = [one | {"row": "a", "amount": "10"}, one | {"row": "b", "amount": "20"}]
    return leg(periods=[{"lines": [said]}], commitment=[]) | ({"rows": held} if rows else {})


def test_rows_can_be_left_out_without_changing_what_a_line_says() -> None:
    ((shown,), (bare,)) = (sides([{"legs": [line(rows)]}]).values() for rows in (True, False))
    assert [row.name for row, _ in shown.rows] == ["a", "b"]
    ((summed, own),) = without_rows(shown).rows
    ((stood_in, other),) = bare.rows
    assert (summed.amount, summed.rows, own) == (stood_in.amount, stood_in.rows, other)
