from decimal import Decimal
from pathlib import Path

from tests.settlement.settle_case import focus_file

from firstcall.service.billing_duckdb import DuckEngine
from firstcall.service.billing_source import ROW


def test_a_file_is_transcribed_with_exact_figures_nothing_as_nothing_and_its_rows(tmp_path: Path) -> None:
    path = focus_file(tmp_path / "x.csv", [{"RegionId": "NULL"}, {"BilledCost": "35.2E-7", "RegionId": 'a,"b"\nc'}])
    duck = DuckEngine(tmp_path)
    ready, layout = duck.transcribe(path)
    rows = duck.groups(duck.table([ready]).select(ROW, "BilledCost", "RegionId").order_by(ROW))
    duck.close()
    assert layout.version == "1.4"
    assert [tuple(row.values()) for row in rows] == [
        (2, Decimal("100.10"), None),
        (3, Decimal("0.00000352"), 'a,"b"\nc'),
    ]
