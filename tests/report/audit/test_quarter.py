"""A quarter's placements: its months alone, and what is said where they cannot be judged."""

from collections.abc import Iterable

from tests.report.audit.told import facts

from firstcall.report.audit.quarter import AuditedQuarter, quarter_json, quarter_sheet
from firstcall.report.sheet import Cell, in_text


def told_row(cells: Iterable[Cell]) -> list[str]:
    return [in_text(cell) for cell in cells]


def test_the_months_of_a_quarter() -> None:
    sheet = quarter_sheet(AuditedQuarter(2024, 3, facts()))
    assert str(sheet.title) == "Placements of 2024-Q3"
    assert told_row(sheet.columns) == ["month", "offer-first", "consent-first"]
    assert [told_row(row) for row in sheet.rows] == [
        ["2024-07", "1", "2"],
        ["2024-08", "0", "0"],
        ["2024-09", "0", "0"],
    ]
    assert told_row(sheet.notes) == ["3 of 3 rows are barred (100%)."]


def test_a_quarter_without_rows_and_one_that_cannot_be_judged() -> None:
    assert told_row(quarter_sheet(AuditedQuarter(2025, 1, facts())).notes) == ["0 of 0 rows are barred (0%)."]
    assert "pip install" in told_row(quarter_sheet(AuditedQuarter(2025, 1, None)).notes)[0]
    assert quarter_json(None) is None
    told = quarter_json(AuditedQuarter(2024, 3, facts()))
    assert told is not None and told["months"]["2024-07"] == {"offer-first": 1, "consent-first": 2}
