"""A price promise on the clock: in words of each language, as plain values, on its page, for whom it is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from firstcall.report.words.enums import Language
from firstcall.service.cli import run

TEXT = """schema: firstcall/agreement/1
id: favoured
title: A price no worse than that of others
timezone: UTC
calendar: ES
parties:
  lumbre: {name: Lumbre, role: grantor}
  nube: {name: Nube, role: holder}
  faro: {name: Faro, role: holder}
providers: {nube-cloud: {operator: nube}}
definitions: {workloads: [training]}
effective: 2026-01-01
clauses:
  - {id: best, type: price_promise, by: nube, to: lumbre, contract: C-1, price: price, currency: EUR}
"""


Clock = Callable[..., str]


@pytest.fixture
def clock(folder: Path, capsys: pytest.CaptureFixture[str]) -> Clock:
    def told(*args: str) -> str:
        capsys.readouterr()
        assert run(["clock", str(folder), *args]) == 0
        return capsys.readouterr().out

    return told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreement.yaml").write_text(TEXT, encoding="utf-8")
    for name, price in (("C-1", "2.10"), ("C-2", "1.95")):
        args = [
            "--id",
            name,
            "--by",
            "lumbre",
            "--entered-by",
            "desk",
            "--at",
            "2026-01-10",
            "--recorded",
            "2026-01-10",
        ]
        args += ["--contract", name, "--provider", "nube-cloud", "--term", f"price={price}"]
        assert run(["record", "add", "contract-signed", str(tmp_path), *args]) == 0
    return tmp_path


def test_the_figures_are_plain_values(clock: Clock) -> None:
    (one,) = json.loads(clock("--on", "2026-02-01", "--json"))["promises"]
    assert (one["state"], one["price"], one["best"], one["difference"]) == (
        "broken", "2.1", {"contract": "C-2", "price": "1.95"}, "0.15",
    )  # fmt: skip
    (before,) = json.loads(clock("--on", "2026-01-09", "--json"))["promises"]
    assert (before["state"], before["difference"]) == ("unknown", None), "no zero where nothing is known"


@pytest.mark.parametrize(("lang", "words", "title"), [
    ("en", "nube owes lumbre 0.15 EUR for each unit", "Price promises"),
    ("es", "nube debe a lumbre 0,15", "Promesas de precio"), ("id", "nube berutang kepada", "Janji harga"),
])  # fmt: skip
def test_it_is_said_in_each_language_on_page_and_in_text(
    folder: Path, clock: Clock, lang: Language, words: str, title: str
) -> None:
    args = "--on", "2026-02-01", "--lang", lang
    assert words in clock(*args).replace("\u202f", " ").replace("\xa0", " ")
    clock(*args, "--html", str(folder / "due.html"))
    section = (folder / "due.html").read_text(encoding="utf-8").partition(f">{title}</h2>")[2]
    assert "C-2" in section


def test_a_party_that_it_does_not_concern_is_not_told(clock: Clock) -> None:
    assert json.loads(clock("--on", "2026-02-01", "--as", "faro", "--json"))["promises"] == []
    told = json.loads(clock("--on", "2026-02-01", "--as", "nube", "--json"))["promises"]
    assert [one["promise"] for one in told] == ["best"]
