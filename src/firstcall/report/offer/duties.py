"""Dated duties as sentences, plain values and entries of a calendar: who must do what by when, or has not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from firstcall.agreement.model.event_date_words import OrSooner
from firstcall.dates import iso, local_day
from firstcall.record.dated.duties import DutyTime
from firstcall.report.sheet import Tell
from firstcall.said import Said, sentence

if TYPE_CHECKING:
    from icalendar import Event


NO_NAMES: Mapping[str, str] = MappingProxyType({})
"""Parties go by their ids."""
OFTEN = 3
"""So many times that were not done are told in one sentence."""


class DutyOpen(Said):
    says = sentence("duty.open", "{duty}: {who} {does}; due through {day}")
    duty: str
    who: str
    does: str
    day: date


class DutyMet(Said):
    says = sentence("duty.met", "{duty}: {who} {does}; met on {day}")
    duty: str
    who: str
    does: str
    day: date


class DutyLate(Said):
    says = sentence("duty.late", "{duty}: {who} {does}; late: done on {day}, due through {due}")
    duty: str
    who: str
    does: str
    day: date
    due: date


class DutyUnmet(Said):
    says = sentence("duty.unmet", "{duty}: {who} {does}; unmet: due through {day}, and not on the record as done")
    duty: str
    who: str
    does: str
    day: date


class DutyUnmetOften(Said):
    says = sentence(
        "duty.unmet-often",
        "{duty}: {who} {does}; unmet {n} times: the first due through {first}, the last through {last}, and none is "
        "on the record as done",
    )
    duty: str
    who: str
    does: str
    n: int
    first: date
    last: date


class DutyUnknown(Said):
    says = sentence("duty.unknown", "{duty}: {who} {does}; unknown: {why}")
    duty: str
    who: str
    does: str
    why: Said


class WithRemedy(Said):
    says = sentence("duty.with-remedy", "{duty}; if not: {remedy}")
    duty: Said
    remedy: str


def duty_said(one: DutyTime, names: Mapping[str, str] = NO_NAMES) -> Said:
    """Return where one time of a duty stands; what follows where it was not done in time.

    Args:
      one: one time of a duty.
      names: what parties are called; by their ids when left out.
    """
    told = {"duty": one.name, "who": names.get(one.clause.by, one.clause.by), "does": one.clause.does}
    if one.unknown is not None:
        return DutyUnknown(why=one.unknown, **told)
    assert one.due is not None and one.closes is not None
    if one.performed is not None:
        done = local_day(one.performed.at, one.where)
        if one.state == "met":
            return DutyMet(day=done, **told)
        return _with_remedy(DutyLate(day=done, due=one.due, **told), one)
    if one.state == "open":
        said = DutyOpen(day=one.due, **told)
        return said if one.sooner is None else OrSooner(told=said, when=one.sooner)
    return _with_remedy(DutyUnmet(day=one.due, **told), one)


def _with_remedy(said: Said, one: DutyTime) -> Said:
    remedy = ", ".join(filter(None, (one.clause.remedy, *one.clause.remedies)))
    return WithRemedy(duty=said, remedy=remedy) if remedy else said


def pressing(times: Iterable[DutyTime]) -> Iterator[DutyTime]:
    """Yield what is still to be done, is overdue, or has a day that is unknown; what was done is history."""
    return (one for one in times if one.state in ("open", "unmet", "unknown"))


def pressing_said(times: Iterable[DutyTime], names: Mapping[str, str] = NO_NAMES) -> Iterator[Said]:
    """Yield what is pressing, a sentence each; a duty that was not done several times over has one for all of them."""
    kept = list(pressing(times))
    unmet = {id: [one for one in kept if one.clause.id == id and one.state == "unmet"] for id in _ids(kept)}
    for one in kept:
        often = unmet[one.clause.id]
        if one.state != "unmet" or len(often) < OFTEN:
            yield duty_said(one, names)
        elif one is often[0]:
            yield _unmet_often(often, names)


def _ids(times: Iterable[DutyTime]) -> Iterable[str]:
    return dict.fromkeys(one.clause.id for one in times)


def _unmet_often(times: list[DutyTime], names: Mapping[str, str]) -> Said:
    first, last = times[0], times[-1]
    assert first.due is not None and last.due is not None
    told = DutyUnmetOften(
        duty=first.clause.id, who=names.get(first.clause.by, first.clause.by), does=first.clause.does, n=len(times),
        first=first.due, last=last.due,
    )  # fmt: skip
    return _with_remedy(told, first)


def duty_json(one: DutyTime) -> dict[str, Any]:
    """Return one time of a duty as plain values; `by` is the first instant at which it is late."""
    said = duty_said(one)
    return {
        "duty": one.name, "clause": one.clause.id, "who": one.clause.by, "to": one.clause.to, "does": one.clause.does,
        "falls": one.falls.isoformat() if one.falls else None, "due": one.due.isoformat() if one.due else None,
        "by": iso(one.closes) if one.closes else None, "state": one.state,
        "performed": one.performed.id if one.performed else None, "grade": one.clause.basis.grade,
        "sentence": str(said), "reason": said.as_json(),
    }  # fmt: skip


def duty_entries(times: Iterable[DutyTime], agreement: str, now: datetime, tell: Tell = str) -> Iterator[Event]:
    """Yield a whole day of a calendar for each time that is still to be done.

    Source: RFC 5545, 3.6.1.
    """
    from icalendar import Event  # noqa: PLC0415 - an extra of its own

    for one in times:
        if one.state != "open" or one.due is None:
            continue
        event = Event()
        name = hashlib.sha256("\n".join((agreement, one.name, "duty")).encode()).hexdigest()[:32]
        event.add("uid", f"{name}@firstcall")
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstamp", now)
        event.add("dtstart", one.due)
        event.add("summary", tell(duty_said(one)))
        yield event
