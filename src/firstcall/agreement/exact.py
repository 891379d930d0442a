"""Exact numbers as people write them: plain decimal text, never a binary fraction."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator


def exact(value: object) -> object:
    """Refuse text that is no plain decimal number; exact amounts are never binary fractions."""
    if isinstance(value, str) and not re.fullmatch(r"[+-]?\d{1,24}(\.\d{1,18})?", value):
        raise ValueError(f"'{value}' is not a plain decimal number; write digits and a point, such as 0.05")
    return value


Exact = Annotated[Decimal, BeforeValidator(exact)]
