"""The sums of a payment clause: a later report takes the place of one of the same span, and grades go along."""

from datetime import date

from tests.settlement.reckon.test_payments import FEE, agreed, recorded, terms_of, used

from firstcall.settlement.reckon.falls import falls

MONTHLY = {key: value for key, value in FEE.items() if key != "amount"} | {
    "unit_price": "1", "quantity": "gpu_hours", "when": {"every": "month", "since": "2026-01-01"},
}  # fmt: skip


def test_a_later_report_of_the_same_span_takes_its_place() -> None:
    first = used("10", "2026-01-01", "2026-01-31")
    again = first | {"quantity": "12", "at": "2026-03-01T00:00:00Z"}
    (january, _) = falls(terms_of(agreed(MONTHLY), recorded(first, again)), date(2026, 2, 28))
    assert (january.amount, january.reports) == (12, ("e1",))


def test_days_reported_twice_are_not_added_up() -> None:
    one, two = used("10", "2026-01-01", "2026-01-31"), used("1", "2026-01-31", "2026-01-31")
    (january,) = falls(terms_of(agreed(MONTHLY), recorded(one, two)), date(2026, 1, 31))
    assert january.amount is None and january.unknown is not None


def test_it_rests_on_the_weaker_of_text_and_report() -> None:
    fee = MONTHLY | {"basis": {"grade": "agreed"}}
    report = used("10", "2026-01-01", "2026-01-31") | {"basis": {"grade": "reported"}}
    (january,) = falls(terms_of(agreed(fee), recorded(report)), date(2026, 1, 31))
    assert january.rests_on == "reported"
