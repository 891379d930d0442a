from pathlib import Path

import openpyxl
import pytest
from tests.service.conftest import Cli
from tests.settlement.settle_case import SHARE, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.files import LinesShown, lines_as_shown


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_parts_the_header(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(f"a{mark}b\n1{mark}2\n")
    assert lines_as_shown(path) == LinesShown(("a", "b"), [(2, {"a": "1", "b": "2"})], mark, 1)


def test_a_file_in_latin_1_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_bytes("Währung;b\n".encode("latin-1"))
    with pytest.raises(BillingError, match="fix: save it as CSV in UTF-8"):
        lines_as_shown(path)


def test_a_draft_that_was_filled_in_is_a_mapping(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE)
    (folder / "revenue").mkdir()
    (folder / "revenue" / "lines.csv").write_text("Beleg;Datum;Produkt;Betrag\nR1;03.01.2025;Abo;1.000\n")
    drafted = cli("settle", "mapping", folder / "revenue" / "lines.csv").out
    (folder / "revenue" / "mapping.yaml").write_text(drafted)
    assert cli("settle", folder, "--period", "2025-01").code == 3
    filled = drafted.replace("of: ?", "of: alpha").replace("currency: ?", "currency: USD").replace("Abo: ?", "Abo: api")
    (folder / "revenue" / "mapping.yaml").write_text(filled.replace("decimal: ?", 'decimal: ","\ngrouping: "."'))
    assert "200.00 USD  20% of 1,000 USD" in cli("settle", folder, "--period", "2025-01").out


TITLED = "Revenue report, January;;\nCompany: Alpha\n;;\nDatum;Produkt;Betrag\n03.01.2025;api;1.234,50\n"


def titled(path: Path) -> Path:
    if path.suffix == ".csv":
        path.write_text(TITLED)
        return path
    book = openpyxl.Workbook()
    for cells in (line.split(";") for line in TITLED.splitlines()):
        book.active.append([cell or None for cell in cells])
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["lines.csv", "lines.xlsx"])
def test_what_stands_above_the_names_of_columns_is_passed_over(tmp_path: Path, cli: Cli, name: str) -> None:
    folder = partnership(tmp_path / "p", SHARE)
    (folder / "revenue").mkdir()
    path = titled(folder / "revenue" / name)
    drafted = cli("settle", "mapping", path).out
    assert "\nheader: 4  # the row that names the columns; what stands above it is passed over\n" in drafted
    filled = drafted.replace("of: ?", "of: alpha").replace("currency: ?", "currency: USD").replace("api: ?", "api: api")
    (folder / "revenue" / "mapping.yaml").write_text(filled)
    assert "246.90 USD  20% of 1,234.50 USD" in cli("settle", folder, "--period", "2025-01").out
    (folder / "revenue" / "mapping.yaml").write_text(filled.replace("Betrag", "Netto"))
    assert f"{name}:4: the file has no column 'Netto'" in cli("settle", folder, "--period", "2025-01").err


def test_a_draft_that_is_not_answered_says_which_of_its_lines(tmp_path: Path, cli: Cli) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    mapping = folder / "revenue" / "mapping.yaml"
    mapping.write_text('of: ?  # whose\ncolumns: {date: day, stream: stream, amount: amount, note: "why: ?"}\n'
                       "constants: {currency: ?}\n")  # fmt: skip
    said = cli("settle", folder, "--period", "2025-01").err
    assert "mapping.yaml:1:1: a ? of the draft stands here still\n  fix: write what is meant in its place;" in said
    assert "mapping.yaml:3:1:" in said and "mapping.yaml:2:1:" not in said


@pytest.mark.parametrize("name", ["lines.parquet", "lines.xls", "lines.json"])
def test_a_file_of_another_kind_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PAR1\x88")
    with pytest.raises(BillingError, match=f"{name}: revenue lines are CSV or XLSX\n  fix: save it as CSV in UTF-8"):
        lines_as_shown(tmp_path / name)
