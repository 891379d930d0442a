"""The window of an option, to the second, against a slow walk over every hour of its last days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.dated.test_standing_text import FOR_CAUSE, RENEWAL, TERM, agreed, happened, notice, standing

from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.record.dated.option_windows import notice_counts, option_recipient, option_window
from firstcall.record.position import Position


def window_of(here: Position, name: str = "renewal", by: str = "gus") -> Any:
    held = here.now.by_id[name]
    assert isinstance(held.clause, Option)
    return option_window(here, held, held.clause, by)


@given(
    st.dates(date(2026, 2, 1), date(2027, 11, 30)), st.sampled_from(["sent", "delivered", "received"]), st.booleans()
)
@settings(deadline=None, max_examples=40)
def test_no_notice_counts_in_time_after_the_instant_told_and_one_at_it_does(last: date, how: str, roll: bool) -> None:
    option = {**RENEWAL, "until": last.isoformat(), "notice": {"takes_effect": how, "roll": roll}}
    here = standing(agreed(TERM, option), "2026-01-10T00:00:00Z")
    clause, window = here.now.by_id["renewal"].clause, window_of(here)
    assert isinstance(clause, Option)

    def in_time(at: datetime) -> bool:
        event = standing(agreed(TERM, option), at.isoformat(), notice(at.isoformat())).known.events[0]
        return window.bars(notice_counts(clause, event, here.now)) is None  # type: ignore[arg-type]

    closes = window.closes
    assert in_time(closes) and not in_time(closes + timedelta(microseconds=1))
    hours = [closes + timedelta(hours=n) for n in range(-96, 97, 7)]
    assert [in_time(at) for at in hours] == [at <= closes for at in hours]


def test_the_place_of_receipt_is_the_other_partys() -> None:
    here = standing(agreed(TERM, {**RENEWAL, "by": ["gus", "hal"]}), "2026-02-01T00:00:00Z")
    clause = here.now.by_id["renewal"].clause
    assert isinstance(clause, Option)
    assert [option_recipient(clause, here.now, by) for by in ("gus", "hal")] == ["hal", "gus"]
    assert [window_of(here, by=by).closes.hour for by in ("gus", "hal")] == [0, 21]  # 17:00 in Los Angeles, New York


def test_a_window_hangs_on_what_happens() -> None:
    hung = {**RENEWAL, "since": {"event": "ready"}, "until": {"event": "ready", "plus": {"n": 10}}}
    waiting = window_of(standing(agreed(TERM, hung), "2026-02-01T00:00:00Z"))
    assert waiting.opens is None and "ready" in str(waiting.unknown)
    here = standing(agreed(TERM, hung), "2026-02-04T00:00:00Z", happened("ready", "2026-02-03T15:00:00Z"))
    assert window_of(here).opens == datetime(2026, 2, 3, 15, tzinfo=UTC)
    assert window_of(here).last == date(2026, 2, 13)


def test_a_cause_without_cure_opens_at_once() -> None:
    cause = {**FOR_CAUSE, "terminate": {"cause": {"event": "default"}}}
    here = standing(agreed(TERM, cause), "2026-03-02T15:00:00Z", happened("default", "2026-03-02T15:00:00Z"))
    assert window_of(here, "ending").opens == datetime(2026, 3, 2, 15, tzinfo=UTC)
