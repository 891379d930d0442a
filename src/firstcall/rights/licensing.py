"""Use and licence of technology: may this licensee use it in this product, may it be licensed to another?

Technology is closed by default: what no licence in force covers is forbidden to everybody but the
licensor. An escape bars models developed after the determination it turns on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from firstcall.agreement.clauses import Escape, Licence
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import local_day
from firstcall.errors import NotFound, QuestionError, suggestion
from firstcall.record.entry import EventBase
from firstcall.record.milestones import developed, exercise, milestone, speaking
from firstcall.record.position import Position
from firstcall.rights.effects import Effect
from firstcall.rights.weigh import Said, Weighed, weigh


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
    """May the licensor license technology for a product to another?"""

    to: str
    product: str
    ip: str | None = None


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


@dataclass(frozen=True, slots=True)
class LicenceJudged:
    """What a use or licence comes to under one supposition about the model."""

    technology: Technology
    weighed: Weighed
    missed: tuple[tuple[InForce, str], ...]
    supposed: str | None
    unlicensed: bool


def judge_technology(asked: AskedUse | AskedLicence, here: Position) -> tuple[list[LicenceJudged], tuple[str, ...]]:
    """Return what a use or licence comes to, under each supposition the question leaves open, and what to say.

    Raises:
      QuestionError: an unknown product or kind of technology.
      NotFound: a model that the record does not know, without its date.
    """
    terms = here.terms()
    notes: list[str] = []
    technology = _technology(asked, here, terms, notes)
    found = [_judge(one, here, supposed) for one, supposed in _suppositions(technology, here)]
    return found, tuple(notes)


def _technology(asked: AskedUse | AskedLicence, here: Position, terms: Terms, notes: list[str]) -> Technology:
    words = terms.definitions
    if not words.products:
        raise QuestionError("the agreement defines no products, so no use of technology can be asked of it")
    _word("product", asked.product, words.products)
    ip = asked.ip or ("models" if "models" in words.ip else words.ip[0] if words.ip else "models")
    if asked.ip is None:
        notes.append(f"ip {ip}: by default")
    elif asked.ip not in words.ip:
        _word("kind of technology", asked.ip, words.ip)
    if isinstance(asked, AskedLicence):
        return Technology("license", asked.to, ip, asked.product)
    if asked.licensee not in terms.parties:
        notes.append(f"'{asked.licensee}' is no party; as with anybody else, only a licence would let it use this")
    made, fact = asked.developed, None
    if asked.model is not None and made is None:
        event = developed(here, asked.model)
        if event is None:
            raise NotFound(
                f"model '{asked.model}' is not on the record\n"
                "  mend: give --model-developed DATE, or record model-developed"
            )
        made, fact = event.at, event
    return Technology("use", asked.licensee, ip, asked.product, asked.model, made, None, fact)


def _word(what: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise QuestionError(f"unknown {what} '{word}'\n  mend: {suggestion(word, known, what)}")


def _suppositions(technology: Technology, here: Position) -> Iterator[tuple[Technology, str | None]]:
    """Yield the technology as asked, or under each supposition that an escape makes matter."""
    if technology.act == "license":
        yield technology, None
        return
    points = [(held, since) for held, since in _points(here) if _reaches(held, technology, here)]
    if not points:
        yield technology, None
        return
    held, since = points[0]
    if technology.developed is None:
        day = local_day(since, here.terms().where)
        yield replace(technology, developed=since), f"developed by {day}"
        technology = replace(technology, developed=here.at if here.at > since else since)
        supposed: str | None = f"developed after {day}"
    else:
        supposed = None
    if _open_list(held, since, technology, here):
        before = f"{supposed}, " if supposed else ""
        yield replace(technology, listed=False), f"{before}not among the models that the exercise lists"
        yield replace(technology, listed=True), f"{before}among the models that the exercise lists"
    else:
        yield technology, supposed


def _points(here: Position) -> Iterator[tuple[InForce, datetime]]:
    """Yield the escapes in effect, each with the instant after which models fall under it."""
    for held in speaking(here):
        clause = held.clause
        if isinstance(clause, Escape):
            since = milestone(here, clause.determination).since(clause.state)
            if since is None or since > here.at:
                continue
            if clause.exercise == "automatic" or exercise(here, clause, since) is not None:
                yield held, since


def _reaches(held: InForce, technology: Technology, here: Position) -> bool:
    """Say whether an escape turns on a licence that lets this licensee use the technology."""
    clause = held.clause
    assert isinstance(clause, Escape)
    for item in speaking(here):
        licence = item.clause
        if isinstance(licence, Licence) and licence.id in clause.licences and licence.licensee == technology.party:
            return licence.covers(technology.ip, technology.product)
    return False


def _open_list(held: InForce, since: datetime, technology: Technology, here: Position) -> bool:
    """Say whether the answer turns on a list that the question does not name a model for."""
    clause = held.clause
    assert isinstance(clause, Escape)
    later = technology.developed is not None and technology.developed > since
    return clause.models == "listed" and later and technology.model is None


def _judge(technology: Technology, here: Position, supposed: str | None) -> LicenceJudged:
    said: list[Said] = []
    missed: list[tuple[InForce, str]] = []
    granted: set[str] = set()
    licensors: set[str] = set()
    held_now = speaking(here)
    for held in held_now:
        if isinstance(held.clause, Licence):
            licensors.add(held.clause.licensor)
            found = _licence(held.clause, technology)
            if isinstance(found, str):
                missed.append((held, found))
            else:
                said.append(Said(held, found))
                if found.kind == "clear":
                    granted.add(held.clause.id)
    for held in held_now:
        if isinstance(held.clause, Escape) and granted & set(held.clause.licences):
            outcome = _escape(held.clause, technology, here)
            if isinstance(outcome, str):
                missed.append((held, outcome))
            else:
                said.append(Said(held, outcome))
    unlicensed = technology.act == "use" and not granted and technology.party not in licensors
    return LicenceJudged(technology, weigh(tuple(said), here.terms()), tuple(missed), supposed, unlicensed)


def _licence(clause: Licence, technology: Technology) -> Effect | str:
    """Return what a licence says, or why it does not reach the question."""
    what = f"{technology.ip} in {technology.product}"
    if not clause.covers(technology.ip, technology.product):
        return f"does not reach {what}"
    fields = tuple(name for name in ("licensee", "ip", "products", "exclusive") if getattr(clause, name) is not None)
    if clause.licensee == technology.party:
        return Effect("clear", f"licenses {what} to {clause.licensee}", fields)
    if technology.party == clause.licensor:
        return f"binds {clause.licensor} only in licensing others"
    if clause.exclusive:
        why = f"{what} is licensed to {clause.licensee} alone"
        return Effect("forbid", why, fields)
    return f"licenses {what} to {clause.licensee}, not exclusively"


def _escape(clause: Escape, technology: Technology, here: Position) -> Effect | str:
    """Return that an escape bars the model, or why it does not."""
    name = clause.determination
    stand = milestone(here, name)
    since = stand.since(clause.state)
    if since is None or since > here.at:
        return f"{name} is not {clause.state}: {stand.status}"
    exercised = exercise(here, clause, since)
    if clause.exercise == "at_option" and exercised is None:
        return f"{name} is {clause.state}, and the option has not been exercised"
    day = local_day(since, here.terms().where)
    if technology.developed is None or technology.developed <= since:
        return f"bars models developed after {day}"
    facts = tuple(event for event in (*stand.events, exercised, technology.fact) if event is not None)
    fields = ("determination", "state", "exercise", "models")
    if clause.models == "listed":
        listed = technology.listed
        if listed is None:
            listed = exercised is not None and technology.model in exercised.models
        if not listed:
            return "bars the models that its exercise lists"
    return Effect("forbid", f"bars models developed after {day}, when {name} was {clause.state}", fields, facts)
