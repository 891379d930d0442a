"""Small files read together come to what each comes to by itself, and faults are told file by file as ever."""

from pathlib import Path

import pytest
from tests.settlement.settle_case import FOCUS, TAKEN_IN, focus_file

from firstcall.errors import BillingError
from firstcall.service.billing.rows import BillingRows
from firstcall.service.engines.duckdb import DuckEngine
from firstcall.service.engines.small_files import SMALL, transcribed_together
from firstcall.settlement.books.deliveries import FileDelivery


@pytest.fixture
def duck(tmp_path: Path) -> DuckEngine:
    (tmp_path / "scratch").mkdir()
    return DuckEngine(tmp_path / "scratch")


def rows_of(duck: DuckEngine, path: Path) -> list[tuple[object, ...]]:
    return duck.raw.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()


def files(folder: Path) -> list[Path]:
    one = focus_file(folder / "one.csv", [{"BilledCost": "1.10"}, {"BilledCost": "-2", "Tags": "NULL"}])
    two = focus_file(folder / "two.csv", [{"BilledCost": "0.000000000000000001"}, {"ServiceName": 'a, "b"\nc'}])
    return [one, two]


def test_together_and_one_by_one_are_the_same_rows_with_the_same_numbers(tmp_path: Path, duck: DuckEngine) -> None:
    paths = files(tmp_path)
    together = transcribed_together(duck, paths)
    assert list(together) == paths
    for path in paths:
        alone, said = duck.transcribe(path)
        assert rows_of(duck, together[path][0]) == rows_of(duck, alone)
        assert together[path][1] == said
        assert duck.kinds(together[path][0]) == duck.kinds(alone)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"BilledCost": "35.2E-7"}, None),  # unusual, and read by itself
        ({"BilledCost": "1,5"}, "odd.csv:2: BilledCost '1,5' is no number"),
        ({"ChargeCategory": "Gift"}, "odd.csv:2: ChargeCategory 'Gift' is no category of FOCUS"),
        ({"ChargePeriodStart": "yesterday"}, "odd.csv:2: ChargePeriodStart 'yesterday' is no period boundary"),
        ({"BillingCurrency": ""}, "odd.csv:2: BillingCurrency is empty"),
    ],
)
def test_what_is_unusual_goes_by_itself_and_is_told_as_ever(
    tmp_path: Path, duck: DuckEngine, row: dict[str, str], told: str | None
) -> None:
    paths = [*files(tmp_path), focus_file(tmp_path / "odd.csv", [FOCUS | row])]
    assert transcribed_together(duck, paths) == {}
    bills = BillingRows(duck, duck, ((FileDelivery("d", TAKEN_IN), tuple(paths)),))
    if told is None:
        assert {path for part in bills.parts(None) for path, _ in part.files} == set(paths)
        return
    with pytest.raises(BillingError) as error:
        bills.parts(None)
    assert str(error.value).startswith(told)


def test_files_of_other_columns_of_any_size_and_parquet_go_by_themselves(tmp_path: Path, duck: DuckEngine) -> None:
    paths = files(tmp_path)
    other = focus_file(tmp_path / "other.csv", [FOCUS | {"x_Extra": "1"}])
    large = focus_file(tmp_path / "large.csv", [FOCUS | {"ServiceName": "x" * SMALL}])
    assert set(transcribed_together(duck, [*paths, other, large])) == set(paths)
    assert transcribed_together(duck, paths[:1]) == {}
    assert transcribed_together(duck, []) == {}
