"""Options: to the second at the end of their windows, what exercising them makes of the text, what leaves it alone."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Approval, Commitment
from firstcall.calendars import calendar_for
from firstcall.dates import day_end
from firstcall.deadlines import Offset, shifted
from firstcall.record.dated.option_states import options_at
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import Position, position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

ONE_DAY = timedelta(days=1)
US = calendar_for("US")
TERM = {"id": "term", "type": "term", "until": "2027-12-31"}
BEFORE_END = {"until": {"before_end_of": "term", "by": {"n": 180}}}
RENEWAL = {"id": "renewal", "type": "option", "by": "gus", "renew": {"n": 1, "unit": "year"}, **BEFORE_END}
ENDING = {"id": "ending", "type": "option", "by": "gus", "terminate": {"wind_down": {"n": 90}}}
CAUSE = {"event": "default", "cure": {"n": 30}, "cured_by": "cured"}
FOR_CAUSE = {"id": "ending", "type": "option", "by": "gus", "terminate": {"cause": CAUSE}}
YEARLY = {
    "id": "takes", "type": "commitment", "by": "gus", "to": "hal", "amount": "100", "currency": "USD", "per": "year",
    "since": "2026-01-01", "until": "2027-12-31", "base": {"source": "revenue_lines", "streams": ["s"]},
}  # fmt: skip


def agreed(*clauses: dict[str, Any], amendments: tuple[dict[str, Any], ...] = ()) -> Agreement:
    return Agreement.model_validate({
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "America/New_York",
        "parties": {
            "gus": {"name": "Gus", "role": "grantor"},
            "hal": {"name": "Hal", "role": "holder", "timezone": "America/Los_Angeles"},
        },
        "providers": {"rival": {}, "home": {"operator": "hal"}},
        "definitions": {"workloads": ["w"], "events": ["default", "cured", "ready"]},
        "effective": "2026-01-01", "clauses": list(clauses), "amendments": list(amendments),
    })  # fmt: skip


def notice(at: str, clause: str = "renewal", by: str = "gus", lapse: bool = False, **fields: Any) -> dict[str, Any]:
    return {"type": "option-lapsed" if lapse else "option-exercised", "clause": clause, "by": by, "at": at, **fields}


def happened(event: str, at: str) -> dict[str, Any]:
    return {"type": "occurred", "event": event, "by": "gus", "at": at}


def recorded(*events: dict[str, Any]) -> Record:
    record = Record()
    for number, event in enumerate(events):
        entered = {"id": f"e{number}", "recorded": event["at"], "entered_by": "desk", **event}
        record, _ = append(record, entered)
    return record


def standing(agreement: Agreement, at: str, *events: dict[str, Any]) -> Position:
    return position(agreement, recorded(*events), datetime.fromisoformat(at))


def last_day(here: Position) -> date:
    assert here.now.ends is not None
    return (here.now.ends.astimezone(here.now.where) - ONE_DAY / 2).date()


NOTICES: list[tuple[str, str, str]] = [
    # 4 July 2027, the last day, is a Sunday: what comes after Friday's cut-off at Hal's is received too late
    ("2027-07-03T00:00:00Z", "2028-12-31", ""),
    ("2027-07-03T00:00:00.000001Z", "2027-12-31", "its window closed with 2027-07-02"),
    ("2026-01-02T18:00:00Z", "2028-12-31", ""),
    ("2027-07-04T10:00:00Z", "2027-12-31", "its window closed with 2027-07-02"),
]


@pytest.mark.parametrize(("sent", "last", "why"), NOTICES)
def test_the_last_instant_of_a_window(sent: str, last: str, why: str) -> None:
    agreement, record = agreed(TERM, RENEWAL), recorded(notice(sent))
    here = position(agreement, record, datetime(2027, 10, 1, tzinfo=UTC))
    assert last_day(here) == date.fromisoformat(last)
    assert [str(item.reason) for item in standing_text(agreement, record, None).idle] == ([why] if why else [])


def test_the_window_told_is_the_window_that_counts() -> None:
    (one,) = options_at(standing(agreed(TERM, RENEWAL), "2026-03-01T00:00:00Z"))
    assert (one.state, one.window.closes) == ("open", datetime(2027, 7, 3, 0, 0, tzinfo=UTC))


def test_a_notice_counts_when_it_is_received_or_sent_as_the_clause_says() -> None:
    sunday = notice("2027-07-04T10:00:00Z")
    as_sent = agreed(TERM, {**RENEWAL, "notice": {"takes_effect": "sent"}})
    assert last_day(standing(as_sent, "2027-10-01T00:00:00Z", sunday)) == date(2028, 12, 31)
    rolls = agreed(TERM, {**RENEWAL, "notice": {"roll": True}})  # Monday is the holiday observed
    assert last_day(standing(rolls, "2027-10-01T00:00:00Z", sunday)) == date(2028, 12, 31)
    assert last_day(standing(rolls, "2027-10-01T00:00:00Z", notice("2027-07-07T00:00:01Z"))) == date(2027, 12, 31)
    late = notice("2027-07-01T10:00:00Z", delivered="2027-07-06T10:00:00Z")
    assert last_day(standing(agreed(TERM, RENEWAL), "2027-10-01T00:00:00Z", late)) == date(2027, 12, 31)


def test_an_exercise_changes_nothing_before_it_counts() -> None:
    agreement, record = agreed(TERM, RENEWAL), recorded(notice("2026-05-01T23:00:00Z"))  # Friday, Hal's 16:00
    before = position(agreement, record, datetime(2026, 5, 1, 22, 59, 59, tzinfo=UTC))
    after = position(agreement, record, datetime(2026, 5, 1, 23, 0, tzinfo=UTC))
    assert (last_day(before), last_day(after)) == (date(2027, 12, 31), date(2028, 12, 31))
    unknown = position(agreement, record, datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    assert last_day(unknown) == date(2027, 12, 31)


@given(st.lists(st.sampled_from(["gus", "hal"]), max_size=3), st.integers(2020, 2035))
@settings(deadline=None, max_examples=30)
def test_an_option_not_exercised_changes_nothing(others: list[str], year: int) -> None:
    agreement = agreed(TERM, RENEWAL, {**ENDING, "id": "other"}, YEARLY)
    plain = agreed(TERM, YEARLY)
    events = [happened("ready", f"2026-0{n + 1}-01T00:00:00Z") for n, _ in enumerate(others)]
    record, at = recorded(*events), datetime(year, 5, 5, tzinfo=UTC)
    assert standing_text(agreement, record, None).agreement is agreement
    with_it, without = position(agreement, record, at).now, position(plain, record, at).now
    assert [held.clause for held in with_it.clauses if held.clause.type != "option"] == [
        held.clause for held in without.clauses
    ]
    assert (with_it.ends, with_it.survives) == (without.ends, without.survives)


def _slow_renewal(last: date, months: int) -> date:
    """Return the day before the same day of the month so many months after the day that follows a last day."""
    first = last + ONE_DAY
    month = first.month - 1 + months
    year, month = first.year + month // 12, month % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1])) - ONE_DAY


@given(st.dates(date(2026, 2, 1), date(2028, 3, 31)), st.integers(1, 40), st.integers(1, 4), st.integers(0, 6))
@settings(deadline=None, max_examples=60)
def test_each_renewal_runs_so_many_months_from_the_day_after(last: date, months: int, most: int, sent: int) -> None:
    option = {
        "id": "renewal", "type": "option", "by": "gus", "renew": {"n": months, "unit": "month"}, "at_most": most,
        "notice": {"takes_effect": "sent"},
    }  # fmt: skip
    agreement = agreed({**TERM, "until": last.isoformat()}, option)
    events = [notice(f"2026-01-{5 + n:02}T12:00:00Z") for n in range(sent)]
    here = standing(agreement, "2026-01-20T00:00:00Z", *events)
    expected = last
    for _ in range(min(sent, most)):
        expected = _slow_renewal(expected, months)
    assert last_day(here) == expected
    assert len(standing_text(agreement, here.record, None).idle) == max(0, sent - most)


def test_silence_renews_until_a_notice_stops_it_and_never_more_often_than_it_may() -> None:
    silent = {**RENEWAL, "by": ["gus", "hal"], "silence": "exercises", "at_most": 3}
    agreement = agreed(TERM, silent)
    closes = datetime(2027, 7, 3, 0, 0, tzinfo=UTC)  # Gus's notice goes to Hal: 17:00 in Los Angeles
    assert last_day(position(agreement, Record(), closes)) == date(2027, 12, 31)
    assert last_day(position(agreement, Record(), closes + timedelta(microseconds=1))) == date(2028, 12, 31)
    assert last_day(position(agreement, Record(), datetime(2035, 1, 1, tzinfo=UTC))) == date(2030, 12, 31)
    stopped = notice("2028-06-01T15:00:00Z", by="hal", lapse=True)
    assert last_day(standing(agreement, "2035-01-01T00:00:00Z", stopped)) == date(2028, 12, 31)


def test_a_termination_ends_after_its_wind_down_and_renews_no_more() -> None:
    silent = {**RENEWAL, "silence": "exercises", "at_most": 5}
    agreement = agreed(TERM, silent, ENDING)
    on_a_holiday = notice("2027-05-31T20:00:00Z", "ending")  # Memorial Day: it counts from 1 June in Los Angeles
    here = standing(agreement, "2027-06-01T06:59:59Z", on_a_holiday)
    assert last_day(here) == date(2027, 12, 31)
    assert last_day(here.when(datetime(2027, 6, 1, 7, tzinfo=UTC))) == date(2027, 8, 30)
    assert last_day(here.when(datetime(2040, 1, 1, tzinfo=UTC))) == date(2027, 8, 30)


def test_a_cause_opens_after_its_cure_and_not_where_it_was_cured_in_time() -> None:
    agreement, broke = agreed(TERM, FOR_CAUSE), happened("default", "2026-03-02T15:00:00Z")
    still = notice("2026-04-01T20:00:00Z", "ending")  # the thirtieth day is wholly theirs
    early = standing(agreement, "2026-05-01T00:00:00Z", broke, still)
    assert [str(i.reason) for i in standing_text(agreement, early.record, None).idle] == [
        "default may be cured through 2026-04-01"
    ]
    after = notice("2026-04-02T16:00:00Z", "ending")
    assert last_day(standing(agreement, "2026-05-01T00:00:00Z", broke, after)) == date(2026, 4, 2)
    cured = happened("cured", "2026-04-02T03:59:59Z")
    assert last_day(standing(agreement, "2026-05-01T00:00:00Z", broke, cured, after)) == date(2027, 12, 31)
    too_late = happened("cured", "2026-04-02T04:00:00Z")
    assert last_day(standing(agreement, "2026-05-01T00:00:00Z", broke, too_late, after)) == date(2026, 4, 2)


def _commitment(here: Position) -> Commitment:
    clause = here.now.by_id["takes"].clause
    assert isinstance(clause, Commitment)
    return clause


def test_with_the_term_its_commitments_end() -> None:
    sent = notice("2027-02-01T18:00:00Z", "ending")
    here = standing(agreed(TERM, ENDING, YEARLY), "2027-03-01T00:00:00Z", sent)
    assert _commitment(here).until == date(2027, 5, 2)
    released = {**ENDING, "terminate": {"wind_down": {"n": 90}, "shortfall": "released"}}
    here = standing(agreed(TERM, released, YEARLY), "2027-03-01T00:00:00Z", sent)
    assert _commitment(here).until == date(2026, 12, 31)
    survives = agreed({**TERM, "survives": ["takes"]}, ENDING, YEARLY)
    assert _commitment(standing(survives, "2027-03-01T00:00:00Z", sent)).until == date(2027, 12, 31)


def test_what_grows_grows_from_its_next_period() -> None:
    more = {"id": "more", "type": "option", "by": "gus", "expand": {"quantity": "25", "unit": "USD"}, "of": "takes",
            "at_most": 2}  # fmt: skip
    here = standing(agreed(TERM, more, YEARLY), "2026-12-01T00:00:00Z", notice("2026-05-01T18:00:00Z", "more"))
    clause = _commitment(here)
    assert (clause.amount_on(date(2026, 12, 31)), clause.amount_on(date(2027, 1, 1))) == (Decimal(100), Decimal(125))
    allowed = {"id": "allowed", "type": "approval", "by": "hal", "up_to": {"quantity": "10", "unit": "MW"}}
    bigger = {**more, "expand": {"quantity": "5", "unit": "MW"}, "of": "allowed"}
    twice = (notice("2026-05-01T18:00:00Z", "more"), notice("2026-05-04T18:00:00Z", "more"))
    clause_then = standing(agreed(TERM, bigger, allowed), "2026-06-01T00:00:00Z", *twice).now.by_id["allowed"].clause
    assert isinstance(clause_then, Approval) and clause_then.up_to is not None
    assert clause_then.up_to.quantity == 20


def test_an_amendment_after_an_exercise_has_the_last_word() -> None:
    later = {
        "id": "later",
        "signed": "2027-01-10",
        "effective": "2027-02-01",
        "replace": [{**TERM, "until": "2030-06-30"}],
    }
    agreement = agreed(TERM, RENEWAL, amendments=(later,))
    here = standing(agreement, "2027-01-15T00:00:00Z", notice("2026-05-01T18:00:00Z"))
    assert last_day(here) == date(2028, 12, 31)
    assert last_day(here.when(datetime(2027, 3, 1, tzinfo=UTC))) == date(2030, 6, 30)


def test_a_right_is_extended_and_keeps_the_line_of_its_writer() -> None:
    exclusive = {"id": "ex", "type": "exclusivity", "holder": "hal", "at": "home", "until": "2027-12-31",
                 "scope": {"age": "new"}, "since": "2026-01-01"}  # fmt: skip
    both = {**RENEWAL, "of": ["term", "ex"]}
    agreement, sent = agreed(TERM, exclusive, both), notice("2026-05-01T18:00:00Z")
    asked = Asked(("w",), "rival")
    at = datetime(2028, 6, 1, tzinfo=UTC)
    assert decide(agreement, Record(), asked, at=at).outcome == "ungoverned"
    answer = decide(agreement, recorded(sent), asked, at=at)
    assert answer.outcome == "forbidden"
    held = position(agreement, recorded(sent), at).now.by_id["ex"]
    assert (held.version.id, held.since) == ("base", day_end(date(2025, 12, 31), held_zone(agreement)))


def held_zone(agreement: Agreement) -> Any:
    return position(agreement, Record(), datetime(2026, 2, 1, tzinfo=UTC)).now.where


def test_what_a_notice_lacks_is_told() -> None:
    agreement = agreed(TERM, RENEWAL)
    cases = [
        (notice("2026-05-01T18:00:00Z", by="hal"), "renewal is not for hal to exercise"),
        (notice("2026-05-01T18:00:00Z", "gone"), "no option gone is in force on that day"),
    ]
    for event, why in cases:
        assert [str(i.reason) for i in standing_text(agreement, recorded(event), None).idle] == [why]
    twice = recorded(notice("2026-05-01T18:00:00Z"), notice("2026-05-04T18:00:00Z"))
    assert [str(i.reason) for i in standing_text(agreement, twice, None).idle] == [
        "renewal has been exercised as often as it may"
    ]
    lapsed = recorded(notice("2026-05-01T18:00:00Z", lapse=True), notice("2026-05-04T18:00:00Z"))
    assert [str(i.reason) for i in standing_text(agreement, lapsed, None).idle] == ["gus let renewal lapse before"]


def test_a_text_with_exercises_is_made_anew_from_what_is_known() -> None:
    agreement, record = agreed(TERM, RENEWAL), recorded(notice("2026-05-01T18:00:00Z"))
    whole = standing_text(agreement, record, None).agreement
    assert [change.id for change in whole.amendments] == ["renewal.1"]
    assert standing_text(whole, record, None).agreement.amendments == whole.amendments
    assert standing_text(whole, Record(), None).agreement.amendments == ()
    assert whole.as_written().amendments == ()


ONE_DAY_LATER = {"event": "ready", "plus": {"n": 1}}
SECOND = notice("2026-05-01T18:00:00Z")
REFUSED: list[tuple[dict[str, Any], tuple[dict[str, Any], ...], str, str]] = [
    (RENEWAL, (notice("2026-05-01T18:00:00Z", "none"),), "no option none is in force on that day",
     "name one that is in force on that day: renewal"),
    (RENEWAL, (notice("2026-05-01T18:00:00Z", "term"),), "no option term is in force on that day",
     "name one that is in force on that day: renewal"),
    (RENEWAL, (notice("2026-05-01T18:00:00Z", by="hal"),), "renewal is not for hal to exercise",
     "let gus give the notice"),
    (RENEWAL, (notice("2026-04-01T18:00:00Z"), SECOND), "renewal has been exercised as often as it may",
     "agree to an amendment that lets it be exercised more often"),
    (RENEWAL, (notice("2026-04-01T18:00:00Z", lapse=True), SECOND), "gus let renewal lapse before",
     "correct the lapse on the record, if it was entered by mistake"),
    (RENEWAL, (notice("2027-07-05T18:00:00Z"),), "its window closed with 2027-07-02",
     "enter when the notice came, if that was by 2027-07-02"),
    ({**RENEWAL, "since": "2026-06-01"}, (SECOND,), "its window opens on 2026-06-01",
     "let the notice count on 2026-06-01 or later"),
    ({**RENEWAL, "since": ONE_DAY_LATER}, (SECOND,),
     "it opens with 1 day after the event ready, which has not happened as far as is known",
     "enter the event ready once it has happened: firstcall record add"),
    ({**RENEWAL, "since": {"event": "ready", "plus": {"n": 30}}}, (happened("ready", "2026-04-20T00:00:00Z"), SECOND),
     "its window opens on 2026-05-19", "let the notice count on 2026-05-19 or later"),
    (FOR_CAUSE, (notice("2026-05-01T18:00:00Z", "ending"),),
     "no default stands on the record that was not cured in time",
     "enter default first: firstcall record add occurred"),
    (FOR_CAUSE, (happened("default", "2026-04-20T12:00:00Z"), notice("2026-05-01T18:00:00Z", "ending")),
     "default may be cured through 2026-05-20", "give the notice after 2026-05-20, unless it is cured by then"),
    ({**RENEWAL, "of": ["takes"], "until": "2028-12-31"}, (notice("2028-02-01T18:00:00Z"),),
     "its window closed with 2027-12-30", "enter when the notice came, if that was by 2027-12-30"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "events", "why", "fix"), REFUSED)
def test_a_refused_notice_names_the_one_thing_that_is_wrong(
    option: dict[str, Any], events: tuple[dict[str, Any], ...], why: str, fix: str
) -> None:
    (idle,) = standing_text(agreed(TERM, option, YEARLY), recorded(*events), None).idle
    assert (str(idle.reason), str(idle.fix)) == (why, fix)


def test_what_was_ended_is_written_anew_by_amendment() -> None:
    events = (notice("2026-04-01T18:00:00Z", "ending"), notice("2026-05-01T18:00:00Z"))
    (idle,) = standing_text(agreed(TERM, RENEWAL, ENDING), recorded(*events), None).idle
    assert str(idle.reason) == "term has been ended by ending before"
    assert str(idle.fix) == "agree to an amendment that writes term anew"


def test_a_day_without_options_is_what_is_checked() -> None:
    (idle,) = standing_text(agreed(TERM, RENEWAL), recorded(notice("2025-05-01T18:00:00Z")), None).idle
    assert str(idle.fix) == "check the day: no option at all is in force on it"


def test_a_window_that_opens_after_an_event_is_known_as_soon_as_that_has_happened() -> None:
    option = {**RENEWAL, "since": {"event": "ready", "plus": {"n": 30}}}
    here = standing(agreed(TERM, option), "2026-05-01T00:00:00Z", happened("ready", "2026-04-20T00:00:00Z"))
    (one,) = options_at(here)
    assert one.state == "ahead" and one.window.opens == datetime(2026, 5, 19, 4, tzinfo=UTC)


@given(st.sampled_from(["2026-06-03", "2028-02-29", "2026-01-31"]), st.integers(1, 24), st.integers(1, 24))
@settings(deadline=None, max_examples=25)
def test_whatever_kind_of_clause_an_event_ends_is_renewed_from_its_last_day(day: str, n: int, more: int) -> None:
    until = {"event": "ready", "plus": {"n": n, "unit": "month"}}
    near = {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["home"], "until": until}
    longer = {**RENEWAL, "of": ["near"], "renew": {"n": more, "unit": "month"}, "until": "2040-12-31"}
    events = (happened("ready", f"{day}T15:00:00Z"), notice(f"{day}T18:00:00Z"))
    here = standing(agreed(near, longer), "2032-12-31T00:00:00Z", *events)
    found = here.now.by_id["near"].clause.until
    first = date.fromisoformat(day)
    whole = shifted(shifted(first, Offset(n, "month"), US), Offset(more, "month"), US) - ONE_DAY
    assert found == whole


def test_what_has_no_last_day_yet_is_not_renewed_and_says_what_it_waits_for() -> None:
    near = {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["home"],
            "until": {"event": "ready", "plus": {"n": 1, "unit": "year"}}}  # fmt: skip
    longer = {**RENEWAL, "of": ["near"], "until": "2040-12-31"}
    (idle,) = standing_text(agreed(near, longer), recorded(notice("2026-02-02T18:00:00Z")), None).idle
    assert str(idle.reason) == (
        "near has no last day yet that could move: it ends with 1 year after the event ready, not known so far"
    )
    assert str(idle.fix) == "enter the event ready once it has happened: firstcall record add"
