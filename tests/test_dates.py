import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    HasNoOffset,
    NoDate,
    NoDayOfTheCalendar,
    NoTimeZone,
    OutOfTheYears,
    Span,
    When,
    WriteDay,
    WriteOffset,
    WriteYear,
    WriteZone,
    day_end,
    day_start,
    given_instant,
    given_when,
    iso,
    local_day,
    parse_absolute,
    parse_day,
    parse_instant,
    parse_when,
    shown,
    zone,
    zone_data_version,
)
from firstcall.errors import DidYouMean, QuestionError
from firstcall.said import Said, Unreadable

PACIFIC = zone("America/Los_Angeles")
JAKARTA = zone("Asia/Jakarta")
ZONES = st.sampled_from(["America/Los_Angeles", "Asia/Jakarta", "Europe/Berlin", "UTC", "Pacific/Kiritimati"]).map(zone)
DAYS = st.dates(date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 30))
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=400_000)).map(
    lambda past: datetime(1901, 1, 1, tzinfo=UTC) + past
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


# zones


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("Europe/Lissabon", "did you mean 'Europe/Lisbon'?"),
        ("america/los_angeles", "did you mean 'America/Los_Angeles'?"),
        ("America", None),
        ("", "write an IANA name such as America/Los_Angeles"),
        ("../../etc/passwd", "write an IANA name such as America/Los_Angeles"),
        ("/etc/localtime", "write an IANA name such as America/Los_Angeles"),
        ("x" * 10_000, "write an IANA name such as America/Los_Angeles"),
        ("UTC\0", None),
    ],
)
def test_what_is_no_zone_is_refused(name: str, mend: str | None) -> None:
    with pytest.raises(ValueError, match="is not a time zone; ") as refused:
        zone(name)
    assert mend is None or str(refused.value).endswith(mend)
    assert len(str(refused.value)) < 200


def test_zones_come_from_the_pinned_data() -> None:
    assert zone("US/Pacific").key == "US/Pacific"
    assert re.fullmatch(r"tzdata \d{4}[a-z]", zone_data_version())


# days


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-29", "2025-00-10", "2025-01-32"])
def test_a_day_no_calendar_has(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is not a day of the calendar; write YYYY-MM-DD"):
        parse_day(text)


@pytest.mark.parametrize(
    "text", ["", "2025-1-1", "20250101", "2025-01-01T00:00", "21.01.2025", "２０２５-01-21", "2025-W04-2"]
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write YYYY-MM-DD, such as 2025-01-21"):
        parse_day(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_a_year_nobody_means(text: str) -> None:
    with pytest.raises(ValueError, match="is not in the years that are read; write a year from 1900 to 2999"):
        parse_day(text)
    with pytest.raises(ValueError, match="is not in the years that are read"):
        parse_instant(text, PACIFIC)


@given(DAYS, ZONES)
def test_a_day_is_what_lies_between_its_ends(day: date, where: ZoneInfo) -> None:
    start, end = day_start(day, where), day_end(day, where)
    assert parse_instant(day.isoformat(), where) == start
    assert local_day(start, where) == day == local_day(end - timedelta(microseconds=1), where)
    assert local_day(end, where) == day + timedelta(days=1)
    assert local_day(start - timedelta(microseconds=1), where) == day - timedelta(days=1)


def test_days_when_clocks_change_are_23_and_25_hours() -> None:
    spring, autumn = date(2025, 3, 9), date(2025, 11, 2)
    assert day_end(spring, PACIFIC) - day_start(spring, PACIFIC) == timedelta(hours=23)
    assert day_end(autumn, PACIFIC) - day_start(autumn, PACIFIC) == timedelta(hours=25)


# instants


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025-01-21", "2025-01-21T08:00+00:00"),
        ("2025-01-21T17:00", "2025-01-22T01:00+00:00"),
        ("2025-01-21 17:00:30", "2025-01-22T01:00:30+00:00"),
        ("2025-01-21t17:00z", "2025-01-21T17:00+00:00"),
        ("2025-01-21T17:00:00.25+0700", "2025-01-21T10:00:00.25+00:00"),
        ("  2025-01-21  ", "2025-01-21T08:00+00:00"),
        ("2025-11-02T01:30", "2025-11-02T08:30+00:00"),  # the first of the two
        ("2025-03-09T02:30", "2025-03-09T10:30+00:00"),  # skipped: the old offset
    ],
)
def test_instants_in_a_zone(text: str, meant: str) -> None:
    assert parse_instant(text, PACIFIC) == at(meant)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2025-01-21T24:00",
        "2025-01-21T25:00",
        "2025-01-21T",
        "2025-W04-2T00:00Z",
        "20250121T000000Z",
        "2025-01-21T17",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date or time; write one like 2025-01-21, 2025-01-21T17:00"):
        parse_instant(text, PACIFIC)


@pytest.mark.parametrize(
    "text", ["2025-02-30T10:00", "2025-13-01T10:00Z", "2025-01-21T10:60", "2025-01-21T10:00+25:00"]
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="is not a moment of the calendar"):
        parse_instant(text, PACIFIC)


def test_an_absolute_time_has_its_own_offset() -> None:
    assert parse_absolute("2025-01-21T00:00:00-08:00") == at("2025-01-21T08:00+00:00")
    with pytest.raises(ValueError, match=r"'2025-01-21T00:00' has no offset; write it with one, such as"):
        parse_absolute("2025-01-21T00:00")
    with pytest.raises(ValueError, match="'2025-01-21' is not a time with its offset; write one like"):
        parse_absolute("2025-01-21")


@given(INSTANTS)
def test_an_instant_survives_its_text(moment: datetime) -> None:
    assert parse_absolute(iso(moment)) == moment
    assert iso(moment).endswith("Z")


@given(INSTANTS, ZONES)
def test_what_is_shown_reads_back(moment: datetime, where: ZoneInfo) -> None:
    said = shown(moment, where)
    assert parse_instant(said, where) == moment
    midnight = moment.astimezone(where).time().isoformat() == "00:00:00"
    assert (len(said) == 10) == midnight


# months and years


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2025", "2025-01-01T08:00+00:00", "2026-01-01T08:00+00:00"),
        ("2025-12", "2025-12-01T08:00+00:00", "2026-01-01T08:00+00:00"),
        ("2024-02", "2024-02-01T08:00+00:00", "2024-03-01T08:00+00:00"),
        ("2025-03", "2025-03-01T08:00+00:00", "2025-04-01T07:00+00:00"),
    ],
)
def test_a_vague_date_has_two_ends(text: str, first: str, end: str) -> None:
    assert parse_when(text, PACIFIC) == When(text, at(first), at(end))


def test_a_day_or_time_is_not_vague() -> None:
    assert parse_when(" 2025-01-21 ", JAKARTA) == When("2025-01-21", at("2025-01-20T17:00+00:00"))


@pytest.mark.parametrize("text", ["2025-13", "2025-00"])
def test_a_month_no_calendar_has(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is not a month of the calendar"):
        parse_when(text, PACIFIC)


@pytest.mark.parametrize("text", ["0000", "0001", "2999", "9999", "9999-12"])
def test_a_vague_date_at_the_edge_of_time_never_breaks(text: str) -> None:
    if text == "2999":
        assert parse_when(text, JAKARTA).end == at("2999-12-31T17:00+00:00")
    else:
        with pytest.raises(ValueError, match="is not in the years that are read"):
            parse_when(text, JAKARTA)


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{0,8}(Z|[+-][0-9:]{2,5})?", fullmatch=True),
    ZONES,
)
def test_any_text_is_a_moment_or_a_value_error(text: str, where: ZoneInfo) -> None:
    for read in (lambda: parse_when(text, where), lambda: parse_instant(text, where), lambda: parse_day(text)):
        try:
            read()
        except ValueError as error:
            assert "; write " in str(error)


# spans


def test_a_span_holds_its_start_and_not_its_end() -> None:
    start, end = at("2025-01-01T00:00+00:00"), at("2025-02-01T00:00+00:00")
    just_before = timedelta(microseconds=1)
    span = Span(start, end)
    assert start in span and end - just_before in span
    assert end not in span and start - just_before not in span
    assert start - just_before in Span(None, end) and end in Span(start, None) and start in Span(None, None)


@pytest.mark.parametrize(
    ("read", "what", "fix"),
    [
        (lambda: parse_day("tomorrow"), NoDate(given="tomorrow"), WriteDay(example="2025-01-21")),
        (lambda: parse_day("2025-02-30"), NoDayOfTheCalendar(given="2025-02-30"), WriteDay(example="2025-01-21")),
        (lambda: parse_day("1899-01-01"), OutOfTheYears(given="1899-01-01"), WriteYear(first="1900", last="2999")),
        (lambda: zone("America/Los_Angelos"), NoTimeZone(given="America/Los_Angelos"),
         DidYouMean(near="America/Los_Angeles")),
        (lambda: zone("nowhere at all"), NoTimeZone(given="nowhere at all"), WriteZone(example="America/Los_Angeles")),
        (lambda: parse_absolute("2025-01-21T00:00"), HasNoOffset(given="2025-01-21T00:00"),
         WriteOffset(example="2025-01-21T00:00:00-08:00")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_as_facts(read: Callable[[], object], what: Said, fix: Said) -> None:
    with pytest.raises(Unreadable) as caught:
        read()
    assert (caught.value.what, caught.value.fix) == (what, fix)


NAIVE = datetime(2025, 1, 21, 17, tzinfo=UTC).replace(tzinfo=None)


def test_a_program_gives_a_moment_as_it_has_it() -> None:
    here = zone("America/Los_Angeles")
    first = datetime(2025, 1, 21, 8, tzinfo=UTC)
    assert given_when("2025-01-21", here).first == given_when(date(2025, 1, 21), here).first == first
    assert given_when(first.astimezone(here), here) == When("2025-01-21T08:00:00Z", first)
    assert given_when(first, here).end is None and given_when("2025-01", here).end is not None
    assert given_when(When("x", first), here).text == "x"
    assert given_instant(date(2025, 1, 21), "America/Los_Angeles") == first
    assert given_instant(first, "UTC") is first


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (NAIVE, "write it as text, such as '2025-01-21T17:00:00', which is read in the agreement"),
        (5, "5 is neither a day nor a time"),
        (None, "None is neither a day nor a time"),
        ("tomorrow", "'tomorrow' is not a date or time"),
    ],
)
def test_what_names_no_instant_is_refused_with_a_fix(moment: Any, says: str) -> None:
    with pytest.raises(QuestionError, match="fix: ") as error:
        given_when(moment, zone("UTC"))
    assert says in str(error.value)
