"""Needs, supply and futures held against each other and the agreement."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.planning.small import needs, stands, supply

from firstcall.errors import RecordError
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.input_checks import FilesRead, check_together
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.needs_file import read_written
from firstcall.planning.inputs.pricing import hourly
from firstcall.planning.inputs.supply import COLUMNS, read_supply
from firstcall.report.route.rows import remark_lines

FILES = FilesRead("needs.yaml", "supply.csv", "futures.yaml")


ROW: Mapping[str, str] = {
    "id": "x", "provider": "rival", "accelerator": "a", "price": "2.5", "quantity": "64", "available_from": "2025-02-01",  # noqa: E501
}  # fmt: skip


def table(*rows: Mapping[str, str]) -> str:
    names = [name for name in COLUMNS if any(name in row for row in rows)]
    return "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("l,rival,c,2,8,2025-01-01", r"supply.csv:2: unknown accelerator 'c'\n  fix: use one of: a, b; or add it"),
        ("l,hostcloud,a,2,8,2025-01-01,,,,,,,own_build", r"supply.csv:2: 'hostcloud' is a holder's.*\n  fix: "),
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


def test_a_need_beyond_the_agreements_end_is_told() -> None:
    rows = (("n", "train", "8", "2025-02-01", "2030-12-31", "9"), ("m", "train", "8", "2025-02-01", "2031-01-01", "9"))
    found = check_together(stands(), needs(*rows), supply("h,hostcloud,a,2,8,2025-01-01"), Futures(), FILES)
    assert [(one.code, one.line) for one in found] == [("need-beyond-agreement", "m")]
    (told,) = remark_lines(found)
    assert str(told).startswith("Wanted beyond the agreement's end too") and "m (after 2030-12-31" in str(told)


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


def test_a_branch_that_is_not_listed_is_told() -> None:
    wanted = needs(("n", "train", "8", "2025-02-01", "2025-12-31", "9"))
    odd = wanted.needs[0].model_copy(update={"branches": {"up": Decimal(2)}})
    changed: Needs = wanted.model_copy(update={"needs": (odd,)})
    with pytest.raises(RecordError, match=r"need 'n' changes in branch 'up', which is not listed under `demand`"):
        check_together(stands(), changed, supply("l,rival,a,2,8,2025-01-01"), Futures(), FILES)
