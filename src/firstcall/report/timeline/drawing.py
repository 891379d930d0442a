"""The drawing of a timeline as SVG set by hand, with the marks of transactions and happenings.

The same bytes for the same facts, no script, no fonts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from firstcall.report.timeline.pen import Layout, Pen, cut_to_room, make_scale, rows, wide, years
from firstcall.report.timeline.timeline import Band, Lane, Stretch, Timeline, TimelineMark
from firstcall.report.words.words import Words

MOST_LABELS = 80
"""More marks than this are drawn without their labels; the table has them."""
MOST_ROWS = 8
STEP = 16
SYMBOLS = Markup(
    '<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>'
    '<g id="m-permitted"><circle r="5.5" fill="currentColor"/></g>'
    '<g id="m-ungoverned"><circle r="4.6" fill="none" stroke="currentColor"'
    ' stroke-width="2.2"/></g>'
    '<g id="m-offer-first"><path d="M0-6.6L6.6 0L0 6.6L-6.6 0z"'
    ' fill="currentColor"/></g>'
    '<g id="m-consent-first"><path d="M0-6L6.6 5.4H-6.6z" fill="currentColor"/></g>'
    '<g id="m-forbidden"><path d="M-3.4-3.4L3.4 3.4M3.4-3.4L-3.4 3.4" fill="none"'
    ' stroke="currentColor" stroke-width="3.4" stroke-linecap="square"/></g></defs></svg>\n'
)


def marks_of(pen: Pen, lane: Lane, y: int) -> tuple[Markup, int]:
    """Return the marks of an answer, or of what happened, in rows where they stand close."""
    marks = [mark for mark in pen.timeline.marks if mark.lane == lane]
    if not marks:
        return Markup(""), 0
    parts, top = [_lane_name(pen, lane, y)], y
    y += 0 if pen.layout.is_wide else 15
    labelled = lane in ("happenings", "milestones") or (pen.layout.is_wide and len(pen.timeline.marks) <= MOST_LABELS)
    places = [_place(pen, mark, labelled) for mark in marks]
    taken = rows(places)
    more: Counter[int] = Counter()
    for mark, (first, _), row in zip(marks, places, taken, strict=True):
        if row < MOST_ROWS:
            parts.append(_mark(pen, mark, _middle(pen, mark), y + 9 + row * STEP, labelled))
        else:
            more[first // 40 * 40] += 1
    deep = min(MOST_ROWS, max(taken) + 1)
    parts += [pen.text(x, y + 13 + deep * STEP, f"+{count}", "tick") for x, count in sorted(more.items())]
    y += (deep + (1 if more else 0)) * STEP
    return Markup("").join(parts), y - top + 8


def _place(pen: Pen, mark: TimelineMark, labelled: bool) -> tuple[int, int]:
    """Return the pixels a mark takes, from left to right, kept within the drawing."""
    numbered = mark.kind != "transaction"
    room = 16 + (wide(mark.label) + 4 if labelled and not numbered else 0)
    first = _middle(pen, mark) - 7
    if mark.last is None:
        return first, first + room
    return min(first, pen.scale.x(mark.first)), max(first + room, pen.scale.x(mark.last) + 3)


def _middle(pen: Pen, mark: TimelineMark) -> int:
    """Return where a mark stands: in the middle of what is known of its date, within the drawing."""
    middle = mark.first + (mark.last - mark.first) / 2 if mark.last else mark.first
    return min(pen.scale.x(middle), pen.layout.width - 9)


def _mark(pen: Pen, mark: TimelineMark, x: int, y: int, labelled: bool) -> Markup:
    told = pen.title(f"{mark.label}: {mark.title}")
    if mark.last is not None:
        first, last = pen.span(mark.first, mark.last)
        told += Markup('<line class="span {}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(mark.lane, first, y, last, y)
    if mark.kind == "transaction":
        told += Markup('<use href="#m-{0}" class="{0}" x="{1}" y="{2}"/>').format(mark.lane, x, y)
        told += pen.text(x + 8, y + 4, mark.label, "label") if labelled else Markup("")
    else:
        corner = 7 if mark.lane == "happenings" else 2
        told += Markup('<rect class="{}" x="{}" y="{}" width="15" height="14" rx="{}"/>').format(
            mark.lane, x - 7, y - 7, corner
        )
        told += pen.text(x, y + 4, mark.label, "number")
    return pen.together(told)


def _lane_name(pen: Pen, lane: Lane, y: int) -> Markup:
    said = pen.words.word(lane)
    if lane in ("happenings", "milestones"):
        return pen.name(y + 13, said) if pen.layout.is_wide else pen.text(8, y + 11, said, "name")
    x = pen.layout.gutter - 28 if pen.layout.is_wide else 24
    text = pen.text(x, y + 13, said, "name", "end" if pen.layout.is_wide else "start")
    place = x + 13 if pen.layout.is_wide else 13
    return Markup('<use href="#m-{0}" class="{0}" x="{1}" y="{2}"/>').format(lane, place, y + 9) + text


LANES: tuple[Lane, ...] = (
    "forbidden", "consent-first", "offer-first", "permitted", "ungoverned", "happenings", "milestones",
)  # fmt: skip


def draw(timeline: Timeline, words: Words, layout: Layout, zone_name: str) -> Markup:
    """Return a timeline as an SVG picture with a name; its content is told again in the tables beside it.

    Args:
      timeline: what is drawn.
      words: the language of its names.
      layout: wide or narrow.
      zone_name: the zone in which days are told.
    """
    edges = sorted({timeline.start, timeline.end, *(b.start for b in timeline.bands if b.start > timeline.start)})
    scale = make_scale(edges, layout.gutter + 8, layout.width - layout.gutter - 16)
    pen = Pen(timeline, words, layout, scale, zone_name)
    parts: list[Markup] = []
    y = 58
    pieces: list[Callable[[int], tuple[Markup, int]]] = [partial(bands, pen), partial(clauses, pen)]
    pieces += [partial(marks_of, pen, lane) for lane in LANES]
    for make in pieces:
        piece, height = make(y)
        parts.append(piece)
        y += height
    name = words.text("Timeline of versions, clauses, transactions and happenings")
    head = Markup(
        '<svg class="timeline {}" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">\n'
    ).format(layout.name, name, layout.width, y + 6)
    return head + axis(pen, y) + Markup("").join(parts) + Markup("</svg>\n")


def axis(pen: Pen, height: int) -> Markup:
    """Return the years, the day of the brief, and where the term ends."""
    out = [pen.lines([x for _, x in years(pen.scale, 1)], 40, height, "year")]
    rim = pen.layout.width - 34
    out += [pen.text(x + 3, 50, str(year), "tick") for year, x in years(pen.scale, 36) if x < rim]
    x = pen.scale.x(pen.timeline.on)
    out.append(pen.line(x, 22, height, "on"))
    told = pen.words.day(pen.day(pen.timeline.on))
    at_left = x < pen.layout.width // 2
    out.append(pen.text(x + 4 if at_left else x - 4, 34, told, "on", "start" if at_left else "end"))
    ends = pen.timeline.term_ends
    if ends is not None:
        last = pen.words.day(pen.day(ends - timedelta(microseconds=1)))
        if ends <= pen.timeline.end:
            out.append(pen.line(pen.scale.x(ends), 16, height, "term"))
        said = pen.words.text("the term ends on {day}", day=last)
        out.append(pen.text(pen.layout.width - 8, 12, f"{said} →", "term", "end"))
    return Markup("").join(out)


def bands(pen: Pen, y: int) -> tuple[Markup, int]:
    """Return the versions, each a band over the time it was in force."""
    height = 36 if pen.layout.is_wide else 22
    parts = [pen.name(y + 15, pen.words.text("version"))] if pen.layout.is_wide else []
    parts += [_band(pen, number, band, y, height) for number, band in enumerate(pen.timeline.bands, start=1)]
    return Markup("").join(parts), height + 8


def _band(pen: Pen, number: int, band: Band, y: int, height: int) -> Markup:
    first, last = pen.span(band.start, band.end or pen.timeline.end)
    day = pen.words.day(pen.day(band.start))
    full = f"{number} {band.version.id}"
    name = full if wide(full) <= last - first - 8 else str(number)
    about = pen.title(f"{band.version.id}, {day}: {band.version.title}")
    told = Markup('{}<rect class="band b{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        about, number % 2, first, y, max(1, last - first), height
    )
    told += pen.text(first + 5, y + 15, name, "own") if wide(name) <= last - first else Markup("")
    if pen.layout.is_wide and wide(day) <= last - first - 8:
        told += pen.text(first + 5, y + 30, day, "tick")
    return pen.together(told)


def clauses(pen: Pen, y: int) -> tuple[Markup, int]:
    """Return the clauses, each a bar over the time it spoke; hatched where it is only reported or assumed."""
    parts, top = [], y
    boxes: dict[str, list[tuple[int, int, int]]] = {"bar sure": [], "bar unsure": []}
    for name, stretches in pen.timeline.clauses:
        if pen.layout.is_wide:
            parts.append(pen.name(y + 10, name, "own"))
        else:
            parts.append(pen.text(8, y + 10, cut_to_room(name, pen.layout.width - 16), "own"))
            y += 13
        for stretch in stretches:
            kind, x, width = _bar(pen, stretch)
            boxes[kind].append((x, y, width))
        y += 16
    parts += [pen.bars(kind, found, _BAR) for kind, found in boxes.items()]
    return Markup("").join(parts), y - top + 10


_BAR = 12
"""How high a bar is."""


def _bar(pen: Pen, stretch: Stretch) -> tuple[str, int, int]:
    """Return what kind of bar a stretch has, where it begins, and its width."""
    first, last = pen.span(stretch.start, stretch.end)
    sure = stretch.held.clause.basis.grade in ("agreed", "stated")
    return "bar sure" if sure else "bar unsure", first, max(2, last - first - 1)
