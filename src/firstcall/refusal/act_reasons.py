"""Why an act is not taken, what was done before, and what a late entry changes, as facts.

>>> str(SayOneOf(flags=("--as halcyon", "--as iris")))
'say --as halcyon or --as iris'
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from firstcall.said import AnyOf, Quoted, Said, sentence


class DatedAfterNow(Said):
    says = sentence("act.dated-after-now", "{act} is dated {at}, after now ({now})")
    act: str
    at: datetime
    now: datetime


class EnterWhenHappened(Said):
    says = sentence("act.enter-when-happened", "enter it when it has happened")


class KeyOfAnotherAct(Said):
    says = sentence("act.key-of-another", "{key} is the key of another act ({kind} of {at})")
    key: Annotated[str, Quoted]
    kind: str
    at: datetime


class GiveActOwnKey(Said):
    says = sentence("act.give-own-key", "give each act its own key")


class PerformedBefore(Said):
    says = sentence("act.performed-before", "performed before as event {event}; nothing was changed")
    event: str


class OfferMadeLater(Said):
    says = sentence("act.offer-made-later", "offer {offer} was made on {made}, after the act's own {at}")
    offer: Annotated[str, Quoted]
    made: datetime
    at: datetime


class CheckDateOfAct(Said):
    says = sentence("act.check-date", "check the date of the act")


class OfferNotOnRecord(Said):
    says = sentence("act.offer-not-on-record", "offer {offer} is not on the record")
    offer: Annotated[str, Quoted]


class ActsContractUnknown(Said):
    says = sentence("act.contract-not-on-record", "contract {contract} is not on the record")
    contract: Annotated[str, Quoted]


class NoRightConcerns(Said):
    says = sentence("act.no-right-concerns", "no right of first refusal concerns offer {offer} on that day")
    offer: Annotated[str, Quoted]


class SeveralCouldDoIt(Said):
    says = sentence("act.several-could-do-it", "{act}: several parties could do this")
    act: str


class SayOneOf(Said):
    says = sentence("act.say-one-of", "say {flags}")
    flags: Annotated[tuple[str, ...], AnyOf]


class NotForThemToDo(Said):
    says = sentence("act.not-for-them", "{who} cannot {act} offer {offer}")
    who: Annotated[str, Quoted]
    act: str
    offer: Annotated[str, Quoted]


class SeveralRightsConcerned(Said):
    says = sentence("act.several-rights", "{act}: the offer concerns several rights")
    act: str


class ContractSignedAlready(Said):
    says = sentence("act.contract-signed-already", "contract {contract} is signed already")
    contract: Annotated[str, Quoted]


class GiveContractOwnId(Said):
    says = sentence("act.give-contract-own-id", "give a further contract its own id")


class NowChangesNothing(Said):
    says = sentence(
        "act.now-changes-nothing", "event {event} ({kind}), entered before, now changes nothing under {clause}"
    )
    event: str
    kind: str
    clause: str


class NowCounts(Said):
    says = sentence("act.now-counts", "event {event} ({kind}), entered before, now counts under {clause}")
    event: str
    kind: str
    clause: str


class NowCleared(Said):
    says = sentence(
        "act.now-cleared",
        "event {event} ({kind}), entered before, now counts under {clause}: the signing is cleared in hindsight",
    )
    event: str
    kind: str
    clause: str


class SignedWithAnother(Said):
    says = sentence(
        "act.signed-with-another",
        "{provider} made offer {offer}: that what the holder left of it may be signed with {other} is supposed, "
        "since the clause does not say with whom",
    )
    provider: Annotated[str, Quoted]
    offer: Annotated[str, Quoted]
    other: Annotated[str, Quoted]


class TakesEffectThen(Said):
    says = sentence("act.takes-effect-then", "it takes effect at {at}; until then the offer stands as it did")
    at: datetime


class WouldTakeEffect(Said):
    says = sentence("act.would-take-effect", "it would take effect at {at}: {why}")
    at: datetime
    why: Said
