"""The parameters of a right of first refusal, as fields of its clause.

A parameter that the text leaves out has the default given here, and is graded `assumed` wherever an
answer rests on it.
"""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from firstcall.agreement.basis import Text, Written

Unit = Literal["business", "calendar"]


def _clock_time(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", value):
            raise ValueError(f"'{value}' is not a time of day; write HH:MM, such as 17:00")
        return time.fromisoformat(value)
    return value


def _exact(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[+-]?\d{1,24}(\.\d{1,18})?", value):
        raise ValueError(f"'{value}' is not a plain decimal number; write digits and a point, such as 0.05")
    return value


Clock = Annotated[time, BeforeValidator(_clock_time)]
Exact = Annotated[Decimal, BeforeValidator(_exact)]
Share = Annotated[Exact, Field(ge=0, le=1)]
Days = Annotated[int, Field(gt=0, le=3660)]


class ResponseWindow(Written):
    """How long the holder has to answer a notice."""

    n: Days
    unit: Unit = "business"
    anchor: Literal["sent", "delivered", "received", "complete"] = "received"
    count_first_day: bool = False
    cutoff: Clock = time(17)
    """The last second of a day for receipt, and of the window; included."""
    timezone: Text | None = None
    """Where the window is counted; the holder's zone, else the agreement's, when left out."""
    roll: bool = False
    """A window in calendar days that ends on a closed day ends on the next business day."""
    reoffer: Days | None = None
    """Days for a notice that offers again; `n` when left out."""


class Tail(Written):
    """How long the grantor may sign with the third party after the holder did not take the offer."""

    n: Days
    unit: Unit = "calendar"
    anchor: Literal["notice", "receipt", "lapse"] = "lapse"


class Tolerance(Written):
    """How much better for the third party the signed terms may be than those noticed."""

    share: Share = Decimal(0)
    inclusive: bool = True
