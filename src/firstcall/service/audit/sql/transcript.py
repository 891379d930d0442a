"""A log transcribed for an engine of SQL: one Parquet file, every instant a whole number, every row numbered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from firstcall.rights.table.locating import NO_QUANTITY
from firstcall.service.audit.arrays import Read, rows_of
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import PlacementFile
from firstcall.service.audit.read_ahead import read_ahead
from firstcall.values import dataclass
from firstcall.verification.audit.judged import Origin

DAY = 86_400_000_000
"""Microseconds in a day."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A log in one file: rows numbered from 0, and where each file's rows begin."""

    path: Path
    words: tuple[str, ...]
    """The columns of words that the log has, by our names."""
    counted: bool
    """Whether it has quantities."""
    starts: tuple[int, ...]
    origins: tuple[Origin, ...]

    def column(self, name: str) -> str:
        """Return what a column of words is called in the file: a name that every engine takes as it is."""
        return f"w{self.words.index(name)}"

    def origin(self, row: int) -> Origin:
        """Return where a row stands in the log."""
        place = bisect_right(self.starts, row) - 1
        first = self.origins[place]
        return Origin(first.file, first.row + row - self.starts[place])


def transcribed(files: Sequence[PlacementFile], reader: Reader, file: Path, told: Callable[[int], None]) -> Transcript:
    """Write a log anew, as the engines read it.

    Args:
      files: the log.
      reader: which column is which.
      file: where to.
      told: is told of the rows of each batch.

    Raises:
      RecordError: a file is damaged, or holds what no placement can.
    """
    words = tuple(name for name in reader.columns.theirs if name not in ("at", "quantity"))
    counted = "quantity" in reader.columns.theirs
    starts, origins, row = [], [], 0
    with pq.ParquetWriter(file, _schema(words)) as writer:
        for read in read_ahead(rows_of(files, reader, whole=False)):
            starts.append(row)
            origins.append(read.origin)
            writer.write_batch(_batch(read, row, words))
            row += read.raw.num_rows
            told(read.raw.num_rows)
    return Transcript(file, words, counted, tuple(starts), tuple(origins))


def _schema(words: Sequence[str]) -> Any:
    numbers = [(name, pa.int64()) for name in ("row", "at", "day", "quantity")]
    return pa.schema([*numbers, ("fault", pa.int64()), *((f"w{n}", pa.string()) for n in range(len(words)))])


def _batch(read: Read, row: int, words: Sequence[str]) -> Any:
    batch = read.batch
    rows = len(batch.at)
    quantity = numpy.full(rows, NO_QUANTITY) if batch.quantity is None else batch.quantity
    faults = numpy.zeros(rows, dtype=numpy.int64) if batch.faults is None else batch.faults.astype(numpy.int64)
    columns = [
        pa.array(numpy.arange(row, row + rows)),
        pa.array(batch.at),
        pa.array(batch.at // DAY),
        pa.array(quantity, mask=quantity == NO_QUANTITY),
        pa.array(faults),
    ]
    for name in words:
        column = batch.columns[name]
        held = pa.array(column.words, pa.string())
        columns.append(held.take(pa.array(column.indices)))
    return pa.RecordBatch.from_arrays(columns, schema=_schema(words))
