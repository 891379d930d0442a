from datetime import UTC, date, datetime
from fractions import Fraction

from tests.settlement.settle_case import share

from firstcall.settlement.clauses.dated_terms import TermsSpan
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.lines import LegPeriod


def test_what_a_leg_issues_is_what_its_payees_get() -> None:
    month = Period(date(2025, 1, 1), date(2025, 2, 1), "2025-01")
    span = TermsSpan(datetime(2025, 1, 1, tzinfo=UTC), None, "base", share())
    paid = LegPeriod(month, span, (), (("one", 101), ("two", -1)), Fraction(0), None)
    assert paid.issued == 100
