import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.slow_share import Clause, Row, settled, span_of

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import day_start
from firstcall.errors import BillingError
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import period_of
from firstcall.settlement.reckon.earning import FlatRate
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.reckon.lines import LegPeriod, LineKind

ZONE = ZoneInfo("America/Los_Angeles")
TAKEN_IN = datetime(2025, 7, 1, tzinfo=UTC)


def share(**fields: Any) -> dict[str, Any]:
    return {
        "id": "share",
        "type": "revenue_share",
        "payer": "grantor",
        "payee": "holder",
        "base": {"source": "revenue_lines", "streams": ["api", "chat"], "kinds": ["sale", "refund"]},
        "rate": "0.20",
        "currency": "USD",
        "since": "2024-02-10",
        "until": "2025-05-20",
    } | fields


def leg(*clauses: dict[str, Any]) -> LegTerms:
    spans = []
    for number, clause in enumerate(clauses):
        start = day_start(date.fromisoformat(clause["since"]), ZONE)
        end = day_start(date.fromisoformat(clause["until"]) + timedelta(days=1), ZONE)
        spans.append(TermsSpan(start, end, f"v{number + 1}", RevenueShare.model_validate(clause)))
    return LegTerms("share", tuple(spans))


def entry(row: Row) -> Entry:
    return Entry(
        id=row.id, at=day_start(row.day, ZONE), day=row.day, stream=row.stream, kind=row.kind, currency="USD",
        amount=row.amount, origin="grantor", source="lines.csv", recorded=TAKEN_IN, billed=row.billed,
    )  # fmt: skip


def row(day: str, amount: str, stream: str = "api", kind: str = "sale", id: str = "r", billed: str = "") -> Row:
    on = date.fromisoformat(day)
    return Row(on, date.fromisoformat(billed) if billed else on, stream, kind, Fraction(amount), id)


def run(clause: dict[str, Any], rows: Sequence[Row], through: str = "2025-06-30") -> dict[str, LegPeriod]:
    entries = [entry(one) for one in rows]
    done = reckon(leg(clause), entries, ExchangeTable(), ZONE, date.fromisoformat(through))
    return {result.period.name: result for result in done}


ROUND = st.integers(-3, 9).map(lambda n: Fraction(n * 100_000))
AMOUNTS = ROUND | st.builds(Fraction, st.integers(-3_000_000, 9_000_000), st.sampled_from([1, 100, 1000, 7]))
MARKS = st.integers(1, 3_000_000) | st.integers(1, 9).map(lambda n: n * 100_000)
DAYS = st.dates(date(2024, 1, 15), date(2025, 6, 10))


@st.composite
def some_rows(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(0, 12))):
        day = draw(DAYS)
        billed = min(day + timedelta(days=31 * draw(st.sampled_from([0, 0, 0, 1, 2]))), date(2025, 6, 30))
        stream = draw(st.sampled_from(["api", "chat", "ads"]))
        kind = draw(st.sampled_from(["sale", "sale", "refund", "tax"]))
        rows.append(Row(day, billed, stream, kind, draw(AMOUNTS), f"r{number}"))
    return rows


WHOLE = st.integers(0, 2_000_000).map(str)
RATES = st.sampled_from(["0.20", "0.1", "0.333333", "0", "0.125"])


@st.composite
def some_clause(draw: st.DrawFn) -> Clause:
    at, mode = (
        draw(st.sampled_from(["row", "bucket", "statement"])),
        draw(st.sampled_from(["half_even", "half_up", "down"])),
    )
    clause: Clause = share(rounding={"at": at, "mode": mode}, since=draw(st.sampled_from(["2024-01-01", "2024-02-10"])))
    if draw(st.booleans()):
        turn = draw(DAYS)
        clause["rate"] = [
            {"rate": draw(RATES), "since": "2023-01-01", "until": turn.isoformat()},
            {"rate": draw(RATES), "since": (turn + timedelta(days=1)).isoformat(), "until": "2026-01-01"},
        ]
    else:
        del clause["rate"]
        marks = sorted(
            draw(st.sets(st.integers(1, 3_000_000) | st.integers(1, 9).map(lambda n: n * 100_000), max_size=3))
        )
        clause["tiers"] = {
            "method": draw(st.sampled_from(["marginal", "whole"])),
            "boundary": draw(st.sampled_from(["over", "from"])),
            "reset": draw(st.sampled_from(["never", "period", "year"])),
            "steps": [{"threshold": str(mark), "rate": draw(RATES)} for mark in [0, *marks]],
        }
    if draw(st.booleans()):
        clause["floor"] = draw(WHOLE)
    least = draw(WHOLE)
    cap = {name: draw(WHOLE | st.just(least)) for name in draw(st.sets(st.sampled_from(["per_period", "total"])))}
    if "total" in cap and draw(st.booleans()):
        cap["past_payments"] = draw(WHOLE)
    if cap:
        clause["cap"] = cap
    if draw(st.booleans()):
        clause["minimum"] = {
            "amount": least,
            "partial_year": draw(st.sampled_from(["days", "months", "whole"])),
        }
    if at == "statement" and draw(st.booleans()):
        clause["residual"] = "carry_forward"
    if draw(st.booleans()):
        clause["base"] = clause["base"] | {"streams": [{"name": "api", "weight": draw(RATES)}, {"name": "chat"}]}
    clause["negative"] = draw(st.sampled_from(["pay_back", "pay_back", "carry"]))
    return clause


AGREEMENTS = 2000 if os.environ.get("FIRSTCALL_WHOLE") else 200
"""How many random agreements are reckoned twice: with FIRSTCALL_WHOLE=1 thousands."""
RESIDUALS = ("largest_remainder", "first", "counterparty", "carry_forward")
SEVERAL = [{"party": "holder", "share": "2"}, {"party": "fund", "share": "1"}, {"party": "trust", "share": "4"}]


@st.composite
def some_texts(draw: st.DrawFn) -> list[Clause]:
    """One clause as up to two amendments leave it: each text runs on from the one before.

    It may have several payees, be settled by the quarter or year of a fiscal year, count towards its cap from a day
    on, and be paid in a currency without cents or with more of them.
    """
    texts = [draw(some_clause()) for _ in range(draw(st.sampled_from([1, 1, 2, 3])))]
    turns = sorted(draw(st.sets(st.dates(date(2024, 3, 1), date(2025, 5, 1)), min_size=2, max_size=2)))
    for before, after, turn in zip(texts, texts[1:], turns, strict=False):
        before["until"], after["since"] = (turn - timedelta(days=1)).isoformat(), turn.isoformat()
    every = draw(st.sampled_from(["month", "month", "quarter", "year"]))
    opens = draw(st.sampled_from([1, 1, 2, 4, 7, 12]))
    digits = draw(st.sampled_from([2, 2, 0, 3, 4]))
    by_day = all(text["rounding"]["at"] != "statement" for text in texts)
    for text in texts:
        text |= {"period": every, "fiscal_year_start": opens, "units": {"USD": digits}}
        if draw(st.booleans()):
            text["payee"] = SEVERAL[: draw(st.integers(2, 3))]
            text["residual"] = draw(st.sampled_from(RESIDUALS))
            if text["residual"] == "counterparty":
                text["residual_to"] = draw(st.sampled_from(["holder", "fund"]))
        if by_day and "total" in text.get("cap", {}) and draw(st.booleans()):
            text["cap"] = text["cap"] | {"counting_from": draw(DAYS).isoformat()}
    return texts


def run_texts(texts: list[Clause], rows: Sequence[Row], through: str) -> dict[str, LegPeriod]:
    done = reckon(leg(*texts), [entry(one) for one in rows], ExchangeTable(), ZONE, date.fromisoformat(through))
    return {result.period.name: result for result in done}


@settings(max_examples=AGREEMENTS, deadline=None, derandomize=True)
@given(some_texts(), some_rows(), st.sets(DAYS, max_size=2))
def test_the_slow_reckoning_from_the_words_of_the_clause_agrees(
    texts: list[Clause], rows: list[Row], lacking: set[date]
) -> None:
    """By payee and period, also where something was not delivered, as long as no row of it is there."""
    texts_leg, through = leg(*texts), date(2025, 9, 30)
    missing = {period_of(day, texts_leg.every, texts[0]["fiscal_year_start"]) for day in lacking}
    done = reckon(texts_leg, [entry(one) for one in rows], ExchangeTable(), ZONE, through, missing)
    fast = {span_of(texts, one.period.start): tuple(units for _, units in one.parts) for one in done}
    slow = settled(texts, rows, span_of(texts, through), {span_of(texts, one.start) for one in missing})
    assert fast == {span: one.parts for span, one in slow.items()}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(some_clause(), some_rows())
def test_empty_months_after_the_end_of_a_leg_change_nothing(clause: Clause, rows: list[Row]) -> None:
    near, far = run(clause, rows, "2025-06-30"), run(clause, rows, "2027-12-31")
    assert far == near
    assert all(result.lines or result.period.start <= date(2025, 5, 20) for result in near.values())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(some_clause(), some_rows())
def test_empty_months_change_nothing_where_nothing_is_due_by_the_month(clause: Clause, rows: list[Row]) -> None:
    open_ended = {name: said for name, said in clause.items() if name not in ("floor", "minimum")}
    done = run(open_ended | {"until": "2099-12-31"}, rows, "2027-12-31")
    last = max((one.billed for one in rows), default=date(2024, 1, 1))
    assert all(result.issued == 0 and not result.lines for result in done.values() if result.period.start > last)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(some_clause(), some_rows())
def test_issued_to_date_never_leaves_zero_and_the_cap_by_a_unit(clause: Clause, rows: list[Row]) -> None:
    done = run(clause, rows)
    total = clause.get("cap", {}).get("total")
    issued, payable = 0, Fraction(0)
    for result in done.values():
        issued += result.issued
        payable += sum((line.payable for line in result.lines), Fraction(0))
        assert total is None or issued <= int(total) * 100
        assert issued >= 0 or payable < 0 or clause["negative"] == "carry"


def test_a_cap_that_a_minimum_fills_is_not_taken_back() -> None:
    clause = share(rate="0.2", minimum={"amount": "100"}, cap={"total": "100"}, since="2024-11-01", until="2024-12-31")
    rows = [row("2024-11-10", "166.67", id="a"), row("2024-12-10", "166.67", id="b")]
    done = run(clause, rows)
    assert {name: one.issued for name, one in done.items()} == {"2024-11": 33_33, "2024-12": 66_67}
    raised = share(rate="0.2", cap={"total": "300"}, since="2025-01-01", until="2025-06-30")
    both = run_texts([clause, raised], rows, "2025-06-30")
    assert [both[f"2025-0{n}"].issued for n in range(1, 7)] == [0] * 6


def test_a_carried_remainder_ends_with_its_leg_and_waits_for_a_month_that_pays() -> None:
    clause = share(rate="0.1", residual="carry_forward", since="2025-01-01", until="2025-01-31")
    done = run(clause, [row("2025-01-10", "1000.05", id="a")])
    assert list(done) == ["2025-01"]
    assert (done["2025-01"].issued, done["2025-01"].carry) == (100_01, Fraction(-1, 2))
    later = run(
        clause | {"until": "2025-05-31"}, [row("2025-01-10", "1000.05", id="a"), row("2025-04-01", "10", id="b")]
    )
    assert {name: one.issued for name, one in later.items()} == {
        "2025-01": 100_01, "2025-02": 0, "2025-03": 0, "2025-04": 1_00, "2025-05": 0
    }  # fmt: skip


def test_a_late_row_of_a_leg_that_is_over_corrects_it_and_nothing_else_is_reckoned() -> None:
    clause = share(rate="0.1", floor="50", minimum={"amount": "1000"}, since="2025-01-01", until="2025-01-31")
    rows = [row("2025-01-10", "1000", id="a"), row("2025-01-11", "-100", id="b", billed="2025-03-01")]
    done = run(clause, rows)
    assert {name: one.issued for name, one in done.items()} == {"2025-01": 1000_00, "2025-03": -10_00}


@pytest.mark.parametrize("field", ["rate", "tiers"])
def test_a_line_rests_on_the_rate_or_on_the_tiers_whichever_it_earned_by(field: str) -> None:
    clause = share(basis={"grade": "agreed", "assumed": [field]})
    tiers = {name: said for name, said in clause.items() if name != "rate"} | {"tiers": {"steps": [
        {"threshold": "0", "rate": "0.1"}]}}  # fmt: skip
    found = {by: run(one, [row("2024-03-01", "10", id="a")])["2024-03"].lines[0].rests_on
             for by, one in (("rate", clause), ("tiers", tiers))}  # fmt: skip
    assert found == {"rate": "agreed", "tiers": "agreed"} | {field: "assumed"}


def test_a_minimum_may_fill_a_cap_only_with_what_that_cap_counts() -> None:
    """The cap counts from January on: the 80 and the 10 of the year before take none of its room."""
    least, cap = {"amount": "90", "partial_year": "whole"}, {"total": "100", "counting_from": "2025-01-01"}
    ended = {"since": "2024-12-01", "until": "2026-12-31"}
    clause = share(rate="0.2", rounding={"at": "bucket"}, minimum=least, cap=cap, **ended)
    done = run(clause, [row("2024-12-05", "400", id="a")], "2026-12-31")
    assert {name: one.issued for name, one in done.items() if one.issued} == {
        "2024-12": 90_00, "2025-12": 90_00, "2026-12": 10_00
    }  # fmt: skip


def test_a_floor_ends_at_the_midnight_of_the_agreements_zone() -> None:
    """In Los Angeles the leg is over with February, though in Greenwich March has begun by then: March has no floor."""
    clause = share(rate="0.1", floor="50", since="2025-01-01", until="2025-02-28")
    done = run(clause, [row("2025-02-10", "-100", id="b", billed="2025-03-01")])
    assert {name: one.issued for name, one in done.items()} == {"2025-01": 50_00, "2025-02": 50_00, "2025-03": -10_00}


def test_rounding_never_takes_back_a_unit_that_was_not_paid() -> None:
    rows = [row("2024-03-01", "3.33", id="a"), row("2024-04-01", "3.33", id="b"), row("2024-05-01", "-6.66", id="c")]
    done = run(share(rate="0.1"), rows)
    assert [done[f"2024-0{n}"].issued for n in (3, 4, 5)] == [33, 33, -66]
    assert done["2024-05"].lines[-1].kind is LineKind.cut_at_zero


def test_a_cap_that_is_lifted_pays_what_it_held_back() -> None:
    before, after = share(until="2024-03-31", cap={"total": "150"}), share(since="2024-04-01")
    done = run_texts([before, after], [row("2024-03-01", "1000", id="a")], "2024-04-30")
    assert done["2024-04"].issued == 50_00


def test_an_amended_cap_takes_back_no_unit_that_was_issued() -> None:
    rows = [row("2024-03-01", "0.025", id="a"), row("2024-03-02", "0.025", id="b")]
    before = share(until="2024-03-31", rounding={"at": "bucket"})
    after = share(since="2024-04-01", cap={"total": "0.01"}, rounding={"at": "bucket"})
    done = run_texts([before, after], rows, "2024-04-30")
    assert [done["2024-03"].issued, done["2024-04"].issued] == [2, 0]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(some_clause(), some_rows(), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(clause: Clause, rows: list[Row], order: Any) -> None:
    mixed = list(rows)
    order.shuffle(mixed)
    assert run(clause, mixed) == run(clause, rows)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(some_clause(), some_rows())
def test_lines_add_up_to_what_is_issued_and_never_pass_the_cap(clause: Clause, rows: list[Row]) -> None:
    done = run(clause, rows)
    for result in done.values():
        assert sum(line.units for line in result.lines) == result.issued
    if "total" in clause.get("cap", {}):
        most = max(int(clause["cap"]["total"]) - int(clause["cap"].get("past_payments", "0")), 0) * 100
        to_date = 0
        for result in done.values():
            to_date += result.issued
            assert to_date <= most
            assert result.room == most - to_date


@settings(max_examples=150, deadline=None, derandomize=True)
@given(some_rows(), st.integers(0, 500_000))
def test_paid_to_date_is_the_lesser_of_earned_and_cap(rows: list[Row], most: int) -> None:
    cents = [replace(one, amount=Fraction(round(one.amount))) for one in rows]
    clause = share(cap={"total": str(most)})
    paid = sum(result.issued for result in run(clause, cents).values())
    since, until = date(2024, 2, 10), date(2025, 5, 20)
    counts = (one for one in cents if one.stream != "ads" and one.kind != "tax" and since <= one.day <= until)
    assert paid == min(sum(one.amount for one in counts) * 20, most * 100)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(some_rows())
def test_splitting_a_period_changes_nothing_without_floors_caps_and_resets(rows: list[Row]) -> None:
    cents = [replace(one, amount=Fraction(round(one.amount))) for one in rows]
    monthly, yearly = run(share(), cents), run(share(period="year"), cents, "2025-12-31")
    for year in ("2024", "2025"):
        parts = sum(result.issued for name, result in monthly.items() if name.startswith(year))
        assert parts == (yearly[f"FY{year}"].issued if f"FY{year}" in yearly else 0)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(some_rows(), st.sampled_from(["largest_remainder", "first", "counterparty", "carry_forward"]))
def test_payees_get_every_unit_and_carries_are_stated(rows: list[Row], residual: str) -> None:
    shares = [
        {"party": "holder", "share": "2"},
        {"party": "fund", "share": "1"},
        {"party": "trust", "share": "4"},
    ]
    clause = share(payee=shares, residual=residual, residual_to="fund" if residual == "counterparty" else None)
    done = list(run(clause, rows).values())
    if not done:
        return
    if residual != "carry_forward":
        assert all(result.carry == 0 for result in done)
    exact = sum((line.payable for result in done for line in result.lines), Fraction(0)) * 100
    paid = sum(result.issued for result in done)
    if residual == "carry_forward":  # what is carried when the leg ends is stated, and ends with it
        ended = sum((result.carry for result in done if result.period.end > date(2025, 5, 20)), Fraction(0))
        assert paid + ended == exact
    assert abs(exact - paid) <= len(done) + 2


def test_what_is_carried_forward_is_owed_once_however_many_months_pass() -> None:
    """A refund in March and the same sale in April come to nothing, and no later month adds a unit."""
    shares = [{"party": "holder", "share": "2"}, {"party": "fund", "share": "1"}, {"party": "trust", "share": "4"}]
    rows = [row("2024-03-15", "-200000", id="a"), row("2024-04-15", "200000", id="b")]
    done = list(run(share(payee=shares, residual="carry_forward"), rows).values())
    assert [line.kind for result in done[3:] for line in result.lines] == []
    assert sum(result.issued for result in done) + done[-1].carry == 0


def test_a_row_charged_in_january_and_billed_in_march_stands_in_march_at_the_rate_of_january() -> None:
    rates = [{"rate": "0.20", "until": "2025-01-31"}, {"rate": "0.10", "since": "2025-02-01"}]
    done = run(share(rate=rates), [row("2025-01-31", "1000", billed="2025-03-01")])
    assert done["2025-01"].issued == 0
    assert done["2025-03"].issued == 200_00
    assert done["2025-03"].lines[0].rate == FlatRate(rate=Fraction(1, 5))


def test_a_refund_after_the_cap_was_reached_first_uses_up_what_was_earned_beyond_it() -> None:
    rows = [
        row("2024-03-01", "1000", id="a"),
        row("2024-04-01", "-300", id="b"),
        row("2024-05-01", "-300", id="c"),
    ]
    done = run(share(cap={"total": "100"}), rows)
    assert [done[f"2024-0{n}"].issued for n in (3, 4, 5)] == [100_00, 0, -20_00]


def test_a_negative_statement_is_carried_where_the_clause_says_so() -> None:
    rows = [
        row("2024-03-01", "-500", id="a"),
        row("2024-04-01", "300", id="b"),
        row("2024-05-01", "400", id="c"),
    ]
    carried = run(share(negative="carry"), rows)
    assert [carried[f"2024-0{n}"].issued for n in (3, 4, 5)] == [0, 0, 40_00]
    assert carried["2024-03"].carry == -100_00
    assert [line.kind for line in carried["2024-04"].lines] == [
        LineKind.share,
        LineKind.carried_in,
        LineKind.carried_out,
    ]
    assert run(share(), rows)["2024-03"].issued == -100_00


def test_a_statement_is_cut_where_rounded_amounts_would_pass_the_cap() -> None:
    rows = [row(f"2024-0{n}-01", "0.025", id=f"r{n}") for n in (3, 4, 5)]
    done = run(share(cap={"total": "0.01"}), rows)
    assert [done[f"2024-0{n}"].issued for n in (3, 4, 5)] == [1, 0, 0]
    assert done["2024-04"].lines[-1].kind is LineKind.cut
    assert done["2024-04"].lines[-1].units == -1


@pytest.mark.parametrize(("boundary", "cents"), [("over", 100_00), ("from", 200_00)])
def test_the_threshold_itself_has_the_rate_that_the_boundary_says(boundary: str, cents: int) -> None:
    steps = [{"threshold": "0", "rate": "0.10"}, {"threshold": "1000", "rate": "0.20"}]
    clause = share(rate=None, tiers={"method": "whole", "boundary": boundary, "steps": steps})
    assert run(clause, [row("2024-03-01", "1000")])["2024-03"].issued == cents


def test_past_payments_use_up_the_total() -> None:
    done = run(share(cap={"total": "100", "past_payments": "60"}), [row("2024-03-01", "1000")])
    assert done["2024-03"].issued == 40_00
    assert done["2024-03"].room == 0


def test_only_what_is_earned_from_the_day_on_counts_towards_the_cap() -> None:
    clause = share(cap={"total": "100", "counting_from": "2024-04-01"})
    done = run(clause, [row("2024-03-01", "1000", id="a"), row("2024-04-01", "1000", id="b")])
    assert (done["2024-03"].issued, done["2024-04"].issued) == (200_00, 100_00)


def test_a_cap_that_comes_by_amendment_takes_back_nothing() -> None:
    before = share(until="2024-03-31")
    after = share(since="2024-04-01", cap={"total": "150"})
    rows = [entry(row("2024-03-01", "1000", id="a")), entry(row("2024-04-02", "1000", id="b"))]
    done = reckon(leg(before, after), rows, ExchangeTable(), ZONE, date(2024, 4, 30))
    assert [result.issued for result in done] == [0, 200_00, 0][-len(done) :]


def test_a_raised_cap_pays_what_the_lower_one_held_back() -> None:
    before = share(until="2024-03-31", cap={"total": "150"})
    after = share(since="2024-04-01", cap={"total": "180"})
    rows = [entry(row("2024-03-01", "1000", id="a"))]
    done = reckon(leg(before, after), rows, ExchangeTable(), ZONE, date(2024, 4, 30))
    assert [result.issued for result in done] == [0, 150_00, 30_00][-len(done) :]
    assert done[-1].lines[0].kind is LineKind.catch_up


def test_a_line_that_a_floor_a_cap_or_rounding_makes_rests_on_the_grade_of_that_field() -> None:
    basis = {"grade": "agreed", "assumed": ["floor"], "reported": ["cap"], "stated": ["rounding"]}
    rows = [row(f"2024-0{n}-01", "0.025", id=f"r{n}") for n in (3, 4)]
    least = run(share(basis=basis, floor="50"), rows)["2024-03"].lines[-1]
    cut = run(share(basis=basis, cap={"total": "0.01"}), rows)["2024-04"].lines[-1]
    carried = run(share(basis=basis, negative="carry"), [row("2024-03-01", "-500")])["2024-03"].lines[-1]
    assert [(line.kind, line.rests_on) for line in (least, cut, carried)] == [
        (LineKind.floor, "assumed"), (LineKind.cut, "reported"), (LineKind.carried_out, "stated"),
    ]  # fmt: skip


def test_tiers_changed_by_amendment_go_on_from_the_cumulative() -> None:
    low = {"steps": [{"threshold": "0", "rate": "0.10"}, {"threshold": "1000", "rate": "0.20"}]}
    high = {"steps": [{"threshold": "0", "rate": "0.30"}, {"threshold": "1500", "rate": "0.40"}]}
    first = share(tiers=low, until="2024-03-31")
    second = share(tiers=high, since="2024-04-01")
    for clause in (first, second):
        del clause["rate"]
    rows = [entry(row("2024-03-01", "1200", id="a")), entry(row("2024-04-02", "600", id="b"))]
    done = reckon(leg(first, second), rows, ExchangeTable(), ZONE, date(2024, 4, 30))
    assert done[-2].issued == 140_00
    assert done[-1].issued == 300 * 30 + 300 * 40


def test_a_day_without_a_rate_is_refused() -> None:
    with pytest.raises(BillingError, match=r"clause 'share' has no rate for 2024-03-01\n  fix: "):
        run(share(rate=[{"rate": "0.2", "since": "2024-04-01"}]), [row("2024-03-01", "1")])


def test_an_amendment_that_changes_the_rhythm_is_refused() -> None:
    with pytest.raises(BillingError, match="clause 'share' changes its period in version v2\n  fix: end the clause"):
        leg(share(until="2024-03-31"), share(since="2024-04-01", period="quarter"))


@pytest.mark.parametrize(("sold", "unsure", "units"), [
    ("1000", True, [200_00, 0]), ("4999.95", True, [999_99, 0]), ("5000", False, [1000_00, 0]),
])  # fmt: skip
def test_what_is_missing_to_a_minimum_is_unknown_only_where_something_is(
    sold: str, unsure: bool, units: list[int]
) -> None:
    terms = leg(share(since="2025-01-01", until="2025-12-31", minimum={"amount": "1000"}))
    rows, march = [entry(row("2025-01-03", sold))], period_of(date(2025, 3, 1), "month")
    done = reckon(terms, rows, ExchangeTable(), ZONE, date(2025, 12, 31), undelivered=[march])
    assert [one.issued for one in (done[0], done[-1])] == units
    assert [one.unsure for one in done] == [False] * 11 + [unsure]
    known = reckon(terms, rows, ExchangeTable(), ZONE, date(2025, 12, 31))
    assert known[-1].issued == 1000_00 - units[0] and not known[-1].unsure
