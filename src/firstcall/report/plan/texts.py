"""The same needs under several texts, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated

from firstcall.agreement.model.basis import ASSUMED, weakest
from firstcall.planning.results.texts_compared import UnderText
from firstcall.planning.results.unmet_reasons import Lateness
from firstcall.report.figures import (
    NOTHING,
    PeriodNamed,
    PlannedDay,
    exact_number,
    nearest_whole,
    share_percent,
    short_money,
)
from firstcall.report.plan.facts.headings import PeriodColumn, SuppliedByColumn
from firstcall.report.plan.facts.supplied import InAll, SuppliedByNobody, SuppliedByProvider
from firstcall.report.plan.grades import FiguresRestOn, graded
from firstcall.report.route.rows import planned_text
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.said import Grouped, Said, plural, sentence


class TextsHeading(Said):
    says = sentence("texts.heading", "The same needs under each text")


class TextsAbout(Said):
    says = sentence(
        "texts.about",
        "The same needs, supply and record, planned on the same day; each text is held from then to the horizon's end.",
    )


class TextsFigures(Said):
    says = sentence("texts.figures", "Paid and missing are expected; gap is what is not proven of each plan.")


class TextOfColumn(Said):
    says = sentence("texts.text-of-column", "text of")


class PaidColumn(Said):
    says = sentence("texts.paid-column", "paid")


class MissingHoursColumn(Said):
    says = sentence("texts.missing-hours-column", "missing hours")


class LateColumn(Said):
    says = sentence("texts.late-column", "late")


class GapColumn(Said):
    says = sentence("texts.gap-column", "gap")


class MissingByPeriod(Said):
    says = sentence("texts.missing-by-period", "Missing in each period")


class MissingShareAbout(Said):
    says = sentence("texts.missing-share-about", "Share of the hours wanted that nobody supplies, expected.")


class TextVersion(Said):
    says = sentence("texts.version", "{version}")
    version: str


class NothingLawfulAndEnough(Said):
    says = sentence("texts.nothing-lawful", "nothing is lawful and enough")


class InTimeFor(Said):
    says = sentence("texts.in-time", "{need}: in time")
    need: str


class DaysLate(Said):
    says = plural("texts.days-late", "{need}: {n} day", "{need}: {n} days")
    need: str
    n: Annotated[int, Grouped]


class DaysLateOrNever(Said):
    says = plural(
        "texts.days-late-or-never",
        "{need}: {n} day ({share} not by the end)",
        "{need}: {n} days ({share} not by the end)",
    )
    need: str
    n: Annotated[int, Grouped]
    share: Said


def texts_sheets(texts: Sequence[UnderText], currency: str) -> Iterator[Sheet]:
    """Yield the comparison: one row a text, and one row a period."""
    rows = tuple(_row(one, currency) for one in texts)
    columns = (
        TextOfColumn(), PaidColumn(), MissingHoursColumn(), InAll(), LateColumn(), SuppliedByColumn(), GapColumn(),
    )  # fmt: skip
    known = [one.result.grade if one.result else ASSUMED.grade for one in texts]
    yield graded(Sheet(TextsHeading(), columns, rows, (TextsAbout(), TextsFigures())), known)
    yield Sheet(
        MissingByPeriod(), (PeriodColumn(), *(PlannedDay(day=one.day) for one in texts)), tuple(_period_rows(texts)),
        (MissingShareAbout(), FiguresRestOn(grade=weakest(tuple(known)))),
    )  # fmt: skip


def _row(one: UnderText, currency: str) -> tuple[Cell, ...]:
    name = (PlannedDay(day=one.day), TextVersion(version=one.version))
    if one.result is None:
        return name, NOTHING, NOTHING, NOTHING, NOTHING, NothingLawfulAndEnough(), NOTHING
    share = share_percent(one.missing / one.wanted if one.wanted else Fraction(0), 1)
    supplied = one.wanted - one.missing
    text = planned_text(one.result.planned.model.desk)
    by = tuple(
        SuppliedByProvider(provider=text.provider_called(provider), amount=share_percent(hours / supplied, 1))
        for provider, hours in one.by_provider
    )
    money = one.result.money
    return (
        name, short_money(money.paid, currency), share, short_money(money.total, currency),
        tuple(_late(late) for late in one.late), by or SuppliedByNobody(), share_percent(one.result.gap),
    )  # fmt: skip


def _late(late: Lateness) -> Said:
    if not late.days:
        return InTimeFor(need=late.need)
    days = nearest_whole(late.days)
    if late.never:
        return DaysLateOrNever(need=late.need, n=days, share=share_percent(late.never, 0))
    return DaysLate(need=late.need, n=days)


def _period_rows(texts: Sequence[UnderText]) -> Iterator[tuple[Cell, ...]]:
    first = next((one.result for one in texts if one.result is not None), None)
    if first is None:
        return
    grid = first.planned.model.grid
    for period in range(len(grid.periods)):
        shares = [_share(one, period) for one in texts]
        if any(isinstance(share, Said) for share in shares):
            yield PeriodNamed(period=grid.name(period)), *shares


def _share(one: UnderText, period: int) -> Said | OwnWords:
    if one.result is None:
        return NOTHING
    rows = [row for row in one.result.rows if row.period == period]
    wanted = sum((row.wanted for row in rows), Fraction(0))
    missing = sum((row.missing for row in rows), Fraction(0))
    return share_percent(missing / wanted, 1) if wanted else NOTHING


def texts_json(texts: Sequence[UnderText]) -> list[dict[str, object]]:
    """Return the comparison as plain values."""
    return [
        {
            "text_of": one.day.isoformat(), "version": one.version,
            "paid": exact_number(one.result.money.paid) if one.result else None,
            "total": exact_number(one.result.money.total) if one.result else None,
            "missing_hours": exact_number(one.missing), "wanted_hours": exact_number(one.wanted),
            "gap": exact_number(one.result.gap) if one.result else None,
            "rests_on": one.result.grade if one.result else None,
            "late": [
                {"need": late.need, "days": exact_number(late.days), "never": exact_number(late.never),
                 "rests_on": one.result.grade if one.result else None}
                for late in one.late
            ],
            "hours_by_provider": {provider: exact_number(hours) for provider, hours in one.by_provider},
        }
        for one in texts
    ]  # fmt: skip
