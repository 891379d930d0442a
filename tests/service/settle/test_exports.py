import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from tests.report.statement.test_statement_ledger import drawn
from tests.settlement.settle_case import line
from tests.settlement.statement.test_changes import drawn as january

from firstcall.service.settle.exports import workbook
from firstcall.settlement.statement.debts import LeftOpen
from firstcall.settlement.statement.statement import Statement

openpyxl = pytest.importorskip("openpyxl")


def sheets(statement: Statement, *account: str) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(statement, account)))
    return {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book}


def test_amounts_are_numbers_with_the_decimals_of_their_currency() -> None:
    found = sheets(drawn(due_days=30))
    header, leg = found["summary"][5], found["summary"][6]
    assert [cell.value for cell in header] == ["clause", "payer", "payee", "amount", "currency", "due", "unknown"]
    assert (leg[3].value, leg[3].data_type, leg[3].number_format) == (10, "n", "#,##0.00")
    assert (leg[5].is_date, f"{leg[5].value:%Y-%m-%d}") == (True, "2025-04-30")
    columns = {cell.value: place for place, cell in enumerate(found["lines"][0])}
    amounts = [row[columns["amount"]] for row in found["lines"][1:]]
    assert [(cell.value, cell.number_format) for cell in amounts] == [(20, "#,##0.00"), (-10, "#,##0.00")]
    yen = sheets(january([line("2025-01-03", "1000", currency="JPY")], currency="JPY"))["summary"][6][3]
    assert (yen.value, yen.number_format) == (200, "#,##0")


def test_a_workbook_is_the_same_bytes_whenever_it_is_written() -> None:
    statement = drawn(due_days=30)
    with zipfile.ZipFile(io.BytesIO(workbook(statement, ()))) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = openpyxl.load_workbook(io.BytesIO(workbook(statement, ()))).properties
    assert told.created == told.modified == statement.known_at.replace(tzinfo=None) and not told.creator


def test_figures_that_a_workbook_cannot_keep_are_text_with_every_digit() -> None:
    found = sheets(january([line("2025-01-03", "12345678901234.5678")]))["lines"]
    row = dict(zip((cell.value for cell in found[0]), found[1], strict=True))
    assert (row["base"].value, row["base"].data_type) == ("12345678901234.5678", "s")
    assert (row["amount"].value, row["amount"].data_type) == (2469135780246.91, "n")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_is_never_a_formula(text: str) -> None:
    found = sheets(replace(drawn(), notes=(LeftOpen(reason=text),)), text)
    cells = [row[0] for row in found["summary"] if row[0].value == text]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 2


def test_what_is_unknown_has_no_amount_and_control_characters_fall_out() -> None:
    found = sheets(replace(drawn(base=None, rate=None, open="never\x0bpublished"), notes=()))
    assert [cell.value for cell in found["summary"][6]][3:] == [None, "USD", None, "neverpublished"]
    assert [cell.value for cell in found["summary"][7]][3] is None


def test_sources_are_listed_and_what_became_of_it_too() -> None:
    found = sheets(drawn(), "Issued by beta on 2025-02-01T00:00:00Z")
    assert [cell.value for cell in found["sources"][0]] == ["file", "delivery", "recorded", "sha256"]
    assert "Issued by beta on 2025-02-01T00:00:00Z" in [row[0].value for row in found["summary"]]
