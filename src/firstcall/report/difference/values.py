"""A difference as plain values for JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from firstcall.dates import iso
from firstcall.report.difference.rows import Difference
from firstcall.report.findings.values import question_set_json
from firstcall.verification.difference.answers import ActOutcomes


def difference_json(found: Difference) -> dict[str, Any]:
    """Return a difference as plain values."""
    return {
        "title": found.title,
        "before": found.before,
        "after": found.after,
        "wording": [
            {"what": f"{one.kind} {one.name}", "how": one.how, "versions": list(one.versions),
             "fields": [{"field": field.field, "before": field.before, "after": field.after} for field in one.fields]}
            for one in found.wording
        ],
        "answers": [
            {"before": _outcomes(one.before), "after": _outcomes(one.after), "questions": one.questions,
             "sets": [question_set_json(shown) for shown in one.sets], "at_least": one.at_least}
            for one in found.answers
        ],
        "technology": [
            {"before": one.before, "after": one.after, "questions": one.questions,
             "sets": [question_set_json(shown) for shown in one.sets], "at_least": one.at_least}
            for one in found.technology
        ],
        "transactions": [
            {"transaction": one.transaction, "line": one.line, "workload": one.workload, "before": one.before,
             "after": one.after}
            for one in found.turned
        ],
        "deadlines": [
            {"offer": one.offer, "right": one.right, "before": _instant(one.before), "after": _instant(one.after)}
            for one in found.moved
        ],
    }  # fmt: skip


def _outcomes(told: ActOutcomes) -> dict[str, Any]:
    return {"outcome": told.outcome, "acts": dict(told.acts)}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else iso(at)
