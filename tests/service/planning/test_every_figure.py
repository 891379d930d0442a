"""Every figure has the grade of its weakest input; every price its kind, every plan its gap."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.service.planning.test_plan import AGREEMENT, NEEDS, SUPPLY, folder, said

from firstcall.agreement.model.basis import GRADES

__all__ = ["folder"]
ROWS = ("buys", "periods", "unmet", "costs", "late", "texts", "tornado", "lines", "quarters")
AGREED = "basis: {grade: agreed}"
FUTURES = """schema: firstcall/futures/1
answers: [{line: r, match: "0.5", basis: {grade: agreed}}]
demand:
  - {id: up, weight: "1", times: "1.1", basis: {grade: agreed}}
  - {id: down, weight: "1", times: "0.9", basis: {grade: agreed}}
"""
GRADED = {
    "agreement.yaml": AGREEMENT.replace("effective: 2024-01-01", "effective: 2024-01-01\nbasis: {grade: agreed}"),
    "needs.yaml": NEEDS.replace("unmet: \"9\"\n  - {", f"unmet: \"9\"\n    {AGREED}\n  - {{{AGREED}, "),
    "supply.csv": "\n".join(f"{line},{more}" for line, more in zip(
        SUPPLY.strip().split("\n"), ("grade", "agreed", "agreed"), strict=True)) + "\n",
    "futures.yaml": FUTURES,
}  # fmt: skip
PLAN = ("plan", "--prices", "--tornado", "--text", "2025-01-01", "--text", "2024-06-01")


def told(folder: Path, capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    code, out, err = said(capsys, command[0], str(folder), *command[1:], "--json")
    assert code == 0, err
    return json.loads(out)


def objects(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[dict[str, Any], tuple[Any, ...]]]:
    """Every object with those that it stands in."""
    if isinstance(value, dict):
        yield value, above
        for part in value.values():
            yield from objects(part, (*above, value))
    elif isinstance(value, list):
        for part in value:
            yield from objects(part, above)


def is_figure(key: str, value: Any) -> bool:
    """Whether a value is a number of money, hours or shares; numbers that count rows or days of grace are none."""
    if isinstance(value, bool) or key in {"safe_days", "row", "blocks", "term_months", "window", "chance"}:
        return False
    return isinstance(value, str) and value.replace(".", "", 1).removeprefix("-").isdigit()


@pytest.mark.parametrize("command", [PLAN, ("route", "--need", "t", "--on", "2025-01-01")], ids=["plan", "route"])
def test_every_object_with_a_figure_says_what_it_rests_on(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    (folder / "futures.yaml").write_text(FUTURES, encoding="utf-8")
    whole = told(folder, capsys, *command)
    seen = 0
    for held, above in objects(whole):
        if any(is_figure(key, value) for key, value in held.items()):
            grades = [one["rests_on"] for one in (held, *reversed(above)) if "rests_on" in one]
            assert grades and grades[0] in GRADES, held
            seen += 1
    assert seen >= 5
    for name in ROWS:
        assert all("rests_on" in row for row in whole.get(name, [])), f"each of {name} says so for itself"
    if command[0] == "plan":
        assert {"gap", "bound", "rests_on"} <= whole["money"].keys() and all("gap" in one for one in whole["texts"])
        assert whole["value"]["kind"] == "of the relaxation" and whole["prices"]["of"] == "the relaxation"


def graded(folder: Path, **changed: str) -> None:
    for name, text in GRADED.items():
        (folder / name).write_text(changed.get(name.partition(".")[0], text), encoding="utf-8")


def test_where_all_is_agreed_so_is_every_figure_but_of_suppositions_moved(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graded(folder, agreement=all_agreed())
    whole = told(folder, capsys, *PLAN)
    assert whole["rests_on"] == "agreed" == whole["prices"]["rests_on"] == whole["value"]["rests_on"]
    assert {row["rests_on"] for name in ROWS[:6] for row in whole[name]} == {"agreed"}
    assert {row["rests_on"] for row in whole["tornado"]} <= {"assumed"}


def all_agreed() -> str:
    """The agreement with every clause of it agreed, and what a right is triggered by written out."""
    lines = GRADED["agreement.yaml"].replace("workloads: [serve]}}", "workloads: [serve]}, basis: {grade: agreed}}")
    return lines.replace("    tail:", "    trigger: third_party_offer\n    basis: {grade: agreed}\n    tail:")


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("needs", AGREED, "basis: {grade: reported, source: s}"),
        ("needs", AGREED, "basis: {grade: agreed, assumed: [amount]}"),
        ("supply", "6,agreed", "6,assumed"),
        ("futures", 'match: "0.5", basis: {grade: agreed}', 'match: "0.5"'),
        ("futures", "answers: [{line: r,", "answers: [{line: h,"),
        ("futures", 'times: "0.9", basis: {grade: agreed}', 'times: "0.9"'),
    ],
)
def test_one_weaker_input_weakens_what_rests_on_it(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, right: str, wrong: str
) -> None:
    text = GRADED[f"{file}.{'csv' if file == 'supply' else 'yaml'}"]
    assert right in text
    weaker = text.replace(right, wrong, 1)
    if "source: s" in wrong:
        weaker += "sources: {s: {title: A report}}\n"
    graded(folder, agreement=all_agreed(), **{file: weaker})
    whole = told(folder, capsys, *PLAN)
    grade = "reported" if "reported" in wrong else "assumed"
    assert whole["rests_on"] == whole["money"]["rests_on"] == whole["prices"]["rests_on"] == grade
    assert {row["rests_on"] for row in whole["periods"] if row["need"] == "t"} == {grade}
