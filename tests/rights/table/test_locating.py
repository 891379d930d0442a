"""Rows are located one by one as they are together, with their months, their faults and their names."""

from datetime import datetime, timedelta
from decimal import Decimal

import numpy
import pytest
from tests.oracle.second import Ask
from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of
from tests.rights.table.asking_both import batch_of, numbers_of

from firstcall.rights.table.locating import NO_MONTH, Batch, Locator
from firstcall.rights.table.table import Table, table_of
from firstcall.rights.table.verdicts import Unasked, Verdict

AT = day("2024-06-10")
RECORD = record_of(
    {"type": "offer-received", "offer": "o1", "provider": "rival", "by": "gus", "at": "2024-05-01", "quantity": "10"},
    {"type": "contract-signed", "contract": "k1", "provider": "third", "by": "gus", "at": "2024-05-02",
     "tranches": [{"id": "a", "quantity": "4"}, {"id": "b", "quantity": "6", "until": "2024-07-31"}]},
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Table:
    return table_of(berth(SOLE, ROUTE, FIRST), RECORD)


def told(table: Table, ask: Ask, at: datetime = AT) -> str:
    answer = table.answer(numbers_of(table, [(ask, at)])[0])
    return answer.outcome if isinstance(answer, Verdict) else answer.fault


@pytest.mark.parametrize(("ask", "answer"), [
    (Ask("serve", "home"), "permitted"),
    (Ask("serve", "rival"), "consent-first"),
    (Ask("train", "rival"), "offer-first"),
    (Ask("train", "somewhere"), "offer-first"),
    (Ask("bake", "rival"), "unknown workload"),
    (Ask("train", "rival", "moon"), "unknown customer"),
    (Ask("train", "rival", capacity="rented"), "unknown capacity"),
    (Ask("train"), "no provider"),
    (Ask("train", "home", capacity="own_build"), "not own build"),
    (Ask("train", None, capacity="own_build"), "ungoverned"),
    (Ask("train", None, offer="o1"), "offer-first"),
    (Ask("train", "rival", capacity="new", offer="o1"), "offer-first"),
    (Ask("train", "third", offer="o1"), "contradicts the offer"),
    (Ask("train", "rival", capacity="own_build", offer="o1"), "contradicts the offer"),
    (Ask("train", "rival", capacity="existing", offer="o1"), "offer of capacity signed before"),
    (Ask("train", "rival", offer="o9"), "unknown offer"),
    (Ask("train", "third", contract="k1", tranche="a"), "offer-first"),
    (Ask("train", "rival", contract="k1", tranche="a"), "contradicts the contract"),
    (Ask("train", "third", capacity="new", contract="k1", tranche="a"), "contradicts the contract"),
    (Ask("train", "third", contract="k1"), "tranche not said"),
    (Ask("train", "third", contract="k1", tranche="z"), "unknown tranche"),
    (Ask("train", "third", contract="k9"), "unknown contract"),
    (Ask("train", "third", contract="k1", tranche="a", offer="o1"), "offer and contract"),
    (Ask("train", "third", tranche="a"), "tranche without contract"),
])  # fmt: skip
def test_each_kind_of_question(table: Table, ask: Ask, answer: str) -> None:
    assert told(table, ask) == answer


def test_what_is_not_yet_on_the_record(table: Table) -> None:
    before = day("2024-04-01")
    assert told(table, Ask("train", None, offer="o1"), before) == "offer not yet made"
    assert told(table, Ask("train", None, contract="k1", tranche="a"), before) == "contract not yet signed"


def test_rows_together_are_as_rows_alone(table: Table) -> None:
    asks = [
        Ask("train", "rival"),
        Ask("serve", None, "public", offer="o1", quantity=Decimal(3)),
        Ask("train", "elsewhere"),
        Ask("serve", "third", contract="k1", tranche="b", quantity=Decimal(7)),
        Ask("serve", "home", capacity="existing"),
    ]
    questions = [(ask, AT + timedelta(days=number)) for number, ask in enumerate(asks * 30)]
    assert numbers_of(table, questions) == [numbers_of(table, [one])[0] for one in questions]


def test_a_row_fault_comes_before_what_the_row_asks(table: Table) -> None:
    plain = batch_of(table, [(Ask("train", "rival"), AT), (Ask("bake", "rival"), AT)])
    batch = Batch(plain.at, numpy.array([0, 1], dtype=numpy.uint8), plain.columns, plain.quantity)
    located = Locator(table).locate(batch)
    assert table.answer(int(located.numbers[1])) == Unasked("no instant")
    assert not isinstance(located.months, int) and located.months.tolist() == [1493, NO_MONTH]


def test_months_are_those_of_the_agreement() -> None:
    table = table_of(berth(SOLE), record_of())
    ends = [day("2024-06-30"), day("2024-07-01") - timedelta(microseconds=1), day("2024-07-01"), day("2026-12-31")]
    located = Locator(table).locate(batch_of(table, [(Ask("train", "home"), at) for at in ends]))
    assert not isinstance(located.months, int)
    assert [(1900 + month // 12, month % 12 + 1) for month in located.months.tolist()] == [
        (2024, 6), (2024, 6), (2024, 7), (2026, 12)]  # fmt: skip
    one = Locator(table).locate(batch_of(table, [(Ask("train", "home"), AT)]))
    assert one.months == 124 * 12 + 5


def test_a_long_log_by_time_is_located_as_its_rows_in_any_order(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstcall.rights.table.axes.lookup.PIECE", 7)
    asks = [Ask("train", "rival"), Ask("serve", "third", quantity=Decimal(3)), Ask("train", None, offer="o1")]
    questions = [(asks[number % 3], day("2024-04-20") + number * timedelta(hours=9)) for number in range(200)]
    order = numpy.random.default_rng(1).permutation(len(questions))
    by_time = Locator(table).locate(batch_of(table, questions))
    mixed = Locator(table).locate(batch_of(table, [questions[place] for place in order]))
    assert not isinstance(by_time.months, int) and not isinstance(mixed.months, int)
    assert by_time.numbers[order].tolist() == mixed.numbers.tolist()
    assert by_time.months[order].tolist() == mixed.months.tolist()
    assert by_time.numbers.tolist() == [numbers_of(table, [one])[0] for one in questions]
