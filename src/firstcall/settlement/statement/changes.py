"""What late rows and amendments change in statements that were issued: a delta, its causes told apart."""

from dataclasses import dataclass

from firstcall.money import Money
from firstcall.settlement.statement.netting import Net, net_difference
from firstcall.settlement.statement.statement import Statement


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in one settlement period: what was issued, and what rows and terms change in it (units)."""

    clause: str
    period: str
    currency: str
    digits: int
    issued: int
    by_rows: int
    by_terms: int
    lines: tuple[str, ...]

    @property
    def delta(self) -> Money:
        """Return the difference, all causes together."""
        return Money(self.by_rows + self.by_terms, self.currency, self.digits)


@dataclass(frozen=True, slots=True)
class Delta:
    """The difference between a statement as last issued and as known now."""

    of: str
    id: str
    changes: tuple[ClauseChange, ...]
    nets: tuple[Net, ...]

    def __bool__(self) -> bool:
        return any(change.delta.units for change in self.changes)


def delta(name: str, issued: Statement, with_rows: Statement, now: Statement) -> Delta:
    """Return what has changed since a statement was last issued.

    Causes are told apart in order: first the rows known now under the terms as known then, then the terms.

    Args:
      name: the delta's own id.
      issued: drawn up as known when it was last issued.
      with_rows: with the rows known now and the terms known then.
      now: with rows and terms known now.
    """
    keys = list(dict.fromkeys((*_amounts(issued), *_amounts(with_rows), *_amounts(now))))
    before, middle, after = _amounts(issued), _amounts(with_rows), _amounts(now)
    legs = {leg.clause: leg for statement in (issued, now) for leg in statement.legs}
    changes = []
    for clause, period in keys:
        was, rows, terms = (found.get((clause, period), 0) for found in (before, middle, after))
        moved = _moved(issued, now, clause, period)
        leg = legs[clause]
        changes.append(ClauseChange(clause, period, leg.currency, leg.digits, was, rows - was, terms - rows, moved))
    return Delta(issued.id, name, tuple(changes), net_difference(issued.nets, now.nets))


def _amounts(statement: Statement) -> dict[tuple[str, str], int]:
    found = {}
    for leg in statement.legs:
        for part in leg.periods:
            found[leg.clause, part.period.name] = part.issued
        for bought in leg.commitment if not leg.unknown else ():
            if bought.period.last in statement.period:
                found[leg.clause, bought.period.name] = bought.shortfall
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
