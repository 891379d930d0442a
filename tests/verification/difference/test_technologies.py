"""Use and licence of technology under two texts: equal to every answer of `decide`, and the laws of a difference."""

import os
from functools import lru_cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.verification.difference.answers import Asking, asking
from firstcall.verification.difference.technologies import (
    Turn,
    changed_uses,
    question_at,
    technology_changes,
    technology_space,
)
from firstcall.verification.difference.texts import as_of, begins
from firstcall.verification.space.boxes import QuestionPoint
from firstcall.verification.space.domain import Space
from firstcall.verification.space.technology import AS_RECORDED, EXERCISED, LATER_MODEL

ROOT = Path(__file__).resolve().parents[3]
TEXT = load((ROOT / "examples/microsoft-openai/agreement.yaml").read_bytes())
EVERY = ("amendment-2023-01", "amendment-2025-01", "amendment-2026-04")
VERSIONS = EVERY if os.environ.get("FIRSTCALL_WHOLE") == "1" else EVERY[:2]


@lru_cache
def between(one: str, two: str) -> Asking:
    at = [begins(TEXT, name) for name in (one, two)]
    assert at[0] is not None and at[1] is not None
    return asking(as_of(TEXT, at[0]), as_of(TEXT, at[1]), (TEXT,), Record())


@lru_cache
def space_of(asked: Asking) -> Space:
    return technology_space(asked)


@lru_cache
def by_point(asked: Asking) -> dict[QuestionPoint, Turn]:
    found, _ = changed_uses(asked, technology_space(asked))
    return {point: pair for pair, points in found.items() for point in points}


def brute(text: Agreement, asked: Asking, point: QuestionPoint) -> str | None:
    """Return what `decide` says of a point, its events written here anew; None where it cannot be asked."""
    space = space_of(asked)
    at, state = space.stretches[point[0]].start, space.words(point)[-1]
    here = position(text, asked.record, at)
    events: list[dict[str, object]] = []
    if state != AS_RECORDED:
        name = state.removesuffix(EXERCISED)
        defined = here.now.definitions.determinations.get(name)
        if defined is None:
            return None
        acts = [("determination-declared", defined.declared_by), ("determination-verified", defined.verified_by)]
        events = [{"type": kind, "by": by, "determination": name} for kind, by in acts if by is not None]
        if state.endswith(EXERCISED):
            events.append({"type": "escape-exercised", "models": [LATER_MODEL], "by": "openai"})
    record = suppose(asked.record, [{"at": at.isoformat(), **one} for one in events], here.now.where, "here")
    try:
        return decide(text, record, question_at(space, point), at).outcome
    except QuestionError:
        return None


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_it_is_what_decide_answers_of_both_texts(data: st.DataObject) -> None:
    one, two = data.draw(st.sampled_from(VERSIONS)), data.draw(st.sampled_from(VERSIONS))
    asked = between(one, two)
    found = by_point(asked)
    anywhere = st.tuples(*(st.integers(0, size - 1) for size in space_of(asked).sizes))
    point = data.draw(anywhere | st.sampled_from(sorted(found)) if found else anywhere)
    answers = brute(asked.before, asked, point), brute(asked.after, asked, point)
    assert found.get(point) == (answers if answers[0] != answers[1] else None)


@given(st.sampled_from(VERSIONS), st.sampled_from(VERSIONS), st.sampled_from(VERSIONS))
@settings(max_examples=30, deadline=None)
def test_nothing_to_itself_turned_round_and_additive(one: str, two: str, three: str) -> None:
    first, second, both = by_point(between(one, two)), by_point(between(two, three)), by_point(between(one, three))
    assert by_point(between(one, one)) == {}
    assert by_point(between(two, one)) == {point: (after, before) for point, (before, after) in first.items()}
    added = {}
    for point in first.keys() | second.keys():
        before = first[point][0] if point in first else second[point][0]
        after = second[point][1] if point in second else first[point][1]
        if before != after:
            added[point] = (before, after)
    assert added == both


def test_an_escape_at_option_no_longer_closes_what_was_only_determined() -> None:
    found = technology_changes(between("amendment-2023-01", "amendment-2025-01"))
    assert [(one.before, one.after) for one in found] == [("forbidden", "permitted")]
    shown = found[0].sets[0].words
    assert (shown["who"], shown["act"], shown["determined"]) == (("microsoft",), ("use-later-model",), ("agi",))
    assert sum(one.questions for one in found) == len(by_point(between("amendment-2023-01", "amendment-2025-01")))
