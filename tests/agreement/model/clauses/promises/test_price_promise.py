"""A price promise as written: its defaults, and what it refuses."""

from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.clauses.promises.price_promise import PricePromise

GIVEN: dict[str, Any] = {
    "id": "best", "type": "price_promise", "by": "hal", "to": "gus", "contract": "C-1", "price": "price",
    "currency": "EUR",
}  # fmt: skip


def test_left_out_it_compares_every_quantity_at_the_providers_of_who_promises_and_pays_nothing() -> None:
    made = PricePromise.model_validate(GIVEN)
    assert (made.better, made.at, made.alike, made.quantity_band, made.pays) == ("lower", (), (), None, None)


@pytest.mark.parametrize(("fields", "words"), [
    ({"to": "hal"}, "'hal' promises itself a price"),
    ({"quantity_band": {"at_least": "2", "at_most": "0.5"}}, "no quantity is at least 2 and at most 0.5 of another"),
    ({"quantity_band": {"at_least": "-1"}}, "below zero"),
    ({"pays": {"every": "month"}}, "quantity"),
])  # fmt: skip
def test_what_makes_no_promise_is_refused(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        PricePromise.model_validate(GIVEN | fields)


def test_a_band_of_one_quantity_is_one() -> None:
    band = {"at_least": "1", "at_most": "1"}
    assert PricePromise.model_validate(GIVEN | {"quantity_band": band}).quantity_band is not None
