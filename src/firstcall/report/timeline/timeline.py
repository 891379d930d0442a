"""A partnership's time: its versions, clauses, transactions, happenings and milestones, as things to draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.basis import Grade
from firstcall.agreement.terms import InForce, Terms, Version, terms, versions
from firstcall.dates import parse_when, zone
from firstcall.record.dated.speaking import ended_by
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, Context
from firstcall.record.events.milestones import AboutDetermination, EscapeExercised, Interpretation
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.report.brief.backtest import JudgedLeg
from firstcall.rights.decision import OUTCOMES, Outcome
from firstcall.values import dataclass

Lane = Literal["ungoverned", "permitted", "offer-first", "consent-first", "forbidden", "happenings", "milestones"]


@dataclass(frozen=True, slots=True)
class Band:
    """A version of the agreement: the time in which its text was in force."""

    version: Version
    start: datetime
    end: datetime | None
    """None for the one in force at the end of the drawing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time in which a clause spoke with one text."""

    held: InForce
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """Something that happened: where it belongs, when, and what it is called on the drawing."""

    lane: Lane
    first: datetime
    last: datetime | None
    """Where a date known only to the month or year ends; None for a day."""
    label: str
    title: str
    kind: str
    """The event's type, or `transaction`."""
    grade: Grade


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that is drawn, and from when to when."""

    start: datetime
    end: datetime
    on: datetime
    term_ends: datetime | None
    bands: tuple[Band, ...]
    clauses: tuple[tuple[str, tuple[Stretch, ...]], ...]
    marks: tuple[TimelineMark, ...]


def make_timeline(
    agreement: Agreement, record: Record, judged: tuple[JudgedLeg, ...], on: datetime, today: datetime
) -> Timeline:
    """Return the time of a partnership, from its beginning to the latest of today and what was signed.

    Args:
      agreement: the agreement.
      record: what happened.
      judged: the transactions with their answers.
      on: the day of the brief.
      today: the last day that is drawn, unless something came after.
    """
    marks = (*_transactions(judged, agreement), *_happenings(agreement, record))
    known = versions(agreement)
    latest = max([on, today, *(mark.last or mark.first for mark in marks), *(item.effective for item in known)])
    start = min([known[0].effective, *(mark.first for mark in marks)])
    drawn_to = latest + max((latest - start) / 50, timedelta(days=7))
    ends = (*(item.effective for item in known[1:]), None)
    bands = tuple(
        Band(item, item.effective, end) for item, end in zip(known, ends, strict=True) if item.effective != end
    )
    return Timeline(
        start, drawn_to, on, terms(agreement, on).ends, bands, _clauses(agreement, record, bands, drawn_to),
        tuple(sorted(marks, key=lambda mark: (mark.first, mark.label, mark.lane))),
    )  # fmt: skip


def _transactions(judged: tuple[JudgedLeg, ...], agreement: Agreement) -> Iterator[TimelineMark]:
    """Yield a mark for each transaction in each answer that some leg or use of it got."""
    where = zone(agreement.timezone)
    found: dict[tuple[str, str, Outcome], TimelineMark] = {}
    for leg in judged:
        deal = leg.transaction
        when = parse_when(deal.when, where)
        for outcome in sorted({decision.outcome for _, decision in leg.answers}, key=OUTCOMES.index):
            last = when.end - timedelta(days=1) if when.end else None
            mark = TimelineMark(outcome, when.first, last, deal.id, deal.title, "transaction", deal.grade)
            found.setdefault((deal.id, deal.when, outcome), mark)
    yield from found.values()


def _happenings(agreement: Agreement, record: Record) -> Iterator[TimelineMark]:
    """Yield what happened beside the transactions: consents, milestones, and what decides nothing."""
    known = [event for event in record.known().events if _is_shown(event)]
    for number, event in enumerate(known, start=1):
        milestone = isinstance(event, (AboutDetermination, EscapeExercised, Interpretation))
        lane: Lane = "milestones" if milestone else "happenings"
        last = None
        if isinstance(event, Context) and event.until is not None:
            last = parse_when(event.until.isoformat(), zone(agreement.timezone)).first
        yield TimelineMark(lane, event.at, last, str(number), _title(event), event.type, event.basis.grade)


def _is_shown(event: EventBase) -> bool:
    told = (Context, ConsentGiven, ConsentRevoked, AboutDetermination, EscapeExercised, Interpretation)
    return isinstance(event, told)


def _title(event: EventBase) -> str:
    """Return what an event is about, in its author's words or ids."""
    if isinstance(event, Context):
        return event.title
    if isinstance(event, ConsentGiven):
        return ", ".join((*event.clauses, *filter(None, (event.provider, event.contract))))
    if isinstance(event, Interpretation):
        return f"{event.point} = {event.alternative}"
    return str(getattr(event, "determination", None) or getattr(event, "clause", None) or event.id)


def _clauses(
    agreement: Agreement, record: Record, bands: tuple[Band, ...], end: datetime
) -> tuple[tuple[str, tuple[Stretch, ...]], ...]:
    """Return when each clause spoke, in the order in which they entered the text."""
    found: dict[str, list[Stretch]] = {}
    here = position(agreement, record, end)
    for band in bands:
        text = terms(agreement, band.start)
        for held in text.clauses:
            stretch = _stretch(held, text, band, end, ended_by(here, held))
            if stretch is not None:
                found.setdefault(held.clause.id, []).append(stretch)
    return tuple((name, tuple(_joined(stretches))) for name, stretches in found.items())


def _stretch(held: InForce, text: Terms, band: Band, end: datetime, ended: datetime | None) -> Stretch | None:
    """Return the time in which a clause speaks while a version is in force; None where it does not."""
    start = max(filter(None, (band.start, held.speaks.start)))
    over = None if held.clause.id in text.survives else text.ends
    last = min(filter(None, (band.end, held.speaks.end, ended, over, end)))
    return Stretch(held, start, last) if start < last else None


def _joined(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Yield stretches of one text that follow on one another as one."""
    before: Stretch | None = None
    for stretch in stretches:
        if before is not None and before.end == stretch.start and before.held.version == stretch.held.version:
            before = Stretch(before.held, before.start, stretch.end)
            continue
        if before is not None:
            yield before
        before = stretch
    if before is not None:
        yield before
