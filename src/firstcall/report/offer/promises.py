"""Price promises as sentences and plain values: which contract is better, by how much, and who owes that."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from firstcall.money import exact_text, sum_of
from firstcall.record.dated.price_promises import PromiseStanding
from firstcall.said import Said, sentence


class PriceBroken(Said):
    says = sentence(
        "price-promise.broken",
        "{promise}: {price} in {contract}, {best} in {other}: {who} owes {to} {difference} for each unit",
    )
    promise: str
    price: Said
    contract: str
    best: Said
    other: str
    who: str
    to: str
    difference: Said


class PriceKept(Said):
    says = sentence("price-promise.kept", "{promise}: {price} in {contract}; no contract compared has a better price")
    promise: str
    price: Said
    contract: str


class PriceUnknown(Said):
    says = sentence("price-promise.unknown", "{promise}: unknown: {why}")
    promise: str
    why: Said


def promise_said(one: PromiseStanding) -> Said:
    """Return where a price promise stands, as a sentence: with the figures where it is not kept."""
    clause = one.clause
    if one.unknown is not None or one.price is None:
        assert one.unknown is not None
        return PriceUnknown(promise=clause.id, why=one.unknown)
    price = sum_of(one.price, clause.currency)
    if one.best is None or one.best.price is None or one.difference <= 0:
        return PriceKept(promise=clause.id, price=price, contract=clause.contract)
    return PriceBroken(
        promise=clause.id, price=price, contract=clause.contract, best=sum_of(one.best.price, clause.currency),
        other=one.best.contract, who=clause.by, to=clause.to, difference=sum_of(one.difference, clause.currency),
    )  # fmt: skip


def promise_json(one: PromiseStanding) -> dict[str, Any]:
    """Return where a price promise stands as plain values, with every contract that was looked at."""
    said, clause = promise_said(one), one.clause
    return {
        "promise": clause.id, "who": clause.by, "to": clause.to, "contract": clause.contract, "state": one.state,
        "price": _exact(one.price), "currency": clause.currency,
        "best": None if one.best is None else {"contract": one.best.contract, "price": _exact(one.best.price)},
        "difference": None if one.unknown is not None else exact_text(one.difference),
        "compared": [
            {
                "contract": other.contract, "price": _exact(other.price),
                "left_out": None if other.left_out is None else str(other.left_out),
                "left_out_reason": None if other.left_out is None else other.left_out.as_json(),
            }
            for other in one.compared
        ],
        "grade": one.grade, "sentence": str(said), "reason": said.as_json(),
    }  # fmt: skip


def _exact(price: Fraction | None) -> str | None:
    return None if price is None else exact_text(price)
