"""A dated duty: who does what for whom, once, at regular times, or so long after something happens."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Id, Text, Written
from firstcall.agreement.model.clauses.money_terms import Currency, NotNegative
from firstcall.agreement.model.clauses.promises.payment import NameTwoParties, PaymentTimes, Recurring
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.event_dates import Plus
from firstcall.agreement.model.exact import Whole
from firstcall.agreement.model.scope import ClauseBase
from firstcall.said import Quoted, Said, Unreadable, sentence


class DoneWhole(Said):
    says = sentence("duty.done-whole", "a duty is done whole, and `partial: days` is for sums")


class LeavePartialOut(Said):
    says = sentence("duty.leave-partial-out", "leave `partial` out")


class CreditNeedsPayee(Said):
    says = sentence("duty.credit-needs-payee", "a credit for being late is paid to somebody, and `to` names nobody")


class NameWhoIsOwed(Said):
    says = sentence("duty.name-who-is-owed", "write `to` with the party that it is owed to")


class OwesItself(Said):
    says = sentence("duty.owes-itself", "{party} owes itself a duty")
    party: Annotated[str, Quoted]


class LateCredit(Written):
    """What is paid for each day on which the duty is done late, or still not done."""

    per_day: NotNegative
    """For each day late; a day begun counts."""
    at_most: NotNegative | None = None
    """The most for one time of the duty; without end when left out."""
    currency: Currency
    """The currency of the credit."""
    runs_from: Literal["day", "within"] = "within"
    """Whether days count from the day itself, or from the end of the time `within` which it may be done."""
    due_days: Annotated[Whole, Field(ge=0, le=3660)] = 0
    """Days from the end of a month, or from the day on which it was done, to the day by which it is paid."""


class DatedDuty(ClauseBase):
    """A party must do something by a day; met, late or unmet by the record. It never bars anything."""

    type: Literal["duty"]
    by: Id
    """Who must do it."""
    to: Id | None = None
    """For whom, where it is one party's to have."""
    does: Text
    """What must be done, in words, such as: delivers the capacity report."""
    when: PaymentTimes
    """A day, regular times, or a rule that brings the day; unknown until what it hangs on is known."""
    within: Plus | None = None
    """How long after that day it may be done; by the end of that day itself when left out."""
    remedy: Text | None = None
    """What follows where it is not done, in words."""
    of: Id | None = None
    """The contract or order that it is part of, such as a tranche that is delivered."""
    late: LateCredit | None = None
    """What is paid, to whom the duty is owed, for each day that it is late; a line of the statement."""
    remedies: Ids = ()
    """The clauses that say what follows."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if isinstance(self.when, Recurring) and self.when.partial == "days":
            raise Unreadable(DoneWhole(), LeavePartialOut())
        if self.late is not None and self.to is None:
            raise Unreadable(CreditNeedsPayee(), NameWhoIsOwed())
        if self.by == self.to:
            raise Unreadable(OwesItself(party=self.by), NameTwoParties())
        return self
