"""What may stand in a gap of a sentence, told from the gap's type, and how plain English writes it.

    tuple[str, ...]                     azure, oracle            Annotated[…, AllOf]  azure and oracle
    str                                 own words, never translated
    Annotated[str, Quoted]              'own words', on one line, cut where long
    Literal["met", "unmet"], a StrEnum  words of a closed list, each with its translation
    date, datetime                      2025-01-21, 2025-01-21T08:00:00Z
    Annotated[date, Weekdayed]          Tue 21 Jan 2025
    Annotated[datetime, Clocked]        Fri 14 Mar 2025 17:00 PDT      Annotated[…, BesideUtc]  Sat 00:00 UTC
    int, Decimal, Fraction              1234.5                   Annotated[…, Grouped]  1,234.5
    Annotated[Decimal, Placed]          4.00
    Money                               1,234.50 USD

A value is never checked here: the type checker has done it where the sentence is made.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin, runtime_checkable

from firstcall.values import dataclass


@runtime_checkable
class Amount(Protocol):
    """An amount of one currency, such as `Money`."""

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's main unit."""

    @property
    def currency(self) -> str:
        """The currency's code."""


class Nested:
    """What may stand in a gap and speaks for itself: a sentence within a sentence."""

    __slots__ = ()


class Joining(Enum):
    """How several things stand in a row; in a type, as `Annotated[tuple[str, ...], AnyOf]`."""

    commas = ", "
    semicolons = "; "
    onwards = " > "
    all_of = " and "
    any_of = " or "


class GapMark(Enum):
    """How a value is written where its type leaves a choice; in a type, as `Annotated[Decimal, Percent]`."""

    quoted = "quoted"
    share = "share"
    grouped = "grouped"
    placed = "placed"
    weekday = "weekday"
    local = "local"
    clock = "clock"
    hour = "hour"
    utc = "utc"
    partial = "partial"


Commas, Semicolons, Onwards = Joining.commas, Joining.semicolons, Joining.onwards
AllOf, AnyOf = Joining.all_of, Joining.any_of
Quoted = GapMark.quoted
"""Own words in quotes, on one line, printable, and cut where they are long."""
Percent = GapMark.share
"""A share as a percentage: 0.2 is 20%."""
Grouped = GapMark.grouped
"""A number whose thousands are set apart in English too."""
Placed = GapMark.placed
"""A decimal number with each of its places, idle zeros too, and its thousands set apart."""
Weekdayed = GapMark.weekday
"""A day with the day of the week, as people plan with it."""
Clocked = GapMark.clock
"""An instant as people say it, in the zone that its datetime carries: day of the week, time, the zone's name."""
Hour = GapMark.hour
"""The hour of an instant in the zone that its datetime carries, with the zone's name, as fine as it is."""
BesideUtc = GapMark.utc
"""The time in UTC of an instant that was told in its own zone: with the day of the week where it is another."""
Local = GapMark.local
"""An instant told in the zone that its datetime carries: the day alone at midnight."""
PartialDate = GapMark.partial
"""A date as far as it is known: 2025, 2025-Q2, 2025-05 or 2025-05-19."""

GapWhat = Literal["own", "word", "number", "day", "instant", "amount", "said", "quoted", "share", "grouped", "placed",
               "weekday", "local", "clock", "hour", "utc", "partial", "time"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in a gap: of which kind, in a row or alone, and of which closed list of words."""

    what: GapWhat
    row: Joining | None = None
    words: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def kind_of_gap(hint: Any) -> Kind:
    """Return the kind of a gap by its type.

    Raises:
      TypeError: nothing of that type may stand in a sentence.

    >>> kind_of_gap(Annotated[tuple[str, ...], AnyOf])
    Kind(what='own', row=<Joining.any_of: ' or '>, words=())
    """
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        kind = kind_of_gap(inner)
        row = next((mark for mark in marks if isinstance(mark, Joining)), kind.row)
        mark = next((mark for mark in marks if isinstance(mark, GapMark)), None)
        if row is not None and kind.row is None:
            raise TypeError(f"{row.name} marks a row of things, and {hint} is one")
        return Kind(_marked(kind, mark) if mark else kind.what, row, kind.words)
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple and len(args) == 2 and args[1] is ...:
        alone = kind_of_gap(args[0])
        return Kind(alone.what, Joining.semicolons if alone.what == "said" else Joining.commas, alone.words)
    if origin is Literal and all(isinstance(word, str) for word in args):
        return Kind("word", None, args)
    if origin in (Union, UnionType):
        return _either(hint, tuple(kind_of_gap(arg) for arg in args))
    return _plain(hint)


def _marked(kind: Kind, mark: GapMark) -> GapWhat:
    fits = {GapMark.quoted: "own", GapMark.partial: "own", GapMark.share: "number", GapMark.grouped: "number",
            GapMark.placed: "number", GapMark.weekday: "day", GapMark.local: "instant",
            GapMark.clock: "instant", GapMark.hour: "instant", GapMark.utc: "instant"}  # fmt: skip
    if kind.what != fits[mark]:
        raise TypeError(f"{mark.value!r} marks what is {fits[mark]!r}, and this is {kind.what!r}")
    what: GapWhat = mark.value
    return what


def _either(hint: Any, kinds: tuple[Kind, ...]) -> Kind:
    """Return the kind of a union: all of one kind, or a sentence where own words may stand too."""
    whats = {kind.what for kind in kinds}
    if (len(whats) > 1 and whats != {"own", "said"}) or any(kind.row for kind in kinds):
        raise TypeError(f"a gap holds one kind of thing, and {hint} is several")
    words = tuple(word for kind in kinds for word in kind.words)
    return Kind("said" if "said" in whats else kinds[0].what, None, words)


def _plain(hint: Any) -> Kind:
    if isinstance(hint, type):
        if issubclass(hint, StrEnum):
            return Kind("word", None, tuple(member.value for member in hint))
        found: GapWhat | None = (
            "said" if issubclass(hint, Nested)
            else "own" if hint is str
            else "number" if hint in (int, Decimal, Fraction)
            else "instant" if hint is datetime
            else "day" if hint is date
            else "time" if hint is time
            else "amount" if hasattr(hint, "amount") and hasattr(hint, "currency")
            else None
        )  # fmt: skip
        if found is not None:
            return Kind(found)
    raise TypeError(f"nothing of the type {hint} may stand in a sentence")


def in_english(value: Any, kind: Kind) -> str:
    """Return what stands in a gap as plain English writes it.

    >>> in_english(("azure", "own", "oracle"), Kind("own", Joining.any_of))
    'azure, own or oracle'
    """
    if kind.row is None:
        return _one(value, kind.what)
    return in_a_row([_one(item, kind.what) for item in value], kind.row)


def in_a_row(items: list[str], row: Joining) -> str:
    """Return things in a row, without a comma before `and` and `or`."""
    between: str = row.value
    if row not in (Joining.all_of, Joining.any_of) or len(items) < 2:
        return between.join(items)
    return between.join((", ".join(items[:-1]), items[-1]))


def _one(value: Any, what: GapWhat) -> str:
    match what:
        case "instant":
            return iso(value)
        case "local":
            return local(value)
        case "number":
            return exact_text(value) if isinstance(value, Fraction) else str(value)
        case "grouped":
            return _grouped(value)
        case "placed":
            return format(value, ",f")
        case "weekday":
            return weekdayed(value)
        case "clock":
            return f"{weekdayed(value.date())} {to_the_second(value)} {zone_name(value)}"
        case "hour":
            return f"{to_the_second(value, finer=True)} {value.tzname() or ''}"
        case "time":
            return to_the_second(value)
        case "utc":
            utc = value.astimezone(UTC)
            return f"{'' if utc.date() == value.date() else _DAYS[utc.weekday()] + ' '}{to_the_second(utc)} UTC"
        case "share":
            return f"{_per_cent(value)}%"
        case "partial":
            return quartered(value)
        case "quoted":
            return quoted(value)
        case _:
            return str(value)


def quartered(text: str) -> str:
    """Return a quarter as people write it; any other date as it is.

    >>> quartered("2025-Q3"), quartered("2025-07")
    ('Q3 2025', '2025-07')
    """
    year, _, number = text.partition("-Q")
    return f"Q{number} {year}" if number else text


def spelled(word: str) -> str:
    """Return a word of a closed list as people write it, where a file joins its parts.

    >>> spelled("own_build"), spelled("offer-first"), spelled("_")
    ('own build', 'offer-first', '_')
    """
    return word.replace("_", " ") if word.strip("_") else word


def _grouped(value: int | Decimal | Fraction) -> str:
    if not isinstance(value, Fraction):
        return format(Decimal(value), ",f")
    text = exact_text(value)
    return format(Decimal(text.rstrip("…")), ",f") + ("…" if text.endswith("…") else "")


def _per_cent(value: int | Decimal | Fraction) -> str:
    """Return a share in per cent, exactly and without idle zeros."""
    if isinstance(value, Fraction):
        return exact_text(value * 100)
    sign, digits, exponent = Decimal(value).as_tuple()
    text = format(Decimal((sign if any(digits) else 0, digits, int(exponent) + 2)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def iso(at: datetime) -> str:
    """Return an instant as UTC text, with no more of the second than it has.

    >>> iso(datetime(2025, 1, 21, 8, tzinfo=UTC))
    '2025-01-21T08:00:00Z'
    """
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local(at: datetime) -> str:
    """Return an instant in its own zone: the day, and the time unless it is midnight."""
    if (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return at.date().isoformat()
    return at.isoformat(sep=" ", timespec="auto" if at.microsecond else "seconds")


def weekdayed(day: date) -> str:
    """Return a day with the day of the week, as plain English writes it.

    >>> weekdayed(date(2025, 1, 21))
    'Tue 21 Jan 2025'
    """
    month = _MONTHS[day.month - 1]
    return f"{_DAYS[day.weekday()]} {day.day} {month} {day.year}"


def to_the_second(at: datetime | time, *, finer: bool = False) -> str:
    """Return the time of a day, with its seconds where it has some, and what is finer if that is asked for.

    >>> to_the_second(datetime(2025, 1, 21, 17)), to_the_second(datetime(2025, 1, 21, 17, 0, 1))
    ('17:00', '17:00:01')
    """
    if finer and at.microsecond:
        return f"{at:%H:%M:%S.%f}"
    return f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}"


def zone_name(at: datetime) -> str:
    """Return the short name of an instant's zone, or how far it is from UTC where the zone has none."""
    name = at.tzname() or "UTC"
    return name if name.isalpha() else f"UTC{name}" if name[0] in "+-" else name


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def quoted(word: object, most: int = 60) -> str:
    """Return a word in quotes: on one line, printable, and cut where it is long.

    >>> quoted("azur"), quoted("x" * 100, most=5)
    ("'azur'", "'xxxxx…'")
    """
    text = str(word)
    cut = text if len(text) <= most else text[:most] + "…"
    return "'" + "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut) + "'"


def exact_text(amount: Fraction) -> str:
    """Return the number in full if it ends, else its first twelve decimals followed by an ellipsis.

    >>> exact_text(Fraction(1, 8)), exact_text(Fraction(1, 3)), exact_text(Fraction(-5))
    ('0.125', '0.333333333333…', '-5')
    """
    rest, twos, fives = amount.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives) if rest == 1 else 12
    digits = str(abs(amount.numerator) * 10**places // amount.denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if amount < 0 else ''}{whole}{'.' + part if part else ''}{'' if rest == 1 else '…'}"
