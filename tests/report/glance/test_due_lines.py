"""What is due as lines of a table: what may be done about each, and whether its time has passed."""

import pytest
from tests.refusal.deal import Deal, refusal

from firstcall.refusal.due import everything_due
from firstcall.report.glance.due_lines import DueLine, due_lines_of


def lines(deal: Deal, at: str) -> tuple[DueLine, ...]:
    here = deal.position(at)
    return due_lines_of(here, everything_due(here))


def told(deal: Deal, at: str) -> dict[str, str]:
    return {line.due.what: str(line.may) for line in lines(deal, at)}


@pytest.mark.parametrize(
    ("partial", "answer"), [("any", "take the whole, take a part or decline"), ("none", "take the whole or decline")]
)
def test_an_answer_is_whole_or_in_part_as_the_clause_allows(partial: str, answer: str) -> None:
    deal = Deal(refusal(partial=partial)).received().noticed()
    assert told(deal, "2025-03-17 09:00") == {"answer": answer, "objection": "say what the notice lacks"}


def test_what_the_grantor_may_do_follows_from_where_the_offer_stands() -> None:
    assert told(Deal().received(), "2025-03-11 09:00") == {"notice": "give notice"}
    lapsed = Deal().received().noticed()
    assert told(lapsed, "2025-04-01 09:00") == {"signature elsewhere": "sign with the third party"}


def test_what_is_past_its_last_instant_is_overdue_and_has_no_time_left() -> None:
    deal = Deal(refusal(failure={"sign_within": 30})).received().noticed().say("matched", "2025-03-18 09:00")
    (before,), (after,) = lines(deal, "2025-03-19 09:00"), lines(deal, "2025-06-01 09:00")
    assert before.due.what == after.due.what == "signature" and str(before.may) == "sign the contract"
    assert before.late is None and before.left is not None and before.due.by is not None
    assert before.left == before.due.by - deal.position("2025-03-19 09:00").at
    assert str(after.late) == "overdue" and after.left is None


def test_what_is_left_of_a_tail_ends_at_the_instant_that_is_shown() -> None:
    (line,) = lines(Deal().received().noticed(), "2025-04-01 09:00")
    assert line.due.what == "signature elsewhere" and line.left is not None and line.due.until is not None
    assert line.left == line.due.until - Deal().position("2025-04-01 09:00").at
