"""What planning stands on: turns of the text, stretches between them, and days that a turn cuts."""

from datetime import date, datetime

from tests.planning.small import stands
from tests.planning.steps.test_running import LATER

MIDDAY = LATER.replace("effective: 2025-06-01", 'effective: "2025-06-01T12:00:00+00:00"')


def test_a_signed_text_to_come_is_a_turn_and_one_not_yet_signed_is_none() -> None:
    assert date(2025, 6, 1) in stands(more=LATER).cuts()
    unsigned = LATER.replace("signed: 2024-06-01", "signed: 2025-03-01")
    assert date(2025, 6, 1) not in stands(more=unsigned).cuts()


def test_a_turn_within_a_day_cuts_before_and_after_it() -> None:
    ground = stands(more=MIDDAY)
    assert {date(2025, 6, 1), date(2025, 6, 2)} <= set(ground.cuts())
    assert ground.stretches_in(date(2025, 6, 1), date(2025, 6, 2)) == (0, 1)
    assert ground.stretches_in(date(2025, 5, 31), date(2025, 6, 1)) == (0,)


def test_supposed_acts_are_done_at_ten() -> None:
    assert stands().act_at(date(2025, 1, 2)) == datetime.fromisoformat("2025-01-02T10:00:00+00:00")
    assert stands(more=LATER).begins(0) == datetime.fromisoformat("2025-01-01T10:00:00+00:00")
