"""The catalogues: every sentence of the code is said in every language, with the same gaps."""

import re

import pytest

import catalogues
from firstcall.report.words.catalogue import sayings
from firstcall.report.words.enums import LANGUAGES, Language

OTHERS: tuple[Language, ...] = tuple(lang for lang in LANGUAGES if lang != "en")


def gaps(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("lang", OTHERS)
def test_every_sentence_is_said(lang: Language) -> None:
    assert catalogues.missing(lang) == [], "fix: python tools/catalogues.py update, and say what is new"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_holds_what_is_said_and_no_more(lang: Language) -> None:
    kept = (catalogues.LOCALE / f"{lang}.po").read_bytes()
    assert kept == catalogues.renewed(lang), "fix: python tools/catalogues.py update"


@pytest.mark.parametrize("lang", OTHERS)
def test_a_sentence_has_the_same_gaps_in_every_language(lang: Language) -> None:
    other = sayings(lang)
    for message in catalogues.messages():
        one = message if isinstance(message, str) else message[0]
        said = other[one]
        for form in (said,) if isinstance(said, str) else said:
            assert gaps(form) == gaps(one), one


def test_english_needs_no_catalogue() -> None:
    assert sayings("en") == {}


def test_sentences_are_found_where_they_are_said() -> None:
    assert list(catalogues.in_template('{{ w.text("One") }}{{ p.text(\'Two\') }}{{ w.many("a", "b", 3) }}')) == [
        "One",
        "Two",
        ("a", "b"),
    ]
    code = 'x = words.text("Three", n=1)\ny = self.many("c", "d", 2)\nz = other.text(variable)\n'
    assert list(catalogues.in_code(code)) == ["Three", ("c", "d")]


@pytest.mark.parametrize(("lang", "forms"), [("es", 2), ("id", 1)])
def test_a_number_of_things_has_the_forms_of_its_language(lang: Language, forms: int) -> None:
    held = catalogues.read(lang)
    assert held.num_plurals == forms
    counted = [message for message in held if isinstance(message.id, tuple)]
    assert counted and all(len(message.string or ()) == forms for message in counted)
    assert not [message.id for message in held if message.fuzzy and message.id]
