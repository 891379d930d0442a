"""What clauses say, said: own words stay as they are in every language, and a reason holds the reason within it."""

import pytest

from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.rights.judge.effect_reasons import ClearedWhenSigned, OnlyAtUnless, PartyConsented, SpeaksOfModes
from firstcall.said import Said

NAMED = "permitted"
"""A party may bear any name, that of an answer too."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "said",
    [
        OnlyAtUnless(at=("existing capacity", NAMED), who=(NAMED,), provider="holder"),
        PartyConsented(party=NAMED, consent="holder"),
    ],
)
def test_own_words_are_never_translated(lang: Language, said: Said) -> None:
    told = say(said, words_in(lang))
    for value in said.values.values():
        for word in (value,) if isinstance(value, str) else value:
            assert word in told
    assert (told == str(said)) == (lang == "en")


def test_words_of_closed_lists_are() -> None:
    said = SpeaksOfModes(modes=("own_build", "holder"), mode="third_party")
    assert (
        say(said, words_in("es")) == "abarca capacidad del tipo construcción propia, titular, y esta es de un tercero"
    )


def test_a_reason_within_a_reason_is_one_for_programs_too() -> None:
    why = ClearedWhenSigned(why=PartyConsented(party="microsoft", consent="C-1")).as_json()
    assert (why["code"], why["values"]["why"]["code"]) == ("signing.cleared", "consent.given")
    assert why["text"] == "cleared when it was signed: microsoft consented (C-1)"
    assert why["values"]["why"]["values"] == {"party": "microsoft", "consent": "C-1"}
