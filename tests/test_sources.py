"""docs/sources.md leads every sentence of the news story to what runs; none is left out, no name is wrong."""

import csv
import json
import re
import shlex
from functools import cache
from pathlib import Path

import pytest

import transcripts
from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.service.cli import run

SYSTEMS = {f"S{n}" for n in range(1, 15)}
FACTS = {f"S{n:02d}" for n in range(1, 26)}
SENTENCES = [str(n) for n in range(1, 16)]


def tables(root: Path) -> list[list[dict[str, str]]]:
    """The tables of the page, each a list of lines by column."""
    found: list[list[dict[str, str]]] = []
    head: list[str] = []
    for line in (root / "docs" / "sources.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
            found.append([])
        elif set("".join(cells)) - set("-: "):
            found[-1].append(dict(zip(head, cells, strict=True)))
    return found


@pytest.fixture(scope="module")
def sentences(root: Path) -> list[dict[str, str]]:
    return tables(root)[0]


@pytest.fixture(scope="module")
def differences(root: Path) -> list[dict[str, str]]:
    return tables(root)[1]


@pytest.fixture(scope="module")
def agreement(root: Path) -> Agreement:
    return load((root / "examples" / "microsoft-openai" / "agreement.yaml").read_bytes())


@pytest.fixture(scope="module")
def facts(data: Path) -> dict[str, dict[str, str]]:
    with (data / "facts" / "news_facts.csv").open(encoding="utf-8", newline="") as file:
        return {row["fact_id"]: row for row in csv.DictReader(file)}


@cache
def names(root: Path) -> frozenset[str]:
    folder = root / "examples" / "microsoft-openai"
    agreement = load((folder / "agreement.yaml").read_bytes())
    changes = agreement.amendments
    clauses = [*agreement.clauses, *(clause for c in changes for clause in (*c.add, *c.replace))]
    lines = (folder / "record.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["id"] for line in lines]
    points = agreement.readings
    ways = [way for point in points for way in point.alternatives]
    what_ifs = [path.stem for path in (folder / "what-if").glob("*.yaml")]
    own = [*(point.id for point in points), *agreement.definitions.determinations, *ways, *what_ifs]
    return frozenset([*(clause.id for clause in clauses), *(change.id for change in changes), *events, *own])


def ticked(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_fact_is_mapped_once(sentences: list[dict[str, str]]) -> None:
    assert [row["fact"] for row in sentences] == sorted(FACTS)


def test_every_fact_of_the_list_is_mapped(sentences: list[dict[str, str]], facts: dict[str, dict[str, str]]) -> None:
    assert {row["fact"] for row in sentences} == set(facts)


def test_every_sentence_and_every_system_appears(sentences: list[dict[str, str]]) -> None:
    assert list(dict.fromkeys(row["sentence"] for row in sentences)) == SENTENCES
    assert {row["system"] for row in sentences} == SYSTEMS


def test_the_texts_have_as_many_sentences(data: Path) -> None:
    for path in sorted((data / "news").glob("*.txt")):
        text = re.sub(r"[”»]", "", path.read_text(encoding="utf-8"))
        ends = re.findall(r"[.](?=\s*(?:[A-ZÁÉÍÓÚ“«]|\s|$))", text)
        assert len(ends) == len(SENTENCES), path.name


def test_who_says_it_agrees_with_the_list(sentences: list[dict[str, str]], facts: dict[str, dict[str, str]]) -> None:
    told = {
        "stated": ("Microsoft, quoted", "announcement"),
        "reported": ("a report", "an earlier report", "The New York Times"),
        "unattributed": ("the outlet's own account", "rumour"),
        "not_stated": ("silence",),
    }
    for row in sentences:
        assert row["who"].startswith(told[facts[row["fact"]]["status"]]), row["fact"]


def test_every_row_leads_to_a_clause_an_event_or_says_why_not(root: Path, sentences: list[dict[str, str]]) -> None:
    for row in sentences:
        named = ticked(row["clause or event"])
        assert named, row["fact"]
        assert set(named) <= names(root), row["fact"]


def test_every_difference_in_meaning_has_its_row(
    root: Path, differences: list[dict[str, str]], facts: dict[str, dict[str, str]], agreement: Agreement
) -> None:
    # that both say the same, or that the words differ only in the language of numbers, is no difference
    differing = {id_ for id_, row in facts.items() if row["difference_kind"] != "none"}
    assert [row["fact"] for row in differences] == sorted(differing)
    words = {*names(root), *agreement.providers, *agreement.definitions.workloads}
    for row in differences:
        assert set(ticked(row["what the example makes of it"])) <= words, row["fact"]


def test_every_difference_is_a_point_or_a_note(root: Path, differences: list[dict[str, str]]) -> None:
    for row in [*differences, *tables(root)[2]]:
        said = row["what the example makes of it"]
        assert said.startswith("noted") or "a point:" in said or "silent" in said, row


def test_every_point_of_construction_is_told(root: Path, agreement: Agreement) -> None:
    told = {name for table in tables(root)[1:] for row in table for name in ticked(row["what the example makes of it"])}
    assert {point.id for point in agreement.readings} <= told
    for row in tables(root)[2]:
        assert set(ticked(row["what the example makes of it"])) <= names(root), row["what"]


def commands(root: Path) -> list[str]:
    return list(dict.fromkeys(ticked(row["command"])[0] for row in tables(root)[0]))


def replayed() -> list[list[str]]:
    """The commands of the transcripts that answer; each is run, and what it prints compared, by their own tests."""
    parts = [part for page in transcripts.PAGES.glob("*.md") for part in transcripts.parse(page.read_text("utf-8"))]
    shown = [part for part in parts if isinstance(part, transcripts.Command)]
    return [one.words for one in shown if one.shown and not one.shown[-1].startswith("[exit ")]


def test_every_command_is_there_and_answers(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    asked, known = commands(root), replayed()
    assert len(asked) >= 8 and len(known) > 100
    told = 0
    for command in asked:
        program, *words = shlex.split(command)
        assert program == "firstcall"
        if words in known or [*words, "--format", "md"] in known:
            continue
        code, said, told = run(words), capsys.readouterr(), told + 1
        assert code == 0 and "fix:" not in said.err, (command, said.err)
        assert said.out.strip(), command
    assert told >= 8
