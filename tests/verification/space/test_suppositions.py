"""What may have happened: events, determinations, exercises of options, each by itself and together."""

from collections.abc import Callable
from typing import Any

from tests.verification.sound import AGREED, SOLE, agreement, clause

from firstcall.verification.space.domain import Questions, bears_on_technology, questions_of
from firstcall.verification.space.suppositions import Suppositions

OPENING = {"event": "opening"}
LEAVE = {"id": "leave", "type": "option", "by": ["gus"], "of": ["sole"], "notice": {"to": "hal"}, "basis": AGREED}


def supposed(spoil: Callable[[dict[str, Any]], object], span: int = 0, technology: bool = False) -> list[list[str]]:
    text = agreement(spoil)
    space, record = questions_of(text)
    every = Suppositions(text, record, bears_on_technology) if technology else Suppositions(text, record)
    found = every.of(Questions(text, record, space).here(span), space.stretches[span].end)
    return [list(map(str, one.given)) for one in found]


def hung(**dates: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        data["definitions"]["events"] = ["opening"]
        data["clauses"].append({**SOLE, "id": "later", "scope": {"workloads": ["train"]}, **dates})

    return spoil


def test_nothing_is_supposed_where_nothing_hangs_on_the_record() -> None:
    assert supposed(lambda data: None) == [[]]


def test_an_event_a_determination_and_both() -> None:
    def spoil(data: dict[str, Any]) -> None:
        hung(since=OPENING)(data)
        clause(data, "sole")["until"] = {"determination": "milestone"}

    assert supposed(spoil) == [
        [], ["milestone has been determined"], ["opening has happened"],
        ["milestone has been determined", "opening has happened"]]  # fmt: skip


def test_what_takes_longer_than_the_term_cannot_have_happened() -> None:
    assert supposed(hung(since={**OPENING, "plus": {"n": 6, "unit": "month"}})) == [[], ["opening has happened"]]
    assert supposed(hung(since={**OPENING, "plus": {"n": 60, "unit": "year"}})) == [[]]


def test_an_option_has_been_exercised_where_it_changes_what_speaks() -> None:
    ends = {**LEAVE, "terminate": {"wind_down": {"n": 30}}}
    assert supposed(lambda data: data["clauses"].append(ends)) == [[], ["leave has been exercised"]]
    longer = {**LEAVE, "of": ["term"], "renew": {"n": 12, "unit": "month"}}
    assert supposed(lambda data: data["clauses"].append(longer)) == [[]]
    assert supposed(lambda data: data["clauses"].append(longer), span=1) == [[], ["leave has been exercised"]]


def test_of_technology_only_what_changes_its_clauses() -> None:
    assert supposed(lambda data: None, technology=True) == [[], ["milestone has been determined"]]
    assert supposed(hung(since=OPENING), technology=True) == [[], ["milestone has been determined"]]
