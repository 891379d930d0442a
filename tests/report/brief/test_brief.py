"""The brief: its sheets in order, and the same in JSON."""

import json
from pathlib import Path

import pytest

from firstcall.report.brief.brief import Brief, brief_json
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.sheet import in_text
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership


@pytest.fixture(scope="module", params=["microsoft-openai", "wiraksa"])
def made(request: pytest.FixtureRequest, root: Path) -> Brief:
    return brief_of(open_partnership(root / "examples" / str(request.param)), "2025-01-21", "2025-06-01")


def test_the_sheets_stand_in_the_order_in_which_they_are_read(made: Brief) -> None:
    sheets = list(brief_sheets(made))
    titles = [str(sheet.title) for sheet in sheets]
    assert titles[0] == f"{made.agreement.title}: 2025-01-21"
    wanted = ["The five answers", "May we? Workload by provider, 2025-01-21", "Terms in force", "Parties and term"]
    assert [title for title in titles if title in wanted] == wanted
    for sheet in sheets:
        assert all(len(row) == len(sheet.columns) for row in sheet.rows), sheet.title


def test_json_tells_what_the_sheets_tell(made: Brief) -> None:
    plain = json.loads(json.dumps(brief_json(made)))
    sheets = {str(sheet.title): sheet for sheet in brief_sheets(made)}
    matrix = sheets["May we? Workload by provider, 2025-01-21"]
    for row in matrix.rows:
        told = dict(zip(matrix.columns[1:], map(in_text, row[1:]), strict=True))
        assert plain["matrix"][in_text(row[0])] == told
    assert len(plain["terms"]) == len(sheets["Terms in force"].rows)
    assert len(plain["transactions"]) == len(made.judged)
    assert [item["id"] for item in plain["story"]] == [told.point.id for told in made.told]


def test_it_says_what_it_is_not(made: Brief) -> None:
    *_, last = brief_sheets(made)
    assert "never whether they were followed" in str(last.notes[0]) and "Not legal advice" in str(last.notes[0])


def test_the_answers_stand_first_in_text_and_in_json(made: Brief) -> None:
    first = next(iter(brief_sheets(made)))
    asked = ["What may be done?", "What is due next?", "What money moves?", "What is disputed?", "Is the text sound?"]
    assert [in_text(row[0]) for row in first.rows] == asked
    told = brief_json(made)["first"]
    for (_, lines), name in zip(first.rows, ("may", "due", "money", "disputed", "sound"), strict=True):
        assert lines and in_text(lines).split("\n") == [line["text"] for line in told[name]]
