"""What is due next beside offers: what was not done in time first, then what has the nearest day, by name."""

from datetime import timedelta
from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import Position, position
from firstcall.report.glance.dated_next import dated_next, dated_things
from firstcall.report.glance.due_next import NothingDue, due_next
from firstcall.service.folder import open_partnership


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    from firstcall.service.cli import run

    assert run(["new", str(tmp_path / "x"), "-t", "everything", "--effective", "2026-01-05"]) == 0
    return tmp_path / "x"


def on(folder: Path, day: str) -> Position:
    deal = open_partnership(folder)
    return position(deal.agreement, deal.record, parse_instant(day, zone(deal.agreement.timezone)))


def told(here: Position) -> list[str]:
    return [str(line) for line in dated_next(dated_things(here), here.terms().parties)]


def test_a_report_that_was_not_sent_and_a_sum_due_tomorrow_are_due_next(everything: Path) -> None:
    lines = told(on(everything, "2026-11-29"))
    assert lines[0].startswith(
        "report: The holder sends the capacity report; unmet 3 times: the first due through 2026-04-14"
    )
    assert lines[1].startswith(
        "service-credit/2026-11: The holder pays The grantor what is not known yet; due through 2026-11-30"
    )
    assert lines[2] == "report/2026-Q4: The holder sends the capacity report; due through 2027-01-15"
    assert lines[3].endswith("things more have a last day") and len(lines) == 4


def test_nothing_is_due_only_where_nothing_has_a_day(everything: Path, root: Path) -> None:
    here = on(everything, "2026-11-29")
    beside = dated_next(dated_things(here), here.terms().parties)
    assert due_next((), here.terms().parties, here.at, beside) == beside
    bare = on(root / "examples" / "microsoft-openai", "2025-01-21")
    assert due_next((), bare.terms().parties, bare.at, dated_next(dated_things(bare), bare.terms().parties)) == (
        NothingDue(),
    )


def test_each_day_that_is_told_is_the_nearest_still_to_come(root: Path) -> None:
    """Found the slow way: of all days of duties, sums and options, the two nearest, on each of many days."""
    folder = root / "examples" / "wiraksa"
    start = on(folder, "2026-01-10")
    for weeks in range(0, 60, 3):
        here = position(start.agreement, start.record, start.at + timedelta(weeks=weeks))
        dated = dated_things(here)
        days = sorted(
            [one.due for one in dated.duties if one.state == "open" and one.due]
            + [one.due for one in dated.sums if one.due]
            + [one.window.last for one in dated.choices if one.state in ("open", "ahead") and one.window.last]
        )
        lines = told(here)
        ahead = [line for line in lines if "unmet" not in line and not line[0].isdigit()]
        assert [any(day.isoformat() in line for line in ahead) for day in days[:2]] == [True] * len(days[:2])
        assert len(ahead) == min(2, len(days))
