"""An audit as one HTML page: the same sheets, and the decisions that explain what was barred."""

from __future__ import annotations

from firstcall.report.audit.rows import Audited, audit_sheets
from firstcall.report.page import render
from firstcall.report.words.words import page_words

_FIGURES = ("rows", "share", "quantity")


def audit_page(audited: Audited, header: str | None = None) -> str:
    """Return the page; everything that the log says is escaped.

    Args:
      audited: the audit.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = audit_sheets(audited)
    return render(
        "audit.html", page_words("en"), header,
        audited=audited, first=first, sheets=sheets, explained=audited.explained, figures=_FIGURES,
    )  # fmt: skip
