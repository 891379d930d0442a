"""firstcall record export: a folder that stands alone."""

import json
from pathlib import Path

import pytest
from tests.service.conftest import Cli


@pytest.mark.parametrize("party", ["tamborala", "nordhaller", "wiraksa"])
def test_a_folder_for_each_party_verifies(party: str, root: Path, tmp_path: Path, cli: Cli) -> None:
    ran = cli("record", "export", root / "examples" / "wiraksa", "--as", party, "--to", tmp_path / party)
    assert ran.code == 0 and f"as {party} may see them" in ran.out
    assert ran.err == "a view, not access control: look it through before you send it\n"
    assert sorted(path.name for path in (tmp_path / party).iterdir()) == [
        ".gitattributes",
        "agreement.yaml",
        "record.jsonl",
    ]
    assert cli("record", "verify", tmp_path / party).code == 0
    assert cli("check", tmp_path / party).code == 0


def test_the_grantor_gets_its_own_lines_where_nobody_else_entered_any(deal: Path, tmp_path: Path, cli: Cli) -> None:
    cli("record", "add", "context", deal, "--title", "x", "--by", "grantor", "--note", "ours")
    ran = cli("record", "export", deal, "--as", "grantor", "--to", tmp_path / "w", "--json")
    assert (tmp_path / "w" / "record.jsonl").read_bytes() == (deal / "record.jsonl").read_bytes()
    assert ran.json["digest"] == cli("record", "verify", deal, "--json").json["digest"]


def test_the_grantor_sees_every_event_and_nothing_that_the_others_keep_to_themselves(
    root: Path, tmp_path: Path, cli: Cli
) -> None:
    folder = root / "examples" / "wiraksa"
    cli("record", "export", folder, "--as", "wiraksa", "--to", tmp_path / "w")
    whole = [json.loads(line) for line in (folder / "record.jsonl").read_text().splitlines()]
    seen = [json.loads(line) for line in (tmp_path / "w" / "record.jsonl").read_text().splitlines()]
    assert [event["id"] for event in seen] == [event["id"] for event in whole]
    for event in seen:
        kept = {"note", "evidence", "signatory", "basis"} & event.keys()
        assert event["by"] == "wiraksa" or (not kept and event["entered_by"] == event["by"])


def test_what_a_party_may_not_see_is_not_in_its_folder(root: Path, tmp_path: Path, cli: Cli) -> None:
    cli("record", "export", root / "examples" / "wiraksa", "--as", "nordhaller", "--to", tmp_path / "n")
    ids = {event["by"] for event in cli("record", "show", tmp_path / "n", "--json").json}
    assert "tamborala" not in ids
    assert "tamborala" not in (tmp_path / "n" / "record.jsonl").read_text()


def test_refusals(deal: Path, root: Path, tmp_path: Path, cli: Cli) -> None:
    ran = cli("record", "export", deal, "--as", "holder", "--to", deal)
    assert ran.code == 5 and "already, and nothing was written" in ran.err
    ran = cli("record", "export", deal, "--as", "nobody", "--to", tmp_path / "x")
    assert ran.code == 4 and "'nobody' is no party" in ran.err and not (tmp_path / "x").exists()
    (deal / "record.jsonl").write_text('{"id": "half')
    ran = cli("record", "export", deal, "--as", "grantor", "--to", tmp_path / "x")
    assert ran.code == 3 and "fix: firstcall record repair" in ran.err and not (tmp_path / "x").exists()


def test_the_schema_that_the_agreement_names_goes_with_it(deal: Path, tmp_path: Path, cli: Cli) -> None:
    made = cli("record", "export", deal, "--as", "holder", "--to", tmp_path / "theirs")
    assert made.code == 0, made.err
    schema = Path("schemas") / "agreement.json"
    assert (tmp_path / "theirs" / schema).read_bytes() == (deal / schema).read_bytes()
    plain = (deal / "agreement.yaml").read_text(encoding="utf-8").split("\n", 1)[1]
    (deal / "agreement.yaml").write_text(plain, encoding="utf-8")
    assert cli("record", "export", deal, "--as", "holder", "--to", tmp_path / "bare").code == 0
    assert not (tmp_path / "bare" / "schemas").exists()
