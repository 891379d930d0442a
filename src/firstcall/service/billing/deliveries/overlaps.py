"""Rows that stand in several files of bills which count together: asked about, never guessed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from firstcall.agreement.model.clauses.money_terms import PROVIDER_COLUMNS
from firstcall.said import AllOf, Said, plural, sentence
from firstcall.service.billing.deliveries.changes import plain_cell
from firstcall.service.billing.deliveries.intake import overlap_error
from firstcall.service.billing.source import ROW, literal, source, sql_column, sql_text
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.values import dataclass

Bill = tuple[Path, Path]
"""A file as people know it, and its rows typed."""
ALIKE = (
    "BillingAccountId", "SubAccountId", "ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart", "SkuId",
    "SkuPriceId", "ResourceId", "ServiceName", "ChargeCategory", "ChargeClass", "InvoiceId",
)  # fmt: skip
"""What two rows have in common that may be one charge, told with two amounts."""
_LISTS_CREDITS = frozenset({"credits", "cost_type"})
"""The columns of an export whose rows list their credits: a row and its credits are of one kind, and one charge."""
_TELLING = ("SkuId", "SkuPriceId", "ResourceId")
"""Without any of these, rows that are alike in the rest say too little to be taken for one charge."""


class RowsInBoth(Said):
    says = plural(
        "overlap.rows-in-both",
        "{n} row stands in both, the same in every column",
        "{n} rows stand in both, the same in every column",
    )
    n: int


class ChargesAlike(Said):
    says = plural(
        "overlap.charges-alike",
        "{n} row of one charge with another amount or text",
        "{n} rows of one charge with another amount or text",
    )
    n: int


class RowsOverlap(Said):
    says = sentence(
        "overlap.rows", "{one} and {other} overlap: {common}; first row {row} of the one and {other_row} of the other"
    )
    one: str
    other: str
    common: Annotated[tuple[Said, ...], AllOf]
    row: str
    other_row: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two files have in common: rows that are equal, rows alike that differ, and the first of them."""

    one: str
    other: str
    equal: int
    alike: int
    row: int
    other_row: int

    @property
    def common(self) -> RowsOverlap:
        """Return what they have in common."""
        parts: list[Said] = [RowsInBoth(n=self.equal)] if self.equal else []
        parts += [ChargesAlike(n=self.alike)] if self.alike else []
        return RowsOverlap(
            one=self.one, other=self.other, common=tuple(parts), row=str(self.row), other_row=str(self.other_row)
        )


def overlaps(duck: DuckEngine, bills: Sequence[Bill]) -> tuple[Overlap, ...]:
    """Return what files have in common, two by two; a file is never compared with itself, where every row counts.

    Source: RULES, settlement: between files that count together.
    """
    if len(bills) < 2 or not _marked(duck, bills):
        return ()
    rows = duck.raw.execute(
        "WITH said AS (SELECT file, charge, mark, count(*) n, min(row) AS row FROM marked GROUP BY ALL),"
        " equal AS (SELECT a.file one, b.file other, sum(least(a.n, b.n)) n, min(a.row) AS row, min(b.row) other_row"
        "  FROM said a JOIN said b USING (charge, mark) WHERE a.file < b.file GROUP BY ALL),"
        " lone AS (SELECT a.file one, b.file other, a.charge, a.n, a.row FROM said a JOIN"
        "  (SELECT DISTINCT file, charge FROM said) b USING (charge) WHERE a.file <> b.file AND NOT EXISTS"
        "  (SELECT 1 FROM said c WHERE c.file = b.file AND c.charge = a.charge AND c.mark = a.mark)),"
        " alike AS (SELECT least(one, other) one, greatest(one, other) other, greatest(sum(n) FILTER (one < other),"
        "  sum(n) FILTER (one > other)) n, min(row) FILTER (one < other) AS row,"
        "  min(row) FILTER (one > other) other_row"
        "  FROM lone GROUP BY 1, 2)"
        " SELECT coalesce(e.one, a.one), coalesce(e.other, a.other), coalesce(e.n, 0), coalesce(a.n, 0),"
        " coalesce(e.row, a.row, 0), coalesce(e.other_row, a.other_row, 0)"
        " FROM equal e FULL JOIN alike a ON e.one = a.one AND e.other = a.other ORDER BY 1, 2"
    ).fetchall()
    return tuple(
        Overlap(bills[one][0].name, bills[other][0].name, int(equal), int(alike), int(row), int(second))
        for one, other, equal, alike, row, second in rows
    )


def refuse_overlaps(duck: DuckEngine, bills: Sequence[Bill]) -> None:
    """Refuse files with rows in common: nobody can tell whether a charge was told twice, or made twice.

    Raises:
      BillingError: naming each two files.
    """
    refuse_found(overlaps(duck, bills))


def refuse_found(overlaps_found: Sequence[Overlap]) -> None:
    """Refuse what was found, if anything was.

    Raises:
      BillingError: naming each two files.
    """
    if overlaps_found:
        raise overlap_error([one.common for one in overlaps_found])


def counted_once(duck: DuckEngine, bills: Sequence[Bill]) -> tuple[Bill, ...]:
    """Return the files with each charge counted once.

    Of rows alike, those of the last file that has any stand; an equal row counts as often as in the file with most.
    """
    if len(bills) < 2 or not _marked(duck, bills):
        return tuple(bills)
    duck.raw.execute(
        "CREATE OR REPLACE TEMP TABLE kept AS WITH numbered AS (SELECT *, row_number() OVER (PARTITION BY file, charge,"
        " mark ORDER BY place) AS nth FROM marked), ends AS (SELECT charge, max(file) AS final FROM marked GROUP BY 1)"
        " SELECT max(file) file, max_by(place, file) AS place FROM numbered JOIN ends USING (charge) WHERE EXISTS"
        " (SELECT 1 FROM marked m WHERE m.file = final AND m.charge = numbered.charge AND m.mark = numbered.mark)"
        " GROUP BY charge, mark, nth"
    )
    return tuple((path, _kept(duck, number, ready)) for number, (path, ready) in enumerate(bills))


def _kept(duck: DuckEngine, number: int, ready: Path) -> Path:
    counted = "SELECT count(*) FROM marked WHERE file = ?", "SELECT count(*) FROM kept WHERE file = ?"
    before, after = (duck.raw.execute(query, [number]).fetchone() for query in counted)
    if before == after:
        return ready
    target = duck.scratch / f"{ready.name}-once-{number}.parquet"
    row = "" if ROW in duck.kinds(ready) else f"file_row_number + 2 AS {ROW}, "
    duck.raw.execute(
        f"COPY (SELECT {row}* EXCLUDE (file_row_number) FROM {source(ready)} WHERE file_row_number IN"
        f" (SELECT place FROM kept WHERE file = {number}) ORDER BY file_row_number)"
        f" TO '{sql_text(target)}' (FORMAT parquet)"
    )
    return target


def _marked(duck: DuckEngine, bills: Sequence[Bill]) -> bool:
    """Put the rows of files with what they say, for months that several files have; return whether there are any.

    `row` is the row that people see, which a charge shares with the credits listed in it; `place` is a row's own.
    """
    spans = " UNION ALL ".join(
        f"SELECT DISTINCT {number} AS file, {_origin(duck, ready)} AS origin, BillingPeriodStart AS billed"
        f" FROM read_parquet('{sql_text(ready)}')"
        for number, (_, ready) in enumerate(bills)
    )
    duck.raw.execute(
        f"CREATE OR REPLACE TEMP TABLE shared AS SELECT origin, billed FROM ({spans}) GROUP BY 1, 2 HAVING count(*) > 1"
    )
    if not duck.raw.execute("SELECT 1 FROM shared LIMIT 1").fetchone():
        return False
    each = " UNION ALL ".join(_marks(duck, number, ready) for number, (_, ready) in enumerate(bills))
    duck.raw.execute(f"CREATE OR REPLACE TEMP TABLE marked AS {each}")
    return True


def _marks(duck: DuckEngine, number: int, ready: Path) -> str:
    names = sorted(name for name in duck.kinds(ready) if name != ROW)
    said = ", ".join(f"'{literal(name)}=' || {plain_cell(name)}" for name in names)
    apart = ["cost_type" if name == "ChargeCategory" and {*names} >= _LISTS_CREDITS else name for name in ALIKE]
    charge = ", ".join(f"'{name}=' || {plain_cell(name)}" for name in apart if name in names)
    telling = ", ".join(sql_column(name) for name in _TELLING if name in names) or "NULL"
    whole = f"md5(concat_ws(chr(31), {said}))"
    row = ROW if ROW in duck.kinds(ready) else "file_row_number + 2"
    origin = _origin(duck, ready)
    return (
        f"SELECT {number} AS file, file_row_number AS place, {row} AS row,"
        f" CASE WHEN coalesce({telling}) IS NULL THEN {whole} ELSE"
        f" md5(concat_ws(chr(31), {origin}, {charge})) END charge, {whole} mark"
        f" FROM {source(ready)} WHERE ({origin}, BillingPeriodStart) IN (SELECT (origin, billed) FROM shared)"
    )


def provider_months(duck: DuckEngine, ready: Path) -> tuple[tuple[str, date], ...]:
    """Return the providers and months that a typed file has rows of."""
    rows = duck.raw.execute(
        f"SELECT DISTINCT {_origin(duck, ready)}, CAST(date_trunc('month', BillingPeriodStart) AS DATE)"
        f" FROM read_parquet('{sql_text(ready)}') ORDER BY ALL"
    ).fetchall()
    return tuple((str(origin), month) for origin, month in rows)


def providers_in(duck: DuckEngine, ready: Path) -> frozenset[str]:
    """Return the providers that a typed file has rows of, by the column of either version."""
    found: set[str] = set()
    for column in (one for one in PROVIDER_COLUMNS if one in duck.kinds(ready)):
        rows = duck.raw.execute(f"SELECT DISTINCT {sql_column(column)} FROM read_parquet('{sql_text(ready)}')")
        found.update(str(name) for (name,) in rows.fetchall())
    return frozenset(found)


def _origin(duck: DuckEngine, ready: Path) -> str:
    return sql_column("ServiceProviderName" if "ServiceProviderName" in duck.kinds(ready) else "ProviderName")
