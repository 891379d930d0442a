"""A fact in another language: its own sentence, each gap as the language writes it, own words left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from gettext import c2py
from typing import Annotated, Literal

import pytest
from markupsafe import Markup

from firstcall.calendars import calendar_for
from firstcall.dates import zone
from firstcall.gaps import AllOf, AnyOf, Grouped, Local, PartialDate, Percent, Quoted
from firstcall.money import Money
from firstcall.report.words import codes
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import page_words, words_in
from firstcall.rights.duties import AtHome, HolderNeither
from firstcall.said import Said, plural, sentence

LOS_ANGELES = zone("America/Los_Angeles")


class Held(Said):
    says = sentence("test-words.held", "held by {who}: {why}")
    who: str
    why: Said | str


class Either(Said):
    says = sentence("test-words.either", "from {one} or {other}")
    one: str
    other: Annotated[tuple[str, ...], AnyOf]


class Left(Said):
    says = plural("test-words.left", "{n} day left", "{n} days left")
    n: int | Decimal | Fraction


class Things(Said):
    says = sentence("test-words.things", "{day} | {at} | {local} | {part} | {number} | {share} | {amount} | {word}")
    day: date
    at: datetime
    local: Annotated[datetime, Local]
    part: Annotated[str, PartialDate]
    number: Annotated[Decimal, Grouped]
    share: Annotated[Decimal, Percent]
    amount: Money
    word: Literal["forbidden", "permitted"]


class Rows(Said):
    says = sentence("test-words.rows", "{names} | {all} | {any} | {facts} | {days} | {given}")
    names: tuple[str, ...]
    all: Annotated[tuple[str, ...], AllOf]
    any: Annotated[tuple[str, ...], AnyOf]
    facts: tuple[Said, ...]
    days: Annotated[tuple[date, ...], AnyOf]
    given: Annotated[str, Quoted]


SPANISH: dict[str, tuple[str, ...]] = {
    "test-words.held": ("en manos de {who}: {why}",), "test-words.either": ("de {one} o {other}",),
    "test-words.left": ("queda {n} día", "quedan {n} días"),
}  # fmt: skip
INDONESIAN: dict[str, tuple[str, ...]] = {
    "test-words.held": ("dipegang {who}: {why}",), "test-words.either": ("dari {one} atau {other}",),
    "test-words.left": ("tersisa {n} hari",),
}  # fmt: skip
THINGS = Things(
    day=date(2025, 1, 21), at=datetime(2025, 2, 1, 8, tzinfo=UTC),
    local=datetime(2025, 1, 22, 1, tzinfo=UTC).astimezone(LOS_ANGELES), part="2025-05", number=Decimal("-1234.50"),
    share=Decimal("0.205"), amount=Money(123456789, "USD"), word="forbidden",
)  # fmt: skip
ROWS = Rows(
    names=("forbidden", "permitted"), all=("a", "ibm"), any=("a", "oracle"), facts=(Left(n=1), Left(n=2)),
    days=(date(2025, 1, 1), date(2025, 1, 2)), given="o'clock\n<b>",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _catalogues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = {lang: codes.catalogues(lang) for lang in LANGUAGES}
    made = {
        "en": real["en"],
        "es": dict(real["es"]) | {code: (forms, c2py("(n != 1)")) for code, forms in SPANISH.items()},
        "id": dict(real["id"]) | {code: (forms, c2py("0")) for code, forms in INDONESIAN.items()},
    }
    monkeypatch.setattr(codes, "catalogues", made.__getitem__)
    yield


def test_a_fact_of_the_package_in_three_languages() -> None:
    assert [say(AtHome(home=("azure", "own")), words_in(lang)) for lang in LANGUAGES] == [
        "it is at azure, own", "está en azure, own", "berada di azure, own",
    ]  # fmt: skip
    told = say(HolderNeither(holder="permitted"), words_in("es"))
    assert told == "no se debe: permitted no puede ni quiere darle soporte"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "21 Jan 2025 | 1 Feb 2025 08:00 UTC | 21 Jan 2025 17:00 PST | "
               "May 2025 | -1,234.5 | 20.5% | US$1,234,567.89 | forbidden"),
        ("es", "21 ene 2025 | 1 feb 2025 8:00 UTC | 21 ene 2025 17:00 PST | mayo de 2025 | "
               "-1.234,5 | 20,5\xa0% | 1.234.567,89\xa0US$ | prohibido"),
        ("id", "21 Jan 2025 | 1 Feb 2025 08.00 UTC | 21 Jan 2025 17.00 PST | Mei 2025 | "
               "-1.234,5 | 20,5% | US$1.234.567,89 | dilarang"),
    ],
)  # fmt: skip
def test_each_kind_of_gap(lang: Language, text: str) -> None:
    assert say(THINGS, words_in(lang)) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "forbidden, permitted | a and ibm | a or oracle | 1 day left; 2 days left | 1 Jan 2025 or 2 Jan 2025"),
        ("es", "forbidden, permitted | a e ibm | a u oracle | queda 1 día; quedan 2 días | 1 ene 2025 o 2 ene 2025"),
        ("id", "forbidden, permitted | a dan ibm | a atau oracle | tersisa 1 hari; tersisa 2 hari | "
               "1 Jan 2025 atau 2 Jan 2025"),
    ],
)  # fmt: skip
def test_rows(lang: Language, text: str) -> None:
    assert say(ROWS, words_in(lang)) == text + " | 'o'clock\\n<b>'"


def test_a_fact_within_a_fact_speaks_the_same_language() -> None:
    fact = Held(who="permitted", why=Held(who="{x}", why=Left(n=3)))
    assert say(fact, words_in("es")) == "en manos de permitted: en manos de {x}: quedan 3 días"
    assert say(fact, words_in("id")) == "dipegang permitted: dipegang {x}: tersisa 3 hari"
    assert say(Held(who="a", why="forbidden"), words_in("es")) == "en manos de a: forbidden"  # own words, not a word


def test_or_before_a_gap_follows_its_sound() -> None:
    assert say(Either(one="a", other=("oracle",)), words_in("es")) == "de a u oracle"
    assert say(Either(one="a", other=("azure", "oracle")), words_in("es")) == "de a o azure u oracle"
    assert say(Either(one="a", other=("oracle",)), page_words("es")) == (
        'de <bdi translate="no">a</bdi> u <bdi translate="no">oracle</bdi>'
    )


@pytest.mark.parametrize(
    ("n", "es", "id_"),
    [
        (1, "queda 1 día", "tersisa 1 hari"),
        (0, "quedan 0 días", "tersisa 0 hari"),
        (Decimal("1.0"), "queda 1 día", "tersisa 1 hari"),
        (Decimal("1.5"), "quedan 1,5 días", "tersisa 1,5 hari"),
        (Fraction(1, 3), "quedan 0,333333333333… días", "tersisa 0,333333333333… hari"),
        (Fraction(5, 2), "quedan 2,5 días", "tersisa 2,5 hari"),
    ],
)
def test_numbers_of_things(n: int | Decimal | Fraction, es: str, id_: str) -> None:
    assert (say(Left(n=n), words_in("es")), say(Left(n=n), words_in("id"))) == (es, id_)


def test_on_a_page_own_words_are_set_apart_and_harmless() -> None:
    told = say(Held(who="<b>permitted</b>", why=THINGS), page_words("es"))
    assert isinstance(told, Markup)
    assert told.startswith('en manos de <bdi translate="no">&lt;b&gt;permitted&lt;/b&gt;</bdi>: 21 ene 2025 | ')
    assert told.endswith(" | prohibido") and told.count("<bdi") == 1
    rows = say(ROWS, page_words("es"))
    assert '<bdi translate="no">a</bdi> e <bdi translate="no">ibm</bdi>' in rows
    assert rows.endswith('| &#39;<bdi translate="no">o&#39;clock\\n&lt;b&gt;</bdi>&#39;')


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_set_already_is_not_set_once_more(lang: Language) -> None:
    words = page_words(lang)
    said = say(Held(who=words.own("A & B"), why=words.own("<c>")), words)
    assert said.count("<bdi") == 2 and "&lt;bdi" not in said
    assert "A &amp; B" in said and "&lt;c&gt;" in said


def test_a_holiday_is_told_in_the_language_or_marked_as_english() -> None:
    closed = calendar_for("ID").reason_closed(date(2026, 3, 19))
    assert closed is not None
    assert [say(closed, words_in(lang)) for lang in LANGUAGES] == [
        "holiday: Day of Silence", "festivo: Day of Silence", "hari libur: Hari Suci Nyepi",
    ]  # fmt: skip
    assert say(closed, page_words("es")) == 'festivo: <bdi lang="en" translate="no">Day of Silence</bdi>'
    assert say(closed, page_words("id")) == 'hari libur: <bdi translate="no">Hari Suci Nyepi</bdi>'
