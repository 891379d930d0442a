from datetime import UTC, datetime
from pathlib import Path

from tests.settlement.settle_case import SHARE, partnership

from firstcall.service.billing.deliveries.intake import take_in
from firstcall.service.folder import open_partnership
from firstcall.service.settle.checks import redelivery

LINES = "a,2025-01-03,api,100\nb,2025-02-03,api,50\n"


def test_only_the_months_of_a_new_delivery_are_compared(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    path = folder / "revenue" / "lines.csv"
    first = redelivery(open_partnership(folder), [path], False)
    assert tuple(map(str, first)) == ("alpha 2025-01: 1 row", "alpha 2025-02: 1 row")
    take_in(folder, [path], datetime(2025, 3, 1, tzinfo=UTC), False)
    again = path.with_name("again.csv")
    again.write_text("id,day,stream,amount\nb,2025-02-03,api,50\nc,2025-02-04,api,1\n")
    held = open_partnership(folder)
    told = tuple(map(str, redelivery(held, [again], False)))
    assert told == ("alpha 2025-02: a correction, 1 row added, 0 taken out, 1 unchanged",)
    assert tuple(map(str, redelivery(held, [again], True, "parts"))) == ("alpha 2025-02: 2 rows",)
