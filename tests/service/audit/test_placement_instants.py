"""Instants in whatever form a column has them are those that a question names."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.dates import parse_instant, zone
from firstcall.errors import RecordError
from firstcall.rights.table.axes.lookup import instant_at, micros
from firstcall.service.audit.placement_instants import IMPOSSIBLE, NO_INSTANT, Instants, LocalTime

ZONES = ("Asia/Jakarta", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")
LOCAL = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 - times without a zone


def read(values: list[Any], kind: Any, where: str = "Asia/Jakarta") -> tuple[list[datetime | None], list[int]]:
    found, faults = Instants(zone(where)).read(pa.array(values, kind), "log", "at")
    told = [None if fault else instant_at(int(at)) for at, fault in zip(found, faults, strict=True)]
    return told, faults.tolist()


@given(st.lists(LOCAL, min_size=1, max_size=5), st.sampled_from(ZONES))
def test_local_times_are_read_as_questions_are(times: list[datetime], where: str) -> None:
    local = numpy.array([micros(time.replace(tzinfo=UTC)) for time in times], dtype=numpy.int64)
    want = [parse_instant(time.isoformat(), zone(where)) for time in times]
    assert [instant_at(int(at)) for at in LocalTime(zone(where)).utc(local)] == want


@pytest.mark.parametrize("where", ZONES)
def test_the_hours_that_clocks_repeat_and_skip(where: str) -> None:
    times = [datetime(2025, month, 1) + timedelta(minutes=20 * n) for month in (3, 4, 10, 11) for n in range(31 * 72)]  # noqa: DTZ001
    local = numpy.array([micros(time.replace(tzinfo=UTC)) for time in times], dtype=numpy.int64)
    want = [parse_instant(time.isoformat(), zone(where)) for time in times]
    assert [instant_at(int(at)) for at in LocalTime(zone(where)).utc(local)] == want


AT = datetime(2025, 10, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps(unit: str) -> None:
    assert read([AT, None], pa.timestamp(unit, "Europe/Berlin")) == ([AT, None], [0, NO_INSTANT])
    assert read([AT.replace(tzinfo=None)], pa.timestamp(unit))[0] == [AT - timedelta(hours=7)]


def test_days_begin_in_the_agreements_zone() -> None:
    want = [datetime(2025, 9, 30, 17, tzinfo=UTC)]
    assert read([date(2025, 10, 1)], pa.date32())[0] == want
    assert read([date(2025, 10, 1)], pa.date64())[0] == want
    assert read(["2025-10-01"], pa.string())[0] == want


@pytest.mark.parametrize("text", [
    "2025-10-01T10:00:00+07:00", "2025-10-01 10:00:00+07:00", "2025-10-01T03:00:00Z", "2025-10-01T03:00Z",
    "2025-10-01t03:00:00z", "2025-10-01T10:00+0700", " 2025-10-01T03:00:00.000Z ",
])  # fmt: skip
def test_text(text: str) -> None:
    assert read([text, "2025-10-01T03:00:00Z"], pa.string()) == ([AT, AT], [0, 0])
    assert read([text], pa.dictionary(pa.int8(), pa.string()))[0] == [AT]


@pytest.mark.parametrize(
    "text", ["2025-02-30T10:00:00Z", "soon", "1899-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "2025-10"]
)
def test_text_that_names_no_instant_is_impossible(text: str) -> None:
    assert read([text, "2025-10-01T03:00:00Z", "", None], pa.string()) == (
        [None, AT, None, None], [IMPOSSIBLE, 0, NO_INSTANT, NO_INSTANT])  # fmt: skip


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_timestamps_beyond_the_years_that_are_read(unit: str) -> None:
    values = [-(2**62), 2**62, 0]
    assert read(values, pa.timestamp(unit, "UTC"))[1] == [IMPOSSIBLE, IMPOSSIBLE, 0]


def test_a_zone_on_some_and_none_on_others_is_refused() -> None:
    for values in (["2025-10-01T10:00:00Z", "2025-10-01T10:00:00"], ["2025-10-01", "2025-10-01T10:00:00+07:00"]):
        with pytest.raises(RecordError) as refused:
            read(values, pa.string())
        assert "have a zone" in str(refused.value) and "fix:" in str(refused.value)
    instants = Instants(zone("UTC"))
    instants.read(pa.array([AT], pa.timestamp("us", "UTC")), "one", "at")
    instants.read(pa.array([None], pa.timestamp("us")), "two", "at")
    with pytest.raises(RecordError) as refused:
        instants.read(pa.array([AT.replace(tzinfo=None)], pa.timestamp("us")), "three", "at")
    assert "one" in str(refused.value) and "three" in str(refused.value)


def test_whole_numbers_are_no_instants() -> None:
    with pytest.raises(RecordError, match=r"holds int64, which is no instant"):
        read([1], pa.int64())
