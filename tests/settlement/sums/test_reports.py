"""What was reported: every day once, the latest report of a span, or unknown with the reason."""

from datetime import date
from fractions import Fraction

from tests.settlement.sums.test_payments import FEE, agreed, recorded, terms_of, used

from firstcall.settlement.sums.reports import measured_by, measured_in

CLAUSE = {**FEE, "when": "2026-03-31"}


def test_a_span_is_known_where_each_day_is_reported_once() -> None:
    record = recorded(used("3", "2026-03-01", "2026-03-15"), used("4.5", "2026-03-16", "2026-03-31"))
    here = terms_of(agreed(CLAUSE), record).here
    assert measured_in("gpu_hours", date(2026, 3, 1), date(2026, 3, 31), here).quantity == Fraction("7.5")
    gap = measured_in("gpu_hours", date(2026, 3, 1), date(2026, 4, 1), here)
    assert gap.quantity is None and str(gap.unknown) == (
        "gpu_hours is not reported for every day from 2026-03-01 to 2026-04-01"
    )
    assert measured_in("hours", date(2026, 3, 1), date(2026, 3, 31), here).quantity is None, "another measure"


def test_up_to_a_day_counts_what_has_ended_by_it() -> None:
    record = recorded(used("3", "2026-03-01", "2026-03-15"), used("4.5", "2026-03-16", "2026-03-31"))
    here = terms_of(agreed(CLAUSE), record).here
    assert measured_by("gpu_hours", date(2026, 3, 30), here).quantity == 3
    none = measured_by("gpu_hours", date(2026, 3, 14), here)
    assert none.quantity is None and str(none.unknown) == "no gpu_hours is reported up to 2026-03-14"
