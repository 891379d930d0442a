from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.changes import Delta, delta
from firstcall.settlement.statement.statement import Statement, settle

TIERS = {"steps": [{"threshold": "0", "rate": "0.1"}, {"threshold": "1000", "rate": "0.3"}]}


def drawn(entries: list[Entry], asked: str = "2025-01", **fields: Any) -> Statement:
    books = Books(tuple(entries), covered=frozenset(("revenue_lines", key_of(entry)) for entry in entries))
    terms = (leg(share(**fields)),)
    return settle("example", terms, books, asked_period(asked), datetime(2026, 1, 1, tzinfo=UTC), ZONE, True)


def between(before: Statement, rows: Statement, now: Statement) -> Delta:
    return delta("example-d1", before, rows, now)


def test_causes_are_told_apart_rows_first_then_terms() -> None:
    first = [line("2025-01-03", "100")]
    late = [*first, line("2025-01-09", "50")]
    done = between(drawn(first), drawn(late), drawn(late, rate="0.40"))
    (change,) = done.changes
    assert (change.issued, change.by_rows, change.by_terms) == (20_00, 10_00, 30_00)
    assert str(done.nets[0].amount) == "40.00 USD"


def test_a_late_row_moves_the_tiers_of_later_closed_periods() -> None:
    rows = [line("2025-01-03", "900"), line("2025-02-03", "500")]
    late = [*rows, line("2025-01-09", "100")]
    terms: dict[str, Any] = {"rate": None, "tiers": TIERS}
    moved = [between(drawn(rows, month, **terms), drawn(late, month, **terms), drawn(late, month, **terms))
             for month in ("2025-01", "2025-02")]  # fmt: skip
    assert [str(one.changes[0].delta) for one in moved] == ["10.00 USD", "20.00 USD"]


def test_nothing_changed_is_no_delta() -> None:
    same = drawn([line("2025-01-03", "100")])
    assert not between(same, same, same)


ROWS = st.lists(
    st.builds(
        lambda month, day, cents, n: line(f"2025-{month:02}-{day:02}", f"{cents}/100", id=f"{month}-{day}-{cents}-{n}"),
        st.integers(1, 6), st.integers(1, 28), st.integers(-50_000, 200_000), st.integers(0, 10**6),
    ),
    max_size=9, unique_by=lambda entry: entry.id,
)  # fmt: skip
TERMS = st.sampled_from(
    [
        {},
        {"rate": None, "tiers": TIERS},
        {"cap": {"total": "150"}},
        {"floor": "20"},
        {"minimum": {"amount": "700"}},
        {"negative": "carry", "cap": {"per_period": "80", "total": "300"}},
    ]
)


@settings(max_examples=60)
@given(ROWS, st.integers(0, 9), st.integers(0, 9), TERMS)
def test_deltas_add_up_to_the_statement_made_in_one_go(
    rows: list[Entry], first: int, second: int, terms: dict[str, Any]
) -> None:
    known = [rows[:first], rows[: first + second], rows]
    months = [f"2025-{number:02}" for number in range(1, 7)]
    for month in months:
        states = [drawn(some, month, **terms) for some in known]
        deltas = [between(old, new, new) for old, new in pairwise(states)]
        issued = sum(leg.units for leg in states[0].legs)
        later = sum(change.delta.units for one in deltas for change in one.changes)
        assert issued + later == sum(leg.units for leg in states[-1].legs)
