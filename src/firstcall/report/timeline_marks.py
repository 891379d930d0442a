"""The marks of a timeline: transactions by answer, happenings beside them, in rows where they stand close."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from firstcall.report.timeline import Lane, Mark
from firstcall.report.timeline_pen import Pen, wide
from firstcall.report.timeline_scale import rows

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


def _place(pen: Pen, mark: Mark, labelled: bool) -> tuple[int, int]:
    """Return the pixels a mark takes, from left to right, kept within the drawing."""
    numbered = mark.kind != "transaction"
    room = 16 + (wide(mark.label) + 4 if labelled and not numbered else 0)
    first = _middle(pen, mark) - 7
    if mark.last is None:
        return first, first + room
    return min(first, pen.scale.x(mark.first)), max(first + room, pen.scale.x(mark.last) + 3)


def _middle(pen: Pen, mark: Mark) -> int:
    """Return where a mark stands: in the middle of what is known of its date, within the drawing."""
    middle = mark.first + (mark.last - mark.first) / 2 if mark.last else mark.first
    return min(pen.scale.x(middle), pen.layout.width - 9)


def _mark(pen: Pen, mark: Mark, x: int, y: int, labelled: bool) -> Markup:
    told = Markup("<g><title>{}: {}</title>").format(mark.label, mark.title)
    if mark.last is not None:
        first, last = pen.span(mark.first, mark.last)
        told += Markup('<line class="span {}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(mark.lane, first, y, last, y)
    if mark.kind == "transaction":
        told += Markup('<use href="#m-{}" class="{}" x="{}" y="{}" width="14" height="14"/>').format(
            mark.lane, mark.lane, x - 7, y - 7
        )
        told += pen.text(x + 8, y + 4, mark.label, "label") if labelled else Markup("")
    else:
        corner = 7 if mark.lane == "happenings" else 2
        told += Markup('<rect class="{}" x="{}" y="{}" width="15" height="14" rx="{}"/>').format(
            mark.lane, x - 7, y - 7, corner
        )
        told += pen.text(x, y + 4, mark.label, "number", "middle")
    return told + Markup("</g>\n")


def _lane_name(pen: Pen, lane: Lane, y: int) -> Markup:
    said = pen.words.text(lane)
    if lane in ("happenings", "milestones"):
        return pen.name(y + 13, said) if pen.layout.is_wide else pen.text(8, y + 11, said, "name")
    x = pen.layout.gutter - 28 if pen.layout.is_wide else 24
    text = pen.text(x, y + 13, said, "name", "end" if pen.layout.is_wide else "start")
    mark = Markup('<use href="#m-{}" class="{}" x="{}" y="{}" width="14" height="14"/>').format(
        lane, lane, x + 6 if pen.layout.is_wide else 6, y + 2
    )
    return mark + text
