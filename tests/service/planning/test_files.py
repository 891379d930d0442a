"""The planning files of a folder: read from it, or from where they are named."""

from pathlib import Path

import pytest
from tests.service.planning.test_plan import NEEDS, folder

from firstcall.errors import NotFound, QuestionError, RecordError
from firstcall.service.folder import open_partnership
from firstcall.service.planning.files import planning_day, read_given, readings_of, text_of_file

__all__ = ["folder"]


def test_a_folder_without_futures_has_empty_ones(folder: Path) -> None:
    given = read_given(open_partnership(folder))
    assert (len(given.needs.needs), len(given.lines), given.futures.answers) == (2, 2, ())


def test_files_may_be_named(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(NEEDS.replace("id: s,", "id: other,"), encoding="utf-8")
    given = read_given(open_partnership(folder), needs=other)
    assert [need.id for need in given.needs.needs] == ["t", "other"] and given.files.needs == str(other)


def test_what_is_not_there_or_is_no_text_is_told(folder: Path, tmp_path: Path) -> None:
    held = open_partnership(folder)
    with pytest.raises(
        NotFound, match=r"there is no file '.*gone.csv'\n  fix: write it, or name another with --supply"
    ):
        read_given(held, supply=tmp_path / "gone.csv")
    with pytest.raises(NotFound, match=r"is a folder, not a file\n  fix: name the file in it"):
        read_given(held, futures=tmp_path)
    (tmp_path / "latin.csv").write_bytes(b"id,provider\nx,caf\xe9\n")
    with pytest.raises(RecordError, match=r"latin.csv:2: the line is not UTF-8 text\n  fix: save the file as UTF-8"):
        text_of_file(tmp_path / "latin.csv")


def test_a_plan_is_made_on_a_day_and_under_readings_that_are_there(folder: Path) -> None:
    held = open_partnership(folder)
    assert str(planning_day("2025-01-21", held.agreement)) == "2025-01-21"
    with pytest.raises(QuestionError, match="--on 2025-01: a plan is made on a day"):
        planning_day("2025-01", held.agreement)
    with pytest.raises(QuestionError, match="--reading: unknown point 'x'"):
        readings_of(("x=y",), held.agreement)
