"""A brief as sheets: short on a terminal, whole when asked, and its commands never wrapped."""

from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.report.brief.brief import Brief, brief_json
from firstcall.report.brief.row_facts import ByFamily
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.sheet import sheet_text
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


def test_transactions_come_to_figures_by_family_and_what_is_told_twice_counts_once(made: Brief) -> None:
    """Added here: of a family's lines those that count the figure; a family of which nothing is known is left out."""
    sheet = next((sheet for sheet in brief_sheets(made) if isinstance(sheet.title, ByFamily)), None)
    legs = [leg.transaction for leg in made.judged]
    added: dict[str, list[Decimal | None]] = {}
    for leg in legs:
        sums = added.setdefault(leg.family, [None, None, None])
        for place, figure in enumerate(("capacity_gw", "headline_usd", "executed_usd")):
            if figure in leg.counts:
                sums[place] = (sums[place] or Decimal(0)) + getattr(leg, figure)
    known = {family: sums for family, sums in added.items() if sums != [None, None, None]}
    told = {str(row[0]): row for row in sheet_text(sheet).rows} if sheet else {}
    assert [*told] == [*known] and len(known) > 5
    for family, (gigawatts, headline, executed) in known.items():
        assert told[family][1].split(", ") == list(dict.fromkeys(leg.id for leg in legs if leg.family == family))
        assert told[family][2] == ("–" if gigawatts is None else f"{gigawatts} GW")
        assert told[family][3:] == tuple("–" if usd is None else f"{usd:,} USD" for usd in (headline, executed))
    assert all(any(leg.family == row["family"] for leg in legs) for row in brief_json(made)["families"])
    assert {row["family"] for row in brief_json(made)["families"]} == {*added}
