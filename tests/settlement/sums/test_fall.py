"""A sum that falls on a day, or whose day is unknown with a reason."""

from datetime import date

from tests.settlement.sums.test_payments import FEE, READY, agreed, recorded, terms_of

from firstcall.settlement.sums.falls import falls

READY_DAY = date(2026, 3, 2)


def test_a_fall_has_a_day_and_an_amount_or_says_why_not() -> None:
    fee = FEE | {"when": {"event": "ready"}}
    (known,) = falls(terms_of(agreed(fee), recorded(READY)), READY_DAY)
    assert (known.id, known.day, known.amount, known.unknown) == ("fee", READY_DAY, 100, None)
    (unknown,) = falls(terms_of(agreed(fee), recorded()), READY_DAY)
    assert unknown.day is None and unknown.unknown is not None
