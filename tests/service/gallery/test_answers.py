"""Every question of the gallery is questions_answered as known; and a wrong answer is noticed."""

import pytest

from firstcall.errors import QuestionError
from firstcall.service.gallery.answers import KnownAnswer, answer_to, questions_answered, unlike
from firstcall.service.gallery.entries import GalleryEntry, gallery_entries, gallery_entry
from firstcall.service.gallery.questions import KnownQuestion
from firstcall.service.partnership.deal import open as open_deal


@pytest.mark.parametrize("entry", gallery_entries(), ids=lambda entry: entry.name)
def test_every_question_is_answered_as_known(entry: GalleryEntry) -> None:
    wrong = {
        one.asked.id: [str(diff.said) for diff in one.unlike] for one in questions_answered(entry) if not one.right
    }
    assert not wrong


def test_a_wrong_answer_is_noticed() -> None:
    question = gallery_entry("office-lease").known.questions[0]
    deal = open_deal(gallery_entry("office-lease").path)
    came = answer_to(question, deal)
    late = {"due": [{"what": "answer", "by": "2026-06-26T00:00:00Z"}]}
    assert not list(unlike(question.answer, came))
    assert [diff.where for diff in unlike(late, came)] == ["due[0]"]
    assert not KnownAnswer(question, tuple(unlike(late, came))).right


@pytest.mark.parametrize(
    ("known", "came", "right"),
    [
        ({"a": "1"}, {"a": 1, "b": 2}, True),
        ({"a": None}, {"a": None}, True),
        ({"a": None}, {}, False),
        ({"a": None}, {"a": "0.00"}, False),
        ({"a": True}, {"a": "True"}, False),
        ({"a": [{"b": 1}, {"b": 1}]}, {"a": [{"b": 1}]}, False),
        ({"a": [{"b": 2}, {"b": 1}]}, {"a": [{"b": 1}, {"b": 2}]}, True),
        ({"a": []}, {"a": []}, True),
        ({"a": [1]}, {"a": 1}, False),
        ({"a": {"b": 1}}, {"a": 1}, False),
    ],
)
def test_what_holds_a_known_answer(known: object, came: object, right: bool) -> None:
    assert (not list(unlike(known, came))) is right


def test_what_is_performed_is_only_tried() -> None:
    entry = gallery_entry("league-tender")
    before = (entry.path / "record.jsonl").read_bytes()
    list(questions_answered(entry))
    assert (entry.path / "record.jsonl").read_bytes() == before


def test_an_argument_that_is_not_taken_is_refused() -> None:
    entry = gallery_entry("office-lease")
    question = entry.known.questions[0]
    odd = question.model_copy(update={"ask": {"clock": {"onn": "2026-06-16"}}})
    assert isinstance(odd, KnownQuestion)
    with pytest.raises(QuestionError, match="clock takes no 'onn'"):
        answer_to(odd, open_deal(entry.path))


def test_a_refusal_is_an_answer() -> None:
    entry = gallery_entry("office-lease")
    odd = entry.known.questions[0].model_copy(update={"ask": {"decide": {"workload": "nothing", "on": "2026-06-16"}}})
    assert answer_to(odd, open_deal(entry.path))["refused"] is True
