"""What a right of first refusal leaves to defaults, and what may be meant and mostly is a slip: told, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from firstcall.agreement.check.money_remarks import RemarkOnClause
from firstcall.agreement.document import BASE, Agreement
from firstcall.agreement.model.clauses.kinds import Clause, Delivery, FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import WindowUnit
from firstcall.calendars import MARKING, observed
from firstcall.said import Commas, Said, sentence

WEIGHTY = (
    ("window", "n"), ("window", "unit"), ("window", "anchor"), ("window", "cutoff"), ("tail", "anchor"),
    ("silence",), ("partial",), ("tolerance",), ("withdrawal",), ("in_flight",), ("incomplete",), ("deficiency",),
    ("failure", "sign_within"), ("grantor",),
)  # fmt: skip
"""The fields over which parties quarrel most when nobody wrote them down."""


class LeftToDefaults(Said):
    says = sentence("agreement.left-to-defaults", "left to defaults: {fields}")
    fields: Annotated[tuple[Said, ...], Commas]


class DefaultOf(Said):
    says = sentence("agreement.default-of", "{field} ({value})")
    field: str
    value: Said | str


class DefaultDays(Said):
    says = sentence("agreement.default-days", "{n} {unit} days")
    n: int
    unit: WindowUnit


class MatchForEver(Said):
    says = sentence(
        "refusal-clause.match-for-ever",
        "a match has no day to sign or deliver by, so it stands for ever; set failure.sign_within or a delivery",
    )


class DaysForPart(Said):
    says = sentence(
        "refusal-clause.days-for-part",
        "{delivery} sets a day for {share} of what is matched, and none for the rest",
    )
    delivery: str
    share: Decimal


class NoStartStated(Said):
    says = sentence(
        "refusal-clause.no-start-stated",
        "the tail asks for delivery within it, and no notice has to state `start`, by which that is judged",
    )


class MayShorten(Said):
    says = sentence("refusal-clause.may-shorten", "a re-offer may end a window early (window.may_shorten)")


class DaysLeftOpen(Said):
    says = sentence(
        "agreement.days-left-open",
        "calendar {calendar}: days marked only as {categories} count as business days; deadlines name them",
    )
    calendar: str
    categories: tuple[str, ...]


def refusal_remarks(agreement: Agreement) -> Iterator[Said]:
    """Yield, for each right of first refusal, what it leaves to defaults, and a match without a day to perform by."""
    texts = [(BASE, agreement.clauses), *((one.id, (*one.add, *one.replace)) for one in agreement.amendments)]
    every = [clause for _, clauses in texts for clause in clauses]
    refusals = [(version, clause) for version, clauses in texts for clause in clauses
                if isinstance(clause, FirstRefusal)]  # fmt: skip
    for version, clause in refusals:
        left = tuple(
            DefaultOf(field=".".join(path), value=_value(clause, path))
            for path in WEIGHTY
            if not _written(clause, path)
        )
        found = (*((LeftToDefaults(fields=left),) if left else ()), *_slips(clause, every))
        yield from (RemarkOnClause(clause=clause.id, version=version, what=what) for what in found)
    if refusals:
        yield from _calendar(agreement)


def _written(clause: FirstRefusal, path: tuple[str, ...]) -> bool:
    thing: object = clause
    for name in path:
        if name not in getattr(thing, "model_fields_set", ()):
            return False
        thing = getattr(thing, name)
    return True


def _value(clause: FirstRefusal, path: tuple[str, ...]) -> Said | str:
    thing: object = clause
    for name in path:
        thing = getattr(thing, name)
    match path:
        case ("deficiency",):
            return DefaultDays(n=clause.deficiency.n, unit=clause.deficiency.unit)
        case ("tolerance",):
            return str(clause.tolerance.share)
        case ("window", "cutoff"):
            return f"{clause.window.cutoff:%H:%M}"
        case _:
            return "none" if thing is None else str(thing)


def _slips(clause: FirstRefusal, every: list[Clause]) -> Iterator[Said]:
    deliveries = [other for other in every if isinstance(other, Delivery) and clause.id in other.of]
    if clause.failure.sign_within is None and not deliveries:
        yield MatchForEver()
    for delivery in deliveries:
        dated = sum((step.share for step in delivery.milestones), Decimal(0))
        if dated < 1 and clause.failure.sign_within is None:
            yield DaysForPart(delivery=delivery.id, share=dated)
    if clause.tail.must == "delivered" and "start" not in clause.notice.required:
        yield NoStartStated()
    if clause.window.may_shorten:
        yield MayShorten()


def _calendar(agreement: Agreement) -> Iterator[Said]:
    """Yield which categories of the holiday tables are left open, so that their days count."""
    calendar = agreement.business_days()
    closed = calendar.categories or observed(calendar.code)
    open_categories = [name for name in calendar.marking if name not in closed]
    assert set(open_categories) <= set(MARKING)
    if open_categories:
        yield DaysLeftOpen(calendar=calendar.name, categories=tuple(open_categories))
