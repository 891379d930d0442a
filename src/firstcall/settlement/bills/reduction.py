"""The reduction: one expression that turns billing rows into exact sums by stream and day, on any engine.

It filters, maps and adds; it never multiplies, divides or averages money. Rates, tiers, caps and rounding run
afterwards, in exact arithmetic, the same for every engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.dates import day_start
from firstcall.settlement.bills.focus import NULLS, keyed
from firstcall.settlement.books.entries import Entry

CARRIED, UNITS = "decimal(38, 18)", "decimal(20, 0)"
_SAFE = 28
"""Digits of a column whose sums cannot outgrow 38 digits, whatever the number of rows."""
VALUE, STREAM = "x_FirstcallValue", "x_FirstcallStream"
KEYS = ("origin", "stream", "kind", "day", "part", "billed", "currency")


def _said(text: str, name: str) -> str:
    """Return what a JSON object says under a name, as text; each engine has a function of its own for it."""
    raise NotImplementedError


_tag: Any = ibis.udf.scalar.builtin(_said, name="firstcall_tag")


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


def reduction(rows: ir.Table, what: Plan, provider: str, parted: bool = False) -> ir.Table:
    """Return the expression: exact sums by provider, stream, kind, day, currency and billing period.

    Sums stay at the scale of their column and are cast once; a decimal that does not fit fails loudly. Then the
    same sums can be asked for in two parts, whole units beside the rest, which hold whatever the order of adding.

    Args:
      rows: FOCUS columns; costs as decimals, periods as timestamps without a zone, in UTC.
      what: the plan.
      provider: the column that names the provider.
      parted: whether to add whole units and the rest each by themselves.
    """
    listed = _listed(what.base, rows.columns)
    if listed is not None:
        rows = _joined(rows, *listed)
    held = _keyed(rows, what, provider)
    streamed = held if listed is not None else _streamed(held, what.base)
    keys = [name for name in KEYS if name != "part" or what.cuts]
    sums, cost = streamed.group_by(keys), streamed["cost"]
    if parted:
        wide, half = cost.cast(CARRIED), ibis.literal(Decimal("0.5")).cast(CARRIED)
        units = (wide - ibis.ifelse(wide > 0, half, -half)).cast(UNITS)  # towards zero, so that it always fits
        rest = (wide - units.cast(CARRIED)).cast(CARRIED)
        found = sums.aggregate(units=units.sum(), amount=rest.sum().cast(CARRIED), rows=streamed.count())
    else:
        wide = cost.type().precision > _SAFE
        peak = cost.abs().max().cast(CARRIED) if wide else ibis.literal(0).cast(CARRIED)
        found = sums.aggregate(amount=cost.sum().cast(CARRIED), rows=streamed.count(), peak=peak)
    return found if what.cuts else found.mutate(part=ibis.literal(0).cast("int64"))


def is_beyond(group: Mapping[str, Any]) -> bool:
    """Return whether a sum may have left what an engine's decimals hold on the way: then it is not to be trusted.

    The greatest figure times the number of rows bounds every partial sum; engines do not always tell.
    """
    return Decimal(group.get("peak") or 0) * int(group["rows"]) >= 10**20


def _listed(base: Base, header: Iterable[str]) -> tuple[str, Mapping[str, str]] | None:
    """Return the one column that tells all streams apart, with the stream of each value; None where it takes more."""
    names = {name for stream in base.streams for name in stream.where}
    if len(names) != 1 or any(stream.without or not stream.where for stream in base.streams):
        return None
    (name,) = names
    if name not in set(header):
        return None
    found: dict[str, str] = {}
    for stream in base.streams:
        for value in stream.where[name]:
            found.setdefault(value, stream.name)
    return name, found


def _joined(rows: ir.Table, name: str, streams: Mapping[str, str]) -> ir.Table:
    """Return the rows with their stream, joined from a list: far quicker than asking each row every condition."""
    each = ibis.range(0, len(streams)).unnest().name("position").as_table()
    known = each.select(
        **{
            VALUE: ibis.array(list(streams))[each["position"]],
            STREAM: ibis.array(list(streams.values()))[each["position"]],
        }
    )
    return rows.join(known, _field(rows, name) == known[VALUE])


def source_rows(rows: ir.Table, what: Plan, provider: str, number: str) -> ir.Table:
    """Return the expression for the rows that count, each with its number, its cost and the keys it is summed by.

    Args:
      rows: as for the reduction, with a column that numbers the rows.
      what: the plan.
      provider: the column that names the provider.
      number: the column that numbers the rows.
    """
    return _streamed(_keyed(rows, what, provider, number), what.base)


def coverage(rows: ir.Table, provider: str) -> ir.Table:
    """Return the expression for what was delivered: providers, billing periods, kinds, currencies, span of charges.

    `turned` counts rows without a beginning, and rows whose periods end before they begin.
    """
    start, billed = rows["ChargePeriodStart"], rows["BillingPeriodStart"]
    turned: Any = start.isnull()
    for begin, end in ((start, "ChargePeriodEnd"), (billed, "BillingPeriodEnd")):
        if end in rows.columns:
            turned = turned | (rows[end] < begin).fill_null(False)
    older = rows["ProviderName"] if "ProviderName" in rows.columns else rows[provider]
    keyed_by = rows.select(
        origin=rows[provider], named=older, billed=billed, kind=rows["ChargeCategory"],
        currency=rows["BillingCurrency"], charged=start, turned=ibis.ifelse(turned, 1, 0),
    )  # fmt: skip
    charged = keyed_by["charged"]
    return keyed_by.group_by(["origin", "named", "billed", "kind", "currency"]).aggregate(
        first=charged.min(), last=charged.max(), rows=keyed_by.count(), turned=keyed_by["turned"].sum()
    )


def _keyed(rows: ir.Table, what: Plan, provider: str, *kept: str) -> ir.Table:
    """Return the rows with the keys they are summed by and the fields that tell their stream.

    Kinds that do not count are left out of the sums afterwards: asking every row for its kind costs more.
    """
    charged = rows["ChargePeriodStart"]
    local: Any = charged + ibis.interval(seconds=what.offsets[0][1]) if what.offsets[0][1] else charged
    for begins, shift in what.offsets[1:]:
        local = ibis.ifelse(charged >= _literal(begins), charged + ibis.interval(seconds=shift), local)
    part: Any = ibis.literal(0)
    for cut in what.cuts:
        part = part + ibis.ifelse(charged >= _literal(cut), 1, 0)
    known = what.unapplied and "ContractApplied" in rows.columns
    fields = {f"field_{position}": _field(rows, name) for position, name in enumerate(_named(what.base))}
    if STREAM in rows.columns:
        fields = {"stream": rows[STREAM]}
    keyed_rows = rows.select(
        *kept,
        origin=rows[provider],
        kind=rows["ChargeCategory"],
        day=local.date(),
        part=part.cast("int64"),
        billed=rows["BillingPeriodStart"],
        currency=rows["BillingCurrency"],
        cost=rows[what.base.column],
        applied=rows["ContractApplied"] if known else ibis.null("string"),
        **fields,
    )
    left = keyed_rows["applied"].isnull() | keyed_rows["applied"].isin(NULLS)
    return keyed_rows.filter(left) if what.unapplied else keyed_rows


def _literal(second: int) -> Any:
    return ibis.timestamp(datetime.fromtimestamp(second, UTC).replace(tzinfo=None).isoformat())


def _named(base: Base) -> tuple[str, ...]:
    """Return the columns that tell the streams of a base apart."""
    return tuple(dict.fromkeys(name for stream in base.streams for name in (*stream.where, *stream.without)))


def _streamed(held: ir.Table, base: Base) -> ir.Table:
    """Return the rows with the first stream that holds each; without those that none holds."""
    field = {name: held[f"field_{position}"] for position, name in enumerate(_named(base))}
    branches = []
    for stream in base.streams:
        holds: Any = ibis.literal(True)
        for name, values in stream.where.items():
            holds = holds & field[name].isin(values)
        for name, values in stream.without.items():
            holds = holds & ~field[name].fill_null("").isin(values)
        branches.append((holds, stream.name))
    streamed = held.mutate(stream=ibis.cases(*branches, else_=ibis.null("string")))
    return streamed.filter(streamed["stream"].notnull())


def _field(rows: ir.Table, name: str) -> Any:
    """Return a column as text, or what a JSON column or a map says under a name."""
    asked = keyed(name, rows.columns)
    if asked is None:
        return rows[name].cast("string")
    column, key = rows[asked[0]], asked[1]
    return column.get(key) if column.type().is_map() else _tag(column, key)


def columns_of(base: Base, header: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that a base names and the file does not have."""
    names = set(header)
    asked = [name for stream in base.streams for name in (*stream.where, *stream.without)]
    real = [found[0] if (found := keyed(name, names)) else name for name in asked]
    return tuple(name for name in dict.fromkeys((*real, base.column)) if name not in names)


def tags_of(base: Base, header: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the JSON columns and keys that a base asks for."""
    names = set(header)
    return tuple(dict.fromkeys(found for name in _named(base) if (found := keyed(name, names)) is not None))


def reduced_entries(
    groups: Sequence[Mapping[str, Any]], what: Plan, zone: ZoneInfo, source: str, recorded: datetime
) -> tuple[Entry, ...]:
    """Return the entries that the reduction's groups are, in a fixed order."""
    found = [_entry(group, what, zone, source, recorded) for group in counting_kinds(groups, what.base)]
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.id)))


def counting_kinds(groups: Iterable[Mapping[str, Any]], base: Base) -> Iterator[Mapping[str, Any]]:
    """Yield the groups of the kinds that count for a base, in whatever case exports write them."""
    return (group for group in groups if str(group["kind"]).lower() in base.kinds)


def _entry(group: Mapping[str, Any], what: Plan, zone: ZoneInfo, source: str, recorded: datetime) -> Entry:
    day, billed, kind = group["day"], group["billed"].date(), str(group["kind"]).lower()
    at, part = day_start(day, zone), int(group["part"])
    if part:
        at = max(at, datetime.fromtimestamp(what.cuts[part - 1], UTC))
    name = f"{group['origin']}/{group['stream']}/{kind}/{day}/{group['currency']}/{billed:%Y-%m}"
    if part and at != day_start(day, zone):
        name += f"/{part}"
    return Entry(
        id=name, at=at, day=day, stream=str(group["stream"]), kind=kind,
        currency=str(group["currency"]), amount=_amount(group), origin=str(group["origin"]),
        source=source, recorded=recorded, billed=billed, rows=int(group["rows"]),
        key=tuple(group[name] for name in KEYS),
    )  # fmt: skip


def _amount(group: Mapping[str, Any]) -> Fraction:
    """Return a sum, from one part or two."""
    amount = Fraction(group["amount"] or 0)
    return amount + Fraction(group["units"] or 0) if "units" in group else amount
