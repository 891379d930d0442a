"""DuckDB, the default engine: reads billing files as text, checks every figure, and runs the reduction."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from firstcall.errors import BillingError, Place, Problem
from firstcall.service.billing.source import (
    ROW,
    as_rows,
    as_text,
    csv_header,
    engine_faults_told,
    is_parquet,
    source,
    sql_column,
    sql_text,
)
from firstcall.service.engines.bill_faults import (
    BeyondDouble,
    ExportDecimals,
    ExportNarrower,
    PeriodsAndCategories,
    SingleFloats,
    WiderThanCarried,
)
from firstcall.service.engines.typed_cells import (
    NO_CATEGORY,
    as_instant,
    cells_looked_at,
    fault_glances,
    is_no_instant,
    is_typed_already,
    is_unusual_figure,
    quoted_cell,
    typed_rows,
    wrong_cell,
)
from firstcall.settlement.bills.export_bills import ExportedBills, exported_bills
from firstcall.settlement.bills.focus import CATEGORIES, COSTS, FocusLayout, carried, layout
from firstcall.settlement.bills.reduction import BillTable

_SHOWN = 20
_AT_ONCE, PART = 16, "x_FirstcallPart"
_TAG = """CREATE MACRO firstcall_tag(text, name) AS
json_extract_string(text, '/' || replace(replace(name, '~', '~0'), '/', '~1'))"""


MOST_DIGITS = 38
"""How many digits the widest decimal of an engine has; a wider one in a file is read as something else."""
EXACT_DIGITS = 15
"""How many digits of a decimal a binary number of double precision gives back as they were."""


class DuckEngine:
    """An in-memory DuckDB with a scratch folder for transcribed files.

    Everything it reads is transcribed once into typed columns, so that any engine reads the same values.
    """

    name = "duckdb"
    version = duckdb.__version__

    def __init__(self, scratch: Path, threads: int | None = None, memory: str | None = None) -> None:
        settings: dict[str, Any] = {"temp_directory": str(scratch / "spill")}
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self.raw = duckdb.connect(config=settings)
        self.raw.execute("SET TimeZone = 'UTC'")
        self.raw.execute(_TAG)
        self.scratch = scratch
        self._made = 0
        self._kinds: dict[Path, dict[str, str]] = {}
        self._exports: dict[Path, tuple[dict[str, str], ExportedBills]] = {}
        """Providers' own exports: their columns as they are, and how these are read."""

    def table(self, paths: Sequence[Path]) -> BillTable:
        """Return typed Parquet files as one table."""
        listed = ", ".join(f"'{sql_text(path)}'" for path in paths)
        kinds: dict[str, str] = {}
        for path in paths:
            kinds |= self.kinds(path)
        return BillTable(f"read_parquet([{listed}], union_by_name = true)", kinds)

    def groups(self, query: str) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""
        return self.each([query])[0]

    def each(self, queries: Sequence[str]) -> list[list[Mapping[str, Any]]]:
        """Return the rows of small results.

        Raises:
          OverflowError: a sum has more digits than a decimal of the engine holds.
        """
        try:
            return self._together(queries)
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise OverflowError from error

    def _together(self, queries: Sequence[str]) -> list[list[Mapping[str, Any]]]:
        """Return the rows of results that have the same columns, a few at one go, which is quicker to plan."""
        if len(queries) == 1:
            return [self._rows(queries[0])]
        found: list[list[Mapping[str, Any]]] = []
        for start in range(0, len(queries), _AT_ONCE):
            some = queries[start : start + _AT_ONCE]
            numbered = (f"SELECT *, {number} AS {PART} FROM ({text})" for number, text in enumerate(some))
            rows: list[list[Mapping[str, Any]]] = [[] for _ in some]
            for row in self._rows(" UNION ALL ".join(numbered)):
                rows[row[PART]].append({name: value for name, value in row.items() if name != PART})
            found += rows
        return found

    def _rows(self, query: str) -> list[Mapping[str, Any]]:
        found = self.raw.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def header(self, path: Path) -> tuple[str, ...]:
        """Return the column names of a file."""
        return tuple(self.kinds(path))

    def transcribe(self, path: Path, version: str | None = None, intake: str | None = None) -> tuple[Path, FocusLayout]:
        """Return the file as typed Parquet, every figure exact, and its layout; contract commitments as they are.

        Raises:
          BillingError: the file is no FOCUS file, is cut short, or holds figures or dates that cannot be
            carried exactly; nothing is kept of it.
        """
        kinds = self.kinds(path)
        found = layout(kinds, path.name, version)
        if found.dataset == "ContractCommitment" or (is_parquet(path) and is_typed_already(kinds)):
            return path, found
        self._refuse_floats(path, kinds, intake)
        target = self.target(path)
        text = target.with_suffix(".text")
        with engine_faults_told(path):
            said = self.text_rows(path)
            if not is_parquet(path):
                self._stage(said, text)
                said = f"SELECT * FROM read_parquet('{sql_text(text)}')"
            self.raw.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {said}")
            self._check(path.name, kinds, found)
            rounded = self._round(path, kinds, intake)
            self.raw.execute(f"COPY ({typed_rows(kinds, rounded)}) TO '{sql_text(target)}' (FORMAT parquet)")
        text.unlink(missing_ok=True)
        return target, found

    def target(self, path: Path) -> Path:
        """Return a new name in the scratch folder for what is made of a file."""
        self._made += 1
        return self.scratch / f"{self._made}-{path.name}.parquet"

    def know(self, path: Path, like: Path | None) -> None:
        """Keep in mind that a file has the columns of another; look at it where none is given."""
        self._kinds[path] = self.kinds(path if like is None else like)

    def _stage(self, said: str, text: Path) -> None:
        """Write rows that are parsed once and then asked often; one thread reads in order, more only hold memory."""
        (threads,) = self.raw.execute("SELECT current_setting('threads')").fetchone() or (1,)
        self.raw.execute("SET threads = 1")
        try:
            self.raw.execute(f"COPY ({said}) TO '{sql_text(text)}' (FORMAT parquet)")
        finally:
            self.raw.execute(f"SET threads = {threads}")

    def kinds(self, path: Path) -> dict[str, str]:
        """Return the columns of a file with their types; those of CSV are text.

        Raises:
          BillingError: the file is of another kind, cut short, or names a column twice.
        """
        if path not in self._kinds:
            found = self._columns(path)
            if (export := exported_bills(tuple(found))) is not None:
                self._exports[path] = found, export
                found = dict.fromkeys(export.names, "VARCHAR")
            self._kinds[path] = found
        return dict(self._kinds[path])

    def export_of(self, path: Path) -> ExportedBills | None:
        """Return how a file is read that is a provider's own export; None for any other."""
        self.kinds(path)
        return self._exports[path][1] if path in self._exports else None

    def text_rows(self, path: Path) -> str:
        """Return the query for a file's rows as FOCUS has them, every cell as text."""
        kinds = self.kinds(path)
        if path not in self._exports:
            return as_text(path, kinds)
        own, export = self._exports[path]
        return export.rows(as_text(path, own), ROW)

    def _columns(self, path: Path) -> dict[str, str]:
        if not is_parquet(path):
            return dict.fromkeys(csv_header(path), "VARCHAR")
        with engine_faults_told(path):
            found = self.raw.execute(f"DESCRIBE SELECT * FROM {source(path)}").fetchall()
            wide = f"SELECT name FROM parquet_schema('{sql_text(path)}') WHERE precision > {MOST_DIGITS}"
            columns = tuple(name for (name,) in self.raw.execute(wide).fetchall())
        if columns:
            wider = WiderThanCarried(columns=columns, most=MOST_DIGITS)
            raise BillingError(wider, fix=ExportNarrower(), place=Place(path.name))
        return {name: kind for name, kind, *_ in found if name != "file_row_number"}

    def refuse(self, path: Path, name: str) -> None:
        """Raise what is wrong with the rows of a typed file, where anything is.

        Raises:
          BillingError: naming the rows.
        """
        kinds = {column: kind for column, kind in self.kinds(path).items() if column != ROW}
        with engine_faults_told(path):
            self.raw.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {as_text(path, kinds)}")
            self._check(name, kinds, layout(kinds, name))

    def _refuse_floats(self, path: Path, kinds: Mapping[str, str], intake: str | None) -> None:
        """Refuse binary figures that may not be what was written: those with more digits than such a number keeps.

        Up to fifteen digits the decimal that was written comes back as the shortest one; beyond that nobody can
        tell. Some providers export every cost in this form.
        """
        if path in self._exports:
            self._refuse_nested(path, intake)
            own, export = self._exports[path]
            kinds = {export.cost: own[export.cost]}
        costs = tuple(kinds) if path in self._exports else COSTS
        doubles = [name for name in costs if kinds.get(name) == "DOUBLE"]
        floats = [name for name in costs if kinds.get(name) == "FLOAT"]
        if intake is not None or not doubles + floats:
            return
        if floats:
            raise BillingError(SingleFloats(columns=tuple(floats)), fix=ExportDecimals(), place=Place(path.name))
        for name in doubles:
            self._refuse_long(path, name, f"[CAST({sql_column(name)} AS VARCHAR)]")

    def _refuse_nested(self, path: Path, intake: str | None) -> None:
        """Refuse binary figures in the list of credits of an export, as those in its column of costs."""
        own, export = self._exports[path]
        kind = own[export.credits] if export.credits else ""
        if intake is not None or not re.search(r'\bamount"? (DOUBLE|FLOAT)', kind):
            return
        if re.search(r'\bamount"? FLOAT', kind):
            raise BillingError(SingleFloats(columns=("credits",)), fix=ExportDecimals(), place=Place(path.name))
        amounts = f"[CAST(one.amount AS VARCHAR) FOR one IN {sql_column(str(export.credits))}]"
        self._refuse_long(path, "credits", amounts)

    def _refuse_long(self, path: Path, name: str, texts: str) -> None:
        """Refuse the first of the figures that SQL lists for each row with more digits than a binary number keeps."""
        digits = "length(trim(replace(replace(split_part(figure, 'e', 1), '-', ''), '.', ''), '0'))"
        with engine_faults_told(path):
            found = self.raw.execute(
                f"SELECT {ROW}, figure FROM (SELECT {ROW}, unnest({texts}) AS figure FROM ({as_rows(path)}))"
                f" WHERE {digits} > {EXACT_DIGITS} ORDER BY {ROW} LIMIT 1"
            ).fetchone()
        if found is not None:
            long = BeyondDouble(column=name, figure=found[1], most=EXACT_DIGITS)
            raise BillingError(long, fix=ExportDecimals(), place=Place(path.name, int(found[0])))

    def _check(self, file: str, kinds: Mapping[str, str], layout: FocusLayout) -> None:
        """Refuse rows without what settling needs, and dates that are none; first in passing, then row by row."""
        if not self.raw.execute(" UNION ALL ".join(f"({query})" for query in fault_glances(kinds, layout))).fetchone():
            return
        needed, times, spans = cells_looked_at(kinds, layout)
        bad = [
            f"SELECT {ROW}, '{name}', 'empty', NULL, NULL FROM delivered WHERE {sql_column(name)} IS NULL"
            for name in needed
        ]
        bad += [
            f"SELECT {ROW}, '{name}', 'no boundary', {quoted_cell(name)}, NULL FROM delivered"
            f" WHERE {is_no_instant(name)}"
            for name in times
        ]
        bad += [
            f"SELECT {ROW}, '{end}', 'before', {quoted_cell(end)}, {quoted_cell(start)} FROM delivered"
            f" WHERE {as_instant(end, 'TRY_CAST')} < {as_instant(start, 'TRY_CAST')}"
            for end, start in spans
        ]
        bad.append(
            f"SELECT {ROW}, 'ChargeCategory', 'no category', {quoted_cell('ChargeCategory')}, NULL FROM delivered"
            f" WHERE {NO_CATEGORY}"
        )
        rows = self.raw.execute(f"SELECT * FROM ({' UNION ALL '.join(bad)}) ORDER BY ALL LIMIT {_SHOWN}").fetchall()
        if rows:
            fix = PeriodsAndCategories(example="2025-01-31T00:00:00Z", categories=tuple(CATEGORIES))
            raise BillingError.of(Problem(Place(file, row), wrong_cell(*cell), fix) for row, *cell in rows)

    def _round(self, path: Path, kinds: Mapping[str, str], intake: str | None) -> list[str]:
        """Return the cost columns that hold unusual figures, with their exact values in a table of their own."""
        costs = [cost for cost in COSTS if cost in kinds]
        asked = " UNION ALL ".join(
            f"SELECT '{name}', {sql_column(name)}, min({ROW}), count(*) FROM delivered WHERE {is_unusual_figure(name)}"
            " GROUP BY 1, 2"
            for name in costs
        )
        found: dict[str, list[tuple[str, int, int]]] = {}
        for name, *said in self.raw.execute(f"SELECT * FROM ({asked}) ORDER BY 3").fetchall():
            found.setdefault(name, []).append((said[0], said[1], said[2]))
        unusual = [name for name in costs if name in found]
        for name in unusual:
            self._values(name, carried(path.name, name, found[name], intake))
        return unusual

    def _values(self, name: str, values: Mapping[str, Decimal]) -> None:
        self.raw.execute(f"CREATE OR REPLACE TEMP TABLE values_{name} (said VARCHAR, value DECIMAL(38, 18))")
        plain = [(text, f"{value:f}") for text, value in values.items()]  # 12E+3 as a Decimal would be read as 12
        self.raw.executemany(f"INSERT INTO values_{name} VALUES (?, CAST(? AS DECIMAL(38, 18)))", plain)

    def numbered(self, path: Path) -> BillTable:
        """Return a typed file as a table with the number of each row."""
        kinds = self.kinds(path)
        if ROW in kinds:
            return self.table([path])
        return BillTable(f"(SELECT *, file_row_number + 2 AS {ROW} FROM {source(path)})", kinds | {ROW: "BIGINT"})

    def applied_rows(self, path: Path, provider: str) -> list[tuple[Any, ...]]:
        """Return the rows of a typed file that say what they were applied to."""
        number = ROW if ROW in self.header(path) else "file_row_number + 2"
        return self.raw.execute(
            f"SELECT {number}, ContractApplied, ChargePeriodStart, BillingPeriodStart, BillingCurrency, ChargeCategory,"
            f" {sql_column(provider)} FROM {source(path)} WHERE ContractApplied NOT IN ('', 'NULL') ORDER BY 1"
        ).fetchall()

    def close(self) -> None:
        """Close the connection."""
        self.raw.close()
