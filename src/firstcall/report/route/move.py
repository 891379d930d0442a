"""A move as one answer: class, clauses, mix, notice and the earliest day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated

from firstcall.agreement.model.basis import Grade
from firstcall.dates import iso
from firstcall.planning.routes.move import ConsentAnswer, MoveAnswer, MoveMix
from firstcall.planning.routes.route import RouteClass
from firstcall.report.figures import exact_number, share_percent
from firstcall.said import Said, Weekdayed, sentence

_Day = Annotated[date, Weekdayed]


class MovedNow(Said):
    says = sentence("move.now", "{workload} from {origin} to {destination}: may be moved now")
    workload: str
    origin: str
    destination: str


class MovedAfterNotice(Said):
    says = sentence("move.after-notice", "{workload} from {origin} to {destination}: may be moved after notice")
    workload: str
    origin: str
    destination: str


class MovedAfterConsent(Said):
    says = sentence("move.after-consent", "{workload} from {origin} to {destination}: may be moved after consent")
    workload: str
    origin: str
    destination: str


class NotMoved(Said):
    says = sentence("move.barred", "{workload} from {origin} to {destination}: may not be moved")
    workload: str
    origin: str
    destination: str


class EarliestOn(Said):
    says = sentence("move.earliest-on", "{what}, at the earliest on {day}")
    what: Said
    day: _Day


class RunsThereFrom(Said):
    says = sentence("move.runs-from", "runs there from {day}, at the earliest")
    day: _Day


class MoveBarredBy(Said):
    says = sentence("move.barred-by", "barred by: {clauses}")
    clauses: tuple[str, ...]


class ConsentLifting(Said):
    says = sentence("move.consent-lifting", "consent of {by} under {clause}, lifting {lifts}")
    by: str
    clause: str
    lifts: tuple[str, ...]


class ConsentThereBy(Said):
    says = sentence("move.consent-there-by", "{consent}; asked for on the planning day, supposed to be there on {day}")
    consent: Said
    day: _Day


class ConsentAtOnce(Said):
    says = sentence("move.consent-at-once", "{consent}; nobody said how long it takes: supposed to be given at once")
    consent: Said


class NoticeUnder(Said):
    says = sentence("move.notice-under", "notice under {right}")
    right: str


class NoticeGivenOn(Said):
    says = sentence("move.notice-given-on", "given on {day}, its window ends on {ends}")
    day: _Day
    ends: _Day


class SignedBetween(Said):
    says = sentence("move.signed-between", "if it is not taken, to be signed from {first} through {last}")
    first: _Day
    last: _Day


class MixNeverReported(Said):
    says = sentence("move.mix-never-reported", "mix of {site} under {approval}: never reported; {least}")
    site: str
    approval: str
    least: Said


class MixPlanned(Said):
    says = sentence(
        "move.mix-planned",
        "mix of {site} under {approval}: never reported; planned are {planned}, assumed; {least}",
    )
    site: str
    approval: str
    planned: Said
    least: Said


class MixBefore(Said):
    says = sentence("move.mix-before", "mix of {site} under {approval}: {before} before; {least}")
    site: str
    approval: str
    before: Said
    least: Said


class MixBeforeAndAfter(Said):
    says = sentence(
        "move.mix-before-and-after", "mix of {site} under {approval}: {before} before, {after} after; {least}"
    )
    site: str
    approval: str
    before: Said
    after: Said
    least: Said


class AtLeastShare(Said):
    says = sentence("move.at-least", "at least {share}")
    share: Said


class BelowWhatIsAsked(Said):
    says = sentence("move.below-what-is-asked", "at least {share}: below what is asked")
    share: Said


class MoveRestsOn(Said):
    says = sentence("move.rests-on", "rests on: {grade}")
    grade: Grade


_MAY: dict[RouteClass, Callable[[str, str, str], Said]] = {
    "free now": lambda what, origin, to: MovedNow(workload=what, origin=origin, destination=to),
    "after notice": lambda what, origin, to: MovedAfterNotice(workload=what, origin=origin, destination=to),
    "after consent": lambda what, origin, to: MovedAfterConsent(workload=what, origin=origin, destination=to),
    "barred": lambda what, origin, to: NotMoved(workload=what, origin=origin, destination=to),
}


def move_lines(answer: MoveAnswer, say: Callable[[Said], str] = str) -> Iterator[str]:
    """Yield the answer, then what it stands on, one line each.

    Args:
      answer: whether and from when a workload may be moved.
      say: says a fact in a language; English when left out.
    """
    for depth, told in _told(answer):
        yield "  " * depth + say(told)


def _told(answer: MoveAnswer) -> Iterator[tuple[int, Said]]:
    """Yield each line as a fact, with how deep it stands below the answer."""
    may = _MAY[answer.outcome](answer.use.workload, answer.origin, answer.destination)
    later = answer.earliest if answer.outcome != "free now" else None
    yield 0, EarliestOn(what=may, day=later) if later else may
    if answer.runs is not None and answer.runs != answer.earliest:
        yield 1, RunsThereFrom(day=answer.runs)
    cleared = answer.clearance
    if cleared.barred:
        yield 1, MoveBarredBy(clauses=cleared.barred)
    yield from ((1, _consent(one)) for one in answer.answers)
    yield from ((1, NoticeUnder(right=name)) for name in cleared.rights)
    if answer.notice is not None:
        yield 2, NoticeGivenOn(day=answer.notice.day, ends=answer.notice.window_day)
        yield 2, SignedBetween(first=answer.notice.free_day, last=answer.notice.tail_day)
    yield from ((1, _mix(one)) for one in answer.mix)
    yield 1, MoveRestsOn(grade=answer.grade)


def _consent(one: ConsentAnswer) -> Said:
    consent = ConsentLifting(by=one.step.by, clause=one.step.clause, lifts=one.step.lifts)
    return ConsentAtOnce(consent=consent) if one.supposed else ConsentThereBy(consent=consent, day=one.day)


def _mix(one: MoveMix) -> Said:
    share = share_percent(one.least, 0)
    least: Said = AtLeastShare(share=share)
    if one.before is None:
        if one.planned is None:
            return MixNeverReported(site=one.site, approval=one.approval, least=least)
        planned = share_percent(one.planned, 0)
        return MixPlanned(site=one.site, approval=one.approval, planned=planned, least=least)
    least = least if one.holds else BelowWhatIsAsked(share=share)
    before = share_percent(one.before, 1)
    if one.after is None or one.after == one.before:
        return MixBefore(site=one.site, approval=one.approval, before=before, least=least)
    after = share_percent(one.after, 1)
    return MixBeforeAndAfter(site=one.site, approval=one.approval, before=before, after=after, least=least)


def move_json(answer: MoveAnswer) -> dict[str, object]:
    """Return a move as plain values."""
    return {
        "workload": answer.use.workload, "customer": answer.use.customer, "from": answer.origin,
        "to": answer.destination, "to_a": answer.kind, "class": answer.outcome,
        "earliest": answer.earliest.isoformat() if answer.earliest else None,
        "runs": answer.runs.isoformat() if answer.runs else None,
        "barred": list(answer.clearance.barred), "rights": list(answer.clearance.rights),
        "consents": [
            {"clause": one.step.clause, "by": one.step.by, "answered": one.day.isoformat(), "supposed": one.supposed}
            for one in answer.answers
        ],
        "notice": None if answer.notice is None else {
            "day": answer.notice.day.isoformat(), "window_ends": iso(answer.notice.window_ends),
            "free_day": answer.notice.free_day.isoformat(), "tail_ends": iso(answer.notice.tail_ends),
        },
        "mix": [
            {"approval": one.approval, "site": one.site, "at_least": exact_number(one.least),
             "before": None if one.before is None else exact_number(one.before),
             "after": None if one.after is None else exact_number(one.after), "holds": one.holds}
            for one in answer.mix
        ],
        "rests_on": answer.grade,
    }  # fmt: skip
