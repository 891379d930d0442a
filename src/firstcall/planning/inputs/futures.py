"""`futures.yaml`: what nobody knows yet, each with a distribution and a grade."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from firstcall.agreement.model.basis import ASSUMED, Basis, Day, Id, Text, Written
from firstcall.agreement.model.clauses.refusal_terms import Positive, Share
from firstcall.agreement.model.exact import Whole, exact_decimal
from firstcall.planning.inputs.supply import MOST_DAYS
from firstcall.said import Said, Unreadable, sentence

FutureKind = Literal["answer", "consent", "branch"]
STRANDING = "stranding"
ANY = "any"


def _part(value: object) -> object:
    return value if value == STRANDING else exact_decimal(value)


def _real_part(share: Decimal | Literal["stranding"]) -> Decimal | Literal["stranding"]:
    if isinstance(share, Decimal) and not 0 < share < 1:
        raise Unreadable(NoPart(given=share), WritePart())
    return share


class NoPart(Said):
    says = sentence("futures.no-part", "share: {given} is no part of what is offered")
    given: Decimal


class WritePart(Said):
    says = sentence(
        "futures.write-part", "write a number between 0 and 1, or `stranding`; all of it is `match`, nothing a decline"
    )


class PartAnswer(Written):
    """The holder takes a part: a share of what it was offered, or just so much that the rest is too little to buy."""

    share: Annotated[Decimal | Literal["stranding"], BeforeValidator(_part), AfterValidator(_real_part)]
    probability: Share


class HolderAnswer(Written):
    """How the holder of a right of first refusal may answer the notice of a line of supply."""

    line: Id
    """A line of supply, or `any`: every one that has no entry of its own."""
    clause: Id | None = None
    """Whose right it is, where several must be asked; each of them when left out."""
    match: Share
    """How likely the holder takes all of it."""
    parts: tuple[PartAnswer, ...] = ()
    """How likely it takes a part."""
    lead_days: Annotated[Whole, Field(ge=0, le=MOST_DAYS)] | None = None
    """Days from its match until its own capacity runs; its milestone, else the line's own lead, when left out."""
    basis: Basis = ASSUMED

    @model_validator(mode="after")
    def _adds_up(self) -> "HolderAnswer":
        if self.match + sum(part.probability for part in self.parts) > 1:
            raise Unreadable(ChancesOverOne(), RestIsDecline())
        return self


class ChancesOverOne(Said):
    says = sentence("futures.chances-over-one", "the chances of a match and of parts add to more than 1")


class RestIsDecline(Said):
    says = sentence("futures.rest-is-decline", "lower them; what is left is a decline")


class ListedTwice(Said):
    says = sentence("futures.listed-twice", "one {what} is listed twice")
    what: FutureKind


class KeepOneEntry(Said):
    says = sentence("futures.keep-one-entry", "keep one entry for each")


class ConsentFuture(Written):
    """Whether and when a party consents."""

    clause: Id
    """The consent clause, or `any`."""
    given: Share
    """How likely it is given."""
    delay_days: Annotated[Whole, Field(ge=0, le=MOST_DAYS)] = 0
    """Calendar days from asking to its answer."""
    basis: Basis = ASSUMED


class Branch(Written):
    """A course that demand may take."""

    id: Id
    weight: Positive
    times: Positive = Decimal(1)
    """By which factor every need changes that names no factor of its own for this branch."""
    known_from: Day | None = None
    """From when it is known which branch it is; from the horizon's first day when left out."""
    basis: Basis = ASSUMED


class Futures(Written):
    """The whole of `futures.yaml`; an empty one holds that every holder declines and nobody consents."""

    schema_: Literal["firstcall/futures/1"] = Field(default="firstcall/futures/1", alias="schema")
    answers: tuple[HolderAnswer, ...] = ()
    common: Share = Decimal(0)
    """How likely all answers follow one mood of the holder; else each is its own."""
    consents: tuple[ConsentFuture, ...] = ()
    demand: tuple[Branch, ...] = ()
    cost_of_money: Share = Decimal(0)
    """What money paid in advance costs a year."""
    assumptions: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _no_one_twice(self) -> "Futures":
        listed: tuple[tuple[FutureKind, list[Any]], ...] = (
            ("answer", [(answer.line, answer.clause) for answer in self.answers]),
            ("consent", [item.clause for item in self.consents]),
            ("branch", [branch.id for branch in self.demand]),
        )
        for what, ids in listed:
            if len(set(ids)) < len(ids):
                raise Unreadable(ListedTwice(what=what), KeepOneEntry())
        return self

    def answer_for(self, line: str, clause: str) -> HolderAnswer | None:
        """Return how the holder may answer for a line: its own entry first, else that of `any`."""
        for wanted in ((line, clause), (line, None), (ANY, clause), (ANY, None)):
            for answer in self.answers:
                if (answer.line, answer.clause) == wanted:
                    return answer
        return None

    def consent_for(self, clause: str) -> ConsentFuture | None:
        """Return whether and when a consent may be given; None where nobody said."""
        for wanted in (clause, ANY):
            for item in self.consents:
                if item.clause == wanted:
                    return item
        return None
