"""What the papers of an offer say, as facts: the page with the clock, the notice, and a holder's answers.

>>> str(DeclinesIt(name="Halcyon", subject=ItsOffer(offer="o", place="cl. 4.2")))
'Halcyon declines offer o under cl. 4.2.'
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from firstcall.gaps import Joining
from firstcall.said import AllOf, Clocked, Commas, Said, Weekdayed, sentence


class PacketWord(Said):
    says = sentence("packet.word", "{word}")
    word: Literal[
        "the notice must say", "it says", "what", "when", "why", "as offered", "date", "from", "to", "also to",
        "MISSING",
        "deemed received", "last instant to answer", "not counted", "last day of the tail after a lapse", "withheld",
        "none: a requirement of ours",
    ]  # fmt: skip


class DraftNotSent(Said):
    says = sentence("packet.draft", "Draft, not sent. Not legal advice.")


class ClockTitle(Said):
    says = sentence("packet.clock-title", "Offer {offer}: clause, clock, who may see what")
    offer: str


class RightNamed(Said):
    says = sentence("packet.right", "Right of first refusal under {place} ({clause}).")
    place: str
    clause: str


class RightInFile(Said):
    says = sentence("packet.right-in-file", "Right of first refusal {clause}.")
    clause: str


class RightSays(Said):
    says = sentence("packet.right-says", "{right} {text}")
    right: Said
    text: str


class DueFromThem(Said):
    says = sentence("packet.due-from", "{who}: {told}")
    who: Annotated[tuple[str, ...], AllOf]
    told: Said


class IfNoticeSent(Said):
    says = sentence("packet.if-sent", "If notice were sent at {at}:")
    at: Annotated[datetime, Clocked]


class CountedFromNotice(Said):
    says = sentence("packet.counted-from", "Counted from the notice of {at}.")
    at: Annotated[datetime, Clocked]


class StopsMoveIt(Said):
    says = sentence("packet.stops-move", "{counted} Stops of the clock move these days.")
    counted: Said


class OfTheNotice(Said):
    says = sentence("packet.of-the-notice", "Of the notice: {told}.")
    told: Said


class OfferSealed(Said):
    says = sentence(
        "packet.sealed",
        "The offer is under non-disclosure: its terms may be told to the holder, the third party's name may not.",
    )


class NameKept(Said):
    says = sentence("packet.name-kept", "{clause} keeps the third party's name from the holder; its terms are told.")
    clause: str


class NameTold(Said):
    says = sentence("packet.name-told", "The third party is named to the holder of the right, and to nobody else.")


class NameWithId(Said):
    says = sentence("packet.name-with-id", "{name} ({id})")
    name: str
    id: str


class WorkloadsNamed(Said):
    says = sentence("packet.workloads", "{workloads}")
    workloads: Annotated[tuple[str, ...], AllOf]


class AnswersApart(Said):
    says = sentence("packet.answers-apart", "What one holder answers is not told to the others.")


class BiddersLearnNothing(Said):
    says = sentence(
        "packet.bidders-learn-nothing",
        "Other bidders learn nothing of this offer: neither its terms nor that it was made.",
    )


class GivesItNotice(Said):
    says = sentence(
        "packet.gives-notice",
        "Under {place}, {grantor} gives {holder} notice that it is willing to accept the following offer.",
    )
    place: str
    grantor: str
    holder: str


class MayTakePart(Said):
    says = sentence("packet.may-take-part", "You may take a part.")


class MayTakePartFrom(Said):
    says = sentence("packet.may-take-part-from", "You may take a part, of {lot} at least.")
    lot: Decimal


class NotComplete(Said):
    says = sentence("packet.not-complete", "NOT COMPLETE, do not send: {missing} missing.")
    missing: Annotated[tuple[Said, ...], Joining.commas]


class TermIs(Said):
    says = sentence("packet.term-is", "{name} {value}")
    name: Said
    value: Said


class ToBeFilledIn(Said):
    says = sentence("packet.fill-in", "To be filled in before it is sent: {ends}.")
    ends: tuple[Said, ...]


class NoticesWhere(Said):
    says = sentence("packet.notices-where", "where {name} takes notices, which the agreement does not tell")
    name: str


class NoticeTitle(Said):
    says = sentence("packet.notice-title", "Notice of offer {offer} under {place}")
    offer: str
    place: str


class MayTakeIt(Said):
    says = sentence(
        "packet.may-take-it",
        "You may take it on these terms by notice to {party}. "
        "If this notice is received on {day}, the time to answer ends at {until}.",
    )
    party: Said
    day: Annotated[date, Weekdayed]
    until: Said


class PartyAlone(Said):
    says = sentence("packet.party", "{name}")
    name: str


class PartyAt(Said):
    says = sentence("packet.party-at", "{name}, {places}, by {method}")
    name: str
    places: tuple[str, ...]
    method: Said | str


class GoesTo(Said):
    says = sentence("packet.goes-to", "To: {places}, by {method}")
    places: tuple[str, ...]
    method: Said | str


class ItsOffer(Said):
    says = sentence("packet.its-offer", "offer {offer} under {place}")
    offer: str
    place: str


AnswerKind = Literal["Match", "Match part", "Decline", "Deficiency", "Waiver"]


class AnswerTitle(Said):
    says = sentence("packet.answer-title", "{kind}: {subject}")
    kind: AnswerKind
    subject: Said


class TakesIt(Said):
    says = sentence("packet.takes-it", "{name} takes the whole of {subject} on the terms of your notice.")
    name: str
    subject: Said


class TakesAPart(Said):
    says = sentence("packet.takes-part", "{name} takes a part of {subject} on the terms of your notice: [quantity].")
    name: str
    subject: Said


class DeclinesIt(Said):
    says = sentence("packet.declines-it", "{name} declines {subject}.")
    name: str
    subject: Said


class NoticeLacksSomething(Said):
    says = sentence(
        "packet.notice-incomplete",
        "Your notice of {subject} is incomplete. It lacks: [what is missing]. "
        "No time to answer runs until it is complete.",
    )
    subject: Said


class WaivesIt(Said):
    says = sentence("packet.waives-it", "{name} waives its right for {subject}, on the terms of your notice.")
    name: str
    subject: Said


class NoticeLacksThese(Said):
    says = sentence(
        "packet.notice-lacks",
        "Your notice of {subject} is incomplete. It lacks: {lacked}. No time to answer runs until it is complete.",
    )
    subject: Said
    lacked: Annotated[tuple[Said | str, ...], Commas]


class OurTimeEnds(Said):
    says = sentence("packet.our-time-ends", "{answer} Our time to answer ends at {at}.")
    answer: Said
    at: Annotated[datetime, Clocked]
