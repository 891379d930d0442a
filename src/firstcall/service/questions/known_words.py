"""The words of an entry, held against the agreement of its day and the record: a slip is told before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from firstcall.agreement.read.problem_facts import Named, UnknownValue, ValueOfDimension
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.errors import NotFound, QuestionError, did_you_mean, near_or_listed, unknown
from firstcall.record.events.entry import EventBase
from firstcall.record.events.entry_words import entry_faults, words_of_agreement
from firstcall.record.events.kinds import EVENT_KINDS, ConsentGiven, ContractSigned, Correction, StatementIssued
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.events.term_values import term_faults
from firstcall.record.journal.journal import Record
from firstcall.record.views.view import party_meant
from firstcall.said import Quoted, Said, sentence
from firstcall.service import world
from firstcall.service.folder import Partnership

Begun = Literal["offer", "contract", "consent", "statement"]
BEGUN: dict[Begun, tuple[type[EventBase], ...]] = {
    "offer": (OfferReceived, CapacityRequested),
    "contract": (ContractSigned,),
    "consent": (ConsentGiven,),
    "statement": (StatementIssued,),
}
"""What must be on the record before an event can speak of it, and the events that begin it."""


class EntryReadAsOther(Said):
    says = sentence("entry.read-as-other", "provider {provider} is not listed and is read as `other`")
    provider: Annotated[str, Quoted]


class ReadAsOtherNear(Said):
    says = sentence(
        "entry.read-as-other-near",
        "provider {provider} is not listed and is read as `other`; did you mean {near}?",
    )
    provider: Annotated[str, Quoted]
    near: Annotated[str, Quoted]


class ContractAlready(Said):
    says = sentence("entry.contract-already", "contract {contract} is on the record already")
    contract: Annotated[str, Quoted]


class OwnIdOrCorrect(Said):
    says = sentence("entry.own-id-or-correct", "give it an id of its own; mend a slip in the first with a correction")


class NotOnTheRecord(Said):
    says = sentence("entry.not-on-the-record", "{thing} {name} is not on the record")
    thing: Begun
    name: Annotated[str, Quoted]


class AddWhatBegins(Said):
    says = sentence("entry.add-what-begins", "add the event that begins the {thing} first")
    thing: Begun


def check_words(deal: Partnership, fields: dict[str, Any], at: datetime) -> list[Said]:
    """Refuse words that the agreement or the record does not know; return what should be said.

    Raises:
      QuestionError: an unknown party, clause, workload, dimension, point, determination, version or term, or a term
        that says nothing it can mean.
      NotFound: an offer, contract, consent or statement that the record does not have.
    """
    text = terms(deal.agreement, at)
    known = text if text.version is not None else terms(deal.agreement, max(at, world.now()))
    for what, word, words in _named(deal, fields, known):
        if word not in words:
            listed = near_or_listed(word, words, "name" if isinstance(what, Said) else what)
            fix = party_meant(word, deal.agreement) if what == "party" else listed
            raise QuestionError(unknown_named(what, word), fix=fix)
    for fault in term_faults(fields.get("terms") or {}):
        raise QuestionError(fault.what, fix=fault.fix)
    _check_begun(deal, fields)
    provider = fields.get("provider")
    if provider is None or provider in known.providers:
        return []
    near = did_you_mean(provider, known.providers)
    return [ReadAsOtherNear(provider=provider, near=near) if near else EntryReadAsOther(provider=provider)]


def check_last_entry(deal: Partnership, after: Record) -> None:
    """Refuse an entry, or what a correction makes of one, where `check` would tell it as wrong.

    Args:
      deal: the partnership, with the record before it.
      after: the record with it.

    Raises:
      QuestionError: a name that no version of the agreement knows, or a term that says nothing it can mean.
    """
    last = after.events[-1]
    words, about = words_of_agreement(deal.agreement), last.of if isinstance(last, Correction) else last.id
    before = {
        fault for event in deal.record.known().events if event.id == about for fault in entry_faults(event, words)
    }
    for event in after.known().events:
        for fault in entry_faults(event, words) if event.id == about else ():
            if fault not in before:
                raise QuestionError(fault.what, fix=fault.fix)


def unknown_named(what: Named, word: str) -> Said:
    """Return that a word names nothing of its kind."""
    return UnknownValue(what=what, given=word) if isinstance(what, Said) else unknown(what, word)


def _named(deal: Partnership, fields: dict[str, Any], text: Terms) -> Iterator[tuple[Named, str, Collection[str]]]:
    """Yield every word of an entry that the agreement lists: what it names, the word, the list."""
    words = text.definitions
    yield "party", fields["by"], text.parties
    clauses = (*text.by_id, *text.removed)
    for name in ("clause", "clauses"):
        yield from (("clause", word, clauses) for word in _each(fields.get(name)))
    tranches = fields.get("tranches") or ()
    for part in (fields, *tranches):
        yield from (("workload", word, words.workloads) for word in _each(part.get("workloads")))
        for name, value in (part.get("dimensions") or {}).items():
            yield "dimension", name, words.dimensions
            yield ValueOfDimension(dimension=name), value, words.dimensions[name]
    if fields["type"] == "mix-reported":
        yield from (("workload", word, words.workloads) for word in fields.get("hours") or {})
    yield from (("determination", word, words.determinations) for word in _each(fields.get("determination")))
    if fields["type"] == "interpretation":
        points = {reading.id: reading.alternatives for reading in deal.agreement.readings}
        yield "point of construction", fields["point"], points
        yield "alternative", fields["alternative"], points[fields["point"]]
    if fields["type"] == "encoding-signed-off":
        yield "version", fields["version"], [version.id for version in versions(deal.agreement)]


def _each(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _check_begun(deal: Partnership, fields: dict[str, Any]) -> None:
    for what, begins in BEGUN.items():
        name = fields.get(what)
        known = {getattr(event, what) for event in deal.record.known().of_kind(*begins)}
        opens = issubclass(EVENT_KINDS[fields["type"]], begins)
        if what == "contract" and opens and name in known:
            raise QuestionError(ContractAlready(contract=str(name)), fix=OwnIdOrCorrect())
        if name is None or opens or (what == "contract" and fields["type"] == "consent-given"):
            continue
        if name not in known:
            fix = near_or_listed(name, known, what) if known else AddWhatBegins(thing=what)
            raise NotFound(NotOnTheRecord(thing=what, name=name), fix=fix)
