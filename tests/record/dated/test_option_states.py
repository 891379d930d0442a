"""Where an option stands at each instant of its life."""

from typing import Any

import pytest
from tests.record.dated.test_standing_text import ENDING, FOR_CAUSE, RENEWAL, TERM, agreed, notice, standing

from firstcall.record.dated.option_states import options_at

LATE = {**RENEWAL, "since": "2026-06-01"}
SENT = notice("2026-07-01T18:00:00Z")
CASES = [
    (LATE, "2026-05-31T23:00:00Z", (), "ahead"),
    (LATE, "2026-06-01T04:00:00Z", (), "open"),
    (LATE, "2027-07-03T00:00:00Z", (), "open"),
    (LATE, "2027-07-03T00:00:01Z", (), "lapsed"),
    (LATE, "2026-07-01T17:59:59Z", (SENT,), "open"),
    (LATE, "2026-07-01T18:00:00Z", (SENT,), "exercised"),
    (LATE, "2026-08-01T00:00:00Z", (notice("2026-07-01T18:00:00Z", lapse=True),), "lapsed"),
    (FOR_CAUSE, "2026-08-01T00:00:00Z", (), "unknown"),
]


@pytest.mark.parametrize(("option", "at", "events", "state"), CASES)
def test_the_state_of_an_option(
    option: dict[str, Any], at: str, events: tuple[dict[str, Any], ...], state: str
) -> None:
    (one,) = options_at(standing(agreed(TERM, option), at, *events))
    assert one.state == state


def test_what_was_ended_is_over_for_those_that_would_renew_it() -> None:
    here = standing(agreed(TERM, LATE, ENDING), "2026-07-02T00:00:00Z", notice("2026-07-01T18:00:00Z", "ending"))
    assert [(one.clause.id, one.state, one.left) for one in options_at(here)] == [
        ("renewal", "over", 1), ("ending", "exercised", 0),
    ]  # fmt: skip
