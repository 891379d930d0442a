"""Clause prices and what matters most, as sheets and plain values; every price is told with its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from firstcall.agreement.model.basis import ASSUMED, Grade
from firstcall.planning.prices.clause_prices import ClausePrice, ClausePrices, CurvePoint
from firstcall.planning.prices.tornado import SuppositionKind, Swing
from firstcall.report.figures import NOTHING, exact_number, price, share_percent, short_money
from firstcall.report.plan.facts.grounds import WeakestGround
from firstcall.report.plan.facts.pricing import (
    AmountOf,
    AssumedColumn,
    BarsNothingAlone,
    ChanceOfConsent,
    ChanceOfMatch,
    ChanceOfMatchUnder,
    ClausePriced,
    CostOfMissing,
    CurveAbout,
    CurveHeading,
    EveryOfferMatched,
    FifthHigherColumn,
    FifthLowerColumn,
    FirstInColumn,
    IfColumn,
    ItCostsColumn,
    JointHeading,
    LastInColumn,
    LeadOf,
    MarginalColumn,
    MattersMost,
    MattersMostDrawn,
    NoPlanAtAll,
    NothingMatters,
    PlusAmount,
    PricedByTheHour,
    PricedTogether,
    PriceOf,
    PricesAbout,
    PricesHeading,
    PricesInteract,
    QuantityOf,
    ShapleyColumn,
    SwingsAbout,
    SwingsDrawn,
    TotalColumn,
    WindowOfDays,
    WorthOf,
)
from firstcall.report.plan.grades import FiguresRestOn
from firstcall.report.plan.pictures.frames import Picture
from firstcall.report.plan.pictures.swings_drawn import level_bars
from firstcall.report.sheet import Cell, OwnWords, Sheet
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said

_SWINGS: dict[SuppositionKind, Callable[[str], Said]] = {
    "amount": lambda about: AmountOf(about=about),
    "unmet": lambda about: CostOfMissing(about=about),
    "price": lambda about: PriceOf(about=about),
    "quantity": lambda about: QuantityOf(about=about),
    "match": lambda about: ChanceOfMatch(about=about),
    "consent": lambda about: ChanceOfConsent(about=about),
    "speed": lambda about: WorthOf(about=about),
    "lead": lambda about: LeadOf(about=about),
}


def price_sheets(prices: ClausePrices, currency: str, grade: Grade) -> Iterator[Sheet]:
    """Yield what clauses are worth: alone, together, and a right over its window and the holder's answer."""
    yield Sheet(
        PricesHeading(), (ClausePriced(), TotalColumn(), MarginalColumn()),
        tuple(_price_row(one, currency) for one in prices.prices),
        (PricesAbout(least=short_money(prices.with_all, currency)), WeakestGround(grade=grade)),
    )  # fmt: skip
    if prices.together is not None and len(prices.together.parts) > 1:
        rows: list[tuple[Cell, ...]] = [
            (OwnWords(part.clause), *(short_money(x, currency) for x in (part.first_in, part.last_in, part.shapley)))
            for part in prices.together.parts
        ]
        rows.append((PricedTogether(), NOTHING, NOTHING, short_money(prices.together.together, currency)))
        columns = (ClausePriced(), FirstInColumn(), LastInColumn(), ShapleyColumn())
        yield Sheet(JointHeading(), columns, tuple(rows), (PricesInteract(), WeakestGround(grade=grade)))
    for clause in dict.fromkeys(point.clause for point in prices.curve):
        points = [point for point in prices.curve if point.clause == clause]
        yield _curve_sheet(clause, points, currency, grade)


def _price_row(one: ClausePrice, currency: str) -> tuple[Cell, ...]:
    clause, total = OwnWords(one.clause), _or_no_plan(one.total, currency)
    if one.marginal is None:
        return clause, total, BarsNothingAlone()
    hourly = one.marginal.saves / one.marginal.hours if one.marginal.hours else Fraction(0)
    return clause, total, PricedByTheHour(price=price(hourly), currency=currency)


def _or_no_plan(amount: Fraction | None, currency: str) -> Said:
    return NoPlanAtAll() if amount is None else short_money(amount, currency)


def _curve_sheet(clause: str, points: Sequence[CurvePoint], currency: str, grade: Grade) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for point in points:
        what: Said = EveryOfferMatched(share=share_percent(Fraction(point.chance), 0))
        if point.chance < 0:
            what = WindowOfDays(n=point.window)
        rows.append((what, _or_no_plan(point.costs, currency)))
    return Sheet(
        CurveHeading(clause=clause),
        (IfColumn(), ItCostsColumn()),
        tuple(rows),
        (CurveAbout(), WeakestGround(grade=grade)),
    )


def tornado_sheet(swings: Sequence[Swing], currency: str) -> Sheet:
    """Return what matters most: each supposition a fifth lower and higher."""
    rows = tuple((_swing(one), _signed(one.low, currency), _signed(one.high, currency)) for one in swings)
    notes = (SwingsAbout(), FiguresRestOn(grade=ASSUMED.grade)) if rows else (NothingMatters(),)
    return Sheet(MattersMost(), (AssumedColumn(), FifthLowerColumn(), FifthHigherColumn()), rows, notes)


def _swing(one: Swing) -> Said:
    if one.clause is not None:
        return ChanceOfMatchUnder(about=one.about, clause=one.clause)
    return _SWINGS[one.kind](one.about)


def tornado_picture(swings: Sequence[Swing], currency: str, w: Words) -> Picture:
    """Return what matters most, drawn; the table has the figures.

    Args:
      swings: each supposition with what moves with it.
      currency: in which money is told.
      w: the words of the page's language, as plain text.
    """
    drawn = level_bars([(say(_swing(one), w), one.low, one.high) for one in swings],
                 say(MattersMostDrawn(), w))  # fmt: skip
    most = max((max(abs(one.low), abs(one.high)) for one in swings), default=Fraction(0))
    return Picture(MattersMost(), drawn, (), SwingsDrawn(most=short_money(most, currency)))


def _signed(amount: Fraction, currency: str) -> Said:
    told = short_money(amount, currency)
    return PlusAmount(amount=told) if amount > 0 else told


def prices_json(prices: ClausePrices, grade: Grade) -> dict[str, object]:
    """Return clause prices as plain values."""
    joint = prices.together
    return {
        "of": "the relaxation", "rests_on": grade, "with_all_clauses": exact_number(prices.with_all),
        "clauses": [
            {"clause": one.clause, "total": None if one.total is None else exact_number(one.total),
             "marginal": None if one.marginal is None else {
                 "saves": exact_number(one.marginal.saves), "hours": exact_number(one.marginal.hours)}}
            for one in prices.prices
        ],
        "joint": None if joint is None else {
            "together": exact_number(joint.together),
            "parts": [
                {"clause": part.clause, "first_in": exact_number(part.first_in), "last_in": exact_number(part.last_in),
                 "shapley": exact_number(part.shapley)}
                for part in joint.parts
            ],
        },
        "curve": [
            {"clause": one.clause, "window": one.window, "chance": None if one.chance < 0 else str(one.chance),
             "costs": None if one.costs is None else exact_number(one.costs)}
            for one in prices.curve
        ],
    }  # fmt: skip


def tornado_json(swings: Sequence[Swing]) -> list[dict[str, str | None]]:
    """Return what matters most as plain values."""
    return [
        {
            "kind": one.kind,
            "about": one.about,
            "clause": one.clause,
            "low": exact_number(one.low),
            "high": exact_number(one.high),
            "rests_on": ASSUMED.grade,
        }
        for one in swings
    ]
