"""What commands print in Spanish and Indonesian: the same rows as in English, in the words of the language."""

from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import position
from firstcall.refusal.due import Due, everything_due
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.offer.due_facts import clock_head, due_lines, due_sheet
from firstcall.report.words.enums import Language
from firstcall.report.words.spoken import spoken, spoken_sheets
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

OVERDUE: dict[Language, str] = {"es": "vencido desde ", "id": "lewat waktu sejak "}
ROOT = Path(__file__).resolve().parents[3]


def due_of(on: str) -> tuple[Due, ...]:
    held = open_partnership(ROOT / "examples" / "wiraksa")
    return tuple(everything_due(position(held.agreement, held.record, parse_instant(on, zone("Asia/Jakarta")))))


def test_the_sheets_of_a_brief_are_the_same_in_every_language() -> None:
    held = open_partnership(ROOT / "examples" / "microsoft-openai")
    sheets = list(brief_sheets(brief_of(held, "2025-01-21", "2026-11-22")))
    said = list(spoken_sheets(sheets, words_in("id")))
    assert [len(sheet.rows) for sheet in said] == [len(sheet.rows) for sheet in sheets]
    assert "Para pihak dan masa berlaku" in [sheet.title for sheet in said]


@pytest.mark.parametrize("lang", ["es", "id"])
@pytest.mark.parametrize("on", ["2025-10-20", "2025-01-20", "2025-08-01"])
def test_a_clock_is_the_same_table_in_every_language(on: str, lang: Language) -> None:
    found, now = due_of(on), parse_instant(on, zone("Asia/Jakarta"))
    sheet = due_sheet(found, now)
    (said,) = spoken_sheets([sheet], words_in(lang))
    assert found and len(said.rows) == len(found)
    for due, row in zip(found, said.rows, strict=True):
        left, late = due.days_left(now), due.by is not None and due.by < now
        assert row[:2] == (due.offer, due.clause)
        assert str(row[-1]).startswith(OVERDUE[lang] if late else "–" if left is None else str(left))
    assert all(str(one) != str(other) for one, other in zip(said.columns, sheet.columns, strict=True) if other != "UTC")


def test_a_clock_begins_with_what_somebody_must_do() -> None:
    (head,) = spoken([clock_head(due_of("2025-01-20"))], words_in("es"))
    assert head == (
        "O-03: Vence la respuesta: lun 3 feb 2025 16:00 WITA (8:00 UTC); con el silencio caduca; "
        "después puede firmarse con otro hasta el mar 3 jun 2025 inclusive."
    )
    assert list(spoken([clock_head(())], words_in("es"))) == ["No vence nada."]


def test_a_line_keeps_its_place_and_none_is_an_empty_one() -> None:
    first = next(due_lines(due_of("2025-01-20"), parse_instant("2025-01-20", zone("Asia/Jakarta"))))
    told = [first._replace(indent=3), None]
    assert list(spoken(told, words_in("es"))) == ["   O-03 según refusal-islands, 10 MW: tamborala", ""]
    assert list(spoken(told, words_in("en"))) == ["   O-03 under refusal-islands, 10 MW: tamborala", ""]
