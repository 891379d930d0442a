"""Clauses that events begin and end: when they speak, against a reckoning by hand, and what the answers become."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.second import Ask
from tests.rights.table.asking_both import differing

from firstcall.agreement.document import Agreement
from firstcall.record.dated.speaking import ended_by, is_awaited, speaking_clauses, turns_of
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

NOON = timedelta(hours=12)
DAY = timedelta(days=1)
START = datetime(2025, 1, 1, tzinfo=UTC)


def text(since: Any, until: Any) -> Agreement:
    clause = {"id": "near", "type": "exclusivity", "holder": "hal", "at": ["hal-cloud"]}
    clause |= {"since": since} if since else {}
    clause |= {"until": until} if until else {}
    return Agreement.model_validate({
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "providers": {"hal-cloud": {"operator": "hal"}},
        "definitions": {"workloads": ["w"], "events": ["ready", "over"]},
        "effective": "2025-01-01", "clauses": [clause],
    })  # fmt: skip


def record_of(*happened: tuple[str, datetime]) -> Record:
    record = Record()
    for number, (event, at) in enumerate(happened):
        fields = {"type": "occurred", "event": event, "by": "hal", "entered_by": "desk", "id": f"e{number}"}
        record, _ = append(record, {**fields, "at": at.isoformat(), "recorded": at.isoformat()})
    return record


def hung(event: str, plus: int, or_day: int | None) -> dict[str, Any]:
    day: dict[str, Any] = {"event": event}
    day |= {"plus": {"n": plus}} if plus else {}
    return day | ({"or_date": str((START + or_day * DAY).date())} if or_day is not None else {})


offsets = st.integers(0, 12)
maybe_day = st.none() | st.integers(0, 30)


@settings(max_examples=60)
@given(begins=st.none() | offsets, ends=st.none() | offsets, plus=st.tuples(offsets, offsets),
       last=st.tuples(maybe_day, maybe_day), asked=st.integers(0, 40))  # fmt: skip
def test_it_speaks_from_its_first_day_through_its_last(
    begins: int | None, ends: int | None, plus: tuple[int, int], last: tuple[int | None, int | None], asked: int
) -> None:
    agreement = text(hung("ready", plus[0], last[0]), hung("over", plus[1], last[1]))
    days = (("ready", begins), ("over", ends))
    happened = sorted(((name, START + n * DAY + NOON) for name, n in days if n is not None), key=lambda pair: pair[1])
    here = position(agreement, record_of(*happened), START + asked * DAY)
    # midnight of a day: what happened at noon of an earlier day has happened
    known = [n for n in (begins,) if n is not None and n < asked]
    first = [n + plus[0] if plus[0] else n + 1 for n in known] + [n for n in (last[0],) if n is not None]
    over = [n + plus[1] + 1 if plus[1] else n + 1 for n in (ends,) if n is not None and n < asked]
    over += [n + 1 for n in (last[1],) if n is not None]
    speaks = bool(first) and min(first) <= asked and not (over and min(over) <= asked)
    assert bool(speaking_clauses(here)) == speaks


def test_the_instant_of_an_event_and_the_day_after_the_last() -> None:
    agreement, noon = text(hung("ready", 0, None), hung("over", 3, None)), START + 4 * DAY + NOON
    record = record_of(("ready", noon), ("over", noon + DAY))
    tick = timedelta(microseconds=1)

    def heard(at: datetime) -> bool:
        return bool(speaking_clauses(position(agreement, record, at)))

    assert [heard(noon - tick), heard(noon)] == [False, True]
    over = START + 9 * DAY  # the event is on the sixth, three days later is the ninth, wholly inside
    assert [heard(over - tick), heard(over)] == [True, False]
    here = position(agreement, record, START + 30 * DAY)
    (held,) = here.terms().clauses
    assert ended_by(here, held) == over and not is_awaited(here, held)
    assert {noon, over} <= set(turns_of(here, held))


def test_an_answer_turns_with_the_event_and_says_why() -> None:
    agreement = text(hung("ready", 10, None), None)
    record = record_of(("ready", START + NOON))
    asked = Asked(("w",), provider="elsewhere")
    before = decide(agreement, record, asked, START + 9 * DAY)
    after = decide(agreement, record, asked, START + 10 * DAY)
    assert (before.outcome, after.outcome) == ("ungoverned", "forbidden")
    said = [str(clause.why) for clause in before.clauses if clause.clause == "near"]
    assert said == ["has not begun: it begins with 10 days after the event ready, a day unknown or still to come"]
    around = [(Ask("w", provider="elsewhere"), START + step * NOON) for step in range(30)]
    assert differing(agreement, record, around) == []


def test_a_clause_counted_back_from_another_ends_with_its_day() -> None:
    agreement = text(None, {"before_end_of": "term", "by": {"n": 10, "unit": "business"}})
    with_term = agreement.model_copy(update={"clauses": (*agreement.clauses, *_term("2025-12-31"))})
    (held, _) = position(with_term, Record(), START).terms().clauses
    assert held.speaks.end is not None and held.speaks.end.date() == date(2025, 12, 17)


def _term(day: str) -> tuple[Any, ...]:
    held = {"id": "term", "type": "term", "until": day}
    document = text(None, None).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return Agreement.model_validate({**document, "clauses": [held]}).clauses
