"""A difference as plain values for JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from firstcall.dates import iso
from firstcall.money import Money
from firstcall.report.difference.money_sheet import leg_money
from firstcall.report.difference.rows import Difference
from firstcall.report.findings.values import question_set_json
from firstcall.verification.difference.answers import ActOutcomes
from firstcall.verification.difference.sums import MoneyBetween, SumChanged, SumOf, SumUnder


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
        "money": _money(found.money),
    }  # fmt: skip


def _money(found: MoneyBetween) -> dict[str, Any]:
    compared = found.compared
    return {
        "clauses": list(found.clauses),
        "first": compared.span.start.isoformat() if compared else None,
        "last": compared.span.last.isoformat() if compared else None,
        "sums": [_sum(one) for one in compared.changed] if compared else [],
        "totals": [
            {"party": one.party, "currency": one.currency, "more_paid": _text(one.more_paid), "unknown": one.unknown}
            for one in compared.totals
        ] if compared else [],
        "reason": None if found.why is None else found.why.as_json(),
    }  # fmt: skip


def _sum(one: SumChanged) -> dict[str, Any]:
    of = one.of
    return {
        "clause": of.clause, "period": None if of.period is None else of.period.name, "payer": of.payer,
        "payee": of.payee, "currency": of.currency, "before": _under(one.before, of), "after": _under(one.after, of),
        "difference": None if one.difference is None else _text(leg_money(one.difference, of)),
        "issued": list(one.issued),
    }  # fmt: skip


def _under(side: SumUnder, of: SumOf) -> dict[str, Any]:
    amount = None if side.state == "unknown" else _text(leg_money(side.units, of))
    return {"state": side.state, "amount": amount, "reason": None if side.why is None else side.why.as_json()}


def _text(amount: Money) -> str:
    return f"{amount.amount:f}"


def _outcomes(told: ActOutcomes) -> dict[str, Any]:
    return {"outcome": told.outcome, "acts": dict(told.acts)}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else iso(at)
