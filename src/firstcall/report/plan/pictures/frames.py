"""What drawings share: a wide and a narrow frame, places to a tenth, and how much room words take.

>>> place(Fraction(1, 3)), place(7), room(("Q1", "Q12"))
('0.3', '7', 21)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from markupsafe import Markup

from firstcall.said import Said
from firstcall.values import dataclass

LETTER = 7
"""The room that a letter or digit takes at most, on average, at the size that the style sheet sets."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing for one kind of screen: its units are the pixels of one that is just as wide."""

    look: str
    width: int
    height: int
    """Of what is drawn, without what is written above and below it."""


FOR_DESKS = Frame("drawing", 960, 240)
FOR_TELEPHONES = Frame("drawing small", 365, 200)
"""A telephone held upright; paper and broad screens have the wide one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title, its legend and a note."""

    title: Said
    drawing: Markup
    legend: tuple[Markup, ...]
    note: Said


def framed(named: str, draw: Callable[[Frame], tuple[Markup, int]]) -> Markup:
    """Return a drawing in both frames, of which each screen shows one.

    Args:
      named: what it is called where it cannot be seen.
      draw: returns what is drawn in a frame, and how high it is.
    """
    whole = Markup("")
    for frame in (FOR_DESKS, FOR_TELEPHONES):
        drawn, height = draw(frame)
        whole += Markup(
            '<div class="{}"><svg class="timeline chart" role="img" aria-label="{}" viewBox="0 0 {} {}">'
            "{}</svg></div>\n"
        ).format(frame.look, named, frame.width, height, drawn)
    return whole


def room(words: Iterable[str]) -> int:
    """Return the room that the longest of some words takes."""
    return LETTER * max(map(len, words), default=0)


def place(number: Fraction | int) -> str:
    """Return a place to a tenth of a unit, so that equal plans are drawn with equal bytes."""
    tenths = round(Fraction(number) * 10)
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)
