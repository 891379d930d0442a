"""The drawing of a timeline as SVG set by hand: the same bytes for the same facts, no script, no fonts of its own.

It is drawn twice, wide and narrow; the page shows the one that can be read at its width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from markupsafe import Markup

from firstcall.dates import local_day, zone
from firstcall.report.timeline import Band, Lane, Mark, Stretch, Timeline
from firstcall.report.timeline_scale import Scale, make_scale, rows, years
from firstcall.report.words import Words

LANES: tuple[Lane, ...] = (
    "forbidden", "consent-first", "offer-first", "permitted", "ungoverned", "happenings", "milestones",
)  # fmt: skip
MOST_LABELS = 80
"""More marks than this are drawn without their labels; the table has them."""
MOST_ROWS = 8
STEP = 16
SYMBOLS = Markup(
    '<svg class="symbols" width="0" height="0" aria-hidden="true"><defs>'
    '<symbol id="m-permitted" viewBox="-7 -7 14 14"><circle r="5.5" fill="currentColor"/></symbol>'
    '<symbol id="m-ungoverned" viewBox="-7 -7 14 14"><circle r="4.6" fill="none" stroke="currentColor"'
    ' stroke-width="2.2"/></symbol>'
    '<symbol id="m-offer-first" viewBox="-7 -7 14 14"><path d="M0-6.6L6.6 0L0 6.6L-6.6 0z"'
    ' fill="currentColor"/></symbol>'
    '<symbol id="m-consent-first" viewBox="-7 -7 14 14"><path d="M0-6L6.6 5.4H-6.6z" fill="currentColor"/></symbol>'
    '<symbol id="m-forbidden" viewBox="-7 -7 14 14"><path d="M-3.4-3.4L3.4 3.4M3.4-3.4L-3.4 3.4" fill="none"'
    ' stroke="currentColor" stroke-width="3.4" stroke-linecap="square"/></symbol></defs></svg>\n'
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a drawing is laid out, in pixels."""

    name: str
    width: int
    gutter: int
    """Room for names at the left; none where they stand above."""

    @property
    def is_wide(self) -> bool:
        """Say whether names have room beside what they name."""
        return self.gutter > 0


WIDE = Layout("wide", 1140, 196)
NARROW = Layout("narrow", 340, 0)


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
    pen = _Pen(timeline, words, layout, scale, zone_name)
    parts: list[Markup] = []
    y = 58
    pieces: list[Callable[[int], tuple[Markup, int]]] = [pen.bands, pen.clauses]
    pieces += [partial(pen.lane, lane) for lane in LANES]
    for make in pieces:
        piece, height = make(y)
        parts.append(piece)
        y += height
    name = words.text("Timeline of versions, clauses, transactions and happenings")
    head = Markup(
        '<svg class="timeline {}" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">\n'
    ).format(layout.name, name, layout.width, y + 6)
    return head + pen.axis(y) + Markup("").join(parts) + Markup("</svg>\n")


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every piece of a drawing needs to know."""

    timeline: Timeline
    words: Words
    layout: Layout
    scale: Scale
    zone_name: str

    def axis(self, height: int) -> Markup:
        """Return the years, the day of the brief, and where the term ends."""
        out = [self._line(x, 40, height, "year") for _, x in years(self.scale, 1)]
        rim = self.layout.width - 34
        out += [self._text(x + 3, 50, str(year), "tick") for year, x in years(self.scale, 36) if x < rim]
        x = self.scale.x(self.timeline.on)
        out.append(self._line(x, 22, height, "on"))
        told = self.words.day(local_day(self.timeline.on, zone(self.zone_name)))
        out.append(self._text(x, 34, told, "on", "start" if x < self.layout.width // 2 else "end"))
        ends = self.timeline.term_ends
        if ends is not None:
            last = self.words.day(local_day(ends - timedelta(microseconds=1), zone(self.zone_name)))
            if ends <= self.timeline.end:
                out.append(self._line(self.scale.x(ends), 16, height, "term"))
            said = self.words.text("the term ends on {day}", day=last)
            out.append(self._text(self.layout.width - 8, 12, f"{said} →", "term", "end"))
        return Markup("").join(out)

    def bands(self, y: int) -> tuple[Markup, int]:
        """Return the versions, each a band over the time it was in force."""
        height = 36 if self.layout.is_wide else 22
        parts = [self._name(y + 15, self.words.text("version"))] if self.layout.is_wide else []
        parts += [self._band(number, band, y, height) for number, band in enumerate(self.timeline.bands, start=1)]
        return Markup("").join(parts), height + 8

    def _band(self, number: int, band: Band, y: int, height: int) -> Markup:
        first, last = self._span(band.start, band.end or self.timeline.end)
        day = self.words.day(local_day(band.start, zone(self.zone_name)))
        full = f"{number} {band.version.id}"
        name = full if _wide(full) <= last - first - 8 else str(number)
        told = Markup(
            '<g><title>{}, {}: {}</title><rect class="band b{}" x="{}" y="{}" width="{}" height="{}"/>'
        ).format(band.version.id, day, band.version.title, number % 2, first, y, max(1, last - first), height)
        told += self._text(first + 5, y + 15, name, "own") if _wide(name) <= last - first else Markup("")
        if self.layout.is_wide and _wide(day) <= last - first - 8:
            told += self._text(first + 5, y + 30, day, "tick")
        return told + Markup("</g>\n")

    def clauses(self, y: int) -> tuple[Markup, int]:
        """Return the clauses, each a bar over the time it spoke; hatched where it is only reported or assumed."""
        parts, top = [], y
        for name, stretches in self.timeline.clauses:
            if self.layout.is_wide:
                parts.append(self._name(y + 10, name, "own"))
            else:
                parts.append(self._text(8, y + 10, _short(name, self.layout.width - 16), "own"))
                y += 13
            parts += [self._bar(stretch, y) for stretch in stretches]
            y += 16
        return Markup("").join(parts), y - top + 10

    def _bar(self, stretch: Stretch, y: int) -> Markup:
        first, last = self._span(stretch.start, stretch.end)
        held = stretch.held
        grade = held.clause.basis.grade
        sure = "sure" if grade in ("agreed", "stated") else "unsure"
        return Markup(
            '<rect class="bar {}" x="{}" y="{}" width="{}" height="12"><title>{}@{}: {}</title></rect>\n'
        ).format(sure, first, y, max(2, last - first - 1), held.clause.id, held.version.id, self.words.text(grade))

    def lane(self, lane: Lane, y: int) -> tuple[Markup, int]:
        """Return the marks of an answer, or of what happened, in rows where they stand close."""
        marks = [mark for mark in self.timeline.marks if mark.lane == lane]
        if not marks:
            return Markup(""), 0
        parts, top = [self._lane_name(lane, y)], y
        y += 0 if self.layout.is_wide else 15
        labelled = lane in ("happenings", "milestones") or (
            self.layout.is_wide and len(self.timeline.marks) <= MOST_LABELS
        )
        places = [self._place(mark, labelled) for mark in marks]
        taken = rows(places)
        more: Counter[int] = Counter()
        for mark, (first, _), row in zip(marks, places, taken, strict=True):
            if row < MOST_ROWS:
                parts.append(self._mark(mark, self._middle(mark), y + 9 + row * STEP, labelled))
            else:
                more[first // 40 * 40] += 1
        deep = min(MOST_ROWS, max(taken) + 1)
        parts += [self._text(x, y + 13 + deep * STEP, f"+{count}", "tick") for x, count in sorted(more.items())]
        y += (deep + (1 if more else 0)) * STEP
        return Markup("").join(parts), y - top + 8

    def _place(self, mark: Mark, labelled: bool) -> tuple[int, int]:
        """Return the pixels a mark takes, from left to right, kept within the drawing."""
        numbered = mark.kind != "transaction"
        room = 16 + (_wide(mark.label) + 4 if labelled and not numbered else 0)
        first = self._middle(mark) - 7
        if mark.last is None:
            return first, first + room
        return min(first, self.scale.x(mark.first)), max(first + room, self.scale.x(mark.last) + 3)

    def _middle(self, mark: Mark) -> int:
        """Return where a mark stands: in the middle of what is known of its date, within the drawing."""
        middle = mark.first + (mark.last - mark.first) / 2 if mark.last else mark.first
        return min(self.scale.x(middle), self.layout.width - 9)

    def _mark(self, mark: Mark, x: int, y: int, labelled: bool) -> Markup:
        told = Markup("<g><title>{}: {}</title>").format(mark.label, mark.title)
        if mark.last is not None:
            first, last = self._span(mark.first, mark.last)
            told += Markup('<line class="span {}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                mark.lane, first, y, last, y
            )
        if mark.kind == "transaction":
            told += Markup('<use href="#m-{}" class="{}" x="{}" y="{}" width="14" height="14"/>').format(
                mark.lane, mark.lane, x - 7, y - 7
            )
            told += self._text(x + 8, y + 4, mark.label, "label") if labelled else Markup("")
        else:
            corner = 7 if mark.lane == "happenings" else 2
            told += Markup('<rect class="{}" x="{}" y="{}" width="15" height="14" rx="{}"/>').format(
                mark.lane, x - 7, y - 7, corner
            )
            told += self._text(x, y + 4, mark.label, "number", "middle")
        return told + Markup("</g>\n")

    def _lane_name(self, lane: Lane, y: int) -> Markup:
        said = self.words.text(lane)
        if lane in ("happenings", "milestones"):
            return self._name(y + 13, said) if self.layout.is_wide else self._text(8, y + 11, said, "name")
        x = self.layout.gutter - 28 if self.layout.is_wide else 24
        text = self._text(x, y + 13, said, "name", "end" if self.layout.is_wide else "start")
        mark = Markup('<use href="#m-{}" class="{}" x="{}" y="{}" width="14" height="14"/>').format(
            lane, lane, x + 6 if self.layout.is_wide else 6, y + 2
        )
        return mark + text

    def _span(self, first: datetime, last: datetime) -> tuple[int, int]:
        return self.scale.x(first), self.scale.x(last)

    def _name(self, y: int, text: str, kind: str = "name") -> Markup:
        return self._text(self.layout.gutter - 8, y, _short(text, self.layout.gutter - 12), kind, "end")

    def _text(self, x: int, y: int, text: str, kind: str, anchor: str = "start") -> Markup:
        return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>\n').format(kind, x, y, anchor, text)

    def _line(self, x: int, top: int, bottom: int, kind: str) -> Markup:
        return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>\n').format(kind, x, top, x, bottom)


def _wide(text: str) -> int:
    """Return about how many pixels a text takes at the size of the drawing; wide scripts count double."""
    return sum(26 if ord(letter) > 0x2E80 else 13 for letter in text) // 2


def _short(text: str, room: int) -> str:
    """Return a text cut to a room, with an ellipsis where it was cut."""
    if _wide(text) <= room:
        return text
    kept = ""
    for letter in text:
        if _wide(kept + letter) > room - 8:
            break
        kept += letter
    return kept + "…"
