from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.settlement.settle_case import line

from firstcall.settlement.bridge.rows import BridgeRow, paired, row_of


def row(name: str, amount: int, **fields: str) -> BridgeRow:
    given = {"document": "", "like": "", "period": "2025-01", "day": "2025-01-03", "stream": "api", "kind": "sale",
             "currency": "USD"} | fields  # fmt: skip
    return BridgeRow(name, amount=Fraction(amount), **given)  # type: ignore[arg-type]


ROWS = st.lists(
    st.builds(
        lambda amount, document, day, stream: row("x", amount, document=document, day=day, stream=stream),
        st.integers(0, 3), st.sampled_from(["", "A", "B"]), st.sampled_from(["2025-01-03", "2025-01-04"]),
        st.sampled_from(["api", "chat"]),
    ),
    max_size=8,
)  # fmt: skip


@given(ROWS, ROWS)
def test_every_row_is_told_once_and_equal_rows_are_always_paired(
    ours: list[BridgeRow], theirs: list[BridgeRow]
) -> None:
    pairs = paired(ours, theirs)
    assert Counter(mine for mine, _ in pairs if mine) == Counter(ours)
    assert Counter(other for _, other in pairs if other) == Counter(theirs)
    assert sum(mine == other for mine, other in pairs) == (Counter(ours) & Counter(theirs)).total()


def test_a_document_finds_its_row_wherever_it_stands() -> None:
    moved = row("b", 10, document="A", day="2025-02-01", stream="chat")
    (pair,) = paired([row("a", 10, document="A")], [moved])
    assert pair[1] == moved
    assert [None in pair for pair in paired([row("a", 10, document="A")], [row("b", 10, document="B")])] == [True, True]


def test_without_a_document_only_one_thing_may_differ() -> None:
    assert len(paired([row("a", 10)], [row("b", 10, day="2025-01-09")])) == 1
    assert len(paired([row("a", 10)], [row("b", 10, stream="chat")])) == 1
    assert len(paired([row("a", 10)], [row("b", 10, stream="chat", day="2025-01-09")])) == 2
    assert len(paired([row("a", 10)], [row("b", 12)])) == 2
    assert len(paired([row("a", 10)], [row("b", 10, currency="EUR")])) == 2


def test_an_entry_is_compared_by_document_and_month_whatever_its_notes_say() -> None:
    one = line("2025-01-03", "10", fields=(("document", "A"), ("note", "ours")))
    other = line("2025-01-03", "10", fields=(("document", "A"), ("note", "theirs")))
    assert row_of(one, "2025-Q1") == row_of(other, "2025-Q1")
    assert (row_of(one, "2025-Q1").document, row_of(one, "2025-Q1").billed) == ("A", "2025-01")
