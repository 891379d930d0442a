"""Twenty nasty rows with known answers: an engine that does not give them exactly may not touch money."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.errors import BillingError
from firstcall.money import exact_text
from firstcall.said import Said, sentence
from firstcall.settlement.bills.reduction import Plan, reduction_plan
from firstcall.settlement.bills.series import Series, series_of


class AddsInexactly(Said):
    says = sentence(
        "engine.adds-inexactly",
        "the engine {engine} does not add decimals exactly: for {key} it gives {given}, and {right} is right",
    )
    engine: str
    key: str
    given: str
    right: str


class UseTheLockedVersions(Said):
    says = sentence(
        "engine.use-the-locked-versions",
        "use the versions in requirements.lock, or the engine duckdb; nothing was settled",
    )


NASTY_BASE = Base.model_validate(
    {
        "source": "focus",
        "streams": [
            {
                "name": "models",
                "where": {"ServiceName": ["Model-API", "Modèle «β»"]},
                "without": {"RegionId": ["xx"]},
            },
            {"name": "rest", "where": {"ServiceCategory": ["Compute"]}},
        ],
        "zone": "America/Los_Angeles",
    }
)
_ROWS = """\
2024-11-03T06:59:59|2024-11-01|Usage|Model-API|AI|us|12345.678901234500000001
2024-11-03T07:00:00|2024-11-01|Usage|Model-API|AI|us|0.1
2024-11-03T07:00:01|2024-11-01|Usage|Model-API|AI|us|0.2
2024-11-04T07:59:59|2024-11-01|Usage|Model-API|AI|us|-0.3
2024-11-04T08:00:00|2024-11-01|Usage|Model-API|AI|us|0.000000000000000001
2024-11-04T08:00:00|2024-11-01|Usage|Model-API|AI|us|99999999999999999999
2024-11-04T08:00:00|2024-11-01|Usage|Model-API|AI|us|-99999999999999999999
2024-11-05T08:00:00|2024-11-01|Usage|Modèle «β»|AI|us|0.333333333333333333
2024-11-05T08:00:00|2024-11-01|Usage|Modèle «β»|AI|us|0.333333333333333333
2024-11-05T08:00:00|2024-11-01|Usage|Modèle «β»|AI|us|0.333333333333333334
2024-11-05T08:00:00|2024-12-01|Usage|Model-API|AI|us|7
2024-11-05T08:00:00|2024-11-01|Tax|Model-API|AI|us|1000000
2024-11-05T08:00:00|2024-11-01|Credit|Model-API|AI|us|-0.000000000000000001
2024-11-05T08:00:00|2024-11-01|Usage|Model-API|AI|xx|500
2024-11-05T08:00:00|2024-11-01|Usage|Model-API|Compute|xx|0.000000000000000009
2024-11-05T08:00:00|2024-11-01|Usage|model-api|AI|us|600
2024-11-05T20:00:00|2024-11-01|Usage|Storage|Compute||0.000000000000000009
2024-11-05T20:00:01|2024-11-01|Usage|Storage|Compute|us|1.5
2024-11-05T20:00:01|2024-11-01|Usage||Compute|us|-1.5
2024-11-05T19:59:59|2024-11-01|Usage|Storage|Compute|us|9999999999999999999.999999999999999999
"""
CHANGE = datetime(2024, 11, 5, 20, tzinfo=UTC)  # terms change at noon in Los Angeles
_WANTED = """\
models|usage|2024-11-02|0|2024-11|12345.678901234500000001|1
models|usage|2024-11-03|0|2024-11|0|3
models|usage|2024-11-04|0|2024-11|0.000000000000000001|3
models|usage|2024-11-05|0|2024-11|1|3
models|usage|2024-11-05|0|2024-12|7|1
models|credit|2024-11-05|0|2024-11|-0.000000000000000001|1
rest|usage|2024-11-05|0|2024-11|10000000000000000000.000000000000000008|2
rest|usage|2024-11-05|1|2024-11|0.000000000000000009|3
"""


def nasty_rows() -> tuple[dict[str, Any], ...]:
    """Return the rows, typed as an engine reads them."""
    names = ("ServiceName", "ServiceCategory", "RegionId")
    found = []
    for line in _ROWS.splitlines():
        charged, billed, category, *texts, cost = line.split("|")
        found.append(
            {
                "ProviderName": "Azúr",
                "BillingCurrency": "USD",
                "ChargeCategory": category,
                "ChargePeriodStart": datetime.fromisoformat(charged),
                "BillingPeriodStart": datetime.fromisoformat(billed),
                "BilledCost": Decimal(cost),
                **{name: text or None for name, text in zip(names, texts, strict=True)},
            }
        )
    return tuple(found)


def nasty_plan() -> Plan:
    """Return the plan that the rows are reduced by: a zone with a change of clocks, a change of terms at noon."""
    first, last = datetime(2024, 11, 1, tzinfo=UTC), datetime(2024, 11, 7, tzinfo=UTC)
    return reduction_plan(NASTY_BASE, ZoneInfo("America/Los_Angeles"), first, last, (CHANGE,))


def check_engine(engine: str, groups: Iterable[Mapping[str, Any]]) -> None:
    """Refuse an engine whose sums are not the known ones, to the last decimal.

    Raises:
      BillingError: naming a sum that is wrong.
    """
    given = dict(chain.from_iterable(map(_told, series_of(groups, NASTY_BASE))))
    wanted = {line.rsplit("|", 2)[0]: line.split("|", 5)[5] for line in _WANTED.splitlines()}
    for key in sorted(wanted.keys() | given.keys()):
        if given.get(key) != wanted.get(key):
            off = AddsInexactly(engine=engine, key=key, given=given.get(key, "–"), right=wanted.get(key, "–"))
            raise BillingError(off, fix=UseTheLockedVersions())


def _told(one: Series) -> Iterator[tuple[str, str]]:
    stream = NASTY_BASE.streams[one.stream].name
    for day, part, amount, rows in zip(one.days, one.parts, one.amounts, one.rows, strict=True):
        key = f"{stream}|{one.kind.lower()}|{day}|{part}|{one.billed:%Y-%m}"
        yield key, f"{exact_text(amount)}|{rows}"
