"""The drawing of a timeline as SVG set by hand: the same bytes for the same facts, no script, no fonts of its own.

It is drawn twice, wide and narrow; the page shows the one that can be read at its width.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from firstcall.report.timeline import Band, Lane, Stretch, Timeline
from firstcall.report.timeline_marks import marks_of
from firstcall.report.timeline_pen import Layout, Pen, short, wide
from firstcall.report.timeline_scale import make_scale, years
from firstcall.report.words.words import Words

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
    out = [pen.line(x, 40, height, "year") for _, x in years(pen.scale, 1)]
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
    told = Markup('<g><title>{}, {}: {}</title><rect class="band b{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        band.version.id, day, band.version.title, number % 2, first, y, max(1, last - first), height
    )
    told += pen.text(first + 5, y + 15, name, "own") if wide(name) <= last - first else Markup("")
    if pen.layout.is_wide and wide(day) <= last - first - 8:
        told += pen.text(first + 5, y + 30, day, "tick")
    return told + Markup("</g>\n")


def clauses(pen: Pen, y: int) -> tuple[Markup, int]:
    """Return the clauses, each a bar over the time it spoke; hatched where it is only reported or assumed."""
    parts, top = [], y
    for name, stretches in pen.timeline.clauses:
        if pen.layout.is_wide:
            parts.append(pen.name(y + 10, name, "own"))
        else:
            parts.append(pen.text(8, y + 10, short(name, pen.layout.width - 16), "own"))
            y += 13
        parts += [_bar(pen, stretch, y) for stretch in stretches]
        y += 16
    return Markup("").join(parts), y - top + 10


def _bar(pen: Pen, stretch: Stretch, y: int) -> Markup:
    first, last = pen.span(stretch.start, stretch.end)
    held = stretch.held
    grade = held.clause.basis.grade
    sure = "sure" if grade in ("agreed", "stated") else "unsure"
    return Markup('<rect class="bar {}" x="{}" y="{}" width="{}" height="12"><title>{}@{}: {}</title></rect>\n').format(
        sure, first, y, max(2, last - first - 1), held.clause.id, held.version.id, pen.words.text(grade)
    )
