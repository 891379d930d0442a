"""Logs of placements made up by the million: the same rows for the same seed, in a Parquet file of any length.

A placement is a workload that ran: when, where, for whom, on which contract's capacity, how much of it. The log
is of a fictional partnership, or of any other whose words and record are given; most rows are ordinary, a few run
where they should not, and with `--slips` some cannot be judged at all.

    python benchmarks/placements.py examples/wiraksa LOG.parquet --rows 200000 --from 2025-10-01 --to 2026-01-01
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.terms import terms
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.position import position
from firstcall.rights.decide import answer
from firstcall.rights.question import Asked

CHUNK = 1 << 20
UNLISTED = "Kestrel Grid"
"""A provider that no agreement lists."""
FREE_WEIGHT = 200.0
"""How much more often a kind of placement occurs that is free."""
SLIP = "trainning"
"""A word that no agreement knows."""


@dataclass(frozen=True, slots=True)
class Log:
    """What a log is drawn from: kinds of placement, each with its words and its weight."""

    first: datetime
    last: datetime
    names: tuple[str, ...]
    """The columns of words."""
    kinds: tuple[tuple[str | None, ...], ...]
    weights: tuple[float, ...]
    slips: float
    """The share of rows that cannot be judged."""


def log_of(agreement: Agreement, record: Record, first: datetime, last: datetime, slips: float = 0.0) -> Log:
    """Return what a log of an agreement is drawn from, between two instants.

    Every kind of placement occurs; what the agreement leaves free when the log begins occurs far more often.
    """
    text = terms(agreement, first)
    words = text.definitions
    cells = [dict(zip(words.dimensions, values, strict=True)) for values in product(*words.dimensions.values())]
    places = product(words.workloads, (*text.providers, UNLISTED), words.customers, (None, "existing"), cells)
    asked = [
        Asked((workload,), provider, customer, capacity, dimensions=cell)
        for workload, provider, customer, capacity, cell in places
    ]
    here = position(agreement, record, first)
    for contract in here.contracts():
        asked += [
            Asked((workload,), contract.provider, customer, None, contract=contract.contract, tranche=tranche.id,
                  dimensions=tranche.dimensions)
            for tranche in contract.tranches for workload in words.workloads for customer in words.customers
        ]  # fmt: skip
    names = ("workload", "provider", "customer", "capacity", "contract", "tranche", *words.dimensions)
    kinds = tuple(
        (one.workloads[0], one.provider, one.customer, one.capacity, one.contract, one.tranche,
         *(one.dimensions.get(name) for name in words.dimensions))
        for one in asked
    )  # fmt: skip
    return Log(first, last, names, kinds, tuple(FREE_WEIGHT if answer(here, one).free else 1.0 for one in asked), slips)


def chunks(log: Log, rows: int, seed: int) -> Iterator[Any]:
    """Yield the rows of a log in order of time, a million at a time."""
    draw = numpy.random.default_rng(seed)
    start, end = (int(at.timestamp()) for at in (log.first, log.last))
    edges = numpy.linspace(start, end, max(1, -(-rows // CHUNK)) + 1).astype(numpy.int64)
    shares = numpy.cumsum(numpy.array(log.weights) / sum(log.weights))[:-1]
    for number, left in enumerate(range(rows, 0, -CHUNK)):
        count = min(CHUNK, left)
        at = numpy.sort(draw.integers(edges[number], edges[number + 1], count)) * 1000
        slipped = draw.random(count)
        kind = numpy.searchsorted(shares, draw.random(count), side="right")
        mistyped = (slipped < log.slips) & (slipped >= log.slips / 4)
        missing = slipped < log.slips / 4 if log.slips else None
        columns = {"at": pa.array(at, pa.timestamp("ms", "UTC"), mask=missing)}
        for place, name in enumerate(log.names):
            columns[name] = _coded([one[place] for one in log.kinds], kind, mistyped if name == "workload" else None)
        columns["quantity"] = pa.array(draw.choice([0.25, 0.5, 1.0, 2.0, 4.0, 8.0], count))
        yield pa.RecordBatch.from_pydict(columns)


def _coded(words: Sequence[str | None], rows: Any, mistyped: Any) -> Any:
    """Return a column, each word once, and for each row which; some rows mistyped."""
    once = [*dict.fromkeys(word for word in words if word is not None), SLIP]
    places = numpy.array([-1 if word is None else once.index(word) for word in words])
    found = places[rows] if mistyped is None else numpy.where(mistyped, len(once) - 1, places[rows])
    return pa.DictionaryArray.from_arrays(pa.array(found, pa.int16(), mask=found < 0), pa.array(once, pa.string()))


def write_log(log: Log, rows: int, seed: int, file: Path) -> None:
    """Write a log as Parquet, small: words are listed once, instants by their differences."""
    writer: Any = None
    for batch in chunks(log, rows, seed):
        if writer is None:
            words = [name for name in batch.schema.names if name != "at"]
            writer = pq.ParquetWriter(
                file, batch.schema, compression="zstd", use_dictionary=words,
                column_encoding={"at": "DELTA_BINARY_PACKED"}, store_schema=False,
            )  # fmt: skip
        writer.write_batch(batch)
    if writer is not None:
        writer.close()


def main(given: Sequence[str]) -> int:
    """Write the log that the command line asks for."""
    parser = argparse.ArgumentParser(description="A log of placements, made up; the same for the same seed.")
    parser.add_argument("partnership", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="first", default="2025-10-01")
    parser.add_argument("--to", dest="last", default="2026-01-01")
    parser.add_argument("--slips", type=float, default=0.0, help="the share of rows that cannot be judged")
    asked = parser.parse_args(given)
    agreement = load((asked.partnership / "agreement.yaml").read_bytes())
    record = read_record((asked.partnership / "record.jsonl").read_bytes())
    first, last = (parse_instant(text, zone(agreement.timezone)) for text in (asked.first, asked.last))
    write_log(log_of(agreement, record, first, last, asked.slips), asked.rows, asked.seed, asked.file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
