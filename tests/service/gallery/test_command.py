"""firstcall gallery: the list, one entry, the check; and a folder of one's own from it."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

from firstcall.service.gallery import entries as gallery_files
from firstcall.service.gallery.entries import gallery_entries


def test_the_list_names_every_entry(cli: Cli) -> None:
    names = [entry.name for entry in gallery_entries()]
    assert [row["name"] for row in cli("gallery", "--json").json] == names
    text = cli("gallery").out
    assert all(name in text for name in names)


def test_one_entry_shows_its_page_and_its_questions(cli: Cli) -> None:
    shown = cli("gallery", "share-transfer")
    assert shown.code == 0 and "Not expressed" in shown.out and "2026-03-27T21:00:00Z" in shown.out
    assert len(cli("gallery", "share-transfer", "--json").json["questions"]) == 10


def test_a_name_that_is_not_there(cli: Cli) -> None:
    ran = cli("gallery", "ofice-lease")
    assert ran.code == 4 and "did you mean 'office-lease'" in ran.err


def test_the_check_of_one_entry(cli: Cli) -> None:
    ran = cli("gallery", "office-lease", "--check")
    assert (ran.code, ran.out) == (0, "office-lease: 8 of 8 questions as known\n")
    assert all(one["right"] for one in cli("gallery", "office-lease", "--check", "--json").json["office-lease"])


def test_a_wrong_answer_fails_the_check(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "entries" / "office-lease"
    made.mkdir(parents=True)
    for file in next(entry for entry in gallery_entries() if entry.name == "office-lease").path.iterdir():
        (made / file.name).write_bytes(file.read_bytes())
    known = made / "questions.yaml"
    known.write_text(known.read_text().replace("2026-06-25T00:00:00Z", "2026-06-26T00:00:00Z"))
    monkeypatch.setattr(gallery_files, "files", lambda _: tmp_path)
    ran = cli("gallery", "--check")
    assert ran.code == 3 and "7 of 8" in ran.out and "answer-day" in ran.out


def test_a_folder_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    made = cli("new", tmp_path / "ours", "--like", "share-transfer", "--title", "Our shares")
    assert made.code == 0, made.err
    text = (tmp_path / "ours" / "agreement.yaml").read_text()
    assert 'id: "ours"' in text and 'title: "Our shares"' in text and "type: first_refusal" in text
    assert (tmp_path / "ours" / "record.jsonl").read_text() == ""
    assert cli("check", tmp_path / "ours").code == 0


@pytest.mark.parametrize("flags", [(), ("--like", "share-transfer", "--template", "exclusivity")])
def test_a_folder_starts_from_one_text(cli: Cli, tmp_path: Path, flags: tuple[str, ...]) -> None:
    ran = cli("new", tmp_path / "ours", *flags)
    assert ran.code == 2 and "one of the two" in ran.err


def test_the_days_of_an_example_are_its_own(cli: Cli, tmp_path: Path) -> None:
    ran = cli("new", tmp_path / "ours", "--like", "share-transfer", "--effective", "2026-01-01")
    assert ran.code == 2 and "--effective is for templates" in ran.err
