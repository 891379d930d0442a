"""An audit as one HTML page."""

from __future__ import annotations

from firstcall.report.audit.line_facts import AuditKicker, BarredExplained
from firstcall.report.audit.rows import Audited, audit_sheets
from firstcall.report.page import render
from firstcall.report.words.words import PageWords


def audit_page(audited: Audited, w: PageWords, header: str | None = None) -> str:
    """Return the page; everything that the log says is escaped.

    Args:
      audited: the audit.
      w: the words of its language.
      header: a line for the top of every page; None for none.
    """
    first, *sheets = audit_sheets(audited)
    explained = [(BarredExplained(number=number), lines) for number, lines in enumerate(audited.explained, start=1)]
    return render(
        "audit.html", w, header, title_=audited.title, first=first, sheets=sheets, explained=explained,
        kicker=AuditKicker(),
    )  # fmt: skip
