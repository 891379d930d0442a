"""A statement as people read it in a terminal or a message."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from firstcall.money import Money, WholeSum, round_units, sum_of
from firstcall.report.decision.line_facts import NoteTold
from firstcall.report.sheet import Tell
from firstcall.report.statement.sentences import (
    AmountsRestOn,
    ByReckoning,
    ByRows,
    ByTerms,
    CapGivesBack,
    CapLeaves,
    CapWord,
    CarriedAndLeft,
    ClauseMoved,
    ClauseMovedInLines,
    CommittedAndDrawn,
    CommittedPartlyKnown,
    CommittedUnknown,
    DeltaHead,
    DrawdownUnknown,
    DueOn,
    EachDueByItself,
    EndedOn,
    GradeTold,
    KindOfLine,
    LeftOfUnit,
    LeftToDraw,
    LegDueByItself,
    LegHead,
    LegRestsOn,
    LegUnknown,
    MadeUpAtPrice,
    MadeUpBack,
    NetKnown,
    NetNothing,
    NetOfDelta,
    NetOfKnown,
    NetUnknown,
    NoLegKnown,
    NothingChanged,
    NotInNet,
    OfPeriod,
    PartTo,
    Pays,
    RatesOf,
    ReckoningWaits,
    SeenFromASide,
    Short,
    ShortAtPrice,
    ShortOfUnit,
    SpanOfFilesAsTheyLie,
    StatementHead,
    StatementSpan,
    StatementWord,
    TotalCap,
    TotalCapLeft,
)
from firstcall.said import Said
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod
from firstcall.settlement.reckon.earning import FlatRate, TierReached, TiersCrossed
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind
from firstcall.settlement.statement.changes import ClauseChange, Delta
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.standing import LeftDue
from firstcall.settlement.statement.statement import Leg, Statement

_GRADED: dict[str, GradeTold] = {"reported": "reported by others", "assumed": "assumed by the author of the file"}
_CAPS: tuple[CapWord, CapWord] = ("the cap of the period", "the total cap")


def statement_text(
    statement: Statement, delta: Delta | None = None, implied: Sequence[str] = (), party: str | None = None,
    account: Sequence[str] = (), tell: Tell = str,
) -> str:  # fmt: skip
    """Return the statement in lines of text: legs gross, then net, then what it rests on.

    Args:
      statement: what is told.
      delta: what has changed since it was issued.
      implied: what reported payments imply, in lines.
      party: whose view it is; payables and receivables are then told from its side.
      account: what the record says of it: disputes, consents, payments, in lines.
      tell: says a fact in a language; English unless given.
    """
    head = (
        StatementHead(statement=statement.id, status=status_word(statement.status)),
        span_known(statement),
    )
    lines = [*(tell(one) for one in head), ""]
    for leg in statement.legs:
        lines += [*_leg(leg, statement.period, tell), ""]
    for net in statement.nets:
        told = (tell(one) for one in net_facts(net, party))
        before = (f"  {tell(one)}" for one in due_before(statement, net))
        beside = (f"  {tell(NotInNet(reason=reason))}" for reason in net.unknown)
        lines += [*told, *beside, *before, ""]
    if account:
        lines += [*account, ""]
    if implied:
        lines += [*implied, ""]
    if delta is not None:
        lines += [delta_text(delta, tell), ""]
    lines += [tell(NoteTold(note=note)) for note in statement.notes]
    lines += [tell(_rests(statement))] if statement.legs else []
    return "\n".join(lines)


def span_known(statement: Statement) -> Said:
    """Return the days of a statement and as of when they are known: files not taken in have no such instant."""
    start, last, at = statement.period.start, statement.period.last, statement.known_at
    if statement.untaken:
        return SpanOfFilesAsTheyLie(start=start, last=last, untaken=statement.untaken, at=at)
    return StatementSpan(start=start, last=last, at=at)


def status_word(status: str) -> StatementWord:
    """Return a statement's status as one of the words that every language has."""
    known: tuple[StatementWord, ...] = ("draft", "estimate", "issued", "disputed", "agreed", "paid")
    return next((word for word in known if word == status), "open")


def _leg(leg: Leg, asked: Period, tell: Tell) -> Iterator[str]:
    payees = tuple(party for party, _ in leg.parts)
    yield tell(LegHead(clause=leg.clause, version=leg.version, payer=leg.payer, payees=payees))
    if leg.unknown:
        yield f"  {tell(LegUnknown(reason=leg.unknown))}"
    for period in leg.periods:
        yield from _period(leg, period, tell)
    for bought in leg.commitment:
        what = commitment_fact(bought, leg, asked)
        yield f"  {tell(OfPeriod(period=bought.period.name, what=what))}"
        yield from (f"    {tell(one)}" for one in made_up_facts(bought, leg, asked))
    if len(leg.parts) > 1 and leg.is_known:
        for party, units in leg.parts:
            yield f"    {tell(PartTo(party=party, amount=Money(units, leg.currency, leg.digits)))}"
    yield from (f"  {tell(one)}" for one in leg_facts(leg))
    if leg.rests_on in _GRADED:
        yield f"  {tell(LegRestsOn(grade=_GRADED[leg.rests_on]))}"


def _period(leg: Leg, period: LegPeriod, tell: Tell) -> Iterator[str]:
    amount = tell(WholeSum(amount=Money(period.issued, leg.currency, leg.digits)))
    earning = rates_of(period)
    yield f"  {period.period.name:<10} {amount:>26}" + (f"  {tell(earning)}" if earning else "")
    yield from (f"    {tell(cut)}" for cut in cuts_told(leg, period))
    for line in period.lines:
        if line.kind is not LineKind.share:
            amount = tell(WholeSum(amount=Money(line.units, leg.currency, leg.digits)))
            rate = "" if line.rate is None else f"  {tell(line.rate)}"
            yield f"    {tell(KindOfLine(kind=line.kind)):<14} {amount:>20}{rate}"


def leg_facts(leg: Leg) -> Iterator[Said]:
    """Yield what a reader of one leg asks next: what its cap leaves, when it ended, when it is due, what to know."""
    if leg.cap is not None:
        cap = sum_of(leg.cap, leg.currency)
        left = None if leg.room is None else Money(leg.room, leg.currency, leg.digits)
        yield TotalCap(cap=cap) if left is None else TotalCapLeft(cap=cap, left=left)
    if leg.ended is not None:
        yield EndedOn(day=leg.ended)
        if leg.periods and (rest := leg.periods[-1].carry):
            yield CarriedAndLeft(rest=sum_of(rest / 10**leg.digits, leg.currency))
    if leg.due is not None:
        yield DueOn(day=leg.due) if len(leg.periods) < 2 else EachDueByItself(day=leg.due)
    yield from leg.notes


def rates_of(period: LegPeriod, rounded: Leg | None = None) -> Said | None:
    """Return at which rates of what a period earned; None where no line earned by a rate.

    Args:
      period: of a leg.
      rounded: the leg, where what it earned on is told in whole units as the leg rounds; exact when left out.
    """
    shares = [line for line in period.lines if line.kind is LineKind.share]
    base: dict[str, Fraction] = {}
    for line in shares:
        base[line.currency] = base.get(line.currency, Fraction(0)) + line.base
    if not base:
        return None
    bases = [_whole(rounded, amount, code) if rounded else sum_of(amount, code) for code, amount in base.items()]
    return RatesOf(rates=rates_told(shares), bases=tuple(bases))


def _whole(leg: Leg, amount: Fraction, currency: str) -> Said:
    return WholeSum(amount=Money(round_units(amount, leg.digits, leg.rounding), currency, leg.digits))


def rates_told(lines: Iterable[Line]) -> tuple[Said, ...]:
    """Return the rates of some lines, each once; tiers as the lowest and the highest step that was reached."""
    plain: dict[Said, None] = {}
    steps: dict[TierReached | TiersCrossed, list[Fraction]] = {}
    for rate in (line.rate for line in lines):
        match rate:
            case FlatRate():
                plain[rate] = None
            case TierReached():
                steps.setdefault(_first(steps, rate), []).append(rate.rate)
            case TiersCrossed():
                steps.setdefault(_first(steps, rate), []).extend((rate.low, rate.high))
            case _:
                continue
    for one, reached in steps.items():
        low, high = min(reached), max(reached)
        told = TierReached(rate=low, method=one.method)
        plain[told if low == high else TiersCrossed(low=low, high=high, method=one.method)] = None
    return tuple(plain)


def _first(steps: Iterable[TierReached | TiersCrossed], rate: TierReached | TiersCrossed) -> TierReached | TiersCrossed:
    """Return the first rate of the same method, under which its steps are gathered."""
    return next((one for one in steps if one.method == rate.method), rate)


def cuts_told(leg: Leg, period: LegPeriod) -> Iterator[Said]:
    """Yield what caps took from what a period earned: an amount that is less than its rate says why."""
    shares = [line for line in period.lines if line.kind is LineKind.share]
    steps = [sum((getattr(line, name) for line in shares), Fraction(0)) for name in ("earned", "capped", "payable")]
    told = [Money(round_units(step, leg.digits, leg.rounding), leg.currency, leg.digits) for step in steps]
    for (before, after), (earned, left), cap in zip(pairwise(steps), pairwise(told), _CAPS, strict=True):
        if before < after:
            yield CapGivesBack(earned=earned, cap=cap, left=left)
        elif before > after:
            yield CapLeaves(earned=earned, cap=cap, left=left)


def commitment_fact(bought: CommitmentPeriod, leg: Leg, asked: Period) -> Said:
    """Return what was committed, drawn and is missing; where bills are missing, what is known of it."""
    drawn = drawn_told(bought, leg)
    committed = sum_of(bought.amount, leg.measure)
    if leg.is_drawn:
        return CommittedAndDrawn(committed=committed, drawn=drawn, state=drawdown_state(bought, leg, asked))
    if bought.drawn or bought.carried_in:
        return CommittedPartlyKnown(committed=committed, drawn=drawn)
    return CommittedUnknown(committed=committed)


def drawn_told(bought: CommitmentPeriod, leg: Leg) -> Said:
    """Return what counts towards a commitment: money in whole units, so that what is short makes it the amount."""
    drawn = bought.carried_in + bought.drawn
    if leg.measure != leg.currency:
        return sum_of(drawn, leg.measure)
    units = round_units(drawn, leg.digits, leg.rounding)
    if bought.shortfall:
        units = round_units(bought.amount, leg.digits, leg.rounding) - bought.shortfall
    return sum_of(Fraction(units, 10**leg.digits), leg.currency)


def drawdown_state(bought: CommitmentPeriod, leg: Leg, asked: Period) -> Said:
    """Return what is missing of a commitment: short where its period is over, else left to draw, or unknown."""
    if not leg.is_drawn:
        return DrawdownUnknown()
    if leg.unit is not None:
        return _state_of_unit(bought, leg, leg.unit, asked)
    missing = Money(bought.shortfall, leg.currency, leg.digits)
    return Short(missing=missing) if bought.period.last in asked else LeftToDraw(missing=missing)


def _state_of_unit(bought: CommitmentPeriod, leg: Leg, unit: str, asked: Period) -> Said:
    """Return what is missing of a quantity, and what it comes to where it has a price."""
    missing = sum_of(bought.missing, unit)
    if bought.period.last not in asked:
        return LeftOfUnit(missing=missing)
    if not bought.priced or not bought.missing:
        return ShortOfUnit(missing=missing)
    return ShortAtPrice(missing=missing, amount=Money(bought.shortfall, leg.currency, leg.digits))


def made_up_facts(bought: CommitmentPeriod, leg: Leg, asked: Period) -> Iterator[Said]:
    """Yield what a period that is over and known makes up of earlier ones, and is paid back."""
    for one in bought.made_up if bought.period.last in asked and not leg.unknown else ():
        amount = Money(one.units, leg.currency, leg.digits)
        if leg.unit is None:
            yield MadeUpBack(amount=amount, period=one.short_in)
        else:
            yield MadeUpAtPrice(made_up=sum_of(one.amount, leg.unit), period=one.short_in, amount=amount)


def net_facts(net: Net, party: str | None) -> Iterator[Said]:
    """Yield what two parties owe each other, told from a party's side where one looks."""
    pays: Said = Pays(payer=net.payer, payee=net.payee, amount=net.amount)
    if party in (net.payer, net.payee):
        pays = SeenFromASide(pays=pays, side="payable" if party == net.payer else "receivable")
    if net.unknown and not net.gross:
        yield NetUnknown(one=net.payer, other=net.payee)
    elif net.unknown:
        yield NetOfKnown(pays=pays)
    elif net.amount.units == 0:
        yield NetNothing(one=net.payer, other=net.payee, amount=net.amount)
    else:
        yield NetKnown(pays=LeftDue(left=pays, due=net.due) if net.due else pays)


def due_before(statement: Statement, net: Net) -> Iterator[LegDueByItself]:
    """Yield the legs of a net that are due on another day than the net as a whole."""
    clauses = {gross.clause for gross in net.gross if gross.own.units}
    for leg in statement.legs:
        if leg.clause in clauses and leg.due is not None and net.due is not None and leg.due != net.due:
            yield LegDueByItself(clause=leg.clause, day=leg.due)


def delta_text(delta: Delta, tell: Tell = str) -> str:
    """Return what has changed since a statement was issued, in lines of text."""
    first, *rest = delta_facts(delta)
    return "\n".join((tell(first), *(f"  {tell(one)}" for one in rest)))


def delta_facts(delta: Delta) -> Iterator[Said]:
    """Yield what has changed since a statement was issued: its head first."""
    if not delta:
        yield NothingChanged(statement=delta.of)
        return
    yield DeltaHead(delta=delta.id, statement=delta.of)
    yield from (_moved(change) for change in delta.changes if change.delta.units)
    for net in delta.nets:
        if net.amount.units:
            yield NetOfDelta(pays=Pays(payer=net.payer, payee=net.payee, amount=net.amount))
    if delta.reckoned:
        yield ReckoningWaits()


def _moved(change: ClauseChange) -> Said:
    def money(units: int) -> Money:
        return Money(units, change.currency, change.digits)

    causes: tuple[Said, ...] = (
        *((ByRows(amount=money(change.by_rows)),) if change.by_rows else ()),
        *((ByTerms(amount=money(change.by_terms)),) if change.by_terms else ()),
        *((ByReckoning(amount=money(change.by_reckoning)),) if change.by_reckoning else ()),
    )
    clause, period, amount, n = change.clause, change.period, change.delta, len(change.lines)
    if not n:
        return ClauseMoved(clause=clause, period=period, amount=amount, causes=causes)
    return ClauseMovedInLines(clause=clause, period=period, amount=amount, causes=causes, n=n)


def _rests(statement: Statement) -> Said:
    if not any(leg.is_known for leg in statement.legs):
        return NoLegKnown()
    return AmountsRestOn(grade=statement.rests_on)
