"""How a new delivery of billing rows differs from what was there: rows told apart by what they say."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from firstcall.said import Said
from firstcall.service.billing.source import ROW, sql_column, sql_text
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.settlement.bills.focus import COSTS, FOCUS_TIMES
from firstcall.settlement.books.deliveries import Redelivery

_NONE = "SELECT '' origin, DATE '1970-01-01' AS month, '' mark, 0 n WHERE false"


def changed_rows(duck: DuckEngine, old: Sequence[Path], new: Sequence[Path]) -> list[Said]:
    """Return how new typed files differ from old ones by provider and month.

    A row is what its columns say, whatever their order and scale; one that is empty says nothing. So a file
    exported anew with columns in another order, or with more decimals, is the same file.
    """
    marks = [_marks(duck, paths) for paths in (old, new)]
    rows = duck.raw.execute(
        "SELECT origin, month, sum(least(a, b)), sum(greatest(b - a, 0)), sum(greatest(a - b, 0)) FROM"
        " (SELECT coalesce(o.origin, n.origin) origin, coalesce(o.month, n.month) AS month, coalesce(o.n, 0) a,"
        f" coalesce(n.n, 0) b FROM ({marks[0]}) o FULL JOIN ({marks[1]}) n USING (origin, month, mark))"
        f" WHERE (origin, month) IN (SELECT origin, month FROM ({marks[1]})) GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    return [
        Redelivery(origin, month, int(same), int(added), int(removed), Fraction(0)).does
        for origin, month, same, added, removed in rows
    ]


def _marks(duck: DuckEngine, paths: Sequence[Path]) -> str:
    """Return the query for how often each row is said, by provider and month; no rows where there are no files."""
    each = " UNION ALL ".join(_said(duck, path) for path in paths)
    return f"SELECT origin, month, mark, count(*) n FROM ({each}) GROUP BY 1, 2, 3" if each else _NONE


def _said(duck: DuckEngine, path: Path) -> str:
    names = sorted(name for name in duck.kinds(path) if name != ROW)
    provider = "ServiceProviderName" if "ServiceProviderName" in names else "ProviderName"
    text = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}=' || {plain_cell(name)}" for name in names)
    return (
        f"SELECT {sql_column(provider)} origin, CAST(date_trunc('month', BillingPeriodStart) AS DATE) AS month,"
        f" md5(concat_ws(chr(31), {text})) mark FROM read_parquet('{sql_text(path)}')"
    )


def plain_cell(name: str) -> str:
    """Return a cell as text, the same whatever the scale of its column."""
    if name in COSTS:
        return f"CAST(CAST({sql_column(name)} AS DECIMAL(38, 18)) AS VARCHAR)"
    return (
        f"CAST({sql_column(name)} AS VARCHAR)"
        if name not in FOCUS_TIMES
        else f"strftime({sql_column(name)}, '%Y-%m-%d %H:%M:%S.%f')"
    )
