"""The deadlines of a notice that has not been sent: what the clause would make of it, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firstcall.deadlines import DayStep, Deemed, TailEnd, Window, WindowEnd, deemed_received, tail_end, window_end
from firstcall.record.offers.right import Right
from firstcall.said import Said, sentence


class NoArrivalGiven(Said):
    says = sentence("deadline.arrival-supposed", "no arrival is given: it is supposed to arrive when it is sent")


class MarkedDayCounted(Said):
    says = sentence("deadline.marked-day-counted", "{day} is marked as {marked}, and was counted")
    day: date
    marked: Said


class TailTooShort(Said):
    says = sentence(
        "deadline.tail-too-short", "the tail is over before or with the time to answer: silence frees nothing"
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
    tail: TailEnd
    arrival_supposed: bool = False
    """Whether it is reckoned as if the notice arrived when it was sent, and the window counts from arrival."""

    @property
    def remarks(self) -> tuple[Said, ...]:
        """What must be said beside the deadlines: suppositions, marked days, a tail that is over too soon."""
        found: list[Said] = []
        if self.arrival_supposed:
            found.append(NoArrivalGiven())
        marked = {step.day: step.marked for _, step in self.steps if step.marked is not None}
        found += [MarkedDayCounted(day=day, marked=marked[day]) for day in sorted(marked)]
        if self.tail.ends <= self.windows[-1].ends:
            found.append(TailTooShort())
        return tuple(found)

    @property
    def steps(self) -> tuple[tuple[Said, DayStep], ...]:
        """Every day that was looked at, with what it was looked at for."""
        told: list[tuple[Said, DayStep]] = [(OfReceipt(), step) for step in self.received.steps]
        for number, window in enumerate(self.windows):
            name = OfWindow() if len(self.windows) == 1 else OfWindowOfTier(tier=str(number + 1))
            told += [(name, step) for step in window.steps]
        return (*told, *((OfTail(), step) for step in self.tail.steps))


def deadlines_of(right: Right, sent: datetime, delivered: datetime | None = None, *, again: bool = False) -> Deadlines:
    """Return the deadlines of a notice sent at an instant.

    A deadline is shown before sending, so that nobody sends on a Friday afternoon without knowing it.

    Args:
      right: the right, as its clause stands on that day.
      sent: when the notice would be sent.
      delivered: when it would arrive; the sending when left out.
      again: whether it would offer again, with the window of a re-offer.

    Raises:
      RecordError: it would arrive before it was sent.
      QuestionError: the holiday tables do not reach so far.
    """
    arrived = delivered or sent
    windows: list[WindowEnd] = []
    for window in right.tier_windows(again=again):
        windows.append(_end(right, window, windows[-1].ends if windows else sent, None if windows else arrived))
    tail = tail_end(right.rules, right.tail(), sent=sent, arrived=arrived, lapsed=windows[-1].ends)
    supposed = delivered is None and (right.clause.window.anchor != "sent" or right.clause.tail.anchor == "receipt")
    return Deadlines(deemed_received(arrived, right.rules), tuple(windows), tail, supposed)


def _end(right: Right, window: Window, sent: datetime, arrived: datetime | None) -> WindowEnd:
    end = window_end(sent, arrived or sent, right.rules, window)
    assert end is not None, "no stop of the clock is given"
    return end
