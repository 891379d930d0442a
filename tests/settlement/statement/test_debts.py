from datetime import date
from typing import Any

from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.statement.debts import (
    Lacking,
    LeftOpen,
    due_on,
    empty_streams,
    left_by_rounding,
    missing_periods,
    owed_by,
    refunds_under_a_cap,
    why_unknown,
)

JANUARY, FEBRUARY = asked_period("2025-01"), asked_period("2025-02")


def test_only_periods_in_force_that_nobody_delivered_are_missing() -> None:
    rows = (line("2025-01-03", "100"),)
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    asked = (JANUARY, FEBRUARY)
    assert missing_periods(leg(share()), share(), books, asked, ZONE) == (Lacking(FEBRUARY, FEBRUARY),)
    assert missing_periods(leg(share(), end="2025-02-01"), share(), books, asked, ZONE) == ()
    assert str(why_unknown(share(), (Lacking(FEBRUARY, FEBRUARY),))) == "no revenue lines were delivered for 2025-02"


def test_days_are_counted_from_the_last_of_the_period() -> None:
    assert str(due_on(30, JANUARY)) == "2025-03-02"
    assert due_on(None, JANUARY) is None


def test_what_is_unknown_is_owed_without_an_amount() -> None:
    known = reckon(leg(share()), [line("2025-01-03", "100")], ExchangeTable(), ZONE, JANUARY.start)[-1:]
    owed = owed_by(share(due_days=30), known, (JANUARY, FEBRUARY), LeftOpen(reason="nobody says"))
    assert [(str(one.amount), str(one.due), one.unknown) for one in owed] == [
        ("20.00 USD", "2025-03-02", None), ("None", "None", LeftOpen(reason="nobody says")),
    ]  # fmt: skip


def bills(*streams: dict[str, Any], **fields: Any) -> RevenueShare:
    return share(base={"source": "focus", "streams": streams}, **fields)


THREE = [{"name": name.lower(), "where": {"ProviderName": name}} for name in ("AWS", "Azure", "OCI")]


def delivered(*found: tuple[str, str]) -> Books:
    return Books(covered=frozenset(("focus", (name, date.fromisoformat(f"{month}-01"))) for name, month in found))


def test_each_provider_that_a_base_names_is_to_deliver_each_month() -> None:
    books = delivered(("AWS", "2025-01"), ("Azure", "2025-01"), ("OCI", "2025-01"), ("OCI", "2025-02"))
    clause = bills(*THREE)
    missing = missing_periods(leg(clause), clause, books, (JANUARY, FEBRUARY), ZONE)
    assert [(one.span.name, one.provider) for one in missing] == [("2025-02", "AWS"), ("2025-02", "Azure")]
    assert str(why_unknown(clause, missing)) == "no billing rows of AWS or Azure were delivered for 2025-02"


def test_one_month_of_a_quarter_does_not_deliver_the_quarter() -> None:
    clause = bills(THREE[0], period="quarter")
    quarter = asked_period("2025-Q1")
    missing = missing_periods(leg(clause), clause, delivered(("AWS", "2025-02")), (quarter,), ZONE)
    assert str(why_unknown(clause, missing)) == "no billing rows of AWS were delivered for 2025-01, 2025-03"
    assert {one.within for one in missing} == {quarter}


def test_a_base_that_names_no_provider_takes_any_row_of_the_month() -> None:
    clause = bills({"name": "models", "where": {"ServiceName": "Models"}})
    missing = missing_periods(leg(clause), clause, delivered(("Azure", "2025-01")), (JANUARY, FEBRUARY), ZONE)
    assert str(why_unknown(clause, missing)) == "no billing rows were delivered for 2025-02"


def test_a_stream_without_rows_of_a_provider_that_delivered_is_zero_and_listed() -> None:
    clause = bills(*THREE[:2])
    done = reckon(leg(clause), [], ExchangeTable(), ZONE, JANUARY.start)[-1:]
    assert list(map(str, empty_streams(clause, done))) == [
        "aws: no rows for 2025-01, though delivered; zero",
        "azure: no rows for 2025-01, though delivered; zero",
    ]


def test_a_refund_after_a_cap_had_cut_is_told() -> None:
    clause = share(rate="0.10", cap={"total": "150"})
    rows = [line("2025-01-03", "900"), line("2025-02-03", "1000"), line("2025-03-03", "-900", kind="refund")]
    done = reckon(leg(clause), rows, ExchangeTable(), ZONE, date(2025, 3, 1))
    (said,) = refunds_under_a_cap(clause, done, done[-1:])
    assert str(said).startswith(
        "2025-03: a cap had cut what was earned before refunds of -900; they take back -50 of -90 USD"
    )
    assert not list(refunds_under_a_cap(clause, done, done[:-1]))


def filled(**fields: Any) -> list[str]:
    """What is told, month by month, of a cap of 100 that is earned in thirds of it."""
    clause = share(rate="0.10", **({"cap": {"total": "100"}} | fields))
    rows = [line(f"2025-0{month}-03", "333.34") for month in range(1, 6)]
    done = reckon(leg(clause), rows, ExchangeTable(), ZONE, date(2025, 5, 1))
    months = [one for one in done if one.period.start >= date(2025, 1, 1)]
    return [" ".join(map(str, left_by_rounding(clause, done, (one,)))) for one in months]


def test_what_rounding_leaves_of_a_cap_that_was_earned_is_told_and_owed_to_nobody() -> None:
    """33.33 three times of a cap of 100.00; the last cent is no more than rounding, and no later month brings it."""
    assert filled(rounding={"mode": "down"})[:2] == ["", ""]
    assert all(one.endswith("0.01 USD of it that nobody is owed") for one in filled(rounding={"mode": "down"})[2:])
    assert filled(rounding={"mode": "half_up"}, cap={"total": "66.66"}) == [""] * 5
    assert filled(residual="carry_forward", rounding={"mode": "down"}) == [""] * 5
