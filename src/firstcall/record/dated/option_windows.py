"""When an option may be exercised: from when, until when a notice must count, and when one does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.kinds import Term
from firstcall.agreement.model.clauses.promises.option import Cause, Option
from firstcall.agreement.model.event_date_words import said_date
from firstcall.agreement.model.event_dates import TERM, BeforeEnd, EventDate, HungDate, UntilDetermination, event_rule
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import NEXT_INSTANT, day_end, day_start, local_day, zone
from firstcall.deadlines import NoticeRules, Offset, received_at, shifted
from firstcall.record.dated.event_days import counted_day, hinge_at, hung_day
from firstcall.record.dated.speaking import is_awaited
from firstcall.record.events.milestones import AboutOption, Occurred
from firstcall.record.offers.right import place_of
from firstcall.record.vantage import Vantage
from firstcall.said import Said, sentence
from firstcall.values import dataclass

_ONE_DAY = timedelta(days=1)


class OptionAwaits(Said):
    says = sentence("option.awaits", "it opens with {when}, which has not happened as far as is known")
    when: Said


class LastDayAwaits(Said):
    says = sentence("option.last-day-awaits", "its last day hangs on {when}, which has no day as far as is known")
    when: Said


class EnterWhatOpensIt(Said):
    says = sentence("option.enter-what-opens-it", "enter {when} once it has happened: firstcall record add")
    when: Said


class NoCause(Said):
    says = sentence("option.no-cause", "no {event} stands on the record that was not cured in time")
    event: str


class EnterTheCause(Said):
    says = sentence("option.enter-the-cause", "enter {event} first: firstcall record add occurred")
    event: str


class CureRuns(Said):
    says = sentence("option.cure-runs", "{event} may be cured through {day}")
    event: str
    day: date


class WaitForTheCure(Said):
    says = sentence("option.wait-for-the-cure", "give the notice after {day}, unless it is cured by then")
    day: date


class OptionWindowUnopened(Said):
    says = sentence("option.window-unopened", "its window opens on {day}")
    day: date


class CountFrom(Said):
    says = sentence("option.count-from", "let the notice count on {day} or later")
    day: date


class OptionWindowClosed(Said):
    says = sentence("option.window-closed", "its window closed with {day}")
    day: date


class EnterWhenItCame(Said):
    says = sentence("option.enter-when-it-came", "enter when the notice came, if that was by {day}")
    day: date


@dataclass(frozen=True, slots=True)
class BarredNotice:
    """Why a notice does nothing, and the one thing that would mend it."""

    why: Said
    fix: Said


@dataclass(frozen=True, slots=True)
class OptionWindow:
    """When an option may be exercised, as far as the record knows by an instant."""

    opens: datetime | None
    """The first instant; None while it is unknown, or the window may never open."""
    closes: datetime | None
    """The last instant at which a notice may come, included; None for a window without end, or of unknown end."""
    last: date | None
    """The last day on which it may count, at the recipient's place."""
    rules: NoticeRules
    where: ZoneInfo
    """The agreement's zone, in which the first day is read."""
    unknown: BarredNotice | None = None
    """Why the first instant is unknown."""
    awaits: Said | None = None
    """What may still bring the last day, or a sooner one; None where nothing may."""

    def bars(self, effect: datetime) -> BarredNotice | None:
        """Return why a notice that counts from an instant does nothing; None where it is in the window."""
        if self.opens is None:
            return self.unknown
        if effect < self.opens:
            day = local_day(self.opens, self.where)
            return BarredNotice(OptionWindowUnopened(day=day), CountFrom(day=day))
        if self.last is not None and effect > self.rules.closes(self.last):
            return BarredNotice(OptionWindowClosed(day=self.last), EnterWhenItCame(day=self.last))
        return None


def option_recipient(clause: Option, text: Terms, by: str) -> str | None:
    """Return who receives a party's notice; None where nobody can tell."""
    if clause.notice.to not in (None, by):
        return clause.notice.to
    others = [name for name in text.parties if name != by]
    return others[0] if len(others) == 1 else None


def option_rules(clause: Option, text: Terms, by: str) -> NoticeRules:
    """Return the hours and business days by which a party's notice is received."""
    given, to = clause.notice, option_recipient(clause, text, by)
    place = given.timezone or (place_of(text, to) if to is not None else text.agreement.timezone)
    return NoticeRules(zone(place), text.agreement.business_days(), given.cutoff, given.opening)


def notice_counts(clause: Option, event: AboutOption, text: Terms) -> datetime:
    """Return when a notice counts: as it is sent, as it came, or when it is deemed received."""
    arrived = event.delivered or event.at
    match clause.notice.takes_effect:
        case "sent":
            return event.at
        case "delivered":
            return arrived
        case "received":
            return received_at(arrived, option_rules(clause, text, event.by))


def option_window(here: Vantage, held: InForce, clause: Option, by: str) -> OptionWindow:
    """Return the window of an option for a party, under the text in force at a position.

    Args:
      here: the text and what is known to have happened by then.
      held: the clause in that text.
      clause: the same.
      by: who may exercise it; the recipient's hours depend on it.
    """
    rules = option_rules(clause, here.now, by)
    last = _last_day(here, held)
    if last is not None:
        last = _closing_day(last, clause, rules)
    closes = None if last is None else rules.closes(last)
    opens, unknown = _opens(here, held)
    cause = clause.cause
    if cause is not None and opens is not None:
        from_when, why = _cause_stands(here, cause)
        opens, unknown = (None, why) if from_when is None else (max(opens, from_when), None)
    return OptionWindow(opens, closes, last, rules, here.now.where, unknown, _awaits(here, held))


def _closing_day(last: date, clause: Option, rules: NoticeRules) -> date:
    """Return the last day on which a notice can count: receipt is never deemed on a day that is no business day."""
    if clause.notice.roll or clause.notice.takes_effect == "received":
        step = _ONE_DAY if clause.notice.roll else -_ONE_DAY
        while not rules.calendar.is_business_day(last):
            last += step
    return last


def _opens(here: Vantage, held: InForce) -> tuple[datetime | None, BarredNotice | None]:
    since = held.clause.since
    if isinstance(since, UntilDetermination | EventDate):
        first = counted_day(here, since)
        if is_awaited(here, held) and first is None:
            hinge = said_date(since.model_copy(update={"plus": None, "or_date": None, "not_before": None}))
            return None, BarredNotice(OptionAwaits(when=said_date(since)), EnterWhatOpensIt(when=hinge))
        if not since.is_counted and (happened := hinge_at(here, event_rule(since).hinge)) is not None:
            return happened, None
        day = hung_day(here, since)
        return (held.version.effective if day is None else day_start(day, here.now.where)), None
    return held.speaks.start or held.version.effective, None


def _last_day(here: Vantage, held: InForce) -> date | None:
    """Return the last day of the clause, or of the term where that comes first."""
    text, until = here.now, held.clause.until
    ends = [] if text.ends is None or held.clause.id in text.survives else [text.ends]
    if held.speaks.end is not None:
        ends.append(held.speaks.end)
    days = [local_day(at - NEXT_INSTANT, text.where) for at in ends]
    if isinstance(until, UntilDetermination | EventDate) and (counted := counted_day(here, until)) is not None:
        days.append(counted)
    return min(days, default=None)


def _awaits(here: Vantage, held: InForce) -> Said | None:
    """Return what the last day of a clause, or of the term above it, hangs on that has no day yet."""
    text, own = here.now, held.clause.until
    if isinstance(own, BeforeEnd) and held.speaks.end is None:
        return LastDayAwaits(when=said_date(_behind(own, text)))
    above = [] if held.clause.id in text.survives else [one.clause for one in text.clauses]
    ends = [own, *(clause.until for clause in above if isinstance(clause, Term))]
    for day in ends:
        if isinstance(day, UntilDetermination | EventDate) and counted_day(here, day) is None:
            return LastDayAwaits(when=said_date(day))
    return None


def _behind(day: BeforeEnd, text: Terms) -> HungDate:
    """Return what the end hangs on from which a day is counted back; the day itself where that has no end at all."""
    for held in text.clauses:
        until = held.clause.until
        named = held.clause.id == day.before_end_of or (day.before_end_of == TERM and isinstance(held.clause, Term))
        if named and isinstance(until, UntilDetermination | EventDate):
            return until
    return day


def _cause_stands(here: Vantage, cause: Cause) -> tuple[datetime | None, BarredNotice]:
    """Return since when a cause lets a party end it, or why none does."""
    why = BarredNotice(NoCause(event=cause.event), EnterTheCause(event=cause.event))
    for event in here.events_of_kind(Occurred):
        if event.event != cause.event or cause.of not in (None, event.of):
            continue
        last, over = None, event.at
        if cause.cure is not None:
            offset = Offset(cause.cure.n, cause.cure.unit)
            last = shifted(local_day(event.at, here.now.where), offset, here.agreement.business_days())
            over = day_end(last, here.now.where)
        if any(_cures(other, event, cause, over) for other in here.events_of_kind(Occurred)):
            continue
        if over <= here.at:
            return over, why
        if last is not None:
            why = BarredNotice(CureRuns(event=cause.event, day=last), WaitForTheCure(day=last))
    return None, why


def _cures(other: Occurred, event: Occurred, cause: Cause, over: datetime) -> bool:
    named = other.event == cause.cured_by and (event.of is None or other.of in (None, event.of))
    return named and event.at <= other.at < over
