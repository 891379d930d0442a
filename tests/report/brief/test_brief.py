"""The brief: its sheets in order, and the same in JSON."""

import json
from pathlib import Path

import pytest

from firstcall.report.brief.brief import Brief, brief_json, brief_sheets
from firstcall.report.sheet import in_text
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership


@pytest.fixture(scope="module", params=["microsoft-openai", "wiraksa"])
def made(request: pytest.FixtureRequest, root: Path) -> Brief:
    return brief_of(open_partnership(root / "examples" / str(request.param)), "2025-01-21", "2025-06-01")


def test_the_sheets_stand_in_the_order_in_which_they_are_read(made: Brief) -> None:
    sheets = list(brief_sheets(made))
    titles = [sheet.title for sheet in sheets]
    assert titles[0] == f"{made.agreement.title}: 2025-01-21"
    wanted = ["Parties and term", "Terms in force", "May we? Workload by provider, 2025-01-21"]
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
    first = next(iter(brief_sheets(made)))
    assert "never whether they were followed" in first.notes[0] and "Not legal advice" in first.notes[0]
