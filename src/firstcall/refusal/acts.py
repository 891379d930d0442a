"""The acts of first refusal: what each is called, who may do it, the event it becomes, and how one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NoReturn, get_args

from firstcall.agreement.model.basis import Id, Text
from firstcall.errors import RefusalError
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import (
    CapacityRequested,
    Declined,
    Delivered,
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

Doer = Literal["grantor", "holder", "either"]


@dataclass(frozen=True, slots=True)
class ActKind:
    """An act: the event it becomes, who does it, and what it is in a sentence."""

    event: type[EventBase]
    doer: Doer
    about: str

    @property
    def type(self) -> str:
        """The type of the event, as it stands on the line."""
        return str(get_args(self.event.model_fields["type"].annotation)[0])


ACTS: Mapping[str, ActKind] = {
    "receive": ActKind(OfferReceived, "grantor", "A third party made an offer."),
    "request": ActKind(CapacityRequested, "grantor", "The grantor asks for capacity, where the holder is asked first."),
    "willing": ActKind(GrantorWilling, "grantor", "The grantor is willing to accept the offer."),
    "notify": ActKind(NoticeGiven, "grantor", "Give the holder notice of the offer: its clock starts."),
    "deficient": ActKind(NoticeDeficient, "holder", "Say what a notice lacks: its clock stops."),
    "amend": ActKind(TermsAmended, "grantor", "The terms of the offer change: notice is due again."),
    "match": ActKind(Matched, "holder", "Take the whole offer on its terms."),
    "match-part": ActKind(MatchedInPart, "holder", "Take a part of the offer."),
    "decline": ActKind(Declined, "holder", "Decline the offer."),
    "withdraw": ActKind(Withdrawn, "grantor", "The offer is withdrawn."),
    "sign": ActKind(ContractSigned, "grantor", "Sign a contract for what the offer is of."),
    "deliver": ActKind(Delivered, "holder", "The holder delivers what it matched."),
    "fail": ActKind(HolderFailed, "grantor", "The holder did not sign or deliver what it matched."),
    "waive": ActKind(WaiverGiven, "holder", "Waive the right, for this offer or for a contract already signed."),
    "toll": ActKind(Tolled, "either", "Stop the clock of the window."),
    "resume": ActKind(Resumed, "either", "Let the clock of the window run again."),
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


def refuse(clause: str | None, reason: str, mend: str) -> NoReturn:
    """Refuse an act.

    Raises:
      RefusalError: always; its text names the clause, says why, and how to mend it.
    """
    raise RefusalError(f"{clause + ': ' if clause else ''}{reason}\n  mend: {mend}")
