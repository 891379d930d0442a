"""Counting by class and month is exact, whatever the order, the batches, and the size of what is counted."""

from collections import defaultdict
from decimal import Decimal

import numpy
from hypothesis import given
from hypothesis import strategies as st

from firstcall.rights.table.locating import NO_MONTH, NO_QUANTITY, Located, PlacedRows
from firstcall.verification.audit.tally import Counted, Tally

ROW = st.tuples(
    st.integers(0, 30),
    st.sampled_from([NO_MONTH, 1500, 1501, 1600]),
    st.sampled_from([NO_QUANTITY, 1, 250_000_000, 10**9, 8 * 10**18]),
)


@given(st.lists(st.lists(ROW, max_size=12), max_size=5), st.booleans())
def test_it_counts_what_a_dictionary_counts(batches: list[list[tuple[int, int, int]]], counted: bool) -> None:
    tally, rows, sums = Tally(), defaultdict[tuple[int, int], int](int), defaultdict[tuple[int, int], int](int)
    for batch in batches:
        numbers, months, quantity = (numpy.array([row[n] for row in batch], dtype=numpy.int64) for n in range(3))
        same = len(set(months.tolist())) == 1
        located = Located((PlacedRows(numbers),), int(months[0]) if same else months.astype(numpy.int16))
        tally.add(located, quantity if counted else None, 31)
        for number, month, amount in batch:
            rows[month, number] += 1
            sums[month, number] += amount if counted and amount != NO_QUANTITY else 0
    assert list(tally.items()) == [
        Counted(month, number, rows[month, number], (Decimal(sums[month, number]) / 10**9))
        for month, number in sorted(rows)
    ]
    assert tally.rows == sum(rows.values())


def test_counts_of_others_are_added() -> None:
    tally = Tally()
    tally.add(Located((PlacedRows(numpy.array([4, 4])),), 1500), numpy.array([10**9, 2 * 10**9]), 5)
    tally.count(1500, 4, 3, Decimal("0.5"))
    assert list(tally.items()) == [Counted(1500, 4, 5, Decimal("3.5"))]


def test_more_classes_find_room() -> None:
    tally = Tally()
    for classes in (10, 1000, 10_000_000):
        numbers, quantity = numpy.array([classes - 1, classes - 1]), numpy.array([10**9, 2 * 10**9])
        tally.add(Located((PlacedRows(numbers),), 1500), quantity, classes)
    assert [(one.number, one.rows, one.quantity) for one in tally.items()] == [
        (9, 2, Decimal(3)), (999, 2, Decimal(3)), (9_999_999, 2, Decimal(3))]  # fmt: skip


def test_many_months_of_many_classes_are_put_away() -> None:
    tally = Tally()
    for month in (*range(40), *range(40)):
        tally.add(Located((PlacedRows(numpy.array([month])),), month), None, 1_000_000)
    assert [(one.month, one.number, one.rows) for one in tally.items()] == [(month, month, 2) for month in range(40)]
