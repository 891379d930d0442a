"""A difference as one HTML page."""

from __future__ import annotations

from firstcall.report.difference.line_facts import DifferenceKicker
from firstcall.report.difference.rows import Difference, difference_sheets
from firstcall.report.page import render
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
        "difference.html", w, header, first=first, sheets=sheets, kicker=DifferenceKicker(),
    )  # fmt: skip
