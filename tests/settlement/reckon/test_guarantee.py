from datetime import date
from fractions import Fraction

import pytest
from tests.settlement.settle_case import ZONE, leg, share

from firstcall.agreement.model.clauses.money_terms import Minimum
from firstcall.settlement.clauses.periods import asked_period, fiscal_year
from firstcall.settlement.reckon.legs import guarantee_due, year_share

LEG = leg(share(minimum={"amount": "3650", "partial_year": "days"}), "2025-03-02", "2025-12-01")
YEAR = fiscal_year(date(2025, 6, 1), 1)


@pytest.mark.parametrize(
    ("words", "part"), [("days", Fraction(274, 365)), ("months", Fraction(9, 12)), ("whole", Fraction(1))]
)
def test_a_year_in_part_counts_by_days_months_or_whole(words: str, part: Fraction) -> None:
    minimum = Minimum.model_validate({"amount": "1", "partial_year": words})
    assert year_share(LEG, YEAR, minimum, ZONE) == part


def test_the_year_is_trued_up_once_when_the_leg_ends() -> None:
    span = LEG.spans[0]
    months = [asked_period(f"2025-{number:02}") for number in (10, 11, 12)]
    issued = {months[0]: 1000_00}
    assert guarantee_due(LEG, months[0], span, {}, 0, ZONE) == 0
    assert guarantee_due(LEG, months[1], span, issued, 40_00, ZONE) == 2740_00 - 1040_00
    assert guarantee_due(LEG, months[2], span, issued, 0, ZONE) == 0
