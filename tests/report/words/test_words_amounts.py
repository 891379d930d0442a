"""Amounts in words: each language's own scale, its own dots and commas, and nothing guessed."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.report.figures import short_money
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.facts import say
from firstcall.report.words.formats import SCALE_WORDS, amount_in_words, in_digits
from firstcall.report.words.words import words_in
from firstcall.service.cli import run


@given(st.integers(1, 10**6), st.sampled_from(LANGUAGES), st.sampled_from([10**6, 10**9]))
def test_what_a_page_says_is_read_back(number: int, lang: Language, scale: int) -> None:
    said = words_in(lang).money(Decimal(number * scale), "USD")
    read = amount_in_words(said.replace(" de US$", " US$"))
    assert read is None or read == number * scale
    if number % 1000 and scale == 10**9:
        assert read == number * scale


@given(st.integers(10**6, 10**13), st.sampled_from(LANGUAGES))
def test_a_rounded_amount_is_told_in_whole_words_and_read_back_in_its_language(units: int, lang: Language) -> None:
    said = say(short_money(Fraction(units), "USD"), words_in(lang))
    assert not set(said.split()) & {"M", "m", "bn", "jt", "k"}, "a letter is another number in another language"
    read = amount_in_words(said)
    assert read is not None and abs(read - units) * 200 <= units


@given(st.integers(0, 10**9), st.sampled_from(sorted(SCALE_WORDS)))
def test_a_word_is_a_power_of_ten(number: int, word: str) -> None:
    assert amount_in_words(f"{number} {word}") == Decimal(number) * 10 ** SCALE_WORDS[word]


@given(st.text(max_size=40))
def test_any_text_is_read_or_left(text: str) -> None:
    try:
        assert isinstance(in_digits(text), str)
    except ValueError as error:
        assert "sets thousands apart" in str(error)


@pytest.mark.parametrize(
    ("text", "number"),
    [("100 mil millones de dólares", 10**11), ("1 billón", 10**12), ("1 billion", 10**9), ("1 triliun", 10**12),
     ("2,5 miliar", 2_500_000_000), ("1,500 million", 1_500_000_000), ("Rp 12 ribu", 12_000),
     ("3 MILLONES", 3_000_000)],
)  # fmt: skip
def test_known_amounts(text: str, number: int) -> None:
    assert amount_in_words(text) == number


def test_dots_of_another_language_are_refused() -> None:
    with pytest.raises(ValueError, match=r"'1,5\.000' cannot be read beside 'miliar'"):
        amount_in_words("1,5.000 miliar")


def test_a_figure_may_be_entered_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    source = Path(__file__).resolve().parents[3] / "examples" / "microsoft-openai" / "agreement.yaml"
    (folder / "agreement.yaml").write_bytes(source.read_bytes())
    asked = ["record", "add", "determination-declared", str(folder), "--determination", "agi", "--by", "openai"]
    asked += [
        "--currency",
        "USD",
        "--at",
        "2025-06-01",
        "--recorded",
        "2025-06-01",
        "--id",
        "d1",
        "--entered-by",
        "desk",
    ]
    assert run([*asked, "--figure", "100 mil millones", "--dry-run", "--json"]) == 0
    assert '"100000000000"' in capsys.readouterr().out
    assert run([*asked, "--figure", "1,5.000 miliar"]) == 2
    assert capsys.readouterr().err.startswith("--figure: '1,5.000' cannot be read beside 'miliar'\n  fix: there a '.'")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$100 miliar", 10**11), ("100 mil millones de dólares", 10**11), ("100 mil millones", 10**11),
        ("$650 juta", 650 * 10**6), ("650 millones de dólares", 650 * 10**6), ("100.000 juta", 10**11),
        ("US$ 13 mil millones", 13 * 10**9), ("US$13 billion", 13 * 10**9), ("13 miliar dolar", 13 * 10**9),
        ("2 billones", 2 * 10**12), ("1,5 billones de euros", 15 * 10**11), ("2 triliun", 2 * 10**12),
        ("2 trillion", 2 * 10**12), ("Rp 1,25 triliun", 125 * 10**10), ("13,5 mil millones de US$", 135 * 10**8),
        ("1.234,5 millones", 1_234_500_000), ("1,234.5 million", 1_234_500_000),
    ],
)  # fmt: skip
def test_the_number_words_of_the_texts(text: str, number: int) -> None:
    assert amount_in_words(text) == number
    assert in_digits(text) == str(number)


@pytest.mark.parametrize(
    "text", ["100.00.0 million", "1,5.0 juta", "1.5 miliar", "12.34 mil millones", "1,00,000 million"]
)
def test_a_number_of_one_language_beside_a_word_of_another_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be read beside"):
        amount_in_words(text)


@pytest.mark.parametrize(
    "text", ["miles de millones de dólares", "miliaran dolar", "billions", "", "juta", "20 percent"]
)
def test_what_names_no_number_is_none(text: str) -> None:
    assert amount_in_words(text) is None


@given(st.integers(1, 10**9))
def test_one_sum_in_three_languages(number: int) -> None:
    said = [f"{number} {scale}" for scale in ("mil millones", "miliar", "billion")]
    assert {amount_in_words(text) for text in said} == {Decimal(number) * 10**9}
    assert amount_in_words(f"{number} billones") == amount_in_words(f"{number} triliun") == Decimal(number) * 10**12
