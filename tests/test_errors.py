import inspect
from collections.abc import Iterable
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import errors
from firstcall.errors import (
    MOST_LISTED,
    AgreementError,
    DidYouMean,
    FirstcallError,
    NotFound,
    NothingToChooseFrom,
    Place,
    Problem,
    UseOneOf,
    UseOneOfMany,
    did_you_mean,
    near_or_listed,
    quoted,
    unknown,
)
from firstcall.said import Quoted, Said, sentence

EXITS = {
    "FirstcallError": 1,
    "AgreementError": 3,
    "RecordError": 3,
    "QuestionError": 2,
    "RefusalError": 6,
    "BillingError": 3,
    "NotFound": 4,
    "NotAllowed": 4,
    "ConflictError": 5,
    "MachineError": 7,
}


def test_every_error_has_its_exit_and_one_root() -> None:
    named = {
        name: kind for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, FirstcallError)
    }
    assert {name: kind.exit_code for name, kind in named.items()} == EXITS
    raised = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    assert set(raised) == set(named.values())


def test_the_drawn_tree_tells_the_exits() -> None:
    told = {line.split()[0]: line.split()[-1] for line in (errors.__doc__ or "").splitlines() if " exit " in line}
    assert told == {name: str(code) for name, code in EXITS.items() if name != "FirstcallError"}


def test_a_problem_says_where_what_mend_and_see() -> None:
    place = Place("a.yaml", 7, 5)
    what = unknown("field", "x")
    assert str(Problem(place, what)) == "a.yaml:7:5: unknown field 'x'"
    whole = Problem(place, what, near_or_listed("cat", ("cats",)), "a.yaml:1:1")
    assert str(whole) == "a.yaml:7:5: unknown field 'x'\n  fix: did you mean 'cats'?\n  see: a.yaml:1:1"


def test_an_agreement_error_keeps_its_problems_and_says_them_all() -> None:
    problems = [Problem(Place("a", 1, 1), unknown("name", "b")), Problem(Place("a", 2, 1), WHAT, FIX)]
    error = AgreementError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == f"a:1:1: unknown name 'b'\na:2:1: {WHAT}\n  fix: {FIX}"


def test_places_sort_as_the_text_runs() -> None:
    places = [Place("a", 2, 1), Place("a", 1, 9), Place("a", 1, 10)]
    assert sorted(places) == [Place("a", 1, 9), Place("a", 1, 10), Place("a", 2, 1)]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("azur", ["azure", "oracle"], "azure"),
        ("AZURE", ["azure"], "azure"),
        ("own build", ["own_build"], "own_build"),
        ("third-party", ["third_party"], "third_party"),
        ("trainning", ["training", "research"], "training"),
        ("coreweave", ["azure", "oracle"], None),
        ("", ["azure"], None),
        ("azure", [], None),
        ("a" * 5000, ["a" * 4999], None),
    ],
)
def test_did_you_mean(word: str, known: list[str], meant: str | None) -> None:
    assert did_you_mean(word, known) == meant


def test_a_long_list_is_cut_and_says_so() -> None:
    names = [f"n{number:03}" for number in range(MOST_LISTED + 5)]
    said = str(near_or_listed("quite different", names))
    assert said.endswith("n039 and 5 more") and said.count(",") == MOST_LISTED - 1


@given(st.text())
def test_a_quoted_word_stands_on_one_line_and_can_be_printed(word: str) -> None:
    shown = quoted(word)
    assert shown.isprintable() and shown[0] == shown[-1] == "'"
    assert shown.encode()
    if len(word) <= 60 and word.isprintable():
        assert shown[1:-1] == word


def test_half_a_character_and_a_bell_are_quoted_as_escapes() -> None:
    assert quoted("a\ud800b") == r"'a\ud800b'"
    assert quoted("a\x07\n") == r"'a\x07\n'"
    assert quoted("x" * 61) == "'" + "x" * 60 + "…'"


@pytest.mark.parametrize(
    ("word", "known", "fact"),
    [
        ("azur", ("oracle", "azure"), DidYouMean(near="azure")),
        ("coreweave", ("oracle", "azure"), UseOneOf(names=("azure", "oracle"))),
        ("x", (), NothingToChooseFrom(thing="provider")),
        ("x", [f"p{at:03}" for at in range(43)],
         UseOneOfMany(names=tuple(f"p{at:03}" for at in range(MOST_LISTED)), more=3)),
    ],
)  # fmt: skip
def test_what_helps_after_a_mistyped_name_is_a_fact(word: str, known: Iterable[str], fact: Said) -> None:
    assert near_or_listed(word, known, "provider") == fact


def test_an_unknown_name_is_a_fact() -> None:
    assert str(unknown("right of first refusal", "a\nb")) == "unknown right of first refusal 'a\\nb'"


class NotThere(Said):
    says = sentence("test-errors.not-there", "there is no {what} {given}")
    what: Literal["clause", "offer"]
    given: Annotated[str, Quoted]


WHAT, FIX = NotThere(what="offer", given="o9"), UseOneOf(names=("o1", "o2"))


def test_an_error_carries_facts_and_prints_them() -> None:
    error = NotFound(WHAT, fix=FIX, place=Place("record.jsonl", 3, 1))
    assert (error.what, error.fix, error.place) == (WHAT, FIX, Place("record.jsonl", 3, 1))
    assert str(error) == "record.jsonl:3:1: there is no offer 'o9'\n  fix: use one of: o1, o2"
    assert str(NotFound(WHAT)) == "there is no offer 'o9'"


def test_a_problem_prints_its_place_its_fix_and_what_else_to_look_at() -> None:
    place = Place("a.yaml", 3, 9)
    as_fact = Problem(place, WHAT, FIX, see="a.yaml:1:2")
    assert str(as_fact) == "a.yaml:3:9: there is no offer 'o9'\n  fix: use one of: o1, o2\n  see: a.yaml:1:2"
    assert str(AgreementError([as_fact])) == str(as_fact) and Problem(place, WHAT).fix is None
