"""Both example folders are whole: every clause graded and sourced, every name of the record the agreement's."""

from itertools import chain
from pathlib import Path

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.basis import Basis
from firstcall.agreement.model.definitions import OTHER
from firstcall.agreement.model.scope import ClauseBase
from firstcall.agreement.terms import terms, versions
from firstcall.record.journal.journal import Record, read_record

FOLDERS = ("microsoft-openai", "wiraksa")


@pytest.fixture(params=FOLDERS)
def folder(root: Path, request: pytest.FixtureRequest) -> Path:
    return root / "examples" / str(request.param)


def agreement_of(folder: Path) -> Agreement:
    return load((folder / "agreement.yaml").read_bytes(), f"{folder.name}/agreement.yaml")


def record_of(folder: Path) -> Record:
    return read_record((folder / "record.jsonl").read_bytes(), f"{folder.name}/record.jsonl")


def clauses_of(agreement: Agreement) -> list[ClauseBase]:
    changes = chain.from_iterable((*change.add, *change.replace) for change in agreement.amendments)
    return [*agreement.clauses, *changes]


def test_a_folder_has_its_three_files(folder: Path) -> None:
    names = {path.name for path in folder.iterdir() if path.is_file()}
    assert {"agreement.yaml", "record.jsonl", "transactions.csv"} <= names


def test_every_clause_says_what_it_does_and_how_it_is_known(folder: Path) -> None:
    agreement = agreement_of(folder)
    for clause in clauses_of(agreement):
        assert "basis" in clause.model_fields_set and clause.says, clause.id
        assert clause.basis.source, clause.id
        assert clause.basis.grade != "reported" or clause.basis.attribution, clause.id
    for change in agreement.amendments:
        assert change.basis.source and change.title, change.id


def test_the_public_texts_are_never_graded_agreed(root: Path) -> None:
    folder = root / "examples" / "microsoft-openai"
    bases: list[Basis] = [clause.basis for clause in clauses_of(agreement_of(folder))]
    bases += [event.basis for event in record_of(folder).events]
    assert len(bases) > 20
    assert not [basis for basis in bases if basis.grade == "agreed" or basis.agreed]


def test_the_fictional_clauses_are_agreed_and_located(root: Path) -> None:
    for clause in clauses_of(agreement_of(root / "examples" / "wiraksa")):
        basis = clause.basis
        assert basis.grade == "agreed" and not basis.listed_paths(), clause.id
        assert basis.locator and "cl. " in basis.locator and "p" in basis.locator, clause.id


def test_every_source_is_used(folder: Path) -> None:
    agreement, record = agreement_of(folder), record_of(folder)
    bases = [agreement.basis, agreement.definitions.basis]
    determined = [*agreement.definitions.determinations.values()]
    determined += [one for change in agreement.amendments for one in change.redefine.determinations.values()]
    bases += [defined.basis for defined in determined]
    bases += [change.basis for change in agreement.amendments]
    bases += [change.redefine.basis for change in agreement.amendments if change.redefine.basis]
    bases += [clause.basis for clause in clauses_of(agreement)] + [event.basis for event in record.events]
    redefined = [party for change in agreement.amendments for party in change.redefine.parties.values()]
    bases += [one.basis for party in redefined for one in party.affiliates]
    bases += [one.basis for party in redefined for one in party.successors]
    assert {source for basis in bases for source in basis.source} == set(agreement.sources)


def test_every_name_in_the_record_is_the_agreements(folder: Path) -> None:
    agreement = agreement_of(folder)
    clauses = {clause.id for clause in clauses_of(agreement)}
    listed = {*agreement.providers, OTHER, *(n for c in agreement.amendments for n in c.redefine.providers)}
    for event in record_of(folder).events:
        assert event.by in agreement.parties, event.id
        assert getattr(event, "provider", None) in (None, *listed), event.id
        assert getattr(event, "clause", None) in (None, *clauses), event.id
        assert set(getattr(event, "clauses", ())) <= clauses, event.id
        assert set(getattr(event, "workloads", ())) <= set(agreement.definitions.workloads), event.id
        for name, value in getattr(event, "dimensions", {}).items():
            assert value in agreement.definitions.dimensions[name], event.id


def test_what_is_entered_is_entered_after_it_happened(folder: Path) -> None:
    record = record_of(folder)
    assert record.torn == b""
    assert not [event.id for event in record.events if event.recorded < event.at]
    assert [event.recorded for event in record.events] == sorted(event.recorded for event in record.events)


def test_the_public_record_holds_no_offer_and_no_answer(root: Path) -> None:
    kinds = {str(getattr(event, "type", "")) for event in record_of(root / "examples" / "microsoft-openai").events}
    assert kinds == {"consent-given", "contract-signed", "context", "interpretation"}


def test_the_public_versions_are_five_and_what_was_silent_is_not_removed(root: Path) -> None:
    agreement = agreement_of(root / "examples" / "microsoft-openai")
    starts = [version.effective.date().isoformat() for version in versions(agreement)]
    assert starts == ["2019-07-22", "2023-01-23", "2025-01-21", "2025-10-28", "2026-04-27"]
    autumn = terms(agreement, versions(agreement)[3].effective)
    assert set(autumn.silent) == {"exclusive-compute", "blessing", "own-build"}
    assert set(autumn.silent) <= set(autumn.by_id)
    assert set(autumn.removed) == {"first-refusal", "agi-escape"}
    latest = terms(agreement, versions(agreement)[4].effective)
    assert {"term", "research-licence"} <= set(latest.silent) <= set(latest.by_id)
    assert "agi" in latest.definitions.determinations  # silent on AGI: not removed


def test_no_sentence_of_the_news_texts_is_copied(root: Path, data: Path) -> None:
    """Six words in a row that stand in a text and in the example would be a copy."""
    folder = root / "examples" / "microsoft-openai"
    pages = [*(path for path in folder.iterdir() if path.is_file()), root / "docs" / "sources.md"]
    ours = {run for page in pages for run in _runs(page.read_text(encoding="utf-8"))}
    for text in sorted((data / "news").glob("*.txt")):
        theirs = set(_runs(text.read_text(encoding="utf-8")))
        assert len(theirs) > 200
        assert not ours & theirs


def _runs(text: str) -> list[tuple[str, ...]]:
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return [tuple(words[i : i + 6]) for i in range(len(words) - 5)]
