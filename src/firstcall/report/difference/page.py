"""A difference as one HTML page."""

from __future__ import annotations

from firstcall.report.audit.line_facts import RowsCounted
from firstcall.report.difference.line_facts import DifferenceKicker, FieldColumn, FieldsCounted, WordingHeading
from firstcall.report.difference.rows import Difference, WordingPart, difference_sheets, wording_parts
from firstcall.report.page import render
from firstcall.report.sheet import Sheet
from firstcall.report.words.words import PageWords
from firstcall.said import Said

MOST_FIELDS_OPEN = 6
"""A part that changed in more fields than this is folded, as one is that is new or gone."""
MOST_ROWS_OPEN = 8
"""A table of more rows than this is folded."""


def difference_page(found: Difference, w: PageWords, header: str | None = None) -> str:
    """Return the page; everything that authors wrote is escaped.

    Args:
      found: the difference.
      w: the words of its language.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = difference_sheets(found)
    wording = tuple((part, FieldsCounted(n=len(part.fields)), _is_open(part)) for part in wording_parts(found))
    return render(
        "difference.html", w, header, first=first, wording=wording, wording_title=WordingHeading(),
        sides=found.sides, sheets=[(one, _folded(one)) for one in (sheets[1:] if wording else sheets)],
        field_head=FieldColumn(), kicker=DifferenceKicker(),
    )  # fmt: skip


def _folded(sheet: Sheet) -> Said | None:
    """Return what a long table folds under; None for one that is short."""
    return RowsCounted(n=len(sheet.rows)) if len(sheet.rows) > MOST_ROWS_OPEN else None


def _is_open(part: WordingPart) -> bool:
    return part.how == "changed" and len(part.fields) <= MOST_FIELDS_OPEN
