"""Rows stand beside the answers of their classes, whatever the arrays' lengths; a log that changes is refused."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written
from tests.service.audit.test_arrays import reader_of

from firstcall.agreement.load import load
from firstcall.errors import RecordError
from firstcall.record.journal.journal import Record
from firstcall.rights.table.axes.lookup import Integers
from firstcall.rights.table.table import table_of
from firstcall.service.audit.arrays import rows_of
from firstcall.service.audit.placement_files import files_of
from firstcall.service.audit.placement_output import Output
from firstcall.service.audit.sql.writing_back import unchanged, write_back
from firstcall.verification.audit.auditor import Auditor

WORDS = ["permitted", "consent-first", "consent-first", "", ""]


def written_back(root: Path, log: Path, cuts: tuple[int, ...], more: int = 0) -> list[str]:
    """The outcomes that are written where the numbers come in arrays cut at these places, and so many too many."""
    files, reader = files_of([str(log)]), reader_of((log,))
    auditor = Auditor(table_of(load((root / "examples/wiraksa/agreement.yaml").read_bytes()), Record()))
    (read,) = rows_of(files, reader, whole=True)
    numbers = numpy.append(auditor.take(read.batch, read.origin).numbers, numpy.zeros(more, dtype=numpy.int64))

    def parts() -> Iterator[Integers]:
        yield from (numbers[first:last] for first, last in pairwise(cuts))

    output = Output(log.parent / "out.csv", files, barred_only=False)
    try:
        write_back(parts(), auditor, files, reader, (output,))
        output.finish(read.raw.schema)
    finally:
        output.drop()
    held: Any = pa_csv.read_csv(
        output.file, convert_options=pa_csv.ConvertOptions(column_types={"outcome": pa.string()})
    )
    return [str(word) for word in held["outcome"].to_pylist()]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path / "log.csv", table_of_rows(ROWS))


@pytest.mark.parametrize("cuts", [(0, 5), (0, 1, 2, 3, 4, 5), (0, 0, 3, 3, 5), (0, 2, 5)])
@pytest.mark.parametrize("most", [1, 2, 5])
def test_arrays_of_any_length(
    root: Path, log: Path, cuts: tuple[int, ...], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    want = written_back(root, log, (0, 5))
    monkeypatch.setattr("firstcall.service.audit.sql.writing_back.raw_rows", lambda *given, **whole: _parts(log, most))
    assert written_back(root, log, cuts) == want == WORDS


def _parts(log: Path, most: int) -> Iterator[Any]:
    (whole,) = pa_csv.read_csv(log).combine_chunks().to_batches()
    yield from (whole.slice(start, most) for start in range(0, whole.num_rows, most))


@pytest.mark.parametrize(("cuts", "more"), [((0, 4), 0), ((0, 2, 4), 0), ((0, 6), 1), ((0, 5, 6), 1)])
def test_rows_without_a_number_and_numbers_without_a_row(
    root: Path, log: Path, cuts: tuple[int, ...], more: int
) -> None:
    with pytest.raises(RecordError, match="written to while it was judged"):
        written_back(root, log, cuts, more)
    assert [path.name for path in log.parent.iterdir()] == ["log.csv"]


def test_a_log_that_changes_is_refused(log: Path) -> None:
    files = files_of([str(log)])
    with unchanged(files):
        log.read_bytes()
    with pytest.raises(RecordError, match="written to"), unchanged(files):
        log.write_bytes(log.read_bytes() + b"\n")
