import copy
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share

from firstcall.errors import BillingError
from firstcall.report.statement_rows import statement_data
from firstcall.settlement.bridge import Bridge, bridges
from firstcall.settlement.deliveries import Books, key_of
from firstcall.settlement.entries import Entry
from firstcall.settlement.periods import asked_period
from firstcall.settlement.reconciled import tolerance
from firstcall.settlement.statement import settle

ROWS = [line("2025-01-03", "100.03"), line("2025-01-09", "50"), line("2025-02-09", "70")]


def data(entries: list[Entry], **fields: Any) -> dict[str, Any]:
    books = Books(tuple(entries), covered=frozenset(("revenue_lines", key_of(entry)) for entry in entries))
    base = {"source": "revenue_lines", "streams": ["api", "chat"]}
    terms = (leg(share(base=base, **fields)),)
    return statement_data(settle("example", terms, books, asked_period("2025-Q1"), TAKEN_IN, ZONE, True))


def between(ours: dict[str, Any], theirs: dict[str, Any]) -> Bridge:
    (found,) = bridges(ours, theirs)
    assert found.ours - found.theirs == sum((one.amount for one in found.differences), Fraction(0))
    assert found.total("unexplained") == 0
    return found


def test_equal_statements_have_nothing_between_them() -> None:
    assert between(data(ROWS), data(ROWS)).differences == ()


def test_a_row_that_one_side_lacks_is_told() -> None:
    found = between(data(ROWS), data(ROWS[:2]))
    assert [(one.kind, one.amount) for one in found.differences] == [("missing rows", Fraction(14))]


def test_a_row_in_another_period_is_late() -> None:
    moved = [*ROWS[:2], line("2025-02-09", "70", billed=line("2025-03-01", "0").day)]
    found = between(data(ROWS), data(moved))
    assert {one.kind for one in found.differences} <= {"late"}
    assert found.ours == found.theirs


def test_a_row_in_another_stream_is_a_matter_of_mapping() -> None:
    moved = [*ROWS[:2], line("2025-02-09", "70", stream="chat")]
    found = between(data(ROWS), data(moved))
    assert [one.kind for one in found.differences] == ["mapping"]


def test_another_rate_is_told_with_both_versions() -> None:
    found = between(data(ROWS), data(ROWS, rate="0.10"))
    assert {one.kind for one in found.differences} == {"rate version", "rounding"}
    assert "ours 20% of base, theirs 10% of base" in {one.says for one in found.differences}


def test_a_cap_on_one_side_is_told() -> None:
    found = between(data(ROWS), data(ROWS, cap={"total": "25"}))
    assert "caps and minimums" in {one.kind for one in found.differences}


def test_rounding_apart_is_told() -> None:
    found = between(data(ROWS), data(ROWS, rounding={"at": "statement", "mode": "down"}))
    assert {one.kind for one in found.differences} == {"rounding"}
    assert found.within


def test_amounts_that_their_lines_do_not_carry_stay_in_plain_sight() -> None:
    tampered = copy.deepcopy(data(ROWS))
    tampered["legs"][0]["payees"][0]["amount"] = "999.00"
    (found,) = bridges(data(ROWS), tampered)
    assert found.total("unexplained") == found.ours - 999


def test_other_periods_and_other_files_are_refused() -> None:
    with pytest.raises(BillingError, match="the two statements differ in their period: 2025-Q1 and 2025-Q2\n  mend: "):
        bridges(data(ROWS), data(ROWS) | {"period": {"name": "2025-Q2"}})
    with pytest.raises(BillingError, match="this is no statement as `firstcall settle --json` prints it"):
        bridges({"agreement": "example"}, data(ROWS))


def test_the_tolerance_is_the_standards() -> None:
    assert tolerance(100_000_000, 2) == 50
    assert tolerance(1, 2) == 1
    assert tolerance(0, 0) == 100
