"""Two texts reckoned on the books of a folder, for every month that is over as known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import versions
from firstcall.dates import local_day, zone
from firstcall.errors import BillingError
from firstcall.record.events.kinds import StatementIssued
from firstcall.service.folder import Partnership
from firstcall.service.settle.desk import END, SettleDesk, desk
from firstcall.settlement.clauses.dated_terms import MoneyTerms, fiscal_start
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.periods import Period, asked_period, days_name, period_of
from firstcall.verification.difference.sums import (
    NO_MONEY,
    BothBooks,
    MoneyBetween,
    SumsCompared,
    changed_terms,
    sums_compared,
)

if TYPE_CHECKING:
    from firstcall.verification.difference.worth import MoneyWorth


def money_between(deal: Partnership, before: Agreement, after: Agreement) -> MoneyBetween:
    """Return what both texts of a folder owe, so far as their terms about money are others.

    Args:
      deal: the folder, with the record on which both texts are read.
      before: the first text.
      after: the second.
    """
    try:
        one, two = (money_terms(text, None, deal.record) for text in (before, after))
        names = changed_terms(one, two)
        if not names:
            return NO_MONEY
        with desk(deal) as settled:
            return MoneyBetween(names, compared_at(settled, (before, one), (after, two)))
    except BillingError as error:
        return MoneyBetween((), None, error.what)


@contextmanager
def reckoning(deal: Partnership) -> Iterator[MoneyWorth]:
    """Yield what tells the sums owed under another text beside those of a folder's own; its books are opened once.

    Args:
      deal: the folder.
    """
    with ExitStack() as stack:
        opened: list[SettleDesk] = []
        own = money_terms(deal.agreement, None, deal.record)

        def worth(other: Agreement) -> MoneyBetween:
            try:
                terms = money_terms(other, None, deal.record)
                names = changed_terms(own, terms)
                if not names:
                    return NO_MONEY
                if not opened:
                    opened.append(stack.enter_context(desk(deal)))
                return MoneyBetween(names, compared_at(opened[0], (deal.agreement, own), (other, terms)))
            except BillingError as error:
                return MoneyBetween((), None, error.what)

        yield worth


def compared_at(
    settled: SettleDesk, before: tuple[Agreement, Sequence[MoneyTerms]], after: tuple[Agreement, Sequence[MoneyTerms]]
) -> SumsCompared | None:
    """Return what two texts owe by the books of a desk; None where no month under them is over yet.

    Raises:
      BillingError: an amount cannot be rated or converted, or the files cannot be read.
    """
    where = zone(after[0].timezone)
    begins = min(versions(text)[0].effective for text, _ in (before, after))
    first = period_of(local_day(begins, where), "month").start
    end = period_of(local_day(settled.last_known, where), "month").start
    if first >= end:
        return None
    span = Period(first, end, days_name(first, end - timedelta(days=1)))
    names = changed_terms(before[1], after[1])
    one, two = (settled.books([terms for terms in money if terms.id in names], END) for _, money in (before, after))
    issued = tuple(
        (event.statement, asked_period(event.period, fiscal_start(before[1])))
        for event in settled.events(None) if isinstance(event, StatementIssued) and not event.delta
    )  # fmt: skip
    return sums_compared(before[1], after[1], BothBooks(one, two, span, settled.last_known, where, issued))
