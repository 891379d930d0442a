"""What an assumption is worth in money: the sums owed that would be others without it, by the books of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstcall.money import Money
from firstcall.said import Said
from firstcall.verification.findings.facts import SumsKnownAndNot, SumsNobodyKnows, SumsNotReckoned, SumsThatMove

if TYPE_CHECKING:
    from collections.abc import Callable

    from firstcall.agreement.document import Agreement
    from firstcall.verification.difference.sums import MoneyBetween

    MoneyWorth = Callable[[Agreement], MoneyBetween]
    """Tells what would be owed under another text, beside what is owed under the one that is judged."""


def sums_moved(found: MoneyBetween) -> Said | None:
    """Return how many sums would be others, and by how much in all; None where none would.

    Each difference counts in full, whichever way it goes.
    """
    if found.why is not None:
        return SumsNotReckoned(why=found.why)
    rows = found.compared.changed if found.compared is not None else ()
    amounts: dict[tuple[str, int], int] = {}
    for row in rows:
        if row.difference is not None:
            key = (row.of.currency, row.of.digits)
            amounts[key] = amounts.get(key, 0) + abs(row.difference)
    moved = sum(row.difference is not None for row in rows)
    totals = tuple(Money(units, currency, digits) for (currency, digits), units in amounts.items())
    known = SumsThatMove(n=moved, amounts=totals) if moved else None
    unknown = SumsNobodyKnows(n=len(rows) - moved) if len(rows) > moved else None
    if known is not None and unknown is not None:
        return SumsKnownAndNot(known=known, unknown=unknown)
    return known or unknown
