"""Judged rows are written whole or not at all, whatever the columns and the batches."""

from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcall.errors import NotFound, QuestionError
from firstcall.rights.table.verdicts import Answer, Unasked, Verdict
from firstcall.service.audit.placement_files import PlacementFile
from firstcall.service.audit.placement_output import Output, check_added

ANSWERS: tuple[Answer, ...] = (
    Verdict("permitted", (), "base", ("a@base",)),
    Verdict("forbidden", ("contested",), "base", ("b@base", "c@base")),
    Unasked("no provider"),
)


def batch(*words: str) -> pa.RecordBatch:
    return pa.record_batch({"workload": pa.array(words).dictionary_encode()})


def test_batches_with_other_words_make_one_file(tmp_path: Path) -> None:
    output = Output(tmp_path / "judged.parquet", (), barred_only=False)
    output.write(batch("x", "y"), ANSWERS[:2], numpy.array([0, 1]))
    assert not (tmp_path / "judged.parquet").exists()
    output.write(batch("z"), ANSWERS, numpy.array([2]))
    output.finish(batch().schema)
    output.drop()
    rows = pq.read_table(tmp_path / "judged.parquet").to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("x", "permitted", "", "base", "a@base", ""),
        ("y", "forbidden", "contested", "base", "b@base;c@base", ""),
        ("z", "", "", "", "", "no provider"),
    ]


def test_barred_rows_alone(tmp_path: Path) -> None:
    output = Output(tmp_path / "barred.csv", (), barred_only=True)
    output.write(batch("x", "y", "z"), ANSWERS, numpy.array([0, 1, 2]))
    output.finish(batch().schema)
    lines = (tmp_path / "barred.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and lines[1].startswith('"y","forbidden"')


@pytest.mark.parametrize("name", ["judged.parquet", "judged.csv", "judged.arrow"])
def test_what_is_dropped_leaves_nothing(tmp_path: Path, name: str) -> None:
    output = Output(tmp_path / name, (), barred_only=False)
    output.write(batch("x"), ANSWERS, numpy.array([0]))
    output.drop()
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written_to(tmp_path: Path, root: Path) -> None:
    held = PlacementFile(tmp_path / "log.csv", "csv", pa.schema([]), None)
    with pytest.raises(QuestionError, match="is one of the files that are read"):
        Output(tmp_path / "log.csv", (held,), barred_only=False)
    with pytest.raises(QuestionError, match="belongs to the partnership"):
        Output(root / "examples" / "wiraksa" / "billing" / "judged.csv", (), barred_only=False)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(NotFound, match="is a folder"):
        Output(tmp_path / "folder.csv", (), barred_only=False)
    with pytest.raises(NotFound, match="there is no folder"):
        Output(tmp_path / "none" / "judged.csv", (), barred_only=False)


def test_a_log_that_was_judged_before() -> None:
    held = PlacementFile(Path("log.csv"), "csv", pa.schema([("outcome", pa.string())]), None)
    with pytest.raises(QuestionError, match="the column 'outcome' is an answer"):
        check_added((held,))
