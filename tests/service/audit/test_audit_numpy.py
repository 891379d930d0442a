"""Rows go to the auditor in order, whatever the files and the batches; what goes wrong ahead is raised here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written

from firstcall.agreement.load import load
from firstcall.dates import zone
from firstcall.record.journal.journal import Record
from firstcall.rights.table.table import table_of
from firstcall.service.audit.audit_numpy import audit_numpy, rows_of
from firstcall.service.audit.placement_columns import Reader, mapped
from firstcall.service.audit.placement_files import files_of
from firstcall.service.audit.read_ahead import read_ahead
from firstcall.verification.audit.auditor import Auditor


def reader_of(files: tuple[Path, ...]) -> Reader:
    return Reader(mapped(files_of([str(file) for file in files]), ("region",), {}), zone("Asia/Jakarta"))


def test_rows_are_numbered_file_by_file(tmp_path: Path) -> None:
    files = (written(tmp_path / "a.csv", table_of_rows(ROWS)), written(tmp_path / "b.parquet", table_of_rows(ROWS[:2])))
    held = files_of([str(tmp_path)])
    read = list(rows_of(held, reader_of(files), whole=True))
    assert [(one.origin.file, one.origin.row, one.raw.num_rows) for one in read] == [
        (str(files[0]), 1, 5), (str(files[1]), 1, 2)]  # fmt: skip
    assert "region" in read[0].raw.schema.names


def test_large_batches_are_taken_in_parts(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstcall.service.audit.audit_numpy.BATCH_ROWS", 2)
    file = written(tmp_path / "log.csv", table_of_rows(ROWS))
    auditor = Auditor(table_of(load((root / "examples/wiraksa/agreement.yaml").read_bytes()), Record()))
    told: list[int] = []
    audit_numpy(files_of([str(file)]), reader_of((file,)), auditor, (), told.append)
    assert told == [2, 2, 1] and auditor.tally.rows == 5
    assert [origin.row for held in auditor.faults.values() for origin in held] == [4, 5]


def test_what_goes_wrong_ahead_is_raised_and_what_is_left_is_closed() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            for number in range(100):
                if number == 3:
                    raise ValueError("three")
                yield number
        finally:
            closed.append(True)

    seen = []
    with pytest.raises(ValueError, match="three"):
        for item in read_ahead(items()):
            seen.append(item)
    assert seen == [0, 1, 2] and closed == [True]


def test_who_stops_early_stops_the_reading() -> None:
    closed = []

    def items() -> Iterator[int]:
        try:
            yield from range(10**9)
        finally:
            closed.append(True)

    for item in (held := read_ahead(items())):
        if item == 5:
            held.close()  # type: ignore[attr-defined]
            break
    assert closed == [True]
