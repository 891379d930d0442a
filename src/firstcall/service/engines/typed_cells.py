"""Cells of bills, as text, turned into figures and instants: the SQL of it, and of what is wrong with a row."""

from collections.abc import Mapping, Sequence

from firstcall.errors import IsEmpty
from firstcall.said import Said
from firstcall.service.billing.source import ROW, sql_column
from firstcall.service.engines.bill_faults import EndsBeforeItStarts, NoFocusCategory, NoPeriodBoundary
from firstcall.settlement.bills.focus import CATEGORIES, COSTS, FITS, FOCUS_COLUMNS, FOCUS_TIMES, TIME, FocusLayout

_SPANS = (("BillingPeriodEnd", "BillingPeriodStart"), ("ChargePeriodEnd", "ChargePeriodStart"))
NO_CATEGORY = f"lower(ChargeCategory) NOT IN ({', '.join(repr(word.lower()) for word in CATEGORIES)})"


def is_typed_already(kinds: Mapping[str, str]) -> bool:
    """Return whether the columns are typed already, as exactly as settling needs."""
    if any(kind == "BLOB" or kind.startswith("STRUCT(") for kind in kinds.values()):
        return False
    for name in (cost for cost in COSTS if cost in kinds):
        kind = kinds[name]
        if not kind.startswith("DECIMAL("):
            return False
        digits, scale = (int(part) for part in kind[8:-1].split(","))
        if scale > 18 or digits - scale > 20:
            return False
    return all(kinds[name] == "TIMESTAMP" for name in FOCUS_TIMES if name in kinds)


def typed_rows(kinds: Mapping[str, str], rounded: Sequence[str], *further: str) -> str:
    """Return the query for what was delivered, typed; `rounded` costs have their values in tables of their own."""
    columns = [*further, ROW]
    for name in kinds:
        if name in rounded:
            columns.append(
                f"coalesce((SELECT value FROM values_{name} WHERE said = {sql_column(name)}),"
                f" {_figure(name, 'TRY_CAST')}) AS {sql_column(name)}"
            )
        elif name in COSTS:
            columns.append(f"{_figure(name, 'CAST')} AS {sql_column(name)}")
        elif name in FOCUS_TIMES:
            columns.append(f"{as_instant(name)} AS {sql_column(name)}")
        else:
            columns.append(sql_column(name))
    return f"SELECT {', '.join(columns)} FROM delivered"


def wrong_cell(column: str, wrong: str, given: str, start: str) -> Said:
    """Return what is wrong with a cell, as the query over rows names it."""
    match wrong:
        case "empty":
            return IsEmpty(what=column)
        case "no boundary":
            return NoPeriodBoundary(column=column, given=given)
        case "before":
            return EndsBeforeItStarts(column=column, given=given, start=start)
        case _:
            return NoFocusCategory(column=column, given=given)


def quoted_cell(name: str) -> str:
    """Return a cell between quotes, as SQL puts it."""
    return f"chr(39) || {sql_column(name)} || chr(39)"


def _figure(name: str, cast: str) -> str:
    """Return a figure as a decimal: whole units and the rest each by themselves, ten times as quick and as exact."""
    said, usual = sql_column(name), "-?[0-9]{1,18}(\\.[0-9]{1,18})?"
    units = f"CAST(CAST(split_part({said}, '.', 1) AS DECIMAL(18, 0)) AS DECIMAL(38, 18))"
    rest = f"CAST(CAST('0.' || split_part({said}, '.', 2) AS DECIMAL(18, 18)) AS DECIMAL(38, 18))"
    signed = f"CASE WHEN starts_with({said}, '-') THEN {units} - {rest} ELSE {units} + {rest} END"
    return f"CASE WHEN regexp_full_match({said}, '{usual}') THEN {signed} ELSE {cast}({said} AS DECIMAL(38, 18)) END"


def cells_looked_at(
    kinds: Mapping[str, str], layout: FocusLayout
) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return the columns that no row may lack, those of instants, and the pairs of end and start.

    A cost that is not there is unknown, and never nothing.
    """
    needed = [*FOCUS_COLUMNS, layout.provider]
    return needed, [name for name in FOCUS_TIMES if name in kinds], [one for one in _SPANS if one[0] in kinds]


def is_unusual_figure(name: str) -> str:
    """Return the condition for a figure that is not carried as it stands."""
    return f"{sql_column(name)} IS NOT NULL AND NOT regexp_full_match({sql_column(name)}, '{FITS}')"


def unusual_figures(kinds: Mapping[str, str]) -> list[str]:
    """Return queries that find one figure of each cost column that is not carried as it stands, if there is one."""
    return [f"SELECT 1 FROM delivered WHERE {is_unusual_figure(name)} LIMIT 1" for name in COSTS if name in kinds]


def fault_glances(kinds: Mapping[str, str], layout: FocusLayout) -> list[str]:
    """Return queries that find one row of each sort of fault, if there is one; instants are looked at once each."""
    needed, times, spans = cells_looked_at(kinds, layout)
    empty = " OR ".join(f"{sql_column(name)} IS NULL" for name in needed)
    found = [f"SELECT 1 FROM delivered WHERE {empty} OR {NO_CATEGORY} LIMIT 1"]
    for name in times:
        each = f"(SELECT DISTINCT {sql_column(name)} FROM delivered)"
        found.append(f"SELECT 1 FROM {each} WHERE {is_no_instant(name)} LIMIT 1")
    for end, start in spans:
        each = f"(SELECT DISTINCT {sql_column(end)}, {sql_column(start)} FROM delivered)"
        found.append(
            f"SELECT 1 FROM {each} WHERE {as_instant(end, 'TRY_CAST')} < {as_instant(start, 'TRY_CAST')} LIMIT 1"
        )
    return found


def is_no_instant(name: str) -> str:
    """Return the condition for a text that is no instant."""
    lost = f"{as_instant(name, 'TRY_CAST')} IS NULL AND {sql_column(name)} IS NOT NULL"
    return f"(NOT regexp_full_match({sql_column(name)}, '{TIME}') OR {lost})"


def as_instant(name: str, cast: str = "CAST") -> str:
    """Return an instant in UTC; a text written as FOCUS wants it quickly, one without seconds or with an offset too."""
    said = sql_column(name)
    plain = f"regexp_replace({said}, ' ?UTC$', 'Z')"
    full = f"regexp_replace({plain}, '([T ][0-9]{{2}}:[0-9]{{2}})(Z|[+-].*)?$', '\\1:00\\2')"
    other = f"CAST({cast}(regexp_replace({full}, '^([0-9-]{{10}})Z$', '\\1') AS TIMESTAMPTZ) AS TIMESTAMP)"
    usual = f"length({said}) = 20 AND ends_with({said}, 'Z')"
    return f"CASE WHEN {usual} THEN {cast}({said} AS TIMESTAMP) ELSE {other} END"
