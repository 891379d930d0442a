"""Sheets: columns that fit, rows that stand alone where they do not, Markdown that stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.report.brief.row_facts import TermsThen
from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.sheet import OwnWords, Sheet, markdown_text
from firstcall.report.terminal import terminal_text
from firstcall.report.words.enums import Language
from firstcall.report.words.spoken import spoken_sheets
from firstcall.report.words.words import words_in


def own(*texts: str) -> tuple[OwnWords, ...]:
    return tuple(map(OwnWords, texts))


T = OwnWords("T")
SHEET = Sheet(
    OwnWords("Answers"),
    own("", "clause@version", "answer"),
    (
        (*own("S1", "exclusive-compute@amendment-2023-01\nfirst-refusal@base"), TheAnswer(outcome="consent-first")),
        (*own("S2", "none"), TheAnswer(outcome="permitted")),
    ),
    own("A note."),
)


def test_columns_where_there_is_room() -> None:
    lines = terminal_text([SHEET], 100, colour=False).splitlines()
    assert lines[0] == "Answers" and lines[-1] == "A note."
    assert re.fullmatch(r" +clause@version +answer", lines[2])
    assert re.fullmatch(r" S1 +exclusive-compute@ +consent-first", lines[4])
    assert lines[5].strip() == "amendment-2023-01", "a long id is parted after the @"


def test_rows_stand_alone_on_a_narrow_terminal() -> None:
    assert terminal_text([SHEET], 50, colour=False) == (
        "Answers\n"
        "S1\n"
        "  clause@version: exclusive-\n"
        "    compute@amendment-2023-01\n"
        "    first-refusal@base\n"
        "  answer: consent-first\n"
        "S2\n"
        "  clause@version: none\n"
        "  answer: permitted\n"
        "A note.\n"
    )


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4), st.sampled_from([40, 79, 80, 120]))
def test_every_word_is_shown_and_no_colour_unless_asked(rows: list[tuple[str, str, str]], width: int) -> None:
    text = terminal_text([Sheet(T, own("a", "b", "c"), tuple(own(*row) for row in rows))], width, colour=False)
    assert "\x1b" not in text
    letters = set("".join(text.split()))
    assert all(set(word) <= letters for row in rows for word in row)


def test_colour_only_repeats_the_words() -> None:
    coloured = terminal_text([SHEET], 100, colour=True)
    assert "\x1b[32mpermitted" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == terminal_text([SHEET], 100, colour=False).splitlines()


def test_only_an_answer_has_the_colour_of_one() -> None:
    """A party may be called as an answer is, and a sentence may begin with one."""
    sheet = Sheet(T, own("a", "b"), ((OwnWords("permitted to all"), TheAnswer(outcome="forbidden")),))
    coloured = terminal_text([sheet], 100, colour=True)
    assert "\x1b[31mforbidden" in coloured and "\x1b[32m" not in coloured
    (said,) = spoken_sheets([sheet], words_in("es"))
    assert "\x1b[31mprohibido" in terminal_text([said], 100, colour=True)


@pytest.mark.parametrize("lang", ["es", "id"])
def test_what_authors_wrote_is_never_translated(lang: Language) -> None:
    names = own("existing capacity", "contract", "permitted", "holder", "not in the text")
    sheet = Sheet(TermsThen(), names, (names,))
    (said,) = spoken_sheets([sheet], words_in(lang))
    assert said.columns == said.rows[0] == names and said.title != str(sheet.title)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a|b", "a\\|b"),
        ("a\nb", "a<br>b"),
        ("<script>", "&lt;script>"),
        ("<br>", "&lt;br>"),
        ("![x](http://there)", "!\\[x](http://there)"),
        ("a\\b *c*", "a\\\\b \\*c\\*"),
        ("AT&T", "AT&amp;T"),
    ],
)
def test_what_people_wrote_stays_text_in_markdown(value: str, shown: str) -> None:
    page = markdown_text([Sheet(T, own("x"), (own(value),), own("n"))])
    assert page == f"## T\n\n| x |\n| --- |\n| {shown} |\n\nn\n"


def test_a_sheet_without_rows_is_its_notes() -> None:
    assert markdown_text([Sheet(T, own("x"), (), own("n"))]) == "## T\n\nn\n"
    assert terminal_text([Sheet(T, own("x"), (), own("n"))], 80, colour=False) == "T\nn\n"


def test_columns_without_room_stand_further_down_beside_the_first() -> None:
    """A matrix of answers on a terminal of 80: none of its columns is cut away."""
    names = ("azure", "oracle", "coreweave", "google", "aws", "cerebras", "own", "other")
    rows = tuple((OwnWords(work), *own(*("consent-first",) * 8)) for work in ("training", "api_stateless"))
    lines = terminal_text([Sheet(T, own("workload", *names), rows)], 80, colour=False).splitlines()
    assert max(map(len, lines)) <= 80
    heads = [line.split() for line in lines if "workload" in line]
    assert [head[0] for head in heads] == ["workload"] * len(heads) and len(heads) > 1
    assert [name for head in heads for name in head[1:]] == list(names)
    assert sum(line.count("consent-first") for line in lines) == 16


@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(80, 140))
def test_no_line_is_wider_than_the_terminal(lengths: list[int], width: int) -> None:
    row = own(*("x" * length for length in lengths))
    text = terminal_text([Sheet(T, own(*("n",) * len(row)), (row,))], width, colour=False)
    assert max(map(len, text.splitlines())) <= width
    assert text.count("x") >= sum(lengths)


def test_letters_that_are_wide_and_letters_that_steer() -> None:
    text = terminal_text(
        [Sheet(T, own("a", "b"), (own("東京", "x"), own("e\u0301", "\x1b[2J\x07y")))], 80, colour=False
    )
    assert text.splitlines()[4:6] == [" 東京  x", " e\u0301     [2Jy"]
