"""Whether a primary provider has its share of the use: the package and a slow answer from the raw reports agree."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.slow_duties import slow_primary, three_months_before
from tests.rights.berth import berth

from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.judge.permissions.mix import quarter_before
from firstcall.rights.question import Asked

HOURS = st.integers(0, 6).map(str)
FIRST = date(2024, 2, 1)
REPORTS = st.lists(st.tuples(st.sampled_from(["home", "rival", None]), st.integers(0, 200), HOURS, HOURS), max_size=6)


def report(number: int, provider: str | None, days: int, train: str, serve: str) -> dict[str, Any]:
    until = (FIRST + timedelta(days=days)).isoformat()
    place = {} if provider is None else {"provider": provider}
    return {"type": "mix-reported", "id": f"e{number}", "by": "gus", "entered_by": "desk", "since": FIRST.isoformat(),
            "until": until, "at": f"{until}T20:00:00Z", "recorded": f"{until}T20:00:00Z",
            "hours": {"train": train, "serve": serve}, **place}  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(REPORTS, st.sampled_from(["0.25", "0.5", "0.6", "1"]), st.booleans(), st.integers(0, 230))
def test_the_share_is_what_the_raw_reports_say(
    reports: list[tuple[str | None, int, str, str]], least: str, scoped: bool, after: int
) -> None:
    events = [report(number, *one) for number, one in enumerate(sorted(reports, key=lambda one: one[1]))]
    record = Record()
    for event in events:
        record, _ = append(record, event)
    scope = ", scope: {workloads: [train]}" if scoped else ""
    clause = {"at": ["home"], "share_at_least": least, **({"scope": {"workloads": ["train"]}} if scoped else {})}
    duty = "type: priority, duty: primary_provider, holder: hal, at: [home]"
    text = berth(f"{{id: main, {duty}, share_at_least: '{least}'{scope}}}")
    today = FIRST + timedelta(days=after)
    told = decide(text, record, Asked(("train",), "rival"), parse_instant(today.isoformat(), zone("UTC")))
    assert [duty.status for duty in told.duties] == [slow_primary(clause, events, today)]


@given(st.dates(date(2001, 1, 1), date(2100, 12, 31)))
def test_three_months_before_a_day_is_the_same_by_walking(day: date) -> None:
    assert quarter_before(day) == three_months_before(day)
