from collections.abc import Callable
from pathlib import Path

import pytest
from tests.settlement.settle_case import MAPPING

from firstcall.errors import BillingError, MachineError
from firstcall.service.billing.files import (
    billing_files,
    found_by_name,
    lines_as_shown,
    mapping_of,
    read_rows,
    revenue_files,
)


def folder(tmp_path: Path, mapping: str = MAPPING, text: str = "id,day,stream,amount\na,2025-01-01,api,1\n") -> Path:
    (tmp_path / "mapping.yaml").write_text(mapping)
    path = tmp_path / "lines.csv"
    path.write_text(text)
    return path


def test_a_file_goes_by_its_own_mapping_before_the_folders(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (tmp_path / "lines.mapping.yaml").write_text(MAPPING.replace("of: alpha", "of: beta"))
    assert mapping_of(path).of == "beta"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (MAPPING + "colour: red\n", "mapping.yaml:4:1"),
        (MAPPING.replace("amount: amount", "amout: amount"), "mapping.yaml: no column or constant for 'amount'"),
        (MAPPING.replace("of: alpha\n", ""), "mapping.yaml:1:1"),
    ],
)
def test_a_faulty_mapping_is_told_with_its_place(tmp_path: Path, mapping: str, words: str) -> None:
    with pytest.raises(BillingError) as told:
        mapping_of(folder(tmp_path, mapping))
    assert words in str(told.value)


def test_a_quote_left_open_and_foreign_bytes_are_told(tmp_path: Path) -> None:
    path = folder(tmp_path, text='id,day,stream,amount\na,"2025-01-01,api,1\n')
    with pytest.raises(BillingError, match=r"lines\.csv: the file cannot be read whole"):
        list(read_rows(path, mapping_of(path)))
    path.write_bytes("id,day,stream,amount\nä".encode("latin-1"))
    with pytest.raises(BillingError, match="save it as CSV in UTF-8"):
        list(read_rows(path, mapping_of(path)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_that_begins_with_its_mark_is_read_in_that_encoding(tmp_path: Path, encoding: str) -> None:
    """Spreadsheets write UTF-16 with a mark at its start; without one nobody can tell, and it is refused."""
    path = folder(tmp_path)
    path.write_text("id,day,stream,amount\nä,2025-01-01,api,1\n", encoding=encoding)
    if encoding in ("utf-16-le", "utf-16-be"):
        with pytest.raises(BillingError):
            list(read_rows(path, mapping_of(path)))
        return
    assert list(read_rows(path, mapping_of(path))) == [
        (2, {"id": "ä", "day": "2025-01-01", "stream": "api", "amount": "1"})
    ]
    assert lines_as_shown(path).header == ("id", "day", "stream", "amount")


def test_files_are_found_by_name_and_rates_are_no_billing(tmp_path: Path) -> None:
    for name in ("revenue/b.xlsx", "revenue/a.csv", "revenue/notes.md", "billing/exchange.csv", "billing/x/1.parquet"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [path.name for path in revenue_files(tmp_path)] == ["a.csv", "b.xlsx"]
    assert [path.name for path in billing_files(tmp_path)] == ["1.parquet"]


def test_a_table_of_another_kind_among_the_bills_is_told(tmp_path: Path) -> None:
    (tmp_path / "billing").mkdir()
    (tmp_path / "billing" / "2025-01.XLSX").touch()
    with pytest.raises(BillingError, match=r"billing/2025-01\.XLSX: billing exports are CSV .* or Parquet\n  fix: "):
        billing_files(tmp_path)


def test_a_pattern_stands_for_the_files_that_fit_it(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.parquet"):
        (tmp_path / name).touch()
    assert [path.name for path in found_by_name(tmp_path / "*.csv")] == ["a.csv", "b.csv"]
    assert found_by_name(tmp_path / "*.gz") == (tmp_path / "*.gz",)
    assert found_by_name(tmp_path / "none.csv") == (tmp_path / "none.csv",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "revenue/january.xls",
            "revenue lines are CSV or XLSX\n  fix: export it so, or move the file out of revenue/",
        ),
        ("revenue/january.csv.gz", "revenue lines are CSV or XLSX"),
        ("revenue/2025/january.parquet", "revenue lines are CSV or XLSX"),
        ("revenue/2025/january.csv", "revenue lines lie in revenue/ itself, beside their mapping\n  fix: move"),
        ("billing/january.xlsx", "billing exports are CSV"),
    ],
)
def test_a_table_that_would_be_left_out_unseen_is_told(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).touch()
    with pytest.raises(BillingError, match=f"^{name}: {words}"):
        (revenue_files if name.startswith("revenue") else billing_files)(tmp_path)


@pytest.mark.parametrize(("room", "search"), [("revenue", revenue_files), ("billing", billing_files)])
def test_a_link_to_nothing_is_told_and_what_is_no_file_is_none(
    tmp_path: Path, room: str, search: Callable[[Path], tuple[Path, ...]]
) -> None:
    (tmp_path / room / "folder.csv").mkdir(parents=True)
    (tmp_path / room / "JANUARY.CSV").touch()
    (tmp_path / room / "there.csv").symlink_to(tmp_path / room / "JANUARY.CSV")
    assert [path.name for path in search(tmp_path)] == ["JANUARY.CSV", "there.csv"]
    (tmp_path / room / "gone.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(MachineError, match=f"^{room}/gone.csv: the link leads to no file\n  fix: bring back"):
        search(tmp_path)
