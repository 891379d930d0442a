"""The acts of first refusal: what each is called, who may do it, the event it becomes, and how one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
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
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class ActKind:
    """An act: the event it becomes."""

    event: type[EventBase]

    @property
    def doer(self) -> Doer:
        """Who does it: whose the event is."""
        return getattr(self.event, "done_by", "grantor")

    @property
    def type(self) -> str:
        """The type of the event, as it stands on the line."""
        return str(get_args(self.event.model_fields["type"].annotation)[0])


ACTS: Mapping[str, ActKind] = {
    "receive": ActKind(OfferReceived),
    "request": ActKind(CapacityRequested),
    "willing": ActKind(GrantorWilling),
    "notify": ActKind(NoticeGiven),
    "deficient": ActKind(NoticeDeficient),
    "amend": ActKind(TermsAmended),
    "match": ActKind(Matched),
    "match-part": ActKind(MatchedInPart),
    "decline": ActKind(Declined),
    "withdraw": ActKind(Withdrawn),
    "sign": ActKind(ContractSigned),
    "deliver": ActKind(Delivered),
    "fail": ActKind(HolderFailed),
    "waive": ActKind(WaiverGiven),
    "toll": ActKind(Tolled),
    "resume": ActKind(Resumed),
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
