"""What is wrong with a question, and how what it leaves out was read, as facts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from firstcall.said import Quoted, Said, sentence


class TheOffer(Said):
    says = sentence("question.the-offer", "offer {offer}")
    offer: Annotated[str, Quoted]


class TheContract(Said):
    says = sentence("question.the-contract", "contract {contract}")
    contract: Annotated[str, Quoted]


class OfferOrContract(Said):
    says = sentence("question.offer-or-contract", "a question names an offer or a contract, not both")


class LeaveOneOut(Said):
    says = sentence("question.leave-one-out", "leave one of them out")


class TrancheOfContract(Said):
    says = sentence("question.tranche-of-contract", "--tranche belongs to a contract")


class NameItsContract(Said):
    says = sentence("question.name-its-contract", "name it with --contract")


class NoWorkloadNamed(Said):
    says = sentence("question.no-workload-named", "no workload is named")


class NameAtLeastOne(Said):
    says = sentence("question.name-at-least-one", "name at least one of: {workloads}")
    workloads: tuple[str, ...]


class NothingToSign(Said):
    says = sentence("question.nothing-to-sign", "a quantity of {quantity} is nothing to sign")
    quantity: Decimal


class GiveAboveZero(Said):
    says = sentence("question.give-above-zero", "give one above zero")


class UnknownOfDimension(Said):
    says = sentence("question.unknown-of-dimension", "unknown {dimension} {given}")
    dimension: str
    given: Annotated[str, Quoted]


class NotOnRecordBy(Said):
    says = sentence("question.not-on-record-by", "{what} is not on the record by {at}")
    what: Said
    at: datetime


class SeeRecord(Said):
    says = sentence("question.see-record", "see `firstcall record show`")


class OfferNotYetSigned(Said):
    says = sentence("question.offer-not-yet-signed", "an offer is of capacity not yet signed")


class LeaveExistingOut(Said):
    says = sentence("question.leave-existing-out", "leave --capacity existing and --signed out")


class FlagContradicts(Said):
    says = sentence("question.flag-contradicts", "{flag} {asked} contradicts {what}, which says {held}")
    flag: str
    asked: str
    what: Said
    held: str


class LeaveFlagOut(Said):
    says = sentence("question.leave-flag-out", "leave {flag} out")
    flag: str


class SaysWhatWasSigned(Said):
    says = sentence("question.says-what-was-signed", "{what} says what was signed and when")
    what: Said


class LeaveBothOut(Said):
    says = sentence("question.leave-both-out", "leave --capacity and --signed out")


class TrancheOver(Said):
    says = sentence("question.tranche-over", "the tranche's term ended on {day}; use after it is asked as new capacity")
    day: date


class BeyondTranche(Said):
    says = sentence(
        "question.beyond-tranche",
        "{asked} is beyond the tranche's {quantity}; the {excess} beyond it are asked as new capacity, "
        "and the stricter answers",
    )
    asked: Decimal
    quantity: Decimal
    excess: Decimal


class SeveralTranches(Said):
    says = sentence("question.several-tranches", "{contract} has tranches {tranches}")
    contract: Said
    tranches: tuple[str, ...]


class SayWhichTranche(Said):
    says = sentence("question.say-which-tranche", "say which with --tranche")


class NoSuchTranche(Said):
    says = sentence("question.no-such-tranche", "{contract} has no tranche {given}")
    contract: Said
    given: Annotated[str, Quoted]


class OwnProviderTaken(Said):
    says = sentence("question.own-provider-taken", "provider {provider}: taken because own_build is asked")
    provider: str


class NoProviderNamed(Said):
    says = sentence("question.no-provider-named", "no provider is named")


class NameProvider(Said):
    says = sentence("question.name-provider", "name one with --provider; any name may be asked")


class ReadAsOther(Said):
    says = sentence(
        "question.read-as-other", "provider {provider} is not listed in the agreement and is read as `other`"
    )
    provider: Annotated[str, Quoted]


class ReadAsOtherSlip(Said):
    says = sentence(
        "question.read-as-other-slip",
        "provider {provider} is not listed in the agreement and is read as `other`; did you mean {near}?",
    )
    provider: Annotated[str, Quoted]
    near: Annotated[str, Quoted]


class NewByDefault(Said):
    says = sentence("question.new-by-default", "capacity new: by default")


class OwnBuildByDefault(Said):
    says = sentence("question.own-build-by-default", "capacity own_build, since the grantor operates it: by default")


class NotOwnBuild(Said):
    says = sentence(
        "question.not-own-build",
        "{provider} is operated by {operator}, so capacity there is not the grantor's own build",
    )
    provider: Annotated[str, Quoted]
    operator: str


class NameOwnProvider(Said):
    says = sentence("question.name-own-provider", "leave --capacity out, or name the grantor's own provider")


class NewSignedEarlier(Said):
    says = sentence("question.new-signed-earlier", "--capacity new is signed now, and --signed says earlier")


class SignedAfterAsked(Said):
    says = sentence("question.signed-after-asked", "signed {signed} lies after the day asked about")
    signed: datetime


class SignedBeforeSince(Said):
    says = sentence("question.signed-before-since", "existing capacity is read as signed before every `since` in force")


class CustomerByDefault(Said):
    says = sentence("question.customer-by-default", "customer {customer}: by default")
    customer: str


class StrictestOf(Said):
    says = sentence("question.strictest-of", "{dimension} not given: the strictest answer of {values_asked}")
    dimension: str
    values_asked: tuple[str, ...]
