"""Problems of a document as facts: what a program reads, and what stays a name in another language."""

import pytest

from firstcall.agreement.load import load
from firstcall.agreement.model.basis import KindGiven, ValueGiven
from firstcall.agreement.read.problem_facts import (
    AddKey,
    KeyMissing,
    KindWanted,
    StandsWhere,
    UnknownKey,
    UnknownValue,
    ValueOfDimension,
    WriteWanted,
    WrongAt,
)
from firstcall.errors import AgreementError, DidYouMean, Problem
from firstcall.report.words.facts import say
from firstcall.report.words.spoken import told_error
from firstcall.report.words.words import words_in
from firstcall.said import Said


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(AgreementError) as refused:
        load(text)
    return refused.value.problems


def test_a_missing_key_an_unknown_one_and_a_wrong_value_are_facts(harbour: str) -> None:
    (missing,) = problems(harbour.replace("    by: supplier\n", "", 1))
    assert (missing.what, missing.fix) == (KeyMissing(key="by"), AddKey(key="by"))
    (strange,) = problems(harbour.replace("calendar: PT", "calendar: PT\nholiday: yes", 1))
    assert strange.what == UnknownKey(key="holiday")
    (wrong,) = problems(harbour.replace("        window: {n: 20}", "        window: {n: [20]}", 1))
    assert wrong.fix is not None


def test_what_a_validator_refuses_keeps_its_facts(harbour: str) -> None:
    (found,) = problems(harbour.replace("scope: {region: [north]}", "scope: {region: []}", 1))
    assert found.what.code == "scope.empty"
    assert isinstance(found.fix, Said) and found.fix.code == "scope.leave-key-out"


def test_an_error_is_told_in_another_language_from_its_facts(harbour: str) -> None:
    with pytest.raises(AgreementError) as refused:
        load(harbour.replace("holder: supplier\n    at", "holder: suplier\n    at", 1))
    (found,) = refused.value.problems
    assert found.fix == DidYouMean(near="supplier")
    place = f"{found.place.file}:{found.place.line}:{found.place.column}"
    told = told_error(refused.value, words_in("es"))
    assert told == f"{place}: no se reconoce 'suplier' como parte\n  solución: ¿quiso decir 'supplier'?"


def test_a_value_is_named_as_it_is_and_what_is_wanted_is_said() -> None:
    wanted = KindWanted(kind="a whole number")
    said = WrongAt(key="text", what=StandsWhere(given=ValueGiven(text="a list"), wanted=wanted))
    assert say(said, words_in("es")) == "text: aparece 'a list' donde se espera un número entero"
    assert say(WriteWanted(wanted=wanted), words_in("id")) == "tulis bilangan bulat"
    assert "una lista" in say(StandsWhere(given=KindGiven(kind="a list"), wanted=wanted), words_in("es"))
    value = UnknownValue(what=ValueOfDimension(dimension="region"), given="north")
    assert str(value) == "unknown value of region 'north'" and "'north'" in say(value, words_in("id"))
