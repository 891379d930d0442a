"""A dated duty: who does what for whom, once, at regular times, or so long after something happens."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from firstcall.agreement.model.basis import Id, Text
from firstcall.agreement.model.clauses.promises.payment import PaymentTimes, Recurring
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.event_dates import Plus
from firstcall.agreement.model.scope import ClauseBase
from firstcall.said import Said, Unreadable, sentence


class DoneWhole(Said):
    says = sentence("duty.done-whole", "a duty is done whole, and `partial: days` is for sums")


class LeavePartialOut(Said):
    says = sentence("duty.leave-partial-out", "leave `partial` out")


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
    remedies: Ids = ()
    """The clauses that say what follows."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if isinstance(self.when, Recurring) and self.when.partial == "days":
            raise Unreadable(DoneWhole(), LeavePartialOut())
        return self
