"""Pieces that tests of settlement share: entries, legs, FOCUS rows, a partnership folder."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import day_start
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan

ZONE = ZoneInfo("America/Los_Angeles")
TAKEN_IN = datetime(2025, 7, 1, tzinfo=UTC)

AGREEMENT = """\
schema: firstcall/agreement/1
id: example
title: An example
timezone: UTC
calendar: US
parties:
  alpha: {name: Alpha, role: grantor}
  beta: {name: Beta, role: holder}
providers: {beta-cloud: {operator: beta}}
definitions: {workloads: [training]}
effective: 2024-01-01
clauses:
"""
SHARE = """\
  - id: share
    type: revenue_share
    payer: alpha
    payee: beta
    base: {source: revenue_lines, streams: [api]}
    rate: "0.20"
    currency: USD
"""
RESALE = """\
  - id: resale
    type: revenue_share
    payer: beta
    payee: alpha
    base: {source: focus, streams: [{name: models, where: {ServiceName: [Models]}}]}
    rate: "0.5"
    currency: USD
"""
MAPPING = """\
of: alpha
columns: {date: day, stream: stream, amount: amount, document: id}
constants: {currency: USD}
"""
FOCUS = {
    "BilledCost": "100.10", "BillingCurrency": "USD", "BillingPeriodStart": "2025-01-01T00:00:00Z",
    "BillingPeriodEnd": "2025-02-01T00:00:00Z", "ChargeCategory": "Usage", "ChargePeriodStart": "2025-01-05T00:00:00Z",
    "ChargePeriodEnd": "2025-01-06T00:00:00Z", "ServiceProviderName": "Beta Cloud", "ServiceName": "Models",
    "InvoiceId": "B-1", "InvoiceIssuerName": "Beta", "Tags": '{"team": "a"}',
}  # fmt: skip


def line(day: str, amount: str, **fields: Any) -> Entry:
    on = date.fromisoformat(day)
    given: dict[str, Any] = {
        "id": f"{day}-{amount}", "at": day_start(on, ZONE), "day": on, "stream": "api", "kind": "sale",
        "currency": "USD", "amount": Fraction(amount), "origin": "alpha", "source": "lines.csv",
        "recorded": TAKEN_IN, "row": 2,
    }  # fmt: skip
    return Entry(**(given | fields))


def share(**fields: Any) -> RevenueShare:
    given: dict[str, Any] = {
        "id": "share", "type": "revenue_share", "payer": "alpha", "payee": "beta", "rate": "0.20", "currency": "USD",
        "base": {"source": "revenue_lines", "streams": ["api"]},
    }  # fmt: skip
    return RevenueShare.model_validate(given | fields)


def leg(clause: RevenueShare, start: str = "2024-01-01", end: str | None = None) -> LegTerms:
    until = day_start(date.fromisoformat(end), ZONE) if end else None
    return LegTerms(clause.id, (TermsSpan(day_start(date.fromisoformat(start), ZONE), until, "base", clause),))


def focus_file(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    listed = [FOCUS | dict(row) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in listed for name in row)), restval="")
        writer.writeheader()
        writer.writerows(listed)
    return path


def partnership(folder: Path, clauses: str = SHARE, lines: str = "", focus: Iterable[Mapping[str, str]] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agreement.yaml").write_text(AGREEMENT + clauses)
    if lines:
        (folder / "revenue").mkdir(exist_ok=True)
        (folder / "revenue" / "mapping.yaml").write_text(MAPPING)
        (folder / "revenue" / "lines.csv").write_text("id,day,stream,amount\n" + lines)
    if rows := list(focus):
        focus_file(folder / "billing" / "rows.csv", rows)
    return folder
