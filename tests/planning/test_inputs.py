"""Needs, supply and futures: what is read, and every mistake told with its file and row."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.planning.small import agreement, needs, stands, supply

from firstcall.errors import AgreementError, QuestionError, RecordError
from firstcall.planning.inputs.checks import check_together
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.horizon import add_months, horizon, months_between
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.needs_file import read_needs, read_written
from firstcall.planning.inputs.pricing import accelerators_of, hourly, price_over
from firstcall.planning.inputs.supply import COLUMNS, read_supply

GOOD = """schema: firstcall/needs/1
accelerators: {a: {per_mw: "500"}, b: {stands_for: {a: "2"}}}
needs:
  - id: one
    workloads: train
    accelerator: a
    amount: {from: 2025-02-01, to: 2025-06-30, accelerators: "64"}
    unmet: "9"
"""
FILES = ("needs.yaml", "supply.csv", "futures.yaml")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("workloads: train", "workloads: trane", r"needs.yaml:5:\d+: unknown workload 'trane'\n  mend: did you mean 'train'"),  # noqa: E501
        ("accelerator: a", "accelerator: c", r"needs.yaml:6:\d+: unknown accelerator 'c'\n  mend: use one of: a, b"),
        ("b: {stands_for: {a: \"2\"}}", "b: {stands_for: {c: \"2\"}}", r"needs.yaml:2:1: 'b' stands for 'c', which is not"),  # noqa: E501
        ("{a: {per_mw: \"500\"}", "{a: {stands_for: {b: \"2\"}}", r"in a circle: a -> b -> a\n  mend: take one of these out"),  # noqa: E501
        ("accelerators: \"64\"}", "accelerators: \"64\", mw: \"1\"}", r"needs.yaml:7:\d+: an amount has exactly one measure"),  # noqa: E501
        ("to: 2025-06-30", "to: 2025-01-30", r"the amount ends on 2025-01-30, before it begins\n  mend: check from and to"),  # noqa: E501
        ("accelerators: \"64\"", "accelerators: -3", r"needs.yaml:7"),
        ("unmet: \"9\"", "unmet: never", r"needs.yaml:8:\d+: 'never' is not a plain decimal number"),
        ("unmet: \"9\"", "unmett: \"9\"", r"needs.yaml:8:\d+: unknown key 'unmett'\n  mend: did you mean 'unmet'"),
        ("id: one", "id: one\n    customer: nobody", r"unknown customer 'nobody'\n  mend: use one of: general"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_needs_is_told_at_its_place(wrong: str, right: str, message: str) -> None:
    assert wrong in GOOD
    with pytest.raises(AgreementError, match=message):
        read_needs(GOOD.replace(wrong, right).encode(), agreement())


def test_megawatts_need_to_know_how_many_a_megawatt_feeds() -> None:
    text = GOOD.replace('accelerators: "64"', 'mw: "2"')
    found = read_needs(text.encode(), agreement())
    assert accelerators_of(found.needs[0].amount[0], found, "a") == 1000
    with pytest.raises(AgreementError, match=r"how many a a megawatt feeds is not told\n  mend: add `per_mw`"):
        read_needs(text.replace('{per_mw: "500"}', "{}").encode(), agreement())


def test_hours_in_all_are_spread_evenly() -> None:
    found = read_needs(GOOD.replace('accelerators: "64"', 'gpu_hours: "7200"').encode(), agreement())
    assert accelerators_of(found.needs[0].amount[0], found, "a") == Fraction(7200, 150 * 24)


def test_a_need_twice_and_amounts_that_overlap_are_told() -> None:
    twice = GOOD + GOOD.split("needs:\n")[1].replace(
        "amount: {", "amount: [{from: 2025-01-01, to: 2025-02-01, accelerators: 1}, {"
    ).replace('"64"}', '"64"}]')
    with pytest.raises(AgreementError) as caught:
        read_needs(twice.encode(), agreement())
    assert [problem.what for problem in caught.value.problems] == [
        "the id 'one' stands twice",
        "the amount from 2025-02-01 begins before the one to 2025-02-01 has ended",
    ]


ROW: Mapping[str, str] = {
    "id": "x", "provider": "rival", "accelerator": "a", "price": "2.5", "quantity": "64", "available_from": "2025-02-01",  # noqa: E501
}  # fmt: skip


def table(*rows: Mapping[str, str]) -> str:
    names = [name for name in COLUMNS if any(name in row for row in rows)]
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"price": "0"}, "supply.csv:2: price: 0 is no price\n  mend: "),
        ({"price": ""}, "supply.csv:2: price is empty\n  mend: "),
        ({"price": "-3"}, "supply.csv:2: price: '-3' is not a plain number\n  mend: "),
        ({"quantity": "2.5"}, "supply.csv:2: quantity: '2.5' is not a whole number"),
        ({"block": "0"}, "supply.csv:2: block: 0 is no piece"),
        ({"block": "128"}, "supply.csv:2: quantity 64 is less than one block of 128"),
        ({"min_quantity": "65"}, "supply.csv:2: min_quantity 65 is more than the quantity 64"),
        ({"min_term_months": "12", "max_term_months": "6"}, "supply.csv:2: max_term_months 6 is less than min"),
        ({"take_or_pay": "80"}, "supply.csv:2: take_or_pay: '80' is not a share"),
        ({"basis": "promise"}, "supply.csv:2: basis: 'promise' is not known"),
        ({"mode": "rented"}, "supply.csv:2: mode: 'rented' is not known"),
        ({"currency": "dollars"}, "supply.csv:2: currency: 'dollars' is not a currency"),
        ({"available_from": "soon"}, "supply.csv:2: available_from: 'soon' is not a date"),
        ({"grade": "sure"}, "supply.csv:2: grade: 'sure' is not known"),
        ({"pryce": "3"}, "supply.csv:1: unknown column 'pryce'"),
    ],
)
def test_a_mistake_in_the_supply_is_told_with_its_row(changed: dict[str, str], message: str) -> None:
    row = {**ROW, **changed}
    names = [*row]
    text = ",".join(names) + "\n" + ",".join(row.values()) + "\n"
    with pytest.raises(RecordError) as caught:
        read_supply(text)
    assert message in str(caught.value) and "\n  mend: " in str(caught.value)


def test_all_mistakes_of_a_table_are_told_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        read_supply(table({**ROW, "price": "0"}, {**ROW, "id": "y", "quantity": "few"}))
    assert "supply.csv:2: price" in str(caught.value) and "supply.csv:3: quantity" in str(caught.value)


def test_one_id_or_one_offer_sold_twice_is_told() -> None:
    with pytest.raises(RecordError, match=r"supply.csv:3: the id 'x' stands in line 2 too"):
        read_supply(table(ROW, ROW))
    offered = {**ROW, "basis": "offer:O-1"}
    with pytest.raises(RecordError, match=r"supply.csv:3: the offer 'O-1' stands in line 2 too"):
        read_supply(table(offered, {**offered, "id": "y"}))


def test_what_is_left_out_is_filled_in() -> None:
    line = read_supply(table(ROW))[0]
    assert (line.unit, line.currency, line.basis, line.block, line.take_or_pay) == (
        "gpu_hour",
        "USD",
        "list",
        1,
        Decimal(0),
    )
    assert read_supply(table({**ROW, "min_term_months": "12"}))[0].take_or_pay == 1
    assert (line.grade, line.is_listed, line.most_blocks, line.least_blocks) == ("assumed", True, 64, 1)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("l,rival,c,2,8,2025-01-01", r"supply.csv:2: unknown accelerator 'c'\n  mend: use one of: a, b; or add it"),
        ("l,hostcloud,a,2,8,2025-01-01,,,,,,,own_build", r"supply.csv:2: 'hostcloud' is a holder's.*\n  mend: "),
    ],
)
def test_supply_that_does_not_fit_the_rest_is_told(row: str, message: str) -> None:
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    with pytest.raises(RecordError, match=message):
        check_together(stands(), wanted, supply(row), Futures(), FILES)


def test_two_currencies_without_a_rate_are_told_and_with_one_are_reckoned() -> None:
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    lines = read_supply(table({**ROW, "currency": "EUR"}))
    with pytest.raises(RecordError, match=r"supply.csv:2: the price is in EUR and the needs in USD, and no rate"):
        check_together(stands(), wanted, lines, Futures(), FILES)
    rated = wanted.model_copy(update={"rates": {"EUR": Decimal("1.1")}})
    check_together(stands(), rated, lines, Futures(), FILES)
    assert hourly(lines[0], rated) == Fraction("2.75")


def test_a_need_in_the_past_is_told() -> None:
    wanted = needs(("n", "train", "8", "2024-02-01", "2024-12-31", "9"))
    with pytest.raises(
        RecordError, match=r"needs.yaml: need 'n' ends on 2024-12-31, before the planning day 2025-01-01"
    ):
        check_together(stands(), wanted, supply("l,rival,a,2,8,2025-01-01"), Futures(), FILES)


def test_remarks_name_a_term_beyond_the_agreement_an_idle_line_an_old_price_and_a_stranger() -> None:
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    rows = [
        {**ROW, "min_term_months": "84"}, {**ROW, "id": "y", "provider": "nobody", "date": "2023-01-01"},
    ]  # fmt: skip
    found = check_together(stands(), wanted, read_supply(table(*rows)), Futures(), FILES)
    assert [(one.code, one.line, one.row) for one in found] == [
        ("term-beyond-agreement", "x", 2), ("price-is-old", "y", 3), ("unlisted-provider", "y", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers: [{line: nope, match: '0.5'}]", r"futures.yaml: unknown line of supply 'nope'"),
        ("consents: [{clause: nope, given: '0.5'}]", r"futures.yaml: unknown consent clause 'nope'"),
    ],
)
def test_futures_of_what_is_not_there_are_told(text: str, message: str) -> None:
    future, _ = read_written(f"schema: firstcall/futures/1\n{text}\n".encode(), Futures, "futures.yaml")
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    with pytest.raises(RecordError, match=message):
        check_together(stands(), wanted, supply("l,rival,a,2,8,2025-01-01"), future, FILES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers: [{line: a, match: '0.9', parts: [{share: '0.5', probability: '0.2'}]}]", "add to more than 1"),
        ("answers: [{line: a, match: '0.9'}, {line: a, match: '0.1'}]", "one answer is listed twice"),
        ("demand: [{id: up, weight: '0'}]", "futures.yaml:2"),
        ("common: '2'", "futures.yaml:2"),
    ],
)
def test_futures_that_make_no_sense_are_told(text: str, message: str) -> None:
    with pytest.raises(AgreementError, match=message):
        read_written(f"schema: firstcall/futures/1\n{text}\n".encode(), Futures, "futures.yaml")


def test_a_branch_that_is_not_listed_is_told() -> None:
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    odd = wanted.needs[0].model_copy(update={"branches": {"up": Decimal(2)}})
    changed: Needs = wanted.model_copy(update={"needs": (odd,)})
    with pytest.raises(RecordError, match=r"need 'n' changes in branch 'up', which is not listed under `demand`"):
        check_together(stands(), changed, supply("l,rival,a,2,8,2025-01-01"), Futures(), FILES)


def test_a_grid_is_cut_where_the_text_turns_and_keeps_every_day() -> None:
    grid = horizon(date(2025, 1, 21), date(2025, 12, 31), "quarter", [date(2025, 5, 5), date(2026, 5, 5)])
    assert [grid.name(n) for n in range(len(grid.periods))] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert [piece.first for piece in grid.slices][1:3] == [date(2025, 4, 1), date(2025, 5, 5)]
    days = sum((piece.after - piece.first).days for piece in grid.slices)
    assert days == (grid.after - grid.first).days == 345


def test_hours_are_those_of_the_calendar_or_of_a_month_as_told() -> None:
    grid = horizon(date(2025, 2, 1), date(2025, 3, 31), "month")
    assert grid.hours(date(2025, 2, 1), date(2025, 3, 1)) == 28 * 24
    told = horizon(date(2025, 2, 1), date(2025, 3, 31), "month", hours_per_month=Fraction(730))
    assert told.hours(date(2025, 2, 1), date(2025, 4, 1)) == 1460
    line = supply("l,rival,a,2,8,2025-01-01")[0]
    assert price_over(line, needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9")), date(2025, 2, 1),
                      date(2025, 3, 1), Fraction(672)) == 1344  # fmt: skip


def test_months_go_to_the_last_day_where_there_is_no_such_day() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_between(date(2025, 1, 1), date(2026, 1, 1)) == 12


@pytest.mark.parametrize(("first", "last"), [("2025-02-01", "2025-01-31"), ("1990-01-01", "2200-01-01")])
def test_a_grid_without_end_or_backwards_is_refused(first: str, last: str) -> None:
    with pytest.raises(QuestionError, match=r"\n  mend: "):
        horizon(date.fromisoformat(first), date.fromisoformat(last), "quarter")
