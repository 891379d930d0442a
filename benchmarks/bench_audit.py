"""How quickly a log of placements is judged, beside a scan-and-group of the same columns and a bare look-up.

The audit reads a Parquet file, finds every row its class, counts by class and month and adds up quantities;
DuckDB, in the same run, scans the same columns and groups by them, which judges nothing. The look-up alone is
beside numpy's own `take`, of each column and of known places. FIRSTCALL_BENCH_ROWS sets the rows (or a million).
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, read_record
from firstcall.rights.decide import decide
from firstcall.rights.table.axes.lookup import micros
from firstcall.rights.table.axes.merging import dimension_names
from firstcall.rights.table.locating import Batch, Column, Locator
from firstcall.rights.table.table import Table, table_of
from firstcall.service.audit.arrays import audit_numpy
from firstcall.service.audit.placement_columns import Reader, mapped
from firstcall.service.audit.placement_files import BATCH_ROWS, files_of
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.findings import facts_of_audit
from placements import log_of, write_log
from run import Case

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FOLDER = EXAMPLES / "wiraksa"
ROWS = int(os.environ.get("FIRSTCALL_BENCH_ROWS", "1000000"))
LOOKED_UP = 4_000_000


def opened(folder: Path) -> tuple[Agreement, Record]:
    return load((folder / "agreement.yaml").read_bytes()), read_record((folder / "record.jsonl").read_bytes())


def day(text: str) -> datetime:
    return parse_instant(text, zone("Asia/Jakarta"))


@cache
def log_file() -> Path:
    """A log of a quarter, in a folder that goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="firstcall-bench-")
    _kept.append(folder)
    file = Path(folder.name) / "log.parquet"
    write_log(log_of(*opened(FOLDER), day("2025-10-01"), day("2026-01-01")), ROWS, 1, file)
    return file


_kept: list[Any] = []


def audit() -> Callable[[], object]:
    """The whole audit, the table built anew each time."""
    agreement, record = opened(FOLDER)

    def run() -> object:
        files = files_of([str(log_file())])
        auditor = Auditor(table_of(agreement, record))
        audit_numpy(
            files, Reader(mapped(files, dimension_names(auditor.table.held), {}), zone("Asia/Jakarta")), auditor
        )
        return facts_of_audit(auditor)

    return run


def scan_and_group() -> Callable[[], object]:
    """DuckDB's scan of the same columns, grouped by all of them and by month: it judges nothing."""
    import duckdb  # noqa: PLC0415

    query = scan_query(str(log_file()))
    return lambda: duckdb.connect().execute(query).fetchall()


def scan_query(files: str) -> str:
    """The rows and the quantity of each month and combination of words, in the last two columns."""
    names = "workload, provider, customer, capacity, contract, tranche, region"
    grouped = (
        f"SELECT date_trunc('month', \"at\") AS month, {names}, count(*) AS held, sum(quantity) AS total "
        f"FROM read_parquet('{files}') GROUP BY ALL"
    )
    return f"SELECT epoch_us(month), {names}, held, total FROM ({grouped})"


def coded(table: Table, rows: int) -> Batch:
    """Questions as coded columns, drawn evenly from the words of an agreement."""
    draw = numpy.random.default_rng(1)
    words = table.held.agreement.definitions
    listed = {
        "workload": words.workloads, "customer": words.customers,
        "provider": (*table.held.agreement.providers, "elsewhere"), **words.dimensions,
    }  # fmt: skip
    columns = {name: Column((*values, None), draw.integers(0, len(values), rows).astype(numpy.int32))
               for name, values in listed.items()}  # fmt: skip
    first, last = micros(day("2025-10-01")), micros(day("2026-01-01"))
    return Batch(numpy.sort(draw.integers(first, last, rows)), None, columns)


def looking_up() -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """Coded columns to answers, in the batches of an audit; and numpy's bare `take`: one of each column, and one alone.

    A take of each column reads what the look-up reads, the instants aside; a take of as many known places is the
    least that any look-up can do, once somebody has worked out the places.
    """
    table = table_of(*opened(FOLDER))
    locator, whole = Locator(table), coded(table, LOOKED_UP)
    batches = [part_of(whole, slice(start, start + BATCH_ROWS)) for start in range(0, LOOKED_UP, BATCH_ROWS)]
    numbers = [locator.locate(batch).numbers for batch in batches]
    table.judge(numpy.unique(numpy.concatenate(numbers)).tolist())
    held, room = table.by_class.astype(numpy.uint8), numpy.empty(BATCH_ROWS, dtype=numpy.uint8)
    places, words = numpy.empty(BATCH_ROWS, dtype=numpy.int32), numpy.arange(32, dtype=numpy.uint8)

    def ours() -> None:
        for batch in batches:
            locator.locate(batch, places).of(held, out=room[: len(batch.at)])

    def each() -> None:
        for batch in batches:
            for column in batch.columns.values():
                words.take(column.indices, out=room[: len(batch.at)], mode="clip")

    def alone() -> None:
        for one in numbers:
            held.take(one, out=room[: len(one)], mode="clip")

    return ours, each, alone


def part_of(batch: Batch, rows: slice) -> Batch:
    columns = {name: Column(held.words, held.indices[rows]) for name, held in batch.columns.items()}
    return Batch(batch.at[rows], None, columns)


def growing(clauses: int) -> tuple[Agreement, Record]:
    """The fictional agreement with so many more exclusivities, each of one provider's batch work in one region."""
    _, record = opened(FOLDER)
    text = (FOLDER / "agreement.yaml").read_text(encoding="utf-8")
    more = "".join(
        f"  - {{id: more-{n}, type: exclusivity, holder: nordhaller, at: [nordhaller-cloud], "
        f"scope: {{workloads: [batch], region: [{('java', 'sulawesi', 'europe', 'offshore')[n % 4]}]}}, "
        f"since: 2026-{n % 12 + 1:02}-01, basis: {{grade: agreed, source: mca}}}}\n"
        for n in range(clauses)
    )
    return load(text.replace("\nclauses:\n", f"\nclauses:\n{more}", 1)), record


def cases() -> Iterator[Case]:
    """The audit of a log, the look-up alone, and how both grow."""
    yield Case(
        f"audit: {ROWS:,} placements from Parquet, judged and summed", ours=audit(), floor=scan_and_group(), rounds=3,
        answers=ROWS,
    )  # fmt: skip
    ours, each, alone = looking_up()
    name = f"audit: {LOOKED_UP:,} coded questions looked up"
    yield Case(f"{name}, beside a take of each column", ours=ours, floor=each, rounds=5, answers=LOOKED_UP)
    yield Case(f"{name}, beside one take of known places", ours=ours, floor=alone, rounds=5, answers=LOOKED_UP)
    for clauses in (5, 100):
        agreement, record = growing(clauses)
        table = table_of(agreement, record)
        batch = coded(table, 200_000)
        numbers = numpy.unique(Locator(table).locate(batch).numbers).tolist()

        def judging(agreement: Agreement = agreement, record: Record = record, numbers: list[int] = numbers) -> object:
            made = table_of(agreement, record)
            made.judge(numbers)
            return made

        def deciding(agreement: Agreement = agreement, record: Record = record, table: Table = table,
                     numbers: list[int] = numbers) -> object:  # fmt: skip
            from firstcall.rights.question import Asked  # noqa: PLC0415

            found = []
            for parts, at in map(table.parts, numbers):
                dimensions = {name: str(value) for name, value in parts.dimensions.items() if value}
                asked = Asked((str(parts.workload),), parts.provider, str(parts.customer), dimensions=dimensions)
                found.append(decide(agreement, record, asked, at))
            return found

        name = f"audit: a table's {len(numbers):,} classes judged, {clauses} clauses more"
        yield Case(name, ours=judging, floor=deciding, rounds=3, answers=len(numbers))
