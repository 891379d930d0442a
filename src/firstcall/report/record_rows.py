"""Events and offers as lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from firstcall.dates import iso, shown
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.offers.offer import Offer
from firstcall.report.terms_rows import text_of

_ENVELOPE = {"id", "type", "stream", "seq", "prev", "hash", "at", "recorded", "by", "entered_by", "signatory",
             "evidence", "basis"}  # fmt: skip


def event_line(event: EventBase, where: ZoneInfo) -> str:
    """Return an event in one line: when, what, by whom, its own fields, its id; what cannot be printed is spelt."""
    own = [
        f"{name} {text_of(value)}"
        for name in type(event).model_fields
        if name not in _ENVELOPE and (value := getattr(event, name)) not in (None, (), {}, False)
    ]
    late = f" (entered {shown(event.recorded, where)})" if event.recorded != event.at else ""
    said = "".join(char if char.isprintable() else repr(char)[1:-1] for char in "; ".join(own))
    return f"{shown(event.at, where)}  {event.type}  by {event.by}  {said}  [{event.id}]{late}"


def offer_lines(offer: Offer, where: ZoneInfo, event: EventBase | None = None) -> Iterable[str]:
    """Yield how an offer stands under a right: its state, window, tail and remainder.

    With an event, only the remark that this event changed nothing is told.
    """
    yield f"offer {offer.id} under {offer.clause} ({offer.holder}): {offer.state} since {shown(offer.since, where)}"
    if offer.state == "notified" and offer.window_closes is not None:
        yield f"  answer due by {shown(offer.window_closes, where)} ({iso(offer.window_closes)})"
    if offer.tail_closes is not None:
        yield f"  may be signed until {shown(offer.tail_closes, where)} ({iso(offer.tail_closes)}), not included"
    if offer.remainder is not None:
        yield f"  offered {whole(offer.quantity or offer.remainder)}, left {whole(offer.remainder)}"
    for remark in offer.remarks:
        if event is None or f"event {event.id} " in remark:
            yield f"  {remark}"
