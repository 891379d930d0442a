"""Words in three languages: sentences, own words set apart, countdowns never rounded up."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from firstcall.dates import zone
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.words import page_words, words_in

SIZES = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


def seconds_said(text: str) -> int:
    """The time that an English countdown tells, read back."""
    parts = text.replace(",", "").split()
    return sum(int(n) * SIZES[unit.rstrip("s")] for n, unit in zip(parts[::2], parts[1::2], strict=True))


@given(st.integers(0, 400 * 86_400), st.integers(0, 999_999))
def test_a_countdown_never_says_more_than_is_left(seconds: int, microseconds: int) -> None:
    said = seconds_said(words_in("en").countdown(timedelta(seconds=seconds, microseconds=microseconds)))
    assert said <= seconds
    assert seconds - said < (3_600 if seconds >= 86_400 else 60 if seconds >= 3_600 else 1)


def test_seventy_six_hours_are_three_days_and_four_hours() -> None:
    left = timedelta(hours=76)
    assert [words_in(lang).countdown(left) for lang in LANGUAGES] == [
        "3\xa0days 4\xa0hours",
        "3\xa0días 4\xa0horas",
        "3\xa0hari 4\xa0jam",
    ]


def test_nothing_is_left_of_what_is_over() -> None:
    assert words_in("en").countdown(timedelta(seconds=-5)) == "0\xa0seconds"
    assert words_in("en").countdown(timedelta(days=1, minutes=59)) == "1\xa0day"


def test_a_sentence_keeps_own_words_as_they_are() -> None:
    said = words_in("es").text(
        "The texts of {version} no longer mention it; that is not a removal.", version="amendment-2025-10"
    )
    assert said.startswith("Los textos de amendment-2025-10 ya no la mencionan")


def test_own_words_on_a_page_are_isolated_and_escaped() -> None:
    said = page_words("id").text("since {day}", day='<b>"\u202e')
    assert said == Markup('sejak <bdi translate="no">&lt;b&gt;&#34;\u202e</bdi>')
    assert page_words("en").own(page_words("en").own("a&b")) == '<bdi translate="no">a&amp;b</bdi>'


def test_braces_in_own_words_are_only_braces() -> None:
    assert words_in("en").text("since {day}", day="{moment} {0} {{x}}") == "since {moment} {0} {{x}}"


@given(st.text(max_size=60))
def test_whatever_somebody_wrote_stays_text(text: str) -> None:
    set_on_page = page_words("es").own(text)
    assert isinstance(set_on_page, Markup)
    whole = set_on_page.replace("<wbr>", "")
    assert "<script" not in whole and whole.count("<") == whole.count("bdi")
    assert words_in("en").own(text) == text


def test_one_day_in_three_languages() -> None:
    assert [words_in(lang).day(date(2025, 1, 21), long=True) for lang in LANGUAGES] == [
        "21 January 2025", "21 de enero de 2025", "21 Januari 2025",
    ]  # fmt: skip


@pytest.mark.parametrize(("lang", "several"), [("en", "2 clauses"), ("es", "2 cláusulas"), ("id", "2 klausul")])
def test_a_number_of_things(lang: Language, several: str) -> None:
    assert words_in(lang).many("{n} clause", "{n} clauses", 2) == several


def test_the_last_instant_of_a_day_is_its_end() -> None:
    last = datetime(2025, 1, 22, 7, 59, 59, 999_999, tzinfo=UTC)
    assert words_in("en").moment(last, zone("America/Los_Angeles")) == "end of 21 Jan 2025 PST"
    assert page_words("es").moment(last, zone("America/Los_Angeles")) == "fin del 21 ene 2025 PST"


def test_names_in_a_row_stay_own_words() -> None:
    page = page_words("es")
    assert page.listed((page.own("a"), page.own("b"))) == '<bdi translate="no">a</bdi> y <bdi translate="no">b</bdi>'
    assert words_in("id").share(Decimal("0.205")).startswith("20,5")
