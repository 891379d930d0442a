"""The marks: each in its lane, none on another, nothing out of the drawing, a date known in part as a span."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from firstcall.report.timeline.drawing import MOST_ROWS, STEP, marks_of
from firstcall.report.timeline.pen import NARROW, WIDE, Layout, Pen, make_scale
from firstcall.report.timeline.timeline import TimelineMark, make_timeline
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

HELD = open_partnership(Path(__file__).resolve().parents[3] / "examples" / "microsoft-openai")
BRIEF = brief_of(HELD, "2025-01-21", "2026-11-22")
TIMELINE = make_timeline(HELD.agreement, HELD.record, BRIEF.judged, BRIEF.on, BRIEF.today)
USE = re.compile(r'<use href="#m-[\w-]+" class="[\w-]+" x="(-?\d+)" y="(\d+)"/>')


def pen(layout: Layout, *marks: TimelineMark) -> Pen:
    scale = make_scale((TIMELINE.start, TIMELINE.end), layout.gutter + 8, layout.width - layout.gutter - 16)
    return Pen(replace(TIMELINE, marks=marks), words_in("en"), layout, scale, "UTC")


def mark(days: int, label: str = "D") -> TimelineMark:
    return TimelineMark(
        "permitted", TIMELINE.start + timedelta(days=days), None, label, "A deal", "transaction", "stated"
    )


def test_a_lane_without_marks_takes_no_room() -> None:
    assert marks_of(pen(WIDE), "permitted", 100) == ("", 0)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
def test_marks_that_stand_close_get_rows_and_stay_inside(layout: Layout) -> None:
    drawn, height = marks_of(pen(layout, *(mark(900 + n) for n in range(5))), "permitted", 100)
    places = [(int(x), int(y)) for x, y in USE.findall(str(drawn))][1:]  # the first is the lane's own
    assert len(places) == 5 and len({y for _, y in places}) == 5
    assert all(7 <= x <= layout.width - 7 and 107 <= y <= 93 + height for x, y in places)


def test_what_has_no_row_left_is_counted() -> None:
    drawn, height = marks_of(pen(WIDE, *(mark(900, f"D{n}") for n in range(MOST_ROWS + 3))), "permitted", 0)
    assert len(USE.findall(str(drawn))) == MOST_ROWS + 1 and ">+3</text>" in drawn
    assert height == (MOST_ROWS + 1) * STEP + 8


def test_a_date_known_to_the_month_is_a_span_with_its_mark_in_the_middle() -> None:
    vague = replace(mark(900), last=TIMELINE.start + timedelta(days=930))
    drawn, _ = marks_of(pen(WIDE, vague), "permitted", 0)
    found = re.search(r'class="span permitted" x1="(\d+)" y1="\d+" x2="(\d+)"', str(drawn))
    assert found is not None
    (_, _), (x, _) = USE.findall(str(drawn))
    assert int(found[1]) <= int(x) <= int(found[2])
