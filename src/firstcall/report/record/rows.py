"""Events, offers and two parties' records as lines of text and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from firstcall.dates import iso
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.notice_content import content_said
from firstcall.record.offers.offer import Offer, WithoutEffect
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.record.views.compare import DifferenceKind, FieldChange, Parted, RecordDifference
from firstcall.report.decision.line_facts import EventWord, InARow, ToldLine
from firstcall.report.record.fields import field_said, own_fields, value_said
from firstcall.report.terms.rows import text_of
from firstcall.said import AllOf, Commas, Local, Said, Weekdayed, plural, sentence


class NoticeSentLacking(Said):
    says = sentence("offer.notice-sent-lacking", "the notice lacked {lacked}")
    lacked: Annotated[tuple[Said | str, ...], Commas]


class EventAt(Said):
    says = sentence("record.event-at", "{at}  {event}  by {by}")
    at: Annotated[datetime, Local]
    event: EventWord
    by: str


class EventTold(Said):
    says = sentence("record.event", "{event}  {fields}  [{id}]")
    event: Said
    fields: tuple[Said, ...]
    id: str


class EventAlone(Said):
    says = sentence("record.event-alone", "{event}  [{id}]")
    event: Said
    id: str


class EventEntered(Said):
    says = sentence("record.event-entered", "{event} (entered {recorded})")
    event: Said
    recorded: Annotated[datetime, Local]


class EventIdle(Said):
    says = sentence("record.event-idle", "{event} (without effect: {why})")
    event: Said
    why: Said


def event_said(event: EventBase, where: ZoneInfo, without_effect: WithoutEffect | None = None) -> Said:
    """Return an event in one line: when, what, by whom, its own fields, its id; what cannot be printed is spelt.

    Args:
      event: the event.
      where: the zone that instants are shown in.
      without_effect: why it moved nothing, where it did not.
    """
    fields = own_fields(event)
    happened = EventAt(at=event.at.astimezone(where), event=cast("EventWord", event.type), by=event.by)
    told: Said = EventAlone(event=happened, id=event.id)
    if fields:
        told = EventTold(event=happened, fields=fields, id=event.id)
    if event.recorded != event.at:
        told = EventEntered(event=told, recorded=event.recorded.astimezone(where))
    return EventIdle(event=told, why=without_effect.reason) if without_effect else told


def events_json(events: Iterable[EventBase], without_effect: Mapping[str, WithoutEffect]) -> list[dict[str, Any]]:
    """Return events as they stand on their lines; one that moved nothing says why under `without_effect`."""
    found = []
    for event in events:
        item = without_effect.get(event.id)
        idle = {"without_effect": str(item.reason), "without_effect_reason": item.reason.as_json()} if item else {}
        found.append(event.model_dump(mode="json", exclude_none=True, exclude_unset=True) | idle)
    return found


class OfferStands(Said):
    says = sentence("record.offer-stands", "offer {offer} under {clause} ({holders}): {state} since {since}")
    offer: str
    clause: str
    holders: Annotated[tuple[str, ...], AllOf]
    state: OfferState
    since: Annotated[datetime, Local]


class MaySignThrough(Said):
    says = sentence("record.may-sign-through", "may be signed elsewhere through {day} (over at {utc})")
    day: Annotated[date, Weekdayed]
    utc: datetime


class PartMaySignThrough(Said):
    says = sentence("record.part-may-sign-through", "{quantity} may be signed elsewhere through {day} (over at {utc})")
    quantity: Decimal
    day: Annotated[date, Weekdayed]
    utc: datetime


class OfferedAndLeft(Said):
    says = sentence("record.offered-and-left", "offered {offered}, left {left}")
    offered: Decimal
    left: Decimal


class AnswerDue(Said):
    says = sentence("record.answer-due", "answer due by {by} ({utc})")
    by: Annotated[datetime, Local]
    utc: datetime


class AnswerDueOf(Said):
    says = sentence("record.answer-due-of", "answer of {who} due by {by} ({utc})")
    who: Annotated[tuple[str, ...], AllOf]
    by: Annotated[datetime, Local]
    utc: datetime


class AnswerDueOnRest(Said):
    says = sentence("record.answer-due-on-rest", "answer of {who}, about what is left, due by {by} ({utc})")
    who: Annotated[tuple[str, ...], AllOf]
    by: Annotated[datetime, Local]
    utc: datetime


def offer_lines(offer: Offer, where: ZoneInfo, event: EventBase | None = None) -> Iterator[ToldLine]:
    """Yield how an offer stands under a right: its state, window, tail and remainder.

    With an event, only the remark that this event changed nothing is told.
    """
    since = offer.since.astimezone(where)
    stands = OfferStands(offer=offer.id, clause=offer.clause, holders=offer.holders, state=offer.state, since=since)
    yield ToldLine(0, stands)
    if offer.state == "notified":
        yield from (ToldLine(2, said) for said in _answers_due(offer, where))
    yield from (ToldLine(2, said) for said in _tails(offer))
    if offer.remainder is not None:
        offered = Decimal(whole(offer.quantity or offer.remainder))
        yield ToldLine(2, OfferedAndLeft(offered=offered, left=Decimal(whole(offer.remainder))))
    if offer.lacked and offer.notice is not None:
        yield ToldLine(2, NoticeSentLacking(lacked=tuple(map(content_said, offer.lacked))))
    if event is None:
        yield from (ToldLine(2, said) for said in offer.beside)
    for remark in offer.without_effect:
        if event is None or event.id == remark.event:
            yield ToldLine(2, remark.told())


def _tails(offer: Offer) -> Iterator[Said]:
    """Yield through which day what is free may be signed: each part by itself, where their tails end apart."""
    ends = {pool.until: sum((p.quantity or 0 for p in offer.pools if p.until == pool.until), 0) for pool in offer.pools}
    for utc in sorted(ends):
        day = offer.last_day_of(utc)
        if len(ends) > 1:
            yield PartMaySignThrough(quantity=Decimal(whole(Decimal(ends[utc]))), day=day, utc=utc)
        else:
            yield MaySignThrough(day=day, utc=utc)


def _answers_due(offer: Offer, where: ZoneInfo) -> Iterator[Said]:
    """Yield until when there is time to answer: for each tier its own end, where several hold the right."""
    several = offer.right.clause.several if offer.right is not None else None
    for number, closes in enumerate(offer.tiers_close):
        asked = several.rounds[number] if several is not None else None
        by, utc = closes.astimezone(where), closes
        if asked is None:
            yield AnswerDue(by=by, utc=utc)
            continue
        who = tuple(stake.holder for stake in asked.holders)
        yield AnswerDueOnRest(who=who, by=by, utc=utc) if asked.again else AnswerDueOf(who=who, by=by, utc=utc)


class RecordsAgree(Said):
    says = sentence("compare.same", "the two records tell the same")


class RecordsPart(Said):
    says = plural(
        "compare.part",
        "{n} difference; they part at {at}, with {event}",
        "{n} differences; they part at {at}, with {event}",
    )
    n: int
    at: Annotated[datetime, Local]
    event: Said


class WhatFollows(Said):
    says = sentence("compare.follows", "what follows for the offers, on {at}")
    at: Annotated[datetime, Local]


class OfferUnder(Said):
    says = sentence("compare.offer-under", "{offer} under {clause}")
    offer: str
    clause: str


class OursIs(Said):
    says = sentence("compare.ours", "ours: {told}")
    told: Said


class TheirsIs(Said):
    says = sentence("compare.theirs", "theirs: {told}")
    told: Said


class EventNamed(Said):
    says = sentence("compare.event", "{event}")
    event: EventWord


class EventOfStream(Said):
    says = sentence("compare.event-of", "{event} of {stream}")
    event: EventWord
    stream: str


class EventDiffers(Said):
    says = sentence("compare.differs", "{kind}: {event}")
    kind: DifferenceKind
    event: Said


class EventsDiffer(Said):
    says = sentence("compare.differs-of", "{kind}: {event} [{ids}]")
    kind: DifferenceKind
    event: Said
    ids: Annotated[tuple[str, ...], AllOf]


class FieldDiffers(Said):
    says = sentence("compare.field", "{field}: ours {ours}, theirs {theirs}")
    field: Said | str
    ours: Said | str
    theirs: Said | str


class NothingSaid(Said):
    says = sentence("compare.says-nothing", "says nothing")


class AtTheMoment(Said):
    says = sentence("compare.at-moment", "{instant}")
    instant: Annotated[datetime, Local]


class OfferNotKnown(Said):
    says = sentence("compare.not-known", "not known")


class StandsSince(Said):
    says = sentence("compare.stands-since", "{state} since {since}")
    state: OfferState
    since: Annotated[datetime, Local]


class AnswerDueThen(Said):
    says = sentence("compare.answer-due", "answer due by {by}")
    by: Annotated[datetime, Local]


class SignableThrough(Said):
    says = sentence("compare.signable-through", "may be signed elsewhere through {day}")
    day: Annotated[date, Weekdayed]


class StillLeft(Said):
    says = sentence("compare.left", "left {quantity}")
    quantity: Decimal


def compare_lines(
    differences: tuple[RecordDifference, ...], parted: tuple[Parted, ...], where: ZoneInfo, at: datetime
) -> Iterator[ToldLine | None]:
    """Yield what differs in the order of time, then what follows from it for the offers; None is an empty line."""
    if not differences:
        yield ToldLine(0, RecordsAgree())
        return
    first = differences[0]
    parting = RecordsPart(n=len(differences), at=first.at.astimezone(where), event=_about(first.event))
    yield ToldLine(0, parting)
    for item in differences:
        yield None
        yield from _difference(item, where)
    if parted:
        yield None
        yield ToldLine(0, WhatFollows(at=at.astimezone(where)))
    for one in parted:
        yield ToldLine(2, OfferUnder(offer=one.offer, clause=one.clause))
        yield ToldLine(4, OursIs(told=_standing(one.ours, where)))
        yield ToldLine(4, TheirsIs(told=_standing(one.theirs, where)))


def _about(event: EventBase) -> Said:
    word = cast("EventWord", event.type)
    return EventOfStream(event=word, stream=event.stream) if event.stream != "agreement" else EventNamed(event=word)


def _difference(item: RecordDifference, where: ZoneInfo) -> Iterator[ToldLine]:
    if item.ours is None or item.theirs is None:
        yield ToldLine(0, EventDiffers(kind=item.kind, event=_about(item.event)))
        yield ToldLine(2, event_said(item.event, where))
        return
    ids = tuple(dict.fromkeys((item.ours.id, item.theirs.id)))
    yield ToldLine(0, EventsDiffer(kind=item.kind, event=_about(item.event), ids=ids))
    for change in item.changes:
        ours, theirs = (_value(value, where) for value in (change.ours, change.theirs))
        yield ToldLine(2, FieldDiffers(field=field_said(change.field), ours=ours, theirs=theirs))


def _value(value: Any, where: ZoneInfo) -> Said | str:
    if value in (None, (), {}):
        return NothingSaid()
    return AtTheMoment(instant=value.astimezone(where)) if isinstance(value, datetime) else value_said(value)


def _standing(offer: Offer | None, where: ZoneInfo) -> Said:
    if offer is None:
        return OfferNotKnown()
    told: list[Said] = [StandsSince(state=offer.state, since=offer.since.astimezone(where))]
    if offer.state == "notified" and offer.window_closes is not None:
        told.append(AnswerDueThen(by=offer.window_closes.astimezone(where)))
    if offer.tail_closes is not None:
        told.append(SignableThrough(day=offer.last_day_of(offer.tail_closes)))
    if offer.remainder is not None:
        told.append(StillLeft(quantity=Decimal(whole(offer.remainder))))
    return InARow(parts=tuple(told))


def compare_json(
    differences: tuple[RecordDifference, ...], parted: tuple[Parted, ...], counts: tuple[int, int], at: datetime
) -> dict[str, Any]:
    """Return what differs as plain values; instants in UTC, exact numbers as text."""
    return {
        "same": not differences,
        "events": {"ours": counts[0], "theirs": counts[1]},
        "parts_at": iso(differences[0].at) if differences else None,
        "differences": [
            {
                "kind": item.kind,
                "at": iso(item.at),
                "type": item.event.type,
                "stream": item.event.stream,
                "ours": item.ours.id if item.ours else None,
                "theirs": item.theirs.id if item.theirs else None,
                "changes": [_change(change) for change in item.changes],
            }
            for item in differences
        ],
        "offers": [
            {"offer": one.offer, "clause": one.clause, "ours": _offer(one.ours), "theirs": _offer(one.theirs)}
            for one in parted
        ],
        "on": iso(at),
    }


def _change(change: FieldChange) -> dict[str, str | None]:
    ours, theirs = (None if value in (None, (), {}) else _plain(value) for value in (change.ours, change.theirs))
    return {"field": change.field, "ours": ours, "theirs": theirs}


def _plain(value: Any) -> str:
    return iso(value) if isinstance(value, datetime) else text_of(value)


def _offer(offer: Offer | None) -> dict[str, str | None] | None:
    if offer is None:
        return None
    closes, tail = offer.window_closes, offer.tail_closes
    return {
        "state": offer.state,
        "since": iso(offer.since),
        "window_closes": iso(closes) if closes else None,
        "tail_closes": iso(tail) if tail else None,
        "left": whole(offer.remainder) if offer.remainder is not None else None,
    }
