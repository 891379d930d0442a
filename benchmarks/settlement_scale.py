"""Settlement at scale: the reduction of 1, 10 and 100 million FOCUS-shaped rows, beside a floor and a peer.

    python benchmarks/settlement_scale.py [ROWS ...] [--spark ROWS] [--in FOLDER]

Every runner is a process of its own, and imports only what it runs, so that its peak memory is its own. The floor is
a plain scan and sum of the same columns in DuckDB; `reduction` is the expression that settlement runs, with the start
of the engine and its test; `settlement` is all of it: files hashed, their rows looked at, then reduced. The peer is a
careful Polars script that a finance team would write. On a busy machine the seconds of the processor tell more than
those of the clock. Rows are made here, by the same formula on every machine, in FOLDER where one is named (they are
kept there, for the next time); strings repeat more than in real exports, which scan slower per row.
"""

import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from firstcall.settlement.books.entries import Entry

MILLION = 1_000_000
FILE_ROWS = MILLION
COLUMNS = ("ServiceProviderName", "ServiceName", "ChargeCategory", "ChargePeriodStart", "BillingPeriodStart",
           "BillingCurrency", "BilledCost")  # fmt: skip
STREAMS: list[dict[str, Any]] = [
    {"name": f"stream-{n}", "where": {"ServiceName": [f"service-{k}" for k in range(n, 60, 6)]}} for n in range(6)
]

MAKE = """
COPY (SELECT CAST(CAST(hash(i) % 900000000000 AS DECIMAL(14, 0)) * 0.0000000001 - 2 AS DECIMAL(24, 10)) AS BilledCost,
  'account-' || (hash(i + 1) % 40) AS BillingAccountId, 'EUR USD GBP'[1 + 4 * CAST(hash(i + 2) % 2 AS INT):][:3]
  AS BillingCurrency, TIMESTAMP '2025-01-01' + to_months(CAST(hash(i + 3) % 12 AS INT)) AS BillingPeriodStart,
  TIMESTAMP '2025-02-01' + to_months(CAST(hash(i + 3) % 12 AS INT)) AS BillingPeriodEnd,
  CASE WHEN hash(i + 4) % 50 = 0 THEN 'Tax' WHEN hash(i + 4) % 50 = 1 THEN 'Credit' ELSE 'Usage' END AS ChargeCategory,
  TIMESTAMP '2025-01-01' + to_months(CAST(hash(i + 3) % 12 AS INT)) + to_hours(CAST(hash(i + 5) % 672 AS INT))
  AS ChargePeriodStart, 'provider-' || (hash(i + 6) % 3) AS ServiceProviderName,
  'service-' || (hash(i + 7) % 60) AS ServiceName, 'sub-' || (hash(i + 8) % 200) AS SubAccountId,
  'region-' || (hash(i + 9) % 20) AS RegionId, 'sku-' || (hash(i + 10) % 500) AS SkuId
  FROM range({start}, {end}) t(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def make(folder: Path, rows: int) -> None:
    """Write the rows, a million a file; files that are there already are kept."""
    import duckdb  # noqa: PLC0415

    for number in range(0, rows, FILE_ROWS):
        path = folder / f"{number // FILE_ROWS:03}.parquet"
        if not path.exists():
            end = min(rows, number + FILE_ROWS)
            duckdb.sql(MAKE.format(start=number, end=end, path=path))


def files(folder: Path, rows: int) -> list[Path]:
    """Return the files that hold so many rows."""
    return sorted(folder.glob("*.parquet"))[: -(-rows // FILE_ROWS)]


def ours(paths: list[Path], engine: str = "duckdb") -> str:
    """Return the exact total that the reduction comes to."""
    from firstcall.agreement.model.clauses.money_terms import Base  # noqa: PLC0415
    from firstcall.money import exact_text  # noqa: PLC0415
    from firstcall.service.engines.engines import open_engine  # noqa: PLC0415
    from firstcall.settlement.bills.reduction import reduction, reduction_plan  # noqa: PLC0415
    from firstcall.settlement.bills.series import reduced_entries, series_of  # noqa: PLC0415

    base = Base.model_validate({"source": "focus", "streams": STREAMS})
    utc, at = ZoneInfo("UTC"), datetime(2025, 1, 1, tzinfo=UTC)
    with open_engine("spark" if engine == "spark" else "duckdb") as (running, _):
        what = reduction_plan(base, utc, at, at)
        groups = running.groups(reduction(running.table(paths), what, "ServiceProviderName"))
        sums = series_of(groups, base)
        entries = reduced_entries(sums, what, utc, "bench", at)
    return f"{exact_text(total_of(entries))} in {len(entries)} entries"


def total_of(entries: "Iterable[Entry]") -> Fraction:
    """Return the exact sum of entries: of bills, so that none has more decimals than are carried."""
    return Fraction(sum(one.amount.numerator * (10**18 // one.amount.denominator) for one in entries), 10**18)


def whole(paths: list[Path]) -> str:
    """Return the same, with everything that settling does before and around it."""
    from firstcall.agreement.model.clauses.money_terms import Base  # noqa: PLC0415
    from firstcall.money import exact_text  # noqa: PLC0415
    from firstcall.service.billing.files import sha256  # noqa: PLC0415
    from firstcall.service.billing.rows import BillingRows  # noqa: PLC0415
    from firstcall.settlement.books.deliveries import FileDelivery  # noqa: PLC0415

    base = Base.model_validate({"source": "focus", "streams": STREAMS})
    at = datetime(2025, 1, 1, tzinfo=UTC)
    marks = {sha256(path) for path in paths}
    with BillingRows.opened("duckdb", ((FileDelivery("bench", at), tuple(paths)),)) as rows:
        rows.covered(at)
        ((_, entries),) = rows.reduced(base, (), False, None)
    total = exact_text(total_of(entries))
    return f"{total} in {len(entries)} entries of {len(marks)} files"


def spark(paths: list[Path]) -> str:
    """Return the same by Spark on this machine; it says nothing about a cluster."""
    return ours(paths, "spark")


def floor(paths: list[Path]) -> str:
    """Return a plain scan and sum of the same columns."""
    import duckdb  # noqa: PLC0415

    ends = ", ".join(f"min({name}), max({name})" for name in COLUMNS[:-1])
    row = duckdb.sql(f"SELECT sum(BilledCost), {ends} FROM read_parquet({[str(path) for path in paths]})").fetchone()
    return str(row[0]) if row else ""


def polars(paths: list[Path]) -> str:
    """Return the same groups as a careful finance team would add them up, both sides at 18 decimals.

    Streams are told by the same list of services, joined, which is the quickest of the ways that Polars has for it.
    """
    import polars as pl  # noqa: PLC0415

    wide = pl.Decimal(38, 18)
    named: dict[str, list[str]] = {"ServiceName": [], "stream": []}
    for stream in STREAMS:
        named["ServiceName"] += stream["where"]["ServiceName"]
        named["stream"] += [stream["name"]] * len(stream["where"]["ServiceName"])
    frame = (
        pl.scan_parquet(paths)
        .filter(pl.col("ChargeCategory") != "Tax")
        .join(pl.LazyFrame(named), on="ServiceName")
        .group_by(
            pl.col("ServiceProviderName"), pl.col("stream"), pl.col("ChargeCategory"),
            pl.col("ChargePeriodStart").dt.date().alias("day"), pl.col("BillingPeriodStart"), pl.col("BillingCurrency"),
        )
        .agg(pl.col("BilledCost").cast(wide).sum(), pl.len().alias("rows"))
        .collect(engine="streaming")
    )  # fmt: skip
    return f"{frame['BilledCost'].sum()} in {frame.height} entries"


RUNNERS: dict[str, Callable[[list[Path]], str]] = {
    "floor": floor, "reduction": ours, "settlement": whole, "polars": polars, "spark": spark
}  # fmt: skip
ROUNDS = 3


def measure(name: str, folder: Path, rows: int) -> tuple[float, float, float, str]:
    """Return seconds of the clock and of the processor, peak megabytes and the answer of a runner by itself.

    Spark's Java is a child of its process: its seconds and its memory are counted with it.
    """
    done = subprocess.run([sys.executable, __file__, "--run", name, str(folder), str(rows)], check=True, text=True,
                          capture_output=True)  # fmt: skip
    seconds, spent, peak, said = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), float(spent), float(peak), str(said)


def run(name: str, folder: Path, rows: int) -> None:
    """Run one runner and print what it took, from its start on: imports are part of it."""
    paths = files(folder, rows)
    start = time.perf_counter()
    said = RUNNERS[name](paths)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    for child in children():
        words = (child / "stat").read_text().rpartition(")")[2].split()
        spent += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
        peak += int((child / "status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps([seconds, spent, peak, said]))


def children() -> list[Path]:
    """Return where Linux tells of the processes that this one started and that still run: Spark's Java."""
    said = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    return [Path("/proc") / word for text in said for word in text.split()]


def machine() -> str:
    """Return the processor's own name where Linux tells it, else its family."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def bench(folder: Path, rows: int, names: list[str]) -> None:
    """Print the best of some rounds of each runner, all in turn, so that a busy machine hurts all alike."""
    best: dict[str, tuple[float, float, float, str]] = {}
    for number in range(ROUNDS):
        for name in names:
            if name != "spark" or number == 0:
                found = measure(name, folder, rows)
                least = best.get(name, found)
                best[name] = (*(min(pair) for pair in zip(least[:3], found[:3], strict=True)), found[3])  # type: ignore[assignment]
    seconds, spent, *_ = best["floor"]
    floors = (seconds, spent)
    for name, (seconds, spent, peak, said) in best.items():
        print(f"  {name:<11}{seconds:7.2f} s{seconds / floors[0]:6.2f} x{spent:9.2f} s of processor"
              f"{spent / floors[1]:6.2f} x{peak:7.0f} MB  {said}", flush=True)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Make the rows, measure, print, and take the rows away unless a folder was named for them."""
    if arguments[:1] == ["--run"]:
        run(arguments[1], Path(arguments[2]), int(arguments[3]))
        return
    given = {"--spark": "0", "--in": ""}
    for option in given:
        if option in arguments:
            at = arguments.index(option)
            given[option] = arguments[at + 1]
            del arguments[at : at + 2]
    sizes = [int(word) for word in arguments] or [MILLION, 10 * MILLION, 100 * MILLION]
    names = ["floor", "reduction", "settlement"]
    if importlib.util.find_spec("polars"):
        names.append("polars")
    else:
        print("polars is left out: it is not installed (make bench installs it)")
    print(f"{machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="firstcall-bench-") as scratch:
        folder = Path(given["--in"] or scratch)
        for rows in sizes:
            begin = time.perf_counter()
            make(folder, rows)
            print(f"{rows:,} rows (made in {time.perf_counter() - begin:.0f} s)", flush=True)
            bench(folder, rows, [*names, "spark"] if rows == int(given["--spark"]) else names)


if __name__ == "__main__":
    main(sys.argv[1:])
