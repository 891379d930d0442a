"""The steps by which a line of supply comes to serve a need, as facts: what, of whom, by which day.

>>> str(StepFrom(step=SignWith(by="azure"), day=date(2025, 2, 3)))
'sign with azure: Mon 3 Feb 2025'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.said import Commas, Said, Weekdayed, plural, sentence

_Day = Annotated[date, Weekdayed]


class BonaFideOfferOf(Said):
    says = sentence("route.bona-fide-offer", "bona fide offer from {by}")
    by: str


class NoticeToHolder(Said):
    says = sentence("route.notice-to", "notice to {by} under {clause}")
    by: str
    clause: str


class WindowEnds(Said):
    says = sentence("route.window-ends", "window ends")


class ConsentOfParty(Said):
    says = sentence("route.consent-of", "consent of {by} under {clause}")
    by: str
    clause: str


class SignWith(Said):
    says = sentence("route.sign-with", "sign with {by}")
    by: str


class RunsAt(Said):
    says = sentence("route.runs-at", "runs at {by}")
    by: str


class SupposedStep(Said):
    says = sentence("route.supposed-step", "{step} (supposed)")
    step: Said


class StepFrom(Said):
    says = sentence("route.step-from", "{step}: {day}")
    step: Said
    day: _Day


class StepGiven(Said):
    says = sentence("route.step-given", "{step}: given {day}")
    step: Said
    day: _Day


class LastSafeDay(Said):
    says = sentence("route.last-safe-day", "last safe day {day}")
    day: _Day


class LastIfMended(Said):
    says = sentence("route.last-if-mended", "{day} if it had to be mended")
    day: _Day


class DaySupposed(Said):
    says = sentence("route.day-supposed", "supposed")


class StepWith(Said):
    says = sentence("route.step-with", "{step}, {beside}")
    step: Said
    beside: Annotated[tuple[Said, ...], Commas]


class SafeDaysCounted(Said):
    says = plural("route.safe-days", "{step} ({n} safe day)", "{step} ({n} safe days)")
    step: Said
    n: int


class LeadByFutures(Said):
    says = plural("route.lead-by-futures", "{n} day's lead as futures.yaml says", "{n} days' lead as futures.yaml says")
    n: int


class LeadByMilestone(Said):
    says = plural(
        "route.lead-by-milestone",
        "{n} day's lead by its delivery milestone",
        "{n} days' lead by its delivery milestone",
    )
    n: int


class LeadByHoldersLine(Said):
    says = plural(
        "route.lead-by-holders-line", "{n} day's lead as its own line says", "{n} days' lead as its own line says"
    )
    n: int


class LeadOfTheLine(Said):
    says = plural(
        "route.lead-of-the-line",
        "{n} day's lead taken from the line itself, assumed",
        "{n} days' lead taken from the line itself, assumed",
    )
    n: int


class IfTaken(Said):
    says = sentence("route.if-taken", "if {holder} takes it: runs at {provider} from {day} ({lead})")
    holder: str
    provider: str
    day: _Day
    lead: Said


class TakenCannotServe(Said):
    says = sentence("route.taken-cannot-serve", "{taken}, and cannot serve this need: {clauses}")
    taken: Said
    clauses: tuple[str, ...]
