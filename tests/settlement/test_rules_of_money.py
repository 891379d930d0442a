"""The decided rules of settlement, sentence by sentence, where no other page of tests pins them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.settle_case import ZONE, leg, line, share

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.agreement.model.clauses.money_terms import Netting
from firstcall.dates import day_start
from firstcall.errors import BillingError
from firstcall.money import Money, Rounding
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry, ExchangeTable, Quote
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.reckon.lines import LegPeriod, LineKind
from firstcall.settlement.statement.changes import delta
from firstcall.settlement.statement.netting import Owed, net, net_difference
from firstcall.settlement.statement.statement import Statement, settle

TIERS = [{"threshold": "0", "rate": "0.10"}, {"threshold": "1000", "rate": "0.20"}]


def months(
    rows: Sequence[Entry], terms: LegTerms | None = None, to: str = "2025-12-01", **fields: Any
) -> dict[str, LegPeriod]:
    done = reckon(terms or leg(share(**fields)), rows, ExchangeTable(), ZONE, date.fromisoformat(to))
    return {one.period.name: one for one in done}


def units(done: dict[str, LegPeriod], *names: str) -> list[int]:
    return [done[name].issued for name in names]


def spans(*parts: tuple[str, str | None, dict[str, Any]]) -> LegTerms:
    found = []
    for number, (start, end, fields) in enumerate(parts):
        until = day_start(date.fromisoformat(end), ZONE) if end else None
        begin = day_start(date.fromisoformat(start), ZONE)
        found.append(TermsSpan(begin, until, f"v{number}", share(**fields)))
    return LegTerms("share", tuple(found))


def tiered(method: str = "marginal", **fields: Any) -> dict[str, Any]:
    return {"rate": None, "tiers": {"method": method, "steps": TIERS} | fields}


# Order; lines by (instant, id), the cumulative by (statement period, instant, id)


def test_lines_of_a_statement_go_by_day_and_the_cumulative_by_statement_period_first() -> None:
    late = line("2025-01-20", "600", id="late", billed=date(2025, 3, 1))
    rows = [line("2025-03-05", "300", id="b"), late, line("2025-02-03", "900", id="a")]
    done = months(rows, **tiered())
    assert [one.day.isoformat() for one in done["2025-03"].lines] == ["2025-01-20", "2025-03-05"]
    assert [str(one.before) for one in done["2025-03"].lines] == ["900", "1500"]
    assert units(done, "2025-02", "2025-03") == [90_00, 10_00 + 100_00 + 60_00]


def test_the_floor_is_met_before_the_cap_and_the_minimum_after_rounding() -> None:
    done = months(
        [line("2025-01-03", "10")], floor="50", cap={"per_period": "40"}, minimum={"amount": "600"}, to="2025-12-01"
    )
    assert units(done, "2025-01", "2025-11") == [40_00, 40_00]
    assert done["2025-12"].issued == 600_00 - 11 * 40_00


# Tiers


def test_whole_tiers_catch_up_in_the_crossing_period_and_a_refund_takes_the_catch_up_back() -> None:
    rows = [line("2025-01-03", "900"), line("2025-02-03", "200"), line("2025-03-03", "-150")]
    assert units(months(rows, **tiered("whole")), "2025-01", "2025-02", "2025-03") == [
        90_00,
        220_00 - 90_00,
        95_00 - 220_00,
    ]


@pytest.mark.parametrize(("boundary", "march"), [("over", 10_00), ("from", 10_00 + 100_00)])
def test_reaching_the_threshold_is_over_or_from(boundary: str, march: int) -> None:
    rows = [line("2025-02-03", "900"), line("2025-03-03", "100")]
    done = months(rows, **tiered("whole", boundary=boundary))
    assert units(done, "2025-02", "2025-03") == [90_00, march]


@pytest.mark.parametrize(("reset", "later"), [("never", 100_00), ("period", 50_00), ("year", 50_00)])
def test_tiers_start_again_as_the_clause_says(reset: str, later: int) -> None:
    rows = [line("2024-12-03", "1000"), line("2025-01-03", "500")]
    assert units(months(rows, **tiered(reset=reset)), "2024-12", "2025-01") == [100_00, later]


def test_a_year_of_tiers_is_the_fiscal_year() -> None:
    rows = [line("2025-06-03", "1000"), line("2025-07-03", "500")]
    assert units(months(rows, **tiered(reset="year"), fiscal_year_start=7), "2025-06", "2025-07") == [100_00, 50_00]


def test_tiers_changed_by_amendment_go_on_from_the_cumulative_even_where_the_reset_changes() -> None:
    rows = [line("2025-01-03", "900"), line("2025-03-03", "400"), line("2026-01-03", "100")]
    terms = spans(("2024-01-01", "2025-03-01", tiered()), ("2025-03-01", None, tiered(reset="year")))
    done = months(rows, terms, "2026-01-01")
    assert units(done, "2025-01", "2025-03", "2026-01") == [90_00, 10_00 + 60_00, 10_00]


# Caps


def test_a_refund_after_the_cap_lowers_payable_to_date_once_earned_is_below_it() -> None:
    rows = [line("2025-01-03", "1000"), line("2025-02-03", "-400"), line("2025-03-03", "200")]
    done = months(rows, cap={"total": "150"})
    assert units(done, "2025-01", "2025-02", "2025-03") == [150_00, -30_00, 30_00]
    assert [done[f"2025-0{n}"].room for n in (1, 2, 3)] == [0, 30_00, 0]


def test_floors_and_true_ups_use_the_cap_up() -> None:
    floored = months([], floor="60", cap={"total": "100"})
    assert units(floored, "2024-01", "2024-02", "2024-03") == [60_00, 40_00, 0]
    trued = months([line("2024-01-03", "100")], minimum={"amount": "500"}, cap={"total": "300"})
    assert units(trued, "2024-01", "2024-12", "2025-12") == [20_00, 280_00, 0]


def test_the_cap_binds_gross_of_the_other_leg() -> None:
    books = Books(tuple(rows := [line("2025-01-03", "1000"), line("2025-01-03", "900", origin="beta", id="back")]),
                  covered=frozenset(("revenue_lines", key_of(row)) for row in rows))  # fmt: skip
    terms = (
        leg(share(cap={"total": "150"})),
        leg(share(id="back", payer="beta", payee="alpha")),
    )
    drawn = settle("example", terms, books, asked_period("2025-01"), datetime(2026, 1, 1, tzinfo=UTC), ZONE)
    assert [one.units for one in drawn.legs] == [150_00, 180_00]
    assert (drawn.nets[0].payer, drawn.nets[0].amount.units) == ("beta", 30_00)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(-90_000, 90_000)), max_size=10),
    st.sampled_from(["row", "bucket", "statement"]),
)
def test_rounded_amounts_never_pass_the_cap_and_cuts_are_never_more_than_rounding(
    rows: list[tuple[int, int]], at: str
) -> None:
    entries = [line(f"2025-{month:02}-03", f"{cents}/1000", id=f"r{n}") for n, (month, cents) in enumerate(rows)]
    done = months(entries, cap={"total": "9.5"}, rounding={"at": at})
    paid = 0
    for one in done.values():
        paid += one.issued
        assert paid <= 9_50
        assert all(abs(cut.units) <= len(entries) for cut in one.lines if cut.kind is LineKind.cut)


# Floors, minimums


def test_a_floor_is_not_prorated_and_runs_while_the_clause_does() -> None:
    terms = spans(("2025-01-30", "2025-03-02", {"floor": "50"}))
    done = months([line("2025-02-03", "1000")], terms, "2025-04-01")
    assert units(done, "2025-01", "2025-02", "2025-03") == [50_00, 200_00, 50_00]


@pytest.mark.parametrize(("partial", "cents"), [("days", 1840_00), ("months", 2129_17), ("whole", 3650_00)])
def test_a_guarantee_year_in_part(partial: str, cents: int) -> None:
    terms = spans(("2025-06-30", "2025-12-31", {"minimum": {"amount": "3650", "partial_year": partial}}))
    assert units(months([], terms), "2025-11", "2025-12") == [0, cents]


def test_a_minimum_is_measured_by_its_own_leg_and_a_later_surplus_gives_nothing_back() -> None:
    rows = [line("2024-03-03", "100"), line("2025-03-03", "9000")]
    done = months(rows, minimum={"amount": "500"})
    assert units(done, "2024-12", "2025-12") == [480_00, 0]
    assert sum(one.issued for one in done.values()) == 500_00 + 1800_00
    again = months([*rows, line("2024-05-03", "1000", id="late")], minimum={"amount": "500"})
    assert units(again, "2024-05", "2024-12") == [200_00, 280_00]


# Rounding, residual


@pytest.mark.parametrize(("mode", "cents"), [("half_up", [3, -3]), ("half_even", [2, -2]), ("down", [2, -2])])
def test_half_up_goes_away_from_zero_and_down_towards_it(mode: str, cents: list[int]) -> None:
    rows = [line("2025-01-03", "0.125"), line("2025-02-03", "-0.125")]
    assert units(months(rows, rounding={"mode": mode}), "2025-01", "2025-02") == cents


@pytest.mark.parametrize(("at", "cents"), [("row", 6), ("bucket", 5), ("statement", 4)])
def test_rounding_by_row_by_day_or_once(at: str, cents: int) -> None:
    rows = [line(f"2025-01-0{day}", "0.075", id=name) for day, name in ((3, "a"), (3, "b"), (4, "c"))]
    assert units(months(rows, rounding={"at": at, "mode": "half_even"}), "2025-01") == [cents]


@pytest.mark.parametrize(
    ("residual", "parts", "refunded"),
    [
        ({"residual": "largest_remainder"}, (34, 33, 33), (-33, -33, -34)),
        ({"residual": "first"}, (34, 33, 33), (-33, -33, -34)),
        ({"residual": "counterparty", "residual_to": "delta"}, (33, 33, 34), (-33, -33, -34)),
        ({"residual": "carry_forward"}, (33, 33, 33), (-34, -34, -34)),
    ],
)
def test_every_way_of_the_residual(residual: dict[str, Any], parts: tuple[int, ...], refunded: tuple[int, ...]) -> None:
    payees = [{"party": name} for name in ("beta", "gamma", "delta")]
    for amount, expected in (("5", parts), ("-5", refunded)):
        done = months([line("2025-01-03", amount)], payee=payees, **residual)["2025-01"]
        assert tuple(cents for _, cents in done.parts) == expected
        assert done.issued + done.carry == Fraction(amount) * 20


def test_what_is_carried_forward_joins_the_next_total_and_is_stated_at_the_end() -> None:
    terms = spans(("2025-01-01", "2025-03-01", {"residual": "carry_forward", "rate": "1"}))
    rows = [line("2025-01-03", "0.014"), line("2025-02-03", "0.014")]
    done = months(rows, terms, "2025-02-01")
    assert units(done, "2025-01", "2025-02") == [1, 2]
    assert [done[f"2025-0{n}"].carry for n in (1, 2)] == [Fraction(4, 10), Fraction(-2, 10)]


def test_units_are_those_of_the_currency_unless_the_clause_has_its_own() -> None:
    rows = [line("2025-01-03", "1234.567", currency="JPY")]
    assert units(months(rows, currency="JPY"), "2025-01") == [247]
    assert units(months(rows, currency="JPY", units={"JPY": 3}), "2025-01") == [246_913]


# Netting, exchange

DAY, DUE = date(2025, 1, 31), date(2025, 3, 2)
TABLE = ExchangeTable([Quote(DAY, "EUR", "USD", Fraction("1.1"), "x"), Quote(DUE, "EUR", "USD", Fraction("1.2"), "x")])


def owed(units: int, day: str, mode: Rounding = Rounding.half_up, due: date | None = DUE) -> Owed:
    terms = Netting.model_validate({"currency": "USD", "day": day})
    return Owed("x", "a", "b", Money(units, "EUR"), DAY, due, terms, mode)


@pytest.mark.parametrize(("day", "cents"), [("end_of_period", 11_06), ("due_day", 12_06)])
def test_the_day_of_the_netting_rate_is_a_field(day: str, cents: int) -> None:
    assert net([owed(10_05, day)], TABLE)[0].amount.units == cents
    assert net([owed(10_05, day, due=None)], TABLE)[0].amount.units == 11_06


def test_netting_rounds_as_the_leg_does() -> None:
    assert net([owed(10_05, "end_of_period", Rounding.down)], TABLE)[0].amount.units == 11_05


def test_no_inverse_and_no_cross_rate_is_made_up() -> None:
    table = ExchangeTable([
        Quote(DAY, "EUR", "USD", Fraction("1.1"), "x"), Quote(DAY, "USD", "JPY", Fraction(150), "x"),
    ])  # fmt: skip
    with pytest.raises(BillingError, match="no rate from USD to EUR is listed"):
        table.on(DAY, "USD", "EUR", "previous")
    with pytest.raises(BillingError, match="no rate from EUR to JPY is listed"):
        table.on(DAY, "EUR", "JPY", "previous")


def test_a_converted_line_is_not_rounded() -> None:
    table = ExchangeTable([Quote(date(2025, 1, day), "EUR", "USD", Fraction("1.0005"), "x") for day in (3, 4)])
    rows = [line(f"2025-01-0{day}", "0.11", currency="EUR") for day in (3, 4)]
    (*_, done) = reckon(leg(share(rate="1")), rows, table, ZONE, date(2025, 1, 1))
    assert [one.earned for one in done.lines] == [Fraction("0.110055")] * 2
    assert done.issued == 22


# Deltas


def drawn(rows: Sequence[Entry], asked: str, *terms: Any, exchange: ExchangeTable = TABLE) -> Statement:
    books = Books(tuple(rows), exchange=exchange, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    return settle("example", terms, books, asked_period(asked), datetime(2026, 1, 1, tzinfo=UTC), ZONE, True)


def test_a_late_row_moves_minimums_and_caps_of_later_closed_periods_one_delta_each() -> None:
    rows = [line("2025-01-03", "1000"), line("2025-12-03", "100")]
    late = [*rows, line("2025-02-03", "200", id="late")]
    for fields, expected in (
        ({"minimum": {"amount": "500"}}, {"2025-02": 40_00, "2025-12": -40_00}),
        ({"cap": {"total": "210"}}, {"2025-02": 10_00, "2025-12": -10_00}),
    ):
        found = {}
        for number in range(1, 13):
            month = f"2025-{number:02}"
            before, now = (drawn(some, month, leg(share(**fields))) for some in (rows, late))
            change = delta("d", before, now, now)
            if change:
                found[month] = sum(one.delta.units for one in change.changes)
        assert found == expected


def test_causes_in_order_rows_then_terms_make_the_whole() -> None:
    rows = [line("2025-01-03", "100")]
    late = [*rows, line("2025-01-05", "100", id="late")]
    issued, with_rows = drawn(rows, "2025-01", leg(share())), drawn(late, "2025-01", leg(share()))
    now = drawn(late, "2025-01", leg(share(rate="0.25")))
    (change,) = delta("d", issued, with_rows, now).changes
    assert (change.by_rows, change.by_terms) == (20_00, 10_00)  # terms first would have said 25 and 5


@settings(max_examples=60)
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=4), st.integers(0, 4))
def test_what_was_netted_and_its_deltas_are_what_is_netted_now(cents: list[int], known: int) -> None:
    euros = {"currency": "EUR", "netting": {"currency": "USD"}}
    terms = (leg(share(**euros)), leg(share(id="back", payer="beta", payee="alpha")))
    rows = [line("2025-01-03", f"{amount}/100", currency="EUR", id=f"r{n}") for n, amount in enumerate(cents)]
    rows.append(line("2025-01-04", "50", origin="beta", id="back"))
    before, now = drawn(rows[:known], "2025-01", *terms), drawn(rows, "2025-01", *terms)

    def owes(nets: Sequence[Any]) -> int:
        return sum(one.amount.units if one.payer == "alpha" else -one.amount.units for one in nets)

    assert owes(before.nets) + owes(net_difference(before.nets, now.nets)) == owes(now.nets)


# Commitments


def commitment(**fields: Any) -> CommitmentTerms:
    given = {"id": "buys", "type": "commitment", "by": "alpha", "to": "beta", "amount": "1000", "currency": "USD",
             "since": "2025-01-01", "until": "2026-12-31", "per": "year", "due_days": 30,
             "base": {"source": "revenue_lines", "streams": ["api"]}}  # fmt: skip
    return CommitmentTerms(Commitment.model_validate(given | fields), "base")


def yearly(rows: Sequence[Entry], asked: str, estimate: bool = False, **fields: Any) -> Statement:
    books = Books(tuple(rows), covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    at = datetime(2027, 1, 1, tzinfo=UTC)
    return settle("example", (commitment(**fields),), books, asked_period(asked), at, ZONE, estimate)


EVERY_MONTH = [line(f"2025-{month:02}-03", "50", id=f"m{month}") for month in range(1, 13)]


def test_a_shortfall_is_due_in_full_at_the_end_of_its_period_and_not_before() -> None:
    assert [one.units for one in yearly(EVERY_MONTH, "2025-11").legs] == [0]
    (leg_,) = yearly(EVERY_MONTH, "2025-12").legs
    assert (leg_.units, leg_.due) == (400_00, date(2026, 1, 30))


def test_a_shortfall_is_unknown_while_months_were_not_delivered() -> None:
    done = yearly(EVERY_MONTH[:9], "2025-12")
    assert str(done.legs[0].unknown) == "no revenue lines were delivered for 2025-10 to 2025-12"
    assert tuple(map(str, done.nets[0].unknown)) == ("buys: no revenue lines were delivered for 2025-10 to 2025-12",)
    assert not done.legs[0].is_known
    assert yearly(EVERY_MONTH[:9], "2025-12", estimate=True).legs[0].units == 550_00
    nothing = delta("d", done, done, done)
    assert [one.clause for one in nothing.changes] == []


def test_excess_carries_only_if_the_clause_says_so() -> None:
    rows = [*EVERY_MONTH, line("2025-06-03", "900", id="big"),
            *(line(f"2026-{month:02}-03", "50", id=f"n{month}") for month in range(1, 13))]  # fmt: skip
    assert yearly(rows, "2026-12").legs[0].units == 400_00
    assert yearly(rows, "2026-12", excess="carries").legs[0].units == 0


# Splitting a period


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 364), st.integers(-50_000, 90_000)), max_size=8))
def test_a_year_is_its_quarters_and_months_where_nothing_is_counted_by_period(rows: list[tuple[int, int]]) -> None:
    first = date(2025, 1, 1)
    entries = [
        line((first + timedelta(days=day)).isoformat(), f"{cents}/100", id=f"r{n}")
        for n, (day, cents) in enumerate(rows)
    ]
    exact = {}
    for every in ("month", "quarter", "year"):
        clause = share(period=every, **tiered())
        done = reckon(leg(clause), entries, ExchangeTable(), ZONE, date(2025, 12, 31))
        exact[every] = sum((one.earned for period in done for one in period.lines), Fraction(0))
    assert len(set(exact.values())) == 1


# The day


def test_the_agreements_zone_decides_the_day_of_a_rate_at_its_midnight() -> None:
    where = ZoneInfo("Asia/Jakarta")
    first, second = share(), share(rate="0.5")
    change = day_start(date(2025, 2, 1), where)
    terms = LegTerms("share", (
        TermsSpan(day_start(date(2025, 1, 1), where), change, "base", first), TermsSpan(change, None, "first", second),
    ))  # fmt: skip
    rows = [
        line("2025-01-31", "10", id="before", at=change - timedelta(microseconds=1)),
        line("2025-02-01", "10", id="after", at=change),
    ]
    done = {one.period.name: one.issued for one in reckon(terms, rows, ExchangeTable(), where, date(2025, 2, 28))}
    assert done == {"2025-01": 2_00, "2025-02": 5_00}


# The table of docs/settlement.md


def test_every_rule_named_in_the_guide_has_its_test(root: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (root / "docs" / "settlement.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    for file, name in named:
        assert f"def {name}(" in (root / file).read_text(encoding="utf-8"), f"{file} has no {name}"
