"""Deliveries side by side: a row is what it says, however it is written."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.settlement.settle_case import focus_file

from firstcall.service.billing.deliveries.changes import changed_rows
from firstcall.service.engines.duckdb import DuckEngine

NAMES = {"ServiceProviderName": "ProviderName"}


def told(tmp_path: Path, old: list[dict[str, str]], new: list[dict[str, str]], **how: object) -> list[str]:
    duck = DuckEngine(tmp_path)
    before, _ = duck.transcribe(focus_file(tmp_path / "old.csv", old))
    path = focus_file(tmp_path / "new.csv", new)
    if how.get("narrow"):
        table = pq.read_table(duck.transcribe(path)[0]).drop_columns(["x_FirstcallRow"])
        place = table.schema.get_field_index("BilledCost")
        figures = table.column("BilledCost").cast(pa.decimal128(24, 4))
        path = tmp_path / "new.parquet"
        pq.write_table(table.set_column(place, "BilledCost", figures).select(table.column_names[::-1]), path)
    if how.get("old_names"):
        path.write_text(path.read_text().replace("ServiceProviderName", "ProviderName"))
    found = changed_rows(duck, [before], [duck.transcribe(path)[0]])
    duck.close()
    return [str(one) for one in found]


def test_scale_and_order_of_columns_make_no_difference(tmp_path: Path) -> None:
    rows = [{}, {}, {"BilledCost": "-0.3"}]
    assert told(tmp_path, rows, rows, narrow=True) == ["Beta Cloud 2025-01: nothing new, 3 rows already there"]


def test_a_row_more_of_what_is_there_is_a_row_more(tmp_path: Path) -> None:
    found = told(tmp_path, [{}, {"BilledCost": "1"}], [{}, {}, {"SkuId": "s"}])
    assert found == ["Beta Cloud 2025-01: a correction, 2 rows added, 1 taken out, 1 unchanged"]


def test_an_older_version_can_be_replaced_by_a_newer(tmp_path: Path) -> None:
    found = told(tmp_path, [{}], [{}], old_names=True)
    assert found == ["Beta Cloud 2025-01: a correction, 1 row added, 1 taken out, 0 unchanged"]
