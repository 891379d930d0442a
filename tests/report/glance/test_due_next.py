"""What is due next: the nearest duty ahead, what is overdue, what is open without a day, what is free for now."""

from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import position
from firstcall.refusal.due import Due, everything_due
from firstcall.report.glance.due_next import due_next, due_rows, free_now
from firstcall.service.folder import Partnership, open_partnership


@pytest.fixture(scope="module")
def deal(root: Path) -> Partnership:
    return open_partnership(root / "examples" / "wiraksa")


def due_on(deal: Partnership, day: str) -> tuple[tuple[Due, ...], list[str]]:
    at = parse_instant(day, zone(deal.agreement.timezone))
    here = position(deal.agreement, deal.record, at)
    found = everything_due(here)
    return found, [str(line) for line in due_next(found, here.terms().parties, at)]


def test_nothing_is_due_where_no_offer_is_open() -> None:
    assert [str(line) for line in due_next((), {}, parse_instant("2025-01-01", zone("UTC")))] == [
        "nothing: no offer is open on the record, and nothing else has a day"
    ]


def test_what_is_overdue_is_never_told_as_next(deal: Partnership) -> None:
    found, lines = due_on(deal, "2025-10-20")
    assert lines[0].startswith("overdue: signature from Tamborala, due by Thu 12 Jun 2025")
    assert [due.what for due in found if due.is_duty] == ["signature"]


def test_the_nearest_duty_ahead_is_told_whole(deal: Partnership) -> None:
    found, lines = due_on(deal, "2025-05-20")
    now = parse_instant("2025-05-20", zone("UTC"))
    ahead = [due for due in found if due.is_duty and due.by and due.by >= now]
    assert ahead and lines[0].startswith(f"{ahead[0].what} from ") and ahead[0].offer in lines[0]
    assert any("last day" in line and line[0].isdigit() for line in lines) == (len(ahead) > 1)


def test_what_is_free_for_now_has_its_last_day(deal: Partnership) -> None:
    found, _ = due_on(deal, "2025-10-20")
    assert [str(line) for line in free_now(found)] == [
        "offer O-04, 6 MW: free to be signed elsewhere through Tue 2 Dec 2025",
        "offer O-08, 12 MW: free to be signed elsewhere through Thu 1 Jan 2026",
    ]


def test_each_row_has_whom_what_and_when(deal: Partnership) -> None:
    found, _ = due_on(deal, "2025-10-20")
    now = parse_instant("2025-10-20", zone("Asia/Jakarta"))
    rows = list(due_rows(found, position(deal.agreement, deal.record, now).terms().parties, now))
    assert len(rows) == len(found)
    assert [str(cell) for cell in rows[1][:4]] == [
        "offer O-04, 6 MW", "signature elsewhere", "Wiraksa", "through Tue 2 Dec 2025",
    ]  # fmt: skip
