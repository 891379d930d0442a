"""Events as their corrections leave them: a mistyped entry is mended, never hidden.

A correction says what an earlier event of its stream should have said, or that it should not be
there. It may itself be corrected. It counts from its own recording on, then for all instants.
"""

from __future__ import annotations

from collections.abc import Iterable

from firstcall.errors import Place, Problem, RecordError, problem_at, problems_within
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Correction
from firstcall.record.journal.line_faults import CorrectionNamed, VoidAndEnterAnother, WouldMove
from firstcall.record.journal.streams import event_of, stream_name


class Families:
    """Events, each as the corrections entered so far leave it: one more costs what it touches, not what is there."""

    def __init__(self, events: Iterable[EventBase] = ()) -> None:
        self._entered: dict[str, EventBase] = {}
        self._of: dict[str, list[str]] = {}
        self._now: dict[str, EventBase | None] = {}
        for event in events:
            self.take(event)

    def take(self, event: EventBase) -> None:
        """Take in an event, after what it corrects.

        Raises:
          RecordError: a correction that would leave an event which is none; it is not taken in.
        """
        self._now |= self._touched(event)
        self._entered[event.id] = event
        if isinstance(event, Correction):
            self._of.setdefault(event.of, []).append(event.id)

    def check(self, event: Correction) -> None:
        """Refuse a correction that would leave an event which is none; nothing is taken in.

        Raises:
          RecordError: it sets a field that the event does not have, or sets it wrongly.
        """
        self._touched(event)

    def _touched(self, event: EventBase) -> dict[str, EventBase | None]:
        """Return what an event leaves: itself, what it corrects, and what that corrects in turn."""
        found: dict[str, EventBase | None] = {event.id: event}
        if not isinstance(event, Correction) or event.of not in self._entered:
            return found
        corrected = self._now[event.of]
        found[event.of] = None if corrected is None else _corrected(corrected, [event])
        first = self._entered[event.of]
        while isinstance(first, Correction) and first.of in self._entered:
            first = self._entered[first.of]
            states = (found.get(name, self._now[name]) for name in self._of[first.id])
            found[first.id] = _corrected(first, [state for state in states if isinstance(state, Correction)])
        return found


def corrected_all(events: Iterable[EventBase]) -> tuple[EventBase, ...]:
    """Return the events that count, each as its corrections leave it; void ones and corrections are left out.

    Raises:
      RecordError: a correction sets a field that the event does not have, or sets it wrongly.
    """
    waiting: dict[str, list[Correction]] = {}
    events = tuple(events)
    if Correction not in set(map(type, events)):  # an event id counts once
        return tuple({event.__dict__["id"]: event for event in events}.values())
    moved = {event.stream for event in events if isinstance(event, Correction)}
    counted = {event.id: event for event in events if event.stream not in moved}
    touched = (event for event in events if event.stream in moved)
    for event in sorted(touched, key=lambda event: (event.stream, event.seq), reverse=True):
        now = _corrected(event, reversed(waiting.pop(event.id, [])))
        if isinstance(now, Correction):
            waiting.setdefault(now.of, []).append(now)
        elif now is not None:
            counted[event.id] = now
    return tuple(counted.values())


def _corrected(event: EventBase, corrections: Iterable[Correction]) -> EventBase | None:
    for correction in corrections:
        if correction.void:
            return None
        which = CorrectionNamed(event=correction.id)
        event = event_of({**event.model_dump(mode="json", exclude_unset=True), **correction.set}, which)
        if isinstance(event, Correction):
            moved = event.of if "of" in correction.set else None
        else:
            moved = home if (home := stream_name(type(event), event.model_dump())) != event.stream else None
        if moved is not None:
            raise RecordError.of([problem_at(which, WouldMove(event=event.id, home=moved), VoidAndEnterAnother())])
    return event


def check_corrections(events: Iterable[tuple[EventBase, Place]]) -> list[Problem]:
    """Return what is wrong with corrections, each as it stood when it was entered.

    Args:
      events: each event with its place in the file.
    """
    found: list[Problem] = []
    events = tuple(events)
    if not any(isinstance(event, Correction) for event, _ in events):
        return found
    families = Families()
    for event, place in events:
        try:
            families.take(event)
        except RecordError as error:
            found += problems_within(place, error)
    return found
