"""An audit as sheets: what people read."""

from dataclasses import replace

from tests.oracle.second import Ask
from tests.report.audit.told import made_up, told

from firstcall.report.audit.line_facts import NoneBarred
from firstcall.report.audit.rows import audit_sheets
from firstcall.report.sheet import Sheet


def sheets(**changed: object) -> dict[str, Sheet]:
    return {str(sheet.title): sheet for sheet in audit_sheets(replace(made_up(), **changed))}  # type: ignore[arg-type]


def test_the_heading_tells_what_was_judged_and_how_it_was_read() -> None:
    held = tuple(map(str, sheets()["Placements: A berth & more"].notes))
    assert held[:2] == ("5 rows in 1 file: 4 judged, 1 not.", "3 of them the agreement bars: 75%.")
    noted = sheets(rounded=True, local=True, files=("a", "b"))["Placements: A berth & more"].notes
    more = tuple(map(str, noted))
    assert "5 rows in 2 files" in more[0]
    assert any("nine decimal places" in note for note in more) and any(
        "read in the agreement's, UTC" in note for note in more
    )


def test_the_sheets() -> None:
    held = sheets()
    assert told(held["By answer"]) == (
        ("ungoverned", "1", "25%", "1"),
        ("offer-first", "1", "25%", ""),
        ("consent-first", "2", "50%", "2.5"),
    )
    assert told(held["Rows by month, in the agreement's zone"]) == (
        ("2024-06", "1", "0", "0"),
        ("2024-07", "0", "1", "2"),
    )
    assert told(held["Barred"])[0] == (
        *("1", "consent-first", "sole@base", "2", "2.5"),
        *("row 3", "2024-07-01", "serve, at rival, quantity 2.5"),
    )
    assert told(held["Not judged"]) == (("unknown workload", "1", "2"),)
    strange = told(held["Words that stand neither in the agreement nor on the record"])
    assert [(row[0], row[1], row[4]) for row in strange] == [
        ("provider", "<b>home</b>", "judged as a provider that is not listed"),
        ("provider", "<i>Kestrel</i>", "judged as a provider that is not listed"),
        ("workload", "bake", "not judged"),
    ]


def test_an_audit_that_finds_nothing_says_so() -> None:
    free = {str(sheet.title): sheet for sheet in audit_sheets(made_up((Ask("train", "home"),)))}
    assert NoneBarred() in free["Placements: A berth & more"].notes
    assert "Barred" not in free and "Not judged" not in free
