"""What a statement tells about commitments beyond the drawdown: how the provider's own list differs from the clause."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.settlement.contract_commitments import differences, unclaimed
from firstcall.settlement.dated_terms import CommitmentTerms, MoneyTerms
from firstcall.settlement.deliveries import Books
from firstcall.settlement.periods import Period
from firstcall.settlement.statement import Statement


def with_commitments(statement: Statement, money: Sequence[MoneyTerms], books: Books) -> Statement:
    """Return the statement with notes on its commitments; no amount changes.

    The clause decides what is owed. Where the provider lists another amount, period or state for the same
    commitment, both parties should know before they pay.
    """
    clauses = {terms.clause.id: terms.clause for terms in money if isinstance(terms, CommitmentTerms)}
    named = {name for clause in clauses.values() for name in clause.commitment_ids}
    legs = tuple(
        replace(leg, notes=(*leg.notes, *_told(clauses[leg.clause], books, statement.period, named)))
        if leg.clause in clauses
        else leg
        for leg in statement.legs
    )
    return replace(statement, legs=legs)


def _told(clause: Commitment, books: Books, period: Period, named: Collection[str]) -> tuple[str, ...]:
    entries = books.of(clause.id, clause.base.source if clause.base else "focus")
    return (*differences(clause, books.commitments), *unclaimed(entries, named, period))
