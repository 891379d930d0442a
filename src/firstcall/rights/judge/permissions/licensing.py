"""What a licence says: who counts as its licensee, whom it leaves out, and whether a licensee may license on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from firstcall.agreement.model.clauses.kinds import Licence
from firstcall.agreement.model.definitions import Affiliate
from firstcall.agreement.terms import Terms
from firstcall.record.consents import Subject
from firstcall.record.events.entry import EventBase
from firstcall.record.position import Position
from firstcall.rights.decision import RestsOn
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import PartyConsented
from firstcall.rights.judge.permissions.routes import routes_to
from firstcall.rights.judge.technology_reasons import (
    BindsLicensor,
    LicenceDoesNotReach,
    LicensedAlone,
    LicensedNotToAffiliate,
    LicensedPerhapsToAffiliate,
    Licenses,
    LicensesAffiliate,
    LicensesAmongOthers,
    MaySublicense,
    MaySublicenseWithConsent,
    NoSublicence,
    OpenOnAffiliates,
    OpenOnSublicence,
    OpenOnSuccessors,
)
from firstcall.said import Said
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Technology:
    """What is used or licensed: its kind, the product, and as much as is known of the model."""

    act: Literal["use", "license"]
    party: str
    ip: str
    product: str
    model: str | None = None
    developed: datetime | None = None
    listed: bool | None = None
    """Whether an exercise of an escape lists the model; None where that is not known."""
    fact: EventBase | None = None
    by: str | None = None
    """Who licenses it on, being no owner; None where an owner licenses it."""


def counts_as_licensee(clause: Licence, name: str, terms: Terms) -> bool:
    """Say whether somebody is the licensee, or an affiliate of it that the licence lets in."""
    return name == clause.licensee or (clause.affiliates is True and _affiliate(clause, name, terms) is not None)


def licence_effect(clause: Licence, technology: Technology, here: Position) -> Effect:
    """Return what a licence says; of kind none, why it does not reach the question.

    Args:
      clause: the licence.
      technology: what is used, or licensed, and by whom.
      here: the text and the record at the question's instant.
    """
    terms, ip, product, party = here.terms(), technology.ip, technology.product, technology.party
    if not clause.covers(ip, product):
        return Effect("none", LicenceDoesNotReach(ip=ip, product=product))
    if party == clause.licensee:
        return Effect("clear", Licenses(ip=ip, product=product, party=clause.licensee), _fields(clause, "exclusive"))
    if party == clause.licensor:
        return Effect("none", BindsLicensor(licensor=clause.licensor))
    affiliate = _affiliate(clause, party, terms)
    if affiliate is not None and clause.affiliates:
        why = LicensesAffiliate(ip=ip, product=product, affiliate=party, party=clause.licensee)
        return _resting(Effect("clear", why, _fields(clause, "affiliates")), clause, affiliate)
    by = technology.by
    if by is not None and clause.sublicensable is not None and counts_as_licensee(clause, by, terms):
        through = _affiliate(clause, by, terms)
        found = _sublicence(clause, by, technology, here)
        return found if through is None else _resting(found, clause, through)
    found = _left_out(clause, technology)
    if affiliate is not None:
        found = _affiliate_left_out(found, clause, technology, affiliate)
    if by is not None and counts_as_licensee(clause, by, terms):
        found = replace(found, supposes=(*found.supposes, OpenOnSublicence(clause=clause.id, party=by)))
    licensee = terms.parties.get(clause.licensee)
    heir = None if licensee is None or technology.act != "use" else licensee.successor(party)
    if heir is not None:
        open_ = OpenOnSuccessors(clause=clause.id, given=party, party=clause.licensee, grade=heir.basis.grade)
        found = replace(found, supposes=(*found.supposes, open_))
    return found


def affiliation(clause: Licence, name: str, terms: Terms) -> RestsOn | None:
    """Return how well it is known that somebody is an affiliate of a licensee; None where none is listed."""
    found = _affiliate(clause, name, terms)
    return None if found is None else _ground(clause, found)


def _affiliate(clause: Licence, name: str, terms: Terms) -> Affiliate | None:
    licensee = terms.parties.get(clause.licensee)
    return None if licensee is None or name in terms.parties else licensee.affiliate(name)


def _ground(clause: Licence, affiliate: Affiliate) -> RestsOn:
    field = f"{clause.licensee}.affiliates.{affiliate.name}"
    return RestsOn(affiliate.basis.grade, field, affiliate.basis.source)


def _resting(effect: Effect, clause: Licence, affiliate: Affiliate) -> Effect:
    return replace(effect, grounds=(*effect.grounds, _ground(clause, affiliate)))


def _fields(clause: Licence, *own: str) -> tuple[str, ...]:
    return tuple(name for name in ("licensee", "ip", "products", *own) if getattr(clause, name) is not None)


def _left_out(clause: Licence, technology: Technology) -> Effect:
    """Return what a licence says to whom it does not license."""
    ip, product = technology.ip, technology.product
    if clause.exclusive:
        return Effect(
            "forbid", LicensedAlone(ip=ip, product=product, party=clause.licensee), _fields(clause, "exclusive")
        )
    return Effect("none", LicensesAmongOthers(ip=ip, product=product, party=clause.licensee))


def _affiliate_left_out(found: Effect, clause: Licence, technology: Technology, affiliate: Affiliate) -> Effect:
    """Return what a licence says to an affiliate of its licensee: that it is not let in, or that this is open."""
    ip, product, name, party = technology.ip, technology.product, affiliate.name, clause.licensee
    if clause.affiliates is None:
        perhaps = LicensedPerhapsToAffiliate(ip=ip, product=product, affiliate=name, party=party)
        open_ = OpenOnAffiliates(clause=clause.id, party=party)
        return _resting(replace(found, why=perhaps, supposes=(open_,)), clause, affiliate)
    why = LicensedNotToAffiliate(ip=ip, product=product, affiliate=name, party=party)
    return _resting(replace(found, why=why, fields=(*found.fields, "affiliates")), clause, affiliate)


def _sublicence(clause: Licence, by: str, technology: Technology, here: Position) -> Effect:
    """Return what a licence that speaks of sublicences says to one: free, free by consent, to consent to, or barred."""
    ip, product, to = technology.ip, technology.product, technology.party
    fields = _fields(clause, "sublicensable")
    if clause.sublicensable is True:
        return Effect("clear", MaySublicense(ip=ip, product=product, party=by), fields)
    if clause.sublicensable is False:
        return Effect("forbid", NoSublicence(ip=ip, product=product, party=by), fields)
    routes = routes_to(clause.id, here)
    consent = here.consent(clause.id, Subject("", "", party=to))
    if consent is not None:
        given: Said = PartyConsented(party=consent.by, consent=consent.consent)
        return Effect("clear", given, fields, (consent,), routes)
    why = MaySublicenseWithConsent(ip=ip, product=product, party=by, licensor=clause.licensor)
    return Effect("consent", why, fields, (), routes, routes)
