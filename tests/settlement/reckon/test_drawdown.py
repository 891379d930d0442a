from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.settlement.settle_case import ZONE, leg, line, share
from tests.settlement.slow_commitment import slow_owed

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.errors import BillingError
from firstcall.settlement.books.entries import Entry, ExchangeTable, Quote
from firstcall.settlement.clauses.dated_terms import commitment_periods, committed_amount
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, draw_down, months_known
from firstcall.settlement.reckon.legs import reckon


def commitment(**fields: Any) -> Commitment:
    given: dict[str, Any] = {
        "id": "buy", "type": "commitment", "by": "alpha", "to": "beta", "amount": "1000", "currency": "USD",
        "since": "2024-07-01", "until": "2026-06-30", "per": "year",
        "base": {"source": "revenue_lines", "streams": ["api"]},
    }  # fmt: skip
    return Commitment.model_validate(given | fields)


def test_years_are_cut_by_the_term_and_the_amount_is_not() -> None:
    assert [period.name for period in commitment_periods(commitment())] == ["FY2024", "FY2025", "FY2026"]
    assert len(commitment_periods(commitment(per="term"))) == 1
    first = draw_down(commitment(), (), ExchangeTable())[0]
    assert first.amount == 1000
    assert first.shortfall == 1000_00


def test_excess_is_lost_unless_it_carries() -> None:
    bought = [line("2024-08-01", "1700"), line("2025-08-01", "200")]
    assert [one.shortfall for one in draw_down(commitment(), bought, ExchangeTable())] == [0, 800_00, 1000_00]
    carrying = draw_down(commitment(excess="carries"), bought, ExchangeTable())
    assert [one.shortfall for one in carrying] == [0, 100_00, 1000_00]
    assert carrying[1].carried_in == 700
    assert [one.left for one in carrying[1].burned] == [300] * 7 + [100] * 5, "what was carried in is drawn already"


def test_credits_restore_what_was_drawn_unless_excluded() -> None:
    rows = [line("2024-08-01", "1000"), line("2024-09-01", "-300", kind="credit")]
    assert draw_down(commitment(), rows, ExchangeTable())[0].shortfall == 300_00
    assert draw_down(commitment(credits="exclude"), rows, ExchangeTable())[0].shortfall == 0


def test_what_is_bought_in_another_currency_counts_at_the_rate_of_its_own_day() -> None:
    table = ExchangeTable([Quote(date(2024, 8, day), "EUR", "USD", Fraction(rate), "t") for day, rate in
                           ((1, "1.1"), (2, "1.2"), (31, "1.5"))])  # fmt: skip
    bought = [line("2024-08-01", "100", currency="EUR"), line("2024-08-02", "100", currency="EUR")]
    drawn = {rule: draw_down(commitment(exchange={"rule": rule}), bought, table)[0].drawn for rule in
             ("day_of_line", "end_of_period")}  # fmt: skip
    assert drawn == {"day_of_line": 230, "end_of_period": 300}


@pytest.mark.parametrize("field", ["amount", "per", "since", "until", "base"])
def test_a_period_rests_on_the_weakest_of_its_fields(field: str) -> None:
    said = {"grade": "agreed", "assumed": [field]}
    assert {one.rests_on for one in draw_down(commitment(basis=said), (), ExchangeTable())} == {"assumed"}
    unsaid = {"grade": "agreed", "assumed": ["excess", "unit", "unit_price"]}
    assert {one.rests_on for one in draw_down(commitment(basis=unsaid), (), ExchangeTable())} == {"agreed"}


def test_a_commitment_without_a_base_is_drawn_by_name_alone() -> None:
    mine = line("2024-08-01", "400", fields=(("CommitmentId", "C-1"),))
    clause = commitment(base=None, commitment_ids=["C-1"])
    assert draw_down(clause, [mine, line("2024-08-02", "500")], ExchangeTable())[0].drawn == 400


@pytest.mark.parametrize(("source", "column"), [("revenue_lines", "currency"), ("focus", "ConsumedUnit")])
def test_a_unit_is_told_apart_by_the_column_that_its_source_has(source: str, column: str) -> None:
    base = {
        "source": source,
        "streams": [{"name": "api", "where": {"ServiceName": ["x"]}} if source == "focus" else "api"],
    }
    base |= {"column": "ConsumedQuantity"} if source == "focus" else {}
    clause = commitment(unit="GPU-hours", unit_price="2", base=base)
    with pytest.raises(BillingError, match=f"only (lines|rows) in GPU-hours: name it by `{column}` under `where`"):
        draw_down(clause, [line("2024-08-01", "4", currency="MW")], ExchangeTable())


def test_what_a_period_owes_rests_on_every_field_that_makes_it() -> None:
    """`make_up` bears on a period only where something is made up in it."""
    said = {"grade": "agreed", "assumed": ["make_up"]}
    clause = commitment(make_up={"periods": 2, "share": "1"}, basis=said)
    done = draw_down(clause, [line("2025-08-01", "1700")], ExchangeTable())
    assert [one.rests_on for one in done] == ["agreed", "assumed", "agreed"]


def test_what_was_applied_by_name_goes_before_the_filters() -> None:
    mine = line("2024-08-01", "400", fields=(("CommitmentId", "C-1"),))
    other = line("2024-08-02", "500", fields=(("CommitmentId", "C-2"),))
    done = draw_down(commitment(commitment_ids=["C-1"]), [mine, other], ExchangeTable())[0]
    assert done.drawn == 400


def test_the_burn_down_of_every_month_adds_up() -> None:
    rows = [line("2024-08-01", "250.5"), line("2024-08-09", "100"), line("2024-12-31", "20")]
    done = draw_down(commitment(), rows, ExchangeTable())[0]
    assert [str(one.drawn) for one in done.burned] == ["0", "701/2", "0", "0", "0", "20"]
    assert done.burned[-1].to_date == sum((one.amount for one in rows), Fraction(0))
    assert done.burned[-1].left == Fraction("629.5")


MARKET = [{"name": "own"}, {"name": "market", "up_to_share": "0.25"}, {"name": "half", "weight": "0.5"}]


def drawn(*bought: Any, **fields: Any) -> CommitmentPeriod:
    base = {"source": "revenue_lines", "streams": MARKET}
    clause = commitment(since="2024-01-01", until="2024-12-31", base=base, **fields)
    return draw_down(clause, bought, ExchangeTable())[0]


def test_a_stream_counts_up_to_its_share_of_the_amount_and_another_by_its_weight() -> None:
    bought = [line("2024-02-01", "400", stream="own"), line("2024-03-01", "600", stream="market")]
    done = drawn(*bought)
    assert (done.drawn, done.shortfall) == (650, 350_00)
    (capped,) = done.capped
    assert (capped.stream, capped.bought, capped.counted, capped.most) == ("market", 600, 250, 250)
    assert drawn(*bought, line("2024-04-01", "100", stream="half")).drawn == 700
    assert [one.drawn for one in done.burned[:4]] == [0, 400, 250, 0]


def test_a_credit_of_a_capped_stream_takes_back_first_what_was_beyond() -> None:
    rows = [line("2024-03-01", "600", stream="market"), line("2024-04-01", "-100", stream="market", kind="credit")]
    assert drawn(*rows).drawn == 250
    assert drawn(*rows, line("2024-05-01", "-300", stream="market", kind="credit")).drawn == 200


def test_years_by_anniversary_begin_on_the_day_of_the_first() -> None:
    clause = commitment(since="2024-03-15", until="2027-03-14", years="anniversary")
    assert [period.name for period in commitment_periods(clause)] == [
        "2024-03-15..2025-03-14", "2025-03-15..2026-03-14", "2026-03-15..2027-03-14",
    ]  # fmt: skip
    rows = [line("2025-03-14", "1000"), line("2025-03-15", "600")]
    assert [one.shortfall for one in draw_down(clause, rows, ExchangeTable())] == [0, 400_00, 1000_00]


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 4000), st.sampled_from(["fiscal", "anniversary"]))
def test_years_follow_one_another_without_gap_or_overlap(since: date, days: int, years: str) -> None:
    clause = commitment(since=since.isoformat(), until=(since + timedelta(days=days)).isoformat(), years=years)
    periods = commitment_periods(clause)
    assert periods[0].start == since
    assert periods[-1].last == clause.until
    assert all(before.end == after.start for before, after in pairwise(periods))
    assert all(committed_amount(clause, one) == 1000 for one in periods)


@pytest.mark.parametrize(("partial", "first"), [("whole", 1000), ("months", 500), ("days", Fraction(184, 366) * 1000)])
def test_a_year_that_the_term_cuts_is_reduced_as_the_clause_says(partial: str, first: Fraction) -> None:
    done = draw_down(commitment(partial_year=partial), (), ExchangeTable())
    assert (done[0].amount, done[1].amount) == (first, 1000)


def test_each_year_has_the_amount_of_its_own_first_day() -> None:
    steps = [{"amount": "1000"}, {"amount": "1500", "since": "2025-01-01"}, {"amount": "200", "since": "2026-01-01"}]
    assert [one.amount for one in draw_down(commitment(amount=steps), (), ExchangeTable())] == [1000, 1500, 200]
    by_day = [{"amount": "1000"}, {"amount": "1500", "since": "2025-07-01"}]
    clause = commitment(amount=by_day, years="anniversary", since="2024-07-01", until="2026-06-30")
    assert [one.amount for one in draw_down(clause, (), ExchangeTable())] == [1000, 1500]


def test_quarters_are_fiscal_or_counted_from_the_first_day_and_each_has_its_own_amount() -> None:
    fiscal = commitment(per="quarter", since="2024-07-01", until="2025-02-28", partial_year="months")
    assert [one.name for one in commitment_periods(fiscal)] == ["2024-Q3", "2024-Q4", "2025-Q1"]
    assert [committed_amount(fiscal, one) for one in commitment_periods(fiscal)] == [1000, 1000, Fraction(2000, 3)]
    own = commitment(per="quarter", since="2024-11-30", until="2025-05-31", years="anniversary")
    assert [(one.start, one.last) for one in commitment_periods(own)] == [
        (date(2024, 11, 30), date(2025, 2, 27)), (date(2025, 2, 28), date(2025, 5, 29)),
        (date(2025, 5, 30), date(2025, 5, 31)),
    ]  # fmt: skip
    bought = [line("2024-09-30", "1000"), line("2024-10-01", "400")]
    assert [one.shortfall for one in draw_down(fiscal, bought, ExchangeTable())] == [0, 600_00, 666_67]


@given(
    st.sampled_from(["year", "quarter"]), st.sampled_from(["fiscal", "anniversary"]),
    st.sampled_from(["whole", "months", "days"]), st.dates(date(2020, 1, 1), date(2023, 1, 1)), st.integers(0, 1500),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(-300, 900)), max_size=6),
)  # fmt: skip
def test_a_ramp_of_equal_steps_is_the_flat_commitment(
    per: str, years: str, partial: str, since: date, days: int, bought: list[tuple[int, int]]
) -> None:
    said: dict[str, Any] = {
        "per": per, "years": years, "partial_year": partial, "since": since.isoformat(),
        "until": (since + timedelta(days=days)).isoformat(), "excess": "carries",
    }  # fmt: skip
    starts = [one.start for one in commitment_periods(commitment(**said))][1:]
    steps = [{"amount": "1000"}, *({"amount": "1000", "since": start.isoformat()} for start in starts)]
    rows = [line((since + timedelta(days=day)).isoformat(), str(amount), id=str(number))
            for number, (day, amount) in enumerate(bought)]  # fmt: skip
    flat = draw_down(commitment(**said), rows, ExchangeTable())
    assert draw_down(commitment(**said, amount=steps), rows, ExchangeTable()) == flat


def test_what_was_short_is_paid_back_as_it_is_bought_later() -> None:
    said = {"since": "2023-01-01", "until": "2026-12-31", "make_up": {"periods": 2, "share": "0.5"}}
    bought = [line("2023-05-01", "400"), line("2024-05-01", "1100"), line("2025-05-01", "1900")]
    done = draw_down(commitment(**said), bought, ExchangeTable())
    assert [one.shortfall for one in done] == [600_00, 0, 0, 1000_00]
    assert [[(made.short_in, made.amount, made.units) for made in one.made_up] for one in done] == [
        [], [("FY2023", 100, 100_00)], [("FY2023", 200, 200_00)], [],
    ]  # fmt: skip
    assert [one.owed for one in done] == [600_00, -100_00, -200_00, 1000_00]
    late = draw_down(commitment(**said | {"make_up": {"periods": 1}}), bought, ExchangeTable())
    assert [one.paid_back for one in late] == [0, 100_00, 0, 0]


def test_what_makes_up_a_shortfall_is_not_carried_as_well() -> None:
    said = {"since": "2023-01-01", "until": "2025-12-31", "make_up": {"periods": 2}, "excess": "carries"}
    bought = [line("2023-05-01", "700"), line("2024-05-01", "1500")]
    done = draw_down(commitment(**said), bought, ExchangeTable())
    assert [(one.carried_in, one.owed) for one in done] == [(0, 300_00), (0, -300_00), (200, 800_00)]


@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=7), st.integers(1, 4),
    st.sampled_from(["0", "0.25", "0.5", "0.333", "1"]), st.sampled_from(["lost", "carries"]),
    st.sampled_from(["half_up", "half_even", "down"]), st.sampled_from([0, 1, 2]),
)  # fmt: skip
def test_a_make_up_never_pays_more_than_was_short_and_is_what_the_slow_reckoning_says(
    bought: list[int], periods: int, share: str, excess: str, mode: str, digits: int
) -> None:
    said: dict[str, Any] = {
        "since": "2020-01-01", "until": f"{2019 + len(bought)}-12-31", "excess": excess, "units": {"USD": digits},
        "make_up": {"periods": periods, "share": share}, "rounding": {"mode": mode},
    }  # fmt: skip
    rows = [line(f"{2020 + n}-05-01", str(Fraction(amount, 1) + Fraction(1, 3)), id=str(n))
            for n, amount in enumerate(bought)]  # fmt: skip
    done = draw_down(commitment(**said), rows, ExchangeTable())
    paid, back = sum(one.shortfall for one in done), sum(one.paid_back for one in done)
    assert 0 <= back <= paid * Fraction(share)
    assert all(one.paid_back == 0 or one.shortfall == 0 for one in done)
    drawn = [Fraction(amount) + Fraction(1, 3) for amount in bought]
    assert [one.owed for one in done] == slow_owed([Fraction(1000)] * len(bought), drawn, said, digits)


HOURS: dict[str, Any] = {"unit": "GPU-hours", "since": "2020-01-01", "rounding": {"mode": "half_up"}}


def of_hours(**fields: Any) -> Commitment:
    given: dict[str, Any] = {
        "id": "buy", "type": "commitment", "by": "alpha", "to": "beta", "amount": "1000", "per": "year",
        "base": {"source": "revenue_lines", "streams": ["api"]},
    }  # fmt: skip
    return Commitment.model_validate(given | HOURS | fields)


def hours(bought: list[Fraction], unit: str = "GPU-hours") -> list[Entry]:
    return [line(f"{2020 + n}-05-01", str(amount), id=str(n), currency=unit) for n, amount in enumerate(bought)]


def test_a_quantity_without_a_price_is_short_and_comes_to_no_known_amount() -> None:
    clause = of_hours(until="2021-12-31")
    done = draw_down(clause, hours([Fraction("400.5"), Fraction(1200)]), ExchangeTable())
    assert [(one.missing, one.excess, one.priced) for one in done] == [(Fraction("599.5"), 0, False), (0, 200, False)]
    assert [one.burned[11].left for one in done] == [Fraction("599.5"), 0]


@pytest.mark.parametrize("given", ["GPU-seconds", "gpu-hours", "USD", ""])
def test_another_unit_is_refused_and_never_converted(given: str) -> None:
    clause, rows = of_hours(until="2020-12-31"), hours([Fraction(5)], given)
    with pytest.raises(BillingError, match="units are not converted") as raised:
        draw_down(clause, rows, ExchangeTable())
    assert f"{clause.id}" in str(raised.value).splitlines()[0]
    only = {"source": "revenue_lines", "streams": [{"name": "api", "where": {"currency": "GPU-hours"}}]}
    assert draw_down(of_hours(until="2020-12-31", base=only), rows, ExchangeTable())[0].drawn == 0


RAMPS = st.lists(st.integers(0, 2000), min_size=1, max_size=6)
SHARES = st.sampled_from(["0", "0.25", "0.333", "1"])
MODES = st.sampled_from(["half_up", "half_even", "down"])


@given(RAMPS, st.integers(1, 3), SHARES, st.sampled_from(["lost", "carries"]), MODES)
def test_a_unit_at_a_price_of_one_owes_what_the_same_figures_of_money_owe(
    bought: list[int], periods: int, share: str, excess: str, mode: str
) -> None:
    said: dict[str, Any] = {
        "since": "2020-01-01", "until": f"{2019 + len(bought)}-12-31", "excess": excess, "rounding": {"mode": mode},
        "make_up": {"periods": periods, "share": share},
    }  # fmt: skip
    figures = [Fraction(amount) + Fraction(1, 3) for amount in bought]
    money = draw_down(commitment(**said), hours(figures, "USD"), ExchangeTable())
    assert draw_down(commitment(**HOURS | said, unit_price="1"), hours(figures), ExchangeTable()) == money


@given(RAMPS, st.integers(1, 3), SHARES, MODES, st.sampled_from(["0", "0.07", "2.5", "1000"]), st.sampled_from([0, 2]))
def test_what_a_quantity_owes_at_its_price_is_what_the_slow_reckoning_says(
    bought: list[int], periods: int, share: str, mode: str, price: str, digits: int
) -> None:
    said: dict[str, Any] = {
        "until": f"{2019 + len(bought)}-12-31", "excess": "lost", "units": {"USD": digits}, "unit_price": price,
        "make_up": {"periods": periods, "share": share}, "rounding": {"mode": mode}, "since": "2020-01-01",
    }  # fmt: skip
    figures = [Fraction(amount) + Fraction(1, 3) for amount in bought]
    done = draw_down(commitment(**HOURS | said), hours(figures), ExchangeTable())
    assert [one.owed for one in done] == slow_owed([Fraction(1000)] * len(bought), figures, said, digits)
    assert 0 <= sum(one.paid_back for one in done) <= sum(one.shortfall for one in done) * Fraction(share)
    assert all(one.missing == 0 or one.excess == 0 for one in done)


@given(RAMPS)
def test_a_ramp_of_equal_quantities_is_the_flat_quantity(bought: list[int]) -> None:
    said: dict[str, Any] = {"until": f"{2019 + len(bought)}-12-31", "unit_price": "3", "make_up": {"periods": 2}}
    steps = [{"amount": "1000"}, *({"amount": "1000", "since": f"{2020 + n}-01-01"} for n in range(1, len(bought)))]
    rows = hours([Fraction(amount) for amount in bought])
    flat = draw_down(commitment(**HOURS | said), rows, ExchangeTable())
    assert draw_down(commitment(**HOURS | said, amount=steps), rows, ExchangeTable()) == flat


def test_a_share_of_an_amount_is_no_part_of_a_revenue_share() -> None:
    with pytest.raises(ValidationError, match="`up_to_share` of 'market' is a share of a commitment"):
        share(base={"source": "revenue_lines", "streams": MARKET})


def test_a_weighted_stream_of_a_share_earns_on_its_weight() -> None:
    weighted = share(base={"source": "revenue_lines", "streams": [{"name": "api", "weight": "0.5"}]})
    done = reckon(leg(weighted), [line("2025-01-03", "100")], ExchangeTable(), ZONE, date(2025, 1, 31))
    assert done[-1].issued == 10_00


def test_from_the_first_month_that_lacks_rows_on_nobody_knows_what_is_left() -> None:
    clause = commitment(since="2024-07-01", until="2024-09-30", per="term")
    (bought,) = draw_down(clause, [line("2024-07-03", "100"), line("2024-09-03", "50")], ExchangeTable())
    told = months_known(bought, {asked_period("2024-08")})
    assert [(one.drawn, one.to_date, one.left, one.known) for one in told] == [
        (100, 100, 900, 100), (None, None, None, 0), (50, None, None, 50),
    ]  # fmt: skip


@pytest.mark.parametrize(("since", "until", "share"), [
    ("2024-03-15", "2024-09-14", Fraction(6, 12)), ("2024-03-15", "2024-09-15", Fraction(7, 12)),
    ("2024-03-15", "2025-03-10", Fraction(1)), ("2024-01-31", "2024-02-28", Fraction(1, 12)),
])  # fmt: skip
def test_months_of_a_year_that_runs_from_the_first_day_are_counted_from_it(
    since: str, until: str, share: Fraction
) -> None:
    cut = commitment(since=since, until=until, years="anniversary", partial_year="months")
    assert [committed_amount(cut, one) for one in commitment_periods(cut)] == [1000 * share]
