"""An audit as plain values for JSON: instants in UTC, quantities as exact text."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from firstcall.dates import iso
from firstcall.record.events.entry import whole
from firstcall.report.audit.line_facts import FaultOfRows
from firstcall.report.audit.rows import Audited
from firstcall.verification.audit.judged import Breach, Origin, RowSum


def audit_json(audited: Audited) -> dict[str, Any]:
    """Return an audit as plain values."""
    facts = audited.facts
    return {
        "title": audited.title,
        "files": list(audited.files),
        "engine": audited.engine,
        "rows": facts.rows,
        "judged": facts.judged,
        "barred": facts.barred,
        "outcomes": {outcome: _amount(amount) for outcome, amount in facts.outcomes},
        "marks": {mark: _amount(amount) for mark, amount in facts.marks},
        "clauses": [{"clause": name, "outcome": outcome, **_amount(amount)} for name, outcome, amount in facts.clauses],
        "months": [{"month": month, "outcome": outcome, **_amount(amount)} for month, outcome, amount in facts.months],
        "breaches": [_breach(breach) for breach in facts.breaches],
        "not_judged": [
            {
                "why": one.fault,
                "reason": FaultOfRows(fault=one.fault).as_json(),
                **_amount(one.amount),
                "first_rows": [_origin(row) for row in one.rows],
            }
            for one in facts.unjudged
        ],
        "unknown_words": [
            {
                "column": one.column,
                "word": one.word,
                "rows": one.rows,
                "first_row": _origin(one.first),
                "near": one.near,
            }
            for one in facts.strange
        ],
        "instants_without_zone": audited.local,
        "quantities_rounded": audited.rounded,
        "checksum": facts.checksum,
        "certificate": asdict(facts.certificate) | {"readings": list(facts.certificate.readings)},
    }


def _amount(amount: RowSum) -> dict[str, Any]:
    return {"rows": amount.rows, "quantity": whole(amount.quantity)}


def _origin(origin: Origin) -> dict[str, Any]:
    return {"file": origin.file, "row": origin.row}


def _breach(breach: Breach) -> dict[str, Any]:
    asked = breach.asked
    told = {
        "workload": ";".join(asked.workloads), "provider": asked.provider, "customer": asked.customer,
        "capacity": asked.capacity, "offer": asked.offer, "contract": asked.contract, "tranche": asked.tranche,
        "quantity": whole(asked.quantity) if asked.quantity is not None else None, **asked.dimensions,
    }  # fmt: skip
    return {
        "outcome": breach.verdict.outcome,
        "marks": list(breach.verdict.marks),
        "version": breach.verdict.version,
        "decided_by": list(breach.verdict.deciding),
        **_amount(breach.amount),
        "first_row": _origin(breach.first),
        "at": iso(breach.at),
        "question": {name: value for name, value in told.items() if value is not None},
    }
