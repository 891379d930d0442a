"""The laws of a difference: nothing from a text to itself, turned round both ways, additive, equal to every answer."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle import small
from tests.verification.sound import SOLE, plain

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.terms import versions
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.verification.difference.answers import (
    ActOutcomes,
    Asking,
    answer_changes,
    asking,
    changed_points,
)
from firstcall.verification.difference.texts import as_of, begins
from firstcall.verification.space.boxes import QuestionPoint

ROOT = Path(__file__).resolve().parents[3]
Changes = dict[QuestionPoint, tuple[ActOutcomes, ActOutcomes]]
NARROW = {**SOLE, "scope": {"workloads": ["serve"], "mode": ["third_party"]}}


def amended() -> Agreement:
    data = plain()
    signing = [{"clause": "sole", "set": {"acts": ["sign"]}}]
    data["readings"] = [{"id": "reach", "about": "Does it bind running?", "base": "both", "source": "deed",
                         "alternatives": {"both": [], "signing": signing}}]  # fmt: skip
    data["amendments"] = [
        {"id": "one", "signed": "2025-01-01", "effective": "2025-01-01", "replace": [NARROW], "basis": SOLE["basis"]},
        {"id": "two", "signed": "2026-01-01", "effective": "2026-01-01", "remove": ["first"], "basis": SOLE["basis"]},
    ]
    return load(json.dumps(data))


TEXT = amended()


def between(one: str, two: str) -> Asking:
    at = [begins(TEXT, name) for name in (one, two)]
    assert at[0] is not None and at[1] is not None
    return asking(as_of(TEXT, at[0]), as_of(TEXT, at[1]), (TEXT,), Record())


def by_point(asked: Asking) -> Changes:
    return {point: pair for pair, points in changed_points(asked).items() for point in points}


def test_from_a_text_to_itself_nothing_changes() -> None:
    assert all(not answer_changes(between(name, name)) for name in ("base", "one", "two"))


def test_turned_round_each_change_is_turned_round() -> None:
    there, back = by_point(between("base", "two")), by_point(between("two", "base"))
    assert there and {point: (after, before) for point, (before, after) in there.items()} == back


def test_changes_add_up_over_versions() -> None:
    first, second, both = (by_point(between(*names)) for names in (("base", "one"), ("one", "two"), ("base", "two")))
    added = {
        point: (first.get(point, second.get(point))[0], second.get(point, first.get(point))[1])  # type: ignore[index]
        for point in first.keys() | second.keys()
    }
    assert {point: pair for point, pair in added.items() if pair[0] != pair[1]} == both


@pytest.mark.parametrize("names", list(product(("base", "one"), ("one", "two"))))
def test_it_is_what_a_comparison_of_every_answer_finds(names: tuple[str, str]) -> None:
    asked = between(*names)

    def answer(text: Agreement, point: QuestionPoint) -> tuple[str, dict[str, str]] | None:
        try:
            found = decide(text, asked.record, asked.space.asked(point), asked.space.stretches[point[0]].start)
        except QuestionError:
            return None
        acts: dict[str, str] = {}
        for act in found.acts:
            acts[act.act] = act.outcome
        return found.outcome, acts

    found = by_point(asked)
    for point in asked.space.points():
        before, after = answer(asked.before, point), answer(asked.after, point)
        if before is None or after is None:
            assert before == after
            continue
        if before[0] != after[0]:
            assert (found[point][0].outcome, found[point][1].outcome) == (before[0], after[0])
        elif point not in found:
            assert before[1] == after[1] or TEXT.readings


def test_every_question_of_a_set_changes_so() -> None:
    asked = between("base", "one")
    changes, found = answer_changes(asked), by_point(asked)
    assert sum(one.questions for one in changes) == len(found)
    assert all(len(one.sets) >= one.at_least for one in changes)
    words = {asked.space.words(point): pair for point, pair in found.items()}
    for one in changes:
        for shown in one.sets:
            told = [pair for held in product(*shown.words.values()) if (pair := words.get(held)) is not None]
            assert told and set(told) == {(one.before, one.after)}


def test_the_public_change_of_january_2025_frees_and_binds() -> None:
    text = load((ROOT / "examples/microsoft-openai/agreement.yaml").read_bytes())
    at = [begins(text, name) for name in ("amendment-2023-01", "amendment-2025-01")]
    assert at[0] is not None and at[1] is not None
    found = answer_changes(asking(as_of(text, at[0]), as_of(text, at[1]), (text,), Record()))
    pairs = {(one.before.outcome, one.after.outcome) for one in found}
    assert {("consent-first", "offer-first"), ("consent-first", "permitted"), ("consent-first", "forbidden")} <= pairs


def versions_of(text: Agreement) -> list[str]:
    return [one.id for one in versions(text)]


@given(small.texts(), st.data())
@settings(max_examples=15, deadline=None)
def test_whatever_is_written_the_laws_hold(data: dict[str, Any], draw: st.DataObject) -> None:
    """Nothing to itself, turned round both ways, additive over versions, and what `decide` says of both texts."""
    text = load(json.dumps(data))
    names = st.sampled_from(versions_of(text))
    one, two, three = draw.draw(names), draw.draw(names), draw.draw(names)

    def changes(before: str, after: str) -> tuple[Asking, Changes]:
        at = [begins(text, name) for name in (before, after)]
        assert at[0] is not None and at[1] is not None
        asked = asking(as_of(text, at[0]), as_of(text, at[1]), (text,), Record())
        return asked, {point: pair for pair, points in changed_points(asked).items() for point in points}

    asked, first = changes(one, two)
    assert changes(one, one)[1] == {}
    assert changes(two, one)[1] == {point: (after, before) for point, (before, after) in first.items()}
    second, both = changes(two, three)[1], changes(one, three)[1]
    added = {}
    for point in first.keys() | second.keys():
        pair = (first.get(point, second.get(point)), second.get(point, first.get(point)))
        assert pair[0] is not None and pair[1] is not None
        if pair[0][0] != pair[1][1]:
            added[point] = (pair[0][0], pair[1][1])
    assert added == both
    every = sorted(asked.space.points())
    for point in draw.draw(st.lists(st.sampled_from(every), min_size=1, max_size=12)):
        outcomes = [_outcome(side, asked, point) for side in (asked.before, asked.after)]
        found = first.get(point)
        assert (found[0].outcome, found[1].outcome) == tuple(outcomes) if found else outcomes[0] == outcomes[1]


def _outcome(text: Agreement, asked: Asking, point: QuestionPoint) -> str | None:
    try:
        return decide(text, asked.record, asked.space.asked(point), asked.space.stretches[point[0]].start).outcome
    except QuestionError:
        return None
