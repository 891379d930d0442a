"""Who supplies a need, as facts: what stays unmet and why, and what is paid for and not used.

>>> str(LinesBarredBy(lines=("a", "c"), clauses=("x@base",)))
'a, c: barred by x@base'
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from firstcall.said import Grouped, Said, Weekdayed, plural, sentence

_Count = Annotated[int, Grouped]
_Day = Annotated[date, Weekdayed]


class SuppliedByProvider(Said):
    says = sentence("plan.supplied-by", "{provider} {amount}")
    provider: str
    amount: Said


class SuppliedByNobody(Said):
    says = sentence("plan.supplied-by-nobody", "nobody")


class SupplyAbout(Said):
    says = sentence(
        "plan.supply-about",
        "Accelerators on average over the period, in the kind each need is counted in; expected over the scenarios.",
    )


class HoursAndShare(Said):
    says = sentence("plan.hours-and-share", "{hours} ({share})")
    hours: Said
    share: Said


class LinesBarredBy(Said):
    says = sentence("plan.lines-barred", "{lines}: barred by {clauses}")
    lines: tuple[str, ...]
    clauses: tuple[str, ...]


class LinesBarred(Said):
    says = sentence("plan.lines-barred-alone", "{lines}: barred")
    lines: tuple[str, ...]


class LinesTooLate(Said):
    says = sentence("plan.lines-too-late", "{lines}: cannot run by then")
    lines: tuple[str, ...]


class LinesBoughtOut(Said):
    says = sentence("plan.lines-bought-out", "{lines}: all of it is bought")
    lines: tuple[str, ...]


class LinesDearerThanMissing(Said):
    says = sentence("plan.lines-dearer", "{lines}: dearer than to go without")
    lines: tuple[str, ...]


class LinesAboveCeiling(Said):
    says = sentence("plan.lines-above-ceiling", "{lines}: above the ceiling of the need")
    lines: tuple[str, ...]


class LinesNotOpen(Said):
    says = sentence("plan.lines-not-open", "{lines}: not open to it then")
    lines: tuple[str, ...]


class NoLineFits(Said):
    says = sentence("plan.no-line-fits", "no line of supply has an accelerator and region that fit")


class BeyondHorizon(Said):
    says = sentence("plan.beyond-horizon", "beyond")


class InAll(Said):
    says = sentence("plan.in-all", "in all")


class IdleHours(Said):
    says = plural(
        "plan.idle-hours",
        "Take-or-pay: {n} hour within the horizon is paid for and not used, expected.",
        "Take-or-pay: {n} hours within the horizon are paid for and not used, expected.",
    )
    n: _Count
