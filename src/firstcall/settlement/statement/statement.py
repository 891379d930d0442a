"""The statement: every leg of a span of days, gross, then net, with what it rests on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.agreement.model.basis import Grade, weakest
from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.agreement.model.clauses.money_terms import Netting
from firstcall.dates import day_start
from firstcall.errors import QuestionError
from firstcall.money import Money, Rounding, digits_of
from firstcall.said import Quoted, Said, sentence
from firstcall.settlement.books.counting import crossings, oddly_written, strays
from firstcall.settlement.books.deliveries import Books, SourceFile
from firstcall.settlement.clauses.dated_terms import Awaited, CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.clauses.late_fees import FeeTerms
from firstcall.settlement.clauses.payments import PaymentTerms
from firstcall.settlement.clauses.periods import Every, Period, period_of, periods_between
from firstcall.settlement.late_fees import fees_in
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, draw_down
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.reckon.lines import LegPeriod, Line
from firstcall.settlement.statement.debts import (
    ShortWithoutPrice,
    all_lacking,
    counted_in_part,
    due_on,
    empty_streams,
    left_by_rounding,
    minimums_unknown,
    missing_months,
    missing_periods,
    owed_by,
    refunds_under_a_cap,
    short_without_price,
    taken_as_nothing,
    undelivered,
    why_unknown,
)
from firstcall.settlement.statement.netting import Net, Owed, net
from firstcall.settlement.sums.payments import paid_in
from firstcall.values import dataclass


class StandsLater(Said):
    says = sentence(
        "leg.stands-later", "{clause} settles by the {every}: {period} stands on the statement of its last month"
    )
    clause: str
    every: Every
    period: str


class NoPeriodEnds(Said):
    says = sentence("leg.no-period-ends", "clause {clause} settles by the {every}, and none ends in {asked}")
    clause: Annotated[str, Quoted]
    every: Every
    asked: str


class AskForPeriod(Said):
    says = sentence("leg.ask-for-period", "ask for {period}")
    period: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One clause on a statement: who pays whom how much, by period and line, or why nobody knows.

    A leg with some periods unknown still lists those that are known; `unknown` then says which are not.
    """

    clause: str
    version: str
    payer: str
    currency: str
    digits: int
    parts: tuple[tuple[str, int], ...]
    periods: tuple[LegPeriod, ...] = ()
    commitment: tuple[CommitmentPeriod, ...] = ()
    unknown: Said | None = None
    rests_on: Grade = "agreed"
    due: date | None = None
    cap: Fraction | None = None
    room: int | None = None
    earned: Fraction = Fraction(0)
    netting: Netting | None = None
    rounding: Rounding = Rounding.half_up
    ended: date | None = None
    lacking: tuple[Period, ...] = ()
    """Months of a commitment, also those to come, for which somebody has delivered nothing."""
    notes: tuple[Said, ...] = ()
    unit: str | None = None
    """The unit of a commitment that is no money."""
    says: str = ""
    """What the clause says, in its writer's own words; nothing where there are none."""

    @property
    def measure(self) -> str:
        """Return what a commitment is counted in."""
        return self.unit or self.currency

    @property
    def is_drawn(self) -> bool:
        """Return whether it is known what was drawn of a commitment, though what is missing may have no price."""
        return not self.unknown or isinstance(self.unknown, ShortWithoutPrice)

    @property
    def units(self) -> int:
        """Return the whole units that the leg pays, over all payees."""
        return sum(units for _, units in self.parts)

    @property
    def is_known(self) -> bool:
        """Return whether any amount of the leg is known: what is not known is never a zero."""
        return not self.unknown or bool(self.periods)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines of all periods."""
        return tuple(line for period in self.periods for line in period.lines)

    @property
    def gross(self) -> Money:
        """Return what the leg pays."""
        return Money(self.units, self.currency, self.digits)


@dataclass(frozen=True, slots=True)
class Statement:
    """Who owes whom for a span of days, as known at an instant."""

    id: str
    agreement: str
    period: Period
    known_at: datetime
    legs: tuple[Leg, ...]
    nets: tuple[Net, ...]
    files: tuple[SourceFile, ...]
    status: str = "draft"
    notes: tuple[Said, ...] = ()

    @property
    def untaken(self) -> int:
        """Return how many of its files nobody has taken in."""
        return sum(not file.is_taken_in for file in self.files)

    @property
    def rests_on(self) -> Grade:
        """Return the weakest grade among what the amounts rest on."""
        return weakest(tuple(leg.rests_on for leg in self.legs))


def settle(
    agreement: str, money: Sequence[MoneyTerms], books: Books, period: Period, known_at: datetime,
    zone: ZoneInfo, estimate: bool = False,
) -> Statement:  # fmt: skip
    """Return the statement of a span of days.

    A leg states the settlement periods that end within the span: a quarter stands on the statement of its last
    month, beside legs that are settled by the month. A period for which nothing was delivered is unknown, not
    zero, unless an estimate is asked for, which takes what is there.

    Raises:
      QuestionError: no settlement period of any clause ends within the span.
      BillingError: an amount cannot be rated or converted.
    """
    legs = []
    owed: list[Owed] = []
    notes: list[Said] = []
    for terms in money:
        match terms:
            case LegTerms():
                leg, due = _share(terms, books, period, zone, estimate)
            case CommitmentTerms():
                leg, due = _commitment(terms, books, period, estimate)
            case PaymentTerms():
                leg, due = _payment(terms, period, zone)
            case FeeTerms():
                leg, due = _late_fees(terms, period, known_at, zone)
        if leg is not None:
            legs.append(leg)
            owed.extend(due)
        else:
            notes.extend((*_over(terms, period, zone), *_later(terms, period, zone)))
    _refuse_a_span_of_no_period(money, legs, period, zone)
    notes += strays(books.lines, money, period)
    notes += oddly_written(books.lines, period)
    name = f"{agreement}-{period.name}"
    return Statement(name, agreement, period, known_at, tuple(legs), net(owed, books.exchange), books.files,
                     notes=tuple(notes))  # fmt: skip


def _share(
    terms: LegTerms, books: Books, asked: Period, zone: ZoneInfo, estimate: bool
) -> tuple[Leg | None, list[Owed]]:
    if terms.awaits is not None:
        return _awaited(terms, terms.awaits, asked, zone)
    inside = _inside(terms, asked, zone)
    if not inside:
        return None, []
    stated = Period(min(asked.start, inside[0].start), asked.end, asked.name)
    in_force = terms.in_force(day_start(stated.start, zone), day_start(stated.end, zone))
    if terms.spans[-1].clause.open and not in_force:
        return None, []
    governing = [span for span in terms.spans if span.start.astimezone(zone).date() < asked.end][-1]
    clause = governing.clause
    source = clause.base.source if clause.base else None
    missing = () if estimate else missing_periods(terms, clause, books, inside, zone)
    lacking = {one.within for one in missing}
    gone = () if estimate else undelivered(terms, books, inside[-1].start, zone)
    done: tuple[LegPeriod, ...] = ()
    if clause.open is None:
        entries = books.of(terms.id, source)
        done = reckon(terms, entries, books.exchange, zone, inside[-1].start, {one.within for one in gone})
    known = tuple(result for result in done if result.period in inside and result.period not in lacking)
    if not in_force and not any(result.lines for result in known):
        return None, []
    said = why_unknown(clause, missing)
    reason = all_lacking((*((said,) if said else ()), *minimums_unknown(known, gone)))
    supposed = taken_as_nothing(clause, known, gone, books.first_of(source))
    notes = (
        *_told(terms, stated, zone), *terms.notes, *crossings(terms, books.of(terms.id, source), inside, zone),
        *((supposed,) if supposed else ()), *empty_streams(clause, known), *refunds_under_a_cap(clause, done, known),
        *left_by_rounding(clause, done, known),
    )  # fmt: skip
    leg = replace(_leg(terms, governing.version, clause, known, reason), ended=_ended(terms, asked, zone), notes=notes)
    leg = replace(leg, rests_on="assumed") if supposed else leg
    return leg, owed_by(clause, known, inside, reason)


def _awaited(terms: LegTerms, awaits: Awaited, asked: Period, zone: ZoneInfo) -> tuple[Leg | None, list[Owed]]:
    """Return a share that has yet to begin: unknown with the reason, never as zero, while it could begin."""
    if awaits.start >= day_start(asked.end, zone) or (awaits.end and awaits.end <= day_start(asked.start, zone)):
        return None, []
    governing = terms.spans[-1]
    month = period_of(asked.last, "month")
    return (
        _leg(terms, governing.version, governing.clause, (), awaits.why),
        owed_by(governing.clause, (), (month,), awaits.why),
    )


def _leg(terms: LegTerms, version: str, clause: RevenueShare, known: tuple[LegPeriod, ...], reason: Said | None) -> Leg:
    parts: dict[str, int] = {payee.party: 0 for payee in clause.payee}
    for result in known:
        for party, units in result.parts:
            parts[party] = parts.get(party, 0) + units
    lines = [line for result in known for line in result.lines]
    cap = clause.cap
    return Leg(
        clause=terms.id, version=version, payer=clause.payer, currency=clause.currency,
        digits=digits_of(clause.currency, clause.units), parts=tuple(parts.items()), periods=known, unknown=reason,
        rests_on=weakest(tuple(line.rests_on for line in lines) or (clause.basis.grade,)),
        due=due_on(clause.due_days, known[-1].period) if known else None,
        cap=Fraction(cap.total) if cap and cap.total is not None else None,
        room=known[-1].room if known else None, earned=sum((line.earned for line in lines), Fraction(0)),
        netting=clause.netting, rounding=clause.rounding.mode, says=clause.says or "",
    )  # fmt: skip


def _ended(terms: LegTerms, asked: Period, zone: ZoneInfo) -> date | None:
    """Return the last day of a leg that is over before the span ends."""
    end = terms.spans[-1].end
    if end is None or end > day_start(asked.end, zone):
        return None
    return (end - timedelta(microseconds=1)).astimezone(zone).date()


def _told(terms: LegTerms, asked: Period, zone: ZoneInfo) -> tuple[Said, ...]:
    """Return what happened within the span to the determination that the leg runs until."""
    start, end = day_start(asked.start, zone), day_start(asked.end, zone)
    return tuple(one.told for one in terms.happenings if start <= one.at < end)


def _over(terms: MoneyTerms, asked: Period, zone: ZoneInfo) -> tuple[Said, ...]:
    """Return what ended a leg before the span, for good as known, and by a determination."""
    if not isinstance(terms, LegTerms) or terms.in_force(day_start(asked.start, zone), day_start(asked.end, zone)):
        return ()
    before = [one.told for one in terms.happenings if one.at < day_start(asked.end, zone)]
    return tuple(before[-1:])


def _inside(terms: LegTerms, asked: Period, zone: ZoneInfo) -> tuple[Period, ...]:
    """Return the settlement periods of a leg that end within the span asked for, if the leg has begun by then."""
    clause = terms.spans[0].clause
    if terms.spans[0].start.astimezone(zone).date() >= asked.end:
        return ()
    found = periods_between(asked.start, asked.last, terms.every, clause.fiscal_year_start)
    return tuple(period for period in found if period.end <= asked.end)


def _later(terms: MoneyTerms, asked: Period, zone: ZoneInfo) -> tuple[Said, ...]:
    """Return where a leg stands that is in force in the span, and none of whose settlement periods ends in it."""
    running = _running(terms, asked, zone)
    if not isinstance(terms, LegTerms) or running is None:
        return ()
    return (StandsLater(clause=terms.id, every=terms.every, period=running.name),)


def _running(terms: MoneyTerms, asked: Period, zone: ZoneInfo) -> Period | None:
    """Return the settlement period that a leg in force is in at the end of a span in which none of its ends."""
    if not isinstance(terms, LegTerms) or not terms.in_force(day_start(asked.start, zone), day_start(asked.end, zone)):
        return None
    if _inside(terms, asked, zone):
        return None
    return period_of(asked.last, terms.every, terms.spans[0].clause.fiscal_year_start)


def _refuse_a_span_of_no_period(
    money: Sequence[MoneyTerms], legs: Sequence[Leg], asked: Period, zone: ZoneInfo
) -> None:
    for terms in money:
        running = None if legs else _running(terms, asked, zone)
        if isinstance(terms, LegTerms) and running is not None:
            none = NoPeriodEnds(clause=terms.id, every=terms.every, asked=asked.name)
            raise QuestionError(none, fix=AskForPeriod(period=running.name))


def _commitment(terms: CommitmentTerms, books: Books, asked: Period, estimate: bool) -> tuple[Leg | None, list[Owed]]:
    clause = terms.clause
    if clause.first >= asked.end or clause.last < asked.start:
        return None, []
    digits = digits_of(clause.currency, clause.units)
    source = clause.base.source if clause.base else "focus"
    entries = books.of(clause.id, source)
    done = () if clause.open else draw_down(clause, entries, books.exchange)
    seen = tuple(result for result in done if result.period.start < asked.end and result.period.end > asked.start)
    ended = [result for result in seen if result.period.last in asked]
    hangs = clause.excess == "carries" or clause.make_up is not None  # on what was drawn in the periods before
    before = done[: done.index(seen[-1]) + 1] if seen and hangs else seen
    missing = () if estimate else missing_months(clause, before, books)
    reason = why_unknown(clause, tuple(one for one in missing if one.span.start < asked.end))
    reason = reason or short_without_price(clause, ended)
    units = 0 if reason else sum(result.owed for result in ended)
    due = due_on(clause.due_days, ended[-1].period) if ended else None
    leg = Leg(
        clause.id, terms.version, clause.by, clause.currency, digits, ((clause.to, units),), commitment=seen,
        unknown=reason, due=due,
        rests_on=weakest(tuple(result.rests_on for result in seen) or (clause.basis.grade,)),
        netting=clause.netting, rounding=clause.rounding.mode,
        lacking=tuple(dict.fromkeys(one.span for one in missing)), notes=(*counted_in_part(clause, seen), *terms.notes),
        unit=clause.unit, says=clause.says or "",
    )  # fmt: skip
    if reason is None and clause.price is None:
        return leg, []  # nothing is missing, and no money was ever at stake
    amount = None if reason else Money(units, clause.currency, digits)
    on = min(asked.last, clause.last)
    return leg, [Owed(clause.id, clause.by, clause.to, amount, on, due, clause.netting, clause.rounding.mode, reason)]


def _payment(terms: PaymentTerms, asked: Period, zone: ZoneInfo) -> tuple[Leg | None, list[Owed]]:
    paid = paid_in(terms, asked, zone)
    if paid is None:
        return None, []
    clause, version = paid.governing.clause, paid.governing.version
    digits, reason = digits_of(clause.currency, clause.units), all_lacking(paid.unknown)
    owed = [
        Owed(terms.id, clause.payer, clause.payee, Money(line.units, clause.currency, digits), line.day, due,
             clause.netting, clause.rounding.mode)
        for line, due in paid.dues
    ]  # fmt: skip
    parts = ((clause.payee, sum(period.issued for period in paid.periods)),)
    leg = Leg(
        terms.id, version, clause.payer, clause.currency, digits, parts, paid.periods, unknown=reason,
        rests_on=paid.rests_on, due=paid.due, earned=paid.earned,
        netting=clause.netting, rounding=clause.rounding.mode, notes=paid.notes, says=clause.says or "",
    )  # fmt: skip
    if reason:
        owed.append(Owed(terms.id, clause.payer, clause.payee, None, asked.last, None, clause.netting,
                         clause.rounding.mode, reason))  # fmt: skip
    return leg, owed


def _late_fees(terms: FeeTerms, asked: Period, known_at: datetime, zone: ZoneInfo) -> tuple[Leg | None, list[Owed]]:
    owed = fees_in(terms, asked, known_at, zone)
    if owed is None:
        return None, []
    text, reason = terms.clause, all_lacking(owed.unknown)
    digits = digits_of(text.currency, text.units)
    dues = [
        Owed(terms.id, text.by, text.to, Money(line.units, text.currency, digits), line.day, None, None,
             text.rounding.mode)
        for month in owed.periods
        for line in month.lines
    ]  # fmt: skip
    if reason:
        dues.append(Owed(terms.id, text.by, text.to, None, asked.last, None, None, text.rounding.mode, reason))
    parts = ((text.to, sum(month.issued for month in owed.periods)),)
    leg = Leg(
        terms.id, terms.version, text.by, text.currency, digits, parts, owed.periods, unknown=reason,
        rests_on=owed.rests_on, earned=owed.earned, rounding=text.rounding.mode, says=text.says or "",
    )  # fmt: skip
    return leg, dues
