from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from tests.settlement.settle_case import SHARE, partnership

from firstcall.errors import BillingError
from firstcall.service.billing.intake import TakenIn, not_taken_in, read_intake, take_in

AT = datetime(2025, 2, 1, tzinfo=UTC)


def test_a_file_is_taken_in_once_whatever_its_name(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    path = folder / "revenue" / "lines.csv"
    assert not_taken_in(folder, ()) == ("revenue/lines.csv",)
    assert take_in(folder, [path], AT, False) is not None
    twin = path.with_name("twin.csv")
    twin.write_bytes(path.read_bytes())
    assert take_in(folder, [path, twin], AT, False) is None
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]


def test_one_file_taken_in_by_many_at_once_is_one_delivery(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    path = folder / "revenue" / "lines.csv"
    start = Barrier(8)

    def once(_: int) -> TakenIn | None:
        start.wait()
        return take_in(folder, [path], AT, True)

    with ThreadPoolExecutor(8) as people:
        done = list(people.map(once, range(8)))
    assert sum(delivery is not None for delivery in done) == 1
    assert [one.id for one in read_intake(folder)] == ["delivery-1"]


def test_files_elsewhere_and_time_running_backwards_are_refused(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    outside = tmp_path / "outside.csv"
    outside.write_text("x")
    with pytest.raises(
        BillingError, match=r"outside\.csv: the file is not in the partnership's folder\n  mend: copy it"
    ):
        take_in(folder, [outside], AT, False)
    take_in(folder, [folder / "revenue" / "lines.csv"], AT, False)
    more = folder / "revenue" / "more.csv"
    more.write_text("id,day,stream,amount\n")
    with pytest.raises(BillingError, match="2025-01-01T00:00:00Z is before the last delivery was taken in"):
        take_in(folder, [more], AT.replace(month=1), False)


def test_a_damaged_list_is_told_with_its_line(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p")
    (folder / "intake.jsonl").write_text('{"id": "delivery-1"')
    with pytest.raises(BillingError, match=r"intake\.jsonl:1: the line is damaged\n  mend: restore it from a copy"):
        read_intake(folder)
