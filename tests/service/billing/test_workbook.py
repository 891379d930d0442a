"""A sheet of a workbook, of which nothing is dropped, as revenue lines read it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.service.offer.test_sheet_file import PLAIN, formula, packed, with_sheet, workbook

from firstcall.errors import BillingError, FirstcallError
from firstcall.service.billing import files
from firstcall.service.billing.files import lines_as_shown, read_rows
from firstcall.service.billing.workbook import BookSheet, sheet_rows
from firstcall.service.offer.sheet_file import read_sheet
from firstcall.settlement.books.revenue_lines import LineMapping

MAPPING = LineMapping(of="a", columns={"date": "third_party", "amount": "quantity"}, constants={"currency": "USD"})


def test_rows_come_with_the_numbers_people_see() -> None:
    raw = packed(workbook(["a", "b"], [None, None], ["x", 2]))
    assert list(sheet_rows(BookSheet(raw, "f.xlsx", BillingError, 10**7, 100))) == [(1, ["a", "b"]), (3, ["x", 2])]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (formula(), "r.xlsx:B2: the formula has no stored value"),
        (packed(workbook(["third_party", "quantity", "quantity"], ["x", 1, 2])), "r.xlsx:C1: the column 'quantity'"),
        (packed(workbook(["third_party", "quantity"], ["x", 1, 2])), "r.xlsx:C2: a value stands under no column"),
        (with_sheet(PLAIN, "<v>12</v>", "<v>&nbsp;</v>"), "r.xlsx: not a workbook (undefined entity"),
    ],
)
def test_what_a_file_of_revenue_would_lose_is_refused(raw: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(raw)
    with pytest.raises(BillingError) as error:
        list(read_rows(tmp_path / "r.xlsx", MAPPING))
    assert str(error.value).startswith(said) and "\n  fix: " in str(error.value)


def test_a_workbook_that_unpacks_to_far_more_than_it_seems_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 1_000)
    (tmp_path / "r.xlsx").write_bytes(PLAIN)
    with pytest.raises(BillingError, match=r"the workbook unpacks to .* bytes; at most 1,000 are read"):
        list(read_rows(tmp_path / "r.xlsx", MAPPING))


def test_a_sheet_that_is_not_there_is_told() -> None:
    with pytest.raises(BillingError, match="there is no sheet 'b'\n  fix: name one of Sheet"):
        list(sheet_rows(BookSheet(PLAIN, "f.xlsx", BillingError, 10**7, 100, "b")))


def two_sheets(first: list[list[Any]], second: list[list[Any]]) -> bytes:
    book = workbook(*first)
    beside = book.create_sheet("Notes 2")
    for row in second:
        beside.append(row)
    return packed(book)


def test_of_two_sheets_that_say_something_neither_is_passed_over_in_silence(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["third_party", "quantity"], ["2026-01-03", 5]]
    raw = two_sheets(rows, [[None], [None, 7]])
    (tmp_path / "r.xlsx").write_bytes(raw)
    with pytest.raises(BillingError, match=r"r\.xlsx:Notes 2!B2: another sheet .*\n  fix: name .* in the mapping"):
        list(read_rows(tmp_path / "r.xlsx", MAPPING))
    with pytest.raises(BillingError, match=r"r\.xlsx:Notes 2!B2: another sheet .*\n  fix: name .* by --sheet"):
        lines_as_shown(tmp_path / "r.xlsx")
    with pytest.raises(FirstcallError, match=r"Notes 2!B2: another sheet .*\n  fix: keep the sheet"):
        read_sheet(tmp_path / "r.xlsx")
    named = MAPPING.model_copy(update={"sheet": "Sheet"})
    assert [row["quantity"] for _, row in read_rows(tmp_path / "r.xlsx", named)] == ["5"]
    shown = lines_as_shown(tmp_path / "r.xlsx", "Sheet")
    assert shown.header == ("third_party", "quantity") and shown.rows[0][1]["quantity"] == "5"


@pytest.mark.parametrize("beside", [[], [[None, None]], [[None]]])
def test_an_empty_sheet_beside_is_no_matter(beside: list[list[Any]]) -> None:
    rows: list[list[Any]] = [["third_party", "quantity"], ["x", 5]]
    book = BookSheet(two_sheets(rows, beside), "r.xlsx", BillingError, 10**7, 100)
    assert [cells for _, cells in sheet_rows(book)] == rows


def test_a_workbook_without_a_header_or_with_a_column_twice_is_no_draft(tmp_path: Path) -> None:
    cases: list[tuple[list[Any], str]] = [([], "header"), ([["day", "day"], [1, 2]], "'day'")]
    for rows, said in cases:
        (tmp_path / "r.xlsx").write_bytes(packed(workbook(*rows) if rows else openpyxl.Workbook()))
        with pytest.raises(BillingError, match=rf"r\.xlsx.*{said}.*\n  fix: "):
            lines_as_shown(tmp_path / "r.xlsx")
