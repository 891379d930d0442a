"""A brief as sheets: short on a terminal, whole when asked, and its commands never wrapped."""

from pathlib import Path

import pytest

from firstcall.report.brief.brief import Brief
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.terminal import terminal_text
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership


@pytest.fixture(scope="module", params=["microsoft-openai", "wiraksa"])
def made(request: pytest.FixtureRequest, root: Path) -> Brief:
    return brief_of(open_partnership(root / "examples" / str(request.param)), "2025-01-21", "2025-06-01")


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
