from datetime import date
from fractions import Fraction

from firstcall.report.statement.implied import implied_data, implied_lines
from firstcall.settlement.statement.implied import Alone, Implication

DAYS = (date(2025, 1, 1), date(2025, 6, 30))
ONE = Implication(
    "share", *DAYS, "USD", Fraction(1000), Fraction(1, 5), Fraction(200), Fraction(150), Fraction(50),
    Fraction(1, 10), Fraction(500), Fraction(750), "assumed",
)  # fmt: skip
OTHER = Implication(
    "share", *DAYS, "USD", Fraction(1000), Fraction(1, 5), Fraction(200), Fraction(150), Fraction(50), None,
    None, Fraction(750), "assumed",
)  # fmt: skip
UNMATCHED = Alone("share", date(2025, 1, 1), date(2025, 9, 30), "USD", Fraction("865800000"), "reported")


def test_both_readings_are_told_and_what_nothing_follows_from() -> None:
    assert implied_lines([ONE], [UNMATCHED]) == (
        "What was reported as paid for 2025-01-01 to 2025-06-30: 150 USD",
        "  reckoned gross: 20% of 1,000 USD is 200 USD",
        "  if it is net of the reverse leg: the reverse leg is 50 USD, 10% of 500 USD",
        "  if it is gross of it: the base is 750 USD, 250 USD less than reported; the reverse leg stays unknown",
        "  rests on what is assumed",
        "What was reported as paid for 2025-01-01 to 2025-09-30: 865,800,000 USD (reported);"
        " no revenue of just these days is known, so nothing follows from it",
    )


def test_a_reverse_leg_without_a_rate_has_no_base() -> None:
    assert "the reverse leg is 50 USD\n" in "\n".join(implied_lines([OTHER]))
    data = implied_data([OTHER], [UNMATCHED])
    assert data["implied"][0]["net"] == {"reverse_leg": "50", "reverse_rate": None, "reverse_base": None}
    assert data["implied"][0]["gross"] == {"base": "750", "reverse_leg": None}
    assert data["paid_alone"][0]["paid"] == "865800000"
