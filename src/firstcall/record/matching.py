"""Terms compared: is what is to be signed better for the third party than what the holder was offered?

Here the grantor buys, so a higher price, a longer term and a larger prepayment are better for the
third party. Terms are exact text; a name outside the closed list must stay as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from firstcall.agreement.refusal_terms import Tolerance

Change = Literal["same", "worse", "within tolerance", "better"]
HIGHER_IS_BETTER = ("price", "term_months", "prepayment", "quantity")
"""Terms of which more is better for the third party; `price_usd_per_gpu_hour` counts as a price."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def change(name: str, noticed: str | None, now: str | None, tolerance: Tolerance) -> Change:
    """Return how a term compares with what the holder was offered, seen from the third party.

    Exactly the noticed value is always the same; a tolerance of nothing has no boundary.

    >>> change("price", "2.00", "2.10", Tolerance(share=Decimal("0.05")))
    'within tolerance'
    >>> change("price", "2.00", "2.10", Tolerance(share=Decimal("0.05"), inclusive=False))
    'better'
    """
    if noticed == now:
        return "same"
    if noticed is None or now is None or not (_NUMBER.fullmatch(noticed) and _NUMBER.fullmatch(now)):
        return "better"
    before, after = Decimal(noticed), Decimal(now)
    if before == after:
        return "same"
    if not name.startswith(HIGHER_IS_BETTER):
        return "better"
    if after < before:
        return "worse"
    allowed = before + abs(before) * tolerance.share
    within = tolerance.share > 0 and (after < allowed or (tolerance.inclusive and after == allowed))
    return "within tolerance" if within else "better"


def better_terms(noticed: Mapping[str, str], now: Mapping[str, str], tolerance: Tolerance) -> tuple[str, ...]:
    """Return the terms that are better for the third party than noticed, beyond the tolerance."""
    names = dict.fromkeys((*noticed, *now))
    return tuple(name for name in names if change(name, noticed.get(name), now.get(name), tolerance) == "better")
