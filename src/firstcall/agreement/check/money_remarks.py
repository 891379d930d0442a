"""What a money clause says that may be meant, and mostly is a slip: told by `check`, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from typing import Annotated, Literal, get_args

from firstcall.agreement.check.kinds.commitment import next_period_start
from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.event_dates import first_day_of
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import terms, versions
from firstcall.said import Percent, Quoted, Said, sentence

CutYears = Literal[
    "first and last year", "first year", "last year", "first and last quarter", "first quarter", "last quarter"
]

_ENDS = ((True, True), (True, False), (False, True))
_CUT: dict[tuple[str, tuple[bool, bool]], CutYears] = dict(
    zip(product(("year", "quarter"), _ENDS), get_args(CutYears), strict=True)
)


class TakesEveryRow(Said):
    says = sentence("money-clause.takes-every-row", "stream {stream} takes every row of every provider's bills")
    stream: Annotated[str, Quoted]


class NameWhoseRows(Said):
    says = sentence("money-clause.name-whose-rows", "name whose they are under `where`, such as `{example}`")
    example: str


class RemarkOnClause(Said):
    says = sentence("agreement.remark", "{clause}@{version}: {what}")
    clause: str
    version: str
    what: Said


class CutYearsReduced(Said):
    says = sentence(
        "money-clause.cut-years-reduced",
        "the term {start} to {end} cuts the {years}, whose amount is reduced by {by} (`partial_year`)",
    )
    start: date
    end: date
    years: CutYears
    by: Literal["days", "months"]


class CutYearsWhole(Said):
    says = sentence(
        "money-clause.cut-years-whole",
        "the term {start} to {end} cuts the {years}, whose amount is due in full (`partial_year`)",
    )
    start: date
    end: date
    years: CutYears


class AnniversaryCutsNone(Said):
    says = sentence(
        "money-clause.anniversary-cuts-none",
        "{cut}; counted from its first day (`years: anniversary`) none would be cut",
    )
    cut: Said


class NeverSpeaks(Said):
    says = sentence(
        "agreement.never-speaks",
        "its text never holds: a later amendment took its place before it took effect",
    )


class ShareOverAll(Said):
    says = sentence(
        "money-clause.share-over-all",
        "a share of {rate} is {percent} of the base; {meant} is written {written}",
    )
    rate: Decimal
    percent: Annotated[Decimal, Percent]
    meant: Annotated[Decimal, Percent]
    written: Decimal


class ShareBelowNothing(Said):
    says = sentence(
        "money-clause.share-below-nothing",
        "a share of {rate} is below nothing: the payee would pay the payer",
    )
    rate: Decimal


class NoRateOn(Said):
    says = sentence("money-clause.no-rate-on", "no rate holds on {day}; base of those days cannot be settled")
    day: date


class NoRateBetween(Said):
    says = sentence(
        "money-clause.no-rate-between",
        "no rate holds from {first} to {last}; base of those days cannot be settled",
    )
    first: date
    last: date


def check_streams(clause: Clause, path: Path, problems: ProblemList) -> None:
    """Find streams of bills that take every row of every provider: nobody means that, and it would count them all.

    Source: RULES, settlement: a stream of bills that names no provider or filter is refused.
    """
    if not isinstance(clause, RevenueShare | Commitment) or clause.base is None or clause.base.source != "focus":
        return
    for number, stream in enumerate(clause.base.streams):
        if not stream.where and not stream.without:
            problems.add(
                problems.item((*path, "base", "streams"), number),
                TakesEveryRow(stream=stream.name),
                NameWhoseRows(example="ProviderName: AWS"),
            )


def money_remarks(agreement: Agreement) -> Iterator[Said]:
    """Yield remarks on shares above the whole or below nothing, and on days between dated rates without one.

    A share of 20 pays 2,000%: whoever wrote it mostly meant 0.20. On a day without a rate no statement can be drawn.
    """
    texts = [(BASE, agreement.clauses), *((one.id, (*one.add, *one.replace)) for one in agreement.amendments)]
    for version, clauses in texts:
        for clause in clauses:
            if isinstance(clause, RevenueShare):
                found = (*_shares(clause), *_gaps(clause))
                yield from (RemarkOnClause(clause=clause.id, version=version, what=what) for what in found)
            if isinstance(clause, Commitment):
                cut = _cut_years(clause)
                yield from (RemarkOnClause(clause=clause.id, version=version, what=what) for what in cut)
    for clause_id, version, what in never_speaking(agreement):
        yield RemarkOnClause(clause=clause_id, version=version, what=what)


def _cut_years(clause: Commitment) -> Iterator[Said]:
    """Yield the years or quarters that the term cuts, what becomes of their amount, and whether others would fit."""
    if clause.per == "term" or not clause.is_dated:
        return
    first, last = _cut(clause, clause.per)
    if not (first or last):
        return
    years = _CUT[clause.per, (first, last)]
    said: Said = CutYearsWhole(start=clause.first, end=clause.last, years=years)
    if clause.partial_year != "whole":
        said = CutYearsReduced(start=clause.first, end=clause.last, years=years, by=clause.partial_year)
    fits = not any(_cut(clause.model_copy(update={"years": "anniversary"}), clause.per))
    yield AnniversaryCutsNone(cut=said) if fits else said


def _cut(clause: Commitment, per: Literal["year", "quarter"]) -> tuple[bool, bool]:
    """Say whether the term begins within a year or quarter of the commitment, and whether it ends within one."""
    after = clause.last + timedelta(days=1)
    return next_period_start(clause, per, clause.first) != clause.first, next_period_start(clause, per, after) != after


def never_speaking(agreement: Agreement, known_at: datetime | None = None) -> Iterator[tuple[str, str, Said]]:
    """Yield the clause, the amendment and that the amendment's text of it will never hold.

    A later amendment replaced what it had scheduled before it took effect: nobody would find it in any statement.

    Source: RULES, settlement: a signed amendment that will never speak.
    """
    holding = set()
    for start in sorted({version.effective for version in versions(agreement, known_at)}):
        holding |= {(one.clause.id, one.version.id) for one in terms(agreement, start, known_at).clauses}
    known = {version.id for version in versions(agreement, known_at)}
    for change in agreement.as_written().amendments:
        for clause in (*change.add, *change.replace) if change.id in known else ():
            if isinstance(clause, RevenueShare | Commitment) and (clause.id, change.id) not in holding:
                yield clause.id, change.id, NeverSpeaks()


def _shares(clause: RevenueShare) -> Iterator[Said]:
    steps = clause.tiers.steps if clause.tiers else ()
    for rate in [*(one.rate for one in clause.rate or ()), *(step.rate for step in steps)]:
        if rate > 1:
            yield ShareOverAll(rate=rate, percent=rate, meant=rate / 100, written=rate / 100)
        if rate < 0:
            yield ShareBelowNothing(rate=rate)


def _gaps(clause: RevenueShare) -> Iterator[Said]:
    for earlier, later in pairwise(clause.rate or ()):
        ended, begun = first_day_of(earlier.until), first_day_of(later.since)
        if ended and begun and begun > (first := ended + timedelta(days=1)):
            last = begun - timedelta(days=1)
            yield NoRateOn(day=first) if first == last else NoRateBetween(first=first, last=last)
