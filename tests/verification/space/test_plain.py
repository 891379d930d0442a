"""The plain answer of every point is what `decide` answers."""

from pathlib import Path

import pytest
from tests.verification.sound import agreement

from firstcall.agreement.load import load
from firstcall.errors import QuestionError
from firstcall.rights.decide import decide
from firstcall.verification.space.domain import Questions, questions_of
from firstcall.verification.space.plain import Plainly

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("example", ["small", "wiraksa"])
def test_every_point_is_answered_as_decide_answers(example: str) -> None:
    text = agreement() if example == "small" else load((ROOT / "examples/wiraksa/agreement.yaml").read_bytes())
    space, record = questions_of(text)
    plain = Plainly(Questions(text, record, space))
    for point in list(space.points())[:: 1 if example == "small" else 17]:
        acts = plain.acts(point)
        try:
            decided = decide(text, record, space.asked(point), space.stretches[point[0]].start)
        except QuestionError:
            assert acts is None
            continue
        assert acts is not None and plain.outcome(point) == decided.outcome
        assert {act: weight.outcome for act, weight in acts} == {one.act: one.outcome for one in decided.acts}
