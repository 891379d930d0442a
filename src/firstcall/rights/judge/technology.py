"""Use and licence of technology: may this licensee use it in this product, may it be licensed to another?

Technology is closed by default: what no licence in force covers is forbidden to everybody but the
licensor. An escape bars models developed after the determination it turns on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from firstcall.agreement.model.clauses.kinds import Escape, Licence, Prohibition
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import local_day
from firstcall.errors import NotFound, QuestionError, check_known, did_you_mean
from firstcall.record.consents import Subject
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.events.entry import EventBase
from firstcall.record.events.milestones import EscapeExercised
from firstcall.record.milestones import developed, exercises, milestone
from firstcall.record.position import Position
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effects import ban
from firstcall.rights.judge.permissions.asked import with_all_asked
from firstcall.rights.judge.permissions.licensing import (
    Technology,
    affiliation,
    counts_as_licensee,
    licence_effect,
)
from firstcall.rights.judge.technology_reasons import (
    AskSublicence,
    BarsLaterModels,
    BarsListedModels,
    BarsModel,
    BarsModelDisputed,
    DevelopedAfter,
    DevelopedBy,
    GiveModelDate,
    KindByDefault,
    LicenceDoesNotReach,
    ListedAffiliate,
    ListsNoModels,
    ModelDateContradicts,
    ModelListed,
    ModelNotListed,
    ModelNotOnRecord,
    NoDeclaration,
    NoPartyLicenses,
    NoPartyLicensesSlip,
    NoPartyUses,
    NoPartyUsesSlip,
    NoProducts,
    NotExercised,
    NotSoFar,
    SupposedBoth,
)
from firstcall.rights.judge.weigh import Speaking, Weighed, weigh
from firstcall.rights.question_reasons import LeaveFlagOut
from firstcall.said import Said
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class AskedUse:
    """May a licensee use technology in a product?"""

    licensee: str
    product: str
    ip: str | None = None
    model: str | None = None
    developed: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedLicence:
    """May the licensor, or a licensee, license technology for a product to another?"""

    to: str
    product: str
    ip: str | None = None
    by: str | None = None
    """Who would license it: a licensee, for a sublicence; the licensor when left out."""


@dataclass(frozen=True, slots=True)
class LicenceJudged:
    """What a use or licence comes to under one supposition about the model."""

    technology: Technology
    weighed: Weighed
    missed: tuple[tuple[InForce, Effect], ...]
    supposed: Said | None
    unlicensed: bool


def judge_technology(asked: AskedUse | AskedLicence, here: Position) -> tuple[list[LicenceJudged], tuple[Said, ...]]:
    """Return what a use or licence comes to, under each supposition the question leaves open, and what to say.

    Raises:
      QuestionError: an unknown product or kind of technology.
      NotFound: a model that the record does not know, without its date.
    """
    terms = here.terms()
    notes: list[Said] = []
    technology = _technology(asked, here, terms, notes)
    found = [_judge(one, here, supposed) for one, supposed in _suppositions(technology, here)]
    return found, tuple(notes)


def _technology(asked: AskedUse | AskedLicence, here: Position, terms: Terms, notes: list[Said]) -> Technology:
    words = terms.definitions
    if not words.products:
        raise QuestionError(NoProducts())
    check_known("product", asked.product, words.products)
    ip = kind_asked(asked, terms)
    if asked.ip is None:
        notes.append(KindByDefault(ip=ip))
    elif asked.ip not in words.ip:
        check_known("kind of technology", asked.ip, words.ip)
    if isinstance(asked, AskedLicence):
        notes += _told_of(asked.to, ip, asked.product, here)
        by = _licensing(asked, ip, here, notes)
        return Technology("license", asked.to, ip, asked.product, by=by)
    listed = list(_told_of(asked.licensee, ip, asked.product, here))
    notes += listed
    if not listed and not _is_named(asked.licensee, terms):
        near, given = _slip_of(asked.licensee, terms), asked.licensee
        notes.append(NoPartyUsesSlip(given=given, near=near) if near else NoPartyUses(given=given))
    made, fact = _developed(asked, here)
    return Technology("use", asked.licensee, ip, asked.product, asked.model, made, None, fact)


def _slip_of(name: str, terms: Terms) -> str | None:
    """Return the party, or company of a party's group, that a name may be a slip of; None where it is one itself."""
    groups = (one.name for party in terms.parties.values() for one in party.affiliates)
    heirs = (one.name for party in terms.parties.values() for one in party.successors)
    names = (*terms.parties, *dict.fromkeys((*groups, *heirs)))
    return None if name in names else did_you_mean(name, names)


def _is_named(name: str, terms: Terms) -> bool:
    """Say whether a name is that of a party, or of whoever took its place."""
    return name in terms.parties or any(party.successor(name) is not None for party in terms.parties.values())


def _told_of(name: str, ip: str, product: str, here: Position) -> Iterator[Said]:
    """Yield of whom somebody is listed as an affiliate, and how well that is known, where it is a licensee."""
    found: dict[str, Said] = {}
    for held in speaking_clauses(here):
        clause = held.clause
        if isinstance(clause, Licence) and clause.covers(ip, product):
            ground = affiliation(clause, name, here.terms())
            if ground is not None:
                found[clause.licensee] = ListedAffiliate(given=name, party=clause.licensee, grade=ground.grade)
    yield from found.values()


def _licensing(asked: AskedLicence, ip: str, here: Position, notes: list[Said]) -> str | None:
    """Return who would license technology on, being no owner of it; None where an owner would license it."""
    terms = here.terms()
    owners = owners_of_technology(ip, terms)
    if asked.by is not None and asked.by not in owners:
        listed = list(_told_of(asked.by, ip, asked.product, here))
        notes += listed
        if asked.by not in terms.parties and not listed:
            near, given = _slip_of(asked.by, terms), asked.by
            notes.append(NoPartyLicensesSlip(given=given, near=near) if near else NoPartyLicenses(given=given))
        return asked.by
    for held in speaking_clauses(here):
        clause = held.clause
        if not isinstance(clause, Licence) or clause.sublicensable is None or not clause.covers(ip, asked.product):
            continue
        if asked.by is None and asked.to not in owners and not counts_as_licensee(clause, asked.to, terms):
            notes.append(AskSublicence(owner=tuple(sorted(owners)), clause=clause.id, party=clause.licensee))
    return None


def kind_asked(asked: AskedUse | AskedLicence, terms: Terms) -> str:
    """Return the kind of technology a question is about; models where it names none and the agreement has them."""
    kinds = terms.definitions.ip
    return asked.ip or ("models" if "models" in kinds or not kinds else kinds[0])


def _developed(asked: AskedUse, here: Position) -> tuple[datetime | None, EventBase | None]:
    """Return when the model asked about was developed, and the event that tells it."""
    event = developed(here, asked.model) if asked.model is not None else None
    if event is None:
        if asked.model is not None and asked.developed is None:
            raise NotFound(ModelNotOnRecord(model=asked.model), fix=GiveModelDate())
        return asked.developed, None
    where = here.terms().where
    days = local_day(asked.developed or event.at, where), local_day(event.at, where)
    if days[0] != days[1]:
        what = ModelDateContradicts(asked=days[0], model=asked.model or "", held=days[1], event=event.id)
        raise QuestionError(what, fix=LeaveFlagOut(flag="--model-developed"))
    return event.at, event


def _suppositions(technology: Technology, here: Position) -> Iterator[tuple[Technology, Said | None]]:
    """Yield the technology as asked, or under each supposition that an escape makes matter."""
    if technology.act == "license":
        yield technology, None
        return
    points = list(_points(technology, here))
    if not points:
        yield technology, None
        return
    for one, when in _dates(technology, sorted({since for _, since in points}), here):
        if any(_open_list(held, since, one, here) for held, since in points):
            for known, listed in ((False, ModelNotListed()), (True, ModelListed())):
                yield replace(one, listed=known), SupposedBoth(when=when, listed=listed) if when else listed
        else:
            yield one, when


def _dates(technology: Technology, points: list[datetime], here: Position) -> Iterator[tuple[Technology, Said | None]]:
    """Yield the technology with its date, or with one on either side of each point that bars later models."""
    if technology.developed is not None:
        yield technology, None
        return
    where = here.terms().where
    for since in points:
        yield replace(technology, developed=since), DevelopedBy(day=local_day(since, where))
    last = points[-1]
    yield replace(technology, developed=max(here.at, last)), DevelopedAfter(day=local_day(last, where))


def _points(technology: Technology, here: Position) -> Iterator[tuple[InForce, datetime]]:
    """Yield the escapes in effect against a use, each with the instant after which models fall under it."""
    for held in speaking_clauses(here):
        clause = held.clause
        if isinstance(clause, Escape):
            licensors = _licensors(clause, technology, here)
            since = milestone(here, clause.determination).since(clause.state)
            if not licensors or since is None or since > here.at:
                continue
            if any(_closed(clause, exercises(here, clause, since, licensors))):
                yield held, since


def _licensors(clause: Escape, technology: Technology, here: Position) -> frozenset[str]:
    """Return who licenses what is used under the licences that an escape turns on; nobody where it reaches nothing.

    An escape closes models. Where the agreement has no such kind of technology, it closes every kind.
    """
    kinds = here.terms().definitions.ip
    if technology.act != "use" or ("models" in kinds and technology.ip != "models"):
        return frozenset()
    licences = (held.clause for held in speaking_clauses(here) if isinstance(held.clause, Licence))
    return frozenset(
        licence.licensor
        for licence in licences
        if licence.id in clause.licences
        and counts_as_licensee(licence, technology.party, here.terms())
        and licence.covers(technology.ip, technology.product)
    )


def _open_list(held: InForce, since: datetime, technology: Technology, here: Position) -> bool:
    """Say whether the answer turns on a list that the question does not name a model for."""
    clause = held.clause
    assert isinstance(clause, Escape)
    everything, models = _closed(clause, exercises(here, clause, since, _licensors(clause, technology, here)))
    later = technology.developed is not None and technology.developed > since
    return bool(models) and not everything and later and technology.model is None


def _closed(clause: Escape, made: tuple[EscapeExercised, ...]) -> tuple[bool, frozenset[str]]:
    """Return whether every later model is closed, and those that are by name.

    An exercise that names models closes those; one that names none closes all, where the clause lets it.
    """
    at_once = clause.exercise == "automatic" or any(not event.models for event in made)
    return clause.models == "all" and at_once, frozenset(model for event in made for model in event.models)


def _judge(technology: Technology, here: Position, supposed: Said | None) -> LicenceJudged:
    said: list[Speaking] = []
    missed: list[tuple[InForce, Effect]] = []
    for held in speaking_clauses(here):
        match held.clause:
            case Licence():
                found: Effect | Said = licence_effect(held.clause, technology, here)
            case Escape() if _licensors(held.clause, technology, here):
                found = _escape(held.clause, technology, here)
            case Prohibition() if _prohibits(held.clause, technology, here.now):
                found = _prohibition(held.clause, technology, here)
            case _:
                continue
        effect = Effect("none", found) if isinstance(found, Said) else found
        if effect.kind == "none":
            missed.append((held, effect))
        else:
            said.append(Speaking(held, with_all_asked(effect, held.clause, here.now)))
    unlicensed = _unlicensed(technology, here)
    return LicenceJudged(technology, weigh(tuple(said), here.terms()), tuple(missed), supposed, unlicensed)


def _unlicensed(technology: Technology, here: Position) -> bool:
    """Say whether no licence gives who acts what is used, or licensed on; an owner needs none."""
    acting, terms = technology.party if technology.act == "use" else technology.by, here.terms()
    if acting is None or acting in owners_of_technology(technology.ip, terms):
        return False
    licences = (held.clause for held in speaking_clauses(here) if isinstance(held.clause, Licence))
    return not any(
        one.covers(technology.ip, technology.product) and counts_as_licensee(one, acting, terms) for one in licences
    )


def _prohibits(clause: Prohibition, technology: Technology, terms: Terms) -> bool:
    """Say whether a prohibition is about the act of who would do it: the user, or who licenses."""
    use = technology.act == "use"
    owners = tuple(owners_of_technology(technology.ip, terms))
    acting = (technology.party,) if use else owners if technology.by is None else (technology.by,)
    return any(clause.forbids(technology.act, name) for name in acting)


def _prohibition(clause: Prohibition, technology: Technology, here: Position) -> Effect | Said:
    if not clause.reaches_use(technology.ip, technology.product, technology.party):
        return LicenceDoesNotReach(ip=technology.ip, product=technology.product)
    consent = here.consent(clause.id, Subject("", "", party=technology.party))
    return ban(clause, technology.act, consent, here.now, here)


def owners_of_technology(ip: str, terms: Terms) -> frozenset[str]:
    """Return whose technology it is: who licenses the kind, else who licenses any, else the grantor.

    A licence that has ended tells it too: what comes back to its licensor was the licensor's.
    """
    licences = [held.clause for held in terms.clauses if isinstance(held.clause, Licence)]
    of_kind = frozenset(licence.licensor for licence in licences if licence.ip is None or ip in licence.ip)
    grantors = frozenset(name for name, party in terms.parties.items() if party.role == "grantor")
    return of_kind or frozenset(licence.licensor for licence in licences) or grantors


def _escape(clause: Escape, technology: Technology, here: Position) -> Effect | Said:
    """Return that an escape bars the model, or why it does not."""
    name = clause.determination
    stand = milestone(here, name)
    since = stand.since(clause.state)
    if since is None or since > here.at:
        if stand.status == "none":
            return NoDeclaration(determination=name)
        return NotSoFar(determination=name, state=clause.state, status=stand.status)
    made = exercises(here, clause, since, _licensors(clause, technology, here))
    if clause.exercise == "at_option" and not made:
        return NotExercised(determination=name, state=clause.state)
    day = local_day(since, here.terms().where)
    if technology.developed is None or technology.developed <= since:
        return BarsLaterModels(day=day)
    everything, models = _closed(clause, made)
    listed = technology.listed if technology.listed is not None else technology.model in models
    if not everything and not listed:
        return BarsListedModels(models=tuple(sorted(models))) if models else ListsNoModels()
    facts = tuple(event for event in (*stand.events, *made, technology.fact) if event is not None)
    fields = ("determination", "state", "exercise", "models")
    if stand.disputed:
        return Effect("forbid", BarsModelDisputed(day=day, determination=name, state=clause.state), fields, facts)
    return Effect("forbid", BarsModel(day=day, determination=name, state=clause.state), fields, facts)
