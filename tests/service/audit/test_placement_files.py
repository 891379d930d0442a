"""Files of placements are found and read whole, and what is wrong with one is told with its name."""

from pathlib import Path

import pyarrow as pa
import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written

from firstcall.errors import NotFound, QuestionError, RecordError
from firstcall.service.audit.placement_files import PlacementFile, batches, check_column, files_of

TABLE = table_of_rows(ROWS)


def read(file: PlacementFile, columns: tuple[str, ...] | None = None) -> list[dict[str, object]]:
    return [row for batch in batches(file, columns, ("workload",)) for row in batch.to_pylist()]


@pytest.mark.parametrize("name", ["log.parquet", "log.csv", "log.arrow", "log.ipc"])
def test_every_form_is_read_alike(tmp_path: Path, name: str) -> None:
    (file,) = files_of([str(written(tmp_path / name, TABLE))])
    assert read(file) == [dict(row) for row in ROWS]
    assert read(file, ("provider",)) == [{"provider": row["provider"]} for row in ROWS]


def test_folders_and_globs(tmp_path: Path) -> None:
    for name in ("b/two.parquet", "a/one.csv", "_left.crc", ".hidden.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if name.startswith(("_", ".")):
            (tmp_path / name).write_bytes(b"x")
        else:
            written(tmp_path / name, TABLE)
    one, two = (str(tmp_path / name) for name in ("a/one.csv", "b/two.parquet"))
    assert [file.name for file in files_of([str(tmp_path)])] == [one, two]
    assert [file.name for file in files_of([str(tmp_path / "*" / "*.parquet")])] == [two]
    assert [file.name for file in files_of([two, str(tmp_path), two])] == [two, one]
    assert [file.rows for file in files_of([str(tmp_path)])] == [None, len(ROWS)]


@pytest.mark.parametrize("name", ["none.csv", "none/*.csv"])
def test_nothing_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="fix: check the path"):
        files_of([str(tmp_path / name)])


def test_an_empty_folder_and_a_form_that_cannot_be_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="has no placements in it"):
        files_of([str(tmp_path)])
    (tmp_path / "log.txt").write_text("at,workload,provider\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="does not say what form it has"):
        files_of([str(tmp_path)])


@pytest.mark.parametrize("name", ["log.parquet", "log.csv", "log.arrow"])
@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02 not a log", b"PAR1 cut off"])
def test_a_file_that_is_none(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    try:
        (file,) = files_of([str(tmp_path / name)])
    except RecordError as error:
        assert name in str(error) and "fix:" in str(error)
    else:
        assert name == "log.csv" and read(file) == []


@pytest.mark.parametrize("name", ["log.parquet", "log.arrow"])
def test_a_file_that_is_cut_off(tmp_path: Path, name: str) -> None:
    raw = written(tmp_path / name, table_of_rows([*ROWS] * 2000)).read_bytes()
    for at in (len(raw) // 2, len(raw) - 5):
        (tmp_path / name).write_bytes(raw[:at])
        with pytest.raises(RecordError, match="it cannot be read"):
            read(files_of([str(tmp_path / name)])[0])


def test_a_file_that_is_damaged_within(tmp_path: Path) -> None:
    file = written(tmp_path / "log.parquet", table_of_rows([*ROWS] * 2000))
    raw = bytearray(file.read_bytes())
    raw[40:400] = b"\xff" * 360
    file.write_bytes(bytes(raw))
    with pytest.raises(RecordError, match="it cannot be read"):
        read(files_of([str(file)])[0])


def test_rows_of_csv_that_are_too_long_or_no_text(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    for raw, said in (
        (b"at,workload,provider\na,b,c\na,b,c,d\n", "it cannot be read"),
        (b"at,workload,provider\na,\xff\xfe,c\n", "not UTF-8 text\n  fix: save it as UTF-8"),
    ):
        file.write_bytes(raw)
        with pytest.raises(RecordError, match=said):
            read(files_of([str(file)])[0])


def test_csv_keeps_every_value_as_text(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text('at,contract\n2025-01-01,007\n"2025-01-02",""\n', encoding="utf-8-sig")
    assert read(PlacementFile(file, "csv", pa.schema([("at", pa.string()), ("contract", pa.string())]), None)) == [
        {"at": "2025-01-01", "contract": "007"}, {"at": "2025-01-02", "contract": None}]  # fmt: skip


def test_a_column_twice(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(b"\x84at,workload\n1,2\n")
    with pytest.raises(RecordError, match="it cannot be read: 'utf-8' codec"):
        files_of([str(tmp_path / "log.csv")])
    (tmp_path / "log.csv").write_text("at,at\n1,2\n", encoding="utf-8")
    with pytest.raises(RecordError, match="stands twice"):
        files_of([str(tmp_path / "log.csv")])


def test_a_column_that_is_missing(tmp_path: Path) -> None:
    (file,) = files_of([str(written(tmp_path / "log.csv", TABLE))])
    check_column(file, "at", "at")
    with pytest.raises(
        RecordError, match=r"there is no column 'worklod'\n  fix: .*workload.*--map workload=THEIR-NAME"
    ):
        check_column(file, "workload", "worklod")
