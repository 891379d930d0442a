"""The clauses of first refusal: the right itself with all its parameters, and what delivery is owed by when.

One parameterised procedure serves three rights: to match a third party's offer, to be asked first, and
to be negotiated with first. `trigger` says which.
"""

from typing import Annotated, Literal

from pydantic import Field

from firstcall.agreement.model.basis import Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.clauses.refusal_terms import (
    Days,
    Deficiency,
    Exemption,
    Failure,
    Ground,
    NoticeContent,
    Partial,
    Parts,
    Positive,
    Quality,
    ResponseWindow,
    Several,
    Share,
    Stake,
    TailTerms,
    TakesEffect,
    TermRule,
    Tolerance,
    WindowUnit,
)
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.scope import ClauseBase

GROUNDS: tuple[Ground, ...] = ("agreement", "regulatory_approval", "completeness_dispute", "force_majeure")


class FirstRefusal(ClauseBase):
    """New capacity is offered to the holder before it is signed with a third party."""

    type: Literal["first_refusal"]
    holder: Id
    """Whose right it is; the first among several."""
    trigger: Literal["third_party_offer", "requirement", "negotiation"] = "third_party_offer"
    """Whether the holder matches a third party's offer, is asked first to meet a requirement, or negotiates first."""
    grantor: Literal["buyer", "seller"] = "buyer"
    """Whether the grantor buys what is offered or sells it: which way a term gets better for the third party."""
    bona_fide: tuple[Quality, ...] = ("named",)
    """What an offer must be before it counts as one."""
    notice: NoticeContent = NoticeContent()
    window: ResponseWindow = ResponseWindow(n=20)
    deficiency: Deficiency = Deficiency()
    incomplete: Literal["cures", "no_clock"] = "cures"
    """Whether silence cures an incomplete notice after the days for a deficiency, or it never starts the clock."""
    withdrawal: Literal["none", "until_answer"] = "none"
    """Whether a noticed offer may be taken back while the window runs: not at all, or until it is answered."""
    in_flight: Literal["continue", "end"] = "continue"
    """Whether an offer noticed before the clause ends by its own `until`, or with the term, goes on under it."""
    takes_effect: TakesEffect = TakesEffect()
    acceptance: Literal["mirror", "principal_terms"] = "mirror"
    """Compare every term, or only those listed under `terms` with `must_match` and what a bundle is put by."""
    terms: dict[Id, TermRule] = {}
    """Terms compared otherwise than the closed list says, by name (`price` stands for every price)."""
    partial: Partial = "any"
    """Whether the holder may take a part of what is offered."""
    parts: Parts = Parts()
    currency: Text | None = None
    """The currency of offers; any when left out."""
    package: Literal["allocated_part", "whole", "not_allowed", "appraised"] = "allocated_part"
    """How an offer bundled with other things is put: the part at its allocated price, whole, never, appraised."""
    silence: Literal["lapses", "holds"] = "lapses"
    """Whether an unanswered offer lapses at the end of the window, or waits for an answer."""
    tail: TailTerms = TailTerms(n=180)
    tolerance: Tolerance = Tolerance()
    quantity_floor: Positive | None = None
    """Smaller offers are free."""
    quantity_cap: Positive | None = None
    """The right ends when so much has been taken under it."""
    exempt: tuple[Exemption, ...] = ()
    """Transactions that are free."""
    several: Several | None = None
    failure: Failure = Failure()
    tolling: tuple[Ground, ...] = GROUNDS
    """Grounds on which the clock may be stopped."""
    continuing: TrueOrFalse = True
    """Whether the right survives an offer that was not taken; a one-time right is spent with it."""

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """Every holder of a right that several share; none when it is one party's."""
        return tuple(stake for tier in self.several.tiers for stake in tier.holders) if self.several else ()

    @property
    def holders(self) -> tuple[str, ...]:
        """Every party whose right it is, in the order listed."""
        if self.several is None:
            return (self.holder,)
        return tuple(dict.fromkeys((self.holder, *(stake.holder for stake in self.stakes))))


class DeliveryMilestone(Written):
    """A share of what was matched, and by when it is to be delivered."""

    share: Annotated[Share, Field(gt=0)]
    """The share of what was matched, above 0 and at most 1."""
    within: Days
    """How many days."""
    unit: WindowUnit = "calendar"
    """Days of business, or of the calendar."""
    anchor: Literal["match", "start"] = "match"
    """Counted from the match, or from the term `start` of the offer."""


class LateFee(Written):
    """The discount for late delivery."""

    share_per_day: Share
    """Off the price for each day late, from 0 to 1."""
    at_most: Share
    """The most that comes off, from 0 to 1."""
    runs_from: Literal["milestone", "grace"] = "grace"
    """Whether days count from the milestone itself, or from the end of its grace."""


class Delivery(ClauseBase):
    """What a holder that matched must deliver by when, and what follows if it does not."""

    type: Literal["delivery"]
    by: Id
    """Who must deliver."""
    of: Ids = Field(min_length=1)
    """The rights of first refusal whose matches it speaks of."""
    milestones: tuple[DeliveryMilestone, ...] = Field(min_length=1)
    grace: Days | None = None
    """Calendar days after a milestone before it counts as missed; none when left out."""
    remedy: tuple[Literal["release", "late_fee", "termination"], ...] = ("release",)
    """What a missed milestone brings: the capacity is free, a fee is due, the right ends."""
    late_fee: LateFee | None = None
    """The fee, where a remedy is one."""
