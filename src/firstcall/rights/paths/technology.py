"""The path to yes for technology: wait until a text changes, or agree to another text; each replayed to its end.

No offer or waiver frees technology: only its licensor can license it, and only a change of the agreement opens what
is exclusive or closed; what a prohibition bars, a consent may lift. So a way is a consent, a wait, or an amendment
of as few changes as it takes. Acts of a party have the same ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from firstcall.agreement.document import Agreement, Amendment
from firstcall.agreement.model.clauses.kinds import Clause, Consent, Licence, Prohibition
from firstcall.agreement.overlay import SUPPOSED
from firstcall.agreement.terms import Terms
from firstcall.dates import acting_hour
from firstcall.errors import FirstcallError
from firstcall.record.dated.speaking import speaking_clauses
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import position
from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.judge.permissions.licensing import counts_as_licensee
from firstcall.rights.judge.technology import AskedLicence, AskedUse, kind_asked, owners_of_technology
from firstcall.rights.paths.acts import PathStep, with_beside
from firstcall.rights.paths.search import Route, as_known
from firstcall.rights.paths.turns import TakeOut, changes_after
from firstcall.said import Said, sentence
from firstcall.values import dataclass

TechnologyAsked = AskedUse | AskedLicence | AskedAct
"""A question that is none of capacity."""


class NoLongerExclusive(Said):
    says = sentence("path.no-longer-exclusive", "agree that {clause} is no longer exclusive")
    clause: str


class MayLicenseOn(Said):
    says = sentence("path.may-license-on", "agree that {party} may license on under {clause}")
    clause: str
    party: str


class ConsentToParty(Said):
    says = sentence("path.consent-to-party", "{clause}: consent for {party}, lifting {lifted}")
    clause: str
    party: str
    lifted: tuple[str, ...]


class LicenseIt(Said):
    says = sentence("path.license-it", "agree to license {ip} in {product} to {licensee}")
    ip: str
    product: str
    licensee: str


@dataclass(frozen=True, slots=True)
class _Change:
    """What is agreed to: licences no longer exclusive, or licensed on freely; clauses that go; a licence of its own."""

    opened: tuple[str, ...] = ()
    licensable: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    licensed: bool = False

    def without(self, name: str | None) -> _Change:
        """Return the change less one part: a clause, or the licence of its own."""
        if name is None:
            return replace(self, licensed=False)
        return replace(
            self,
            opened=tuple(one for one in self.opened if one != name),
            licensable=tuple(one for one in self.licensable if one != name),
            removed=tuple(one for one in self.removed if one != name),
        )


def routes_for_technology(
    agreement: Agreement,
    record: Record,
    asked: TechnologyAsked,
    at: datetime,
    known_at: datetime | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[Route, ...]:
    """Return the ways to a free answer: the soonest wait, then the smallest amendment; none where it is free.

    An exclusive licence that bars the answer is agreed to be exclusive no more, whatever else bars it is
    taken out, and a licensee without a licence is given one; what the answer does not need is left alone.

    Args:
      agreement: the agreement.
      record: what happened.
      asked: the question of use or of licence.
      at: the instant it is asked at.
      known_at: what was known by then counts, and what is supposed; None for everything in the files.
      readings: points read one way.
    """
    agreement, record = as_known(agreement, record, known_at)
    decision = _decide(agreement, record, asked, at, readings)
    if decision is None or decision.free:
        return ()
    ways = (
        _consents(agreement, record, asked, at, readings, decision),
        _wait(agreement, record, asked, at, readings),
        _amendment(agreement, record, asked, at, readings, decision),
    )
    text = position(agreement, record, at).now
    return tuple(
        replace(way, steps=tuple(with_beside(step, text) for step in way.steps)) for way in ways if way is not None
    )


def _consents(
    agreement: Agreement,
    record: Record,
    asked: TechnologyAsked,
    at: datetime,
    readings: Mapping[str, str] | None,
    decision: Decision,
) -> Route | None:
    """Return the consents to everything that bars the answer and can be lifted; None where they do not free it."""
    start = acting_hour(at, position(agreement, record, at).now.where)
    here = position(agreement, record, start)
    party, barring = _acting(asked), {cited.clause for cited in decision.deciding}
    steps: list[PathStep] = []
    for held in speaking_clauses(here):
        clause = held.clause
        lifted = tuple(name for name in clause.lifts if name in barring) if isinstance(clause, Consent) else ()
        if isinstance(clause, Consent) and lifted and party is not None:
            event = {"type": "consent-given", "by": clause.by, "at": start.isoformat(), "party": party,
                     "consent": f"supposed-consent-{len(steps) + 1}", "clauses": list(lifted)}  # fmt: skip
            what = ConsentToParty(clause=clause.id, party=party, lifted=lifted)
            steps.append(PathStep("consent", (clause.by,), clause.id, what, start, start, (event,)))
            barring -= set(lifted)
    if not steps:
        return None
    try:
        events = tuple(event for step in steps for event in step.events)
        supposed = suppose(record, events, here.now.where, "path")
    except FirstcallError:
        return None
    found = _decide(agreement, supposed, asked, start, readings)
    return Route(tuple(steps), start, asked, found.outcome, events) if found is not None and found.free else None


def _acting(asked: TechnologyAsked) -> str | None:
    """Return whom a consent would have to name."""
    return asked.licensee if isinstance(asked, AskedUse) else asked.to


def _wait(
    agreement: Agreement, record: Record, asked: TechnologyAsked, at: datetime, readings: Mapping[str, str] | None
) -> Route | None:
    changes = changes_after(agreement, position(agreement, record, at).now, at)
    for moment, until in changes.items():
        decision = _decide(agreement, record, asked, moment, readings)
        if decision is not None and decision.free:
            return Route((PathStep("wait", (), "", until, at, moment),), moment, asked, decision.outcome)
    return None


def _amendment(
    agreement: Agreement,
    record: Record,
    asked: TechnologyAsked,
    at: datetime,
    readings: Mapping[str, str] | None,
    decision: Decision,
) -> Route | None:
    """Return the agreement to as few changes as leave nothing that bars the answer."""
    text, change, now = position(agreement, record, at).now, _Change(), decision
    while not now.free:
        wider = _widened(change, now, text, asked)
        found = (
            None if wider is None else _decide(_changed(agreement, text, asked, wider, at), record, asked, at, readings)
        )
        if wider is None or found is None:
            return None
        change, now = wider, found
    for part in (*change.opened, *change.licensable, *change.removed, None):
        fewer = change.without(part)
        found = _decide(_changed(agreement, text, asked, fewer, at), record, asked, at, readings)
        change, now = (fewer, found) if found is not None and found.free else (change, now)
    return Route(_steps(change, text, asked, at), at, asked, now.outcome)


def _widened(change: _Change, decision: Decision, text: Terms, asked: TechnologyAsked) -> _Change | None:
    """Return the change with what still bars the answer in it; None where nothing is left to change."""
    for cited in decision.deciding:
        held = text.by_id.get(cited.clause)
        if held is None:
            continue
        if isinstance(held.clause, Licence) and _licenses_on(held.clause, asked, text):
            if cited.clause in change.licensable:
                continue
            return replace(change, licensable=(*change.licensable, cited.clause))
        if isinstance(held.clause, Licence) and held.clause.exclusive and cited.clause not in change.opened:
            return replace(change, opened=(*change.opened, cited.clause))
        if not isinstance(held.clause, Licence) and cited.clause not in change.removed:
            return replace(change, removed=(*change.removed, cited.clause))
    if isinstance(asked, AskedUse) and not change.licensed:
        return replace(change, licensed=True)
    return None


def _licenses_on(clause: Licence, asked: TechnologyAsked, text: Terms) -> bool:
    """Say whether the question is of a sublicence under a licence."""
    return isinstance(asked, AskedLicence) and asked.by is not None and counts_as_licensee(clause, asked.by, text)


def _changed(agreement: Agreement, text: Terms, asked: TechnologyAsked, change: _Change, at: datetime) -> Agreement:
    opened: tuple[Clause, ...] = tuple(
        text.by_id[name].clause.model_copy(update={field: value})
        for names, field, value in ((change.opened, "exclusive", False), (change.licensable, "sublicensable", True))
        for name in names
    )
    made = (_licence(text, asked),) if change.licensed and isinstance(asked, AskedUse) else ()
    amendment = Amendment(
        id="supposed-amendment",
        signed=at,
        effective=at,
        add=made,
        replace=opened,
        remove=change.removed,
        basis=SUPPOSED,
    )
    return agreement.fresh_copy({"amendments": (*agreement.amendments, amendment)})


def _licence(text: Terms, asked: AskedUse) -> Licence:
    ip = kind_asked(asked, text)
    licensor = min(owners_of_technology(ip, text))
    return Licence(
        id="supposed-licence", type="licence", licensor=licensor, licensee=asked.licensee, ip=(ip,),
        products=(asked.product,), basis=SUPPOSED,
    )  # fmt: skip


def _steps(change: _Change, text: Terms, asked: TechnologyAsked, at: datetime) -> tuple[PathStep, ...]:
    steps = []
    for name in change.opened:
        steps.append(PathStep("amend", _bound(text, name), "", NoLongerExclusive(clause=name), at, at))
    for name in change.licensable:
        what: Said = MayLicenseOn(clause=name, party=getattr(asked, "by", None) or "")
        steps.append(PathStep("amend", _bound(text, name), "", what, at, at))
    if change.removed:
        by = tuple(dict.fromkeys(party for name in change.removed for party in _bound(text, name)))
        steps.append(PathStep("amend", by, "", TakeOut(clauses=change.removed), at, at, (), change.removed))
    if change.licensed and isinstance(asked, AskedUse):
        made = _licence(text, asked)
        what = LicenseIt(ip=kind_asked(asked, text), product=asked.product, licensee=asked.licensee)
        steps.append(PathStep("amend", (made.licensor, made.licensee), "", what, at, at))
    return tuple(steps)


def _bound(text: Terms, name: str) -> tuple[str, ...]:
    """Return whose agreement it takes to change a clause: both sides of a licence, or of those it turns on."""
    clause = text.by_id[name].clause
    if isinstance(clause, Prohibition):
        others = tuple(party for party, held in text.parties.items() if held.role != "other")
        return clause.binds if len(clause.binds) > 1 else tuple(dict.fromkeys((*clause.binds, *others)))
    licences = (
        [clause]
        if isinstance(clause, Licence)
        else [text.by_id[one].clause for one in getattr(clause, "licences", ()) if one in text.by_id]
    )
    names = [party for one in licences if isinstance(one, Licence) for party in (one.licensor, one.licensee)]
    return tuple(dict.fromkeys(names))


def _decide(
    agreement: Agreement, record: Record, asked: TechnologyAsked, at: datetime, readings: Mapping[str, str] | None
) -> Decision | None:
    try:
        return answer(position(agreement, record, at), asked, readings)
    except FirstcallError:
        return None
