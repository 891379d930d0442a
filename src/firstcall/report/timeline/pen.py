"""The pen and the scale that a timeline is drawn with.

Where an instant stands, how close marks make room, texts and lines as SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from firstcall.dates import local_day, zone
from firstcall.deadlines.day_count import ONE_DAY
from firstcall.report.timeline.timeline import Timeline
from firstcall.report.words.words import Words
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """Instants to pixels, from the left; straight between the edges."""

    edges: tuple[datetime, ...]
    at: tuple[int, ...]

    def x(self, moment: datetime) -> int:
        """Return where an instant stands; what lies outside stands at the rim."""
        if moment <= self.edges[0]:
            return self.at[0]
        for index in range(1, len(self.edges)):
            if moment <= self.edges[index]:
                first, last = self.edges[index - 1], self.edges[index]
                width = self.at[index] - self.at[index - 1]
                return self.at[index - 1] + width * ((moment - first) // timedelta(seconds=1)) // max(
                    1, (last - first) // timedelta(seconds=1)
                )
        return self.at[-1]


def make_scale(edges: Sequence[datetime], left: int, width: int) -> Scale:
    """Return a scale in which every span gets half its width as its share of the time, half as an equal share.

    A version that was in force for months would else be too narrow to hold what was signed under it.

    Args:
      edges: the instants between which the scale is straight, in order.
      left: where the first edge stands, in pixels.
      width: how much room there is, in pixels.

    >>> from datetime import UTC
    >>> years = [datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2023, 2024)]
    >>> make_scale(years, 0, 1000).at
    (0, 625, 1000)
    """
    known = tuple(dict.fromkeys(edges))
    total = max(1, (known[-1] - known[0]) // ONE_DAY)
    spans = len(known) - 1
    places = [left]
    days = 0
    for index in range(1, len(known)):
        days += (known[index] - known[index - 1]) // ONE_DAY
        places.append(left + width * index // (2 * spans) + width * days // (2 * total))
    places[-1] = left + width
    return Scale(known, tuple(places))


def years(scale: Scale, apart: int) -> tuple[tuple[int, int], ...]:
    """Return the years whose first day lies on a scale, each with its place, as many as stand apart."""
    found: list[tuple[int, int]] = []
    for year in range(scale.edges[0].year, scale.edges[-1].year + 1):
        first = datetime(year, 1, 1, tzinfo=scale.edges[0].tzinfo)
        if scale.edges[0] <= first <= scale.edges[-1]:
            place = scale.x(first)
            if not found or place - found[-1][1] >= apart:
                found.append((year, place))
    return tuple(found)


def rows(places: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return for each stretch of pixels, in order of its left end, the first row in which it has room.

    >>> rows([(0, 30), (10, 40), (35, 60), (41, 50)])
    (0, 1, 0, 1)
    """
    ends: list[int] = []
    taken = []
    for first, last in places:
        row = next((index for index, end in enumerate(ends) if end <= first), len(ends))
        if row == len(ends):
            ends.append(last)
        else:
            ends[row] = last
        taken.append(row)
    return tuple(taken)


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


@dataclass(frozen=True, slots=True)
class Pen:
    """What every piece of a drawing needs to know, and the strokes it is made of."""

    timeline: Timeline
    words: Words
    layout: Layout
    scale: Scale
    zone_name: str

    def day(self, at: datetime) -> date:
        """Return the day of an instant in the zone of the drawing."""
        return local_day(at, zone(self.zone_name))

    def span(self, first: datetime, last: datetime) -> tuple[int, int]:
        """Return where a time begins and ends."""
        return self.scale.x(first), self.scale.x(last)

    def name(self, y: int, text: str, kind: str = "name") -> Markup:
        """Return a name in the room at the left."""
        return self.text(self.layout.gutter - 8, y, cut_to_room(text, self.layout.gutter - 12), kind, "end")

    def text(self, x: int, y: int, text: str, kind: str, anchor: str = "start") -> Markup:
        """Return a text; whatever it holds stays text."""
        stands = "" if anchor == "start" else Markup(' text-anchor="{}"').format(anchor)
        return Markup('<text class="{}" x="{}" y="{}"{}>{}</text>\n').format(kind, x, y, stands, text)

    def title(self, text: str) -> Markup:
        """Return what is told when a pointer rests on something: on a narrow screen nothing, since no pointer does."""
        return Markup("<title>{}</title>").format(text) if self.layout.is_wide else Markup("")

    def together(self, drawn: Markup) -> Markup:
        """Return what is drawn of one thing as one, where it has a title to share."""
        return Markup("<g>{}</g>\n").format(drawn) if self.layout.is_wide else drawn

    def bars(self, kind: str, boxes: Sequence[tuple[int, int, int]], height: int) -> Markup:
        """Return bars of one kind as one path: where each begins, its top, its width."""
        drawn = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width in boxes)
        return Markup('<path class="{}" d="{}"/>\n').format(kind, drawn) if drawn else Markup("")

    def lines(self, places: Sequence[int], top: int, bottom: int, kind: str) -> Markup:
        """Return upright lines of one kind as one path."""
        drawn = "".join(f"M{x} {top}V{bottom}" for x in places)
        return Markup('<path class="{}" d="{}"/>\n').format(kind, drawn) if drawn else Markup("")

    def line(self, x: int, top: int, bottom: int, kind: str) -> Markup:
        """Return an upright line."""
        return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>\n').format(kind, x, top, x, bottom)


def wide(text: str) -> int:
    """Return about how many pixels a text takes at the size of the drawing; wide scripts count double."""
    return sum(26 if ord(letter) > 0x2E80 else 13 for letter in text) // 2


def cut_to_room(text: str, room: int) -> str:
    """Return a text cut to a room, with an ellipsis where it was cut."""
    if wide(text) <= room:
        return text
    kept = ""
    for letter in text:
        if wide(kept + letter) > room - 8:
            break
        kept += letter
    return kept + "…"
