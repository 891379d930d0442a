"""A difference in sheets, as JSON, on a page and as a paper."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import pytest
from tests.verification.difference.test_answers import between

from firstcall.dates import zone
from firstcall.report.difference.rows import (
    Difference,
    MovedDeadline,
    Turned,
    difference_sheets,
    title_of,
    wording_parts,
)
from firstcall.report.difference.values import difference_json
from firstcall.report.sheet import OwnWords, Sheet, SheetText, in_text, markdown_text
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.spoken import spoken_sheets
from firstcall.report.words.words import words_in
from firstcall.verification.difference.answers import answer_changes
from firstcall.verification.difference.wording import PartOfText, Reworded, RewordedField, WordingChange

WORDS = (Reworded("clause", "sole", "changed", ("base", "one"), (RewordedField("says", None, "<b>"),)),)
FOUND = Difference(
    "Ours", "base", "one", WORDS, answer_changes(between("base", "one")), (),
    (Turned("T-1", 2, "serve", "forbidden", "permitted"),), (MovedDeadline("O-1", "first", None, None),), zone("UTC"),
)  # fmt: skip


def test_the_sheets_have_wording_answers_transactions_and_deadlines() -> None:
    titles = [str(sheet.title) for sheet in difference_sheets(FOUND)]
    assert titles == ["Ours: base to one", "Wording", "Answers", "Transactions whose answer turns",
                      "Offers in flight whose deadline moves"]  # fmt: skip
    assert "consent-first" in markdown_text(difference_sheets(FOUND))


def test_plain_values() -> None:
    told = difference_json(FOUND)
    assert json.loads(json.dumps(told)) == told and told["transactions"][0]["line"] == 2


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_word_of_ours_is_left_in_english(lang: Language) -> None:
    """Each sheet whose every own word is XX says nothing that its English says, names of the three languages aside."""
    found = replace(FOUND, before="XX", after="XX", turned=(Turned("XX", 2, "XX", "forbidden", "permitted"),),
                    wording=tuple(Reworded(kind, "XX", how, ("XX", "XX"), (RewordedField("window.n", "XX", "XX"),))
                                  for kind in get_args(PartOfText) for how in get_args(WordingChange)))  # fmt: skip
    english = _cells(difference_sheets(found))
    told = _cells(spoken_sheets(difference_sheets(found), words_in(lang)))
    same = {text for text, other in zip(english, told, strict=True) if text == other}
    assert len(english) == len(told) and all(not re.search("[a-z]{3}", text.replace("XX", "")) for text in same), same


def _cells(sheets: Iterable[Sheet | SheetText]) -> list[str]:
    return [
        cell if isinstance(cell, str) else in_text(cell) for sheet in sheets
        for cell in (sheet.title, *sheet.columns, *sheet.notes, *(value for row in sheet.rows for value in row))
        if not isinstance(cell, OwnWords)
    ]  # fmt: skip


def test_a_text_named_by_a_day_is_told_as_the_reader_writes_days() -> None:
    named = replace(FOUND, before="2025-01-21", by_day=(True, False))
    title, wording, *_ = spoken_sheets(difference_sheets(named), words_in("es"))
    assert title.title == "Ours: de 21 ene 2025 a one" and wording.columns[2:] == ("21 ene 2025", "one")
    assert next(iter(difference_sheets(named))).title == title_of(named) != title_of(FOUND)


def test_offers_stand_in_the_order_that_their_ids_count_in() -> None:
    moved = tuple(MovedDeadline(name, "first", None, None) for name in ("O-14", "O-9", "O-13"))
    sheet = next(one for one in difference_sheets(replace(FOUND, moved=moved)) if "deadline" in str(one.title))
    assert [row[0] for row in sheet.rows] == ["O-9", "O-13", "O-14"]


def test_every_field_stands_by_its_name_beside_its_path() -> None:
    first, gone = (RewordedField("window.n", "15", "10"), RewordedField("tail.n", "120", None))
    (part,) = wording_parts(
        replace(FOUND, wording=(Reworded("clause", "first", "changed", (None, None), (first, gone)),))
    )
    assert [(str(one.called), one.path) for one in part.fields] == [
        ("time to answer: length", "window.n"), ("time after a lapse: length", "tail.n"),
    ]  # fmt: skip
