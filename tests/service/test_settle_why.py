from datetime import UTC, datetime
from pathlib import Path

from tests.settlement.settle_case import RESALE, focus_file, partnership

from firstcall.service.billing_intake import take_in
from firstcall.service.folder import open_partnership
from firstcall.service.settle_desk import desk
from firstcall.service.settle_why import trace, trace_text


def test_rows_that_a_later_delivery_replaced_are_no_longer_behind_a_line(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", RESALE, focus=[{}, {"BilledCost": "5"}])
    first, second = (datetime(2025, month, 3, tzinfo=UTC) for month in (2, 3))
    take_in(folder, [folder / "billing" / "rows.csv"], first, False)
    take_in(folder, [focus_file(folder / "billing" / "again.csv", [{}, {"BilledCost": "6"}])], second, False)
    name = "resale/2025-01/models/2025-01-05"
    with desk(open_partnership(folder)) as settled:
        now, then = trace(settled, name, None), trace(settled, name, first)
    assert now["entries"][0]["source"] == ["again.csv:2 100.1", "again.csv:3 6"]
    assert then["entries"][0]["source"] == ["rows.csv:2 100.1", "rows.csv:3 5"]
    assert now["entries"][0]["adds_up"] and then["entries"][0]["adds_up"]
    assert "50% of 106.1 USD at 1: 53.05" in trace_text(now)
