"""The deadlines of a notice: what the clause makes of it, day by day, and what moves its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.refusal_terms import WindowUnit
from firstcall.dates import ACTING_HOUR, NEXT_INSTANT, local_day
from firstcall.deadlines import (
    DayStep,
    Deemed,
    TailEnd,
    Window,
    WindowEnd,
    deemed_received,
    marked_between,
    marked_days,
    tail_end,
    window_end,
)
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.said import Said, sentence
from firstcall.values import dataclass


class NoArrivalGiven(Said):
    says = sentence("deadline.arrival-supposed", "no arrival is given: it is supposed to arrive when it is sent")


class SentAtHour(Said):
    says = sentence("deadline.sent-at-hour", "the day names no hour: it is supposed to be sent at {hour} in {zone}")
    hour: time
    zone: str


class MarkedDayCounted(Said):
    says = sentence("deadline.marked-day-counted", "{day} is marked as {marked}, and was counted as a business day")
    day: date
    marked: Said


class EndMoved(Said):
    says = sentence(
        "deadline.end-moved",
        "the time to answer ends at {until}: stops, answers, a cure, or a window that this one took the place of "
        "move it",
    )
    until: datetime


class EndsWithClause(Said):
    says = sentence("deadline.ends-with-clause", "the clause ends, and the time to answer with it, at {until}")
    until: datetime


class TailTooShort(Said):
    says = sentence(
        "deadline.tail-too-short", "the tail is over before or with the time to answer: silence frees nothing"
    )


class TailEndsWithClause(Said):
    says = sentence(
        "deadline.tail-ends-with-clause",
        "the clause ends, and the tail with it: after that nothing has to be offered under it",
    )


class OfReceipt(Said):
    says = sentence("deadline.of-receipt", "receipt")


class OfWindow(Said):
    says = sentence("deadline.of-window", "window")


class OfWindowOfTier(Said):
    says = sentence("deadline.of-window-of-tier", "window of tier {tier}")
    tier: str


class OfTail(Said):
    says = sentence("deadline.of-tail", "tail")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When a notice counts as received, each tier's window ends, and the tail after a lapse."""

    received: Deemed
    windows: tuple[WindowEnd, ...]
    """As counted from the notice alone."""
    closes: tuple[datetime, ...]
    """The last instant for an answer, of each tier, with all that moves it."""
    tail: TailEnd
    zone: ZoneInfo
    """Where the holder receives notices."""
    over: datetime | None = None
    """The first instant at which the clause no longer speaks, where offers do not go on under it."""
    arrival_supposed: bool = False
    """Whether it is reckoned as if the notice arrived when it was sent, and the window counts from arrival."""
    sent_at: SentAtHour | None = None
    """The hour at which it is supposed to be sent, where only a day was given."""

    @property
    def remarks(self) -> tuple[Said, ...]:
        """What must be said beside the deadlines: suppositions, marked days, a tail that is over too soon."""
        found: list[Said] = [self.sent_at] if self.sent_at is not None else []
        found += [NoArrivalGiven()] if self.arrival_supposed else []
        moved = self.moved(len(self.closes) - 1)
        found += [moved] if moved is not None else []
        marked = {step.day: step.marked for _, step in self.steps if step.marked is not None}
        found += [MarkedDayCounted(day=day, marked=marked[day]) for day in sorted(marked)]
        if self.tail.ends <= self.closes[-1]:
            found.append(TailTooShort())
        if self.tail.ends == self.over:
            found.append(TailEndsWithClause())
        return tuple(found)

    @property
    def last_day(self) -> date | None:
        """The last day of the clause, where the time to answer ends with it: no day after it is counted."""
        if isinstance(self.moved(len(self.closes) - 1), EndsWithClause):
            return local_day(self.closes[-1], self.zone)
        return None

    def moved(self, tier: int) -> Said | None:
        """Return why the time of a tier ends at another instant than is counted from the notice alone."""
        until, counted = self.closes[tier], self.windows[tier].ends
        if until == counted:
            return None
        with_clause = self.over is not None and until == self.over - NEXT_INSTANT
        return EndsWithClause(until=until) if with_clause else EndMoved(until=until)

    @property
    def steps(self) -> tuple[tuple[Said, DayStep], ...]:
        """Every day that was looked at, with what it was looked at for."""
        told: list[tuple[Said, DayStep]] = [(OfReceipt(), step) for step in self.received.steps]
        for number, window in enumerate(self.windows):
            name = OfWindow() if len(self.windows) == 1 else OfWindowOfTier(tier=str(number + 1))
            told += [(name, step) for step in window.steps if self.last_day is None or step.day <= self.last_day]
        return (*told, *((OfTail(), step) for step in self.tail.steps))


def supposed_at_hour(deadlines: Deadlines, where: ZoneInfo) -> Deadlines:
    """Return deadlines that say the hour at which their notice is supposed to be sent."""
    return replace(deadlines, sent_at=SentAtHour(hour=ACTING_HOUR, zone=where.key))


def deadlines_of(
    right: Right, sent: datetime, delivered: datetime | None = None, *, again: bool = False,
    closes: tuple[datetime, ...] | None = None,
) -> Deadlines:  # fmt: skip
    """Return the deadlines of a notice sent at an instant.

    A deadline is shown before sending, so that nobody sends on a Friday afternoon without knowing it.

    Args:
      right: the right, as its clause stands on that day.
      sent: when the notice would be sent.
      delivered: when it would arrive; the sending when left out.
      again: whether it would offer again, with the window of a re-offer.
      closes: each tier's last instant, where an offer's own course moves it; as the clause counts when left out.

    Raises:
      RecordError: it would arrive before it was sent.
      QuestionError: the holiday tables do not reach so far.
    """
    arrived = delivered or sent
    windows: list[WindowEnd] = []
    for window in right.tier_windows(again=again):
        windows.append(_end(right, window, windows[-1].ends if windows else sent, None if windows else arrived))
    ends = closes or tuple(end if right.ends is None else min(end, right.ends - NEXT_INSTANT)
                           for end in (window.ends for window in windows))  # fmt: skip
    tail = tail_end(right.rules, right.tail(), sent=sent, arrived=arrived, lapsed=ends[-1])
    if right.ends is not None and right.ends < tail.ends:
        last = local_day(right.ends - NEXT_INSTANT, right.rules.zone)
        tail = TailEnd(last, right.ends, tuple(step for step in tail.steps if step.day <= last))
    supposed = delivered is None and (right.clause.window.anchor != "sent" or right.clause.tail.anchor == "receipt")
    return Deadlines(
        deemed_received(arrived, right.rules), tuple(windows), ends, tail, right.rules.zone, right.ends, supposed
    )


def _end(right: Right, window: Window, sent: datetime, arrived: datetime | None) -> WindowEnd:
    end = window_end(sent, arrived or sent, right.rules, window)
    assert end is not None  # no stop of the clock is given
    return end


def marks_in(right: Right, start: datetime, last: datetime, unit: WindowUnit) -> tuple[DayStep, ...]:
    """Return the days of a count in business days that another category of the holiday tables marks."""
    if unit != "business":
        return ()
    where = right.rules.zone
    return marked_between(local_day(start, where), local_day(last, where), right.rules)


def marks_of_window(offer: Offer, right: Right, tier: int) -> tuple[DayStep, ...]:
    """Return the days to answer that were counted though another category marks them, to the end of a tier.

    None are while the clock stands, when no day is named.
    """
    if not offer.tiers_close:
        return ()
    assert offer.runs is not None
    first, *later = right.tier_windows(again=offer.again)[: tier + 1]
    found = marked_days(offer.runs.sent, offer.runs.arrived, right.rules, first, offer.runs.completed, offer.tolls)
    for number, window in enumerate(later, 1):
        found += marks_in(right, offer.tiers_close[number - 1], offer.tiers_close[number], window.unit)
    return found


def marks_of_tail(right: Right, offer: Offer, since: datetime, until: datetime) -> tuple[DayStep, ...]:
    """Return the days of a tail that were counted though another category marks them.

    Args:
      right: the right under which it runs.
      offer: the offer that it is of.
      since: when what it frees became free.
      until: its last instant.
    """
    anchored = {"notice": offer.notice, "receipt": offer.arrived, "lapse": since}[right.clause.tail.anchor]
    return marks_in(right, anchored or since, until, right.clause.tail.unit)
