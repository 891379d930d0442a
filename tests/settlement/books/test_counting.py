"""A revenue line that no share counts says why, and a stream that nobody shares is told on the statement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.settle_case import leg, line, share

from firstcall.settlement.books.counting import strays, why_not
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.earning import buckets

JANUARY = asked_period("2025-01", 1)
TAX_TOO = share(id="with-tax", base={"source": "revenue_lines", "streams": ["web"], "kinds": ["sale", "tax"]})


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (line("2025-01-05", "10"), None),
        (line("2025-01-05", "10", stream="apii"), "no clause has the stream 'apii' in its base"),
        (line("2025-01-05", "10", kind="tax"), "its kind, tax, is not among the kinds that count"),
        (line("2025-01-05", "10", kind="tax", stream="web"), None),
        (line("2025-01-05", "10", origin="beta"), "no clause shares the revenue of beta"),
        (line("2023-01-05", "10"), "no share of revenue is in force on 2023-01-05"),
    ],
)
def test_why_a_line_counts_nowhere(entry: Entry, said: str | None) -> None:
    told = why_not(entry, [leg(share()), leg(TAX_TOO)])
    assert (None if told is None else str(told)) == said


def test_streams_that_nobody_shares_are_told_once_each_with_their_sum() -> None:
    entries = [
        line("2025-01-05", "10", stream="apii"),
        line("2025-01-09", "-2.5", stream="apii", kind="refund"),
        line("2025-01-09", "1", stream="apii", currency="EUR"),
        line("2025-02-01", "7", stream="apii"),
        line("2025-01-09", "5", kind="tax"),
        line("2025-01-09", "9", stream="apii", origin="streamco"),  # nobody shares its revenue: no stray of a share
    ]
    assert list(map(str, strays(entries, [leg(share())], JANUARY))) == [
        "not shared: 1 revenue line of alpha in 'apii', 1 EUR; no clause has that stream in its base",
        "not shared: 2 revenue lines of alpha in 'apii', 7.5 USD; no clause has that stream in its base",
    ]


@given(
    st.lists(
        st.builds(
            line,
            st.dates(date(2024, 11, 1), date(2025, 3, 31)).map(date.isoformat),
            st.integers(-100, 100).map(str),
            stream=st.sampled_from(["api", "apii", "web"]),
            kind=st.sampled_from(["sale", "refund", "tax"]),
            origin=st.sampled_from(["alpha", "beta"]),
        ),
        max_size=12,
    )
)
def test_a_line_counts_or_says_why_never_both(entries: list[Entry]) -> None:
    legs = [leg(share()), leg(TAX_TOO)]
    for number, entry in enumerate(entries):
        counted = any(buckets(one, [entry]) for one in legs)
        assert counted == (why_not(entry, legs) is None), (number, entry)
