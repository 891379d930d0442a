"""Exact amounts: currencies and their smallest units, rounding, and splitting to the last unit without loss.

Nothing here is ever a float. What has not been rounded yet is a `Fraction`; what has been rounded is a whole
number of smallest units (cents, yen, fils), so that a sum of rounded amounts is exact by construction.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import floor, trunc
from typing import Annotated

from firstcall.errors import BillingError
from firstcall.gaps import exact_text as exact_text  # noqa: PLC0414 - a name of money too
from firstcall.said import Grouped, Quoted, Said, sentence
from firstcall.values import dataclass

NO_MINOR_UNIT = "BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF"  # ISO 4217 minor unit 0
THREE_DIGITS = "BHD,IQD,JOD,KWD,LYD,OMR,TND"  # ISO 4217 minor unit 3
FOUR_DIGITS = "CLF,UYW"  # ISO 4217 minor unit 4
_CODES = (
    "AED,AFN,ALL,AMD,ANG,AOA,ARS,AUD,AWG,AZN,BAM,BBD,BDT,BGN,BHD,BIF,BMD,BND,BOB,BOV,BRL,BSD,BTN,BWP,BYN,BZD,"
    "CAD,CDF,CHE,CHF,CHW,CLF,CLP,CNH,CNY,COP,COU,CRC,CUC,CUP,CVE,CZK,DJF,DKK,DOP,DZD,EGP,ERN,ETB,EUR,FJD,FKP,"
    "GBP,GEL,GHS,GIP,GMD,GNF,GTQ,GYD,HKD,HNL,HRK,HTG,HUF,IDR,ILS,INR,IQD,IRR,ISK,JMD,JOD,JPY,KES,KGS,KHR,KMF,"
    "KPW,KRW,KWD,KYD,KZT,LAK,LBP,LKR,LRD,LSL,LYD,MAD,MDL,MGA,MKD,MMK,MNT,MOP,MRU,MUR,MVR,MWK,MXN,MXV,MYR,MZN,"
    "NAD,NGN,NIO,NOK,NPR,NZD,OMR,PAB,PEN,PGK,PHP,PKR,PLN,PYG,QAR,RON,RSD,RUB,RWF,SAR,SBD,SCR,SDG,SEK,SGD,SHP,"
    "SLE,SLL,SOS,SRD,SSP,STN,SVC,SYP,SZL,THB,TJS,TMT,TND,TOP,TRY,TTD,TWD,TZS,UAH,UGX,USD,USN,UYI,UYU,UYW,UZS,"
    "VED,VES,VND,VUV,WST,XAF,XCD,XCG,XOF,XPF,YER,ZAR,ZMW,ZWG,ZWL"
)
CURRENCIES = frozenset(_CODES.split(","))
"""The codes of money in ISO 4217."""
DIGITS: Mapping[str, int] = (
    dict.fromkeys(NO_MINOR_UNIT.split(","), 0)
    | dict.fromkeys(THREE_DIGITS.split(","), 3)
    | dict.fromkeys(FOUR_DIGITS.split(","), 4)
)


class Rounding(StrEnum):
    """How an amount between two units is rounded: the words of the clause."""

    half_even = "half_even"
    half_up = "half_up"
    down = "down"


class Residual(StrEnum):
    """Who gets the unit that rounding leaves over: the words of the clause."""

    largest_remainder = "largest_remainder"
    first = "first"
    counterparty = "counterparty"
    carry_forward = "carry_forward"


class NoExactDecimal(Said):
    says = sentence("money.no-exact-decimal", "{text} is not an exact decimal number")
    text: Annotated[str, Quoted]


class WriteExactDigits(Said):
    says = sentence(
        "money.write-digits", "write digits with one decimal point, such as 1234.50; no thousands separators"
    )


class OutOfRange(Said):
    says = sentence("money.out-of-range", "{text} is out of any range of money")
    text: Annotated[str, Quoted]


class CheckExponent(Said):
    says = sentence("money.check-exponent", "check the exponent")


class NobodyTakesTheRest(Said):
    says = sentence("money.nobody-takes-the-rest", "the residual goes to a counterparty, and none is named")


class NameWhoTakesIt(Said):
    says = sentence("money.name-who-takes-it", "name it in `residual_to`, or choose `residual: largest_remainder`")


class PartsAddToNothing(Said):
    says = sentence("money.parts-add-to-nothing", "{units} units cannot be split: the parts add to nothing")
    units: int


class GiveAShare(Said):
    says = sentence("money.give-a-share", "give at least one part a share")


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency, in whole smallest units."""

    units: int
    currency: str
    digits: int = 2

    @property
    def amount(self) -> Decimal:
        """Return the amount in the currency's main unit, however many digits it has.

        >>> Money(-1999, "USD").amount
        Decimal('-19.99')
        """
        sign, digits, _ = Decimal(self.units).as_tuple()
        return Decimal((sign, digits, -self.digits))  # arithmetic would round to the digits of its context

    def __str__(self) -> str:
        """Return the amount as people write it, with thousands set apart.

        >>> str(Money(74000000000, "USD"))
        '740,000,000.00 USD'
        """
        return " ".join((f"{self.amount:,}", self.currency))


class ExactSum(Said):
    says = sentence("sum.exact", "{amount} {currency}")
    amount: Annotated[Fraction, Grouped]
    currency: str


class WholeSum(Said):
    says = sentence("sum.whole", "{amount}")
    amount: Money


def sum_of(amount: Fraction, currency: str) -> Said:
    """Return an exact amount as people read it: plain where it is whole, with the currency's decimals else.

    >>> str(sum_of(Fraction(1250000), "USD")), str(sum_of(Fraction(25, 2), "USD")), str(sum_of(Fraction(1, 3), "USD"))
    ('1,250,000 USD', '12.50 USD', '0.333333333333… USD')
    """
    digits = digits_of(currency)
    units = amount * 10**digits
    if amount.denominator != 1 and units.denominator == 1:
        return WholeSum(amount=Money(int(units), currency, digits))
    return ExactSum(amount=amount, currency=currency)


def digits_of(currency: str, overrides: Mapping[str, int] | None = None) -> int:
    """Return how many decimals the currency's smallest unit has.

    Virtual currencies (credits, tokens) are not in ISO 4217 and count two decimals unless the agreement says
    otherwise.

    Args:
      currency: ISO 4217 code, or the name of a virtual currency.
      overrides: decimals by currency, as the clause states them.
    Source: ISO 4217.

    >>> digits_of("USD"), digits_of("JPY"), digits_of("KWD"), digits_of("USD", {"USD": 0})
    (2, 0, 3, 0)
    """
    return (overrides or {}).get(currency, DIGITS.get(currency, 2))


def exact(text: str | int | Decimal) -> Fraction:
    """Return the number that a decimal text denotes, exactly.

    Thousands separators, currency signs and special values are refused rather than guessed: `1,234` is a
    thousand in one office and one and a bit in another.

    Raises:
      BillingError: the text is no plain or E-notation decimal.

    >>> exact("35.2E-7")
    Fraction(11, 3125000)
    """
    plain = str(text).strip()
    try:
        number = None if set(plain) - set("0123456789+-.eE") else Decimal(plain)
    except InvalidOperation:
        number = None
    if number is None:
        raise BillingError(NoExactDecimal(text=plain), fix=WriteExactDigits())
    if abs(number.adjusted()) > 200:
        raise BillingError(OutOfRange(text=plain), fix=CheckExponent())
    return Fraction(number)


def round_units(amount: Fraction, digits: int, mode: Rounding) -> int:
    """Return the amount as a whole number of smallest units.

    Half-up goes away from zero, so that a credit note mirrors its invoice; down goes towards zero.

    Args:
      amount: exact, in the currency's main unit.
      digits: decimals of the smallest unit.
      mode: the clause's rounding.
    Source: RULES, settlement: rounding.

    >>> [round_units(Fraction(n, 200), 2, Rounding.half_even) for n in (1, 3, -1)]
    [0, 2, 0]
    >>> [round_units(Fraction(n, 200), 2, Rounding.half_up) for n in (1, 3, -1)]
    [1, 2, -1]
    """
    scaled = amount * int(10**digits)
    match mode:
        case Rounding.half_even:
            return round(scaled)
        case Rounding.half_up:
            whole = trunc(scaled)
            return whole + trunc(2 * (scaled - whole))
        case Rounding.down:
            return trunc(scaled)


def split(
    total: int, parts: Sequence[Fraction], residual: Residual, taker: int | None = None,
    mode: Rounding = Rounding.half_up,
) -> tuple[int, ...]:  # fmt: skip
    """Return whole units per part; with the unit left over placed as the contract says.

    The units always add up to the total, except under `carry_forward`, where the units left over are not
    given to anyone: they join the next total.

    Args:
      total: whole units to be split.
      parts: exact weights in the order listed; only their proportions count.
      residual: who takes what rounding leaves over.
      taker: under `counterparty`, the position of the part that takes the rest.
      mode: under `counterparty`, how the others are rounded.
    Raises:
      BillingError: the weights add to nothing while there is something to split, or nobody is named to take
        the rest.
    Source: RULES, settlement: residual.

    >>> split(9999, (Fraction(3), Fraction(1)), Residual.largest_remainder)
    (7499, 2500)
    >>> split(100, (Fraction(1),) * 3, Residual.first)
    (34, 33, 33)
    >>> split(100, (Fraction(1),) * 3, Residual.carry_forward)
    (33, 33, 33)
    """
    weight = sum(parts, Fraction(0))
    if weight == 0:
        return _split_nothing(total, len(parts))
    return fit(total, tuple(part * total / weight for part in parts), residual, taker, mode)


def fit(
    total: int, parts: Sequence[Fraction], residual: Residual, taker: int | None = None,
    mode: Rounding = Rounding.half_up,
) -> tuple[int, ...]:  # fmt: skip
    """Return whole units near the exact parts, adding to the total as the contract says.

    Unlike `split` the parts are exact amounts in units themselves, and they may have either sign: lines of a
    statement and their rounded total.

    >>> fit(-100, (Fraction(-133, 2), Fraction(-67, 2)), Residual.largest_remainder)
    (-66, -34)
    """
    if residual is Residual.counterparty:
        return _with_counterparty(total, parts, taker, mode)
    floors = [floor(part) for part in parts]
    left = total - sum(floors)
    if residual is Residual.carry_forward or not parts:
        return tuple(floors)
    for position in _takers(parts, floors, left, residual):
        floors[position] += 1 if left > 0 else -1
    return tuple(floors)


def _with_counterparty(total: int, parts: Sequence[Fraction], taker: int | None, mode: Rounding) -> tuple[int, ...]:
    """Return every part rounded by the clause's mode, but for the one that takes the rest."""
    if taker is None:
        raise BillingError(NobodyTakesTheRest(), fix=NameWhoTakesIt())
    units = [round_units(part, 0, mode) for part in parts]
    units[taker] += total - sum(units)
    return tuple(units)


def _takers(parts: Sequence[Fraction], floors: Sequence[int], left: int, residual: Residual) -> tuple[int, ...]:
    """Return the positions that get one unit each, as often as they get one; by `first`, who has no part gets none."""
    order = list(range(len(parts)))
    if residual is Residual.first and any(parts):
        order = [at for at in order if parts[at]]
    if residual is Residual.largest_remainder:
        order.sort(key=lambda at: (left * (floors[at] - parts[at]), at))
    rounds, rest = divmod(abs(left), len(order))
    return tuple(order * rounds + order[:rest])


def _split_nothing(total: int, count: int) -> tuple[int, ...]:
    if total:
        raise BillingError(PartsAddToNothing(units=total), fix=GiveAShare())
    return (0,) * count
