"""Determinations, consents and first refusal as acts: who can make them, whether they end, whether their days fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Literal, assert_never

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Commitment,
    Consent,
    DatedDuty,
    Delivery,
    Escape,
    Exclusivity,
    FirstRefusal,
    Licence,
    Option,
    Payment,
    PricePromise,
    Priority,
    Prohibition,
    RevenueShare,
    Term,
)
from firstcall.agreement.model.determinations import Determination, DeterminationState
from firstcall.agreement.model.event_dates import UntilDetermination
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.dates import Span
from firstcall.said import Said
from firstcall.verification.findings.facts import (
    BeginsWithIt,
    ClosesWithIt,
    EndsWithIt,
    GainsAlone,
    LetAnotherVerify,
    LetThemMeet,
    MatchStandsForever,
    NameVerifier,
    NobodyConsents,
    NobodyMayVerify,
    OneStopsTheClock,
    PartHasNoMilestone,
    SetADay,
    TollByAgreement,
)
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text


def texts_in_force(agreement: Agreement) -> Iterator[Terms]:
    """Yield the text of each version, in the order in which they take effect."""
    seen: dict[int, Terms] = {}
    for version in versions(agreement):
        text = terms(agreement, version.effective)
        if id(text) not in seen:
            seen[id(text)] = text
            yield text


def one_sided(agreement: Agreement) -> Iterator[Finding]:
    """Yield each determination that somebody who gains by it can bring about alone."""
    for text in texts_in_force(agreement):
        for held, name, state, turn in _turning(text):
            defined = text.definitions.determinations.get(name)
            party = alone_able(defined, state) if defined is not None else None
            gaining = gaining_by_end(held, text) if turn == "ends" else gaining_by_begin(held, text)
            if party is not None and party in gaining:
                what = GainsAlone(party=party, determination=name, effect=_told(turn, clause_text_name(held)))
                places = (place_of_text(held),)
                yield Finding("one-sided", what, LetAnotherVerify(determination=name), places, since=_from(held, text))


DeterminationTurn = Literal["begins", "ends", "opens"]
"""What a determination does to a clause: an escape it opens."""


def _turning(text: Terms) -> Iterator[tuple[InForce, str, DeterminationState, DeterminationTurn]]:
    """Yield each clause that a determination begins, ends or opens, the determination, its state, and which it does."""
    for held in text.clauses:
        if isinstance(held.clause, Escape):
            yield held, held.clause.determination, held.clause.state, "opens"
        days: tuple[tuple[DeterminationTurn, object], ...] = (
            ("ends", held.clause.until),
            ("begins", held.clause.since),
        )
        for turn, day in days:
            if isinstance(day, UntilDetermination):
                yield held, day.determination, day.state, turn


def alone_able(defined: Determination, state: DeterminationState) -> str | None:
    """Return who can bring a determination into a state by itself; None where it takes two."""
    verifies = defined.verified_by
    if state == "declared" or (state == "determined" and verifies is None):
        return defined.declared_by
    return defined.declared_by if verifies == defined.declared_by else None


def _told(turn: DeterminationTurn, clause: str) -> Said:
    match turn:
        case "begins":
            return BeginsWithIt(clause=clause)
        case "ends":
            return EndsWithIt(clause=clause)
        case "opens":
            return ClosesWithIt(clause=clause)


def _escaped(clause: Escape, text: Terms) -> tuple[Licence, ...]:
    """Return the licences that an escape lets their licensor close."""
    reached = (text.by_id.get(name) for name in clause.licences)
    return tuple(one.clause for one in reached if one is not None and isinstance(one.clause, Licence))


def gaining_by_end(held: InForce, text: Terms) -> tuple[str, ...]:
    """Return who is freed of something, or sure of it, when a clause ends."""
    match held.clause:
        case Escape():
            return tuple(one.licensee for one in _escaped(held.clause, text))
        case Licence(licensor=licensor):
            return (licensor,)
        case RevenueShare(payer=payer) | Payment(payer=payer):
            return (payer,)
        case Commitment(by=by) | Delivery(by=by) | DatedDuty(by=by) | PricePromise(by=by) | Approval(by=by):
            return (by,)
        case Prohibition(binds=binds):
            return binds or (text.grantor,)
        case Exclusivity() | FirstRefusal() | Priority():
            return (text.grantor,)
        case Term(survives=survives):
            ended = (one for one in text.clauses if one.clause.id not in survives and not isinstance(one.clause, Term))
            return tuple(dict.fromkeys(party for one in ended for party in gaining_by_end(one, text)))
        case Consent() | Option():
            return ()
        case _:
            assert_never(held.clause)


def gaining_by_begin(held: InForce, text: Terms) -> tuple[str, ...]:
    """Return who may do more, or is owed more, when a clause begins, or when an escape opens."""
    match held.clause:
        case Option(by=by):
            return by
        case Approval() | Delivery():
            return (text.grantor,)
        case FirstRefusal():
            return held.clause.holders
        case Exclusivity(holder=holder) | Priority(holder=holder):
            return (holder,)
        case Licence(licensee=licensee):
            return (licensee,)
        case RevenueShare(payee=payees):
            return tuple(one.party for one in payees)
        case Commitment(to=to) | PricePromise(to=to):
            return (to,)
        case DatedDuty(to=to):
            return () if to is None else (to,)
        case Payment(payee=payee):
            return (payee,)
        case Escape():
            return tuple(one.licensor for one in _escaped(held.clause, text))
        case Consent() | Prohibition() | Term():
            return ()
        case _:
            assert_never(held.clause)


def _from(held: InForce, text: Terms) -> datetime:
    """Return since when a text has a clause as it stands."""
    return held.version.effective if text.version is None else max(held.version.effective, text.version.effective)


def nobody_can_make(agreement: Agreement) -> Iterator[Finding]:
    """Yield each determination and consent that a clause asks for and no party can make."""
    for text in texts_in_force(agreement):
        for held, name, state, _ in _turning(text):
            defined = text.definitions.determinations.get(name)
            if defined is not None and state == "verified" and defined.verified_by is None:
                what = NobodyMayVerify(clause=clause_text_name(held), determination=name, state=state)
                yield Finding(
                    "nobody-can-make", what, NameVerifier(), (place_of_text(held),), since=held.version.effective
                )
    yield from _never_meeting(agreement)


def _never_meeting(agreement: Agreement) -> Iterator[Finding]:
    """Yield each consent that could only be given while what it lifts is not in force."""
    met: set[tuple[str, str]] = set()
    asked: dict[tuple[str, str], InForce] = {}
    for text in texts_in_force(agreement):
        for held in text.clauses:
            for name in held.clause.lifts if isinstance(held.clause, Consent) else ():
                other = text.by_id.get(name)
                asked.setdefault((clause_text_name(held), name), held)
                if other is not None and _overlap(_life(held, text), _life(other, text)):
                    met.add((clause_text_name(held), name))
    for (_, lifted), held in asked.items():
        if (clause_text_name(held), lifted) not in met:
            clause = held.clause
            assert isinstance(clause, Consent)
            what = NobodyConsents(clause=clause_text_name(held), by=clause.by, lifted=lifted)
            fix = LetThemMeet(clause=clause.id, lifted=lifted)
            yield Finding("nobody-can-make", what, fix, (place_of_text(held),), since=held.version.effective)


def _life(held: InForce, text: Terms) -> Span:
    """Return when a clause speaks by its own text and the term's."""
    ends = None if held.clause.id in text.survives else text.ends
    edges = [edge for edge in (held.speaks.end, ends) if edge is not None]
    return Span(held.speaks.start, min(edges, default=None))


def _overlap(one: Span, other: Span) -> bool:
    starts = [edge for edge in (one.start, other.start) if edge is not None]
    ends = [edge for edge in (one.end, other.end) if edge is not None]
    return not starts or not ends or max(starts) < min(ends)


def never_ends(agreement: Agreement) -> Iterator[Finding]:
    """Yield each match without a day to perform by, and each window that one side can stop without end."""
    for text in texts_in_force(agreement):
        for held in text.clauses:
            if isinstance(held.clause, FirstRefusal):
                yield from _unending_match(held, held.clause, text)
                yield from _unending_window(held, held.clause)


def _unending_match(held: InForce, clause: FirstRefusal, text: Terms) -> Iterator[Finding]:
    if clause.failure.sign_within is not None:
        return
    since, fix = _from(held, text), SetADay(clause=clause.id)
    deliveries = [one for one in text.clauses if isinstance(one.clause, Delivery) and clause.id in one.clause.of]
    if not deliveries:
        what: Said = MatchStandsForever(clause=clause_text_name(held))
        yield Finding("never-ends", what, fix, (place_of_text(held),), since=since)
        return
    for one in deliveries:
        assert isinstance(one.clause, Delivery)
        dated = sum((step.share for step in one.clause.milestones), Decimal(0))
        if dated < 1 and len(deliveries) == 1:
            what = PartHasNoMilestone(delivery=clause_text_name(one), share=dated, clause=clause_text_name(held))
            yield Finding("never-ends", what, fix, (place_of_text(one), place_of_text(held)), since=since)


def _unending_window(held: InForce, clause: FirstRefusal) -> Iterator[Finding]:
    """Yield a window that the clause lets one side stop: agreement takes the word of both, other grounds do not."""
    alone_ = tuple(ground for ground in clause.tolling if ground != "agreement")
    if "tolling" in clause.model_fields_set and alone_:
        what = OneStopsTheClock(clause=clause_text_name(held), grounds=alone_)
        yield Finding("never-ends", what, TollByAgreement(), (place_of_text(held),), since=held.version.effective)
