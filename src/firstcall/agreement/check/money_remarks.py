"""What a money clause says that may be meant, and mostly is a slip: told by `check`, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.money import RevenueShare


def money_remarks(agreement: Agreement) -> Iterator[str]:
    """Yield remarks on shares above the whole or below nothing, and on days between dated rates without one.

    A share of 20 pays 2,000%: whoever wrote it mostly meant 0.20. On a day without a rate no statement can be drawn.
    """
    texts = [(BASE, agreement.clauses), *((one.id, (*one.add, *one.replace)) for one in agreement.amendments)]
    for version, clauses in texts:
        for clause in clauses:
            if isinstance(clause, RevenueShare):
                yield from (f"{clause.id}@{version}: {said}" for said in (*_shares(clause), *_gaps(clause)))


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
