from datetime import UTC, date, datetime

import pytest
from tests.settlement.settle_case import leg, share

from firstcall.errors import QuestionError
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan, fiscal_start, span_asked

FIRST, SECOND, END = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3, 6))
LEG = LegTerms("share", (TermsSpan(FIRST, SECOND, "base", share()), TermsSpan(SECOND, END, "first", share())))

YEARS = {"spring": 4, "summer": 7}


def test_a_span_holds_its_first_instant_and_not_its_last() -> None:
    assert [span.version for at in (FIRST, SECOND) if (span := LEG.at(at))] == ["base", "first"]
    assert LEG.at(END) is None


def test_a_statement_after_the_end_is_cut_under_the_last_terms() -> None:
    late = datetime(2026, 1, 1, tzinfo=UTC)
    governing = LEG.governing(late)
    assert governing is not None
    assert governing.version == "first"
    assert LEG.governing(FIRST) is None
    assert LEG.ended_by(END)
    assert not LEG.in_force(END, late)


@pytest.mark.parametrize("written", [(7, None), (None, 7), (7, 7, None)])
def test_a_fiscal_period_is_of_the_year_that_clauses_write_whoever_writes_none(written: tuple[int | None, ...]) -> None:
    money = [leg(share(**({} if month is None else {"fiscal_year_start": month}))) for month in written]
    assert fiscal_start(money) == 7
    assert span_asked("fy2025-q1", money).start == date(2024, 7, 1)
    assert span_asked("2025-Q1", money).start == date(2025, 1, 1)


def test_where_clauses_write_several_years_a_fiscal_period_is_refused() -> None:
    money = [LegTerms(name, (TermsSpan(FIRST, None, "base", share(fiscal_year_start=n)),)) for name, n in YEARS.items()]
    assert span_asked("2025-Q1", money).end == date(2025, 4, 1)
    with pytest.raises(QuestionError) as refused:
        span_asked("FY2025", money)
    assert str(refused.value) == (
        "FY2025 is no one span: the fiscal years of spring and summer begin in different months\n"
        "  fix: ask by months, quarters or years of the calendar: 2025-01, 2025-Q1, 2025"
    )
    assert span_asked("FY2025", money[:1]).start == date(2024, 4, 1)
    assert span_asked("FY2025", [leg(share())]).start == date(2025, 1, 1)
