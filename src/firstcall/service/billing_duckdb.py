"""DuckDB, the default engine: reads billing files as text, checks every figure, and runs the reduction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from firstcall.errors import BillingError
from firstcall.settlement.deliveries import Redelivery
from firstcall.settlement.focus import COSTS, NULLS, TIMES, Layout, layout
from firstcall.settlement.intake_numbers import FITS, TIME, carried

ROW = "x_FirstcallRow"
"""The row's number in its file as people see it: the header is row 1."""
_SHOWN = 20


class DuckEngine:
    """An in-memory DuckDB with a scratch folder for transcribed files.

    Everything it reads is transcribed once into typed columns, so that any engine reads the same values.
    """

    name = "duckdb"

    def __init__(self, scratch: Path, threads: int | None = None, memory: str | None = None) -> None:
        settings: dict[str, Any] = {"temp_directory": str(scratch / "spill")}
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self.ibis = ibis.duckdb.connect(**settings)
        self.raw: duckdb.DuckDBPyConnection = self.ibis.con
        self.raw.execute("SET TimeZone = 'UTC'")
        self.scratch = scratch
        self._made = 0

    def table(self, paths: Sequence[Path]) -> ir.Table:
        """Return typed Parquet files as one table."""
        return self.ibis.read_parquet([str(path) for path in paths], union_by_name=True)

    def groups(self, expression: ir.Table) -> list[Mapping[str, Any]]:
        """Return the rows of a small result."""
        return list(self.ibis.to_pyarrow(expression).to_pylist())

    def header(self, path: Path) -> tuple[str, ...]:
        """Return the column names of a file."""
        with _told(path):
            found = self.raw.execute(f"DESCRIBE SELECT * FROM {_source(path)}").fetchall()
        return tuple(name for name, *_ in found)

    def transcribe(self, path: Path, version: str | None = None, intake: str | None = None) -> tuple[Path, Layout]:
        """Return the file as typed Parquet, every figure exact, and its layout.

        Raises:
          BillingError: the file is no FOCUS file, is cut short, or holds figures or dates that cannot be
            carried exactly; nothing is kept of it.
        """
        kinds = self.kinds(path)
        found = layout(kinds, path.name, version)
        if path.suffix == ".parquet" and _ready(kinds):
            return path, found
        self._refuse_floats(path, kinds, intake)
        with _told(path):
            self.raw.execute(f"CREATE OR REPLACE TEMP VIEW delivered AS {as_text(path, kinds)}")
            self._check(path, kinds, found)
            rounded = self._round(path, kinds, intake)
            self._made += 1
            target = self.scratch / f"{self._made}-{path.name}.parquet"
            self.raw.execute(f"COPY ({_typed(kinds, rounded)}) TO '{_quoted(target)}' (FORMAT parquet)")
        return target, found

    def kinds(self, path: Path) -> dict[str, str]:
        """Return the columns of a file with their types."""
        with _told(path):
            found = self.raw.execute(f"DESCRIBE SELECT * FROM {_source(path)}").fetchall()
        return {name: kind for name, kind, *_ in found if name != "file_row_number"}

    def _refuse_floats(self, path: Path, kinds: Mapping[str, str], intake: str | None) -> None:
        floats = [name for name in COSTS if kinds.get(name) in ("DOUBLE", "FLOAT")]
        if floats and intake is None:
            raise BillingError(
                f"{path.name}: {', '.join(floats)} are binary floating-point numbers, which cannot hold cents\n"
                "  mend: export decimals or CSV; or name `rounding.intake` in the clause, to take each figure in as"
                " its shortest decimal"
            )

    def _check(self, path: Path, kinds: Mapping[str, str], found: Layout) -> None:
        """Refuse rows without what settling needs, and dates that are none."""
        needed = ("BillingCurrency", "BillingPeriodStart", "ChargeCategory", "ChargePeriodStart", found.provider)
        bad = [f"SELECT {ROW}, '{name}', NULL FROM delivered WHERE {named(name)} IS NULL" for name in needed]
        bad += [
            f"SELECT {ROW}, '{name}', {named(name)} FROM delivered WHERE NOT regexp_full_match({named(name)}, '{TIME}')"
            for name in TIMES
            if name in kinds
        ]
        ends = {"BillingPeriodEnd": "BillingPeriodStart", "ChargePeriodEnd": "ChargePeriodStart"}
        for end, start in ends.items():
            if end in kinds:
                bad.append(
                    f"SELECT {ROW}, '{end}', {named(end)} || ' is before ' || {named(start)} FROM delivered"
                    f" WHERE {_time(end)} < {_time(start)}"
                )
        rows = self.raw.execute(f"SELECT * FROM ({' UNION ALL '.join(bad)}) ORDER BY ALL LIMIT {_SHOWN}").fetchall()
        if rows:
            said = [
                f"{path.name}:{row}: {name} {'is empty' if value is None else f'{value!r} is no period boundary'}"
                for row, name, value in rows
            ]
            raise BillingError(
                "\n".join(said) + "\n  mend: a period starts and ends at times such as 2025-01-31T00:00:00Z, the end"
                " after the start; no row may be without currency, category, provider or periods"
            )

    def _round(self, path: Path, kinds: Mapping[str, str], intake: str | None) -> list[str]:
        """Return the cost columns that hold unusual figures, with their exact values in a table of their own."""
        unusual = []
        for name in (cost for cost in COSTS if cost in kinds):
            texts = self.raw.execute(
                f"SELECT {named(name)}, min({ROW}), count(*) FROM delivered WHERE {named(name)} IS NOT NULL"
                f" AND NOT regexp_full_match({named(name)}, '{FITS}') GROUP BY 1 ORDER BY 2"
            ).fetchall()
            if texts:
                values = carried(path.name, name, texts, intake)
                self._values(name, values)
                unusual.append(name)
        return unusual

    def _values(self, name: str, values: Mapping[str, Decimal]) -> None:
        self.raw.execute(f"CREATE OR REPLACE TEMP TABLE values_{name} (said VARCHAR, value DECIMAL(38, 18))")
        self.raw.executemany(f"INSERT INTO values_{name} VALUES (?, ?)", list(values.items()))

    def numbered(self, path: Path) -> ir.Table:
        """Return a typed file as a table with the number of each row."""
        table = self.ibis.read_parquet(str(path))
        if ROW in table.columns:
            return table
        self._made += 1
        name = f"numbered_{self._made}"
        self.raw.execute(f"CREATE VIEW {name} AS SELECT *, file_row_number + 2 AS {ROW} FROM {_source(path)}")
        return self.ibis.table(name)

    def applied_rows(self, path: Path, provider: str) -> list[tuple[Any, ...]]:
        """Return the rows of a typed file that say what they were applied to."""
        number = ROW if ROW in self.header(path) else "file_row_number + 2"
        return self.raw.execute(
            f"SELECT {number}, ContractApplied, ChargePeriodStart, BillingPeriodStart, BillingCurrency, ChargeCategory,"
            f" {named(provider)} FROM {_source(path)} WHERE ContractApplied IS NOT NULL ORDER BY 1"
        ).fetchall()

    def compare(self, old: Sequence[Path], new: Sequence[Path], provider: str) -> list[str]:
        """Return how new typed files differ from old ones by provider and month: rows told apart by what they say."""
        marks = [self._marks(paths, provider) for paths in (old, new)]
        rows = self.raw.execute(
            "SELECT origin, month, sum(least(a, b)), sum(greatest(b - a, 0)), sum(greatest(a - b, 0)) FROM"
            f" (SELECT coalesce(o.origin, n.origin) origin, coalesce(o.month, n.month) AS month, coalesce(o.n, 0) a,"
            f" coalesce(n.n, 0) b FROM ({marks[0]}) o FULL JOIN ({marks[1]}) n USING (origin, month, mark))"
            f" WHERE (origin, month) IN (SELECT origin, month FROM ({marks[1]})) GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
        return [
            Redelivery(origin, month, int(same), int(added), int(removed), Fraction(0)).says
            for origin, month, same, added, removed in rows
        ]

    def _marks(self, paths: Sequence[Path], provider: str) -> str:
        """Return the query for how often each row is said, by provider and month; no rows where there are no files."""
        if not paths:
            return "SELECT '' origin, DATE '1970-01-01' AS month, '' mark, 0 n WHERE false"
        listed = ", ".join(f"'{_quoted(path)}'" for path in paths)
        source = f"read_parquet([{listed}], union_by_name = true)"
        names = sorted(name for name in self._columns(source) if name != ROW)
        text = ", ".join(f"coalesce(CAST({named(name)} AS VARCHAR), chr(0))" for name in names)
        return (
            f"SELECT {named(provider)} origin, CAST(date_trunc('month', BillingPeriodStart) AS DATE) AS month,"
            f" md5(concat_ws(chr(31), {text})) mark, count(*) n FROM {source} GROUP BY 1, 2, 3"
        )

    def _columns(self, source: str) -> list[str]:
        return [str(name) for name, *_ in self.raw.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]

    def close(self) -> None:
        """Close the connection."""
        self.ibis.disconnect()


def _ready(kinds: Mapping[str, str]) -> bool:
    """Return whether the columns are typed already, as exactly as settling needs."""
    for name in (cost for cost in COSTS if cost in kinds):
        kind = kinds[name]
        if not kind.startswith("DECIMAL("):
            return False
        digits, scale = (int(part) for part in kind[8:-1].split(","))
        if scale > 18 or digits - scale > 20:
            return False
    return all(kinds[name] == "TIMESTAMP" for name in TIMES if name in kinds)


def as_text(path: Path, kinds: Mapping[str, str]) -> str:
    """Return the query for a file with every cell as text, nothing as nothing, and its rows numbered."""
    nothing = ", ".join(f"'{word}'" for word in NULLS)
    columns = []
    for name, kind in kinds.items():
        said = f"strftime({named(name)}, '%Y-%m-%dT%H:%M:%SZ')" if kind.startswith("TIMESTAMP") else named(name)
        text = f"CAST({said} AS VARCHAR)"
        columns.append(f"CASE WHEN {text} IN ({nothing}) THEN NULL ELSE {text} END AS {named(name)}")
    number = "file_row_number + 2" if path.suffix == ".parquet" else "row_number() OVER () + 1"
    return f"SELECT {number} AS {ROW}, {', '.join(columns)} FROM {_source(path)}"


def _typed(kinds: Mapping[str, str], rounded: Sequence[str]) -> str:
    columns = [ROW]
    for name in kinds:
        if name in rounded:
            columns.append(
                f"coalesce((SELECT value FROM values_{name} WHERE said = {named(name)}),"
                f" TRY_CAST({named(name)} AS DECIMAL(38, 18))) AS {named(name)}"
            )
        elif name in COSTS:
            columns.append(f"CAST({named(name)} AS DECIMAL(38, 18)) AS {named(name)}")
        elif name in TIMES:
            columns.append(f"{_time(name)} AS {named(name)}")
        else:
            columns.append(named(name))
    return f"SELECT {', '.join(columns)} FROM delivered"


def _time(name: str) -> str:
    return f"CAST(rtrim(replace({named(name)}, 'T', ' '), 'Z') AS TIMESTAMP)"


def named(name: str) -> str:
    """Return a column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _source(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{_quoted(path)}', file_row_number = true)"
    return (
        f"read_csv('{_quoted(path)}', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
        " strict_mode = true, null_padding = false, auto_detect = true, sample_size = 2048, parallel = false)"
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn an engine's complaint about a file into ours, with file and row where it names one."""
    try:
        yield
    except duckdb.Error as error:
        said = str(error)
        line = (
            next((word for word in said.replace(":", " ").split() if word.isdigit()), None) if "Line" in said else None
        )
        first = said.splitlines()[0]
        raise BillingError(
            f"{path.name}{':' + line if line else ''}: the file cannot be read whole ({first})\n"
            "  mend: a row may be cut short or a quote left open; deliver the file again, whole"
        ) from error
