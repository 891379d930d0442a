"""What commands print in Spanish and Indonesian: every line, with English left as it is."""

from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import position
from firstcall.refusal.due import everything_due
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.offer.clock import due_table
from firstcall.report.words.enums import Language
from firstcall.report.words.spoken import spoken_clock, spoken_dues, spoken_sheets
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]


def test_the_sheets_of_a_brief_are_the_same_in_every_language() -> None:
    held = open_partnership(ROOT / "examples" / "microsoft-openai")
    sheets = list(brief_sheets(brief_of(held, "2025-01-21", "2026-11-22")))
    said = list(spoken_sheets(sheets, words_in("id")))
    assert [len(sheet.rows) for sheet in said] == [len(sheet.rows) for sheet in sheets]
    assert "Para pihak dan masa berlaku" in [sheet.title for sheet in said]


@pytest.mark.parametrize(("on", "told"), [
    ("2025-10-20", "tiempo restante: 73 días 22 horas (50 días hábiles)"),
    ("2026-01-01T23:59:59+08:00", "tiempo restante: 0 segundos (0 días hábiles)"),
])  # fmt: skip
def test_a_clock_counts_down_and_never_up(on: str, told: str) -> None:
    held = open_partnership(ROOT / "examples" / "wiraksa")
    now = parse_instant(on, zone("Asia/Jakarta"))
    lines = list(spoken_dues(everything_due(position(held.agreement, held.record, now)), now, words_in("es")))
    ends = "firma con otro, plazo: fin del 1 ene 2026 (Asia/Makassar), antes del 1 ene 2026 16:00 (UTC); "
    (at,) = [number for number, line in enumerate(lines) if ends in line]
    assert lines[at + 1].strip() == told


@pytest.mark.parametrize("lang", ["es", "id"])
@pytest.mark.parametrize("on", ["2025-10-20", "2025-01-20", "2025-08-01"])
def test_a_clock_is_the_same_table_in_every_language(on: str, lang: Language) -> None:
    held = open_partnership(ROOT / "examples" / "wiraksa")
    now = parse_instant(on, zone("Asia/Jakarta"))
    found = tuple(everything_due(position(held.agreement, held.record, now)))
    english = list(due_table(found, now))
    first, empty, *table = spoken_clock(found, now, words_in(lang), "md")
    assert found and empty == "" and len(table) == len(english) and table[1] == english[1]
    for row, other in zip(table[2:], english[2:], strict=True):
        cells, told = row.split(" | "), other.split(" | ")
        assert cells[:2] == told[:2] and cells[-1] == told[-1] and len(cells) == len(told)
    duty = next((due for due in found if due.is_duty), None)
    assert (
        first.startswith(f"{duty.offer}: ")
        if duty
        else first == words_in(lang).text("Nobody must act by a fixed day; what is open:")
    )


def test_a_clock_with_nothing_due_says_so_and_no_more() -> None:
    now = parse_instant("2025-10-20", zone("UTC"))
    assert list(spoken_clock((), now, words_in("es"), "md")) == ["No vence nada."]


def test_a_clock_begins_with_what_somebody_must_do() -> None:
    held = open_partnership(ROOT / "examples" / "wiraksa")
    now = parse_instant("2025-01-20", zone("Asia/Jakarta"))
    first = next(
        spoken_clock(tuple(everything_due(position(held.agreement, held.record, now))), now, words_in("es"), "")
    )
    assert first == (
        "O-03: respuesta, plazo: 3 feb 2025 16:00 (Asia/Makassar), 3 feb 2025 8:00 (UTC); con el silencio caduca; "
        "después puede firmarse con otro hasta el 3 jun 2025 inclusive."
    )
