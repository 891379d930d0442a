"""What an event names and says, held against the agreement: points, happenings, measures, duties, terms.

An event that is wrong in one of these is kept, since it may have happened; but nothing reads it as it was meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, NamedTuple

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.agreement.model.clauses.promises.payment import Payment
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.agreement.model.clauses.technology import Escape
from firstcall.agreement.model.definitions import Definitions, Redefinition
from firstcall.agreement.read.problem_facts import UnknownValue, ValueOfDimension
from firstcall.errors import Thing, near_or_listed, unknown
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned, DutyPerformed, QuantityReported, StatementDisputed
from firstcall.record.events.milestones import (
    AboutDetermination,
    AboutOption,
    EncodingSignedOff,
    EscapeExercised,
    Interpretation,
    Occurred,
)
from firstcall.record.events.offer import CapacityRequested, OfferReceived, TermsAmended, WaiverGiven
from firstcall.record.events.term_values import term_faults
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass


class UnknownWay(Said):
    says = sentence("event.unknown-way", "unknown way to read {point}: {given}")
    point: Annotated[str, Quoted]
    given: Annotated[str, Quoted]


class EntryFault(NamedTuple):
    """What is wrong with what an event says, and what would mend it."""

    what: Said
    fix: Said
    named: bool
    """Whether it names what nobody knows; if not, one of its terms says nothing that it can mean."""


@dataclass(frozen=True, slots=True)
class WordsOfAgreement:
    """What events can name, in any version of an agreement."""

    points: Mapping[str, tuple[str, ...]]
    """The ways to read each point of construction."""
    names: Mapping[Thing, Collection[str]]
    dimensions: Mapping[str, Collection[str]]
    """What each dimension can be."""


def words_of_agreement(agreement: Agreement) -> WordsOfAgreement:
    """Return what events can name: of every version, since an event may be of any day."""
    changes = tuple(change.redefine for change in agreement.amendments)
    words: tuple[Definitions | Redefinition, ...] = (agreement.definitions, *changes)
    clauses = agreement.every_clause
    dimensions: dict[str, set[str]] = {}
    for name, values in (item for one in words for item in (one.dimensions or {}).items()):
        dimensions.setdefault(name, set()).update(values)
    paid = {clause.quantity for clause in clauses if isinstance(clause, Payment)}
    compared = {one.pays.quantity for one in clauses if isinstance(one, PricePromise) and one.pays is not None}
    names: dict[Thing, Collection[str]] = {
        "party": agreement.every_party,
        "clause": {clause.id for clause in clauses},
        "version": {"base", *(change.id for change in agreement.amendments)},
        "workload": {name for one in words for name in one.workloads or ()},
        "dimension": dimensions,
        "determination": {name for one in words for name in one.determinations},
        "event": {name for one in words for name in one.events or ()},
        "measure": {name for name in paid | compared if name is not None},
        "option": {clause.id for clause in clauses if isinstance(clause, Option)},
        "duty": {clause.id for clause in clauses if isinstance(clause, DatedDuty)},
        "escape": {clause.id for clause in clauses if isinstance(clause, Escape)},
    }
    points = {point.id: tuple(point.alternatives) for point in agreement.readings}
    return WordsOfAgreement(points, names, dimensions)


def entry_faults(event: EventBase, words: WordsOfAgreement) -> Iterator[EntryFault]:
    """Yield what an event names that is in no version of the agreement, and terms that say nothing they can mean.

    Args:
      event: as later corrections have it.
      words: what events can name.
    """
    yield from _unknown("party", event.by, words)
    for part in (event, *(event.tranches if isinstance(event, ContractSigned) else ())):
        yield from _part_faults(part, words)
    match event:
        case Interpretation():
            yield from _point_faults(event, words.points)
        case AboutDetermination():
            yield from _unknown("determination", event.determination, words)
        case Occurred():
            yield from _unknown("event", event.event, words)
        case QuantityReported():
            yield from _unknown("measure", event.measure, words)
        case AboutOption():
            yield from _unknown("option", event.clause, words)
        case DutyPerformed():
            yield from _unknown("duty", event.clause, words)
        case StatementDisputed():
            for line in event.lines:
                yield from _unknown("clause", _clause_of_line(line, words.names["clause"]), words)
        case EscapeExercised(clause=str(clause)):
            yield from _unknown("escape", clause, words)
        case EncodingSignedOff():
            yield from _unknown("version", event.version, words)
        case CapacityRequested() | OfferReceived() | WaiverGiven() | TermsAmended() | ContractSigned():
            yield from (EntryFault(fault.what, fault.fix, named=False) for fault in term_faults(event.terms))
        case _:
            pass


def _part_faults(part: object, words: WordsOfAgreement) -> Iterator[EntryFault]:
    """Yield what an event, or a tranche of it, names of a scope and of clauses."""
    for name in (*getattr(part, "workloads", ()), *getattr(part, "hours", ())):
        yield from _unknown("workload", name, words)
    for name in getattr(part, "clauses", ()):
        yield from _unknown("clause", name, words)
    for name, value in getattr(part, "dimensions", {}).items():
        yield from _unknown("dimension", name, words)
        known = words.dimensions.get(name, (value,))
        if value not in known:
            what = UnknownValue(what=ValueOfDimension(dimension=name), given=value)
            yield EntryFault(what, near_or_listed(value, known), named=True)


def _clause_of_line(line: str, clauses: Collection[str]) -> str:
    """Return the clause that a line of a statement is of; late fees may have legs of their own, `delivery.EUR`."""
    leg = line.partition("/")[0]
    return next((part for part in (leg, leg.partition(".")[0]) if part in clauses), leg)


def _point_faults(event: Interpretation, points: Mapping[str, tuple[str, ...]]) -> Iterator[EntryFault]:
    thing: Thing = "point of construction"
    if event.point not in points:
        yield EntryFault(unknown(thing, event.point), near_or_listed(event.point, points, thing), named=True)
    elif event.alternative not in (ways := points[event.point]):
        what = UnknownWay(point=event.point, given=event.alternative)
        yield EntryFault(what, near_or_listed(event.alternative, ways), named=True)


def _unknown(thing: Thing, name: str, words: WordsOfAgreement) -> Iterator[EntryFault]:
    known = words.names[thing]
    if name not in known:
        yield EntryFault(unknown(thing, name), near_or_listed(name, known, thing), named=True)
