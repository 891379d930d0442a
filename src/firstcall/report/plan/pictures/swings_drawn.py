"""Level bars around nothing: what matters most, drawn.

>>> "price of &lt;b&gt;" in level_bars([("price of <b>", Fraction(-3), Fraction(4))], "drawn")
True
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from textwrap import wrap

from markupsafe import Markup

from firstcall.report.plan.pictures.frames import LETTER, Frame, framed, place

LINE, BAR = 16, 14
"""The height of a line of a name, and of the bar under it."""


def level_bars(values: Sequence[tuple[str, Fraction, Fraction]], named: str) -> Markup:
    """Return level bars from a low to a high figure around nothing, longest first: a tornado.

    Args:
      values: what is varied, and by how much the result falls and rises.
      named: what the drawing is called where it cannot be seen.
    """
    return framed(named, lambda frame: _drawn(values, frame))


def _drawn(values: Sequence[tuple[str, Fraction, Fraction]], frame: Frame) -> tuple[Markup, int]:
    most = max((max(abs(low), abs(high)) for _, low, high in values), default=Fraction(1)) or Fraction(1)
    middle, half = Fraction(frame.width, 2), Fraction(frame.width, 2) - 4
    drawn, y = Markup(""), 0
    for name, low, high in values:
        left, right = min(low, high, Fraction(0)), max(low, high, Fraction(0))
        for line in wrap(name, frame.width // LETTER):
            y += LINE
            drawn += Markup('<text x="0" y="{}">{}</text>').format(y - 3, line)
        drawn += Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>').format(
            place(middle + left * half / most), y + 3, place((right - left) * half / most), BAR
        )
        drawn += Markup('<line class="on" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>\n').format(
            place(middle), y, y + BAR + 6
        )
        y += BAR + 12
    return drawn, y
