"""Columns of words and quantities, in every kind that a file may have them."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.dates import zone
from firstcall.errors import QuestionError, RecordError
from firstcall.rights.table.locating import NO_QUANTITY
from firstcall.service.audit.placement_columns import BAD_QUANTITY, Mapped, Reader, mapped, words_in
from firstcall.service.audit.placement_files import PlacementFile

COLUMNS = Mapped({"at": "at", "workload": "workload", "provider": "provider", "quantity": "quantity"}, ())


def quantities(values: list[Any], kind: Any) -> tuple[list[int | None], bool]:
    count = len(values)
    batch = pa.record_batch({
        "at": pa.array(["2025-10-01T00:00:00Z"] * count), "workload": pa.array(["w"] * count),
        "provider": pa.array(["p"] * count), "quantity": pa.array(values, kind),
    })  # fmt: skip
    reader = Reader(COLUMNS, zone("UTC"))
    found = reader.read(batch, "log")
    assert found.quantity is not None
    told: list[int | None] = [None if one == NO_QUANTITY else int(one) for one in found.quantity]
    faults = [0] * count if found.faults is None else found.faults.tolist()
    assert set(faults) <= {0, BAD_QUANTITY}
    return [-1 if fault else one for fault, one in zip(faults, told, strict=True)], reader.rounded


BAD = -1


@pytest.mark.parametrize(("values", "kind", "want"), [
    ([1, 25, None, 0, -3], pa.int32(), [10**9, 25 * 10**9, None, BAD, BAD]),
    ([2**63], pa.uint64(), [BAD]),
    ([0.1, 2.5, None, 0.0, float("nan"), float("inf"), 1e300], pa.float64(),
     [10**8, 2_500_000_000, None, BAD, BAD, BAD, BAD]),
    ([Decimal("0.1"), None, Decimal("0.000000001"), Decimal("-1")], pa.decimal128(20, 9), [10**8, None, 1, BAD]),
    ([Decimal("0.0000000001")], pa.decimal128(20, 10), [BAD]),
    (["4", " 0.5 ", "", None, "many", "1e3", "NaN", "-2"], pa.string(),
     [4 * 10**9, 5 * 10**8, None, None, BAD, BAD, BAD, BAD]),
    ([None, None], pa.null(), [None, None]),
])  # fmt: skip
def test_quantities(values: list[Any], kind: Any, want: list[int | None]) -> None:
    assert quantities(values, kind)[0] == want


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=6))
def test_binary_fractions_of_nine_places_are_read_as_they_are_written(values: list[int]) -> None:
    written = [value / 10**9 for value in values]
    assert quantities(written, pa.float64())[0] == values


def test_what_is_finer_than_nine_places_is_told() -> None:
    assert quantities([0.1, 0.25, 3.0], pa.float64())[1] is False
    assert quantities([1 / 3], pa.float64()) == ([333_333_333], True)


def test_a_quantity_that_is_none_is_refused() -> None:
    with pytest.raises(RecordError, match="holds bool, which is no quantity"):
        quantities([True], pa.bool_())


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
def test_words(kind: Any) -> None:
    found = words_in(pa.array(["a", None, " b ", "a", ""], pa.string()).cast(kind), "log", "workload")
    assert [found.words[index] for index in found.indices] == ["a", None, "b", "a", None]


def test_numbers_serve_as_words_and_other_kinds_do_not() -> None:
    found = words_in(pa.array([7, None]), "log", "contract")
    assert [found.words[index] for index in found.indices] == ["7", None]
    with pytest.raises(RecordError, match="holds double, which is no text"):
        words_in(pa.array([0.5]), "log", "contract")


def file(*names: str) -> PlacementFile:
    from pathlib import Path

    return PlacementFile(Path("log.csv"), "csv", pa.schema([(name, pa.string()) for name in names]), None)


def test_columns_are_found_under_other_names() -> None:
    found = mapped([file("started", "workload", "provider", "region", "other")], ("region",), {"at": "started"})
    assert found.theirs == {"at": "started", "workload": "workload", "provider": "provider", "region": "region"}
    assert found.words == ("workload", "provider", "region")


def test_a_column_that_is_missing_is_told_with_the_nearest() -> None:
    with pytest.raises(RecordError) as refused:
        mapped([file("at", "workload", "provder")], (), {})
    assert "there is no column 'provider'" in str(refused.value) and "provder" in str(refused.value)
    with pytest.raises(RecordError, match="no column 'contract'"):
        mapped([file("at", "workload", "provider", "contract"), file("at", "workload", "provider")], (), {})


def test_a_name_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(QuestionError, match="there is no column 'workld'"):
        mapped([file("at", "workload", "provider")], (), {"workld": "x"})
