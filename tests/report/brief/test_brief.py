"""The brief: its sheets in order, and the same in JSON."""

import json
from pathlib import Path

import pytest

from firstcall.report.brief.brief import Brief, brief_json
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.sheet import in_text, terminal_text
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership


@pytest.fixture(scope="module", params=["microsoft-openai", "wiraksa"])
def made(request: pytest.FixtureRequest, root: Path) -> Brief:
    return brief_of(open_partnership(root / "examples" / str(request.param)), "2025-01-21", "2025-06-01")


def test_the_sheets_stand_in_the_order_in_which_they_are_read(made: Brief) -> None:
    sheets = list(brief_sheets(made))
    titles = [sheet.title for sheet in sheets]
    assert titles[0] == f"{made.agreement.title}: 2025-01-21"
    wanted = ["The five answers", "May we? Workload by provider, 2025-01-21", "Terms in force", "Parties and term"]
    assert [title for title in titles if title in wanted] == wanted
    for sheet in sheets:
        assert all(len(row) == len(sheet.columns) for row in sheet.rows), sheet.title


def test_json_tells_what_the_sheets_tell(made: Brief) -> None:
    plain = json.loads(json.dumps(brief_json(made)))
    sheets = {sheet.title: sheet for sheet in brief_sheets(made)}
    matrix = sheets["May we? Workload by provider, 2025-01-21"]
    for row in matrix.rows:
        told = dict(zip(matrix.columns[1:], map(in_text, row[1:]), strict=True))
        assert plain["matrix"][in_text(row[0])] == told
    assert len(plain["terms"]) == len(sheets["Terms in force"].rows)
    assert len(plain["transactions"]) == len(made.judged)
    assert [item["id"] for item in plain["story"]] == [told.point.id for told in made.told]


def test_it_says_what_it_is_not(made: Brief) -> None:
    *_, last = brief_sheets(made)
    assert "never whether they were followed" in last.notes[0] and "Not legal advice" in last.notes[0]


def test_the_answers_stand_first_in_text_and_in_json(made: Brief) -> None:
    first = next(iter(brief_sheets(made)))
    asked = ["What may be done?", "What is due next?", "What money moves?", "What is disputed?"]
    assert [in_text(row[0]) for row in first.rows] == asked
    told = brief_json(made)["first"]
    for (_, lines), name in zip(first.rows, ("may", "due", "money", "disputed"), strict=True):
        assert lines and in_text(lines).split("\n") == [line["text"] for line in told[name]]


def test_a_short_brief_is_short_and_says_how_to_get_the_rest(made: Brief) -> None:
    short, full = (list(brief_sheets(made, full=whole)) for whole in (False, True))
    lines = terminal_text(short, 120, colour=False).split("\n")
    assert len(lines) <= 120 < len(terminal_text(full, 120, colour=False).split("\n"))
    asked = f"firstcall brief {made.path} --on 2025-01-21 --full"
    assert f"  {asked}" in lines and "Each part whole, and what every answer rests on:" in lines
    stories = [sheet for sheet in short if made.story and sheet.title == made.story.title]
    assert [len(sheet.rows) for sheet in stories] == ([len(made.told)] if made.story else [])


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_command_is_ever_wrapped(made: Brief, width: int) -> None:
    lines = terminal_text(brief_sheets(made), width, colour=False).split("\n")
    commands = {told.command for told in made.told}
    assert commands == {line.strip() for line in lines if line.startswith("  firstcall ")}
