"""A receipt: what a decision was made from, so that years later the same files give the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never

from pydantic import BaseModel

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, versions
from firstcall.dates import iso, zone_data_version
from firstcall.kept import Kept
from firstcall.record.events.entry import whole
from firstcall.record.position import Position
from firstcall.rights.decision import Decision
from firstcall.rights.judge.bans.party_acts import AskedAct
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.rights.under_readings import AnyQuestion
from firstcall.values import dataclass

SEMANTICS = 2
"""The number of the rules in docs/spec.md; it changes when the same files could answer otherwise."""


_TEXT_DIGESTS: Kept[None, str] = Kept("the digest of a consolidated text")


@dataclass(frozen=True, slots=True)
class TableCertificate:
    """What stands behind a table: every question of capacity that a text tells apart, answered for a stretch of time.

    Equal texts, records, calendars and zone data give an equal certificate; so whoever has them can make it again.
    """

    agreement: str
    version: str | None
    """The version in force; None before the first."""
    since: datetime | None
    """The first instant of the stretch, in which no answer of capacity changes; None for what lies before all."""
    until: datetime | None
    """The first instant after it; None for the last stretch."""
    history: str
    record: str
    calendar: str
    zone_data: str
    questions: int
    """How many questions are told apart, in the words of the text."""
    classes: int
    """How many of them differ; words that nothing tells apart are in one class."""
    sets: int
    """The sets of clauses that can bear on an act."""
    answers: int
    """How many different answers there are: outcome, marks and deciding clauses."""
    digest: str
    """Of every question with its answer."""
    semantics: int = SEMANTICS

    def covers(self, made: Receipt, asked: AnyQuestion, at: datetime) -> bool:
        """Say whether a question is one of the table's, asked of the same text and record within its stretch.

        Args:
          made: the receipt of its answer.
          asked: the question; of an offer, a contract, a quantity or a site no table is made.
          at: the instant asked about.
        """
        if not isinstance(asked, Asked) or (asked.signed or asked.offer or asked.contract or asked.site):
            return False
        ours = (self.agreement, self.history, self.record, self.calendar, self.zone_data, self.semantics)
        theirs = (made.agreement, made.history, made.record, made.calendar, made.zone_data, made.semantics)
        within = (self.since is None or self.since <= at) and (self.until is None or at < self.until)
        return asked.quantity is None and within and ours == theirs


@dataclass(frozen=True, slots=True)
class Receipt:
    """The grounds of a decision as SHA-256 digests, and the versions of the tables it was reckoned with."""

    agreement: str
    terms: str
    """The consolidated text in force at the instant asked about."""
    history: str
    """The consolidated text of every version known, since capacity keeps what its signing settled."""
    question: str
    readings: tuple[str, ...]
    """The combinations of readings that were answered, each as point=alternative."""
    overlays: tuple[str, ...]
    at: str
    known_at: str | None
    record: str
    """What the asker could see of the record, as entered by `known_at`."""
    answer: str
    calendar: str
    zone_data: str
    semantics: int = SEMANTICS
    table: TableCertificate | None = None
    """The table that has the question, where one was made; no part of the id, since no answer is made from it."""

    @property
    def id(self) -> str:
        """The digest of all that the answer was made from."""
        return _digest(
            {
                "agreement": self.agreement,
                "terms": self.terms,
                "history": self.history,
                "question": self.question,
                "readings": self.readings,
                "overlays": self.overlays,
                "at": self.at,
                "known_at": self.known_at,
                "record": self.record,
                "answer": self.answer,
                "calendar": self.calendar,
                "zone_data": self.zone_data,
                "semantics": self.semantics,
            }
        )


def receipt(
    agreement: Agreement,
    position: Position,
    asked: AnyQuestion,
    decision: Decision,
    overlays: Iterable[bytes] = (),
    tables: Iterable[TableCertificate] = (),
) -> Receipt:
    """Return the receipt of a decision.

    Equal text, record and question give an equal receipt, whatever the order of the clauses in the file.
    It is made when it is asked for: an answer does not wait for it.

    Args:
      agreement: the document, with overlays applied.
      position: the record as the asker saw it, at the instant asked about.
      asked: the question.
      decision: its answer.
      overlays: the bytes of each what-if that was used.
      tables: the tables that were made; left out where points are read one way, since a table is of all readings.
    """
    known = position.known_at
    told = [decision.outcome, sorted(decision.marks), sorted(cited.reference for cited in decision.deciding)]
    made = Receipt(
        agreement=agreement.id,
        terms=_text(position.now),
        history=history_digest(position),
        question=_digest(_question(asked)),
        readings=tuple(_choice(answer.choice) for answer in decision.readings),
        overlays=tuple(hashlib.sha256(raw).hexdigest() for raw in overlays),
        at=iso(position.at),
        known_at=iso(known) if known is not None else None,
        record=position.known.digest,
        answer=_digest(told),
        calendar=calendar_version(agreement),
        zone_data=zone_data_version(),
    )
    of_it = (table for table in tables if table.covers(made, asked, position.at))
    return replace(made, table=next(of_it, None))


def calendar_version(agreement: Agreement) -> str:
    """Return the name and the version of the business days that an agreement counts in."""
    calendar = agreement.business_days()
    return " ".join((calendar.name, calendar.version))


def _question(asked: AnyQuestion) -> dict[str, Any]:
    """Return a question under fixed names, which no renaming in the code moves."""
    match asked:
        case Asked():
            return {
                "Asked": {
                    "workloads": asked.workloads,
                    "provider": asked.provider,
                    "customer": asked.customer,
                    "capacity": asked.capacity,
                    "signed": asked.signed,
                    "quantity": asked.quantity,
                    "offer": asked.offer,
                    "contract": asked.contract,
                    "tranche": asked.tranche,
                    "site": asked.site,
                    "dimensions": dict(asked.dimensions),
                }
            }
        case AskedUse():
            return {
                "AskedUse": {
                    "licensee": asked.licensee,
                    "product": asked.product,
                    "ip": asked.ip,
                    "model": asked.model,
                    "developed": asked.developed,
                }
            }
        case AskedLicence():
            by = {} if asked.by is None else {"by": asked.by}
            return {"AskedLicence": {"to": asked.to, "product": asked.product, "ip": asked.ip, **by}}
        case AskedAct():
            return {"AskedAct": {"act": asked.act, "by": asked.by, "to": asked.to}}
        case _:
            assert_never(asked)


def history_digest(position: Position) -> str:
    """Return the digest of the consolidated text of every version known at a position."""
    known = versions(position.agreement, position.known_at)
    return _digest({version.id: _text(position.terms(version.effective)) for version in known})


def _choice(choice: Any) -> str:
    return ", ".join(f"{point}={name}" for point, name in sorted(choice.items()))


def _text(terms: Terms) -> str:
    """Return the digest of a consolidated text; reckoned once and kept with it."""
    kept = _TEXT_DIGESTS.on(terms.shelf)
    if None not in kept:
        kept[None] = _digest(
            {
                "version": terms.version.id if terms.version else None,
                "parties": dict(terms.parties),
                "providers": dict(terms.providers),
                "definitions": terms.definitions,
                "clauses": {held.clause.id: [held.version.id, iso(held.since), held.clause] for held in terms.clauses},
                "ends": terms.ends,
            }
        )
    return kept[None]


def _digest(thing: Any) -> str:
    text = json.dumps(thing, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(thing: Any) -> Any:
    """Return a value as JSON has it, written one way only; a field at its default is left out, written or not.

    So what a later version lets people say in addition moves no digest of a text that does not say it.
    """
    match thing:
        case BaseModel():
            return thing.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        case Decimal():
            return whole(thing)
        case datetime():
            return iso(thing)
        case _:
            return str(thing)
