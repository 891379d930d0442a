"""What an engine of SQL judged, beside the log's own rows: numbers in the log's order, the rows read once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy

from firstcall.errors import RecordError
from firstcall.rights.table.axes.lookup import Integers
from firstcall.said import Said, sentence
from firstcall.service.audit.arrays import raw_rows
from firstcall.service.audit.placement_columns import Reader
from firstcall.service.audit.placement_files import PlacementFile
from firstcall.service.audit.placement_output import Output
from firstcall.service.audit.read_ahead import read_ahead
from firstcall.verification.audit.auditor import Auditor


class LogChanged(Said):
    says = sentence("audit.log-changed", "the log was written to while it was judged")


class JudgeAgain(Said):
    says = sentence("audit.judge-again", "judge it again once nothing writes to it any more")


@contextmanager
def unchanged(files: Sequence[PlacementFile]) -> Iterator[None]:
    """Refuse what was made of a log that was written to meanwhile: its rows were read twice.

    Raises:
      RecordError: a file is not the one that it was.
    """
    before = _stamps(files)
    yield
    if _stamps(files) != before:
        raise RecordError(LogChanged(), fix=JudgeAgain())


def _stamps(files: Sequence[PlacementFile]) -> list[tuple[int, int, int]]:
    held = [file.path.stat() for file in files]
    return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in held]


def write_back(
    numbers: Iterable[Integers], auditor: Auditor, files: Sequence[PlacementFile], reader: Reader,
    outputs: Sequence[Output],
) -> None:  # fmt: skip
    """Write every row of a log with the answer of its class.

    Args:
      numbers: the class of each row, in the order of the log, in arrays of any length.
      auditor: has taken in what was counted, so that every class is judged.
      files: the log.
      reader: which column is which.
      outputs: where judged rows are written.

    Raises:
      RecordError: the log has more or fewer rows than numbers.
    """
    table, left = auditor.table, numpy.zeros(0, dtype=numpy.int64)
    more = iter(numbers)
    for raw in read_ahead(raw_rows(files, reader, whole=True)):
        held = [left]
        while sum(map(len, held)) < raw.num_rows:
            some = next(more, None)
            if some is None:
                raise RecordError(LogChanged(), fix=JudgeAgain())
            held.append(some)
        every = numpy.concatenate(held)
        by_row, left = table.by_class.take(every[: raw.num_rows]), every[raw.num_rows :]
        for output in outputs:
            output.write(raw, table.answers, by_row)
    if len(left) or next(more, None) is not None:
        raise RecordError(LogChanged(), fix=JudgeAgain())
