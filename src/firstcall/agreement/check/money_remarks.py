"""What a money clause says that may be meant, and mostly is a slip: told by `check`, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import terms, versions
from firstcall.errors import quoted


def check_streams(clause: Clause, path: Path, problems: ProblemList) -> None:
    """Find streams of bills that take every row of every provider: nobody means that, and it would count them all.

    Source: RULES, settlement: a stream of bills that names no provider or filter is refused.
    """
    if not isinstance(clause, RevenueShare | Commitment) or clause.base is None or clause.base.source != "focus":
        return
    for number, stream in enumerate(clause.base.streams):
        if not stream.where and not stream.without:
            problems.add(
                problems.item((*path, "base", "streams"), number),
                f"stream {quoted(stream.name)} takes every row of every provider's bills",
                "name whose they are under `where`, such as `ProviderName: AWS`",
            )


def money_remarks(agreement: Agreement) -> Iterator[str]:
    """Yield remarks on shares above the whole or below nothing, and on days between dated rates without one.

    A share of 20 pays 2,000%: whoever wrote it mostly meant 0.20. On a day without a rate no statement can be drawn.
    """
    texts = [(BASE, agreement.clauses), *((one.id, (*one.add, *one.replace)) for one in agreement.amendments)]
    for version, clauses in texts:
        for clause in clauses:
            if isinstance(clause, RevenueShare):
                yield from (f"{clause.id}@{version}: {said}" for said in (*_shares(clause), *_gaps(clause)))
            if isinstance(clause, Commitment):
                yield from (f"{clause.id}@{version}: {said}" for said in _cut_years(clause))
    yield from (f"{clause}@{version}: {said}" for clause, version, said in never_speaking(agreement))


def _cut_years(clause: Commitment) -> Iterator[str]:
    """Yield the fiscal years that the term cuts, and what becomes of their amount."""
    if clause.per == "term":
        return
    start, after = clause.since, clause.until + timedelta(days=1)
    first = date(start.year - (start.month < clause.fiscal_year_start), clause.fiscal_year_start, 1)
    cut_first = clause.years == "fiscal" and first != start
    ends = (after.month, after.day)
    cut_last = ends != ((start.month, start.day) if clause.years == "anniversary" else (clause.fiscal_year_start, 1))
    if not (cut_first or cut_last):
        return
    which = "first and last year" if cut_first and cut_last else "first year" if cut_first else "last year"
    does = "is due in full" if clause.partial_year == "whole" else f"is reduced by {clause.partial_year}"
    yield (
        f"the term {start} to {clause.until} cuts the {which}, whose amount {does} (`partial_year`);"
        " years may also run from its first day (`years: anniversary`)"
    )


def never_speaking(agreement: Agreement, known_at: datetime | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield the clause, the amendment and, in words, that the amendment's text of it will never hold.

    A later amendment replaced what it had scheduled before it took effect: nobody would find it in any statement.

    Source: RULES, settlement: a signed amendment that will never speak.
    """
    holding = set()
    for start in sorted({version.effective for version in versions(agreement, known_at)}):
        holding |= {(one.clause.id, one.version.id) for one in terms(agreement, start, known_at).clauses}
    known = {version.id for version in versions(agreement, known_at)}
    for change in agreement.amendments:
        for clause in (*change.add, *change.replace) if change.id in known else ():
            if isinstance(clause, RevenueShare | Commitment) and (clause.id, change.id) not in holding:
                yield (
                    clause.id,
                    change.id,
                    "its text never holds: a later amendment took its place before it took effect",
                )


def _shares(clause: RevenueShare) -> Iterator[str]:
    steps = clause.tiers.steps if clause.tiers else ()
    for rate in [*(one.rate for one in clause.rate or ()), *(step.rate for step in steps)]:
        if rate > 1:
            yield f"a share of {rate} is {_percent(rate)} of the base; {_percent(rate / 100)} is written {rate / 100:f}"
        if rate < 0:
            yield f"a share of {rate} is below nothing: the payee would pay the payer"


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():,f}%"


def _gaps(clause: RevenueShare) -> Iterator[str]:
    for earlier, later in pairwise(clause.rate or ()):
        if earlier.until and later.since and later.since > (first := earlier.until + timedelta(days=1)):
            last = later.since - timedelta(days=1)
            days = f"on {first}" if first == last else f"from {first} to {last}"
            yield f"no rate holds {days}; base of those days cannot be settled"
