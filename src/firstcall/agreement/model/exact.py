"""Exact numbers as people write them: plain decimal text, never a binary fraction."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from firstcall.agreement.model.basis import kind_of
from firstcall.said import Said, Unreadable, sentence


class NoPlainDecimal(Said):
    says = sentence("value.no-plain-decimal", "{given} is not a plain decimal number")
    given: Said


class WriteDecimal(Said):
    says = sentence("value.write-decimal", "write digits and a point as text, such as {example}")
    example: str


class MoreDigitsThanRead(Said):
    says = sentence("value.too-many-digits", "{given} has more digits than are read")
    given: Said


class WriteFewerDigits(Said):
    says = sentence("value.write-fewer-digits", "write at most {before} before the point and {after} after it")
    before: int
    after: int


class NoWholeNumber(Said):
    says = sentence("value.no-whole-number", "{given} is not a whole number")
    given: Said


class WriteDigits(Said):
    says = sentence("value.write-digits", "write plain digits, such as {example}")
    example: str


DECIMAL_DIGITS, DECIMAL_PLACES, WHOLE_DIGITS = 24, 18, 18
"""How many digits an exact number has before and after the point at most, and a whole one, as text and as a number."""
DECIMAL_PATTERN = rf"^[+-]?[0-9]{{1,{DECIMAL_DIGITS}}}(\.[0-9]{{1,{DECIMAL_PLACES}}})?$"
_LONG = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
WHOLE_PATTERN = rf"^[+-]?[0-9]{{1,{WHOLE_DIGITS}}}$"


def exact_decimal(value: object) -> object:
    """Refuse what is no plain decimal number; exact amounts are never binary fractions."""
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**DECIMAL_DIGITS:
        return value
    if isinstance(value, str) and re.search(DECIMAL_PATTERN, value) and not value.endswith("\n"):
        return value
    digits = _LONG.fullmatch(value) is not None if isinstance(value, str) else type(value) is int
    if digits:
        fix = WriteFewerDigits(before=DECIMAL_DIGITS, after=DECIMAL_PLACES)
        raise Unreadable(MoreDigitsThanRead(given=kind_of(value)), fix)
    raise Unreadable(NoPlainDecimal(given=kind_of(value)), WriteDecimal(example="0.05"))


def whole_number(value: object) -> object:
    """Refuse what is no whole number in plain digits: `15.0` and `1_5` are slips of the pen."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**WHOLE_DIGITS:
        return value
    if isinstance(value, str) and re.search(WHOLE_PATTERN, value) and not value.endswith("\n"):
        return int(value)
    raise Unreadable(NoWholeNumber(given=kind_of(value)), WriteDigits(example="20"))


Exact = Annotated[Decimal, BeforeValidator(exact_decimal)]
Whole = Annotated[int, BeforeValidator(whole_number)]
