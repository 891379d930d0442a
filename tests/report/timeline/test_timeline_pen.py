"""The pen: texts stay text, are cut to their room, and wide scripts count double."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from firstcall.report.timeline.pen import NARROW, WIDE, Pen, cut_to_room, make_scale, wide
from firstcall.report.timeline.timeline import make_timeline
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

HELD = open_partnership(Path(__file__).resolve().parents[3] / "examples" / "wiraksa")
BRIEF = brief_of(HELD, "2025-10-20", "2026-11-22")
TIMELINE = make_timeline(HELD.agreement, HELD.record, BRIEF.judged, BRIEF.on, BRIEF.today)
PEN = Pen(TIMELINE, words_in("en"), WIDE, make_scale((TIMELINE.start, TIMELINE.end), 0, 1000), "Asia/Jakarta")


@given(st.text(max_size=60), st.integers(20, 400))
def test_a_text_is_cut_to_its_room_and_no_further(text: str, room: int) -> None:
    cut = cut_to_room(text, room)
    assert wide(cut) <= room + 6, "the ellipsis may take what a letter would"
    assert cut == text if wide(text) <= room else cut.endswith("…") and text.startswith(cut[:-1])


def test_wide_scripts_take_twice_the_room() -> None:
    assert wide("計算") == 2 * wide("ab")


def test_what_is_written_stays_text() -> None:
    assert str(PEN.text(1, 2, '<b>"', "own")) == '<text class="own" x="1" y="2">&lt;b&gt;&#34;</text>\n'
    assert str(PEN.title("<b>")) == "<title>&lt;b&gt;</title>"
    assert str(replace(PEN, layout=NARROW).title("<b>")) == "", "no pointer rests on a narrow screen"


def test_days_are_those_of_the_zone_and_times_have_their_place() -> None:
    assert PEN.day(datetime(2025, 1, 20, 18, tzinfo=UTC)) == date(2025, 1, 21)
    assert PEN.span(TIMELINE.start, TIMELINE.end) == (0, 1000)
    assert WIDE.is_wide and not NARROW.is_wide
