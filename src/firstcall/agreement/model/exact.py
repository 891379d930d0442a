"""Exact numbers as people write them: plain decimal text, never a binary fraction."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from firstcall.agreement.model.basis import kind_of

DECIMAL_PATTERN = r"^[+-]?[0-9]{1,24}(\.[0-9]{1,18})?$"
WHOLE_PATTERN = r"^[+-]?[0-9]{1,18}$"


def exact_decimal(value: object) -> object:
    """Refuse what is no plain decimal number; exact amounts are never binary fractions."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.search(DECIMAL_PATTERN, value) and not value.endswith("\n"):
        return value
    raise ValueError(f"{kind_of(value)} is not a plain decimal number; write digits and a point as text, such as 0.05")


def whole_number(value: object) -> object:
    """Refuse what is no whole number in plain digits: `15.0` and `1_5` are slips of the pen."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.search(WHOLE_PATTERN, value) and not value.endswith("\n"):
        return int(value)
    raise ValueError(f"{kind_of(value)} is not a whole number; write plain digits, such as 20")


Exact = Annotated[Decimal, BeforeValidator(exact_decimal)]
Whole = Annotated[int, BeforeValidator(whole_number)]
