"""What a file of questions may say, and what it is told where it says something else."""

import pytest

from firstcall.errors import AgreementError
from firstcall.planning.inputs.needs_file import read_written
from firstcall.service.gallery.questions import KnownQuestions

ONE = """schema: firstcall/questions/1
field: f
questions:
  - {id: a, question: q, ask: {check: {}}, answer: {}, why: w, source: s}
"""


def read(text: str) -> KnownQuestions:
    return read_written(text.encode(), KnownQuestions, "questions.yaml")[0]


def test_a_question_knows_what_it_asks() -> None:
    question = read(ONE).questions[0]
    assert (question.kind, question.arguments) == ("check", {})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("check: {}", "guess: {}", "a question asks one thing"),
        ("check: {}", "check: {}, clock: {}", "a question asks one thing"),
        ("why: w, ", "", "why"),
        ("answer: {}", "answers: {}", "answers"),
        ("field: f\n", "", "field"),
    ],
)
def test_a_file_that_says_something_else_is_told_where(old: str, new: str, said: str) -> None:
    with pytest.raises(AgreementError, match=said) as raised:
        read(ONE.replace(old, new))
    assert raised.value.problems[0].place.line >= 1


def test_an_id_stands_once() -> None:
    with pytest.raises(AgreementError, match="the id 'a' stands twice"):
        read(ONE + ONE.splitlines()[-1] + "\n")
