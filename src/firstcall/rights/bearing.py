"""Which points of construction bear on a question: those that change a clause which may hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Literal, assert_never

from firstcall.agreement.construe import read_with
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Clause,
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
from firstcall.agreement.model.definitions import OTHER, Mode
from firstcall.agreement.model.event_dates import hinges, hung_dates, last_day_of
from firstcall.agreement.model.readings import Patch, Reading
from firstcall.agreement.terms import InForce, Terms, Version, terms, versions
from firstcall.dates import day_end
from firstcall.kept import Kept
from firstcall.record.events.kinds import ConsentGiven
from firstcall.record.position import Position
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.values import dataclass

AnyQuestion = Asked | AskedUse | AskedLicence | AskedAct


@dataclass(frozen=True, slots=True)
class Variants:
    """A clause as the file has it, and as each alternative of each point alone reads it.

    Points that patch one clause may join what they say, key by key; so whoever asks what the clause
    may hold asks it key by key.
    """

    text: Terms
    read: tuple[Clause, ...]


Changed = tuple[Reading, tuple[Variants, ...], tuple[Variants, ...]]
"""A point, and the clauses that it changes: of the text in force, and of those before."""


_DIFFERING: Kept[datetime | None, tuple[Changed, ...]] = Kept("points that change a text, by what is known")
_TOUCHED: Kept[None, Counter[str]] = Kept("how many points patch each clause")
_HUNG_ON: Kept[None, frozenset[str]] = Kept("what dates of a text hang on")
_VARIANTS: Kept[tuple[str, datetime | None], Variants] = Kept("a clause as every alternative has it")


def bearing_on(asked: AnyQuestion, here: Position) -> tuple[Reading, ...]:
    """Return the points that may change the answer to a question.

    A point that bears on nothing that is asked is left at its base: it would double the work and
    bring the same answer. Where it may bear, it counts, even if the answers then come out the same.

    Args:
      asked: the question.
      here: the text as the file has it, and the record, at the question's instant.
    """
    whole = isinstance(asked, Asked) and _from_before(asked)
    found = []
    for point, now, before in _differing(here):
        if (
            any(_may_hold(variants, asked, here) for variants in now)
            or (whole and any(_may_hold(variants, asked, here) for variants in before))
            or (isinstance(asked, Asked) and _was_consented(before, here))
        ):
            found.append(point)
    return tuple(found)


def _was_consented(before: tuple[Variants, ...], here: Position) -> bool:
    """Say whether a consent was given that an earlier text, which a point changes, may have let be given."""
    routes = any(isinstance(variants.read[0], Consent) for variants in before)
    return routes and next(here.events_of_kind(ConsentGiven), None) is not None


def _from_before(asked: Asked) -> bool:
    """Say whether what is asked about may have been noticed or signed under an earlier text."""
    return bool(asked.offer or asked.contract or asked.signed or asked.capacity == "existing")


def _differing(here: Position) -> tuple[Changed, ...]:
    """Return the points that change clauses of the text in force, or of a text before it; kept with the text."""
    text = here.terms()
    kept = _DIFFERING.on(text.shelf)
    if here.known_at not in kept:
        earlier = [terms(here.agreement, v.effective, here.known_at) for v in _before(text, here)]
        changed = [
            (
                point,
                tuple(_changed(point, text, here)),
                tuple(variants for one in earlier for variants in _changed(point, one, here)),
            )
            for point in here.agreement.readings
        ]
        kept[here.known_at] = tuple(item for item in changed if item[1] or item[2])
    return kept[here.known_at]


def _before(text: Terms, here: Position) -> list[Version]:
    """Return the versions that took effect before the text in force did."""
    start = text.version.effective if text.version is not None else None
    return [one for one in versions(here.agreement, here.known_at) if start is not None and one.effective < start]


def _changed(point: Reading, text: Terms, here: Position) -> Iterator[Variants]:
    """Yield the clauses of a text that a point changes, alone or after another point has changed them."""
    touched = _touched(here.agreement)
    for clause_id in point.touches():
        if text.version is not None and clause_id in text.by_id:
            held = text.by_id[clause_id]
            ways = _ways(point, held)
            if ways and (touched[clause_id] > 1 or any(way != held.clause for way in ways)):
                yield _variants(clause_id, text, here)


def _touched(agreement: Agreement) -> Counter[str]:
    """Return how many points patch each clause; kept with the agreement."""
    kept = _TOUCHED.on(agreement.shelf)
    if None not in kept:
        kept[None] = Counter(name for point in agreement.readings for name in point.touches())
    return kept[None]


def _variants(clause_id: str, text: Terms, here: Position) -> Variants:
    kept, key = _VARIANTS.on(text.shelf), (clause_id, here.known_at)
    if key not in kept:
        held = text.by_id[clause_id]
        ways = [way for point in here.agreement.readings for way in _ways(point, held)]
        kept[key] = Variants(text, (held.clause, *ways))
    return kept[key]


def _ways(point: Reading, held: InForce) -> tuple[Clause, ...]:
    """Return a clause as those alternatives of a point read it that patch this text of it."""
    patching = (patches for patches in point.alternatives.values() if any(_patches(one, held) for one in patches))
    return tuple(read_with(held.clause, held.version.id, patches) for patches in patching)


def _patches(patch: Patch, held: InForce) -> bool:
    return patch.clause == held.clause.id and (patch.versions is None or held.version.id in patch.versions)


def _may_hold(variants: Variants, asked: AnyQuestion, here: Position) -> bool:
    """Say whether a clause, however it is read, can hold a question."""
    match variants.read[0]:
        case Term():
            return _may_cut(variants, here)
        case Licence() | Escape():
            return isinstance(asked, AskedUse | AskedLicence)
        case Consent():
            return _may_lift(variants, asked, here) if isinstance(asked, Asked) else _may_lift_a_ban(variants)
        case RevenueShare() | Commitment() | Payment() | DatedDuty() | Option() | PricePromise():
            return False
        case Prohibition():
            return not isinstance(asked, Asked) or _in_scope(variants, asked)
        case Exclusivity() | FirstRefusal() | Delivery() | Approval() | Priority():
            return isinstance(asked, Asked) and not _only_in_procedure(variants, asked) and _in_scope(variants, asked)
        case _ as never:
            assert_never(never)


def may_turn(clause: Clause, asked: AnyQuestion, here: Position) -> bool:
    """Say whether a text without a clause may answer otherwise: if it may hold the question, or a date hangs on it.

    A kind that speaks of something else altogether never holds it; what such a clause reaches is not looked at.

    Args:
      clause: a clause of the text in force.
      asked: the question.
      here: the text and the record, at the question's instant.
    """
    match clause:
        case Term() | Consent() | Prohibition() | DatedDuty() | Option():
            return True
        case Licence() | Escape():
            may_hold = isinstance(asked, AskedUse | AskedLicence)
        case Exclusivity() | FirstRefusal() | Delivery() | Approval() | Priority():
            may_hold = isinstance(asked, Asked)
        case RevenueShare() | Commitment() | Payment() | PricePromise():
            may_hold = False
        case _ as never:
            assert_never(never)
    return may_hold or clause.id in _hung_on(here.terms())


def _hung_on(text: Terms) -> frozenset[str]:
    """Return every name that a date by rule of a text hangs on; kept with the text."""
    kept = _HUNG_ON.on(text.shelf)
    if None not in kept:
        rules = (rule for held in text.clauses for _, rule in hung_dates(held.clause))
        kept[None] = frozenset(name for rule in rules for name in hinges(rule))
    return kept[None]


def _may_cut(variants: Variants, here: Position) -> bool:
    """Say whether an instant may lie within the term or after it, or may leave other clauses over."""
    clauses = [clause for clause in variants.read if isinstance(clause, Term)]
    last = (last_day_of(clause.until) for clause in clauses)
    over = {day is not None and here.at >= day_end(day, variants.text.where) for day in last}
    return len(over) > 1 or (True in over and len({clause.survives for clause in clauses}) > 1)


def _may_lift(variants: Variants, asked: Asked, here: Position) -> bool:
    """Say whether a consent clause may lift a clause that may hold the question."""
    text = variants.text
    return any(_in_scope(_variants(name, text, here), asked) for name in _lifted(variants) if name in text.by_id)


def _may_lift_a_ban(variants: Variants) -> bool:
    """Say whether a consent clause may lift a prohibition or free a sublicence: the rest speaks of capacity alone."""
    named = (variants.text.by_id.get(name) for name in _lifted(variants))
    return any(held is not None and isinstance(held.clause, Prohibition | Licence) for held in named)


def _lifted(variants: Variants) -> set[str]:
    """Return the clauses that a consent clause lifts, however it is read."""
    return {name for clause in variants.read if isinstance(clause, Consent) for name in clause.lifts}


def _only_in_procedure(variants: Variants, asked: Asked) -> bool:
    """Say whether the ways of reading a right differ only in how an offer goes, where no offer comes into it."""
    clauses = variants.read
    if (
        not all(isinstance(one, FirstRefusal) for one in clauses)
        or asked.offer is not None
        or asked.contract is not None
    ):
        return False
    return all(getattr(one, name) == getattr(clauses[0], name) for one in clauses for name in _REACH)


_REACH = ("scope", "since", "until", "notwithstanding", "subject_to", "holder")
"""What of a right says whom and what it reaches; the rest is the course of an offer."""


def _in_scope(variants: Variants, asked: Asked) -> bool:
    """Say whether each key of a clause's scope may hold a question, however it is read."""
    scopes = [clause.scope for clause in variants.read]
    text, customer = variants.text, asked.customer or "general"
    mode = _mode(asked, text)
    place = asked.provider if asked.provider in text.providers else OTHER
    now = asked.contract is None and asked.signed is None and asked.capacity != "existing"
    return (
        any(scope.workloads is None or set(scope.workloads) & set(asked.workloads) for scope in scopes)
        and any(scope.customers is None or customer in scope.customers for scope in scopes)
        and any(scope.providers is None or asked.provider is None or place in scope.providers for scope in scopes)
        and any(scope.mode is None or mode == "any" or mode in scope.mode for scope in scopes)
        and not (now and all(scope.age == "existing" for scope in scopes))
        and all(
            any(value in scope.dimensions.get(name, (value,)) for scope in scopes)
            for name, value in asked.dimensions.items()
        )
    )


def _mode(asked: Asked, text: Terms) -> Mode | Literal["any"]:
    """Return the mode of what is asked about; any where an offer or a contract says it."""
    if asked.offer or asked.contract:
        return "any"
    if asked.capacity == "own_build" or asked.capacity == "built_for_grantor":
        return asked.capacity  # type: ignore[return-value]
    return text.mode_at(asked.provider or "")
