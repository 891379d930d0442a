"""`supply.csv` -> lines of supply: what somebody offers, where, from when, at what price, on what terms.

One line is one thing that can be bought. The columns, of which `id`, `provider`, `accelerator`, `price`,
`quantity` and `available_from` must be filled:

    id                    its own name
    provider, mode        as in the agreement; the mode follows from the provider when left out
    region                where it stands; the agreement's dimension `region` where it has one
    accelerator           a kind that needs.yaml lists
    price, unit, currency what one accelerator costs by the hour (gpu_hour, when left out) or month (gpu_month)
    basis                 list, quote, contract, own, or offer:ID, an offer on the record; list when left out
    quantity, block       how many accelerators there are, and in what pieces they come (1 when left out)
    min_quantity          the fewest that can be bought at once
    available_from        the first day on which it can run
    lead_days             calendar days from signing until it runs
    min_term_months, max_term_months   how long a purchase binds; without a term it is bought by the hour
    take_or_pay           the share that is paid for whether it is used or not; 1 where there is a term
    prepayment            the share of the whole price that is paid on signing
    expires               the last day on which the provider still signs
    source, url, date     who says so, where, and as of when
    grade, assumed        how well the line is known, and the columns that are only supposed, with `;`
    note                  what a reader must know
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.agreement.model.basis import GRADES, Grade
from firstcall.agreement.model.definitions import MODES, Mode
from firstcall.dates import parse_day
from firstcall.deadlines.notice_rules import CorrectOneOfTheTwo
from firstcall.errors import IsEmpty, Place, Problem, RecordError
from firstcall.record.transaction_lines import (
    LineValues,
    QuoteComma,
    ValueNotKnown,
    WrongInColumn,
    read_transaction_lines,
)
from firstcall.said import Grouped, Quoted, Said, Unreadable, sentence
from firstcall.values import dataclass

MOST_PIECES, MOST_MONTHS, MOST_DAYS = 10_000_000, 600, 36_500
"""The most accelerators of a line, months of a term and days of waiting that are read; more is a slip of the pen."""
PriceUnit = Literal["gpu_hour", "gpu_month"]
SUPPLY_UNITS: tuple[PriceUnit, ...] = ("gpu_hour", "gpu_month")
BASES = ("list", "quote", "contract", "own")
REQUIRED_COLUMNS = ("id", "provider", "accelerator", "price", "quantity", "available_from")
COLUMNS = (
    *("id", "provider", "mode", "region", "accelerator", "price", "unit", "currency", "basis"),
    *("quantity", "block", "min_quantity", "available_from", "lead_days", "min_term_months", "max_term_months"),
    *("take_or_pay", "prepayment", "expires", "source", "url", "date", "grade", "assumed", "note"),
)


class NoLineOfSupply(Said):
    says = sentence("supply.no-line", "there is no line of supply")


class WriteOneBelow(Said):
    says = sentence("supply.write-one-below", "write at least one below the columns")


class FillInToPlan(Said):
    says = sentence("supply.fill-in-to-plan", "fill it in; what is not known cannot be planned with")


class ZeroIsNoPrice(Said):
    says = sentence("supply.zero-is-no-price", "price: 0 is no price")


class WriteCostOrTakeOut(Said):
    says = sentence("supply.write-cost-or-take-out", "write what it costs, or take the line out")


class NoSupplyCurrency(Said):
    says = sentence("supply.no-currency", "currency: {given} is not a currency")
    given: Annotated[str, Quoted]


class WriteSupplyCurrency(Said):
    says = sentence("supply.write-currency", "write its three letters, for example {example}")
    example: str


class ZeroIsNoPiece(Said):
    says = sentence("supply.zero-is-no-piece", "block: 0 is no piece")


class WriteHowManyTogether(Said):
    says = sentence("supply.write-how-many", "write how many accelerators come together, or leave it empty")


class LessThanOneBlock(Said):
    says = sentence("supply.less-than-one-block", "quantity {quantity} is less than one block of {block}")
    quantity: int
    block: int


class LeastOverQuantity(Said):
    says = sentence("supply.least-over-quantity", "min_quantity {least} is more than the quantity {quantity}")
    least: int
    quantity: int


class LongestUnderShortest(Said):
    says = sentence(
        "supply.longest-under-shortest",
        "max_term_months {longest} is less than min_term_months {shortest}",
    )
    longest: int
    shortest: int


class UseBasisOrOffer(Said):
    says = sentence("supply.use-basis-or-offer", "use one of: {bases}, or offer:ID")
    bases: tuple[str, ...]


class NoWholeNumberTo(Said):
    says = sentence("supply.no-whole-number", "{column}: {given} is not a whole number up to {most}")
    column: str
    given: Annotated[str, Quoted]
    most: Annotated[int, Grouped]


class WritePlainDigits(Said):
    says = sentence("supply.write-plain-digits", "write plain digits")


class NoShare(Said):
    says = sentence("supply.no-share", "{column}: {given} is not a share")
    column: str
    given: Annotated[str, Quoted]


class WriteShare(Said):
    says = sentence("supply.write-share", "write a number from 0 to 1, such as {example}")
    example: str


class SupplyIdTwice(Said):
    says = sentence("supply.id-twice", "the id {id} stands in line {other} too")
    id: Annotated[str, Quoted]
    other: str


class SupplyOfferTwice(Said):
    says = sentence("supply.offer-twice", "the offer {offer} stands in line {other} too")
    offer: Annotated[str, Quoted]
    other: str


class GiveEachItsId(Said):
    says = sentence("supply.give-each-its-id", "give each line its own id")


class ListOfferOnce(Said):
    says = sentence("supply.list-offer-once", "list the capacity of an offer once")


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """One thing that can be bought. Quantities are accelerators, prices are for one of them."""

    id: str
    provider: str
    mode: Mode | None
    region: str | None
    accelerator: str
    price: Decimal
    unit: PriceUnit
    currency: str
    basis: str
    offer: str | None
    """The offer on the record that it is, where it is one."""
    quantity: int
    block: int
    min_quantity: int
    available_from: date
    lead_days: int
    min_term_months: int
    max_term_months: int
    take_or_pay: Decimal
    prepayment: Decimal
    expires: date | None
    source: str
    url: str
    dated: date | None
    grade: Grade
    assumed: tuple[str, ...]
    note: str
    line: int
    """Where it stands in the file."""

    @property
    def most_blocks(self) -> int:
        """How many whole blocks there are."""
        return self.quantity // self.block

    @property
    def least_blocks(self) -> int:
        """The fewest blocks that can be bought at once."""
        return max(1, -(-self.min_quantity // self.block))

    @property
    def weakest_grade(self) -> Grade:
        """How well the least known column is known."""
        return "assumed" if self.assumed else self.grade

    @property
    def is_listed(self) -> bool:
        """Whether it is a price in a list, so that nobody has offered anything yet."""
        return self.basis == "list"


def read_supply(text: str, file: str = "supply.csv") -> tuple[SupplyLine, ...]:
    r"""Return the lines of supply of a CSV text, in its order.

    Args:
      text: the whole file; its first line names the columns, in any order.
      file: the name to print with mistakes.

    Raises:
      RecordError: every mistake, each as `file:line`.

    >>> text = "id,provider,accelerator,price,quantity,available_from\na,oracle,H100,10,64,2025-02-01\n"
    >>> [(line.id, line.most_blocks, line.take_or_pay) for line in read_supply(text)]
    [('a', 64, Decimal('0'))]
    """
    faults: list[Problem] = []
    found: list[SupplyLine] = []
    for number, values in read_transaction_lines(text, file, COLUMNS, REQUIRED_COLUMNS):
        place = Place(file, number)
        if isinstance(values, Said):
            faults.append(Problem(place, values, QuoteComma()))
            continue
        line = _line(place, number, values, faults)
        if line is not None:
            found.append(line)
    faults += _twice(found, file)
    if faults:
        raise RecordError.of(faults)
    if not found:
        raise RecordError(NoLineOfSupply(), fix=WriteOneBelow(), place=Place(file, 1))
    return tuple(found)


def _line(place: Place, number: int, values: Mapping[str, str], faults: list[Problem]) -> SupplyLine | None:
    before = len(faults)
    given = LineValues(place, values, faults)
    for name in REQUIRED_COLUMNS:
        if not given.text(name):
            given.fault(IsEmpty(what=name), FillInToPlan())
    price = given.exact("price")
    if price == 0:
        given.fault(ZeroIsNoPrice(), WriteCostOrTakeOut())
    counted = len(faults)
    quantity, block = _count(given, "quantity", 0, MOST_PIECES), _count(given, "block", 1, MOST_PIECES)
    least = _count(given, "min_quantity", 0, MOST_PIECES)
    shortest, longest = (_count(given, f"{which}_term_months", 0, MOST_MONTHS) for which in ("min", "max"))
    if len(faults) == counted:
        _check_sizes(given, quantity, block, least, shortest, longest)
    basis, offer = _basis(given)
    available, grade = _day(given, "available_from"), given.choice("grade", GRADES)
    made = (given.choice("mode", MODES), given.choice("unit", SUPPLY_UNITS), given.words("assumed", COLUMNS))
    shares = _share(given, "take_or_pay", 1 if shortest else 0), _share(given, "prepayment", 0)
    days = _day(given, "expires"), _day(given, "date")
    lead = _count(given, "lead_days", 0, MOST_DAYS)
    currency = given.text("currency") or "USD"
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        given.fault(NoSupplyCurrency(given=currency), WriteSupplyCurrency(example="USD"))
    if len(faults) > before or price is None or available is None:
        return None
    return SupplyLine(
        given.text("id"), given.text("provider"), made[0], given.text("region") or None, given.text("accelerator"),
        price, made[1] or "gpu_hour", currency, basis, offer, quantity, block, least, available, lead, shortest,
        max(shortest, longest), *shares, days[0], given.text("source"), given.text("url"), days[1],
        grade or "assumed", made[2], given.text("note"), number,
    )  # fmt: skip


def _check_sizes(given: LineValues, quantity: int, block: int, least: int, shortest: int, longest: int) -> None:
    if block < 1:
        given.fault(ZeroIsNoPiece(), WriteHowManyTogether())
    elif given.text("quantity") and quantity < block:
        given.fault(LessThanOneBlock(quantity=quantity, block=block), CorrectOneOfTheTwo())
    if given.text("quantity") and least > quantity:
        given.fault(LeastOverQuantity(least=least, quantity=quantity), CorrectOneOfTheTwo())
    if longest and longest < shortest:
        given.fault(LongestUnderShortest(longest=longest, shortest=shortest), CorrectOneOfTheTwo())


def _basis(given: LineValues) -> tuple[str, str | None]:
    text = given.text("basis") or "list"
    kind, colon, offer = text.partition(":")
    if kind == "offer" and colon and offer:
        return "offer", offer
    if text not in BASES:
        given.fault(ValueNotKnown(column="basis", given=text), UseBasisOrOffer(bases=BASES))
    return text, None


def _count(given: LineValues, name: str, default: int, most: int) -> int:
    number = given.exact(name)
    if number is None:
        return default
    if number != number.to_integral_value() or number > most:
        given.fault(NoWholeNumberTo(column=name, given=given.text(name), most=most), WritePlainDigits())
        return default
    return int(number)


def _share(given: LineValues, name: str, default: int) -> Decimal:
    number = given.exact(name)
    if number is not None and number > 1:
        given.fault(NoShare(column=name, given=given.text(name)), WriteShare(example="0.8"))
    return Decimal(default) if number is None else number


def _day(given: LineValues, name: str) -> date | None:
    text = given.text(name)
    try:
        return parse_day(text) if text else None
    except Unreadable as error:
        given.fault(WrongInColumn(column=name, what=error.what), error.fix)
        return None


def _twice(lines: Sequence[SupplyLine], file: str) -> list[Problem]:
    """Tell lines of one name, and lines that would sell the same offer twice."""
    faults: list[Problem] = []
    ids, offers = dict[str, int](), dict[str, int]()
    for line in lines:
        place = Place(file, line.line)
        if line.id in ids:
            faults.append(Problem(place, SupplyIdTwice(id=line.id, other=str(ids[line.id])), GiveEachItsId()))
        if line.offer is not None and line.offer in offers:
            twice = SupplyOfferTwice(offer=line.offer, other=str(offers[line.offer]))
            faults.append(Problem(place, twice, ListOfferOnce()))
        ids.setdefault(line.id, line.line)
        if line.offer is not None:
            offers.setdefault(line.offer, line.line)
    return faults
