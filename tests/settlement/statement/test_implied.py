from fractions import Fraction

from tests.settlement.settle_case import leg, line, share

from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.implied import alone, implications

MONEY = (
    leg(share(period="year")),
    leg(share(id="back", payer="beta", payee="alpha", base=None, rate="0.25", open="never published", period="year")),
)
YEAR = line("2024-12-31", "1000", fields=(("since", "2024-01-01"),))


def paid(since: str, until: str, amount: str) -> Entry:
    return line(until, amount, stream="share", fields=(("since", since),))


def test_net_and_gross_imply_different_things() -> None:
    (one,) = implications(MONEY, [YEAR], [paid("2024-01-01", "2024-12-31", "150")], asked_period("FY2024"))
    assert [str(said) for said in (one.gross, one.paid, one.reverse, one.reverse_base)] == ["200", "150", "50", "200"]
    assert one.paid_base == Fraction(750)


def test_payments_must_make_up_the_span_without_gap_or_overlap() -> None:
    half = [paid("2024-01-01", "2024-06-30", "70"), paid("2024-07-01", "2024-12-31", "80")]
    whole = paid("2024-01-01", "2024-12-31", "155")
    asked = asked_period("FY2024")
    assert implications(MONEY, [YEAR], half, asked)[0].paid == 150
    assert implications(MONEY, [YEAR], [*half, whole], asked)[0].paid == 155
    assert implications(MONEY, [YEAR], half[:1], asked) == ()


def test_a_payment_that_nothing_follows_from_is_told_alone() -> None:
    asked = asked_period("FY2024")
    half = [paid("2024-01-01", "2024-06-30", "70"), paid("2024-07-01", "2024-12-31", "80")]
    found = implications(MONEY, [YEAR], half, asked)
    assert alone(MONEY, half, found, asked) == ()
    (one,) = alone(MONEY, half[:1], (), asked)
    assert (one.clause, f"{one.start} {one.last}", one.paid) == ("share", "2024-01-01 2024-06-30", Fraction(70))
    assert alone(MONEY, half, (), asked_period("FY2023")) == ()
    other = paid("2024-01-01", "2024-06-30", "5")
    assert alone(MONEY[1:], [other], (), asked) == ()
