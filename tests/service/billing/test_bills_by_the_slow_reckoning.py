"""Bills and revenue lines under random amended clauses, from files to cents, beside the slow reckoning."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from tests.settlement.reckon.test_legs import AGREEMENTS, some_rows, some_texts
from tests.settlement.settle_case import focus_file
from tests.settlement.slow_share import Clause, Row, settle, span_of, weights

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import day_start
from firstcall.money import exact_text
from firstcall.service.billing.rows import BillingRows
from firstcall.service.engines.engines import open_engine
from firstcall.settlement.books.deliveries import FileDelivery, added_up, in_place
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.reckon.legs import reckon

UTC_ZONE = ZoneInfo("UTC")
CATEGORY = {"sale": "Usage", "refund": "Credit", "tax": "Tax"}
STREAMS = [{"name": name, "where": {"ServiceName": [name]}} for name in ("api", "chat")]


@pytest.fixture(scope="module")
def engine() -> Iterator[BillingRows]:
    with open_engine("duckdb") as (running, duck):
        yield BillingRows(running, duck, ())


def billed(row: Row) -> dict[str, str]:
    month = row.billed.replace(day=1)
    after = (month + timedelta(days=31)).replace(day=1)
    return {
        "BilledCost": exact_text(row.amount), "ServiceName": row.stream, "ChargeCategory": CATEGORY[row.kind],
        "ChargePeriodStart": f"{row.day}T00:00:00Z", "ChargePeriodEnd": f"{row.day + timedelta(days=1)}T00:00:00Z",
        "BillingPeriodStart": f"{month}T00:00:00Z", "BillingPeriodEnd": f"{after}T00:00:00Z", "ResourceId": row.id,
    }  # fmt: skip


def leg_of(texts: list[Clause]) -> LegTerms:
    """The texts as clauses on bills: a sale is usage, a refund a credit, and nothing is rounded by row."""
    spans = []
    for number, text in enumerate(texts):
        streams = [one | {"weight": exact_text(weights(text)[str(one["name"])])} for one in STREAMS]
        base = {"source": "focus", "streams": streams, "kinds": ["usage", "credit"]}
        start = day_start(date.fromisoformat(text["since"]), UTC_ZONE)
        end = day_start(date.fromisoformat(text["until"]) + timedelta(days=1), UTC_ZONE)
        spans.append(TermsSpan(start, end, f"v{number}", RevenueShare.model_validate(text | {"base": base})))
    return LegTerms("share", tuple(spans))


def by_statement(text: Clause) -> Clause:
    """The text with one rounding for all of a period, which no day of a cap parts."""
    rounded = text | {"rounding": text["rounding"] | {"at": "statement"}}
    if "cap" in text:
        rounded["cap"] = {name: said for name, said in text["cap"].items() if name != "counting_from"}
    return rounded


@settings(max_examples=AGREEMENTS // 4, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(some_texts(), some_rows())
def test_bills_come_to_the_cents_of_the_slow_reckoning(
    engine: BillingRows, tmp_path: Path, texts: list[Clause], rows: list[Row]
) -> None:
    texts = [by_statement(text) for text in texts]
    carried = [
        Row(one.day, one.billed, one.stream, one.kind, Fraction(round(one.amount * 1000), 1000), one.id) for one in rows
    ]
    terms, delivery = leg_of(texts), FileDelivery("d", datetime(2025, 7, 1, tzinfo=UTC))
    entries = []
    if carried:
        path = focus_file(tmp_path / f"{len(list(tmp_path.iterdir()))}.csv", [billed(one) for one in carried])
        bills = BillingRows(engine.engine, engine.duck, ((delivery, (path,)),))
        base = terms.spans[0].clause.base
        assert base is not None
        changes = [at for span in terms.spans for at in (span.start, span.end) if at is not None]
        entries = list(added_up(in_place(bills.reduced(base, changes, False, None), delivery.recorded)))
    through = date(2025, 9, 30)
    done = reckon(terms, entries, ExchangeTable(), UTC_ZONE, through)
    fast = {span_of(texts, result.period.start): result.issued for result in done}
    assert fast == settle(texts, carried, span_of(texts, through))
