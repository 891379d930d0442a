"""Options as sentences, plain values, and the last instants of their windows in a calendar."""

from datetime import UTC, datetime
from typing import Any

from tests.record.dated.test_option_states import LATE
from tests.record.dated.test_standing_text import ENDING, FOR_CAUSE, RENEWAL, TERM, agreed, notice, standing

from firstcall.record.dated.option_states import OptionTime, options_at
from firstcall.report.offer.options import may_act, option_entries, option_json, option_said
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in


def one(option: dict[str, Any], at: str, *events: dict[str, Any]) -> OptionTime:
    (found,) = options_at(standing(agreed(TERM, option), at, *events))
    return found


def test_each_state_is_a_sentence() -> None:
    told = [
        one(LATE, "2026-03-01T00:00:00Z"), one(LATE, "2026-07-01T00:00:00Z"), one(FOR_CAUSE, "2026-07-01T00:00:00Z"),
        one({**LATE, "silence": "exercises"}, "2026-07-01T00:00:00Z"), one(LATE, "2027-12-01T00:00:00Z"),
        one(LATE, "2026-08-01T00:00:00Z", notice("2026-07-01T18:00:00Z")),
    ]  # fmt: skip
    assert [str(option_said(time)) for time in told] == [
        "renewal: gus may renew term for 1 year from 2026-06-01 on; the notice must count by 2027-07-02 17:00:00-07:00",
        "renewal: gus may renew term for 1 year; the notice must count by 2027-07-02 17:00:00-07:00",
        "ending: gus may end term; unknown: no default stands on the record that was not cured in time",
        "renewal: silence will renew term for 1 year, unless gus gives notice that counts by 2027-07-02 17:00:00-07:00",
        "renewal: gus may not exercise it any more: its window closed with 2027-07-02",
        "renewal: exercised, last on 2026-07-01",
    ]
    assert len(list(may_act(told))) == 4
    assert say(option_said(told[1]), words_in("id")).startswith("renewal: gus boleh memperbarui term selama 1 tahun")


def test_plain_values_and_the_calendar_tell_the_last_instant() -> None:
    time = one(RENEWAL, "2026-07-01T00:00:00Z")
    plain = option_json(time)
    assert (plain["state"], plain["by"], plain["last_day"], plain["zone"]) == (
        "open", "2027-07-03T00:00:00Z", "2027-07-02", "America/Los_Angeles",
    )  # fmt: skip
    (entry,) = option_entries([time, one(FOR_CAUSE, "2026-07-01T00:00:00Z")], "dock", datetime(2026, 7, 1, tzinfo=UTC))
    assert b"DTSTART:20270703T000000Z" in entry.to_ical()
    always = one({**ENDING, "notice": {"takes_effect": "sent"}}, "2026-07-01T00:00:00Z")
    assert option_json(always)["does"] == "terminate"
