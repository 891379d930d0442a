"""The timeline: versions, clauses and marks as the agreement and the record have them."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from firstcall.agreement.terms import terms, versions
from firstcall.dates import day_start, parse_day, zone
from firstcall.report.brief.backtest import back_test
from firstcall.report.timeline.timeline import Timeline, make_timeline
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]
HELD = open_partnership(ROOT / "examples" / "microsoft-openai")
BRIEF = brief_of(HELD, "2025-01-21", "2026-11-22")


def made() -> Timeline:
    return make_timeline(HELD.agreement, HELD.record, BRIEF.judged, BRIEF.on, BRIEF.today)


def test_versions_follow_on_one_another() -> None:
    bands = made().bands
    assert [band.version.id for band in bands] == [version.id for version in versions(HELD.agreement)]
    assert all(band.end == after.start for band, after in pairwise(bands))
    assert bands[-1].end is None


def test_a_clause_is_drawn_exactly_while_it_speaks() -> None:
    timeline = made()
    for day in ("2020-01-01", "2023-06-01", "2025-03-01", "2025-12-01", "2026-06-01"):
        at = day_start(parse_day(day), zone(HELD.agreement.timezone))
        drawn = {name for name, parts in timeline.clauses if any(part.start <= at < part.end for part in parts)}
        assert drawn == {held.clause.id for held in terms(HELD.agreement, at).speaking(at)}


def test_each_answer_of_a_transaction_has_one_mark() -> None:
    marks = [mark for mark in made().marks if mark.kind == "transaction"]
    expected = {(leg.transaction.id, decision.outcome) for leg in BRIEF.judged for _, decision in leg.answers}
    assert {(mark.label, mark.lane) for mark in marks} == expected and len(marks) == len(expected)


def test_a_month_is_drawn_over_its_days() -> None:
    mark = next(mark for mark in made().marks if mark.label == "D05")
    assert mark.last is not None and (mark.last - mark.first).days == 30


def test_happenings_are_numbered_in_order_and_milestones_stand_apart() -> None:
    marks = [mark for mark in made().marks if mark.kind != "transaction"]
    assert [mark.label for mark in marks] == [str(number) for number in range(1, len(marks) + 1)]
    assert {mark.lane for mark in marks if mark.kind == "interpretation"} == {"milestones"}


def test_it_reaches_from_the_first_thing_to_after_the_last() -> None:
    early = datetime(2019, 7, 1, tzinfo=UTC)
    timeline = make_timeline(HELD.agreement, HELD.record, (), early, early)
    assert timeline.start <= min(band.start for band in timeline.bands)
    assert timeline.end > max(band.start for band in timeline.bands)
    assert made().end > BRIEF.today


def test_without_transactions_there_are_still_versions() -> None:
    timeline = make_timeline(
        HELD.agreement, HELD.record, back_test((), HELD.agreement, HELD.record), BRIEF.on, BRIEF.today
    )
    assert timeline.bands and not [mark for mark in timeline.marks if mark.kind == "transaction"]
