"""What the fold refuses is not taken."""

from tests.verification.traced import begun

from firstcall.verification.loopholes.entering import entered, occurrence
from firstcall.verification.loopholes.told_facts import GivesNotice


def test_what_the_fold_refuses_is_not_taken() -> None:
    event = occurrence(begun(), "notice-given", "gus", offer="offer-1")
    assert entered(begun(), "notice", "gus", GivesNotice(by="gus", offer="offer-1"), (event,)) is None
