"""Which contracts a price promise is compared with, by how much one is better, and since when."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.record.dated.price_promises import PromiseStanding, promises_at
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position

TEXT: dict[str, Any] = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "providers": {"hal-cloud": {"operator": "hal"}, "rival": {"operator": "third_party"}},
    "definitions": {"workloads": ["w"]}, "effective": "2026-01-01",
}  # fmt: skip
PROMISE: dict[str, Any] = {
    "id": "best", "type": "price_promise", "by": "hal", "to": "gus", "contract": "own", "price": "price",
    "currency": "EUR",
}  # fmt: skip


def signed(name: str, price: str | None, day: str = "2026-01-10", **fields: Any) -> dict[str, Any]:
    terms = {} if price is None else {"price": price}
    tranche = {key: fields.pop(key) for key in ("quantity", "unit", "until") if key in fields}
    given = {"provider": "hal-cloud", "terms": terms | fields.pop("terms", {}), **fields}
    return {"type": "contract-signed", "id": name, "contract": name, "by": "gus", "entered_by": "desk",
            "at": f"{day}T12:00:00Z", "recorded": f"{day}T12:00:00Z", "tranches": [tranche], **given}  # fmt: skip


def stands(*events: dict[str, Any], on: str = "2026-06-01T00:00:00Z", **fields: Any) -> PromiseStanding:
    record = Record()
    for event in sorted(events, key=lambda one: one["at"]):
        record, _ = append(record, event)
    agreement = Agreement.model_validate({**TEXT, "clauses": [{**PROMISE, **fields}]})
    at = datetime.fromisoformat(on)
    (one,) = promises_at(position(agreement, record, at, datetime(2030, 1, 1, tzinfo=UTC)))
    return one


def test_the_best_price_is_named_and_the_difference_is_exact() -> None:
    found = stands(signed("own", "2.10"), signed("b", "1.95"), signed("c", "1.9500"), signed("d", "2.5"))
    assert (found.state, found.difference) == ("broken", Fraction("0.15"))
    assert found.best is not None and found.best.contract == "b", "the first of those at the best price"


def test_it_holds_from_the_instant_of_signing() -> None:
    events = signed("own", "2.10"), signed("b", "1.95", "2026-02-15")
    assert stands(*events, on="2026-02-15T11:59:59Z").state == "kept"
    assert stands(*events, on="2026-02-15T12:00:00Z").state == "broken"


@pytest.mark.parametrize(("other", "fields", "why"), [
    ({"provider": "rival"}, {}, "b is with rival"),
    ({"terms": {"term_months": "12"}}, {"alike": ["term_months"]}, "b differs in term_months"),
    ({"quantity": "4.9", "unit": "MW"}, {"quantity_band": {"at_least": "0.5"}}, "the quantity of b lies outside"),
    ({"quantity": "20.1", "unit": "MW"}, {"quantity_band": {"at_most": "2"}}, "the quantity of b lies outside"),
    ({"quantity": "10", "unit": "GPU"}, {"quantity_band": {"at_most": "2"}}, "unknown or in another unit"),
    ({"terms": {"price": "ask us"}}, {}, "b says no price that is a number"),
])  # fmt: skip
def test_what_is_not_comparable_is_left_out_with_its_reason(
    other: dict[str, Any], fields: dict[str, Any], why: str
) -> None:
    found = stands(signed("own", "2.10", quantity="10", unit="MW", terms={"term_months": "36"}),
                   signed("b", "1", **other), **fields)  # fmt: skip
    assert found.state == "kept"
    (one,) = found.compared
    assert one.left_out is not None and why in str(one.left_out)


@pytest.mark.parametrize("quantity", ["5", "20"])
def test_the_ends_of_the_band_are_inside_and_numbers_are_compared_as_numbers(quantity: str) -> None:
    own = signed("own", "2.10", quantity="10", unit="MW", terms={"term_months": "36"})
    other = signed("b", "1", quantity=quantity, unit="MW", terms={"term_months": "36.0"})
    band = {"at_least": "0.5", "at_most": "2"}
    assert stands(own, other, quantity_band=band, alike=["term_months"]).difference == Fraction("1.10")


def test_other_providers_may_be_the_measure_and_a_seller_is_promised_the_higher_price() -> None:
    events = signed("own", "2.10"), signed("b", "1", provider="rival"), signed("c", "3")
    assert stands(*events, at=["rival"]).difference == Fraction("1.1")
    assert stands(*events, better="higher").difference == Fraction("0.9")


def test_a_contract_that_has_ended_is_not_compared_and_its_last_day_is_inside() -> None:
    events = signed("own", "2.10"), signed("b", "1", until="2026-05-31")
    assert stands(*events, on="2026-05-31T23:59:59Z").state == "broken"
    assert stands(*events, on="2026-06-01T00:00:00Z").state == "kept"


@pytest.mark.parametrize(("events", "why"), [
    ((), "own is not on the record as signed"),
    ((signed("own", None),), "own says no price that is a number"),
    ((signed("own", "2", until="2026-05-31"),), "own has ended"),
])  # fmt: skip
def test_what_is_not_known_is_unknown(events: tuple[dict[str, Any], ...], why: str) -> None:
    found = stands(*events, signed("b", "1"))
    assert found.state == "unknown" and str(found.unknown) == why and found.difference == 0


PRICES = st.decimals(-5, 5, places=2)


@given(PRICES, st.lists(PRICES, max_size=6), st.sampled_from(["lower", "higher"]))
def test_after_paying_the_difference_nobody_has_a_better_price(own: Any, others: list[Any], better: str) -> None:
    events = [signed(f"c{number}", str(price)) for number, price in enumerate(others)]
    found = stands(signed("own", str(own)), *events, better=better)
    sign = 1 if better == "lower" else -1
    paid = Fraction(own) - sign * found.difference
    assert found.difference >= 0 and all(sign * paid <= sign * Fraction(price) for price in others)
    assert found.difference == 0 or paid in [Fraction(price) for price in others], "and no more than that"
