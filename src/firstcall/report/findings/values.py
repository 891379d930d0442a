"""Findings as plain values for JSON: codes, facts, questions and places."""

from __future__ import annotations

from typing import Any

from firstcall.dates import iso
from firstcall.report.findings.rows import PlaceOf
from firstcall.verification.findings.finding import Finding, QuestionSet, TraceStep
from firstcall.verification.space.domain import TextStretch


def finding_json(found: Finding, place_of: PlaceOf) -> dict[str, Any]:
    """Return a finding as plain values.

    Args:
      found: the finding.
      place_of: tells where a clause's text stands.
    """
    clauses = [
        {"clause": one.clause, "version": one.version, "file": place_of(one).file, "line": place_of(one).line,
         "column": place_of(one).column}
        for one in found.places
    ]  # fmt: skip
    return {
        "code": found.code,
        "severity": found.severity,
        "what": str(found.what),
        "reason": found.what.as_json(),
        "fix": found.fix.as_json(),
        "clauses": clauses,
        "given": [one.as_json() for one in found.given],
        "read_as": dict(found.read_as),
        "questions": found.questions,
        "sets": [question_set_json(one) for one in found.shown],
        "at_least": found.at_least,
        "fewest": found.proven,
        "since": iso(found.since) if found.since is not None else None,
        "trace": [trace_step_json(step) for step in found.trace],
        "asks": None if found.asks is None else {
            "workload": found.asks.workload, "customer": found.asks.customer, "contract": found.asks.contract,
            "at": iso(found.asks.at),
        },
    }  # fmt: skip


def trace_step_json(step: TraceStep) -> dict[str, Any]:
    """Return an act of a trace as plain values, with what it puts on the record."""
    return {
        "at": iso(step.at), "by": step.by, "act": step.act, "what": step.what.as_json(),
        "events": [dict(event) for event in step.events],
    }  # fmt: skip


def question_set_json(shown: QuestionSet) -> dict[str, Any]:
    """Return a set of questions as plain values: words by axis, and spans from an instant up to, without, another."""
    return {
        "when": [stretch_json(span) for span in shown.spans],
        "words": {name: list(held) for name, held in shown.words.items()},
        "any": sorted(shown.whole),
        "questions": shown.questions,
    }


def stretch_json(span: TextStretch) -> dict[str, Any]:
    """Return a stretch of time as plain values."""
    return {"from": iso(span.start), "until": iso(span.end) if span.end else None, "version": span.version}
