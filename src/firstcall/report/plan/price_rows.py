"""Clause prices and what matters most, as sheets and plain values; every price is told with its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from firstcall.planning.prices.clause_prices import ClausePrice, ClausePrices, CurvePoint
from firstcall.planning.prices.tornado import Swing
from firstcall.report.plan.figures import exact_number, percent, price, short_money
from firstcall.report.sheet import Sheet

SWING_WORDS = {
    "amount": "amount of {}", "unmet": "cost of missing {}", "price": "price of {}", "quantity": "quantity of {}",
    "match": "chance of a match of {}", "consent": "chance of a consent under {}", "speed": "worth of a {}",
    "lead": "lead of {}",
}  # fmt: skip


def price_sheets(prices: ClausePrices, currency: str) -> Iterator[Sheet]:
    """Yield what clauses are worth: alone, together, and a right over its window and the holder's answer."""
    yield Sheet(
        "What each clause is worth", ("clause", "total: the plan without it", "marginal: one accelerator let through"),
        tuple(_price_row(one, currency) for one in prices.prices),
        (
            f"Of the relaxation with missing hours, {short_money(prices.with_all, currency)}; above 0 "
            "where the clause costs the grantor. Total: solved again with the clause silent. "
            "Marginal: only where it alone bars.",
        ),
    )  # fmt: skip
    if prices.together is not None and len(prices.together.parts) > 1:
        rows = tuple(
            (part.clause, *(short_money(x, currency) for x in (part.first_in, part.last_in, part.shapley)))
            for part in prices.together.parts
        )
        total = ("together", "", "", short_money(prices.together.together, currency))
        note = "Clauses interact, even in sign; Shapley's parts add up to what they cost together."
        yield Sheet(
            "Joint: clauses beside each other", ("clause", "first in", "last in", "Shapley"), (*rows, total), (note,)
        )
    for clause in dict.fromkeys(point.clause for point in prices.curve):
        points = [point for point in prices.curve if point.clause == clause]
        yield _curve_sheet(clause, points, currency)


def _price_row(one: ClausePrice, currency: str) -> tuple[str, ...]:
    total = "no plan" if one.total is None else short_money(one.total, currency)
    if one.marginal is None:
        return one.clause, total, "bars nothing alone"
    hourly = one.marginal.saves / one.marginal.hours if one.marginal.hours else Fraction(0)
    return one.clause, total, f"{price(hourly)} {currency} an hour"


def _curve_sheet(clause: str, points: Sequence[CurvePoint], currency: str) -> Sheet:
    rows = []
    for point in points:
        what = (
            f"window of {point.window} days"
            if point.chance < 0
            else f"every offer matched {percent(Fraction(point.chance), 0)}"
        )
        rows.append((what, "no plan" if point.costs is None else short_money(point.costs, currency)))
    note = "Total price, of the relaxation; a window in the clause's own days."
    return Sheet(f"What {clause} costs by its window and the holder's answer", ("if", "costs"), tuple(rows), (note,))


def tornado_sheet(swings: Sequence[Swing], currency: str) -> Sheet:
    """Return what matters most: each supposition a fifth lower and higher."""
    rows = tuple(
        (SWING_WORDS[one.kind].format(one.about), _signed(one.low, currency), _signed(one.high, currency))
        for one in swings
    )
    note = "Change of the least cost of the relaxation, missing hours included; each supposition moved by itself."
    return Sheet("What matters most", ("assumed", "a fifth lower", "a fifth higher"), rows, (note,))


def _signed(amount: Fraction, currency: str) -> str:
    return ("+" if amount > 0 else "") + short_money(amount, currency)


def prices_json(prices: ClausePrices) -> dict[str, object]:
    """Return clause prices as plain values."""
    joint = prices.together
    return {
        "of": "the relaxation", "with_all_clauses": exact_number(prices.with_all),
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


def tornado_json(swings: Sequence[Swing]) -> list[dict[str, str]]:
    """Return what matters most as plain values."""
    return [
        {"kind": one.kind, "about": one.about, "low": exact_number(one.low), "high": exact_number(one.high)}
        for one in swings
    ]
