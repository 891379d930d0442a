"""What licences and escapes say to a use or licence of technology, and how it was asked, as facts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.agreement.model.basis import Grade
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.record.milestones import DeterminationStatus
from firstcall.said import AnyOf, Quoted, Said, sentence


class NoProducts(Said):
    says = sentence(
        "technology.no-products", "the agreement defines no products, so no use of technology can be asked of it"
    )


class KindByDefault(Said):
    says = sentence("technology.kind-by-default", "ip {ip}: by default")
    ip: str


class NoPartyUses(Said):
    says = sentence(
        "technology.no-party-uses", "{given} is no party; as anybody else, it may use this only under a licence"
    )
    given: Annotated[str, Quoted]


class NoPartyUsesSlip(Said):
    says = sentence(
        "technology.no-party-uses-slip",
        "{given} is no party (did you mean {near}?); as anybody else, it may use this only under a licence",
    )
    given: Annotated[str, Quoted]
    near: Annotated[str, Quoted]


class NoPartyLicenses(Said):
    says = sentence(
        "technology.no-party-licenses",
        "{given} is no party; as anybody else, it may license this on only under a licence",
    )
    given: Annotated[str, Quoted]


class NoPartyLicensesSlip(Said):
    says = sentence(
        "technology.no-party-licenses-slip",
        "{given} is no party (did you mean {near}?); as anybody else, it may license this on only under a licence",
    )
    given: Annotated[str, Quoted]
    near: Annotated[str, Quoted]


class ModelNotOnRecord(Said):
    says = sentence("technology.model-not-on-record", "model {model} is not on the record")
    model: Annotated[str, Quoted]


class GiveModelDate(Said):
    says = sentence("technology.give-model-date", "give --model-developed DATE, or record model-developed")


class ModelDateContradicts(Said):
    says = sentence(
        "technology.model-date-contradicts",
        "--model-developed {asked} contradicts the record, which has model {model} developed on {held} ({event})",
    )
    asked: date
    model: Annotated[str, Quoted]
    held: date
    event: str


class ModelListed(Said):
    says = sentence("technology.model-listed", "among the models that the exercise lists")


class ModelNotListed(Said):
    says = sentence("technology.model-not-listed", "not among the models that the exercise lists")


class DevelopedBy(Said):
    says = sentence("technology.developed-by", "developed by {day}")
    day: date


class DevelopedAfter(Said):
    says = sentence("technology.developed-after", "developed after {day}")
    day: date


class SupposedBoth(Said):
    says = sentence("technology.supposed-both", "{when}, {listed}")
    when: Said
    listed: Said


class Unlicensed(Said):
    says = sentence("licence.unlicensed", "unlicensed: no licence in force lets {party} use {ip} in {product}")
    party: str
    ip: str
    product: str


class LicenceDoesNotReach(Said):
    says = sentence("licence.does-not-reach", "does not reach {ip} in {product}")
    ip: str
    product: str


class Licenses(Said):
    says = sentence("licence.licenses", "licenses {ip} in {product} to {party}")
    ip: str
    product: str
    party: str


class BindsLicensor(Said):
    says = sentence("licence.binds-licensor", "binds {licensor} only in licensing others")
    licensor: str


class LicensedAlone(Said):
    says = sentence("licence.alone", "{ip} in {product} is licensed to {party} alone")
    ip: str
    product: str
    party: str


class LicensesAmongOthers(Said):
    says = sentence("licence.among-others", "licenses {ip} in {product} to {party}, not exclusively")
    ip: str
    product: str
    party: str


class LicensesAffiliate(Said):
    says = sentence(
        "licence.licenses-affiliate", "licenses {ip} in {product} to {affiliate} as an affiliate of {party}"
    )
    ip: str
    product: str
    affiliate: str
    party: str


class LicensedNotToAffiliate(Said):
    says = sentence(
        "licence.not-to-affiliate", "{ip} in {product} is licensed to {party}, and not to its affiliate {affiliate}"
    )
    ip: str
    product: str
    party: str
    affiliate: str


class LicensedPerhapsToAffiliate(Said):
    says = sentence(
        "licence.perhaps-to-affiliate",
        "{ip} in {product} is licensed to {party}; whether to its affiliate {affiliate} too, it does not say",
    )
    ip: str
    product: str
    party: str
    affiliate: str


class OpenOnAffiliates(Said):
    says = sentence(
        "licence.open-on-affiliates",
        "{clause} does not say whether affiliates of {party} are licensed; they are taken as not licensed",
    )
    clause: str
    party: str


class OpenOnSuccessors(Said):
    says = sentence(
        "licence.open-on-successors",
        "{clause} does not say whether it passes to {given}, listed as the successor of {party} ({grade}); it is taken"
        " as not licensed",
    )
    clause: str
    given: str
    party: str
    grade: Grade


class ListedAffiliate(Said):
    says = sentence("technology.listed-affiliate", "{given} is listed as an affiliate of {party} ({grade})")
    given: str
    party: str
    grade: Grade


class MaySublicense(Said):
    says = sentence("licence.may-sublicense", "lets {party} license {ip} in {product} on to others")
    party: str
    ip: str
    product: str


class MaySublicenseWithConsent(Said):
    says = sentence(
        "licence.may-sublicense-with-consent",
        "lets {party} license {ip} in {product} on to others once {licensor} consents; no consent covers this",
    )
    party: str
    ip: str
    product: str
    licensor: str


class NoSublicence(Said):
    says = sentence("licence.no-sublicence", "does not let {party} license {ip} in {product} on to others")
    party: str
    ip: str
    product: str


class OpenOnSublicence(Said):
    says = sentence(
        "licence.open-on-sublicence",
        "{clause} does not say whether {party} may license on; this answers as for a licence of the licensor",
    )
    clause: str
    party: str


class NothingToLicense(Said):
    says = sentence(
        "licence.nothing-to-license-on",
        "no licence in force gives {by} {ip} in {product}, and it can license to nobody what it has not",
    )
    by: str
    ip: str
    product: str


class AskSublicence(Said):
    says = sentence(
        "technology.ask-sublicence",
        "asked of a licence by {owner}; {clause} speaks of {party} licensing on, which --by {party} asks",
    )
    owner: Annotated[tuple[str, ...], AnyOf]
    clause: str
    party: str


class NoDeclaration(Said):
    says = sentence("escape.no-declaration", "no declaration of {determination} is in the record")
    determination: str


class NotSoFar(Said):
    says = sentence("escape.not-so-far", "{determination} is not {state}: {status}")
    determination: str
    state: DeterminationState
    status: DeterminationStatus


class NotExercised(Said):
    says = sentence("escape.not-exercised", "{determination} is {state}, and the option has not been exercised")
    determination: str
    state: DeterminationState


class BarsLaterModels(Said):
    says = sentence("escape.bars-later", "bars models developed after {day}")
    day: date


class BarsListedModels(Said):
    says = sentence("escape.bars-listed", "bars the models that its exercise lists: {models}")
    models: tuple[str, ...]


class ListsNoModels(Said):
    says = sentence("escape.lists-none", "its exercise lists no models")


class BarsModel(Said):
    says = sentence("escape.bars", "bars models developed after {day}, when {determination} was {state}")
    day: date
    determination: str
    state: DeterminationState


class BarsModelDisputed(Said):
    says = sentence(
        "escape.bars-disputed",
        "bars models developed after {day}, when {determination} was {state}, which is disputed",
    )
    day: date
    determination: str
    state: DeterminationState
