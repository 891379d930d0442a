"""Offers as rows of an inbox: what still waits by its deadline, then what is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from firstcall.record.events.offer import OfferReceived
from firstcall.record.notice_content import ThirdPartyOffer
from firstcall.record.offers.offer import OPEN_STATES, Offer
from firstcall.record.position import Position
from firstcall.refusal.checks import ChecklistItem, missing
from firstcall.refusal.due import Due
from firstcall.report.glance.due_lines import DueLine, due_lines_of


@dataclass(frozen=True, slots=True)
class TrackedOffer:
    """An offer under one right, as a party is told of it."""

    offer: Offer
    made: ThirdPartyOffer
    items: tuple[ChecklistItem, ...]
    due_items: tuple[Due, ...]
    """What is due of it, the nearest deadline first."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """An offer under one right with one thing that is due of it: who made it, what its notice lacks."""

    offer: Offer
    provider: str | None
    """The name of the third party that made it; None for a requirement of the grantor's own."""
    lacking: tuple[str, ...]
    """What the notice must say and does not, while it still may."""
    due: DueLine | None
    """What must or may be done; None where nothing is."""


def inbox_of(here: Position, told: Iterable[TrackedOffer]) -> tuple[tuple[InboxLine, ...], tuple[InboxLine, ...]]:
    """Return what waits for somebody, the nearest deadline first, and the offers that are settled.

    Args:
      here: the record as the party sees it, at the instant of telling.
      told: the offers that it is told about.
    """
    lines = [line for tracked in told for line in _lines(here, tracked)]
    waiting = [line for line in lines if line.due is not None or line.offer.state in OPEN_STATES]
    waiting.sort(key=lambda line: _order(here, line))
    return tuple(waiting), tuple(line for line in lines if line not in waiting)


def _order(here: Position, line: InboxLine) -> tuple[bool, datetime, str]:
    by = line.due.due.by if line.due is not None else None
    return by is None, by or here.at, line.offer.id


def _lines(here: Position, tracked: TrackedOffer) -> Iterator[InboxLine]:
    offer, made = tracked.offer, tracked.made
    provider = made.provider if isinstance(made, OfferReceived) else None
    held = here.terms().providers.get(provider) if provider is not None else None
    name = (held.name if held is not None else None) or provider
    lacking = missing(tracked.items) if offer.state in OPEN_STATES else ()
    for due in due_lines_of(here, tracked.due_items) or (None,):
        yield InboxLine(offer, name, lacking, due)
