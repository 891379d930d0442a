"""The reduction: one expression that turns billing rows into exact sums by stream and day, on any engine.

It filters, maps and adds; it never multiplies, divides or averages money. Rates, tiers, caps and rounding run
afterwards, in exact arithmetic, the same for every engine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from firstcall.agreement.money_terms import Base
from firstcall.dates import day_start
from firstcall.settlement.entries import Entry

CARRIED = "decimal(38, 18)"
DAY = 86400
KEYS = ("origin", "stream", "kind", "day", "part", "billed", "currency")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to reduce billing rows to: a base, the offsets of its zone, and instants at which terms change."""

    base: Base
    offsets: tuple[tuple[int, int], ...] = ((0, 0),)
    cuts: tuple[int, ...] = ()
    unapplied: bool = False
    """Whether rows that were applied to a commitment by name are left to that."""


def plan(base: Base, zone: ZoneInfo, first: datetime, last: datetime, changes: Iterable[datetime] = ()) -> Plan:
    """Return the plan for a base whose rows lie between two instants.

    Days are parted at the zone's midnights, and inside a day at the instants where terms change.

    Args:
      base: what counts.
      zone: whose midnights part the days.
      first: no row is earlier.
      last: no row is later.
      changes: instants at which terms begin or end.
    """
    cuts = sorted({at for at in changes if day_start(at.astimezone(zone).date(), zone) != at.astimezone(UTC)})
    return Plan(base, _offsets(zone, first, last), tuple(int(at.timestamp()) for at in cuts))


def _offsets(zone: ZoneInfo, first: datetime, last: datetime) -> tuple[tuple[int, int], ...]:
    """Return the zone's offsets from UTC in seconds, each with the second of the epoch it begins at."""
    at, found = first.astimezone(UTC).replace(minute=0, second=0, microsecond=0), [(0, _offset(zone, first))]
    while at <= last:
        if _offset(zone, at) != found[-1][1]:
            found.append((int(at.timestamp()), _offset(zone, at)))
        at += timedelta(minutes=30)
    return tuple(found)


def _offset(zone: ZoneInfo, at: datetime) -> int:
    return int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def reduction(rows: ir.Table, what: Plan, provider: str) -> ir.Table:
    """Return the expression: exact sums by provider, stream, kind, day, currency and billing period.

    Sums stay at the scale of their column and are cast once; a decimal that does not fit fails loudly.

    Args:
      rows: FOCUS columns; costs as decimals, periods as timestamps without a zone, in UTC.
      what: the plan.
      provider: the column that names the provider.
    """
    held = _keyed(rows, what, provider)
    grouped = held.group_by(list(KEYS))
    return grouped.aggregate(amount=held["cost"].sum().cast(CARRIED), rows=held.count())


def source_rows(rows: ir.Table, what: Plan, provider: str, number: str) -> ir.Table:
    """Return the expression for the rows that count, each with its number, its cost and the keys it is summed by.

    Args:
      rows: as for the reduction, with a column that numbers the rows.
      what: the plan.
      provider: the column that names the provider.
      number: the column that numbers the rows.
    """
    return _keyed(rows, what, provider, number)


def coverage(rows: ir.Table, provider: str) -> ir.Table:
    """Return the expression for what was delivered: providers, billing periods, and the span of charges."""
    keyed = rows.mutate(origin=rows[provider], billed=rows["BillingPeriodStart"].epoch_seconds().cast("int64"))
    charged = keyed["ChargePeriodStart"].epoch_seconds().cast("int64")
    return keyed.group_by(["origin", "billed"]).aggregate(first=charged.min(), last=charged.max(), rows=keyed.count())


def _keyed(rows: ir.Table, what: Plan, provider: str, *kept: str) -> ir.Table:
    """Return the rows that count, each with the keys it is summed by."""
    seconds = rows["ChargePeriodStart"].epoch_seconds()
    offset: Any = what.offsets[0][1]
    for begins, shift in what.offsets[1:]:
        offset = ibis.ifelse(seconds >= begins, shift, offset)
    part: Any = ibis.literal(0)
    for cut in what.cuts:
        part = part + ibis.ifelse(seconds >= cut, 1, 0)
    keyed = rows.select(
        *kept,
        origin=rows[provider],
        stream=_stream(rows, what.base),
        kind=rows["ChargeCategory"].lower(),
        day=((seconds + offset) // DAY).cast("int64"),
        part=part.cast("int64"),
        billed=rows["BillingPeriodStart"].epoch_seconds().cast("int64"),
        currency=rows["BillingCurrency"],
        cost=rows[what.base.column],
        applied=_applied(rows),
    )
    counts = keyed["stream"].notnull() & keyed["kind"].isin(what.base.kinds)
    return keyed.filter(counts & keyed["applied"].isnull() if what.unapplied else counts)


def _applied(rows: ir.Table) -> Any:
    return rows["ContractApplied"] if "ContractApplied" in rows.columns else ibis.null("string")


def _stream(rows: ir.Table, base: Base) -> ir.StringValue:
    """Return the name of the first stream that holds a row; null where none does."""
    branches = []
    for stream in base.streams:
        holds: Any = ibis.literal(True)
        for name, values in stream.where.items():
            holds = holds & _field(rows, name).isin(values)
        for name, values in stream.without.items():
            holds = holds & ~_field(rows, name).fill_null("").isin(values)
        branches.append((holds, stream.name))
    return ibis.cases(*branches, else_=ibis.null("string"))


def _field(rows: ir.Table, name: str) -> Any:
    """Return a column, or one tag by `Tags.name`."""
    if name.startswith("Tags.") and name not in rows.columns:
        return rows["Tags"].cast("json")[name.removeprefix("Tags.")].str
    return rows[name]


def columns_of(base: Base, header: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that a base names and the file does not have."""
    names = set(header)
    asked = [name for stream in base.streams for name in (*stream.where, *stream.without)]
    asked.append(base.column)
    real = ["Tags" if name.startswith("Tags.") and name not in names else name for name in asked]
    return tuple(name for name in dict.fromkeys(real) if name not in names)


def reduced_entries(
    groups: Sequence[Mapping[str, Any]], what: Plan, zone: ZoneInfo, source: str, recorded: datetime
) -> tuple[Entry, ...]:
    """Return the entries that the reduction's groups are, in a fixed order."""
    found = [_entry(group, what, zone, source, recorded) for group in groups]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.id)))


def _entry(group: Mapping[str, Any], what: Plan, zone: ZoneInfo, source: str, recorded: datetime) -> Entry:
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=int(group["day"]))).date()
    billed = datetime.fromtimestamp(int(group["billed"]), UTC).date()
    at, part = day_start(day, zone), int(group["part"])
    if part:
        at = max(at, datetime.fromtimestamp(what.cuts[part - 1], UTC))
    name = f"{group['origin']}/{group['stream']}/{group['kind']}/{day}/{group['currency']}/{billed:%Y-%m}"
    if part and at != day_start(day, zone):
        name += f"/{part}"
    return Entry(
        id=name, at=at, day=day, stream=str(group["stream"]), kind=str(group["kind"]),
        currency=str(group["currency"]), amount=Fraction(group["amount"]), origin=str(group["origin"]),
        source=source, recorded=recorded, billed=billed, rows=int(group["rows"]),
        key=tuple(group[name] for name in KEYS),
    )  # fmt: skip
