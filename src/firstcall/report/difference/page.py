"""A difference as one HTML page."""

from __future__ import annotations

from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.difference.line_facts import AnswersColumn, DifferenceKicker
from firstcall.report.difference.rows import Difference, difference_sheets
from firstcall.report.page import answer_markup, render
from firstcall.report.sheet import Cell, OwnWords
from firstcall.report.words.facts import say
from firstcall.report.words.spoken import spoken_cell
from firstcall.report.words.words import PageWords


def difference_page(found: Difference, w: PageWords, header: str | None = None) -> str:
    """Return the page; everything that authors wrote is escaped.

    Args:
      found: the difference.
      w: the words of its language.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = difference_sheets(found)
    return render(
        "difference.html", w, header, first=first, sheets=sheets, cell_lines=lambda cell: _lines(cell, w),
        in_words=lambda cell: spoken_cell(cell, w), kicker=DifferenceKicker(), figures=(AnswersColumn(),),
    )  # fmt: skip


def _lines(cell: Cell, w: PageWords) -> list[str]:
    """Return the lines of a cell as markup; none where nothing stands there."""
    match cell:
        case tuple():
            return [say(said, w) for said in cell]
        case TheAnswer():
            return [answer_markup(cell, w)]
        case OwnWords():
            return [w.own(line) for line in cell.split("\n") if line]
        case _:
            return [spoken_cell(cell, w)]
