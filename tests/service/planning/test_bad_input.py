"""Bad planning files, one fault at a time: told with file, row and what mends it, and nothing is planned."""

from pathlib import Path

import pytest
from tests.service.planning.test_plan import AGREEMENT, NEEDS, SUPPLY, folder, said

__all__ = ["folder"]
FUTURES = 'schema: firstcall/futures/1\nanswers:\n  - {line: any, match: "0.5"}\ndemand:\n  - {id: up, weight: "1"}\n'
TEXTS = {"needs.yaml": NEEDS, "supply.csv": SUPPLY, "futures.yaml": FUTURES}
RIVAL = "r,rival,a,2,128,2025-02-01,8,6"
BIG, NAN, INFINITE = "9" * 30, ".nan", ".inf"


def row(**changed: str) -> str:
    """The rival's row with other values."""
    names = SUPPLY.split("\n")[0].split(",")
    values = dict(zip(names, RIVAL.split(","), strict=True)) | changed
    return ",".join(values[name] for name in names)


def with_column(name: str, value: str) -> str:
    """Supply with one more column, which only the rival's row fills."""
    head, host, rival = SUPPLY.strip().split("\n")
    return f"{head},{name}\n{host},\n{rival},{value}\n"


ROWS = [
    (row(accelerator="b"), "unknown accelerator 'b'"),
    (row(price="-2"), "price: '-2' is negative"),
    (row(price="0"), "price: 0 is no price"),
    (row(price="NaN"), "price: 'NaN' is not a plain number"),
    (row(price="inf"), "price: 'inf' is not a plain number"),
    (row(price="1e400"), "price: '1e400' is not a plain number"),
    (row(price=BIG), "price: '9{30}' is not a plain number"),
    (row(price="$2"), "is not a plain number"),
    (row(price='"2,5"'), "price: '2,5' is not a plain number"),
    (row(price=""), "price is empty"),
    (row(quantity="0"), "quantity 0 is less than one block of 8"),
    (row(quantity="10000001"), "quantity: '10000001' is not a whole number up to 10,000,000"),
    (row(quantity="7.5"), "quantity: '7.5' is not a whole number"),
    (row(block="0"), "block: 0 is no piece"),
    (row(available_from="2025-02-30"), "'2025-02-30' is not a day of the calendar"),
    (row(available_from="9999-12-31"), "'9999-12-31' is not in the years that are read"),
    (row(available_from="0001-01-01"), "'0001-01-01' is not in the years that are read"),
    (row(min_term_months="9999999"), "min_term_months: '9999999' is not a whole number up to 600"),
    (row(id="h"), "the id 'h' stands in line 2 too"),
    (RIVAL + ",9", "9 values stand under 8 columns"),
    ("r,rival,a,2", "4 values stand under 8 columns"),
]
COLUMNS_MORE = [
    ("currency", "EUR", "the price is in EUR and the needs in USD, and no rate is given"),
    ("currency", "eur", "currency: 'eur' is not a currency"),
    ("lead_days", "999999", "lead_days: '999999' is not a whole number up to 36,500"),
    ("take_or_pay", "1.5", "take_or_pay: '1.5' is not a share"),
    ("prepayment", "-1", "prepayment: '-1' is negative"),
    ("min_quantity", "200", "min_quantity 200 is more than the quantity 128"),
    ("expires", "soon", "expires: 'soon' is not a date"),
    ("grade", "sure", "grade: 'sure' is not known"),
    ("basis", "promise", "basis: 'promise' is not known"),
]
NEEDED = [
    ("unmet: \"9\"\n  - {", "unmet: \"-9\"\n  - {", 8, "unmet: -9 is below zero, as if missing hours earned something"),
    ("unmet: \"9\"\n  - {", f"unmet: {NAN}\n  - {{", 8, "'.nan' is not a plain decimal number"),
    ("unmet: \"9\"\n  - {", f"unmet: {INFINITE}\n  - {{", 8, "'.inf' is not a plain decimal number"),
    ("unmet: \"9\"\n  - {", f"unmet: \"{BIG}\"\n  - {{", 8, "has more digits than are read"),
    ("\"64\"", "\"-4\"", 7, "accelerators: '-4' stands where a number from 0 on is wanted"),
    ("\"64\"", NAN, 7, "'.nan' is not a plain decimal number"),
    ("accelerators: \"64\"", "mw: \"2\"", 7, "how many a a megawatt feeds is not told"),
    ("accelerators: \"64\"", "accelerators: \"64\", mw: \"2\"", 7, "an amount has exactly one measure"),
    ("{from: 2025-02-01, to: 2025-06-30, accelerators: \"64\"}",
     "{from: 2025-06-30, to: 2025-02-01, accelerators: \"64\"}", 7, "ends on 2025-02-01, before it begins"),
    ("{from: 2025-02-01, to: 2025-06-30, accelerators: \"64\"}",
     "{from: 2024-02-01, to: 2024-06-30, accelerators: \"64\"}", 4, "need 't' ends on 2024-06-30, before the planning"),
    ("{id: s,", "{id: t,", 9, "the id 't' stands twice"),
    ("{a: {}}", "{a: {stands_for: {b: \"2\"}}, b: {stands_for: {a: \"2\"}}}", 2, "in a circle: a > b > a"),
    ("{a: {}}", "{a: {stands_for: {a: \"2\"}}}", 2, "in a circle: a > a"),
    ("workloads: train", "workloads: trane", 5, "unknown workload 'trane'"),
    ("unmet: \"9\"\n  - {", "unmet: \"9\"\n    ceiling: \"0\"\n  - {", 9, "ceiling: '0' stands where a number over 0"),
    ("unmet: \"9\"\n  - {", "unmet: \"9\"\n    branches: {down: \"2\"}\n  - {", 4, "changes in branch 'down'"),
    ("assumptions:", "hours_per_month: \"1000\"\nassumptions:", 11, "hours_per_month: '1000' stands where a number up"),
    ("assumptions:", "rates: {EUR: \"0\"}\nassumptions:", 11, "EUR: '0' stands where a number over 0 is wanted"),
]  # fmt: skip
SUPPOSED = [
    ('match: "0.5"', 'match: "1.5"', 3, "match: '1.5' stands where a number up to 1 is wanted"),
    ('match: "0.5"', f"match: {NAN}", 3, "'.nan' is not a plain decimal number"),
    ('match: "0.5"', 'match: "0.5", parts: [{share: "2", probability: "0.1"}]', 3, "share: 2 is no part of what is"),
    ('match: "0.5"', 'match: "0.5", parts: [{share: "-1", probability: "0.1"}]', 3, "share: -1 is no part of what is"),
    ('match: "0.5"', 'match: "0.5", parts: [{share: "0.5", probability: "0.6"}]', 3, "add to more than 1"),
    ('match: "0.5"', 'match: "0.5", lead_days: 999999999', 3, "stands where a number up to 36500 is wanted"),
    ('match: "0.5"', 'match: "0.5", lead_days: -1', 3, "stands where a number from 0 on is wanted"),
    ("line: any", "line: q", 3, "unknown line of supply 'q'"),
    ("line: any", "line: any, clause: nope", 3, "unknown right of first refusal 'nope'"),
    ("line: any", "line: any, clause: serving", 3, "unknown right of first refusal 'serving'"),
    ('weight: "1"', 'weight: "-1"', 5, "weight: '-1' stands where a number over 0 is wanted"),
    ('weight: "1"', 'weight: "1", times: "0"', 5, "times: '0' stands where a number over 0 is wanted"),
    ("demand:", "consents: [{clause: any, given: '1', delay_days: 99999999}]\ndemand:", 4, "a number up to 36500"),
]
CASES = [
    *(("supply.csv", SUPPLY.replace(RIVAL, wrong), 3, what) for wrong, what in ROWS),
    *(("supply.csv", with_column(name, value), 3, what) for name, value, what in COLUMNS_MORE),
    *(("needs.yaml", NEEDS.replace(right, wrong, 1), line, what) for right, wrong, line, what in NEEDED),
    *(("futures.yaml", FUTURES.replace(right, wrong, 1), line, what) for right, wrong, line, what in SUPPOSED),
    ("supply.csv", "", 1, "the file is empty"),
    ("supply.csv", SUPPLY.split("\n")[0] + "\n", 1, "there is no line of supply"),
    ("supply.csv", SUPPLY.replace("price", "prise", 1), 1, "unknown column 'prise'"),
    ("supply.csv", SUPPLY.replace("price,", "price,price,", 1), 1, "the column 'price' stands twice"),
    ("supply.csv", SUPPLY.replace(",", ";"), 1, "unknown column"),
    ("needs.yaml", "", 1, "the file is empty"),
    ("needs.yaml", "- a\n", 1, "a list stands where a mapping of keys to values is wanted"),
    ("futures.yaml", "", 1, "the file is empty"),
]


@pytest.mark.parametrize("command", [("plan",), ("route", "--need", "t", "--on", "2025-01-01")], ids=["plan", "route"])
@pytest.mark.parametrize(("file", "text", "line", "what"), CASES)
def test_a_fault_is_told_with_its_file_its_row_and_what_mends_it(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    file: str,
    text: str,
    line: int,
    what: str,
) -> None:  # fmt: skip
    assert text != TEXTS[file], "something is changed"
    (folder / "futures.yaml").write_text(FUTURES, encoding="utf-8")
    (folder / file).write_text(text, encoding="utf-8")
    code, out, err = said(capsys, *command, str(folder))
    assert (code, out) == (3, "")
    first, fix = err.split("\n")[:2]
    assert first.startswith(f"{folder / file}:{line}:") and fix.startswith("  fix: ")
    pattern = what.replace("9{30}", BIG)
    assert pattern in first
    for other in err.split("\n"):
        assert "at least one value is wanted" not in other, "an entry that is wrong is no missing entry"


def test_a_mark_of_byte_order_is_no_part_of_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = said(capsys, "plan", str(folder))[1]
    for file in ("needs.yaml", "supply.csv"):
        (folder / file).write_bytes(b"\xef\xbb\xbf" + TEXTS[file].encode())
    assert said(capsys, "plan", str(folder))[:2] == (0, plain)


def test_what_stops_no_plan_is_told_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "agreement.yaml").write_text(AGREEMENT + "  - {id: term, type: term, until: 2025-06-30}\n", "utf-8")
    twice = (
        with_column("date", "2020-01-01") + row(id="q", provider="elsewhere") + ",\n" + row(id="z") + ",2020-01-01\n"
    )
    (folder / "supply.csv").write_text(twice, encoding="utf-8")
    code, out, _ = said(capsys, "plan", str(folder))
    told = " ".join(out.split())
    assert code == 0
    for words in (
        "The price is more than a year old: r (row 3), z (row 5).",
        "one capacity may stand there twice: r (row 3), z (row 5).",
        "read as `other`: q (row 4).",
        "r (row 3), q (row 4), z (row 5).",
    ):
        assert words in told, told
