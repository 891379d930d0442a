"""Clauses on technology and on precedence: licences, the escape from them, and priority."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.clauses.promises.payment import NameTwoParties
from firstcall.agreement.model.clauses.refusal_terms import Share
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.determinations import DeterminationState, GiveOneOfTwo
from firstcall.agreement.model.scope import ClauseBase
from firstcall.said import Quoted, Said, Unreadable, sentence


class LicensesItself(Said):
    says = sentence("licence.licenses-itself", "{party} licenses itself")
    party: Annotated[str, Quoted]


class Licence(ClauseBase):
    """A licensee may use technology in products; exclusive, nobody else may, and nobody else is licensed."""

    type: Literal["licence"]
    licensor: Id
    """Whose technology it is."""
    licensee: Id
    """Who may use it."""
    ip: Ids | None = None
    """Kinds of technology; all of them when left out."""
    products: Ids | None = None
    """Products it may be used in; all of them when left out."""
    exclusive: TrueOrFalse = False
    """Whether nobody else may use it so."""
    affiliates: TrueOrFalse | None = None
    """Whether the licensee's affiliates are licensees too; open when left out, and taken as no."""
    sublicensable: Literal[True, False, "with_consent"] | None = None
    """Whether a licensee may license it on: freely, not at all, or once the licensor consents; open when left out."""

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.licensor == self.licensee:
            raise Unreadable(LicensesItself(party=self.licensor), NameTwoParties())
        return self

    def covers(self, ip: str, product: str) -> bool:
        """Say whether the licence reaches a kind of technology in a product."""
        return (self.ip is None or ip in self.ip) and (self.products is None or product in self.products)


class Escape(ClauseBase):
    """Once something is determined, the licensor may close, or loses, access to models developed after it."""

    type: Literal["escape"]
    licences: Ids = Field(min_length=1)
    """The licences that it reaches."""
    determination: Id
    """The milestone that it turns on."""
    state: DeterminationState = "determined"
    """What opens it: the declaration, its verification, or whatever decides under the agreement."""
    exercise: Literal["at_option", "automatic"] = "at_option"
    """Whether the licensor must exercise it, or it works by itself."""
    models: Literal["all", "listed"] = "all"
    """All later models, or those that the exercise lists."""
    purpose: Text | None = None
    """Why it exists, in words."""


Reason = Literal["cannot", "chooses_not_to"]


class ReasonsAllOrAny(Said):
    says = sentence("agreement.reasons-all-or-any", "an exception lists reasons under `all` or under `any`")


class Unless(Written):
    """When a duty is not owed: every reason given, or any of them."""

    all: tuple[Reason, ...] = ()
    """Reasons that must all be given."""
    any: tuple[Reason, ...] = ()
    """Reasons of which one is enough."""

    @model_validator(mode="after")
    def _all_or_any(self) -> "Unless":
        if bool(self.all) == bool(self.any):
            raise Unreadable(ReasonsAllOrAny(), GiveOneOfTwo())
        return self

    def holds(self, given: frozenset[str]) -> bool:
        """Say whether the reasons given lift the duty."""
        return set(self.all) <= given if self.all else bool(given & set(self.any))


class ShippingHasNoShare(Said):
    says = sentence(
        "priority.shipping-has-no-share", "`share_at_least` measures a primary provider, not shipping first"
    )


class LeaveShareOut(Said):
    says = sentence("priority.leave-share-out", "leave it out, or write `duty: primary_provider`")


class Priority(ClauseBase):
    """A holder comes first: products ship there first, or it is the primary provider. A duty, never a ban."""

    type: Literal["priority"]
    holder: Id
    """Who comes first."""
    at: Ids = Field(min_length=1)
    """Its providers."""
    duty: Literal["first_ship", "primary_provider"]
    """To ship there first, or to have it as the primary provider."""
    unless: Unless | None = None
    """When the duty is not owed."""
    share_at_least: Share | None = None
    """For a primary provider, the least share of the reported use that its providers have; else unmeasured."""

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.share_at_least is not None and self.duty != "primary_provider":
            raise Unreadable(ShippingHasNoShare(), LeaveShareOut())
        return self
