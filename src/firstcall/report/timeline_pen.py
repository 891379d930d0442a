"""The pen that a timeline is drawn with: places, texts and lines as SVG, and how wide a text is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from firstcall.dates import local_day, zone
from firstcall.report.timeline import Timeline
from firstcall.report.timeline_scale import Scale
from firstcall.report.words.words import Words


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
        return self.text(self.layout.gutter - 8, y, short(text, self.layout.gutter - 12), kind, "end")

    def text(self, x: int, y: int, text: str, kind: str, anchor: str = "start") -> Markup:
        """Return a text; whatever it holds stays text."""
        return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>\n').format(kind, x, y, anchor, text)

    def line(self, x: int, top: int, bottom: int, kind: str) -> Markup:
        """Return an upright line."""
        return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>\n').format(kind, x, top, x, bottom)


def wide(text: str) -> int:
    """Return about how many pixels a text takes at the size of the drawing; wide scripts count double."""
    return sum(26 if ord(letter) > 0x2E80 else 13 for letter in text) // 2


def short(text: str, room: int) -> str:
    """Return a text cut to a room, with an ellipsis where it was cut."""
    if wide(text) <= room:
        return text
    kept = ""
    for letter in text:
        if wide(kept + letter) > room - 8:
            break
        kept += letter
    return kept + "…"
