"""A quarter's placements: its months alone, and what is said where they cannot be judged."""

from tests.report.audit.told import facts, told

from firstcall.report.audit.line_facts import JudgedWithLibraries
from firstcall.report.audit.quarter import AuditedQuarter, quarter_json, quarter_sheet


def test_the_months_of_a_quarter() -> None:
    sheet = quarter_sheet(AuditedQuarter(2024, 3, facts()))
    assert str(sheet.title) == "Placements of Q3 2024"
    assert tuple(map(str, sheet.columns)) == ("month", "offer-first", "consent-first")
    assert told(sheet) == (("2024-07", "1", "2"), ("2024-08", "0", "0"), ("2024-09", "0", "0"))
    assert tuple(map(str, sheet.notes)) == ("3 of 3 rows are barred (100%).",)


def test_a_quarter_without_rows_and_one_that_cannot_be_judged() -> None:
    assert str(quarter_sheet(AuditedQuarter(2025, 1, facts())).notes[0]) == "0 of 0 rows are barred (0%)."
    assert quarter_sheet(AuditedQuarter(2025, 1, None)).notes == (JudgedWithLibraries(),)
    assert quarter_json(None) is None
    plain = quarter_json(AuditedQuarter(2024, 3, facts()))
    assert plain is not None and plain["months"]["2024-07"] == {"offer-first": 1, "consent-first": 2}
