"""The closed list of commercial terms of an offer, so that `must match` means something.

Amounts carry their currency and prices their unit in the name: `price_usd_per_gpu_hour`, `credits_usd`.
Each name has a direction: what the third party would rather have, since here the grantor buys.
"""

from __future__ import annotations

import re
from typing import Literal

Direction = Literal["higher", "lower", "same", "free"]
"""Better for the third party when higher, or lower; only the same will do; not compared at all."""

AMOUNTS: dict[str, Direction] = {
    "price": "higher",
    "credits": "lower",
    "prepayment": "higher",
    "termination_fee": "higher",
    "other_consideration_value": "higher",
    "allocated_price": "free",
    "appraised_price": "free",
}
"""Terms that are amounts of money; the currency follows the name, and a price may name its unit."""

PLAIN: dict[str, Direction] = {
    "term_months": "higher",
    "start": "higher",
    "take_or_pay_share": "higher",
    "quantity": "higher",
    "gpu_hours": "higher",
    "accelerator_count": "higher",
    "sla_availability": "lower",
    "accelerator": "same",
    "region": "same",
    "site": "same",
    "interconnect": "same",
    "conditions": "same",
    "other_consideration": "same",
    "package": "same",
    "expires": "free",
    "non_disclosure": "free",
}
"""All other terms: numbers, dates (a later start is easier for the third party) and words."""

_AMOUNT = re.compile(rf"({'|'.join(AMOUNTS)})(?:_([a-z]{{3}}))?(?:_per_([a-z0-9_]+))?")
EXAMPLES = ("price_usd_per_gpu_hour", "prepayment_usd", "credits_usd", *PLAIN)


def is_term(name: str) -> bool:
    """Say whether a name is on the closed list.

    >>> is_term("price_usd_per_gpu_hour"), is_term("prepayment_usd"), is_term("colour")
    (True, True, False)
    """
    found = _AMOUNT.fullmatch(name)
    return name in PLAIN or (found is not None and (found[3] is None or found[1].endswith("price")))


def stem(name: str) -> str:
    """Return a term's name without currency and unit: the word that clauses may use for it.

    >>> stem("price_usd_per_gpu_hour"), stem("term_months")
    ('price', 'term_months')
    """
    found = _AMOUNT.fullmatch(name)
    return found[1] if found is not None else name


def currency_of(name: str) -> str | None:
    """Return the currency that a term's name carries, as ISO 4217 writes it.

    >>> currency_of("prepayment_usd")
    'USD'
    """
    found = _AMOUNT.fullmatch(name)
    return found[2].upper() if found is not None and found[2] else None


def unit_of(name: str) -> str | None:
    """Return the unit that a price is for, such as gpu_hour."""
    found = _AMOUNT.fullmatch(name)
    return found[3] if found is not None else None


def direction_of(name: str) -> Direction:
    """Return which way a term gets better for the third party; an unknown name must stay as it was."""
    word = stem(name)
    return AMOUNTS.get(word) or PLAIN.get(word) or "same"
