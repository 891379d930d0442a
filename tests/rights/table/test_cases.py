"""What stands for a class: an instant of its stretch, a quantity of its span, the name that it is of."""

from datetime import timedelta
from decimal import Decimal

from tests.rights.berth import ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of

from firstcall.rights.table.cases import Name, at_last, case_of, instant_in, name_of, quantity_in
from firstcall.rights.table.class_questions import UNKNOWN_WORD
from firstcall.rights.table.lookup import micros
from firstcall.rights.table.turning_points import sources

RECORD = record_of(
    {"type": "consent-given", "consent": "n", "by": "hal", "at": "2024-03-01", "clauses": ["sole"], "provider": "rival",
     "quantity": "10"},
    {"type": "contract-signed", "contract": "k", "provider": "rival", "by": "gus", "at": "2024-04-01",
     "tranches": [{"id": "1", "quantity": "4"}]},
)  # fmt: skip
HELD = sources(berth(SOLE, ROUTE), RECORD, None)
PLAIN = case_of(HELD, Name("nothing", None, None), 3, 10, None)


def test_stretches_begin_with_their_instant_and_what_lies_before_is_just_before() -> None:
    first = instant_in(PLAIN, 1)
    assert micros(first) == PLAIN.instants[0] and instant_in(PLAIN, 0) == first - timedelta(microseconds=1)


def test_spans_end_with_their_limit() -> None:
    assert PLAIN.counted and [quantity_in(PLAIN, span) for span in range(PLAIN.spans)] == [
        None, Decimal(6), Decimal(10), Decimal(11)]  # fmt: skip
    assert PLAIN.size == (len(PLAIN.instants) + 1) * 4 * 10


def test_without_limits_quantities_are_not_told_apart() -> None:
    held = sources(berth(SOLE, ROUTE), record_of(), None)
    case = case_of(held, Name("nothing", None, None), 0, 1, None)
    assert case.spans == 1 and quantity_in(case, 0) is None


def test_a_tranche_has_the_instants_of_capacity_and_its_own() -> None:
    case = case_of(HELD, Name("contract", "k", "1"), 0, 1, PLAIN)
    assert set(PLAIN.instants.tolist()) < {*case.instants.tolist(), micros(day("2024-04-01"))} | {0}
    assert [quantity_in(case, span) for span in range(1, 4)] == [Decimal(4), Decimal(6), Decimal(10)]


def test_a_name_that_the_record_does_not_have_is_one_for_all() -> None:
    assert name_of(HELD, None, "k", "1", 2, 0) == Name("contract", "k", "1", 2, 0)
    assert name_of(HELD, None, "x", "1", 2, 0) == name_of(HELD, None, "y", None, 5, 3)
    assert name_of(HELD, None, "k", "x", 2, 0) == Name("contract", "k", UNKNOWN_WORD, 2, 0)
    assert name_of(HELD, "x", None, None, 2, 0) == Name("offer", UNKNOWN_WORD, None)
    assert name_of(HELD, "x", "k", None, 2, 0) == Name("both", None, None)
    assert name_of(HELD, None, None, "1", 2, 0) == Name("offer", UNKNOWN_WORD, UNKNOWN_WORD)


def test_the_last_that_is_known() -> None:
    assert at_last(HELD).at == day("2024-04-01")
    assert at_last(HELD).contract("k") is not None
