"""An answer on a text that an exercised option made has the exercise among its facts, and no other answer does."""

from typing import Any

import pytest
from tests.record.dated.test_standing_text import ENDING, RENEWAL, TERM, agreed, notice, recorded

from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

EXCLUSIVE = {"id": "ex", "type": "exclusivity", "holder": "hal", "at": "home"}
ALLOWED = {
    "id": "allowed", "type": "approval", "by": "hal", "up_to": {"quantity": "100", "unit": "MW"},
    "notwithstanding": ["ex"],
}  # fmt: skip
MORE = {"id": "more", "type": "option", "by": "gus", "expand": {"quantity": "50", "unit": "MW"}, "of": "allowed"}
END_IT = {"id": "end-it", "type": "option", "by": "gus", "terminate": {"wind_down": {"n": 30}}, "of": "ex"}
SENT = "2026-03-03T18:00:00Z"
BASIS = {"grade": "reported"}
REWRITTEN = {
    "id": "anew", "signed": "2026-05-01", "effective": "2026-05-01",
    "replace": [{**ALLOWED, "basis": {"grade": "agreed"}}],
}  # fmt: skip
TERM_ANEW = {
    "id": "anew", "signed": "2026-07-15", "effective": "2026-07-15", "replace": [{**TERM, "until": "2026-09-30"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("clauses", "amendments", "option", "on", "outcome", "cited"),
    [
        ((ALLOWED, MORE), (), "more", "2026-03-03T17:59:59Z", "permitted", False),
        ((ALLOWED, MORE), (), "more", "2026-03-04", "permitted", True),
        ((ALLOWED, MORE), (REWRITTEN,), "more", "2026-05-02", "permitted", False),
        ((END_IT,), (), "end-it", "2026-04-01", "forbidden", True),
        ((END_IT,), (), "end-it", "2026-04-10", "ungoverned", True),
        ((RENEWAL,), (), "renewal", "2027-12-30", "forbidden", False),
        ((RENEWAL,), (), "renewal", "2028-01-02", "forbidden", True),
        ((ENDING,), (), "ending", "2026-03-10", "forbidden", False),
        ((ENDING,), (), "ending", "2026-07-01", "ungoverned", True),
        ((ENDING,), (TERM_ANEW,), "ending", "2026-10-05", "ungoverned", False),
        ((ENDING, {**TERM, "survives": ["ex"]}), (), "ending", "2026-07-01", "forbidden", False),
    ],
)
def test_the_exercise_is_a_fact_of_what_it_made(
    clauses: tuple[dict[str, Any], ...], amendments: tuple[dict[str, Any], ...], option: str, on: str, outcome: str,
    cited: bool,
) -> None:  # fmt: skip
    term = () if any(one["id"] == "term" for one in clauses) else (TERM,)
    agreement = agreed(*term, EXCLUSIVE, *clauses, amendments=amendments)
    record = recorded(notice(SENT, option, basis=BASIS))
    answer = decide(agreement, record, Asked(("w",), "rival"), on)
    assert (answer.outcome, [fact.event for fact in answer.facts]) == (outcome, ["e0"] if cited else [])


def test_what_an_option_ended_is_told_with_its_last_day() -> None:
    agreement, record = agreed(TERM, EXCLUSIVE, END_IT), recorded(notice(SENT, "end-it"))
    answer = decide(agreement, record, Asked(("w",), "rival"), "2026-04-10")
    assert [(one.clause, str(one.why)) for one in answer.clauses] == [
        ("ex", "ended when end-it was exercised; its last day was 2026-04-02")
    ]


def test_an_answer_rests_on_the_exercise_that_it_turns_on() -> None:
    agreement, record = agreed(TERM, EXCLUSIVE, ALLOWED, MORE), recorded(notice(SENT, "more", basis=BASIS))
    answer = decide(agreement, record, Asked(("w",), "rival"), "2026-04-10")
    assert "e0" in {fact.event for fact in answer.facts if fact.grade == "reported"}
