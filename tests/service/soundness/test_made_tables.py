"""A table that a partnership keeps is named by the receipts of its decisions, and of no others."""

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.service.conftest import Cli

ON = "2025-03-01"
ASKED = ("--workload", "training", "--provider", "oracle", "--on", ON)


@pytest.fixture
def deal(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "examples" / "microsoft-openai", tmp_path / "deal"))


def receipt(cli: Cli, deal: Path, *asked: str) -> dict[str, Any]:
    ran = cli("decide", deal, *(asked or ASKED), "--json")
    assert ran.code == 0, ran.err
    made: dict[str, Any] = ran.json["receipt"]
    return made


def export(cli: Cli, deal: Path, name: str = "march", kind: str = "sql", on: str = ON) -> Path:
    assert cli("export", deal, "--to", kind, "--on", on, "--out", deal / "tables" / name).code == 0
    return deal / "tables" / name


def test_a_receipt_names_the_table_and_how_it_is_checked(deal: Path, cli: Cli) -> None:
    before = receipt(cli, deal)
    made = export(cli, deal)
    after = receipt(cli, deal)
    table = after["table"]
    assert before["table"] is None and {**after, "table": None} == before
    told = json.loads((made / "certificate.json").read_text(encoding="utf-8"))
    assert table == {
        "folder": str(made),
        "check": table["check"],
        **{k: v for k, v in told.items() if k not in ("kind", "at")},
    }
    assert (table["questions"], table["history"], table["record"]) == (372, after["history"], after["record"])
    program, *command = shlex.split(table["check"])
    ran = cli(*command, "--json")
    assert (program, ran.code, ran.json["differ"], ran.json["other_grounds"]) == ("firstcall", 0, 0, [])


def test_the_certificate_is_the_same_whatever_the_engine_and_however_often(deal: Path, cli: Cli) -> None:
    made = [export(cli, deal, name, kind) for name, kind in (("a", "sql"), ("b", "cedar"), ("c", "json"), ("d", "sql"))]
    told = [json.loads((one / "certificate.json").read_text(encoding="utf-8")) for one in made]
    assert all({**one, "kind": ""} == {**told[0], "kind": ""} for one in told)
    assert receipt(cli, deal)["table"]["folder"] == str(made[0])


@pytest.mark.parametrize(
    "asked",
    [
        ("--workload", "training", "--provider", "oracle", "--on", "2022-03-01"),
        ("--workload", "training", "--provider", "oracle", "--on", "2026-05-01"),
        (*ASKED, "--quantity", "5"),
        (*ASKED, "--signed", "2024-01-01"),
        (*ASKED, "--reading", "api-scope=stateless-only"),
        (*ASKED, "--known-at", "2024-01-01"),
        ("--workload", "training", "--provider", "oracle", "--on", "2025-03"),
        ("--licensee", "microsoft", "--product", "first_party", "--on", ON),
    ],
)  # fmt: skip
def test_another_question_names_none(asked: tuple[str, ...], deal: Path, cli: Cli) -> None:
    export(cli, deal)
    assert receipt(cli, deal, *asked)["table"] is None


def test_on_another_record_no_receipt_names_it_and_the_check_says_so(deal: Path, cli: Cli) -> None:
    made = export(cli, deal)
    added = cli("record", "add", "context", deal, "--at", "2026-10-01", "--by", "openai", "--title", "A remark")
    assert added.code == 0, added.err
    assert receipt(cli, deal)["table"] is None
    ran = cli("export", deal, "--to", "sql", "--on", ON, "--check", made, "--json")
    assert (ran.code, ran.json["other_grounds"]) == (0, ["record"]) and "no receipt names it" in ran.err


def test_a_certificate_that_was_changed_is_told(deal: Path, cli: Cli) -> None:
    made = export(cli, deal) / "certificate.json"
    told = json.loads(made.read_text(encoding="utf-8"))
    made.write_text(json.dumps(told | {"answers": 5}), encoding="utf-8")
    ran = cli("export", deal, "--to", "sql", "--on", ON, "--check", made.parent)
    assert ran.code == 1 and "is another than that of these decisions" in ran.err


@pytest.mark.parametrize("text", ["", "[]", "{}", "5", '{"kind": "sql"}', "\xff", "[" * 5000])
def test_what_is_no_certificate_is_refused(text: str, deal: Path, cli: Cli) -> None:
    file = deal / "tables" / "odd" / "certificate.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("latin-1"))
    ran = cli("decide", deal, *ASKED, "--json")
    assert ran.code == 3 and f"{file}: this is no certificate" in ran.err and "remove its folder" in ran.err


def test_rows_of_a_file_name_it_too(deal: Path, cli: Cli, tmp_path: Path) -> None:
    made = export(cli, deal)
    file = tmp_path / "asked.csv"
    file.write_text(f"workload,provider,on,quantity\ntraining,oracle,{ON},\ntraining,oracle,{ON},5\n", encoding="utf-8")
    rows = cli("decide", deal, "--questions", file, "--json").json
    assert rows[0]["receipt"]["table"]["folder"] == str(made) and rows[1]["receipt"]["table"] is None
