"""What a route tells, as facts: its answer, its lines of supply, the covers, what is to be known.

>>> str(RunsTooLate(day=date(2026, 4, 1)))
'Wed 1 Apr 2026, too late'
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.model.basis import Grade
from firstcall.planning.routes.route import RouteClass
from firstcall.said import Commas, Grouped, PartialDate, Placed, Said, Weekdayed, sentence

Count = Annotated[int, Grouped]
PlanDay = Annotated[date, Weekdayed]


class RouteAbout(Said):
    says = sentence("route.about", "What the files and the clauses say, not legal advice; supposed days are marked.")


class RouteTitle(Said):
    says = sentence("route.title", "Route to {need}: {agreement}, {day}")
    need: str
    agreement: str
    day: date


class CoveredAlways(Said):
    says = sentence("route.covered-always", "{need}: {wanted} {accelerator} from {day}: covered in every quarter")
    need: str
    wanted: Count
    accelerator: str
    day: PlanDay


class CoveredNever(Said):
    says = sentence("route.covered-never", "{need}: {wanted} {accelerator} from {day}: no quarter is covered whole")
    need: str
    wanted: Count
    accelerator: str
    day: PlanDay


class CoveredBut(Said):
    says = sentence("route.covered-but", "{need}: {wanted} {accelerator} from {day}: covered but for {quarters}")
    need: str
    wanted: Count
    accelerator: str
    day: PlanDay
    quarters: Annotated[tuple[str, ...], PartialDate]


class LinesThatServe(Said):
    says = sentence("route.lines-that-serve", "Planned on {day}. Lines of supply that could serve it: {classes}.")
    day: PlanDay
    classes: Annotated[tuple[Said, ...], Commas]


class NoLineServes(Said):
    says = sentence("route.no-line-serves", "Planned on {day}. No line of supply could serve it.")
    day: PlanDay


class LinesOfClass(Said):
    says = sentence("route.lines-of-class", "{count} {outcome}")
    count: Count
    outcome: RouteClass


class StaysUncovered(Said):
    says = sentence("route.stays-uncovered", "{quarter}: {uncovered} of {wanted} stay uncovered.")
    quarter: Annotated[str, PartialDate]
    uncovered: Count
    wanted: Count


class UncoveredAsLate(Said):
    says = sentence(
        "route.uncovered-as-late", "{quarter}: {uncovered} of {wanted} stay uncovered; too late for it: {lines}."
    )
    quarter: Annotated[str, PartialDate]
    uncovered: Count
    wanted: Count
    lines: tuple[str, ...]


class RestsOnGrade(Said):
    says = sentence("route.rests-on", "Rests on what is {grade}.")
    grade: Grade


class DoThisNow(Said):
    says = sentence("route.do-this-now", "Do this now")


class NothingNeedsDoing(Said):
    says = sentence("route.nothing-to-do", "Nothing has to be done.")


class LinesHeading(Said):
    says = sentence("route.lines-heading", "Every line that could serve it")


class CoversHeading(Said):
    says = sentence("route.covers-heading", "The cheapest cover of each quarter")


class CoversAbout(Said):
    says = sentence(
        "route.covers-about",
        "Each quarter by itself, from lines that run by its first day, at that quarter's price; no term is charged "
        "beyond it. `firstcall plan` chooses over time.",
    )


class LineColumn(Said):
    says = sentence("route.line-column", "line")


class FirstDayColumn(Said):
    says = sentence("route.first-day-column", "from")


class LastSafeColumn(Said):
    says = sentence("route.last-safe-column", "last safe day")


class SafeDaysColumn(Said):
    says = sentence("route.safe-days-column", "safe days")


class QuarterForColumn(Said):
    says = sentence("route.quarter-for-column", "for")


class ClassColumn(Said):
    says = sentence("route.class-column", "class")


class PriceColumn(Said):
    says = sentence("route.price-column", "price")


class SuppliesColumn(Said):
    says = sentence("route.supplies-column", "supplies")


class RunsFromColumn(Said):
    says = sentence("route.runs-from-column", "runs from")


class StepsColumn(Said):
    says = sentence("route.steps-column", "steps")


class QuarterColumn(Said):
    says = sentence("route.quarter-column", "quarter")


class WantedColumn(Said):
    says = sentence("route.wanted-column", "wanted")


class BlocksColumn(Said):
    says = sentence("route.blocks-column", "lines (blocks)")


class SuppliedColumn(Said):
    says = sentence("route.supplied-column", "supplied")


class SupplyCostColumn(Said):
    says = sentence("route.cost-column", "cost")


class UncoveredColumn(Said):
    says = sentence("route.uncovered-column", "uncovered")


class RouteClassTold(Said):
    says = sentence("route.class", "{outcome}")
    outcome: RouteClass


class PriceAnHour(Said):
    says = sentence("route.price-an-hour", "{price} {currency}/h")
    price: Annotated[Decimal, Placed]
    currency: str


class NeverRuns(Said):
    says = sentence("route.never-runs", "never")


class NoSafeDay(Said):
    says = sentence("route.no-safe-day", "no safe day")


class RunsTooLate(Said):
    says = sentence("route.runs-too-late", "{day}, too late")
    day: PlanDay


class BarredBy(Said):
    says = sentence("route.barred-by", "barred by {clauses}")
    clauses: tuple[str, ...]


class OnlyBeside(Said):
    says = sentence("route.only-beside", "only beside what {approvals} is mainly meant for")
    approvals: tuple[str, ...]


class BlocksOfLine(Said):
    says = sentence("route.blocks-of-line", "{line} ({blocks})")
    line: str
    blocks: Count


class NoLines(Said):
    says = sentence("route.no-lines", "no line")


class NotProven(Said):
    says = sentence("route.not-proven", "at least {bound}: not proven")
    bound: Said


class TooDear(Said):
    says = sentence("route.too-dear", "Above the ceiling of {ceiling}, and in no cover: {lines}.")
    ceiling: Annotated[Decimal, Grouped]
    lines: tuple[str, ...]


class LinesUnfit(Said):
    says = sentence("route.lines-unfit", "Cannot serve it (accelerator or region): {lines}.")
    lines: tuple[str, ...]


class FreedomOf(Said):
    says = sentence("route.freedom-of", "{freedom} of {clause}")
    freedom: str
    clause: str


class NotCountedOn(Said):
    says = sentence("route.not-counted-on", "Not counted on, so that notice is planned all the same: {freedoms}.")
    freedoms: Annotated[tuple[Said, ...], Commas]


class LineAtRow(Said):
    says = sentence("route.line-at-row", "{line} (row {row})")
    line: str
    row: int


class TermBeyondAgreement(Said):
    says = sentence("route.term-beyond-agreement", "The shortest term runs beyond the agreement's end: {lines}.")
    lines: Annotated[tuple[Said, ...], Commas]


class NeedAfter(Said):
    says = sentence("route.need-after", "{need} (after {day})")
    need: str
    day: date


class NeedsBeyondAgreement(Said):
    says = sentence(
        "route.needs-beyond-agreement",
        "Wanted beyond the agreement's end too, where nothing of it binds but what survives it: {needs}.",
    )
    needs: Annotated[tuple[Said, ...], Commas]


class NoNeedUses(Said):
    says = sentence("route.no-need-uses", "No need can use it: {lines}.")
    lines: Annotated[tuple[Said, ...], Commas]


class PriceIsOld(Said):
    says = sentence("route.price-is-old", "The price is more than a year old: {lines}.")
    lines: Annotated[tuple[Said, ...], Commas]


class LinesLookAlike(Said):
    says = sentence(
        "route.lines-look-alike",
        "Alike in all but their name, so that one capacity may stand there twice: {lines}.",
    )
    lines: Annotated[tuple[Said, ...], Commas]


class ProviderUnlisted(Said):
    says = sentence(
        "route.provider-unlisted",
        "The agreement does not list the provider, so it is read as `other`: {lines}.",
    )
    lines: Annotated[tuple[Said, ...], Commas]
