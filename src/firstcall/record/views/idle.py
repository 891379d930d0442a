"""Which events stand on the record and moved nothing: each with its reason, for every command that shows events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.technology import Escape, Licence
from firstcall.agreement.model.determinations import DeterminationState
from firstcall.dates import local_day
from firstcall.errors import Thing, Unknown
from firstcall.record.concerned import concerned
from firstcall.record.consents import idle_revocations
from firstcall.record.dated.duties import times_of
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.events.entry import EventBase
from firstcall.record.events.entry_words import entry_faults, words_of_agreement
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, ContractSigned, DutyPerformed
from firstcall.record.events.milestones import AboutDetermination, EscapeExercised, ModelDeveloped
from firstcall.record.events.offer import WaiverGiven
from firstcall.record.milestones import CheckNameAndDay, milestone
from firstcall.record.offers.offer import WithoutEffect
from firstcall.record.offers.refused_reasons import ForThemToDo, RightNotInForce
from firstcall.record.position import Position
from firstcall.record.views.disclosure import parties_of_clauses, unheard
from firstcall.said import AnyOf, Quoted, Said, sentence


class MayNotLift(Said):
    says = sentence("consent.may-not-lift", "no clause of that day lets {who} lift {clauses}")
    who: Annotated[str, Quoted]
    clauses: tuple[str, ...]


class CheckWhoConsents(Said):
    says = sentence("consent.check-who", "check who gives it, the clauses that it names, and the day")


class NoConsentToRevoke(Said):
    says = sentence("consent.none-to-revoke", "no consent {consent} of {who} stood")
    consent: Annotated[str, Quoted]
    who: Annotated[str, Quoted]


class CheckConsentToRevoke(Said):
    says = sentence("consent.check-to-revoke", "check its id, and who gave it")


class NoOfferReceived(Said):
    says = sentence("offer.none-received", "no offer {offer} has been received")
    offer: Annotated[str, Quoted]


class EnterTheOffer(Said):
    says = sentence("offer.enter-first", "check its id, or enter the offer first")


class DeterminedNotThen(Said):
    says = sentence("escape.not-then", "{determination} was not {state} at that instant")
    determination: str
    state: DeterminationState


class ExerciseItThen(Said):
    says = sentence("escape.exercise-then", "exercise {escape} once it is")
    escape: str


class LicensesNothingClosed(Said):
    says = sentence("escape.licenses-nothing", "{who} licenses nothing that {escapes} would close")
    who: Annotated[str, Quoted]
    escapes: Annotated[tuple[str, ...], AnyOf]


class NoEscapeAgreed(Said):
    says = sentence("escape.none", "the agreement has no escape")


class DevelopedBefore(Said):
    says = sentence("model.developed-before", "{model} is on the record as developed on {day} already")
    model: Annotated[str, Quoted]
    day: date


class CorrectTheFirst(Said):
    says = sentence("model.correct-the-first", "correct event {event}, if it is wrong")
    event: Annotated[str, Quoted]


class NotTheirDuty(Said):
    says = sentence("duty.not-theirs", "{duty} is not for {who} to do")
    duty: str
    who: Annotated[str, Quoted]


class NoTimeOpen(Said):
    says = sentence("duty.no-time-open", "no time of {duty} was left then that it could be for")
    duty: str


class NoSuchTime(Said):
    says = sentence("duty.no-such-time", "{duty} has no time {given} so far")
    duty: str
    given: Annotated[str, Quoted]


class NameATime(Said):
    says = sentence("duty.name-a-time", "name one of its times: {times}")
    times: Annotated[tuple[str, ...], AnyOf]


class OnAnothersStatement(Said):
    says = sentence("statement.on-anothers", "{who} neither pays nor is paid on statement {id}")
    who: Annotated[str, Quoted]
    id: str


def without_effect(here: Position, events: Iterable[EventBase]) -> Mapping[str, WithoutEffect]:
    """Return the events that moved nothing, by their ids.

    An event of an offer moved nothing if it did under no right that the offer concerns; a signing is none of
    them, since it stands as a contract, cleared or not.

    Args:
      here: the position at or after the latest of the events.
      events: those asked about.
    """
    asked = {event.id: event for event in events}
    found = {item.event: item for item in _of_offers(here, asked)}
    found |= {item.event: item for item in _of_technology(here, asked.values())}
    for name in dict.fromkeys(e.determination for e in asked.values() if isinstance(e, AboutDetermination)):
        found |= {item.event: item for item in milestone(here, name).without_effect}
    standing = standing_text(here.agreement, here.record, here.known_at)
    found |= {item.event: item for item in standing.idle}
    found |= {item.event: item for item in _of_consents(here, asked.values())}
    found |= {item.event: item for item in _of_duties(here, asked.values())}
    found |= {item.event: item for item in _of_waived_contracts(here, asked.values())}
    for event, parties in unheard(here.known.events, parties_of_clauses(here.agreement)):
        why = OnAnothersStatement(who=event.by, id=event.statement)
        found[event.id] = _idle(event, why, ForThemToDo(who=tuple(sorted(parties))))
    found |= {item.event: item for item in _of_nothing_agreed(here, asked.values())}
    return {event_id: item for event_id, item in found.items() if event_id in asked}


def _of_offers(here: Position, asked: Mapping[str, EventBase]) -> Iterator[WithoutEffect]:
    moved = {event.id for event in asked.values() if isinstance(event, ContractSigned)}
    idle: dict[str, WithoutEffect] = {}
    for event in asked.values():
        name = getattr(event, "offer", None)
        if isinstance(name, str) and here.offer_made(name) is None:
            never = NoOfferReceived(offer=name), EnterTheOffer()
            idle[event.id] = WithoutEffect(event.id, event.at, *never, event.type)
    about = (getattr(event, "offer", None) for event in asked.values())
    for offer_id in dict.fromkeys(name for name in about if isinstance(name, str)):
        for held in concerned(here, offer_id):
            offer = here.offer(offer_id, held.clause) if isinstance(held.clause, FirstRefusal) else None
            if offer is not None:
                moved |= {event.id for event in offer.events}
                idle |= {item.event: item for item in offer.without_effect}
    return (item for event_id, item in idle.items() if event_id not in moved)


def _of_consents(here: Position, asked: Collection[EventBase]) -> Iterator[WithoutEffect]:
    for event in asked:
        if isinstance(event, ConsentGiven) and not here.when(event.at).may_lift(event):
            why = MayNotLift(who=event.by, clauses=event.clauses)
            yield WithoutEffect(event.id, event.at, why, CheckWhoConsents(), event.type)
    if any(isinstance(event, ConsentRevoked) for event in asked):
        for event in idle_revocations(here.known.of_kind(ConsentGiven, ConsentRevoked)):
            why_not = NoConsentToRevoke(consent=event.consent, who=event.by)
            yield WithoutEffect(event.id, event.at, why_not, CheckConsentToRevoke(), event.type)


def _of_waived_contracts(here: Position, asked: Iterable[EventBase]) -> Iterator[WithoutEffect]:
    """Yield waivers of contracts by who holds no right that was in force when the contract was signed, or is now."""
    for event in asked:
        contract = here.contract(event.contract or "") if isinstance(event, WaiverGiven) else None
        if not isinstance(event, WaiverGiven) or contract is None:
            continue
        texts = (here.when(contract.at).terms(), here.when(event.at).terms())
        clauses = (held.clause for text in texts for held in text.clauses)
        rights = [one for one in clauses if isinstance(one, FirstRefusal) and event.clause in (None, one.id)]
        holders = tuple(dict.fromkeys(name for right in rights for name in right.holders))
        if event.by not in holders:
            why = ForThemToDo(who=holders) if holders else RightNotInForce()
            yield WithoutEffect(event.id, event.at, why, CheckWhoConsents(), event.type)


_READ_BY: frozenset[Thing] = frozenset(("point of construction", "event", "measure", "option", "duty", "escape"))
"""What an event must name for anything to read it."""


def _of_nothing_agreed(here: Position, asked: Iterable[EventBase]) -> Iterator[WithoutEffect]:
    words = words_of_agreement(here.agreement)
    for event in asked:
        for what, fix, _ in entry_faults(event, words):
            if isinstance(what, Unknown) and what.thing in _READ_BY:
                yield WithoutEffect(event.id, event.at, what, fix, event.type)


def _of_duties(here: Position, asked: Iterable[EventBase]) -> Iterator[WithoutEffect]:
    """Yield what was entered as the doing of a duty, and is the doing of none of its times under any of its texts."""
    for event in asked:
        if not isinstance(event, DutyPerformed):
            continue
        texts = (there.now.by_id.get(event.clause) for there in (here.when(event.at), here))
        held = [one for one in texts if one is not None and isinstance(one.clause, DatedDuty)]
        times = [time for one in held if isinstance(one.clause, DatedDuty) for time in times_of(one, one.clause, here)]
        if not times or any(time.performed is not None and time.performed.id == event.id for time in times):
            continue
        who = tuple(dict.fromkeys(time.clause.by for time in times))
        names = tuple(dict.fromkeys(time.name for time in times))
        if event.by not in who:
            yield _idle(event, NotTheirDuty(duty=event.clause, who=event.by), ForThemToDo(who=who))
        elif event.occurrence is None or any(event.occurrence in (name, name.partition("/")[2]) for name in names):
            yield _idle(event, NoTimeOpen(duty=event.clause), NameATime(times=names[-3:]))
        else:
            yield _idle(event, NoSuchTime(duty=event.clause, given=event.occurrence), NameATime(times=names[-3:]))


def _idle(event: EventBase, why: Said, fix: Said) -> WithoutEffect:
    return WithoutEffect(event.id, event.at, why, fix, event.type)


def _of_technology(here: Position, asked: Collection[EventBase]) -> Iterator[WithoutEffect]:
    escapes = [clause for clause in here.agreement.every_clause if isinstance(clause, Escape)]
    first: dict[str, ModelDeveloped] = {}
    for one in here.known.of_kind(ModelDeveloped):
        first.setdefault(one.model, one)
    for event in asked:
        found = None
        if isinstance(event, EscapeExercised):
            named = [clause for clause in escapes if event.clause in (None, clause.id)]
            found = _closes_nothing(here, event, named)
        elif isinstance(event, ModelDeveloped):
            earlier = first[event.model]
            day = local_day(earlier.at, here.terms().where)
            before = DevelopedBefore(model=event.model, day=day), CorrectTheFirst(event=earlier.id)
            found = before if earlier.id != event.id else None
        if found is not None:
            yield WithoutEffect(event.id, event.at, *found, event.type)


def _closes_nothing(here: Position, event: EscapeExercised, escapes: list[Escape]) -> tuple[Said, Said] | None:
    """Return why an exercise closes nothing, and what would: not theirs, or not yet; None where it closes something."""
    if not escapes:
        return NoEscapeAgreed(), CheckNameAndDay()
    licences = [clause for clause in here.agreement.every_clause if isinstance(clause, Licence)]
    theirs = {escape.id: {one.licensor for one in licences if one.id in escape.licences} for escape in escapes}
    mine = [escape for escape in escapes if event.by in theirs[escape.id]]
    if not mine:
        why = LicensesNothingClosed(who=event.by, escapes=tuple(dict.fromkeys(escape.id for escape in escapes)))
        return why, ForThemToDo(who=tuple(sorted(set().union(*theirs.values()))))
    then = here.when(event.at)
    if any(milestone(then, escape.determination).since(escape.state) is not None for escape in mine):
        return None
    return DeterminedNotThen(determination=mine[0].determination, state=mine[0].state), ExerciseItThen(
        escape=mine[0].id
    )
