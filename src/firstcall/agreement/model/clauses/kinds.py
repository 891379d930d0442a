"""The closed list of clause kinds. A kind enters together with the code that runs it."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from firstcall.agreement.model.basis import ByType, Id, Text, Written
from firstcall.agreement.model.clauses.first_refusal import Delivery, FirstRefusal
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.prohibition import Prohibition
from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.agreement.model.clauses.refusal_terms import Positive, Share
from firstcall.agreement.model.clauses.technology import Escape, Licence, Priority
from firstcall.agreement.model.definitions import CAPACITY_ACTS, CapacityAct, Ids
from firstcall.agreement.model.event_dates import Until
from firstcall.agreement.model.scope import ClauseBase

__all__ = [
    "CLAUSE_KINDS",
    "Approval",
    "Clause",
    "ClauseKind",
    "Commitment",
    "Consent",
    "DatedDuty",
    "Delivery",
    "Escape",
    "Exclusivity",
    "FirstRefusal",
    "Licence",
    "Option",
    "Payment",
    "PricePromise",
    "Primarily",
    "Priority",
    "Prohibition",
    "RevenueShare",
    "Term",
]


ClauseKind = Literal[
    "exclusivity", "consent", "approval", "first_refusal", "delivery", "term", "licence", "escape", "priority",
    "prohibition", "revenue_share", "commitment", "payment", "duty", "option",
    "price_promise",
]  # fmt: skip
"""The words of `type`."""


def _acts(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Exclusivity(ClauseBase):
    """In its scope, capacity is signed and run only at the holder's providers."""

    type: Literal["exclusivity"]
    holder: Id
    """Whose exclusivity it is."""
    at: Ids = Field(min_length=1)
    """The providers that are allowed."""
    acts: Annotated[tuple[CapacityAct, ...], BeforeValidator(_acts)] = Field(default=CAPACITY_ACTS, min_length=1)
    """Whether it binds signing, running, or both."""


class Consent(ClauseBase):
    """A party may lift the clauses named; what one consent covers is said here."""

    type: Literal["consent"]
    by: Id
    """Who consents."""
    lifts: Ids = Field(min_length=1)
    """The clauses that a consent lifts."""
    covers: Literal["provider", "contract", "workload", "quantity", "party"] = "provider"
    """How far one consent reaches: a provider, a contract, a workload, a quantity, or a party that may then act."""


class Primarily(Written):
    """Which workloads a permission is meant for, and how much of the use they must be."""

    workloads: Ids = Field(min_length=1)
    """The workloads that the permission is meant for."""
    share_at_least: Share
    """Their least share of the use, from 0 to 1."""
    planned_share: Share | None = None
    """The share that is planned; stands in, as an assumption, while no mix has been reported."""


class UpTo(Written):
    """How much a permission reaches; what passes it is judged as if the permission were not there."""

    quantity: Positive
    """The most that it permits."""
    unit: Text
    """What is counted, such as MW; a contract in another unit cannot be counted, and nothing more is then permitted."""
    counts: Literal["all", "at_once"] = "all"
    """All that was ever signed under it, or only what has not ended."""


class Approval(ClauseBase):
    """A party permits signing and running, if need be primarily for some workloads."""

    type: Literal["approval"]
    by: Id
    """Who permits."""
    primarily: Primarily | None = None
    """What the permission is meant for, where it is not unconditional."""
    up_to: UpTo | None = None
    """How much it reaches; any quantity when left out."""


class Term(ClauseBase):
    """How long the agreement runs, and which clauses survive it."""

    type: Literal["term"]
    until: Until
    """The last day, or a rule that brings it; without end while that is unknown."""
    survives: Ids = ()
    """Clauses that speak on after the last day."""


_AnyClause = (
    Exclusivity
    | Consent
    | FirstRefusal
    | Delivery
    | Approval
    | Licence
    | Escape
    | Priority
    | Prohibition
    | Term
    | RevenueShare
    | Commitment
    | Payment
    | DatedDuty
    | Option
    | PricePromise
)
CLAUSE_KINDS: tuple[type[ClauseBase], ...] = get_args(_AnyClause)
Clause = Annotated[_AnyClause, ByType(CLAUSE_KINDS)]
