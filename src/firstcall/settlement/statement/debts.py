"""What a leg owes on a statement: amounts by settlement period and payee, when they are due, and what is unknown."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.dates import day_start
from firstcall.money import Money, digits_of
from firstcall.settlement.books.deliveries import Books
from firstcall.settlement.clauses.dated_terms import LegTerms
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod
from firstcall.settlement.reckon.lines import LegPeriod
from firstcall.settlement.statement.netting import Owed


def missing_periods(
    terms: LegTerms, clause: RevenueShare, books: Books, inside: Sequence[Period], zone: ZoneInfo
) -> tuple[Period, ...]:
    """Return the periods, with the clause in force, for which nobody delivered what it is reckoned on."""
    base = clause.base
    if base is None:
        return ()
    return tuple(
        period
        for period in inside
        if terms.in_force(day_start(period.start, zone), day_start(period.end, zone))
        and not books.covers(base.source, _whose(clause), period)
    )


def _whose(clause: RevenueShare) -> str | None:
    """Return whose revenue lines the base is; billing rows are told apart by their streams."""
    base = clause.base
    return (base.of or clause.payer) if base and base.source == "revenue_lines" else None


def said_missing(clause: RevenueShare | Commitment, missing: Sequence[Period]) -> str:
    """Return in words what was not delivered; nothing where nothing is missing."""
    if not missing:
        return ""
    what = "revenue lines" if clause.base and clause.base.source == "revenue_lines" else "billing rows"
    return f"no {what} were delivered for {in_runs(missing)}"


def in_runs(periods: Sequence[Period]) -> str:
    """Return the names of periods, those that follow one another from the first to the last.

    >>> from firstcall.settlement.clauses.periods import asked_period
    >>> in_runs([asked_period(f"2025-{n:02}") for n in (1, 2, 3, 4, 6)])
    '2025-01 to 2025-04, 2025-06'
    """
    runs: list[list[Period]] = []
    for period in periods:
        if runs and runs[-1][-1].end == period.start:
            runs[-1].append(period)
        else:
            runs.append([period])
    named = [", ".join(one.name for one in run) if len(run) < 3 else f"{run[0].name} to {run[-1].name}" for run in runs]
    return ", ".join(named)


def missing_months(clause: Commitment, ended: Sequence[CommitmentPeriod], books: Books) -> tuple[Period, ...]:
    """Return the months of ended commitment periods for which nothing was delivered: a shortfall is then unknown."""
    source = clause.base.source if clause.base else "focus"
    whose = (clause.base.of or clause.by) if clause.base and source == "revenue_lines" else None
    return tuple(one.month for result in ended for one in result.burned if not books.covers(source, whose, one.month))


def due_on(days: int | None, period: Period) -> date | None:
    """Return the day by which a period's amount is due: so many days after its last; None where nothing is agreed."""
    return None if days is None else period.last + timedelta(days=days)


def owed_by(
    clause: RevenueShare, known: Sequence[LegPeriod], inside: Sequence[Period], missing: Sequence[Period],
    reason: str,
) -> list[Owed]:  # fmt: skip
    """Return what a leg owes each payee, period by period, and the unknown rest with its reason."""
    digits = digits_of(clause.currency, clause.units)
    found = [
        Owed(clause.id, clause.payer, party, Money(units, clause.currency, digits), result.period.last,
             due_on(clause.due_days, result.period), clause.netting, clause.rounding.mode)
        for result in known
        for party, units in result.parts
    ]  # fmt: skip
    if reason:
        found += [
            Owed(clause.id, clause.payer, payee.party, None, inside[-1].last, None, clause.netting,
                 clause.rounding.mode, reason)
            for payee in clause.payee
        ]  # fmt: skip
    return found
