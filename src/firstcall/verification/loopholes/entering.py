"""Acts entered on a trace's record: one that its clause refuses is not taken, and leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from firstcall.errors import FirstcallError
from firstcall.gaps import iso
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.said import Said
from firstcall.verification.findings.finding import TraceStep
from firstcall.verification.loopholes.say import HolderSay
from firstcall.verification.loopholes.state import (
    LoopholeAct,
    LoopholeState,
    SuppliedEvents,
    offers_standing,
    rights_of,
)

A_MINUTE = timedelta(minutes=1)


def occurrence(
    state: LoopholeState, kind: str, by: str, at: datetime | None = None, **fields: Any
) -> Mapping[str, Any]:
    """Return an event of a trace, now unless an instant is given."""
    return {"type": kind, "at": iso(at or state.now), "by": by, **fields}


def entered(
    state: LoopholeState,
    act: LoopholeAct,
    by: str,
    what: Said,
    events: SuppliedEvents,
    say: HolderSay | None = None,
    detail: str = "",
    **changed: Any,
) -> LoopholeState | None:
    """Return the state after an act, a minute later; None where the record or every right refuses it."""
    record = with_events(state, events)
    if record is None:
        return None
    step = TraceStep(state.now, by, act, what, events, detail)
    later = state.now + A_MINUTE
    after = replace(
        state, record=record, now=later, say=(say or state.say).after(later), steps=(*state.steps, step), **changed
    )
    return after if _has_effect(state, after, events) else None


def with_events(state: LoopholeState, events: SuppliedEvents) -> Record | None:
    """Return a trace's record with events more; None where it cannot take them."""
    try:
        return suppose(state.record, events, state.here().now.where, "loophole")
    except FirstcallError:
        return None


def _has_effect(state: LoopholeState, after: LoopholeState, events: SuppliedEvents) -> bool:
    """Say whether each event of an offer moves it under some right that it concerns."""
    names = {str(event["offer"]) for event in events if "offer" in event and event["type"] != "contract-signed"}
    if not names:
        return True
    here = after.here()
    offers = offers_standing(here, rights_of(here, state.scene), names)
    added = {event.id for event in after.record.events[len(state.record.events) :]}
    for name in names:
        refused = [
            {one.event for one in offer.without_effect} & added for (other, _), offer in offers.items() if other == name
        ]
        if not refused or set.intersection(*refused):
            return False
    return True
