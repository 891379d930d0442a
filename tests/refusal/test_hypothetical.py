"""The deadlines of a notice not yet sent: the known vectors, and the real notice agrees."""

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.errors import RecordError
from firstcall.record.offers.right import Right
from firstcall.refusal.hypothetical import deadlines_of


def right(**fields: object) -> Right:
    found = (
        Deal(refusal(**fields))
        .position("2025-01-02 09:00")
        .right_on(Deal(refusal(**fields)).right())(local("2025-01-02 09:00"))
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sent", "received", "ends", "tail"),
    [
        ("2025-03-14 16:59", "2025-03-14", "2025-03-28T21:00:00+00:00", "2025-06-26"),
        ("2025-06-07 09:00", "2025-06-09", "2025-06-24T21:00:00+00:00", "2025-09-22"),
        ("2025-11-26 17:30", "2025-11-28", "2025-12-12T22:00:00+00:00", "2026-03-12"),
    ],
)
def test_the_known_vectors(sent: str, received: str, ends: str, tail: str) -> None:
    found = deadlines_of(right(), local(sent))
    assert (found.received.day.isoformat(), found.windows[-1].ends.isoformat(), found.tail.day.isoformat()) == (
        received, ends, tail)  # fmt: skip
    assert {str(name) for name, _ in found.steps} == {"receipt", "window", "tail"}
    real = Deal().received(at="2025-03-01 09:00").noticed(sent).offer(sent)
    assert real.window_closes == found.windows[-1].ends


def test_each_tier_and_a_re_offer_are_reckoned() -> None:
    tiers = {"tiers": [{"holders": [{"holder": "halcyon", "holding": "1"}]},
                       {"holders": [{"holder": "iris", "holding": "1"}], "n": "2"}]}  # fmt: skip
    found = deadlines_of(right(several=tiers), local("2025-03-14 16:59"))
    assert [window.day.isoformat() for window in found.windows] == ["2025-03-28", "2025-04-01"]
    again = deadlines_of(right(window={"n": "10", "reoffer": "3"}), local("2025-03-14 16:59"), again=True)
    assert again.windows[0].day.isoformat() == "2025-03-19"


def test_a_notice_cannot_arrive_before_it_is_sent() -> None:
    with pytest.raises(RecordError, match="before it was sent"):
        deadlines_of(right(), local("2025-03-14 16:59"), local("2025-03-14 16:58"))
