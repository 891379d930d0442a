"""A statement as people read it in a terminal or a message."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from firstcall.dates import iso
from firstcall.money import Money, digits_of, exact_text, round_units
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod
from firstcall.settlement.reckon.lines import LegPeriod, LineKind
from firstcall.settlement.statement.changes import Delta
from firstcall.settlement.statement.netting import Net
from firstcall.settlement.statement.statement import Leg, Statement

_GRADED = {"reported": "reported by others", "assumed": "assumed by the author of the file"}


def statement_text(
    statement: Statement, delta: Delta | None = None, implied: Sequence[str] = (), party: str | None = None,
    account: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return the statement in lines of text: legs gross, then net, then what it rests on.

    Args:
      statement: what is told.
      delta: what has changed since it was issued.
      implied: what reported payments imply, in lines.
      party: whose view it is; payables and receivables are then told from its side.
      account: what the record says of it: disputes, consents, payments, in lines.
    """
    lines = [
        f"Statement {statement.id}  ({statement.status})",
        f"{statement.period.start} to {statement.period.last}, as known at {iso(statement.known_at)}",
        "",
    ]
    for leg in statement.legs:
        lines += [*_leg(leg, statement.period), ""]
    for net in statement.nets:
        lines += [*_net(net, party), *(f"  {text}" for text in due_before(statement, net)), ""]
    if account:
        lines += [*account, ""]
    if implied:
        lines += [*implied, ""]
    if delta is not None:
        lines += [*_delta(delta), ""]
    lines += [f"note: {note}" for note in statement.notes]
    lines.append(_rests(statement))
    return "\n".join(lines)


def _leg(leg: Leg, asked: Period) -> Iterator[str]:
    to = ", ".join(party for party, _ in leg.parts)
    yield f"{leg.clause} ({leg.version}): {leg.payer} pays {to}"
    if leg.unknown:
        yield f"  unknown: {leg.unknown}"
    for period in leg.periods:
        shares = [line for line in period.lines if line.kind is LineKind.share]
        base: dict[str, Fraction] = {}
        for line in shares:
            base[line.currency] = base.get(line.currency, Fraction(0)) + line.base
        said = " and ".join(plain_amount(amount, currency) for currency, amount in base.items())
        rates = rates_text(line.rate for line in shares)
        amount = Money(period.issued, leg.currency, leg.digits)
        yield f"  {period.period.name:<10} {amount!s:>26}" + (f"  {rates} of {said}" if said else "")
        yield from (f"    {cut}" for cut in _cuts(leg, period))
        for line in period.lines:
            if line.kind is not LineKind.share:
                yield f"    {line.kind.value:<14} {Money(line.units, leg.currency, leg.digits)!s:>20}"
    for bought in leg.commitment:
        yield f"  {bought.period.name}: {commitment_text(bought, leg, asked)}"
    if len(leg.parts) > 1 and leg.is_known:
        for party, units in leg.parts:
            yield f"    to {party}: {Money(units, leg.currency, leg.digits)}"
    if leg.cap is not None:
        yield f"  {cap_text(leg, leg.cap)}"
    if leg.ended is not None:
        yield f"  ended on {leg.ended}"
        if leg.periods and (rest := leg.periods[-1].carry):
            left = plain_amount(rest / 10**leg.digits, leg.currency)
            yield f"  carried forward and left at its end: {left}"
    if leg.due is not None:
        yield f"  {due_text(leg)}"
    yield from (f"  {note}" for note in leg.notes)
    if leg.rests_on in _GRADED:
        yield f"  rests on what is {_GRADED[leg.rests_on]}"


def rates_text(rates: Iterable[str]) -> str:
    """Return the rates of some lines in one phrase: tiers as the lowest and the highest step that was reached.

    >>> rates_text(["10% (marginal tiers)", "10% to 20% (marginal tiers)"]), rates_text(["7%", "7%", "8%"])
    ('10% to 20% (marginal tiers)', '7%, 8%')
    """
    plain: dict[str, None] = {}
    steps: dict[str, list[str]] = {}
    for rate in rates:
        percents, tiers, method = rate.partition(" (")
        if tiers:
            steps.setdefault(method, []).extend(percents.split(" to "))
        else:
            plain[rate] = None
    for method, reached in steps.items():
        ordered = sorted(dict.fromkeys(reached), key=lambda percent: Fraction(percent.rstrip("%")))
        plain[" to ".join(dict.fromkeys((ordered[0], ordered[-1]))) + f" ({method}"] = None
    return ", ".join(plain)


def _cuts(leg: Leg, period: LegPeriod) -> Iterator[str]:
    """Yield what caps took from what a period earned: an amount that is less than its rate says why."""
    shares = [line for line in period.lines if line.kind is LineKind.share]
    steps = [sum((getattr(line, name) for line in shares), Fraction(0)) for name in ("earned", "capped", "payable")]
    told = [str(Money(round_units(step, leg.digits, leg.rounding), leg.currency, leg.digits)) for step in steps]
    for (before, after), (said, left), cap in zip(
        pairwise(steps), pairwise(told), ("the cap of the period", "the total cap"), strict=True
    ):
        if before < after:
            yield f"earned {said}; set against what {cap} had held back, {left}"
        elif before > after:
            yield f"earned {said}; {cap} leaves {left}"


def commitment_text(bought: CommitmentPeriod, leg: Leg, asked: Period) -> str:
    """Return what was committed, drawn and is missing; where bills are missing, what is known of it."""
    drawn = plain_amount(bought.carried_in + bought.drawn, leg.currency)
    committed = plain_amount(bought.amount, leg.currency)
    if leg.unknown:
        known = f", of which {drawn} is known to be drawn" if bought.drawn or bought.carried_in else ""
        return f"committed {committed}{known}; drawdown unknown"
    return f"committed {committed}, drawn {drawn}, {state_text(bought, leg, asked)}"


def state_text(bought: CommitmentPeriod, leg: Leg, asked: Period) -> str:
    """Return what is missing of a commitment: short where its period is over and known, else left to draw."""
    missing = Money(bought.shortfall, leg.currency, leg.digits)
    over = bought.period.last in asked and not leg.unknown
    return f"short {missing}" if over else f"{missing} left to draw as known then"


def cap_text(leg: Leg, cap: Fraction) -> str:
    """Return a leg's total cap, and what it leaves where that is known."""
    left = "" if leg.room is None else f", {Money(leg.room, leg.currency, leg.digits)} left"
    return f"total cap {plain_amount(cap, leg.currency)}{left}"


def due_text(leg: Leg) -> str:
    """Return when a leg is due; of several periods, each with its own date, the last."""
    return f"due {leg.due}" if len(leg.periods) < 2 else f"each period due by itself, the last {leg.due}"


def _net(net: Net, party: str | None) -> Iterator[str]:
    side = ""
    if party in (net.payer, net.payee):
        side = " (payable)" if party == net.payer else " (receivable)"
    if net.unknown and not net.gross:
        yield f"Net between {net.payer} and {net.payee}: unknown"
    elif net.unknown:
        yield f"Net of what is known: {net.payer} pays {net.payee} {net.amount}{side}"
    elif net.amount.units == 0:
        yield f"Net between {net.payer} and {net.payee}: nothing, {net.amount}"
    else:
        yield f"Net: {net.payer} pays {net.payee} {net.amount}{side}" + (f", due {net.due}" if net.due else "")
    for reason in net.unknown:
        yield f"  not in it: {reason}"


def due_before(statement: Statement, net: Net) -> Iterator[str]:
    """Yield the legs of a net that are due on another day than the net as a whole."""
    clauses = {gross.clause for gross in net.gross if gross.own.units}
    for leg in statement.legs:
        if leg.clause in clauses and leg.due is not None and net.due is not None and leg.due != net.due:
            yield f"{leg.clause} by itself is due {leg.due}"


def plain_amount(amount: Fraction, currency: str) -> str:
    """Return an exact amount as people read it, its thousands apart.

    >>> plain_amount(Fraction(2500000, 2), "USD")
    '1,250,000 USD'
    """
    whole, point, decimals = exact_text(amount).partition(".")
    decimals = decimals.ljust(digits_of(currency), "0") if point else decimals
    return f"{int(whole):,}{point}{decimals} {currency}" if whole.strip("-0") else f"{exact_text(amount)} {currency}"


def delta_text(delta: Delta) -> str:
    """Return what has changed since a statement was issued, in lines of text."""
    return "\n".join(_delta(delta))


def _delta(delta: Delta) -> Iterator[str]:
    if not delta:
        yield f"Since {delta.of} was issued nothing has changed in it."
        return
    yield f"Delta {delta.id}, since {delta.of} was issued:"
    for change in delta.changes:
        if not change.delta.units:
            continue
        causes = []
        if change.by_rows:
            causes.append(f"rows {Money(change.by_rows, change.currency, change.digits)}")
        if change.by_terms:
            causes.append(f"terms {Money(change.by_terms, change.currency, change.digits)}")
        if change.by_reckoning:
            causes.append(f"reckoning {Money(change.by_reckoning, change.currency, change.digits)}")
        count = len(change.lines)
        lines = f"; {count} line{'' if count == 1 else 's'}" if count else ""
        yield f"  {change.clause} {change.period}: {change.delta} ({', '.join(causes)}{lines})"
    for net in delta.nets:
        if net.amount.units:
            yield f"  Net of the delta: {net.payer} pays {net.payee} {net.amount}"
    if delta.reckoned:
        yield "  What the mended reckoning moves is in it only when it is issued with --reckoning."


def _rests(statement: Statement) -> str:
    known = [leg for leg in statement.legs if leg.is_known]
    if not known:
        return "No leg is known."
    return f"The amounts rest on what is {statement.rests_on}."
