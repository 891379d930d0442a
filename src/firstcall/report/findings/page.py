"""Findings as one HTML page: each with its clauses, its questions as a small table, and its fix."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from firstcall.report.findings.named import finding_named
from firstcall.report.findings.rows import (
    PlaceOf,
    findings_summary,
    others_last,
    severity_counted,
    span_said,
    trace_lines,
)
from firstcall.report.page import render
from firstcall.report.papers.term_words import dimension_called
from firstcall.report.words.words import PageWords
from firstcall.verification.findings.finding import SEVERITIES, Finding


def findings_page(
    found: Sequence[Finding], title: str, place_of: PlaceOf, where: ZoneInfo, w: PageWords, header: str | None = None
) -> str:
    """Return the page; everything that authors wrote is escaped.

    Args:
      found: the findings.
      title: the agreement's title.
      place_of: tells where a clause's text stands.
      where: the agreement's zone.
      w: the words of its language.
      header: a line for the top of every page; None for none.
    """
    groups = [(severity, [one for one in found if one.severity == severity]) for severity in SEVERITIES]
    return render(
        "findings.html", w, header, title_=title, groups=[group for group in groups if group[1]],
        summary=findings_summary(found), counted=severity_counted, named=finding_named, place_of=place_of,
        called=dimension_called, others_last=others_last, steps=lambda one: list(trace_lines(one, where)),
        spans=lambda shown: [span_said(span, where) for span in shown.spans],
    )  # fmt: skip
