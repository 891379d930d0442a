"""A commitment to buy: what was drawn down month by month, and the shortfall at the end of its period."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.money_terms import Stream
from firstcall.errors import BillingError, Place
from firstcall.money import digits_of, round_units
from firstcall.said import Grouped, Quoted, Said, sentence
from firstcall.settlement.books.counting import parted_by, stream_of
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.dated_terms import commitment_periods, committed_amount
from firstcall.settlement.clauses.periods import Period, period_of, periods_between
from firstcall.settlement.reckon.make_up import MadeUp, Shortfalls
from firstcall.values import dataclass


class LineInOtherUnit(Said):
    says = sentence(
        "commitment.other-unit",
        "{stream} holds {amount} {given} on {day}, and {clause} is in {unit}: units are not converted",
    )
    stream: Annotated[str, Quoted]
    amount: Annotated[Fraction, Grouped]
    given: str
    day: date
    clause: str
    unit: str


class HoldOnlyTheUnit(Said):
    says = sentence(
        "commitment.hold-only-the-unit", "let the stream hold only lines in {unit}: name it by `currency` under `where`"
    )
    unit: str


class NameUnitOfRows(Said):
    says = sentence(
        "commitment.name-unit-of-rows",
        "let the stream take only rows in {unit}: name it by `ConsumedUnit` under `where`",
    )
    unit: str


@dataclass(frozen=True, slots=True)
class Burned:
    """One month of a commitment: drawn in it, drawn to date, and left to draw; exact, in its currency or unit."""

    month: Period
    drawn: Fraction
    to_date: Fraction
    left: Fraction
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CappedStream:
    """A stream of which only so much counts towards a commitment period; exact, in its currency or unit."""

    stream: str
    bought: Fraction
    counted: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class CommitmentPeriod:
    """One commitment period: its amount, what counts towards it, and what is owed for what is missing (units).

    Where `priced` is false nobody says what a unit costs: nothing is owed that is known, and `missing` says how
    much was short.
    """

    period: Period
    amount: Fraction
    carried_in: Fraction
    drawn: Fraction
    burned: tuple[Burned, ...]
    shortfall: int
    rests_on: Grade
    capped: tuple[CappedStream, ...] = ()
    """Streams of which not everything counts."""
    made_up: tuple[MadeUp, ...] = ()
    """What of its excess makes up earlier shortfalls, and is paid back."""
    priced: bool = True
    """Whether what is missing comes to money."""

    @property
    def missing(self) -> Fraction:
        """Return what was not drawn of the amount, exact, in the currency or unit of the commitment."""
        return max(self.amount - self.carried_in - self.drawn, Fraction(0))

    @property
    def excess(self) -> Fraction:
        """Return what was drawn beyond the amount, whatever it makes up."""
        return max(self.carried_in + self.drawn - self.amount, Fraction(0))

    @property
    def paid_back(self) -> int:
        """Return the whole units that are paid back for earlier shortfalls."""
        return sum(one.units for one in self.made_up)

    @property
    def owed(self) -> int:
        """Return what is due at its end, in whole units: what is missing, less what is paid back."""
        return self.shortfall - self.paid_back


@dataclass(frozen=True, slots=True)
class KnownMonth:
    """One month of a commitment as far as it is known: a figure is None where rows of the month, or before, lack.

    `known` is what the rows that are there have drawn.
    """

    month: Period
    drawn: Fraction | None
    to_date: Fraction | None
    left: Fraction | None
    known: Fraction


def months_known(bought: CommitmentPeriod, lacking: Collection[Period]) -> tuple[KnownMonth, ...]:
    """Return the months of a commitment period; from the first that lacks rows on, nobody knows what is left.

    Args:
      bought: the period.
      lacking: months for which somebody has delivered nothing.
    """
    found, unsure = [], False
    for one in bought.burned:
        lacks = one.month in lacking
        unsure = unsure or lacks
        drawn, to_date = None if lacks else one.drawn, None if unsure else one.to_date
        found.append(KnownMonth(one.month, drawn, to_date, None if unsure else one.left, one.drawn))
    return tuple(found)


def draw_down(clause: Commitment, entries: Sequence[Entry], exchange: ExchangeTable) -> tuple[CommitmentPeriod, ...]:
    """Return every commitment period with its burn-down and shortfall.

    Drawdown follows the day of the charge. Credits give drawdown back unless the clause leaves them out; what
    is bought beyond a period's amount counts for the next only where the clause says so. The shortfall is due
    in full at the end of its period; where it may be made up, later excess is paid back, the oldest first, and
    only what makes up nothing is carried. An amount of a unit is drawn by figures in exactly that unit.

    Raises:
      BillingError: what counts is in another unit, or in a currency without a rate.
    Source: RULES, settlement: commitment.
    """
    counted = [parted_by(clause.base, entry) for entry in entries if _draws(clause, entry)]
    digits = digits_of(clause.currency, clause.units)
    found, carried = [], Fraction(0)
    price = Fraction(clause.price or 0)
    short = Shortfalls(clause.make_up, digits, clause.rounding.mode, price)
    for number, period in enumerate(commitment_periods(clause)):
        held = [entry for entry in counted if entry.day in period]
        amount = committed_amount(clause, period)
        counts, capped = _counts(clause, held, exchange, amount)
        burned = _burned(period, held, counts, amount - carried)
        drawn = burned[-1].to_date if burned else Fraction(0)
        missing = max(amount - carried - drawn, Fraction(0))
        units = round_units(missing * price, digits, clause.rounding.mode)
        made_up = short.make_up(number, max(carried + drawn - amount, Fraction(0)))
        short.fell_short(period.name, number, missing, units)
        further = (*(("make_up",) if made_up else ()), *(("unit", "unit_price") if clause.unit else ()))
        said = clause.basis.weakest_of("amount", "per", "since", "until", "base", *further)
        grade = weakest((said, *(entry.grade for entry in held)))
        done = CommitmentPeriod(period, amount, carried, drawn, burned, units, grade, capped, made_up,
                                clause.price is not None)  # fmt: skip
        found.append(done)
        left = done.excess - sum((one.amount for one in made_up), Fraction(0))
        carried = left if clause.excess == "carries" else Fraction(0)
    return tuple(found)


def _counts(
    clause: Commitment, entries: Sequence[Entry], exchange: ExchangeTable, amount: Fraction
) -> tuple[dict[str, Fraction], tuple[CappedStream, ...]]:
    """Return what each entry draws: its weighted amount, within what its stream may count for the period.

    Like a cap, the most of a stream works on the cumulative: a credit first takes back what was beyond it.
    """
    streams: dict[str | None, Stream] = {one.name: one for one in (clause.base.streams if clause.base else ())}
    bought: dict[str | None, Fraction] = {}
    found: dict[str, Fraction] = {}
    for entry in sorted(entries, key=lambda one: (one.at, one.id)):
        name = _stream(clause, entry)
        stream = streams.get(name)
        weight = Fraction(1) if stream is None or stream.weight is None else Fraction(stream.weight)
        rate = _rate(clause, entry, exchange)
        before = bought.get(name, Fraction(0))
        after = bought[name] = before + entry.amount * rate * weight
        most = None if stream is None or stream.up_to_share is None else Fraction(stream.up_to_share) * amount
        found[entry.id] = after - before if most is None else min(after, most) - min(before, most)
    capped = tuple(
        CappedStream(stream.name, total, most, most)
        for name, total in bought.items()
        if (stream := streams.get(name)) is not None and (share := stream.up_to_share) is not None
        if total > (most := Fraction(share) * amount)
    )
    return found, capped


def _rate(clause: Commitment, entry: Entry, exchange: ExchangeTable) -> Fraction:
    """Return what one of an entry's currency counts in that of the clause; one for a unit, which must be the same."""
    if clause.unit is None:
        month = period_of(entry.day, "month")
        return exchange.rate(entry.day, month, entry.currency, clause.currency, clause.exchange)
    if entry.currency == clause.unit:
        return Fraction(1)
    other = LineInOtherUnit(
        stream=entry.stream, amount=entry.amount, given=entry.currency, day=entry.day, clause=clause.id,
        unit=clause.unit,
    )  # fmt: skip
    bills = clause.base is not None and clause.base.source == "focus"
    fix = NameUnitOfRows(unit=clause.unit) if bills else HoldOnlyTheUnit(unit=clause.unit)
    raise BillingError(other, fix=fix, place=Place(entry.source, entry.row or 1))


def _burned(
    period: Period, entries: Sequence[Entry], counts: Mapping[str, Fraction], needed: Fraction
) -> tuple[Burned, ...]:
    done, to_date = [], Fraction(0)
    for month in periods_between(period.start, period.last, "month"):
        inside = sorted((entry for entry in entries if entry.day in month), key=lambda entry: (entry.at, entry.id))
        drawn = sum((counts[entry.id] for entry in inside), Fraction(0))
        to_date += drawn
        left = max(needed - to_date, Fraction(0))
        done.append(Burned(month, drawn, to_date, left, tuple(entry.id for entry in inside)))
    return tuple(done)


def _stream(clause: Commitment, entry: Entry) -> str | None:
    """Return the stream of the base that an entry is of; None for what was applied to the commitment by name."""
    if "CommitmentId" in dict(entry.fields) or clause.base is None:
        return None
    return stream_of(clause.base, entry, clause.by)


def _draws(clause: Commitment, entry: Entry) -> bool:
    """Return whether an entry draws the commitment down: by what was applied, else by the base's filters."""
    if clause.credits == "exclude" and entry.kind in ("credit", "refund"):
        return False
    applied = dict(entry.fields).get("CommitmentId")
    if applied is not None:
        return applied in clause.commitment_ids
    return clause.base is not None and stream_of(clause.base, entry, clause.by) is not None
