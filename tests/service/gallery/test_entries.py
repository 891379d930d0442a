"""The gallery's folders: each is whole, sound, short, and says what it does not express."""

import sys
from pathlib import Path

import pytest

from firstcall.errors import NotFound
from firstcall.service.gallery.entries import GalleryEntry, gallery_entries, gallery_entry
from firstcall.verification.findings.soundness import findings_of

ENTRIES = gallery_entries()
MOST_LINES_ABOUT = 40
LEAST_QUESTIONS = 8


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> GalleryEntry:
    made = request.param
    assert isinstance(made, GalleryEntry)
    return made


def test_an_entry_has_its_four_files(entry: GalleryEntry) -> None:
    there = {path.name for path in entry.path.iterdir()}
    assert {"agreement.yaml", "record.jsonl", "questions.yaml", "README.md"} <= there


def test_an_entry_has_eight_questions_or_more(entry: GalleryEntry) -> None:
    assert len(entry.known.questions) >= LEAST_QUESTIONS


def test_its_page_is_short_and_says_what_is_not_expressed(entry: GalleryEntry) -> None:
    assert len(entry.about.splitlines()) <= MOST_LINES_ABOUT
    assert "**Written from**" in entry.about and "**Not expressed**" in entry.about


def test_every_clause_says_how_it_is_known(entry: GalleryEntry) -> None:
    for clause in entry.agreement.clauses:
        assert clause.basis.source, clause.id


def test_no_two_entries_have_one_title() -> None:
    titles = [entry.agreement.title for entry in ENTRIES]
    assert len(set(titles)) == len(titles)


def test_a_name_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="did you mean 'share-transfer'"):
        gallery_entry("share-transfers")


def test_the_page_is_as_the_folders_are(root: Path) -> None:
    sys.path.insert(0, str(root / "tools"))
    import gallery

    assert (root / "docs" / "gallery.md").read_text(encoding="utf-8") == gallery.page(), "fix: python tools/gallery.py"


def test_an_entry_has_no_clause_that_changes_nothing_and_no_conflict(entry: GalleryEntry) -> None:
    found = {finding.code for finding in findings_of(entry.agreement)}
    assert found <= {"assumption-that-matters"}, "a form rests on what is filled in; nothing else may be said of it"
