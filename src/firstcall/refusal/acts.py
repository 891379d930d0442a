"""The acts of first refusal: what each is called, who may do it, the event it becomes, and how one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn, get_args

from firstcall.agreement.model.basis import Id, Text
from firstcall.errors import RefusalError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import (
    CapacityRequested,
    Declined,
    Delivered,
    Doer,
    GrantorWilling,
    HolderFailed,
    Matched,
    MatchedInPart,
    NoticeDeficient,
    NoticeGiven,
    OfferReceived,
    Resumed,
    TermsAmended,
    Tolled,
    WaiverGiven,
    Withdrawn,
)
from firstcall.said import Said, sentence


@dataclass(frozen=True, slots=True)
class ActKind:
    """An act: the event it becomes, and what it is in a sentence."""

    event: type[EventBase]
    about: str

    @property
    def doer(self) -> Doer:
        """Who does it: whose the event is."""
        return getattr(self.event, "done_by", "grantor")

    @property
    def type(self) -> str:
        """The type of the event, as it stands on the line."""
        return str(get_args(self.event.model_fields["type"].annotation)[0])


ACTS: Mapping[str, ActKind] = {
    "receive": ActKind(OfferReceived, "A third party made an offer."),
    "request": ActKind(CapacityRequested, "The grantor asks for capacity, where the holder is asked first."),
    "willing": ActKind(GrantorWilling, "The grantor is willing to accept the offer."),
    "notify": ActKind(NoticeGiven, "Give the holder notice of the offer: its clock starts."),
    "deficient": ActKind(NoticeDeficient, "Say what a notice lacks: its clock stops."),
    "amend": ActKind(TermsAmended, "The terms of the offer change: notice is due again."),
    "match": ActKind(Matched, "Take the whole offer on its terms."),
    "match-part": ActKind(MatchedInPart, "Take a part of the offer."),
    "decline": ActKind(Declined, "Decline the offer."),
    "withdraw": ActKind(Withdrawn, "The offer is withdrawn."),
    "sign": ActKind(ContractSigned, "Sign a contract for what the offer is of."),
    "deliver": ActKind(Delivered, "The holder delivers what it matched."),
    "fail": ActKind(HolderFailed, "The holder did not sign or deliver what it matched."),
    "waive": ActKind(WaiverGiven, "Waive the right, for this offer or for a contract already signed."),
    "toll": ActKind(Tolled, "Stop the clock of the window."),
    "resume": ActKind(Resumed, "Let the clock of the window run again."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does: the kind of act, on which offer, when, and the event's own fields."""

    kind: str
    offer: Id
    at: datetime
    by: Id | None = None
    """The party that acts; the one that the kind of act asks for when left out."""
    clause: Id | None = None
    """The right meant; every right that the offer concerns when left out."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """The event's own fields as they stand on a line of the record."""
    note: Text | None = None
    evidence: Mapping[str, str] | None = None
    signatory: Text | None = None


class RefusedUnder(Said):
    says = sentence("act.refused-under", "{clause}: {why}")
    clause: str
    why: Said


def refuse(clause: str | None, why: Said, fix: Said) -> NoReturn:
    """Refuse an act.

    Raises:
      RefusalError: always; it names the clause, says why, and what would help.
    """
    raise RefusalError(RefusedUnder(clause=clause, why=why) if clause else why, fix=fix)
