from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.bills.reduction import Plan
from firstcall.settlement.bills.series import Series, reduced_entries, series_of, series_of_row

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
BASE = Base.model_validate({"source": "focus", "streams": [{"name": "one", "where": {"ServiceName": "x"}}, "rest"]})


def series(rows: list[int], peaks: list[int], told: list[int] | None = None) -> Series:
    days, nothing = ["2025-01-05"] * len(rows), [0] * len(rows)
    return Series("x", 0, "Usage", FIRST, "USD", days, list(map(Fraction, nothing)), rows, told or rows, nothing, peaks)


def test_a_sum_is_trusted_only_where_no_part_of_it_can_have_been_too_long() -> None:
    assert series([1, 2], [0, 5 * 10**19]).is_beyond
    assert not series([1, 1], [5 * 10**19, 5 * 10**19]).is_beyond
    assert not series([10**9], [0]).is_beyond


def test_rows_without_a_figure_are_noticed_on_any_day() -> None:
    assert series([1, 2], [0, 0], told=[1, 1]).lacks_figures
    assert not series([1, 2], [0, 0]).lacks_figures


def found(sums: str, kind: str = "Usage", stream: int = 1) -> dict[str, object]:
    billed = datetime(2025, 1, 1)  # noqa: DTZ001  as engines hand it over
    return {"origin": "x", "stream": stream, "kind": kind, "billed": billed, "currency": "USD", "sums": sums}


def test_what_an_engine_tells_of_a_series_is_read_to_the_last_decimal() -> None:
    """Day, amount, rows, rows with a figure, part of the day, whole units added apart, greatest figure."""
    told = "2025-01-05 -0.500000000000000001 3 2 0 0 7 2025-01-06 0.250000000000000000 1 1 0 99999999999999999999 0"
    (one,) = series_of([found(told)], BASE)
    assert one.amounts == [Fraction("-0.500000000000000001"), Fraction("99999999999999999999.25")]
    assert (one.days, one.rows, one.told, one.peaks) == (["2025-01-05", "2025-01-06"], [3, 1], [2, 1], [7, 0])


def test_kinds_that_do_not_count_are_left_out_in_whatever_case() -> None:
    kinds = ["USAGE", "Tax", "tax", "credit"]
    told = "2025-01-05 1.000000000000000000 1 1 0 0 0"
    assert [one.kind for one in series_of([found(told, kind) for kind in kinds], BASE)] == ["USAGE", "credit"]


def test_entries_are_named_by_what_they_are_and_stand_in_order() -> None:
    """A part of a day that begins with a change of terms is an entry of its own, from that instant on."""
    noon = datetime(2025, 1, 5, 12, tzinfo=UTC)
    what = Plan(BASE, cuts=(int(noon.timestamp()),))
    told = " ".join(f"{day} 2.000000000000000000 1 1 {part} 0 0" for day, part in
                    (("2025-01-06", 1), ("2025-01-05", 1), ("2025-01-05", 0)))  # fmt: skip
    made = reduced_entries(series_of([found(told)], BASE), what, ZoneInfo("UTC"), "d", FIRST)
    assert [(one.id, one.at) for one in made] == [
        ("x/rest/usage/2025-01-05/USD/2025-01", datetime(2025, 1, 5, tzinfo=UTC)),
        ("x/rest/usage/2025-01-05/USD/2025-01/1", noon),
        ("x/rest/usage/2025-01-06/USD/2025-01", datetime(2025, 1, 6, tzinfo=UTC)),
    ]
    assert {(one.stream, one.kind, one.amount, one.billed, one.source) for one in made} == {
        ("rest", "usage", Fraction(2), date(2025, 1, 1), "d")
    }
    assert made[1].key == ("x", 1, "Usage", date(2025, 1, 5), 1, found(told)["billed"], "USD")
    assert {one.timed for one in made} == {False}


def test_a_single_row_counts_as_the_sum_that_it_is() -> None:
    row = {"origin": "x", "stream": 1, "kind": "Usage", "billed": FIRST, "currency": "USD", "day": date(2025, 1, 5),
           "part": 2, "cost": Decimal("0.5")}  # fmt: skip
    one = series_of_row(row)
    assert (one.origin, one.stream, one.kind, one.billed, one.currency) == ("x", 1, "Usage", FIRST, "USD")
    assert (one.days, one.parts, one.rows, one.amounts) == (["2025-01-05"], [2], [1], [Fraction(1, 2)])
    assert not one.lacks_figures and not one.is_beyond
    assert series_of_row(row | {"cost": None}).lacks_figures
