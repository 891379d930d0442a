"""What matters most, drawn."""

import re
from fractions import Fraction

from firstcall.report.plan.pictures.swings_drawn import level_bars


def test_a_long_name_takes_lines_and_every_bar_is_drawn_from_low_to_high() -> None:
    name = "chance that the holder takes a line under a right " * 3
    drawn = str(level_bars([(name, Fraction(-3), Fraction(4)), ("<b>", Fraction(-1), Fraction(0))], "named"))
    wide, narrow = drawn.split("</svg>")[:-1]
    assert wide.count("<rect") == narrow.count("<rect") == 2 and "&lt;b&gt;" in wide
    assert narrow.count("<text") > wide.count("<text") > 2
    half = 365 / 2 - 4
    (left, width), (_, nothing) = re.findall(r'<rect class="bar" x="([\d.]+)"[^>]* width="([\d.]+)"', narrow)
    assert abs(float(left) - 365 / 2 + half * 3 / 4) < 0.06 and abs(float(width) - half * 7 / 4) < 0.06
    assert abs(float(nothing) - half / 4) < 0.06
