"""The deadlines of a notice not yet sent: the known vectors, and the real notice agrees."""

from datetime import timedelta

import pytest
from tests.refusal.deal import NEW_YORK, Deal, local, refusal

from firstcall.errors import RecordError
from firstcall.record.offers.right import Right
from firstcall.refusal.hypothetical import deadlines_of, supposed_at_hour


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
    assert str(found.windows[1].steps[0].why) == "the tier before ended 17:00 EDT; end of the tier before, not counted"
    again = deadlines_of(right(window={"n": "10", "reoffer": "3"}), local("2025-03-14 16:59"), again=True)
    assert again.windows[0].day.isoformat() == "2025-03-19"


@pytest.mark.parametrize("anchor", ["sent", "delivered", "received", "complete"])
@pytest.mark.parametrize("tail", ["notice", "receipt", "lapse"])
def test_an_arrival_is_supposed_where_a_deadline_counts_from_it_and_none_is_given(anchor: str, tail: str) -> None:
    counts = right(window={"n": "10", "anchor": anchor}, tail={"n": "90", "anchor": tail})
    sent = local("2025-03-14 16:59")
    assert deadlines_of(counts, sent).arrival_supposed == (anchor != "sent" or tail == "receipt")
    assert not deadlines_of(counts, sent, sent).arrival_supposed


def test_a_notice_cannot_arrive_before_it_is_sent() -> None:
    with pytest.raises(RecordError, match="before it was sent"):
        deadlines_of(right(), local("2025-03-14 16:59"), local("2025-03-14 16:58"))


def test_no_deadline_is_promised_past_the_end_of_a_clause_that_stops_its_offers() -> None:
    ends = {"until": "2025-03-20", "in_flight": "end"}
    found = deadlines_of(right(**ends), local("2025-03-14 16:59"))
    last = local("2025-03-21 00:00") - timedelta(microseconds=1)
    assert found.closes == (last,)
    remarks = "; ".join(map(str, found.remarks))
    assert "the clause ends, and the time to answer with it, at" in remarks
    assert "the clause ends, and the tail with it: after that nothing has to be offered under it" in remarks
    assert (found.tail.day.isoformat(), found.tail.ends) == ("2025-03-20", local("2025-03-21 00:00"))
    assert max(step.day for _, step in found.steps).isoformat() == "2025-03-20"
    assert found.closes[-1] == Deal(refusal(**ends)).received().noticed().offer("2025-03-17 09:00").window_closes
    assert max(step.day for name, step in found.steps if str(name) == "window").isoformat() == "2025-03-20"
    goes_on = deadlines_of(right(until="2025-03-20"), local("2025-03-14 16:59"))
    assert goes_on.closes == (local("2025-03-28 17:00"),)
    assert goes_on.moved(0) is None
    assert "ends, and the tail" not in "; ".join(map(str, goes_on.remarks))


def test_an_end_that_the_course_of_an_offer_moves_is_said_to_be_moved() -> None:
    later = local("2025-04-04 17:00")
    found = deadlines_of(right(), local("2025-03-14 16:59"), closes=(later,))
    assert found.tail.day.isoformat() == "2025-07-03"
    assert [str(said) for said in found.remarks][-1].startswith("the time to answer ends at 2025-04-04T21:00:00Z")


@pytest.mark.parametrize(
    ("ends", "said"),
    [("2025-03-20", "the clause ends, and the time to answer with it"),
     ("2025-04-30", "the time to answer ends at 2025-04-04T21:00:00Z")],
)  # fmt: skip
def test_an_end_is_of_the_clause_only_where_the_clause_is_over_in_the_next_instant(ends: str, said: str) -> None:
    counts = right(until=ends, in_flight="end")
    assert counts.ends is not None
    closes = min(local("2025-04-04 17:00"), counts.ends - timedelta(microseconds=1))
    found = deadlines_of(counts, local("2025-03-14 16:59"), closes=(closes,))
    assert str(found.moved(0)).startswith(said)
    assert (found.last_day is None) == (ends == "2025-04-30")


def test_a_bare_day_says_at_which_hour_the_notice_is_supposed_to_be_sent() -> None:
    found = supposed_at_hour(deadlines_of(right(), local("2025-03-14 10:00")), NEW_YORK)
    assert str(found.remarks[0]) == (
        "the day names no hour: it is supposed to be sent at 10:00 in America/New_York"
    )  # fmt: skip
    assert found.received == deadlines_of(right(), local("2025-03-14 10:00")).received


def test_a_tail_that_is_over_before_silence_frees_anything_is_said() -> None:
    """Forty days from sending are over on 23 April; stops of the clock may move the last answer to that day and on."""
    counts = right(tail={"n": "40", "unit": "calendar", "anchor": "notice"})
    over = {}
    for last in ("2025-04-23 17:00", "2025-04-24 17:00"):
        found = deadlines_of(counts, local("2025-03-14 16:59"), closes=(local(last),))
        over[last] = [str(said) for said in found.remarks if "silence frees nothing" in str(said)]
    assert [len(said) for said in over.values()] == [0, 1]


def test_marked_days_that_were_counted_are_said_in_order() -> None:
    found = deadlines_of(right(), local("2025-12-19 10:00"), local("2025-12-19 10:00"))
    assert [str(said).partition(" is marked")[0] for said in found.remarks] == ["2025-12-24", "2025-12-26"]
