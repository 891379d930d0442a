"""A difference as one HTML page, and as a paper with the wording before and after."""

from __future__ import annotations

from firstcall.report.difference.rows import Difference, difference_sheets
from firstcall.report.offer.packet import Draft, PaperTable
from firstcall.report.page import render
from firstcall.report.sheet import in_text
from firstcall.report.words.words import page_words


def difference_page(found: Difference, header: str | None = None) -> str:
    """Return the page; everything that authors wrote is escaped.

    Args:
      found: the difference.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = difference_sheets(found)
    return render(
        "difference.html", page_words("en"), header, first=first, sheets=sheets, in_text=in_text, figures=("answers",)
    )


def wording_paper(found: Difference) -> Draft:
    """Return both wordings as a paper for counsel: clause by clause, each field before and after."""
    parts: list[str | PaperTable] = []
    for one in found.wording:
        parts.append(f"{one.kind} {one.name}: {one.how}")
        rows = tuple((field.field, field.before or "", field.after or "") for field in one.fields)
        if rows:
            parts.append(PaperTable(("field", found.before, found.after), rows))
    title = f"{found.title}: {found.before} to {found.after}"
    return Draft("wording", title, (), None, tuple(parts) or ("Nothing reads otherwise.",))
