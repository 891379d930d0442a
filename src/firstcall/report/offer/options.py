"""Options as sentences, plain values and entries of a calendar: who may do what alone, and until when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from firstcall.agreement.model.clauses.promises.option import said_option
from firstcall.dates import iso, local_day
from firstcall.record.dated.option_states import OptionTime
from firstcall.report.offer.duties import NO_NAMES
from firstcall.report.sheet import Tell
from firstcall.said import Local, Said, sentence

if TYPE_CHECKING:
    from icalendar import Event


class OptionOpen(Said):
    says = sentence("option.open", "{option}: {who} may {does}; the notice must count by {at}")
    option: str
    who: str
    does: Said
    at: Annotated[datetime, Local]


class OptionOpenAlways(Said):
    says = sentence("option.open-always", "{option}: {who} may {does}, at any time")
    option: str
    who: str
    does: Said


class OptionOpenUntil(Said):
    says = sentence("option.open-until", "{option}: {who} may {does}; by when the notice must count is unknown: {why}")
    option: str
    who: str
    does: Said
    why: Said


class OptionToCome(Said):
    says = sentence("option.to-come", "{option}: {who} may {does} from {day} on; the notice must count by {at}")
    option: str
    who: str
    does: Said
    day: date
    at: Annotated[datetime, Local]


class OptionToComeAlways(Said):
    says = sentence("option.to-come-always", "{option}: {who} may {does} from {day} on")
    option: str
    who: str
    does: Said
    day: date


class OptionToComeUntil(Said):
    says = sentence(
        "option.to-come-until",
        "{option}: {who} may {does} from {day} on; by when the notice must count is unknown: {why}",
    )
    option: str
    who: str
    does: Said
    day: date
    why: Said


class SilenceDoesIt(Said):
    says = sentence(
        "option.silence-does-it", "{option}: silence will {does}, unless {who} gives notice that counts by {at}"
    )
    option: str
    who: str
    does: Said
    at: Annotated[datetime, Local]


class SilenceDoesItUntil(Said):
    says = sentence(
        "option.silence-does-it-until",
        "{option}: silence will {does}, unless {who} gives notice in time; by when it must count is unknown: {why}",
    )
    option: str
    who: str
    does: Said
    why: Said


class OrSoonerSince(Said):
    says = sentence("option.or-sooner-since", "{told}, or sooner, since {why}")
    told: Said
    why: Said


class OptionUnknown(Said):
    says = sentence("option.unknown", "{option}: {who} may {does}; unknown: {why}")
    option: str
    who: str
    does: Said
    why: Said


class OptionDone(Said):
    says = sentence("option.done", "{option}: exercised, last on {day}")
    option: str
    day: date


class OptionOver(Said):
    says = sentence("option.over", "{option}: {who} may not exercise it any more: {why}")
    option: str
    who: str
    why: Said


def option_said(one: OptionTime, names: Mapping[str, str] = NO_NAMES) -> Said:
    """Return where an option stands for a party: what it may do, from when and until when, or why not.

    Args:
      one: an option as it stands for a party.
      names: what parties are called; by their ids when left out.
    """
    said, awaits = _option_said(one, names.get(one.by, one.by)), one.window.awaits
    if awaits is None or one.window.closes is None or one.state not in ("open", "ahead"):
        return said
    return OrSoonerSince(told=said, why=awaits)


def _option_said(one: OptionTime, who: str) -> Said:
    name, does, window = one.clause.id, said_option(one.clause), one.window
    told = {"option": name, "who": who}
    at = None if window.closes is None else window.closes.astimezone(window.rules.zone)
    match one.state:
        case "open" | "ahead" if at is None and window.awaits is not None:
            return _until_unknown(one, who, window.awaits)
        case "open" | "ahead" if one.clause.silence == "exercises" and at is not None:
            return SilenceDoesIt(does=does, at=at, **told)
        case "open":
            return OptionOpenAlways(does=does, **told) if at is None else OptionOpen(does=does, at=at, **told)
        case "ahead":
            day = _first_day(one)
            if at is None:
                return OptionToComeAlways(does=does, day=day, **told)
            return OptionToCome(does=does, day=day, at=at, **told)
        case "exercised":
            return OptionDone(option=name, day=local_day(one.exercises[-1].at, window.where))
        case _:
            assert one.why is not None
            if one.state == "unknown":
                return OptionUnknown(does=does, why=one.why, **told)
            return OptionOver(why=one.why, **told)


def _until_unknown(one: OptionTime, who: str, why: Said) -> Said:
    """Return what a party may do, or silence does, where nobody can tell until when."""
    name, does = one.clause.id, said_option(one.clause)
    if one.clause.silence == "exercises":
        return SilenceDoesItUntil(option=name, who=who, does=does, why=why)
    if one.state == "ahead":
        return OptionToComeUntil(option=name, who=who, does=does, day=_first_day(one), why=why)
    return OptionOpenUntil(option=name, who=who, does=does, why=why)


def _first_day(one: OptionTime) -> date:
    opens = one.window.opens
    assert opens is not None
    return local_day(opens, one.window.where)


def may_act(times: Iterable[OptionTime]) -> Iterator[OptionTime]:
    """Yield the options that are open, to come, or hang on what is unknown; what is over is history."""
    return (one for one in times if one.state in ("open", "ahead", "unknown"))


def option_json(one: OptionTime) -> dict[str, Any]:
    """Return an option as plain values; `by` is the last instant at which a notice may come, included."""
    said, window = option_said(one), one.window
    return {
        "option": one.clause.id, "who": one.by, "does": one.clause.does, "of": list(one.clause.of),
        "state": one.state, "opens": iso(window.opens) if window.opens else None,
        "by": iso(window.closes) if window.closes else None, "zone": window.rules.zone.key,
        "last_day": window.last.isoformat() if window.last else None,
        "last_day_awaits": window.awaits.as_json() if window.awaits else None, "silence": one.clause.silence,
        "exercised": [iso(exercise.at) for exercise in one.exercises], "left": one.left,
        "fee": list(one.clause.fee), "grade": one.clause.basis.grade, "sentence": str(said), "reason": said.as_json(),
    }  # fmt: skip


def option_entries(times: Iterable[OptionTime], agreement: str, now: datetime, tell: Tell = str) -> Iterator[Event]:
    """Yield an entry of a calendar for the last instant of each window that is open or to come.

    Source: RFC 5545, 3.6.1.
    """
    from icalendar import Event  # noqa: PLC0415 - an extra of its own

    for one in times:
        if one.state not in ("open", "ahead") or one.window.closes is None:
            continue
        event = Event()
        name = hashlib.sha256("\n".join((agreement, one.clause.id, one.by, "option")).encode()).hexdigest()[:32]
        event.add("uid", f"{name}@firstcall")
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstamp", now)
        event.add("dtstart", one.window.closes)
        event.add("summary", tell(option_said(one)))
        yield event
