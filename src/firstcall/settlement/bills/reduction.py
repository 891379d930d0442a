"""The reduction: one plain query that turns billing rows into exact sums by stream and day, on any engine.

It filters, maps and adds; it never multiplies, divides or averages money. Rates, tiers, caps and rounding run
afterwards, in exact arithmetic, the same for every engine.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base, Stream
from firstcall.dates import day_start
from firstcall.settlement.bills.focus import NULLS, keyed
from firstcall.values import dataclass

CARRIED, UNITS = "DECIMAL(38, 18)", "DECIMAL(20, 0)"
QUANTITY, UNIT = "ConsumedQuantity", "ConsumedUnit"
"""What a commitment in a unit counts of a bill, and in which unit that is."""
_SAFE = 28
"""Digits of a column whose sums cannot outgrow 38 digits, whatever the number of rows."""
KEYS = ("origin", "stream", "kind", "day", "part", "billed", "currency")
_SERIES = ("origin", "stream", "kind", "billed", "currency")
"""What rows have in common whose sums, day by day, are handed over in one text."""
_LOOKED_UP = 64
"""Up to how many values a list is looked through; more of them are joined."""


Sql: TypeAlias = str
"""Text of a query, or of a part of one: read by an engine, said to nobody."""


@dataclass(frozen=True, slots=True)
class BillTable:
    """Typed billing rows as an engine has them: how SQL names them, and the type of every column."""

    sql: str
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to reduce billing rows to: a base, the offsets of its zone, and instants at which terms change."""

    base: Base
    offsets: tuple[tuple[int, int], ...] = ((0, 0),)
    cuts: tuple[int, ...] = ()
    unapplied: bool = False
    """Whether rows that were applied to a commitment by name are left to that."""


def reduction_plan(
    base: Base, zone: ZoneInfo, first: datetime, last: datetime, changes: Iterable[datetime] = ()
) -> Plan:
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
    """Return the zone's offsets from UTC in seconds, each with the second of the epoch it begins at.

    Days are asked first, and half hours only of days over which the offset changes.
    """
    at, found = first.astimezone(UTC).replace(minute=0, second=0, microsecond=0), [(0, _offset(zone, first))]
    while at <= last:
        after = at + timedelta(days=1)
        if _offset(zone, after) != found[-1][1]:
            halves = (at + timedelta(minutes=30) * number for number in range(49))
            change = next(half for half in halves if _offset(zone, half) != found[-1][1])
            if change > last:
                break
            found.append((int(change.timestamp()), _offset(zone, change)))
        at = after
    return tuple(found)


def _offset(zone: ZoneInfo, at: datetime) -> int:
    return int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds())


def reduction(rows: BillTable, what: Plan, provider: str, parted: bool = False) -> Sql:
    """Return the query: exact sums by provider, stream, kind, day, currency and billing period.

    Sums stay at the scale of their column and are cast once; a decimal that does not fit fails loudly. Then the
    same sums can be asked for in two parts, whole units beside the rest, which hold whatever the order of adding.
    Those of a series stand in one text, which `series_of` reads: engines hand over a few long rows far quicker
    than many short ones.

    Args:
      rows: FOCUS columns; costs as decimals, periods as timestamps without a zone, in UTC.
      what: the plan.
      provider: the column that names the provider.
      parted: whether to add whole units and the rest each by themselves.
    """
    keys = [name for name in KEYS if name != "part" or what.cuts]
    held = f"({_streamed(rows, what, provider)}) AS held"
    if parted:
        wide = f"CAST(cost AS {CARRIED})"
        half = f"CASE WHEN cost > 0 THEN CAST('0.5' AS {CARRIED}) ELSE CAST('-0.5' AS {CARRIED}) END"
        units = f"CAST({wide} - {half} AS {UNITS})"  # towards zero, so that it always fits
        cut = f"(SELECT {', '.join(keys)}, {wide} AS wide, {units} AS units FROM {held}) AS cut"
        rest = f"CAST(wide - CAST(units AS {CARRIED}) AS {CARRIED})"
        sums = f"sum(units) AS units, CAST(sum({rest}) AS {CARRIED}) AS amount, count(*) AS rows, count(wide) AS told"
        return _in_series(f"SELECT {', '.join(keys)}, {sums} FROM {cut} GROUP BY {', '.join(keys)}", what, "units")
    wide_column = what.base.column == QUANTITY or _precision(rows.kinds[what.base.column]) > _SAFE
    peak = f", CAST(ceil(max(abs(cost))) AS {UNITS}) AS peak" if wide_column else ""
    sums = f"CAST(sum(cost) AS {CARRIED}) AS amount, count(*) AS rows, count(cost) AS told{peak}"
    told = ("peak",) if wide_column else ()
    return _in_series(f"SELECT {', '.join(keys)}, {sums} FROM {held} GROUP BY {', '.join(keys)}", what, *told)


TOLD = ("day", "amount", "rows", "told", "part", "units", "peak")
"""What the text of a series tells of each day, in this order; what a query does not have is zero."""


def _in_series(sums: Sql, what: Plan, *further: str) -> Sql:
    """Return the query for sums with those of a series in one text."""
    there = {"day", "amount", "rows", "told", *further, *(("part",) if what.cuts else ())}
    cells = [f"coalesce(CAST({name} AS VARCHAR), '0')" if name in there else "'0'" for name in TOLD]
    text, series = " || ' ' || ".join(cells), ", ".join(_SERIES)
    return f"SELECT {series}, string_agg({text}, ' ') AS sums FROM ({sums}) AS added GROUP BY {series}"


def _precision(kind: str) -> int:
    """Return how many digits a decimal type holds."""
    return int(kind.partition("(")[2].partition(",")[0])


def _listed(base: Base, header: Iterable[str]) -> tuple[str, Mapping[str, int]] | None:
    """Return the one column that tells all streams apart, with the stream of each value; None where it takes more."""
    names = {name for stream in base.streams for name in stream.where}
    if len(names) != 1 or any(stream.without or not stream.where for stream in base.streams):
        return None
    (name,) = names
    if name not in set(header):
        return None
    found: dict[str, int] = {}
    for number, stream in enumerate(base.streams):
        for value in stream.where[name]:
            found.setdefault(value, number)
    return name, found


def source_rows(rows: BillTable, what: Plan, provider: str, number: str) -> Sql:
    """Return the query for the rows that count, each with its number, its cost and the keys it is summed by.

    Args:
      rows: as for the reduction, with a column that numbers the rows.
      what: the plan.
      provider: the column that names the provider.
      number: the column that numbers the rows.
    """
    return _streamed(rows, what, provider, number)


def with_keys(query: str, key: Sequence[object]) -> Sql:
    """Return the query for those rows of another that have a group's keys."""
    alike = [f"{name} IS NULL" if one is None else f"{name} = {sql_value(one)}"
             for name, one in zip(KEYS, key, strict=True)]  # fmt: skip
    return f"SELECT * FROM ({query}) AS found WHERE {' AND '.join(alike)}"


def coverage(rows: BillTable, provider: str) -> Sql:
    """Return the query for what was delivered: providers, billing periods, kinds, currencies, span of charges.

    `turned` counts rows without a beginning, and rows whose periods end before they begin.
    """
    turned = ["ChargePeriodStart IS NULL"]
    for begin, end in (("ChargePeriodStart", "ChargePeriodEnd"), ("BillingPeriodStart", "BillingPeriodEnd")):
        if end in rows.kinds:
            turned.append(f"{end} < {begin}")
    older = sql_name("ProviderName" if "ProviderName" in rows.kinds else provider)
    keys = {"origin": sql_name(provider), "named": older, "billed": "BillingPeriodStart", "kind": "ChargeCategory",
            "currency": "BillingCurrency"}  # fmt: skip
    return (
        f"SELECT {', '.join(f'{said} AS {name}' for name, said in keys.items())}, min(ChargePeriodStart) AS first,"
        " max(ChargePeriodStart) AS last, count(*) AS rows,"
        f" sum(CASE WHEN {' OR '.join(turned)} THEN 1 ELSE 0 END) AS turned"
        f" FROM {rows.sql} AS delivered GROUP BY {', '.join(dict.fromkeys(keys.values()))}"
    )


def _streamed(rows: BillTable, what: Plan, provider: str, *kept: str) -> Sql:
    """Return the query for the rows of any stream, with the keys they are summed by, the first that holds each.

    Kinds that do not count are left out of the sums afterwards: asking every row for its kind costs more. Where one
    column tells all streams apart they are found in a list, far quicker than asking each row every condition.
    """
    listed = _listed(what.base, rows.kinds)
    joined = "" if listed is None or len(listed[1]) <= _LOOKED_UP else _joined(rows, *listed)
    columns = {
        **{sql_name(name): sql_name(name) for name in kept},
        "origin": sql_name(provider),
        "kind": "ChargeCategory",
        "day": f"CAST({_local(what)} AS DATE)",
        "part": _part(what),
        "billed": "BillingPeriodStart",
        "currency": UNIT if what.base.column == QUANTITY else "BillingCurrency",
        "cost": _figure(what.base),
        "stream": "known.stream" if joined else _stream(rows, what.base) if listed is None else _found(rows, *listed),
    }
    said = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    nothing, holds = ", ".join(sql_value(word) for word in NULLS), []
    if what.unapplied and "ContractApplied" in rows.kinds:
        holds.append(f"(ContractApplied IS NULL OR ContractApplied IN ({nothing}))")
    if what.base.column == QUANTITY:  # what was bought without a quantity draws nothing
        holds.append(f"({QUANTITY} IS NOT NULL AND CAST({QUANTITY} AS VARCHAR) NOT IN ({nothing}))")
    left = f" WHERE {' AND '.join(holds)}" if holds else ""
    query = f"SELECT {said} FROM {rows.sql} AS delivered{joined}{left}"
    return query if joined else f"SELECT * FROM ({query}) AS asked WHERE stream IS NOT NULL"


def _joined(rows: BillTable, name: str, known: Mapping[str, int]) -> Sql:
    """Return the join of a column to the number of the stream of each of its values."""
    values = ", ".join(f"({sql_value(value)}, {_numbered(stream)})" for value, stream in known.items())
    return f" JOIN (VALUES {values}) AS known(value, stream) ON {_field(rows, name)} = known.value"


def _found(rows: BillTable, name: str, known: Mapping[str, int]) -> Sql:
    """Return the number of the stream of a value of a column, looked up: once for each word of a coded column."""
    numbers = ", ".join(map(_numbered, known.values()))
    return f"MAP([{_list(known)}], [{numbers}])[{_field(rows, name)}]"


def _numbered(stream: int) -> Sql:
    return f"CAST({stream} AS SMALLINT)"


def _figure(base: Base) -> Sql:
    """Return the figure of a row that is added up; a quantity as it is written, whatever the type of its column."""
    if base.column == QUANTITY:
        return f"CAST(CAST({QUANTITY} AS VARCHAR) AS {CARRIED})"
    return sql_name(base.column)


def _local(what: Plan) -> Sql:
    """Return when a charge began by the clocks of the zone."""
    local = _shifted(what.offsets[0][1])
    for begins, shift in what.offsets[1:]:
        local = f"CASE WHEN ChargePeriodStart >= {_second(begins)} THEN {_shifted(shift)} ELSE {local} END"
    return local


def _shifted(seconds: int) -> Sql:
    sign = "-" if seconds < 0 else "+"
    return f"ChargePeriodStart {sign} INTERVAL '{abs(seconds)}' SECOND" if seconds else "ChargePeriodStart"


def _part(what: Plan) -> Sql:
    cuts = [f"CASE WHEN ChargePeriodStart >= {_second(cut)} THEN 1 ELSE 0 END" for cut in what.cuts]
    return f"CAST({' + '.join(cuts) or '0'} AS BIGINT)"


def _second(second: int) -> Sql:
    return sql_value(datetime.fromtimestamp(second, UTC).replace(tzinfo=None))


def _named(base: Base) -> tuple[str, ...]:
    """Return the columns that tell the streams of a base apart."""
    return tuple(dict.fromkeys(name for stream in base.streams for name in (*stream.where, *stream.without)))


def _stream(rows: BillTable, base: Base) -> Sql:
    """Return the number of the first stream that holds a row; nothing where none does."""
    branches = []
    for number, stream in enumerate(base.streams):
        holds = [f"{_field(rows, name)} IN ({_list(values)})" for name, values in stream.where.items()]
        holds += [
            f"coalesce({_field(rows, name)}, '') NOT IN ({_list(values)})" for name, values in stream.without.items()
        ]
        branches.append(f"WHEN {' AND '.join(holds) or 'TRUE'} THEN {_numbered(number)}")
    return f"CASE {' '.join(branches)} ELSE CAST(NULL AS SMALLINT) END"


def _list(values: Iterable[str]) -> Sql:
    return ", ".join(sql_value(value) for value in values)


def _field(rows: BillTable, name: str) -> Sql:
    """Return a column as text, or what a JSON column or a map says under a name; nothing where there is no column."""
    asked = keyed(name, rows.kinds)
    if (name if asked is None else asked[0]) not in rows.kinds:
        return "CAST(NULL AS VARCHAR)"
    if asked is None:
        return f"CAST({sql_name(name)} AS VARCHAR)"
    column, key = sql_name(asked[0]), sql_value(asked[1])
    if rows.kinds[asked[0]].upper().startswith("MAP"):
        return f"{column}[{key}]"
    return f"firstcall_tag({column}, {key})"


def sql_name(name: str) -> Sql:
    """Return a column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def sql_value(value: object) -> Sql:
    """Return a value as SQL writes it.

    >>> sql_value("a'b"), sql_value(date(2025, 1, 2)), sql_value(datetime(2025, 1, 2, 3))
    ("'a''b'", "DATE '2025-01-02'", "TIMESTAMP '2025-01-02 03:00:00'")
    """
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}{f'.{value:%f}' if value.microsecond else ''}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def streams_concerned(base: Base, providers: Collection[str]) -> tuple[Stream, ...]:
    """Return the streams that may take rows of some providers: those that name one of them, or none at all."""
    return tuple(one for one in base.streams if not one.providers or not set(providers).isdisjoint(one.providers))


def columns_of(base: Base, header: Iterable[str], providers: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a base asks of a file and the file does not have.

    What a stream asks of one provider's rows, a file of another need not have.

    Args:
      base: what counts.
      header: the columns of the file.
      providers: whose rows it has.
    """
    names, streams = set(header), streams_concerned(base, providers)
    if not streams:
        return ()
    asked = [name for stream in streams for name in (*stream.where, *stream.without)]
    real = [found[0] if (found := keyed(name, names)) else name for name in asked]
    counted = (QUANTITY, UNIT) if base.column == QUANTITY else (base.column,)
    return tuple(name for name in dict.fromkeys((*real, *counted)) if name not in names)


def tags_of(base: Base, header: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the JSON columns and keys that a base asks for."""
    names = set(header)
    return tuple(dict.fromkeys(found for name in _named(base) if (found := keyed(name, names)) is not None))
