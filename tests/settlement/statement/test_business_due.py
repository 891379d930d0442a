from datetime import date

from tests.settlement.settle_case import line
from tests.settlement.statement.test_changes import drawn

from firstcall.calendars import calendar_for
from firstcall.settlement.statement.remarks import next_open, with_business_days

US = calendar_for("US", (date(2025, 3, 4),))


def test_a_day_of_rest_is_told_with_the_next_business_day_and_stays_the_due_date() -> None:
    told = with_business_days(drawn([line("2025-01-03", "100")], due_days=30), US)
    assert tuple(map(str, told.notes)) == ("2025-03-02 is no business day (Sunday); the next is 2025-03-03",)
    assert told.legs[0].due == date(2025, 3, 2)
    closed = with_business_days(drawn([line("2025-01-03", "100")], due_days=32), US)
    assert tuple(map(str, closed.notes)) == (
        "2025-03-04 is no business day (closure listed in the agreement); the next is 2025-03-05",
    )


def test_a_business_day_and_no_due_date_are_not() -> None:
    assert with_business_days(drawn([line("2025-01-03", "100")], due_days=31), US).notes == ()
    assert with_business_days(drawn([line("2025-01-03", "100")]), US).notes == ()


def test_years_beyond_the_calendar_are_left_alone() -> None:
    assert next_open(date(2999, 1, 1), US) is None
