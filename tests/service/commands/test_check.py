"""firstcall check: everything that is wrong in a folder, at its place, in one go."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("example", ["microsoft-openai", "wiraksa"])
def test_the_examples_are_in_order(example: str, root: Path, cli: Cli) -> None:
    ran = cli("check", root / "examples" / example)
    assert ran.code == 0
    assert "agreement.yaml: ok, " in ran.out and "transactions.csv: ok, " in ran.out


def test_a_new_folder_is_in_order(deal: Path, cli: Cli) -> None:
    ran = cli("check", deal)
    left = "silence (lapses), in_flight (continue), incomplete (cures), deficiency (5 business days), grantor (buyer)"
    notes = [
        f"first-refusal@base: left to defaults: {left}",
        "calendar US: days marked only as government, half_day count as business days; deadlines name them",
    ]
    assert ran.out.startswith(
        f"{deal}/agreement.yaml: ok, 1 version, 1 source\n{deal}/record.jsonl: ok, nothing has been entered yet\n"
        f"note: {notes[0]}\nnote: {notes[1]}\n"
    )
    told = cli("check", deal, "--json").json
    assert {key: told[key] for key in ("problems", "record", "notes")} == {"problems": [], "record": [], "notes": notes}
    assert [reason["text"] for reason in told["note_reasons"]] == notes
    assert [(one["code"], one["severity"]) for one in told["findings"]] == [
        ("gap", "warning"), ("assumption-that-matters", "note")]  # fmt: skip
    assert told["findings"][0]["clauses"][0]["line"] == 22
    assert cli("check", deal / "agreement.yaml").code == 0


def test_a_slip_that_may_be_meant_is_a_note(deal: Path, cli: Cli) -> None:
    share = ('  - {id: share, type: revenue_share, payer: grantor, payee: holder, rate: "20", currency: USD, '
             "base: {source: revenue_lines, streams: [api]}}\n")  # fmt: skip
    file = deal / "agreement.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + share, encoding="utf-8")
    ran = cli("check", deal)
    assert ran.code == 0
    assert "note: share@base: a share of 20 is 2000% of the base; 20% is written 0.2" in ran.out
    assert len(cli("check", deal, "--json").json["notes"]) == 3


def test_an_agreement_and_its_record_are_both_told(deal: Path, cli: Cli) -> None:
    spoil(deal, "agreement.yaml", "holder: holder\n", "holder: holdr\n")
    (deal / "record.jsonl").write_text('{"type": "nothing"}\n')
    ran = cli("check", deal)
    assert ran.code == 3
    assert f"{deal}/agreement.yaml:25:13: unknown party 'holdr'\n  fix: did you mean 'holder'?" in ran.out
    assert f"{deal}/record.jsonl:1: unknown event type 'nothing'" in ran.out
    told = cli("check", deal, "--json").json
    reasons = [(item["reason"]["code"], item["fix"]["code"]) for item in told["problems"]]
    assert reasons[0] == ("name.unknown", "name.did-you-mean")
    assert all(item["reason"]["text"] == item["what"] for item in told["problems"])
    assert [(item["line"], item["column"], item["mend"]) for item in told["problems"]] == [
        (25, 13, "did you mean 'holder'?")
    ]
    assert len(told["record"]) == 1


def test_a_torn_record_leads_to_repair(deal: Path, cli: Cli) -> None:
    (deal / "record.jsonl").write_text('{"id": "half')
    ran = cli("check", deal)
    assert ran.code == 3
    assert f"the last line is torn\n  fix: firstcall record repair {deal}" in ran.out


def test_a_record_that_is_a_folder_is_told(deal: Path, cli: Cli) -> None:
    (deal / "record.jsonl").unlink()
    (deal / "record.jsonl").mkdir()
    ran = cli("check", deal)
    assert ran.code == 3 and "record.jsonl' is a folder, not a file" in ran.out


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "said"),
    [
        ("transactions.csv", "training,oracle-2024", "trainning,oracle-2024", "transactions",
         "transactions.csv:3: unknown workload 'trainning'"),
        ("transactions.csv", "2024-06-11", "2024-06-31", "transactions", "transactions.csv:2: announced"),
        ("story.yaml", "workload: training,", "workload: trainning,", "story",
         "story.yaml: point S1: unknown workload 'trainning'"),
    ],
)  # fmt: skip
def test_the_papers_beside_are_looked_at(
    name: str, old: str, new: str, kind: str, said: str, public: Path, cli: Cli
) -> None:
    spoil(public, name, old, new)
    ran = cli("check", public)
    assert (ran.code, ran.err) == (3, "") and said in ran.out
    assert said in cli("check", public, "--json").json[kind][0]


def test_problems_of_a_story_and_a_what_if_have_places(public: Path, cli: Cli) -> None:
    spoil(public, "story.yaml", "says:", "sais:")
    file = next((public / "what-if").glob("*.yaml"))
    spoil(public, f"what-if/{file.name}", "base: ", "base: no-")
    ran = cli("check", public)
    assert ran.code == 3
    assert f"{public}/story.yaml:6:5: unknown key 'sais'\n  fix: did you mean 'says'?" in ran.out
    assert f"{file}:" in ran.out and "unknown version 'no-" in ran.out


def test_bytes_that_are_no_text_are_told(public: Path, cli: Cli) -> None:
    for name in ("transactions.csv", "story.yaml"):
        (public / name).write_bytes(b"\xff\x00\xfe")
    ran = cli("check", public)
    assert ran.code == 3
    assert f"{public}/transactions.csv: not UTF-8 text\n  fix: save it as UTF-8" in ran.out
    assert f"{public}/story.yaml:1:1: " in ran.out


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_what_is_no_partnership_is_told(place: str, tmp_path: Path, cli: Cli) -> None:
    ran = cli("check", tmp_path / place)
    assert (ran.code, ran.out) == (4, "")
    assert "fix: name " in ran.err


def test_a_finding_fails_as_asked_and_is_told_on_a_page(deal: Path, tmp_path: Path, cli: Cli) -> None:
    assert [cli("check", deal, "--fail-on", least).code for least in ("error", "warning", "note")] == [0, 3, 3]
    page = tmp_path / "findings.html"
    ran = cli("check", deal, "--html", page, "--lang", "es")
    assert ran.code == 0 and "solución: amplíe el alcance de first-refusal" in ran.out
    assert "first-refusal" in page.read_text(encoding="utf-8")
    spoil(deal, "agreement.yaml", "id: first-refusal", "id: first refusal")
    assert "findings" not in cli("check", deal, "--json").json


def test_the_template_with_everything_is_sound(tmp_path: Path, cli: Cli) -> None:
    assert cli("new", tmp_path / "ours", "--template", "everything").code == 0
    assert cli("check", tmp_path / "ours", "--fail-on", "note", "--json").json["findings"] == []
