"""What late rows, amendments and a mended reckoning change in statements that were issued: a delta, by cause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.money import Money, Residual, digits_of, split
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, MoneyTerms
from firstcall.settlement.clauses.late_fees import FeeText
from firstcall.settlement.statement.netting import Net, Owed, net, net_difference
from firstcall.settlement.statement.statement import Statement
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in one settlement period: what was issued, and what each cause changes in it (units).

    `by_reckoning` is what the same rows and terms come to otherwise, since the arithmetic itself was mended.
    """

    clause: str
    period: str
    currency: str
    digits: int
    issued: int
    by_rows: int
    by_terms: int
    lines: tuple[str, ...]
    by_reckoning: int = 0

    @property
    def delta(self) -> Money:
        """Return the difference, all causes together."""
        return Money(self.by_rows + self.by_terms + self.by_reckoning, self.currency, self.digits)


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference between a statement as last issued and as known now."""

    of: str
    id: str
    changes: tuple[ClauseChange, ...]
    nets: tuple[Net, ...]

    def __bool__(self) -> bool:
        return any(change.delta.units for change in self.changes)

    @property
    def reckoned(self) -> bool:
        """Return whether the mended reckoning moves any of it."""
        return any(change.by_reckoning for change in self.changes)


IssuedUnits = Mapping[str, int]
"""By clause, the units that were issued on a statement in all."""


def delta(
    name: str, issued: Statement, with_rows: Statement, now: Statement, said: IssuedUnits | None = None,
    money: Sequence[MoneyTerms] = (),
) -> Delta:  # fmt: skip
    """Return what has changed since a statement was last issued.

    Causes are told apart in order: first the rows known now under the terms as known then, then the terms, then
    what the mended reckoning makes of what was issued.

    Args:
      name: the delta's own id.
      issued: drawn up as known when it was last issued.
      with_rows: with the rows known now and the terms known then.
      now: with rows and terms known now.
      said: what was issued of each clause, where the reckoning was mended since; as drawn up unless given.
      money: the clauses as known then, for those that are on no statement any more.
    Source: RULES, settlement: a late row of a closed period, and a statement's digest.
    """
    keys = list(dict.fromkeys((*_amounts(issued), *_amounts(with_rows), *_amounts(now))))
    before, middle, after = _amounts(issued), _amounts(with_rows), _amounts(now)
    units = {leg.clause: (leg.currency, leg.digits) for one in (issued, now) for leg in one.legs}
    changes = []
    for clause, period in keys:
        was, rows, terms = (found.get((clause, period), 0) for found in (before, middle, after))
        moved = _moved(issued, now, clause, period)
        changes.append(ClauseChange(clause, period, *units[clause], was, rows - was, terms - rows, moved))
    nets = net_difference(issued.nets, now.nets)
    if said is None:
        return Delta(issued.id, name, tuple(changes), nets)
    changes = _by_reckoning(changes, said, issued, now, money)
    return Delta(issued.id, name, tuple(changes), _with_rest(nets, changes, money))


def _by_reckoning(
    changes: Sequence[ClauseChange], said: IssuedUnits, issued: Statement, now: Statement, money: Sequence[MoneyTerms]
) -> list[ClauseChange]:
    """Return the changes with what the reckoning moves, in the last period of each clause.

    What was issued of a clause of which nothing is known any more stands until it is known: the unknown is no zero.
    """
    done = list(changes)
    known = {leg.clause for leg in issued.legs if leg.is_known}
    unknown = {leg.clause for leg in issued.legs if not leg.is_known}
    for clause, units in said.items():
        places = [place for place, one in enumerate(done) if one.clause == clause]
        off = sum(done[place].issued for place in places) - units
        if not off:
            continue
        if not places:
            text = _text_of(clause, money)
            currency, digits = text.currency, digits_of(text.currency, text.units)
            by = 0 if clause in unknown else off
            done.append(ClauseChange(clause, issued.period.name, currency, digits, units, 0, 0, (), by))
            continue
        last = done[places[-1]]
        if clause in known or clause not in unknown:
            done[places[-1]] = replace(last, issued=last.issued - off, by_reckoning=off)
        elif any(leg.is_known for leg in now.legs if leg.clause == clause):
            done[places[-1]] = replace(last, issued=last.issued - off, by_rows=last.by_rows + off)
    return done


def _text_of(clause: str, money: Sequence[MoneyTerms]) -> RevenueShare | Commitment | Payment | FeeText:
    """Return the latest text of a clause."""
    terms = next(one for one in money if one.id == clause)
    return terms.spans[-1].clause if isinstance(terms, LegTerms) else terms.clause


def _with_rest(nets: Sequence[Net], changes: Sequence[ClauseChange], money: Sequence[MoneyTerms]) -> tuple[Net, ...]:
    """Return the nets with what the mended reckoning moves, which no two drawings of today differ by."""
    told: dict[str, int] = {}
    for gross in (gross for one in nets for gross in one.gross):
        told[gross.clause] = told.get(gross.clause, 0) + gross.own.units
    rest: list[Owed] = []
    for clause in dict.fromkeys(change.clause for change in changes):
        units = sum(change.delta.units for change in changes if change.clause == clause) - told.get(clause, 0)
        if units:
            rest += _owed(_text_of(clause, money), units)
    return net_difference((), (*nets, *net(rest, ExchangeTable()))) if rest else tuple(nets)


def _owed(text: RevenueShare | Commitment | Payment | FeeText, units: int) -> list[Owed]:
    """Return a difference of a clause by payee; it is told in the clause's own currency."""
    digits = digits_of(text.currency, text.units)
    if isinstance(text, RevenueShare):
        payer, paid = text.payer, [(payee.party, Fraction(payee.share)) for payee in text.payee]
    else:
        payer, paid = text.by, [(text.to, Fraction(1))]
    parts = split(units, tuple(weight for _, weight in paid), Residual.largest_remainder)
    return [
        Owed(text.id, payer, party, Money(part, text.currency, digits), date.min, None, None, text.rounding.mode)
        for (party, _), part in zip(paid, parts, strict=True)
    ]


def _amounts(statement: Statement) -> dict[tuple[str, str], int]:
    found = {}
    for leg in statement.legs:
        for part in leg.periods:
            found[leg.clause, part.period.name] = part.issued
        for bought in leg.commitment if not leg.unknown else ():
            if bought.period.last in statement.period:
                found[leg.clause, bought.period.name] = bought.owed
    return found


def _moved(issued: Statement, now: Statement, clause: str, period: str) -> tuple[str, ...]:
    """Return the ids of the lines that are new, gone or different."""
    before, after = _lines(issued, clause, period), _lines(now, clause, period)
    return tuple(name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))


def _lines(statement: Statement, clause: str, period: str) -> dict[str, tuple[int, str]]:
    return {
        line.id: (line.units, str(line.base))
        for leg in statement.legs
        if leg.clause == clause
        for part in leg.periods
        if part.period.name == period
        for line in part.lines
    }
