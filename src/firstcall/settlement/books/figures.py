"""Figures as files write them: decimal and grouping marks, currency signs, marks of what is below zero."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.errors import BillingError, Place
from firstcall.money import CURRENCIES, exact, exact_text
from firstcall.said import AllOf, Quoted, Said, sentence
from firstcall.values import dataclass

DecimalMark = Literal[".", ","]
GroupingMark = Literal[".", ",", " ", "'", "_"]
NegativeMark = Literal["minus", "trailing_minus", "brackets"]
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\u2212": "-"})
_OF_ONE: Mapping[str, str] = {"€": "EUR"}
"""Signs that only one currency has."""
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*")


class SemicolonsBetween(Said):
    says = sentence("habit.semicolons", "its values stand between semicolons")


class DayFirst(Said):
    says = sentence("habit.day-first", "its dates begin with the day")


class CommaInAFigure(Said):
    says = sentence("habit.comma-in-a-figure", "row {row} has a comma in its figure")
    row: str


class Habits(Said):
    says = sentence("habit.several", "{habits}")
    habits: Annotated[tuple[Said, ...], AllOf]


class SignOfAnother(Said):
    says = sentence("lines.sign-of-another", "{figure} is signed {sign}, and the row is in {currency}")
    figure: Annotated[str, Quoted]
    sign: str
    currency: str


class MendSignOrCurrency(Said):
    says = sentence("lines.mend-sign-or-currency", "correct the figure or the currency; nothing is converted here")


class NotAsTheMappingSays(Said):
    says = sentence(
        "figure.not-as-the-mapping-says", "{figure} is no number as the mapping says (decimals after {decimal})"
    )
    figure: Annotated[str, Quoted]
    decimal: Annotated[str, Quoted]


class NotGroupedAsTheMappingSays(Said):
    says = sentence(
        "figure.not-grouped-as-the-mapping-says",
        "{figure} is no number as the mapping says (decimals after {decimal}, groups by {grouping})",
    )
    figure: Annotated[str, Quoted]
    decimal: Annotated[str, Quoted]
    grouping: Annotated[str, Quoted]


class CheckFigureOrMarks(Said):
    says = sentence(
        "figure.check-it-or-its-marks",
        "check the figure, or `decimal`, `grouping`, `signs` and `negative` in the mapping",
    )


class PlainOrNamed(Said):
    says = sentence(
        "figure.plain-or-named",
        "write digits with one decimal point, such as 1234.50, or name in the mapping how figures are written:"
        " `decimal`, `grouping`, `signs` and `negative`",
    )


class TwoWaysToRead(Said):
    says = sentence(
        "figure.two-ways-to-read",
        "{figure} is {decimal} where {mark} is the decimal mark, and {grouped} where it parts thousands; {habit}",
    )
    figure: Annotated[str, Quoted]
    decimal: str
    grouped: str
    mark: Annotated[str, Quoted]
    habit: Said


class NameTheMarks(Said):
    says = sentence(
        "figure.name-the-marks",
        "name the marks in the mapping: `decimal: {mark}`, or `decimal: {other}` with `grouping: {mark}`",
    )
    mark: Annotated[str, Quoted]
    other: Annotated[str, Quoted]


@dataclass(frozen=True, slots=True)
class FigureMarks:
    """How the figures of a file are written. Without a decimal mark they have the machine's form."""

    decimal: DecimalMark | None = None
    grouping: GroupingMark | None = None
    signs: tuple[str, ...] = ()
    negative: tuple[NegativeMark, ...] = ("minus",)

    @property
    def are_named(self) -> bool:
        """Return whether anybody has said how figures are to be read."""
        return self.decimal is not None or self.grouping is not None


class TypedFigure(str):
    """A number that a workbook keeps as a number: it has no marks that could be read in two ways."""

    __slots__ = ()


def figure(text: str, marks: FigureMarks) -> Fraction:
    """Return the number that a text is under the marks that were named.

    Raises:
      BillingError: it is no such number; both readings are shown where it has two.

    >>> figure("(1.234,50) €", FigureMarks(",", ".", ("€",), ("brackets",)))
    Fraction(-2469, 2)
    """
    if isinstance(text, TypedFigure):
        return exact(text)
    said, below = _unsigned(text.translate(_SPACES).strip(), marks)
    plain = _plain(said, marks)
    if plain is None:
        raise BillingError(_no_number(text, marks), fix=CheckFigureOrMarks())
    try:
        value = exact(plain)
    except BillingError as error:
        raise BillingError(error.what, fix=PlainOrNamed()) from error
    return -value if below else value


def _unsigned(said: str, marks: FigureMarks) -> tuple[str, bool]:
    """Return a figure without signs of currency and without its mark of what is below zero."""
    said, below = _without_signs(said, marks), False
    if "brackets" in marks.negative and said.startswith("(") and said.endswith(")"):
        said, below = said[1:-1].strip(), True
    elif "trailing_minus" in marks.negative and said.endswith("-"):
        said, below = said[:-1].strip(), True
    elif marks.signs and said.startswith("-"):
        said, below = said[1:].strip(), True
    return _without_signs(said, marks), below


def _without_signs(said: str, marks: FigureMarks) -> str:
    for sign in sorted(marks.signs, key=len, reverse=True):
        if said.startswith(sign):
            return said.removeprefix(sign).strip()
        if said.endswith(sign):
            return said.removesuffix(sign).strip()
    return said


def _plain(said: str, marks: FigureMarks) -> str | None:
    """Return a figure in the machine's form; None where it is not written as was named."""
    if not marks.are_named:
        return said
    point = re.escape(marks.decimal or ".")
    group = re.escape(marks.grouping) if marks.grouping else ""
    whole = rf"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]{{1,2}}(?:{group}[0-9]{{2}})*{group}[0-9]{{3}}|[0-9]+"
    pattern = rf"([+-]?)({whole if group else '[0-9]+'})(?:{point}([0-9]+))?([eE][+-]?[0-9]+)?"
    found = re.fullmatch(pattern, said)
    if found is None:
        return None
    sign, units, rest, power = found.groups()
    units = units.replace(marks.grouping, "") if marks.grouping else units
    return f"{sign}{units}{'.' + rest if rest else ''}{power or ''}"


def _no_number(text: str, marks: FigureMarks) -> Said:
    decimal = marks.decimal or "."
    if marks.grouping is None:
        return NotAsTheMappingSays(figure=text, decimal=decimal)
    return NotGroupedAsTheMappingSays(figure=text, decimal=decimal, grouping=marks.grouping)


def two_readings(text: str) -> tuple[Fraction, Fraction] | None:
    """Return what a figure says with its mark for decimals and with its mark for groups; None where one reading fails.

    >>> two_readings("1.000"), two_readings("1234.50"), two_readings("0.125")
    ((Fraction(1, 1), Fraction(1000, 1)), None, None)
    """
    if isinstance(text, TypedFigure):
        return None
    said = text.translate(_SPACES).strip().lstrip("-+")
    found = _GROUPED.fullmatch(said)
    if found is None:
        return None
    mark = found[1]
    grouped = Fraction(int(said.replace(mark, "")))
    if said.count(mark) > 1:
        return None
    return exact(said.replace(mark, ".")), grouped


def refuse_two_readings(file: str, figures: Iterable[tuple[int, str]], habit: Said) -> None:
    """Refuse a file that shows a habit of its own and has a figure that can be read in two ways.

    Args:
      file: its name.
      figures: by row, as written.
      habit: what it shows.
    Raises:
      BillingError: showing both readings of the first such figure.
    """
    for row, text in figures:
        if (both := two_readings(text)) is not None:
            mark = "," if "," in text else "."
            other = "." if mark == "," else ","
            decimal, grouped = map(exact_text, both)
            odd = TwoWaysToRead(figure=text, decimal=decimal, grouped=grouped, mark=mark, habit=habit)
            raise BillingError(odd, fix=NameTheMarks(mark=mark, other=other), place=Place(file, row))


def refuse_other_sign(text: str, signs: Sequence[str], currency: str) -> None:
    """Refuse a figure that bears the sign of one currency in a row of another; $ is of many, and says nothing.

    Raises:
      BillingError: naming both.
    """
    for sign in signs:
        if sign in text and (sign in CURRENCIES or sign in _OF_ONE) and _OF_ONE.get(sign, sign) != currency:
            odd = SignOfAnother(figure=text, sign=sign, currency=currency)
            raise BillingError(odd, fix=MendSignOrCurrency())


def is_unusual(text: str) -> bool:
    """Return whether a figure of the machine's form is written as spreadsheets shorten or sign one: +5, 35.2E+7.

    >>> [is_unusual(text) for text in ("5", "-5", "35.2E-7", "+5", "35.2E+7")]
    [False, False, False, True, True]
    """
    return not isinstance(text, TypedFigure) and "+" in text
