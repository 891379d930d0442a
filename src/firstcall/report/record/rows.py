"""Events, offers and two parties' records as lines of text and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.dates import iso, shown
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.offers.offer import Offer, WithoutEffect
from firstcall.record.views.compare import FieldChange, Parted, RecordDifference
from firstcall.report.terms.rows import text_of
from firstcall.said import Said, sentence


class NoticeSentLacking(Said):
    says = sentence("offer.notice-sent-lacking", "the notice lacked {lacked}")
    lacked: tuple[str, ...]


_ENVELOPE = {"id", "type", "stream", "seq", "prev", "hash", "at", "recorded", "by", "entered_by", "signatory",
             "evidence", "basis", "out_of_turn", "key"}  # fmt: skip


def event_line(event: EventBase, where: ZoneInfo, without_effect: WithoutEffect | None = None) -> str:
    """Return an event in one line: when, what, by whom, its own fields, its id; what cannot be printed is spelt.

    Args:
      event: the event.
      where: the zone that instants are shown in.
      without_effect: why it moved nothing, where it did not.
    """
    own = [
        f"{name} {text_of(value)}"
        for name in type(event).model_fields
        if name not in _ENVELOPE and (value := getattr(event, name)) not in (None, (), {}, False)
    ]
    late = f" (entered {shown(event.recorded, where)})" if event.recorded != event.at else ""
    said = "".join(char if char.isprintable() else repr(char)[1:-1] for char in "; ".join(own))
    idle = f" (without effect: {without_effect.reason})" if without_effect else ""
    return f"{shown(event.at, where)}  {event.type}  by {event.by}  {said}  [{event.id}]{late}{idle}"


def events_json(events: Iterable[EventBase], without_effect: Mapping[str, WithoutEffect]) -> list[dict[str, Any]]:
    """Return events as they stand on their lines; one that moved nothing says why under `without_effect`."""
    found = []
    for event in events:
        item = without_effect.get(event.id)
        idle = {"without_effect": str(item.reason), "without_effect_reason": item.reason.as_json()} if item else {}
        found.append(event.model_dump(mode="json", exclude_none=True, exclude_unset=True) | idle)
    return found


def offer_lines(offer: Offer, where: ZoneInfo, event: EventBase | None = None) -> Iterable[str]:
    """Yield how an offer stands under a right: its state, window, tail and remainder.

    With an event, only the remark that this event changed nothing is told.
    """
    yield f"offer {offer.id} under {offer.clause} ({offer.holder}): {offer.state} since {shown(offer.since, where)}"
    if offer.state == "notified":
        yield from _answers_due(offer, where)
    yield from _tails(offer, where)
    if offer.remainder is not None:
        yield f"  offered {whole(offer.quantity or offer.remainder)}, left {whole(offer.remainder)}"
    if offer.lacked and offer.notice is not None:
        yield f"  {NoticeSentLacking(lacked=offer.lacked)}"
    for remark in offer.without_effect:
        if event is None or event.id == remark.event:
            yield f"  {remark.told()}"


def _tails(offer: Offer, where: ZoneInfo) -> Iterator[str]:
    """Yield until when what is free may be signed: each part by itself, where their tails end on different days."""
    ends = {pool.until: sum((p.quantity or 0 for p in offer.pools if p.until == pool.until), 0) for pool in offer.pools}
    for until in sorted(ends):
        part = f"{whole(Decimal(ends[until]))} " if len(ends) > 1 else ""
        yield f"  {part}may be signed until {shown(until, where)} ({iso(until)}), not included"


def _answers_due(offer: Offer, where: ZoneInfo) -> Iterator[str]:
    """Yield until when there is time to answer: for each tier its own end, where several hold the right."""
    several = offer.right.clause.several if offer.right is not None else None
    for number, closes in enumerate(offer.tiers_close):
        asked = several.rounds[number] if several is not None else None
        names = " and ".join(stake.holder for stake in asked.holders) if asked is not None else ""
        of = f" of {names}" + (", about what is left," if asked.again else "") if asked is not None else ""
        yield f"  answer{of} due by {shown(closes, where)} ({iso(closes)})"


def compare_lines(
    differences: tuple[RecordDifference, ...], parted: tuple[Parted, ...], where: ZoneInfo, at: datetime
) -> Iterable[str]:
    """Yield what differs in the order of time, then what follows from it for the offers."""
    if not differences:
        yield "the two records tell the same"
        return
    first = differences[0]
    count = f"{len(differences)} difference{'s' if len(differences) > 1 else ''}"
    yield f"{count}; they part at {shown(first.at, where)}, with {_about(first.event)}"
    for item in differences:
        yield ""
        yield from _difference(item, where)
    if parted:
        yield ""
        yield f"what follows for the offers, on {shown(at, where)}"
    for one in parted:
        yield f"  {one.offer} under {one.clause}"
        yield f"    ours: {_standing(one.ours, where)}"
        yield f"    theirs: {_standing(one.theirs, where)}"


def _about(event: EventBase) -> str:
    return f"{event.type} of {event.stream}" if event.stream != "agreement" else event.type


def _difference(item: RecordDifference, where: ZoneInfo) -> Iterator[str]:
    if item.ours is None or item.theirs is None:
        yield f"{item.kind}: {_about(item.event)}"
        yield f"  {event_line(item.event, where)}"
        return
    ids = item.ours.id if item.ours.id == item.theirs.id else f"{item.ours.id} and {item.theirs.id}"
    yield f"{item.kind}: {_about(item.event)} [{ids}]"
    for change in item.changes:
        yield f"  {change.field}: ours {_value(change.ours, where)}, theirs {_value(change.theirs, where)}"


def _value(value: Any, where: ZoneInfo) -> str:
    if value in (None, (), {}):
        return "says nothing"
    return shown(value, where) if isinstance(value, datetime) else text_of(value)


def _standing(offer: Offer | None, where: ZoneInfo) -> str:
    if offer is None:
        return "not known"
    told = f"{offer.state} since {shown(offer.since, where)}"
    if offer.state == "notified" and offer.window_closes is not None:
        told += f", answer due by {shown(offer.window_closes, where)}"
    if offer.tail_closes is not None:
        told += f", may be signed until {shown(offer.tail_closes, where)}, not included"
    if offer.remainder is not None:
        told += f", left {whole(offer.remainder)}"
    return told


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
