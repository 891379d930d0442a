"""The drawing: the same bytes, nothing outside, nothing on another, hostile names as text."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from firstcall.report.timeline.drawing import LANES, MOST_LABELS, SYMBOLS, draw
from firstcall.report.timeline.pen import NARROW, WIDE, Layout
from firstcall.report.timeline.timeline import Timeline, TimelineMark, make_timeline
from firstcall.report.words.words import words_in
from firstcall.service.commands.brief import brief_of
from firstcall.service.folder import open_partnership

ROOT = Path(__file__).resolve().parents[3]
HELD = open_partnership(ROOT / "examples" / "microsoft-openai")
BRIEF = brief_of(HELD, "2025-01-21", "2026-11-22")
SVG = "{http://www.w3.org/2000/svg}"


def timeline() -> Timeline:
    return make_timeline(HELD.agreement, HELD.record, BRIEF.judged, BRIEF.on, BRIEF.today)


def drawn(found: Timeline, layout: Layout = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw(found, words_in("en"), layout, HELD.agreement.timezone))


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
def test_everything_stands_within_the_drawing(layout: Layout) -> None:
    tree = drawn(timeline(), layout)
    width, height = (int(part) for part in tree.get("viewBox", "").split()[2:])
    assert width == layout.width
    for shape in tree.iter():
        for name, most in (("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height), ("y2", height)):
            value = shape.get(name)
            assert value is None or 0 <= int(value) <= most, ElementTree.tostring(shape)


def test_every_mark_is_drawn_with_its_shape() -> None:
    found = timeline()
    tree = drawn(found)
    used = tree.findall(f"{SVG}g/{SVG}use")
    transactions = [mark for mark in found.marks if mark.kind == "transaction"]
    assert len(used) == len(transactions)
    assert sorted(use.get("href", "")[3:] for use in used) == sorted(mark.lane for mark in transactions)
    shapes = set(re.findall(r'id="m-([\w-]+)"', str(SYMBOLS)))
    assert {lane for lane in LANES if lane not in ("happenings", "milestones")} == shapes


def test_the_same_facts_make_the_same_bytes() -> None:
    assert draw(timeline(), words_in("id"), WIDE, HELD.agreement.timezone) == draw(
        timeline(), words_in("id"), WIDE, HELD.agreement.timezone
    )


def test_hostile_names_are_text() -> None:
    bad = '"><script>alert(1)</script>\u202e'
    found = timeline()
    marks = tuple(replace(mark, label=bad, title=bad) for mark in found.marks)
    tree = drawn(replace(found, marks=marks, clauses=tuple((bad * 5, parts) for _, parts in found.clauses)))
    assert not list(tree.iter(f"{SVG}script"))
    assert any((text.text or "").startswith('"><script>') for text in tree.iter(f"{SVG}text"))


def test_many_marks_are_stacked_and_counted() -> None:
    found = timeline()
    one = next(mark for mark in found.marks if mark.kind == "transaction")
    many = tuple(
        TimelineMark(one.lane, one.first, None, f"T{number}", "x", "transaction", one.grade)
        for number in range(MOST_LABELS * 3)
    )
    tree = drawn(replace(found, marks=many))
    told = [text.text or "" for text in tree.iter(f"{SVG}text")]
    shown = len(tree.findall(f"{SVG}g/{SVG}use"))
    hidden = sum(int(text[1:]) for text in told if text.startswith("+"))
    assert shown + hidden == len(many) and hidden > 0 and "T1" not in told
