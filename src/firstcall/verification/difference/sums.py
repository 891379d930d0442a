"""Two texts reckoned on the same books: what each leg pays for each period under one and under the other.

Only clauses whose terms are others are reckoned, over every period that is over. What one of the texts leaves
unknown, for want of a bill or of a rate, is unknown here, never nothing; a clause that a text does not have pays
nothing under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from firstcall.agreement.model.event_dates import hung_dates
from firstcall.errors import QuestionError
from firstcall.money import Money
from firstcall.said import Said
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, MoneyTerms, commitment_periods
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import Period, period_of
from firstcall.settlement.reckon.lines import LegPeriod
from firstcall.settlement.statement.statement import Leg, NoPeriodEnds, settle
from firstcall.values import dataclass

SumState = Literal["owed", "nothing", "unknown"]


@dataclass(frozen=True, slots=True)
class SumUnder:
    """What a leg pays for a period under one of the texts: whole units, nothing, or why nobody knows."""

    state: SumState
    units: int = 0
    why: Said | None = None


NO_SUM = SumUnder("nothing")


@dataclass(frozen=True, slots=True, order=True)
class SumOf:
    """Whose sum it is: the leg, its period, who pays whom, in which currency."""

    clause: str
    period: Period | None
    """None for what of a leg nobody knows, beside the periods that are known."""
    payer: str
    payee: str
    currency: str
    digits: int


@dataclass(frozen=True, slots=True)
class SumChanged:
    """A sum that is another under the second text, or that may be, since one of them is unknown."""

    of: SumOf
    before: SumUnder
    after: SumUnder
    issued: tuple[str, ...] = ()
    """The statements on the record on which its period was settled."""

    @property
    def difference(self) -> int | None:
        """How many units more the payer pays under the second text; None where that is unknown."""
        return None if "unknown" in (self.before.state, self.after.state) else self.after.units - self.before.units


@dataclass(frozen=True, slots=True)
class PartyTotal:
    """What a change comes to for one party in one currency: more paid than before, less what it is paid more."""

    party: str
    currency: str
    digits: int
    units: int
    unknown: int
    """How many sums it pays or is paid are not in it, since they are unknown."""

    @property
    def more_paid(self) -> Money:
        """What it pays more, all told; below nothing where it pays less."""
        return Money(self.units, self.currency, self.digits)


@dataclass(frozen=True, slots=True)
class MoneyBetween:
    """What a change comes to in money, as far as the books tell."""

    clauses: tuple[str, ...] = ()
    """The legs whose terms are others."""
    compared: SumsCompared | None = None
    """None where no term is another, no month is over, or the books cannot be reckoned on."""
    why: Said | None = None
    """Why the books cannot be reckoned on."""


NO_MONEY = MoneyBetween()


@dataclass(frozen=True, slots=True)
class SumsCompared:
    """Two texts reckoned over a span of days."""

    span: Period
    changed: tuple[SumChanged, ...]

    @property
    def totals(self) -> tuple[PartyTotal, ...]:
        """What it comes to for each party, in each currency."""
        found: dict[tuple[str, str], PartyTotal] = {}
        for one in self.changed:
            for party, sign in ((one.of.payer, 1), (one.of.payee, -1)):
                key = (party, one.of.currency)
                held = found.get(key, PartyTotal(*key, one.of.digits, 0, 0))
                more = one.difference
                found[key] = (
                    replace(held, unknown=held.unknown + 1)
                    if more is None
                    else replace(held, units=held.units + sign * more)
                )
        return tuple(found.values())


def changed_terms(before: Sequence[MoneyTerms], after: Sequence[MoneyTerms]) -> tuple[str, ...]:
    """Return the legs whose terms are others, in the order of the second text, then of the first."""
    one, two = ({terms.id: _told(terms) for terms in every} for every in (before, after))
    hung = {
        terms.id for terms in (*before, *after) if isinstance(terms, PaymentTerms) and any(hung_dates(terms.clause))
    }
    names = dict.fromkeys((*two, *one))
    differ = [name for name in names if one.get(name) != two.get(name)]
    return tuple(name for name in names if name in differ or (differ and name in hung))


def _told(terms: MoneyTerms) -> object:
    """Return all of a leg's terms that its sums hang on, the record aside."""
    if isinstance(terms, PaymentTerms):
        behind = terms.spans if terms.duty is not None or terms.promise is not None else ()
        return terms.spans, [terms.text_of(span).clause for span in behind], tuple(map(_told, terms.against))
    return terms


@dataclass(frozen=True, slots=True)
class BothBooks:
    """The books on which both texts are reckoned: of each list of terms, since a base is reduced once for each."""

    before: Books
    after: Books
    span: Period
    known_at: datetime
    zone: ZoneInfo
    issued: tuple[tuple[str, Period], ...] = ()
    """The statements that were issued, each with its days."""

    def statements(self, period: Period | None) -> tuple[str, ...]:
        """Return the statements on which a period was settled: those of the days on which it ends."""
        return () if period is None else tuple(name for name, days in self.issued if period.last in days)


def sums_compared(before: Sequence[MoneyTerms], after: Sequence[MoneyTerms], books: BothBooks) -> SumsCompared:
    """Return what each leg whose terms are others pays under both texts, for every period that is over.

    Args:
      before: the money clauses of the first text, each with its history.
      after: those of the second.
      books: what both are reckoned on, and the span of days.
    """
    names = changed_terms(before, after)
    one = _Sums.of([terms for terms in before if terms.id in names], books.before, books)
    two = _Sums.of([terms for terms in after if terms.id in names], books.after, books)
    rows = []
    for name in names:
        keys = sorted({key for key in (*one.sums, *two.sums) if key.clause == name}, key=_order)
        found = [SumChanged(key, one.under(key), two.under(key), books.statements(key.period)) for key in keys]
        told = any(row.of.period is not None and row.difference is None for row in found)
        rows += [
            row for row in found if (row.before, row.after) != (NO_SUM, NO_SUM) and row.difference != 0
            and not (row.of.period is None and told)
        ]  # fmt: skip
    return SumsCompared(books.span, tuple(rows))


def _order(key: SumOf) -> tuple[bool, object, str, str]:
    return key.period is None, key.period and (key.period.start, key.period.end), key.payer, key.payee


@dataclass(slots=True)
class _Sums:
    """What every leg of a text pays for every period, and why more of a leg is unknown."""

    sums: dict[SumOf, SumUnder] = field(default_factory=dict)
    unknown: dict[str, Said] = field(default_factory=dict)

    @classmethod
    def of(cls, money: Sequence[MoneyTerms], books: Books, both: BothBooks) -> _Sums:
        found = cls()
        for terms in money:
            for asked in _asked(terms, both):
                for leg in _legs(terms, books, asked, both):
                    found.add(leg, asked)
        return found

    def add(self, leg: Leg, asked: Period) -> None:
        said = dict(_of_leg(leg, asked))
        self.sums |= said
        if leg.unknown is not None:
            self.unknown[leg.clause] = leg.unknown
            for payee, _ in leg.parts:
                key = SumOf(leg.clause, None, leg.payer, payee, leg.currency, leg.digits)
                self.sums[key] = SumUnder("unknown", why=leg.unknown)

    def under(self, key: SumOf) -> SumUnder:
        """Return a sum; unknown where the leg is not wholly known, and has nothing for the period."""
        found = self.sums.get(key)
        if found is not None:
            return found
        why = self.unknown.get(key.clause)
        return NO_SUM if why is None or key.period is None else SumUnder("unknown", why=why)


def _asked(terms: MoneyTerms, both: BothBooks) -> Iterator[Period]:
    """Yield what a statement is asked for: all days at once, or for a commitment the month of each end."""
    if not isinstance(terms, CommitmentTerms):
        yield both.span
        return
    for one in commitment_periods(terms.clause):
        if both.span.start <= one.last < both.span.end:
            yield period_of(one.last, "month")


def _legs(terms: MoneyTerms, books: Books, asked: Period, both: BothBooks) -> tuple[Leg, ...]:
    try:
        return settle("", (terms,), books, asked, both.known_at, both.zone).legs
    except QuestionError as error:
        if isinstance(error.what, NoPeriodEnds):
            return ()
        raise


def _of_leg(leg: Leg, asked: Period) -> Iterator[tuple[SumOf, SumUnder]]:
    """Yield the sums of a leg that are known, and those of its periods that are not."""
    for period in leg.periods:
        for payee, units in period.parts:
            key = SumOf(leg.clause, period.period, leg.payer, payee, leg.currency, leg.digits)
            yield key, _of_period(period, units, leg)
    for one in leg.commitment:
        if one.period.last in asked:
            key = SumOf(leg.clause, one.period, leg.payer, leg.parts[0][0], leg.currency, leg.digits)
            yield key, SumUnder("unknown", why=leg.unknown) if leg.unknown else SumUnder("owed", one.owed)


def _of_period(period: LegPeriod, units: int, leg: Leg) -> SumUnder:
    return SumUnder("unknown", why=leg.unknown) if period.unsure else SumUnder("owed", units)
