"""A payment as written: one sum, a list or a measure; when; and what is refused."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.clauses.promises.payment import Payment, Recurring
from firstcall.agreement.model.event_dates import BeforeEnd, EventDate

FEE: dict[str, Any] = {"id": "fee", "type": "payment", "payer": "gus", "payee": "hal", "currency": "EUR"}


def fee(**fields: Any) -> Payment:
    return Payment.model_validate(FEE | fields)


def test_when_is_a_day_a_rule_or_regular_times() -> None:
    assert fee(amount="1", when="2026-01-31").when == date(2026, 1, 31)
    assert isinstance(fee(amount="1", when={"event": "ready", "plus": {"n": 3}}).when, EventDate)
    assert isinstance(fee(amount="1", when={"before_end_of": "term", "by": {"n": 3}}).when, BeforeEnd)
    times = fee(amount="1", when={"every": "month", "since": {"event": "ready"}}).when
    assert isinstance(times, Recurring) and times.falls == "last_day" and isinstance(times.since, EventDate)
    listed = fee(amount=[{"amount": "1", "on": "2026-01-31"}, {"amount": "2", "on": {"event": "ready"}}])
    assert isinstance(listed.amount, tuple) and isinstance(listed.amount[1].on, EventDate)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"when": "2026-01-31"}, "a payment needs an `amount`, or a `quantity` with either a `unit_price` or `levels`"),
    ({"amount": "1", "unit_price": "1", "quantity": "h", "when": "2026-01-31"}, "needs an `amount`"),
    ({"unit_price": "1", "when": "2026-01-31"}, "needs an `amount`"),
    ({"amount": "1"}, "a payment needs `when` it is due"),
    ({"amount": [{"amount": "1", "on": "2026-01-31"}], "when": "2026-01-31"}, "a dated list of amounts has its"),
    ({"amount": "1", "when": "2026-01-31", "payee": "gus"}, "'gus' pays itself"),
    ({"amount": "-1", "when": "2026-01-31"}, "-1 is below zero"),
    ({"amount": [], "when": "2026-01-31"}, "at least 1 item"),
    ({"amount": "1", "when": {"every": "week", "since": "2026-01-01"}}, "'month', 'quarter' or 'year'"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "why"), REFUSED)
def test_what_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        fee(**fields)
    assert why in str(refused.value)
