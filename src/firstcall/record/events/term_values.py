"""What a commercial term may say: an amount, a number within its bounds, a day, a yes or no, or words.

A term that means something is compared, counted or shown by what it means. One that cannot be read would
be none to all of that, and silently so.

>>> [str(fault.what) for fault in term_faults({"expires": "soon", "term_months": "36"})]
["expires: 'soon' is not a day"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from firstcall.agreement.model.clauses.refusal_terms import AMOUNTS, TERM_EXAMPLES, is_term, stem
from firstcall.errors import near_or_listed, unknown
from firstcall.said import Quoted, Said, sentence

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
"""A number as terms write it: no grouping, no exponent."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
DAY_TERMS = ("start", "expires")
FLAG_WORDS = ("yes", "no", "true", "false")


class Bounds(NamedTuple):
    """Between what a number lies."""

    most: Decimal | None = None
    zero: bool = False
    """Whether 0 is one of them."""


_COUNTED: Mapping[str, Bounds] = {
    **dict.fromkeys(AMOUNTS, Bounds(zero=True)),
    **dict.fromkeys(("term_months", "quantity", "gpu_hours", "accelerator_count"), Bounds()),
    "take_or_pay_share": Bounds(Decimal(1), zero=True),
    "sla_availability": Bounds(Decimal(100)),
}
"""The terms that are numbers, by their words."""
_EXAMPLES = {"take_or_pay_share": "0.8", "sla_availability": "99.9", "term_months": "36"}


class TermNotNumber(Said):
    says = sentence("term.not-a-number", "{term}: {given} is not a number")
    term: str
    given: Annotated[str, Quoted]


class WriteTermNumber(Said):
    says = sentence("term.write-number", "write it in digits alone, with a point before decimals, such as {example}")
    example: str


class TermOutOfBounds(Said):
    says = sentence("term.out-of-bounds", "{term}: {given} is out of its bounds")
    term: str
    given: str


TermBounds = Literal["0 or more", "more than 0", "from 0 to 1", "above 0 and at most 100"]


class KeepTermWithin(Said):
    says = sentence("term.keep-within", "write a number that is {bounds}")
    bounds: TermBounds


class TermNotDay(Said):
    says = sentence("term.not-a-day", "{term}: {given} is not a day")
    term: str
    given: Annotated[str, Quoted]


class WriteTermDay(Said):
    says = sentence("term.write-day", "write a day alone, such as {day}")
    day: str


class WriteTermDayOrHour(Said):
    says = sentence("term.write-day-or-hour", "write a day, such as {day}, or an hour of one, such as {hour}")
    day: str
    hour: str


class TermNotYesOrNo(Said):
    says = sentence("term.not-yes-or-no", "{term}: {given} is neither yes nor no")
    term: str
    given: Annotated[str, Quoted]


class WriteYesOrNo(Said):
    says = sentence("term.write-yes-or-no", "write yes or no, or leave the term out")


class TermFault(NamedTuple):
    """What is wrong with a term, and what would mend it."""

    what: Said
    fix: Said


def term_faults(terms: Mapping[str, str]) -> Iterator[TermFault]:
    """Yield what is wrong with terms: a name on no closed list, or a value that says nothing its term can mean."""
    for name, text in terms.items():
        word = stem(name)
        if not is_term(name):
            yield TermFault(unknown("commercial term", name), near_or_listed(name, TERM_EXAMPLES))
        elif word in _COUNTED:
            yield from _number_fault(name, text, word)
        elif word in DAY_TERMS:
            yield from _day_fault(name, text)
        elif word == "non_disclosure" and text.lower() not in FLAG_WORDS:
            yield TermFault(TermNotYesOrNo(term=name, given=text), WriteYesOrNo())


def _number_fault(name: str, text: str, word: str) -> Iterator[TermFault]:
    bounds = _COUNTED[word]
    if not NUMBER.fullmatch(text):
        yield TermFault(
            TermNotNumber(term=name, given=text), WriteTermNumber(example=_EXAMPLES.get(word, "1000000.50"))
        )
        return
    number = Decimal(text)
    low = number < 0 or (number == 0 and not bounds.zero)
    if low or (bounds.most is not None and number > bounds.most):
        yield TermFault(TermOutOfBounds(term=name, given=text), KeepTermWithin(bounds=_said(bounds)))


def _said(bounds: Bounds) -> TermBounds:
    if bounds.most is not None:
        return "from 0 to 1" if bounds.zero else "above 0 and at most 100"
    return "0 or more" if bounds.zero else "more than 0"


def _day_fault(name: str, text: str) -> Iterator[TermFault]:
    hour = name == "expires"
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
        elif hour and _HOUR.fullmatch(text):
            datetime.fromisoformat(text)
        else:
            raise ValueError
    except ValueError:
        fix: Said = WriteTermDay(day="2026-12-05")
        if hour:
            fix = WriteTermDayOrHour(day="2026-12-05", hour="2026-12-05T17:00")
        yield TermFault(TermNotDay(term=name, given=text), fix)
