"""The redline: without one kind of mark it is the first text, without the other the second."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.report.difference.test_rows import FOUND

from firstcall.report.difference.redline import RedlineMark, redline_of, redlined

VALUES = st.none() | st.text(st.sampled_from("ab ,;{}:\n"), max_size=40) | st.text(max_size=20)


def without(mark: RedlineMark, before: str | None, after: str | None) -> str:
    return "".join(piece.text for piece in redlined(before, after) if piece.mark != mark)


@given(VALUES, VALUES)
def test_each_text_can_be_read_from_it(before: str | None, after: str | None) -> None:
    assert without("added", before, after) == (before or "")
    assert without("taken out", before, after) == (after or "")
    assert all(piece.text for piece in redlined(before, after))
    if before == after:
        assert {piece.mark for piece in redlined(before, after)} <= {"stays"}


def test_only_the_words_that_change_are_marked_unless_most_do() -> None:
    marked = [(piece.mark, piece.text) for piece in redlined("azure, own, oracle", "azure, oracle")]
    assert ("taken out", "own, ") in marked or ("taken out", ", own") in marked
    assert [piece.mark for piece in redlined("all models", "none at any time")] == ["taken out", "added"]
    long = " ".join(["word"] * 1_200)
    assert [piece.mark for piece in redlined(long, f"{long} more")] == ["taken out", "added"]


def test_each_part_with_its_fields_and_what_the_marks_mean() -> None:
    paper = redline_of(FOUND)
    assert str(paper.title) == "Ours: base to one" and "Struck through" in str(paper.note)
    assert [str(part.what) for part in paper.parts] == ["clause sole (changed)"]
    assert [(row.field, row.pieces[0].mark, row.pieces[0].text) for row in paper.parts[0].rows] == [
        ("says", "added", "<b>")
    ]


def test_a_text_that_reads_the_same_says_so() -> None:
    paper = redline_of(replace(FOUND, wording=()))
    assert (str(paper.note), paper.parts) == ("Nothing reads otherwise.", ())
