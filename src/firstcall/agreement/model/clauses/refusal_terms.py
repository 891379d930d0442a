"""The parameters of a right of first refusal, as fields of its clause.

With the closed list of commercial terms that it may match.
"""

import re
from datetime import time
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from firstcall.agreement.model.basis import Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.exact import Exact, Whole
from firstcall.said import Quoted, Said, Unreadable, sentence

Direction = Literal["higher", "lower", "same", "free"]
"""Better for the third party when higher, or lower; only the same will do; not compared at all."""

AMOUNTS: dict[str, Direction] = {
    "price": "higher",
    "credits": "lower",
    "prepayment": "higher",
    "termination_fee": "higher",
    "other_consideration_value": "higher",
    "allocated_price": "same",
    "appraised_price": "same",
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

_amount = lru_cache(maxsize=4096)(
    re.compile(rf"({'|'.join(AMOUNTS)})(?:_([a-z]{{3}}))?(?:_per_([a-z0-9_]+))?").fullmatch
)
TERM_EXAMPLES = ("price_usd_per_gpu_hour", "prepayment_usd", "credits_usd", *PLAIN)


def is_term(name: str) -> bool:
    """Say whether a name is on the closed list.

    >>> is_term("price_usd_per_gpu_hour"), is_term("prepayment_usd"), is_term("colour")
    (True, True, False)
    """
    found = _amount(name)
    return name in PLAIN or (found is not None and (found[3] is None or found[1].endswith("price")))


def stem(name: str) -> str:
    """Return a term's name without currency and unit: the word that clauses may use for it.

    >>> stem("price_usd_per_gpu_hour"), stem("term_months")
    ('price', 'term_months')
    """
    found = _amount(name)
    return found[1] if found is not None else name


def currency_of(name: str) -> str | None:
    """Return the currency that a term's name carries, as ISO 4217 writes it.

    >>> currency_of("prepayment_usd")
    'USD'
    """
    found = _amount(name)
    return found[2].upper() if found is not None and found[2] else None


def unit_of(name: str) -> str | None:
    """Return the unit that a price is for, such as gpu_hour."""
    found = _amount(name)
    return found[3] if found is not None else None


def direction_of(name: str) -> Direction:
    """Return which way a term gets better for the third party; an unknown name must stay as it was."""
    word = stem(name)
    return AMOUNTS.get(word) or PLAIN.get(word) or "same"


WindowUnit = Literal["business", "calendar"]


class NoTimeOfDay(Said):
    says = sentence("value.no-time-of-day", "{given} is not a time of day")
    given: Annotated[str, Quoted]


class WriteTimeOfDay(Said):
    says = sentence("value.write-time-of-day", "write HH:MM, such as {example}")
    example: str


def _clock_time(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", value):
            raise Unreadable(NoTimeOfDay(given=value), WriteTimeOfDay(example="17:00"))
        return time.fromisoformat(value)
    return value


Clock = Annotated[time, BeforeValidator(_clock_time)]
Share = Annotated[Exact, Field(ge=0, le=1)]
Days = Annotated[Whole, Field(gt=0, le=3660)]
Positive = Annotated[Exact, Field(gt=0)]
EffectMoment = Literal["sent", "delivered", "received"]
Partial = Literal["none", "any", "aggregate_all_or_nothing"]
Ground = Literal["agreement", "regulatory_approval", "completeness_dispute", "force_majeure"]
Exemption = Literal["affiliate", "renewal", "expansion", "financing", "merger", "own_use"]
Quality = Literal["named", "written", "unaffiliated", "funded", "binding"]


class ResponseWindow(Written):
    """How long the holder has to answer a notice."""

    n: Days
    """How many days."""
    unit: WindowUnit = "business"
    """Days of business, or of the calendar."""
    anchor: Literal["sent", "delivered", "received", "complete"] = "received"
    """What starts the count: sending, delivery, receipt, or the notice being complete."""
    count_first_day: TrueOrFalse = False
    """Whether the day that starts the count is the first day."""
    cutoff: Clock = time(17)
    """The last second of a day for receipt, and of the window; included."""
    opening: Clock | None = None
    """Before this hour nothing is received; at once when left out."""
    timezone: Text | None = None
    """Where the window is counted; the holder's zone, else the agreement's, when left out."""
    roll: TrueOrFalse = False
    """A window in calendar days that ends on a closed day ends on the next business day."""
    reoffer: Days | None = None
    """Days for a notice that offers again; `n` when left out."""
    may_shorten: TrueOrFalse = False
    """Whether a re-offer's window may end before the window that it takes the place of would have ended."""


class Deficiency(Written):
    """How long the holder has, from receipt, to say that a notice is incomplete."""

    n: Days = 5
    """How many days."""
    unit: WindowUnit = "business"
    """Days of business, or of the calendar."""


class TakesEffect(Written):
    """When what a party says takes effect: as it is sent, as it arrives, or on the deemed day of receipt."""

    answer: EffectMoment = "sent"
    """A match or a decline."""
    deficiency: EffectMoment = "sent"
    """Word that the notice is incomplete."""
    withdrawal: EffectMoment = "sent"
    """A withdrawal."""


class TailTerms(Written):
    """How long the grantor may sign with the third party after the holder did not take the offer."""

    n: Days
    """How many days."""
    unit: WindowUnit = "calendar"
    """Days of business, or of the calendar."""
    anchor: Literal["notice", "receipt", "lapse"] = "lapse"
    """What starts the count: the notice, its receipt, or the lapse of the offer."""
    must: Literal["signed", "delivered"] = "signed"
    """What has to happen before it is over; `delivered` compares the term `start` with its last day."""


class Tolerance(Written):
    """How much better for the third party the signed terms may be than those noticed."""

    share: Share = Decimal(0)
    """By how much, from 0 to 1 of what was noticed."""
    inclusive: TrueOrFalse = True
    """Whether exactly so much is still within it."""
    rule: Literal["each_term", "effective_price"] = "each_term"
    """Compare every term by itself, or price, credits and prepayment together as one price."""
    prepayment_rate: Share = Decimal(0)
    """What money paid in advance is worth a year, in the effective price."""


class TermRule(Written):
    """How one commercial term is compared; what is left out follows the closed list of terms."""

    must_match: TrueOrFalse = True
    """Whether the holder has to meet this term."""
    direction: Direction | None = None
    """Which way is better for the third party; `free` is not compared; the closed list's when left out."""
    cash_equivalent: TrueOrFalse = False
    """The holder may match it in cash, at the value the notice states."""


class NoticeContent(Written):
    """What a notice must say, and what it must not."""

    required: Ids = ("third_party", "quantity", "price")
    """Terms that a notice must state to be complete."""
    third_party: Literal["named", "withheld"] = "named"
    """Whether the holder is told who made the offer."""


class Parts(Written):
    """In what pieces an offer may be taken."""

    unit: Text | None = None
    """The unit in which quantities are offered, such as MW; any when left out."""
    step: Positive | None = None
    """Parts are whole multiples of it."""
    minimum_lot: Positive | None = None
    """The smallest part."""


class Stake(Written):
    """One holder among several, and how much it holds: what shares are reckoned by."""

    holder: Id
    """The party."""
    holding: Positive
    """Its weight among the holders of the tier."""
    cap: Positive | None = None
    """The most it may take of one offer."""


class TierWithoutHolders(Said):
    says = sentence("refusal-clause.tier-without-holders", "a tier names no holders")


class NameHoldersOrLeftover(Said):
    says = sentence("refusal-clause.name-holders-or-leftover", "name them, or say `then: leftover`")


class Tier(Written):
    """Holders who are asked together; a later tier takes what the earlier ones leave."""

    holders: tuple[Stake, ...] = ()
    """Who is asked; on a tier `then: leftover` those of the tier before when left out."""
    then: Literal["leftover"] | None = None
    """`leftover`: who took at least its full share before is asked again, about what is left, in days of its own."""
    n: Days | None = None
    """Days to answer after the tier before it, or after the notice for the first; the window's when left out."""
    unit: WindowUnit | None = None
    """Days of business, or of the calendar; the window's when left out."""
    counts_from: Literal["last_day", "answer"] = "last_day"
    """Whether a later tier's days count from the last day of the tier before it, or from its last answer."""

    @model_validator(mode="after")
    def _asks_somebody(self) -> "Tier":
        if not self.holders and self.then is None:
            raise Unreadable(TierWithoutHolders(), NameHoldersOrLeftover())
        return self


class Several(Written):
    """How several holders share one right."""

    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    """Groups of holders, in the order in which they are asked."""
    over_allotment: TrueOrFalse = True
    """Whether a holder may take what the others leave, beyond its share."""

    @property
    def rounds(self) -> "tuple[Round, ...]":
        """Each tier as it is asked: its holders, and whether they are asked again about what is left."""
        found: list[Round] = []
        for tier in self.tiers:
            before = {stake.holder for asked in found for stake in asked.holders}
            holders = tier.holders or (found[-1].holders if found else ())
            again = tier.then == "leftover" and bool(holders) and {stake.holder for stake in holders} <= before
            found.append(Round(tier, holders, again))
        return tuple(found)


class Round(NamedTuple):
    """A tier as it is asked."""

    tier: Tier
    holders: tuple[Stake, ...]
    again: bool
    """Whether its holders have been asked before, so that it is about what is left, and for who took its full share."""


class Failure(Written):
    """What a match that is not performed brings."""

    sign_within: Days | None = None
    """Days to sign after a match; no limit when left out."""
    sign_unit: WindowUnit = "calendar"
    """Days of business, or of the calendar."""
    then: Literal["release", "release_and_terminate"] = "release"
    """Free only what was failed on, or end the right as well."""
