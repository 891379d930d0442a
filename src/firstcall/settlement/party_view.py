"""What one party may see of a settlement: its own legs and nets, and rows only where they are its to see."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.settlement.books.counting import CrossesIntoNothing, CrossesIntoVersion, stream_of, unnamed
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind
from firstcall.settlement.statement.changes import Delta
from firstcall.settlement.statement.statement import Leg, Statement


def concerns(terms: MoneyTerms, party: str) -> bool:
    """Return whether a party pays or is paid under a clause: then its leg is that party's to see, whole."""
    if isinstance(terms, LegTerms):
        clauses = [span.clause for span in terms.spans]
        return any(party == one.payer or any(party == payee.party for payee in one.payee) for one in clauses)
    return party in (terms.clause.by, terms.clause.to)


def sees_rows(terms: MoneyTerms, party: str, dealing: Collection[str]) -> bool:
    """Return whether a party may see the rows beneath a clause's lines.

    Revenue lines are for whose revenue they are; where only two parties deal with each other, for both, since
    each has to audit the other. Bills that one party sends its customers stay with that party. Bills and lines under a
    commitment went from one to the other, and both have them.

    Args:
      terms: the clause.
      party: who looks.
      dealing: every party that any money clause of the agreement names.

    Source: docs/settlement.md, who sees what.
    """
    if not isinstance(terms, LegTerms):
        return True
    clause = terms.spans[-1].clause
    if clause.base is None or clause.base.source == "focus":
        return party == clause.payer
    return party == (clause.base.of or clause.payer) or len(dealing) <= 2


def counts(terms: MoneyTerms, entry: Entry) -> bool:
    """Return whether a revenue line is of a stream of a share, under any of its texts, or of a commitment."""
    return any(stream_of(base, entry, payer) is not None for base, payer in _bases_of_lines(terms))


def owners_of_lines(money: Sequence[MoneyTerms]) -> frozenset[str]:
    """Return whose revenue lines the clauses are reckoned on."""
    return frozenset(base.of or payer for terms in money for base, payer in _bases_of_lines(terms))


def _bases_of_lines(terms: MoneyTerms) -> Iterator[tuple[Base, str]]:
    """Yield the bases of revenue lines of a clause, each with whose lines they are unless it says so."""
    bases: list[tuple[Base | None, str]] = []
    if isinstance(terms, LegTerms):
        bases = [(span.clause.base, span.clause.payer) for span in terms.spans]
    elif isinstance(terms, CommitmentTerms):
        bases = [(terms.clause.base, terms.clause.by)]
    yield from ((base, payer) for base, payer in bases if base is not None and base.source == "revenue_lines")


def reads_bills(money: Sequence[MoneyTerms]) -> bool:
    """Return whether any of the clauses is reckoned on billing rows."""
    for terms in money:
        if isinstance(terms, CommitmentTerms):
            base = terms.clause.base
            if terms.clause.commitment_ids or base is None or base.source == "focus":
                return True
        if isinstance(terms, LegTerms) and any(
            span.clause.base and span.clause.base.source == "focus" for span in terms.spans
        ):
            return True
    return False


def withheld(money: Sequence[MoneyTerms], party: str, dealing: Collection[str]) -> frozenset[str]:
    """Return the clauses of a party whose rows are not for it to see."""
    return frozenset(
        terms.id for terms in money if isinstance(terms, LegTerms) and not sees_rows(terms, party, dealing)
    )


def seen_by(statement: Statement, party: str, hidden: Collection[str]) -> Statement:
    """Return a statement of a party's own legs as it may see it.

    Nets between others are left out. A line whose rows are withheld keeps its day, stream, exact base, rate and
    amount, so that the leg can be reckoned after; it loses the names and the number of its rows.

    Args:
      statement: drawn up from the clauses that concern the party.
      party: who looks.
      hidden: clauses whose rows are not for it to see.
    """
    legs = tuple(_leg(leg) if leg.clause in hidden else leg for leg in statement.legs)
    nets = tuple(net for net in statement.nets if party in (net.payer, net.payee))
    return replace(statement, legs=legs, nets=nets)


def _leg(leg: Leg) -> Leg:
    notes = tuple(
        unnamed(note) if isinstance(note, CrossesIntoVersion | CrossesIntoNothing) else note for note in leg.notes
    )
    return replace(leg, periods=tuple(_period(one) for one in leg.periods), notes=notes)


def _period(period: LegPeriod) -> LegPeriod:
    by_row = period.terms.clause.rounding.at == "row"
    lines = [_line(line, number, by_row) for number, line in enumerate(period.lines, start=1)]
    return replace(period, lines=tuple(lines))


def _line(line: Line, number: int, by_row: bool) -> Line:
    if line.kind is not LineKind.share:
        return line
    name = "/".join((line.clause, *line.id.split("/")[1:4], str(number))) if by_row else line.id
    return replace(line, id=name, entries=())


def by_row(money: Sequence[MoneyTerms]) -> frozenset[str]:
    """Return the clauses that round every row: their lines are named for rows."""
    legs = [terms for terms in money if isinstance(terms, LegTerms)]
    return frozenset(leg.id for leg in legs if any(span.clause.rounding.at == "row" for span in leg.spans))


def delta_seen_by(delta: Delta, party: str, unnamed: Collection[str]) -> Delta:
    """Return a delta as a party may see it.

    Args:
      delta: of the clauses that concern the party.
      party: who looks.
      unnamed: clauses whose lines are named for rows that it may not see.
    """
    changes = tuple(replace(one, lines=()) if one.clause in unnamed else one for one in delta.changes)
    nets = tuple(net for net in delta.nets if party in (net.payer, net.payee))
    return replace(delta, changes=changes, nets=nets)
