"""The audit on arrays: each batch is read ahead, judged and written back before the one after the next is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from firstcall.rights.table.locating import Batch
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import BATCH_ROWS, PlacementFile, batches
from firstcall.service.audit.placement_output import Output
from firstcall.service.audit.read_ahead import read_ahead
from firstcall.values import dataclass
from firstcall.verification.audit.auditor import Auditor
from firstcall.verification.audit.judged import Origin


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A batch as it was read, and as the core takes it."""

    raw: Any
    batch: Batch
    origin: Origin


def rows_of(files: Sequence[PlacementFile], reader: Reader, *, whole: bool) -> Iterator[Read]:
    """Yield the rows of a log in order.

    Args:
      files: the log.
      reader: which column is which.
      whole: whether all columns are wanted, to be written back.

    Raises:
      RecordError: a file is damaged, or holds what no placement can.
    """
    for file in files:
        row = 1
        for raw in raw_rows((file,), reader, whole=whole):
            yield Read(raw, reader.read(raw, file.name), Origin(file.name, row))
            row += raw.num_rows


def raw_rows(files: Sequence[PlacementFile], reader: Reader, *, whole: bool) -> Iterator[Any]:
    """Yield the rows of a log in order as they stand, in Arrow batches of at most BATCH_ROWS.

    Args:
      files: the log.
      reader: which column is which.
      whole: whether all columns are wanted.

    Raises:
      RecordError: a file is damaged.
    """
    columns = None if whole else tuple(reader.columns.theirs.values())
    for file in files:
        for held in batches(file, columns, reader.columns.words):
            for start in range(0, held.num_rows, BATCH_ROWS):
                yield held.slice(start, BATCH_ROWS)


def audit_numpy(
    files: Sequence[PlacementFile],
    reader: Reader,
    auditor: Auditor,
    outputs: Sequence[Output] = (),
    told: Callable[[int], None] = lambda rows: None,
) -> None:
    """Judge a log.

    Args:
      files: the log.
      reader: which column is which.
      auditor: takes the batches in.
      outputs: where judged rows are written.
      told: is told of the rows of each batch once it is judged.
    """
    for read in read_ahead(rows_of(files, reader, whole=bool(outputs))):
        located = auditor.take(read.batch, read.origin)
        for output in outputs:
            output.write(read.raw, auditor.table.answers, located.of(auditor.table.by_class))
        told(read.raw.num_rows)
