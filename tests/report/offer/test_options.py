"""Options as sentences, plain values, and the last instants of their windows in a calendar."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.record.dated.test_option_states import LATE
from tests.record.dated.test_standing_text import ENDING, FOR_CAUSE, RENEWAL, TERM, agreed, happened, notice, standing

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
        "renewal: gus may renew the term for 1 year from 2026-06-01 on; the notice must count by "
        "2027-07-02 17:00:00-07:00",
        "renewal: gus may renew the term for 1 year; the notice must count by 2027-07-02 17:00:00-07:00",
        "ending: gus may end the term; unknown: no default stands on the record that was not cured in time",
        "renewal: silence will renew the term for 1 year, unless gus gives notice that counts by "
        "2027-07-02 17:00:00-07:00",
        "renewal: gus may not exercise it any more: its window closed with 2027-07-02",
        "renewal: exercised, last on 2026-07-01",
    ]
    assert len(list(may_act(told))) == 4
    assert say(option_said(told[1]), words_in("id")).startswith(
        "renewal: gus boleh memperbarui masa berlaku selama 1 tahun"
    )


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


LATER = {"event": "ready", "plus": {"n": 2, "unit": "year"}}
OPEN_TERM = {"id": "term", "type": "term", "until": LATER}
PLAIN = {key: value for key, value in RENEWAL.items() if key != "until"}
HANGS = "its last day hangs on 2 years after the event ready, which has no day as far as is known"
UNKNOWN = f"by when the notice must count is unknown: {HANGS}"
MAY_RENEW = "renewal: gus may renew the term for 1 year"
TO_COME = {**LATE, "since": "2026-09-01"}


@pytest.mark.parametrize(
    ("term", "option", "said"),
    [
        (OPEN_TERM, PLAIN, f"{MAY_RENEW}; {UNKNOWN}"),
        (OPEN_TERM, RENEWAL, f"{MAY_RENEW}; {UNKNOWN}"),
        (OPEN_TERM, TO_COME, f"renewal: gus may renew the term for 1 year from 2026-09-01 on; {UNKNOWN}"),
        (
            OPEN_TERM, {**RENEWAL, "silence": "exercises"},
            "renewal: silence will renew the term for 1 year, unless gus gives notice in time; by when it must count "
            f"is unknown: {HANGS}",
        ),
        ({**OPEN_TERM, "survives": ["renewal"]}, {**PLAIN, "until": LATER}, f"{MAY_RENEW}; {UNKNOWN}"),
        (None, ENDING, "ending: gus may end the term, 90 days after the notice, at any time"),
        (
            {**OPEN_TERM, "survives": ["ending"]}, ENDING,
            "ending: gus may end the term, 90 days after the notice, at any time",
        ),
    ],
)  # fmt: skip
def test_a_last_day_that_hangs_on_what_is_unknown_is_told_as_unknown(
    term: dict[str, Any] | None, option: dict[str, Any], said: str
) -> None:
    (time,) = options_at(standing(agreed(*filter(None, (term, option))), "2026-07-01T00:00:00Z"))
    assert str(option_said(time)) == said
    assert (option_json(time)["last_day_awaits"] is None) == said.endswith("at any time")


def test_a_last_day_is_told_as_soon_as_the_record_knows_it() -> None:
    here = standing(agreed(OPEN_TERM, RENEWAL), "2026-07-01T00:00:00Z", happened("ready", "2026-06-01T12:00:00Z"))
    (time,) = options_at(here)
    plain = option_json(time)
    assert (plain["last_day"], plain["last_day_awaits"]) == ("2027-12-03", None)


def test_a_sooner_end_that_may_still_come_is_a_value_beside_the_last_day() -> None:
    (time,) = options_at(
        standing(agreed({**OPEN_TERM, "until": {**LATER, "or_date": "2027-12-31"}}, PLAIN), "2026-07-01T00:00:00Z")
    )
    plain = option_json(time)
    assert plain["last_day"] == "2027-12-30"  # the day after keeps New Year, a Saturday
    assert plain["last_day_awaits"]["code"] == "option.last-day-awaits"
