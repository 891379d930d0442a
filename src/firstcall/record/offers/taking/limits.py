"""What all offers under a right that can end by itself leave of it, instant by instant.

The offers are folded side by side, event by event, each once: what one meets is what the others had become just
before. Nothing is asked twice, so that many offers cost what their events cost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from heapq import heapify, heappop, heappush

from firstcall.dates import NEXT_INSTANT
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.offers.course import Course
from firstcall.record.offers.fold import moment_of, pass_time, take
from firstcall.record.offers.offer import ZERO
from firstcall.record.offers.offer_reasons import OfferState, RightEndedByCap, RightEndedByFailure, RightOfOneOffer
from firstcall.record.offers.right import Right, RightOn
from firstcall.said import Said
from firstcall.values import dataclass

_LAPSE = -1
"""Where the end of a window stands among the events of its instant: before them."""
_LOST: tuple[OfferState | None, ...] = ("declined", "lapsed", "waived")
"""What an offer ends as that a right of one offer is spent with."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What all offers had left at an instant: how much was taken, and the first two that end the right, if it ends."""

    at: datetime
    taken: Decimal
    lost: tuple[int, ...] = ()
    """Offers that were not taken, which end a right for one offer."""
    failed: tuple[int, ...] = ()
    """Offers whose holder's failure ends the right."""


class RightLimits:
    """How much has been taken under a right, and whether that has ended it, as far as it has been asked about."""

    __slots__ = ("_courses", "_due", "_failed", "_history", "_lost", "_number", "_own", "_providers_on", "_text_on")

    def __init__(
        self,
        courses: Sequence[tuple[Course, Sequence[EventBase]]],
        text_on: RightOn,
        providers_on: Callable[[datetime], Mapping[str, str]],
    ) -> None:
        """Begin before the first event.

        Args:
          courses: every offer under the right, not yet begun, in the order in which they were made; with its events.
          text_on: the right as its clause stood on a day, whatever is left of it.
          providers_on: who of the holders operates which provider on a day.
        """
        self._courses = [course for course, _ in courses]
        self._number = {course.id: number for number, course in enumerate(self._courses)}
        self._text_on, self._providers_on = text_on, providers_on
        told = [(event, number) for number, (_, events) in enumerate(courses) for event in events]
        self._due: list[tuple[datetime, int, int, EventBase | None]] = [
            (event.at, order, number, event) for order, (event, number) in enumerate(told)
        ]
        heapify(self._due)
        self._own: list[list[tuple[datetime, Decimal]]] = [[] for _ in courses]
        self._history: list[_Left] = []
        self._lost: list[int] = []
        self._failed: list[int] = []

    def within(self, right: Right, at: datetime, offer_id: str | None) -> Right:
        """Return a right with what the other offers had left of it just before an instant.

        Args:
          right: the right as its clause stands.
          at: the instant.
          offer_id: the offer that meets it; None for one that has not been made.
        """
        before = at - NEXT_INSTANT
        self._advance(before)
        number = self._number.get(offer_id) if offer_id is not None else None
        last = bisect_right(self._history, before, key=lambda left: left.at)
        left = self._history[last - 1] if last else _Left(before, ZERO)
        others = left.taken - self._taken_by(number, before)
        cap = right.clause.quantity_cap
        return replace(
            right, room=None if cap is None else max(cap - others, ZERO),
            spent=self._over(right, others, left, number), ended=self._over(right, left.taken, left, None),
        )  # fmt: skip

    def _over(self, right: Right, taken: Decimal, left: _Left, but: int | None) -> Said | None:
        """Return why a right has ended by what all offers did, one of them aside; None if it goes on."""
        clause, cap = right.clause, right.clause.quantity_cap
        failed = [cause for cause in left.failed if cause != but]
        causes = failed if clause.continuing else [*failed, *(cause for cause in left.lost if cause != but)]
        if causes:
            first = self._courses[min(causes)]
            once = not clause.continuing and min(causes) in left.lost
            if once:
                return RightOfOneOffer(offer=first.id)
            return RightEndedByFailure(holders=first.ended_by, offer=first.id)
        return RightEndedByCap(cap=Decimal(whole(cap))) if cap is not None and taken >= cap else None

    def _taken_by(self, number: int | None, at: datetime) -> Decimal:
        own = self._own[number] if number is not None else []
        last = bisect_right(own, at, key=lambda item: item[0])
        return own[last - 1][1] if last else ZERO

    def _advance(self, until: datetime) -> None:
        """Take in everything up to an instant. What that asks for is earlier, and therefore known already."""
        while self._due and self._due[0][0] <= until:
            now, order, number, event = heappop(self._due)
            course = self._courses[number]
            pass_time(course, now)
            if event is not None:
                moment = moment_of(event, self._text_on)
                if moment > now:
                    heappush(self._due, (moment, order, number, event))
                else:
                    course.holder_providers = self._providers_on(now)
                    take(course, event, now)
                    pass_time(course, now)
            ahead = [closes for closes in course.closes if closes >= now] if course.state == "notified" else []
            if ahead:
                heappush(self._due, (min(ahead) + NEXT_INSTANT, _LAPSE, number, None))
            self._note(number, now)

    def _note(self, number: int, now: datetime) -> None:
        """Keep what an offer has become, where that changes what the others meet."""
        course, own = self._courses[number], self._own[number]
        taken, before = course.matched - course.failed, own[-1][1] if own else ZERO
        _mark(self._lost, number, course.state in _LOST)
        _mark(self._failed, number, bool(course.ended_by))
        if taken != before:
            own.append((now, taken))
        last = self._history[-1] if self._history else _Left(now, ZERO)
        left = _Left(now, last.taken + taken - before, tuple(self._lost[:2]), tuple(self._failed[:2]))
        if left != replace(last, at=now):
            self._history.append(left)


def _mark(numbers: list[int], number: int, here: bool) -> None:
    """Put a number among others in order, or take it out."""
    place = bisect_left(numbers, number)
    found = numbers[place : place + 1] == [number]
    if here and not found:
        numbers.insert(place, number)
    if found and not here:
        del numbers[place]
