"""The points of an agreement: every question that its text tells apart, and what stretches of time answer alike."""

from typing import Any

from tests.verification.sound import agreement, clause

from firstcall.rights.question import Asked
from firstcall.verification.space.domain import Questions, questions_of


def test_every_word_stands_in_one_class_and_time_in_one_stretch() -> None:
    text = agreement(lambda data: data["amendments"].append(LATER) if "amendments" in data else data.update(LATER_TEXT))
    space, record = questions_of(text)
    assert space.names == ("span", "workload", "customer", "provider", "capacity")
    words = [sorted(word for held in axis for word in held) for axis in space.classes]
    assert words[0] == ["serve", "train"] and words[2] == ["home", "other", "own", "rival"]
    assert ("rival", "other") in space.classes[2]
    assert [one.version for one in space.stretches] == ["base", "later", "later"]
    assert all(one.end == two.start for one, two in zip(space.stretches, space.stretches[1:], strict=False))
    assert space.stretches[-1].end is None and not record.events
    assert len(list(space.points())) == 3 * 2 * 1 * 3 * 4


LATER = {"id": "later", "signed": "2025-01-01", "effective": "2025-01-01", "basis": {"grade": "agreed"}}
LATER_TEXT = {"amendments": [LATER]}


def test_a_point_is_a_question_and_what_cannot_be_asked_is_none() -> None:
    text = agreement()
    space, record = questions_of(text)
    questions = Questions(text, record, space)
    points = {space.words(point): point for point in space.points() if point[0] == 0}
    own = points["train", "general", "own", "own_build"]
    assert space.asked(own) == Asked(("train",), "own", "general", "own_build")
    assert questions.placed(own) is not None and questions.doing(own, "sign").mode == "own_build"
    assert questions.placed(points["train", "general", "home", "own_build"]) is None


def test_an_amendment_that_changes_no_clause_of_capacity_answers_alike() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data.update(LATER_TEXT)
        clause(data, "sole")["since"] = "2024-01-01"

    text = agreement(spoil)
    space, record = questions_of(text)
    questions = Questions(text, record, space)
    assert [questions.alike(span) for span in range(3)] == [0, 0, 2]
    assert space.spans((0, 1))[0].version == "base" and len(space.spans((0, 1))) == 2
