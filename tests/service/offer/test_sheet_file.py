"""An offer as a file: nothing that stands in it is dropped; what would be is refused with the cell."""

import io
import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.service.conftest import Cli

from firstcall.errors import FirstcallError, QuestionError
from firstcall.service.offer.sheet_file import read_sheet

HEADER = "third_party,quantity,unit,price,currency,price_per"
ROW = "rival,12,MW,2.05,USD,gpu_hour"


def workbook(*rows: list[Any]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows or (["third_party", "quantity", "unit"], ["rival", 12, "MW"]):
        book.active.append(row)
    return book


def packed(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def with_sheet(raw: bytes, old: str, new: str) -> bytes:
    """A workbook whose sheet says something else, as a file made by hand may."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            text = read.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            write.writestr(name, text)
    return out.getvalue()


def refused(tmp_path: Path, name: str, raw: bytes | str) -> str:
    file = tmp_path / name
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(QuestionError) as error:
        read_sheet(file)
    assert "\n  fix: " in str(error.value)
    return str(error.value).replace(str(tmp_path) + "/", "")


def test_a_table_of_either_kind_is_one_offer(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text(f"{HEADER}\n{ROW}\n\n")
    (tmp_path / "o.xlsx").write_bytes(packed(workbook(HEADER.split(","), ["rival", 12, "MW", 2.05, "USD", "gpu_hour"])))
    assert read_sheet(tmp_path / "o.csv") == read_sheet(tmp_path / "o.xlsx")
    assert read_sheet(tmp_path / "o.csv").payload()["quantity"] == "12"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEADER},quantity\n{ROW},13\n", "o.csv:1: the column 'quantity' stands twice"),
        (f"{HEADER}\n{ROW[: ROW.index(',USD')]}\n", "o.csv:2: 4 values stand under 6 columns"),
        (f"{HEADER}\n{ROW},\n", "o.csv:2: 7 values stand under 6 columns"),
        (f"{HEADER},\n{ROW},x\n", "o.csv:1: column 7 has no name"),
        (f'{HEADER}\nrival,"12,MW\n', "o.csv: not a table of CSV"),
        (f"{HEADER}\n{ROW}\n{ROW}\n", "o.csv: 2 rows of offers"),
        (f"{HEADER}\n", "o.csv: 0 rows of offers"),
        ("", "o.csv: 0 rows of offers"),
        (f"{HEADER},colour\n{ROW},red\n", "o.csv:2: unknown column 'colour'"),
    ],
)
def test_what_a_csv_would_lose_is_refused(text: str, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "o.csv", text).startswith(said)


def formula() -> bytes:
    return packed(workbook(["third_party", "quantity"], ["rival", "=6*2"]))


def merged() -> bytes:
    book = workbook()
    book.active.merge_cells("A2:B2")
    return packed(book)


def dated() -> bytes:
    noon = datetime(2026, 1, 1, 12)  # noqa: DTZ001  a cell has no zone
    return packed(workbook(["third_party", "start"], ["rival", noon]))


PLAIN = packed(workbook())


def renamed(raw: bytes) -> bytes:
    """A workbook whose sheet is called something else than XML, and declares an entity."""
    raw = with_sheet(raw, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(out, "w") as write:
        for name in read.namelist():
            write.writestr(name.replace("sheet1.xml", "sheet1.bin"), read.read(name).replace(b"t1.xml", b"t1.bin"))
    return out.getvalue()


def doubled(raw: bytes) -> bytes:
    """A workbook that holds its sheet twice."""
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.writestr("xl/worksheets/sheet1.xml", book.read("xl/worksheets/sheet1.xml"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (packed(workbook(["third_party", "quantity", "quantity"], ["rival", 12, 13])),
         "o.xlsx:C1: the column 'quantity' stands twice (see B1)"),
        (formula(), "o.xlsx:B2: the formula has no stored value"),
        (merged(), "o.xlsx:A2:B2: the cells are merged"),
        (packed(workbook(["third_party"], ["rival", 12])), "o.xlsx:B2: a value stands under no column"),
        (packed(workbook(["third_party", None, "unit"], ["rival", 12, "MW"])), "o.xlsx:B2: a value stands under no"),
        (dated(), "o.xlsx:B2: a time of day stands with the date"),
        (with_sheet(PLAIN, "<v>12</v>", "<v>0.30000000000000004</v>"), "o.xlsx:B2: a number is kept as 0.3000"),
        (with_sheet(PLAIN, "<v>12</v>", "<v>&nbsp;</v>"), "o.xlsx: not a workbook (undefined entity"),
        (with_sheet(PLAIN, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'), "o.xlsx: 'xl/worksheets/sheet1"),
        (with_sheet(PLAIN, "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'),
         "o.xlsx: the sheet goes beyond its row 1,000"),
        (with_sheet(PLAIN, 'r="C2"', 'r="XFD2"'), "o.xlsx:XFD2: the sheet goes beyond its column 1,000"),
        (with_sheet(PLAIN, 'r="C2"', 'r="B2"'), "o.xlsx:B2: the cell stands twice"),
        (with_sheet(PLAIN, "</sheetData>", " " * 21_000_000 + "</sheetData>"), "o.xlsx: the workbook unpacks to 21,"),
        (with_sheet(PLAIN, 't="n"><v>12', 't="e"><v>#REF!'), "o.xlsx:B2: an error stands there (#REF!)"),
        (with_sheet(PLAIN, 'r="B2"', 'r="G2"'), "o.xlsx:C2: what stands there does not follow on what stands before"),
        (with_sheet(PLAIN, 'r="B2"', 'r="B3"'), "o.xlsx:B3: what stands there does not follow"),
        (with_sheet(PLAIN, '<row r="2"', '<row r="1"'), "o.xlsx:1: what stands there does not follow"),
        (with_sheet(PLAIN, "<v>12</v>", "<v>12.00000000000000000001</v>"), "o.xlsx:B2: a number is kept as 12.0000"),
        (renamed(PLAIN), "o.xlsx: 'xl/worksheets/sheet1.bin' in it declares entities"),
        (doubled(PLAIN), "o.xlsx: 'xl/worksheets/sheet1.xml' stands twice in it"),
        (PLAIN[:-200], "o.xlsx: not a workbook (BadZipFile)"),
        (b"not a zip", "o.xlsx: not a workbook (BadZipFile)"),
        (b"", "o.xlsx: not a workbook (BadZipFile)"),
    ],
)  # fmt: skip
def test_what_a_workbook_would_lose_or_cost_is_refused(raw: bytes, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "o.xlsx", raw).startswith(said)


def test_the_size_that_a_sheet_says_of_itself_is_not_believed(tmp_path: Path) -> None:
    raw = with_sheet(PLAIN, 'ref="A1:C2"', 'ref="A1:XFD1048576"')
    (tmp_path / "o.xlsx").write_bytes(raw)
    assert read_sheet(tmp_path / "o.xlsx").payload()["quantity"] == "12"


def test_a_stored_value_of_a_formula_counts(tmp_path: Path) -> None:
    raw = with_sheet(formula(), "<f>6*2</f><v></v>", "<f>6*2</f><v>12</v>")
    (tmp_path / "o.xlsx").write_bytes(raw)
    assert read_sheet(tmp_path / "o.xlsx").payload()["quantity"] == "12"


@pytest.mark.parametrize("at", range(0, len(PLAIN), 97))
def test_a_damaged_workbook_is_read_whole_or_refused(at: int, tmp_path: Path) -> None:
    file = tmp_path / "o.xlsx"
    file.write_bytes(PLAIN[:at] + b"\x00\xff" + PLAIN[at + 2 :])
    try:
        assert read_sheet(file).third_party
    except FirstcallError as error:
        assert "\n  fix: " in str(error)


def test_a_refused_sheet_leaves_the_record_as_it_was(deal: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "o.xlsx").write_bytes(formula())
    ran = cli("offer", "receive", deal, "o-1", "--sheet", tmp_path / "o.xlsx")
    assert ran.code == 2 and ":B2: the formula has no stored value" in ran.err
    assert (deal / "record.jsonl").read_bytes() == b""
