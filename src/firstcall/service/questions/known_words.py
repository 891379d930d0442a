"""The words of an entry, held against the agreement of its day and the record: a slip is told before it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from firstcall.agreement.terms import Terms, terms, versions
from firstcall.errors import NotFound, QuestionError, did_you_mean, suggestion
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS, ConsentGiven, ContractSigned, StatementIssued
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.service import world
from firstcall.service.folder import Partnership

BEGUN: dict[str, tuple[type[EventBase], ...]] = {
    "offer": (OfferReceived, CapacityRequested),
    "contract": (ContractSigned,),
    "consent": (ConsentGiven,),
    "statement": (StatementIssued,),
}
"""What must be on the record before an event can speak of it, and the events that begin it."""


def check_words(deal: Partnership, fields: dict[str, Any], at: datetime) -> list[str]:
    """Refuse words that the agreement or the record does not know; return what should be said.

    Raises:
      QuestionError: an unknown party, clause, workload, dimension, point, determination or version.
      NotFound: an offer, contract, consent or statement that the record does not have.
    """
    text = terms(deal.agreement, at)
    known = text if text.version is not None else terms(deal.agreement, max(at, world.now()))
    for what, word, words in _named(deal, fields, known):
        if word not in words:
            raise QuestionError(f"unknown {what} '{word}'\n  fix: {suggestion(word, words, what)}")
    _check_begun(deal, fields)
    provider = fields.get("provider")
    if provider is None or provider in known.providers:
        return []
    near = did_you_mean(provider, known.providers)
    said = f"provider '{provider}' is not listed and is read as `other`"
    return [said + (f"; did you mean '{near}'?" if near else "")]


def _named(deal: Partnership, fields: dict[str, Any], text: Terms) -> Iterator[tuple[str, str, Collection[str]]]:
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
            yield f"value of {name}", value, words.dimensions[name]
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
        known = {getattr(event, what) for event in deal.record.known().events if isinstance(event, begins)}
        opens = issubclass(EVENT_KINDS[fields["type"]], begins)
        if what == "contract" and opens and name in known:
            mend = "give it an id of its own; mend a slip in the first with a correction"
            raise QuestionError(f"contract '{name}' is on the record already\n  fix: {mend}")
        if name is None or opens or (what == "contract" and fields["type"] == "consent-given"):
            continue
        if name not in known:
            mend = suggestion(name, known, what) if known else f"add the event that begins the {what} first"
            raise NotFound(f"{what} '{name}' is not on the record\n  fix: {mend}")
