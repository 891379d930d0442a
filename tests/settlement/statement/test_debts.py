from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.statement.debts import due_on, missing_periods, owed_by, said_missing

JANUARY, FEBRUARY = asked_period("2025-01"), asked_period("2025-02")


def test_only_periods_in_force_that_nobody_delivered_are_missing() -> None:
    rows = (line("2025-01-03", "100"),)
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    asked = (JANUARY, FEBRUARY)
    assert missing_periods(leg(share()), share(), books, asked, ZONE) == (FEBRUARY,)
    assert missing_periods(leg(share(), end="2025-02-01"), share(), books, asked, ZONE) == ()
    assert said_missing(share(), (FEBRUARY,)) == "no revenue lines were delivered for 2025-02"


def test_days_are_counted_from_the_last_of_the_period() -> None:
    assert str(due_on(30, JANUARY)) == "2025-03-02"
    assert due_on(None, JANUARY) is None


def test_what_is_unknown_is_owed_without_an_amount() -> None:
    known = reckon(leg(share()), [line("2025-01-03", "100")], ExchangeTable(), ZONE, JANUARY.start)[-1:]
    owed = owed_by(share(due_days=30), known, (JANUARY, FEBRUARY), (FEBRUARY,), "nothing was delivered")
    assert [(str(one.amount), str(one.due), one.unknown) for one in owed] == [
        ("20.00 USD", "2025-03-02", ""), ("None", "None", "nothing was delivered"),
    ]  # fmt: skip
