"""Safe notice days: every day on which a notice leads to a lawful signing in time, counted forward.

A day is safe under the version in force on that very day; signed amendments may change the window between
two safe days, so that they are no interval. Nothing is ever counted backwards from a signing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.deadlines import window_closes
from firstcall.deadlines.day_count import ONE_DAY
from firstcall.errors import QuestionError
from firstcall.planning.steps.ground import PlanningGround
from firstcall.record.offers.right import Right, right_in
from firstcall.said import Said, sentence
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """What a notice sent on a day leads to, under every right that has to be gone through."""

    day: date
    window_ends: datetime
    """The last instant for an answer, of the last tier of the slowest right."""
    free_day: date
    """The first day that begins after the window's end: when signing is planned."""
    tail_ends: datetime
    """The first instant at which the freedom to sign is over, of the shortest tail."""
    tail_day: date
    """The last day of that freedom."""
    must_deliver: bool = False
    """Whether the tail has to hold the start of the capacity too."""

    @property
    def window_day(self) -> date:
        """The day on which the window ends."""
        return self.free_day - ONE_DAY

    def holds(self, signing: datetime, starts: datetime | None = None) -> bool:
        """Return whether a signing at an instant lies between the window's end and the tail's."""
        return self.window_ends < signing < self.tail_ends and (starts is None or starts < self.tail_ends)


def notice_day(ground: PlanningGround, rights: tuple[str, ...], day: date) -> NoticeDay | None:
    """Return what a notice sent on a day leads to; None where one of the rights is not in force on that day.

    Args:
      ground: what planning stands on.
      rights: the rights of first refusal, by clause.
      day: the day of the notice; it is sent at ten.

    Raises:
      QuestionError: a right under which silence frees nothing, or holiday tables that do not reach so far.
    """
    key = ("notice", rights, day)
    if key not in ground.memo:
        ground.memo[key] = _notice_day(ground, rights, day)
    found: NoticeDay | None = ground.memo[key]
    return found


def _notice_day(ground: PlanningGround, rights: tuple[str, ...], day: date) -> NoticeDay | None:
    sent = ground.act_at(day)
    text = ground.terms(sent)
    ends: list[datetime] = []
    tails: list[datetime] = []
    delivered = False
    for name in rights:
        right = right_in(text, name, None, sent)
        if right is None:
            return None
        _check_silence(right.clause)
        delivered = delivered or right.clause.tail.must == "delivered"
        closes = right.closes(sent, sent, None, (), again=False)
        assert closes is not None, "nothing stops the clock of a notice that is not sent"
        ends.append(closes[-1])
        tails.append(right.tail_closes(closes[-1], sent, sent))
    return notice_of(ground, day, max(ends), min(tails), delivered)


def notice_of(
    ground: PlanningGround, day: date, ends: datetime, tail: datetime, must_deliver: bool = False
) -> NoticeDay:
    """Return what a notice of a day leads to, once its window and its tail are counted."""
    last = ground.day_of(tail - timedelta(microseconds=1))
    return NoticeDay(day, ends, ground.day_of(ends) + ONE_DAY, tail, last, must_deliver)


class NeverFreeWhenSilent(Said):
    says = sentence(
        "plan.never-free-when-silent",
        "under {clause} an unanswered offer is never free, so that no day of signing can be planned",
    )
    clause: str


class PlanWithoutIt(Said):
    says = sentence(
        "plan.without-it",
        "plan without it (`--with` an amendment that lets silence lapse), or wait for the answer",
    )


def _check_silence(clause: FirstRefusal) -> None:
    if clause.silence == "holds":
        raise QuestionError(NeverFreeWhenSilent(clause=clause.id), fix=PlanWithoutIt())


def margin_ends(ground: PlanningGround, rights: tuple[str, ...], day: date) -> datetime | None:
    """Return the end of the window if a notice were first said to be incomplete, and mended when those days end.

    Args:
      ground: what planning stands on.
      rights: the rights of first refusal, by clause.
      day: the day of the notice.
    """
    sent = ground.act_at(day)
    held = [right_in(ground.terms(sent), name, None, sent) for name in rights]
    return max((_margin(right, sent) for right in held if right is not None), default=None)


def with_margin(
    ground: PlanningGround, rights: tuple[str, ...], safe: Sequence[NoticeDay], signing: date
) -> date | None:
    """Return the last safe day from which even a notice that had to be mended is in time; None where none is.

    Args:
      ground: what planning stands on.
      rights: the rights of first refusal, by clause.
      safe: the safe days.
      signing: the day of signing.
    """
    at = ground.act_at(signing)
    for noticed in reversed(safe):
        ends = margin_ends(ground, rights, noticed.day)
        if ends is not None and ends < at:
            return noticed.day
    return None


def _margin(right: Right, sent: datetime) -> datetime:
    mended = right.deficiency_closes(sent)
    ends = mended
    for number, window in enumerate(right.tier_windows(again=False)):
        start = mended if number == 0 else ends
        closes = window_closes(start, start, right.rules, window)
        assert closes is not None, "nothing stops this count"
        ends = closes
    return ends


def safe_days(
    ground: PlanningGround,
    rights: tuple[str, ...],
    signing: date,
    expires: date | None = None,
    starts: date | None = None,
) -> tuple[NoticeDay, ...]:
    """Return every day from the planning day on at which a notice is in time for a signing on a day.

    Args:
      ground: what planning stands on.
      rights: the rights of first refusal to go through, by clause.
      signing: the day of signing.
      expires: the last day on which the third party still signs.
      starts: when the capacity is to run, where a tail has to hold that too.
    """
    if expires is not None and signing > expires:
        return ()
    key = ("safe", rights, signing, starts)
    if key not in ground.memo:
        ground.memo[key] = tuple(_safe(ground, rights, signing, starts))
    found: tuple[NoticeDay, ...] = ground.memo[key]
    return found


def _safe(ground: PlanningGround, rights: tuple[str, ...], signing: date, starts: date | None) -> list[NoticeDay]:
    found = []
    at = ground.act_at(signing)
    delivered = ground.act_at(starts) if starts is not None else None
    for noticed in _days_around(ground, rights, signing):
        surely = noticed.tail_day > signing and not noticed.must_deliver
        if surely or noticed.holds(at, delivered if noticed.must_deliver else None):
            found.append(noticed)
    return found


@dataclass(slots=True)
class _Notices:
    """What a notice leads to of every day from the planning day on, counted once; its days apart, to be searched."""

    led: list[NoticeDay | None] = field(default_factory=list)
    free: list[date] = field(default_factory=list)
    tail: list[date] = field(default_factory=list)

    def add(self, noticed: NoticeDay | None) -> None:
        """Add the next day."""
        self.led.append(noticed)
        self.free.append(noticed.free_day if noticed else date.max)
        self.tail.append(noticed.tail_day if noticed else date.min)


def _days_around(ground: PlanningGround, rights: tuple[str, ...], signing: date) -> Iterator[NoticeDay]:
    """Yield what a notice leads to of every day before a signing, where window and tail lie around that day."""
    kept: _Notices = ground.memo.setdefault(("notices", rights), _Notices())
    days = max((signing - ground.on).days, 0)
    while len(kept.led) < days:
        kept.add(notice_day(ground, rights, ground.on + timedelta(days=len(kept.led))))
    for number, (free, tail) in enumerate(zip(kept.free[:days], kept.tail, strict=False)):
        if free <= signing <= tail:
            noticed = kept.led[number]
            assert noticed is not None
            yield noticed


def first_free_day(ground: PlanningGround, rights: tuple[str, ...], most_days: int = 800) -> NoticeDay | None:
    """Return the notice that frees a signing soonest; None where the rights are not in force for so long.

    A later text may have a shorter window, so that waiting for it can be the quicker way.

    Args:
      ground: what planning stands on.
      rights: the rights of first refusal to go through.
      most_days: how far to look.
    """
    best: NoticeDay | None = None
    day = ground.on
    for _ in range(most_days):
        if best is not None and day >= best.free_day:
            break
        noticed = notice_day(ground, rights, day)
        if noticed is not None and (best is None or noticed.free_day < best.free_day):
            best = noticed
        day += ONE_DAY
    return best
