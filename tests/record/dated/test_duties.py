"""Where dated duties stand: to the second at the end of their last day, by what was done, against a slow reckoning."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.record.dated.duties import DutyTime, duties_at
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

ONE_DAY = timedelta(days=1)
QUARTERLY = {"when": {"every": "quarter", "since": "2026-01-01"}, "within": {"n": 15}}
BY_MONTH = {"when": {"every": "month", "since": "2026-01-01"}}
HUNG = {"when": {"event": "ready"}, "within": {"n": 30}}
READY = {"type": "occurred", "event": "ready", "by": "hal", "at": "2026-03-02T10:00:00Z"}


def agreed(**fields: Any) -> Agreement:
    duty = {"id": "report", "type": "duty", "by": "hal", "to": "gus", "does": "sends the report", **fields}
    return Agreement.model_validate({
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "America/New_York",
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "providers": {"rival": {}}, "definitions": {"workloads": ["w"], "events": ["ready"]},
        "effective": "2026-01-01", "clauses": [duty],
    })  # fmt: skip


def done(at: str, **fields: Any) -> dict[str, Any]:
    return {"type": "duty-performed", "clause": "report", "by": "hal", "at": at, **fields}


def recorded(*events: dict[str, Any]) -> Record:
    record = Record()
    for number, event in enumerate(events):
        entered = {"id": f"e{number}", "recorded": event["at"], "entered_by": "desk", **event}
        record, _ = append(record, entered)
    return record


def stand(agreement: Agreement, at: str, *events: dict[str, Any]) -> list[DutyTime]:
    return list(duties_at(position(agreement, recorded(*events), datetime.fromisoformat(at))))


def told(agreement: Agreement, at: str, *events: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in stand(agreement, at, *events)]


CASES: list[tuple[dict[str, Any], str, tuple[dict[str, Any], ...], list[tuple[str, str]]]] = [
    (QUARTERLY, "2026-03-01T00:00:00Z", (), [("report/2026-Q1", "open")]),
    (QUARTERLY, "2026-04-16T03:59:59Z", (), [("report/2026-Q1", "open"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-04-16T04:00:00Z", (), [("report/2026-Q1", "unmet"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-04-16T03:59:59Z"),),
     [("report/2026-Q1", "met"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-04-16T04:00:00Z"),),
     [("report/2026-Q1", "late"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-04-02T00:00:00Z", by="gus"),),
     [("report/2026-Q1", "unmet"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-02-02T00:00:00Z"),),  # before any time had fallen
     [("report/2026-Q1", "unmet"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-02-02T00:00:00Z", occurrence="report/2026-Q1"),),
     [("report/2026-Q1", "met"), ("report/2026-Q2", "open")]),
    (QUARTERLY, "2026-08-01T00:00:00Z", (done("2026-04-03T00:00:00Z"), done("2026-07-20T00:00:00Z")),
     [("report/2026-Q1", "met"), ("report/2026-Q2", "late"), ("report/2026-Q3", "open")]),
    (QUARTERLY, "2026-05-01T00:00:00Z", (done("2026-02-02T00:00:00Z", occurrence="2026-Q1"),),
     [("report/2026-Q1", "met"), ("report/2026-Q2", "open")]),
    (BY_MONTH, "2026-02-01T05:00:00Z", (done("2026-01-28T12:00:00Z"),),
     [("report/2026-01", "met"), ("report/2026-02", "open")]),
    (BY_MONTH, "2026-02-01T05:00:00Z", (done("2026-01-05T12:00:00Z"), done("2026-01-28T12:00:00Z")),
     [("report/2026-01", "met"), ("report/2026-02", "open")]),  # the day of February begins once January's is over
    (BY_MONTH, "2026-02-02T05:00:00Z", (done("2026-01-05T12:00:00Z"), done("2026-02-01T05:00:00Z")),
     [("report/2026-01", "met"), ("report/2026-02", "met")]),
    (HUNG, "2026-03-01T00:00:00Z", (), [("report", "unknown")]),
    (HUNG, "2026-04-02T03:59:59Z", (READY,), [("report", "open")]),
    (HUNG, "2026-04-02T04:00:00Z", (READY,), [("report", "unmet")]),
    (HUNG, "2026-05-01T00:00:00Z", (READY, done("2026-03-20T00:00:00Z")), [("report", "met")]),
    ({"when": "2026-05-01"}, "2026-05-02T03:59:59Z", (), [("report", "open")]),
    ({"when": "2026-05-01"}, "2026-05-02T04:00:00Z", (), [("report", "unmet")]),
    ({"when": "2026-05-01"}, "2026-04-02T00:00:00Z", (done("2026-04-01T00:00:00Z"),), [("report", "met")]),
    ({"when": "2026-05-01", "until": "2026-03-31"}, "2026-05-03T00:00:00Z", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "at", "events", "expected"), CASES)
def test_where_a_duty_stands(
    fields: dict[str, Any], at: str, events: tuple[dict[str, Any], ...], expected: list[tuple[str, str]]
) -> None:
    assert told(agreed(**fields), at, *events) == expected


def test_business_days_and_the_reason_why_a_day_is_unknown() -> None:
    (one, _) = stand(agreed(**QUARTERLY | {"within": {"n": 10, "unit": "business"}}), "2026-04-01T12:00:00Z")
    assert (one.falls, one.due) == (date(2026, 3, 31), date(2026, 4, 14))
    (unknown,) = stand(agreed(**HUNG), "2026-03-01T00:00:00Z")
    assert str(unknown.unknown) == "its time is the event ready, which has not happened as far as is known"


def test_a_duty_never_bars() -> None:
    at = datetime(2026, 8, 1, tzinfo=UTC)
    assert decide(agreed(**QUARTERLY), Record(), Asked(("w",), provider="rival"), at).outcome == "ungoverned"


@settings(max_examples=60)
@given(st.sampled_from([1, 3, 12]), st.integers(0, 40), st.integers(0, 800), st.lists(st.integers(0, 800), max_size=4))
def test_against_a_walk_over_every_day(months: int, within: int, asked: int, acts: list[int]) -> None:
    every = {1: "month", 3: "quarter", 12: "year"}[months]
    plus = {"within": {"n": within}} if within else {}
    agreement = agreed(when={"every": every, "since": "2026-01-01"}, **plus)
    start, noon = date(2026, 1, 1), timedelta(hours=17)
    midnight = datetime(2026, 1, 1, tzinfo=UTC)
    events = [done((midnight + n * ONE_DAY + noon).isoformat()) for n in sorted(acts)]
    at = midnight + asked * ONE_DAY + timedelta(hours=18)
    falls = [n for n in range(900) if (after := start + (n + 1) * ONE_DAY).day == 1 and (after.month - 1) % months == 0]
    open_times = [n for n in falls if n <= asked]
    open_times.append(next(n for n in falls if n > asked))
    begins = dict(zip(open_times, open_times if within else [0, *(n + 1 for n in open_times)], strict=False))
    left, met = list(open_times), {}
    for act in sorted(n for n in acts if n <= asked):
        meant = next((n for n in left if begins[n] <= act), None)
        if meant is not None:
            left.remove(meant)
            met[meant] = "met" if act <= meant + within else "late"
    expected = [met.get(n, "open" if asked <= n + within else "unmet") for n in open_times]
    assert [state for _, state in told(agreement, at.isoformat(), *events)] == expected
