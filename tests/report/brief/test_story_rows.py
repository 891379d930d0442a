"""A story as a sheet and as plain values: each day named, an answer told once where it stays."""

from pathlib import Path

from firstcall.report.brief.brief import brief_json
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.brief.story_rows import answer_lines, moments_by_day
from firstcall.report.sheet import in_text
from firstcall.report.words.spoken import spoken_sheets
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]
BRIEF = brief_of(open_partnership(ROOT / "examples" / "microsoft-openai"), "2025-01-21", "2026-11-22")


def test_an_answer_that_stays_is_told_once_at_the_last_of_its_days() -> None:
    (sheet,) = [sheet for sheet in brief_sheets(BRIEF) if BRIEF.story and sheet.title == BRIEF.story.title]
    shown = {in_text(row[0]): in_text(row[3]).split("\n") for row in sheet.rows}
    assert shown["S1"] == [
        "2025-01-20 before: consent-first", "2025-01-21 on the day,", "2025-10-27 after: offer-first",
        "2026-11-22 today: ungoverned",
    ]  # fmt: skip
    assert shown["S6b"][-1] == "2026-11-22 today: permitted" and all(line.endswith(",") for line in shown["S6b"][:-1])
    assert shown["S10"] == ["2027-08-01: forbidden [contested]"], "a day of a point's own has no name"
    assert str(sheet.notes[0]).startswith("Before is the eve of the change; after is the last day")


def test_every_line_says_every_day_and_every_answer() -> None:
    moments = moments_by_day(BRIEF.days)
    for told in BRIEF.told:
        lines = answer_lines(told.answers, moments)
        assert len(lines) == len(told.answers)
        answer: object = None
        for line, (day, said) in zip(reversed(lines), reversed(told.answers), strict=True):
            answer = getattr(line, "answer", answer)
            assert str(line).startswith(day) and answer == said


def test_plain_values_give_each_day_with_what_it_is() -> None:
    point = next(point for point in brief_json(BRIEF)["story"] if point["id"] == "S1")
    assert [answer.pop("reason")["code"] for answer in point["answers"]] == ["decide.answer"] * 4
    assert point["answers"] == [
        {"on": "2025-01-20", "when": ["before"], "answer": "consent-first"},
        {"on": "2025-01-21", "when": ["on the day"], "answer": "offer-first"},
        {"on": "2025-10-27", "when": ["after"], "answer": "offer-first"},
        {"on": "2026-11-22", "when": ["today"], "answer": "ungoverned"},
    ]


def test_days_and_what_they_are_follow_the_language() -> None:
    said = {lang: list(spoken_sheets(brief_sheets(BRIEF), words_in(lang)))[4] for lang in ("es", "id")}
    spanish = said["es"].rows[0][3]
    assert spanish.split("\n")[1:3] == ["21 ene 2025 ese día,", "27 oct 2025 después: oferta previa"]
    assert said["id"].rows[0][3].split("\n")[-1] == "22 Nov 2026 hari ini: tidak diatur"
