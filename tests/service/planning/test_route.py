"""firstcall route and move: text, JSON, a page; and their mistakes."""

import json
from pathlib import Path

import pytest
from tests.service.planning.test_plan import folder, said

__all__ = ["folder"]


def test_a_need_of_the_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "route", str(folder), "--need", "t", "--on", "2025-01-01")
    assert code == 0 and out.startswith("t: 64 a from Sat 1 Feb 2025: ")
    assert "free now" in out and "after notice" in out and "if Host takes it: runs at hostcloud" in out


def test_a_need_described_by_flags(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = (
        "--workload",
        "serve",
        "--quantity",
        "16",
        "--accelerator",
        "a",
        "--from",
        "2025-02-01",
        "--on",
        "2025-01-01",
    )
    code, out, _ = said(capsys, "route", str(folder), *args, "--json")
    found = json.loads(out)
    assert code == 0 and {line["line"]: line["class"] for line in found["lines"]} == {"h": "free now", "r": "barred"}
    assert found["quarters"][0]["uncovered"] == "0" and found["quarters"][0]["proven"]


def test_a_page_and_markdown(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "route.html"
    assert said(capsys, "route", str(folder), "--need", "t", "--on", "2025-01-01", "--html", str(page))[0] == 0
    assert "Do this now" in page.read_text(encoding="utf-8")
    assert (
        "| what | line |"
        in said(capsys, "route", str(folder), "--need", "t", "--on", "2025-01-01", "--format", "md")[1]
    )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "a route is to one need\n  fix: name it with --need"),
        (["--need", "tt"], "there is no need 'tt'\n  fix: "),
        (["--workload", "train"], "a described need has a workload, a quantity and an accelerator"),
        (["--workload", "x", "--quantity", "1", "--accelerator", "a"], "--workload: unknown workload 'x'"),
        (["--workload", "train", "--quantity", "1", "--accelerator", "z"], "--accelerator: unknown accelerator 'z'"),
        (["--workload", "train", "--quantity", "1", "--accelerator", "a", "--from", "2025-03-01", "--to", "2025-02-01"],
         "--to 2025-02-01 lies before --from 2025-03-01"),
    ],
)  # fmt: skip
def test_mistakes_say_how_to_mend(
    folder: Path, args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, "route", str(folder), *args, "--on", "2025-01-01")
    assert code in (2, 4) and message in err and out == ""


@pytest.mark.parametrize("quantity", ["0", "-5"])
def test_a_route_to_nothing_is_refused(quantity: str, capsys: pytest.CaptureFixture[str]) -> None:
    described = ("-w", "training", "--quantity", quantity, "--accelerator", "H100", "--on", "2025-02-03")
    code, _, err = said(capsys, "route", "examples/microsoft-openai", *described)
    assert code == 2 and err.startswith(
        f"--quantity {quantity}: nothing is asked for\n  fix: write a number above zero"
    )
