"""Figures of billing files as they are written: which are carried exactly, and which are refused."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from firstcall.errors import BillingError
from firstcall.money import Rounding

FITS = r"-?[0-9]{1,20}(\.[0-9]{1,18}0*)?"
"""A plain decimal within 20 whole digits and 18 decimals, as most figures are written."""
NUMERIC = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?")
"""A number as FOCUS allows it: plain or with E, no thousands separators, no plus sign."""
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}0*)?)?(Z|[+-][0-9]{2}:[0-9]{2})?|Z)?"
"""An instant as exports write one: a day, a time with or without an offset; UTC where there is none."""
SCALE, WHOLE = 18, 20
_WIDE = Context(prec=400, Emin=-999, Emax=999)
_MODES = {
    Rounding.half_even: ROUND_HALF_EVEN,
    Rounding.half_up: ROUND_HALF_UP,
    Rounding.down: ROUND_DOWN,
}


def is_numeric(text: str) -> bool:
    """Return whether a text is a number as FOCUS writes one.

    >>> [is_numeric(text) for text in ("35.2E-7", "35.2E+7", "1,234.5", "-0.1", "NaN", "+5", ".5")]
    [True, False, False, True, False, False, False]
    """
    return NUMERIC.fullmatch(text) is not None


def fits(value: Decimal) -> bool:
    """Return whether a value is carried exactly: at most 18 decimals and 20 whole digits.

    >>> fits(Decimal("1E-18")), fits(Decimal("1E-19")), fits(Decimal("1E20"))
    (True, False, False)
    """
    _, digits, exponent = value.normalize(_WIDE).as_tuple()
    assert isinstance(exponent, int)
    return exponent >= -SCALE and (value == 0 or len(digits) + exponent <= WHOLE)


def carried(file: str, column: str, texts: Sequence[tuple[str, int, int]], intake: str | None) -> Mapping[str, Decimal]:
    """Return the carried value of every unusual figure of a column.

    Args:
      file: the file's name.
      column: the cost column.
      texts: a figure as written, the first row it stands in, and how many rows say it.
      intake: how figures with more than 18 decimals are rounded; None to refuse them.
    Raises:
      BillingError: a figure is no number, or cannot be carried exactly and no rounding is named.
    """
    found: dict[str, Decimal] = {}
    for text, row, _ in texts:
        if not is_numeric(text):
            raise BillingError(
                f"{file}:{row}: {column} {text!r} is no number as FOCUS writes one\n"
                "  mend: write digits with one decimal point, such as 1234.50 or 35.2E-7; no thousands separators"
            )
        found[text] = Decimal(text)
    long = [(text, row, n) for text, row, n in texts if not fits(found[text])]
    if long and intake is None:
        rows = sum(n for _, _, n in long)
        raise BillingError(
            f"{file}:{long[0][1]}: {column} {long[0][0]!r} has more than {SCALE} decimals or {WHOLE} whole digits;"
            f" {rows} row{'s do' if rows > 1 else ' does'}\n"
            "  mend: name `rounding.intake` in the clause if the contract allows rounding on intake"
        )
    return {
        text: value if fits(value) else _rounded(file, column, text, value, intake) for text, value in found.items()
    }


def _rounded(file: str, column: str, text: str, value: Decimal, intake: str | None) -> Decimal:
    short = value.quantize(Decimal(1).scaleb(-SCALE), _MODES[Rounding(intake or "half_even")], _WIDE)
    if not fits(short):
        raise BillingError(f"{file}: {column} {text!r} has more than {WHOLE} whole digits\n  mend: check the figure")
    return short
