"""What the text of a statement says, line by line, as facts."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from firstcall.agreement.model.basis import Grade
from firstcall.gaps import Joining
from firstcall.money import Money
from firstcall.said import AllOf, PartialDate, Said, plural, sentence
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.lines import LineKind

StatementWord = Literal["draft", "estimate", "issued", "disputed", "agreed", "paid", "open"]
"""How a statement stands, in a word."""
CapWord = Literal["the cap of the period", "the total cap"]
GradeTold = Literal["reported by others", "assumed by the author of the file"]
SideWord = Literal["payable", "receivable"]


class StatementHead(Said):
    says = sentence("statement.head", "Statement {statement}  ({status})")
    statement: str
    status: StatementWord


class StatementSpan(Said):
    says = sentence("statement.span", "{start} to {last}, as known at {at}")
    start: date
    last: date
    at: datetime


class SpanOfFilesAsTheyLie(Said):
    says = sentence(
        "statement.span-as-files-lie",
        "{start} to {last}, from files as they lie, {untaken} of them not taken in; terms and record as known at {at}",
    )
    start: date
    last: date
    untaken: int
    at: datetime


class LegHead(Said):
    says = sentence("statement.leg", "{clause} ({version}): {payer} pays {payees}")
    clause: str
    version: str
    payer: str
    payees: tuple[str, ...]


class LegUnknown(Said):
    says = sentence("statement.leg-unknown", "unknown: {reason}")
    reason: Said


class RatesOf(Said):
    says = sentence("statement.rates-of", "{rates} of {bases}")
    rates: Annotated[tuple[Said, ...], Joining.commas]
    bases: Annotated[tuple[Said, ...], AllOf]


class CapGivesBack(Said):
    says = sentence("statement.cap-gives-back", "earned {earned}; set against what {cap} had held back, {left}")
    earned: Money
    cap: CapWord
    left: Money


class CapLeaves(Said):
    says = sentence("statement.cap-leaves", "earned {earned}; {cap} leaves {left}")
    earned: Money
    cap: CapWord
    left: Money


class KindOfLine(Said):
    says = sentence("statement.kind-of-line", "{kind}")
    kind: LineKind


class KindAmount(Said):
    says = sentence("statement.kind-amount", "{kind} {amount}")
    kind: LineKind
    amount: Money


class OfPeriod(Said):
    says = sentence("statement.of-period", "{period}: {what}")
    period: str | Said
    what: Said


class CommittedUnknown(Said):
    says = sentence("statement.committed-unknown", "committed {committed}; drawdown unknown")
    committed: Said


class CommittedPartlyKnown(Said):
    says = sentence(
        "statement.committed-partly-known",
        "committed {committed}, of which {drawn} is known to be drawn; drawdown unknown",
    )
    committed: Said
    drawn: Said


class CommittedAndDrawn(Said):
    says = sentence("statement.committed-and-drawn", "committed {committed}, drawn {drawn}, {state}")
    committed: Said
    drawn: Said
    state: Said


class DrawdownUnknown(Said):
    says = sentence("statement.drawdown-unknown", "drawdown unknown")


class Short(Said):
    says = sentence("statement.short", "short {missing}")
    missing: Money


class ShortOfUnit(Said):
    says = sentence("statement.short-of-unit", "short {missing}")
    missing: Said


class ShortAtPrice(Said):
    says = sentence("statement.short-at-price", "short {missing}: {amount}")
    missing: Said
    amount: Money


class LateUntilDone(Said):
    says = sentence("why.late-until-done", "{event}: done at {at}, late until then")
    event: str
    at: datetime


class MadeUpBack(Said):
    says = sentence("statement.made-up", "{amount} beyond the amount makes up what {period} was short; paid back")
    amount: Money
    period: str


class MadeUpAtPrice(Said):
    says = sentence(
        "statement.made-up-at-price",
        "{made_up} beyond the amount make up what {period} was short; {amount} is paid back",
    )
    made_up: Said
    period: str
    amount: Money


class LeftOfUnit(Said):
    says = sentence("statement.left-of-unit", "{missing} left to draw as known then")
    missing: Said


class LeftToDraw(Said):
    says = sentence("statement.left-to-draw", "{missing} left to draw as known then")
    missing: Money


class PartTo(Said):
    says = sentence("statement.part-to", "to {party}: {amount}")
    party: str
    amount: Money


class TotalCap(Said):
    says = sentence("statement.total-cap", "total cap {cap}")
    cap: Said


class TotalCapLeft(Said):
    says = sentence("statement.total-cap-left", "total cap {cap}, {left} left")
    cap: Said
    left: Money


class EndedOn(Said):
    says = sentence("statement.ended-on", "ended on {day}")
    day: date


class CarriedAndLeft(Said):
    says = sentence("statement.carried-and-left", "carried forward and left at its end: {rest}")
    rest: Said


class DueOn(Said):
    says = sentence("statement.due-on", "due {day}")
    day: date


class EachDueByItself(Said):
    says = sentence("statement.each-due-by-itself", "each period due by itself, the last {day}")
    day: date


class LegRestsOn(Said):
    says = sentence("statement.leg-rests-on", "rests on what is {grade}")
    grade: GradeTold


class NetUnknown(Said):
    says = sentence("statement.net-unknown", "Net between {one} and {other}: unknown")
    one: str
    other: str


class NetNothing(Said):
    says = sentence("statement.net-nothing", "Net between {one} and {other}: nothing, {amount}")
    one: str
    other: str
    amount: Money


class Pays(Said):
    says = sentence("statement.pays", "{payer} pays {payee} {amount}")
    payer: str
    payee: str
    amount: Money


class SeenFromASide(Said):
    says = sentence("statement.from-a-side", "{pays} ({side})")
    pays: Said
    side: SideWord


class NetKnown(Said):
    says = sentence("statement.net", "Net: {pays}")
    pays: Said


class NetOfKnown(Said):
    says = sentence("statement.net-of-known", "Net of what is known: {pays}")
    pays: Said


class NotInNet(Said):
    says = sentence("statement.not-in-net", "not in it: {reason}")
    reason: Said


class LegDueByItself(Said):
    says = sentence("statement.leg-due-by-itself", "by itself, {clause} is due {day}")
    clause: str
    day: date


class NothingChanged(Said):
    says = sentence("delta.nothing-changed", "Since {statement} was issued nothing has changed in it.")
    statement: str


class DeltaHead(Said):
    says = sentence("delta.head", "Delta {delta}, since {statement} was issued:")
    delta: str
    statement: str


class ByRows(Said):
    says = sentence("delta.by-rows", "rows {amount}")
    amount: Money


class ByTerms(Said):
    says = sentence("delta.by-terms", "terms {amount}")
    amount: Money


class ByReckoning(Said):
    says = sentence("delta.by-reckoning", "reckoning {amount}")
    amount: Money


class ClauseMoved(Said):
    says = sentence("delta.clause-moved", "{clause} {period}: {amount} ({causes})")
    clause: str
    period: str
    amount: Money
    causes: Annotated[tuple[Said, ...], Joining.commas]


class ClauseMovedInLines(Said):
    says = plural(
        "delta.clause-moved-in-lines",
        "{clause} {period}: {amount} ({causes}; {n} line)",
        "{clause} {period}: {amount} ({causes}; {n} lines)",
    )
    clause: str
    period: str
    amount: Money
    causes: Annotated[tuple[Said, ...], Joining.commas]
    n: int


class NetOfDelta(Said):
    says = sentence("delta.net", "Net of the delta: {pays}")
    pays: Said


class ReckoningWaits(Said):
    says = sentence(
        "delta.reckoning-waits",
        "What the mended reckoning moves is in it only when it is issued with --reckoning.",
    )


class NoLegKnown(Said):
    says = sentence("statement.no-leg-known", "No leg is known.")


class AmountsRestOn(Said):
    says = sentence("statement.amounts-rest-on", "The amounts rest on what is {grade}.")
    grade: Grade


class DateAlone(Said):
    says = sentence("paper.date", "{date}")
    date: Annotated[str, PartialDate]


def span_told(period: Period) -> str | Said:
    """Return a span as people call it: a month or a quarter of the calendar by its name, else as it was asked for."""
    is_month = period.start.day == 1 and (period.end - period.start).days < 32
    name = f"{period.start:%Y-%m}" if is_month else period.name
    return DateAlone(date=name) if is_month or re.fullmatch(r"\d{4}-Q\d", name) else name
