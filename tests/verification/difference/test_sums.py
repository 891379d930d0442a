"""The laws of what a change comes to in money, and what statements drawn one month at a time say of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.settle_case import ZONE, leg, line, share
from tests.settlement.sums.test_late_credits import DUTY, LATE
from tests.settlement.sums.test_payments import agreed

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.record.journal.journal import Record
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import CommitmentTerms, LegTerms, MoneyTerms
from firstcall.settlement.clauses.history import money_terms
from firstcall.settlement.clauses.periods import Period, asked_period
from firstcall.settlement.statement.statement import settle
from firstcall.verification.difference.sums import (
    BothBooks,
    SumChanged,
    SumOf,
    SumsCompared,
    changed_terms,
    sums_compared,
)

SPAN = Period(date(2025, 1, 1), date(2025, 7, 1), "half")
KNOWN = datetime(2025, 7, 2, tzinfo=UTC)
MONTHS = [f"2025-{number:02}" for number in range(1, 7)]


def compared(before: Sequence[MoneyTerms], after: Sequence[MoneyTerms], rows: Sequence[Entry]) -> SumsCompared:
    covered = frozenset(("revenue_lines", key_of(row)) for row in rows)
    books = Books(tuple(rows), covered=covered)
    return sums_compared(before, after, BothBooks(books, books, SPAN, KNOWN, ZONE))


def by_sum(found: SumsCompared) -> Mapping[SumOf, SumChanged]:
    return {one.of: one for one in found.changed}


def rows_of(amounts: Mapping[str, int]) -> list[Entry]:
    return [line(f"{month}-03", str(amount)) for month, amount in amounts.items()]


_terms = st.one_of(
    st.builds(lambda rate: {"rate": f"0.{rate:02}"}, st.integers(1, 60)),
    st.builds(
        lambda low, high: {"rate": None, "tiers": {"method": "marginal", "steps": [
            {"threshold": "0", "rate": f"0.{low:02}"}, {"threshold": "500", "rate": f"0.{high:02}"}]}},
        st.integers(1, 60), st.integers(1, 60)),
    st.builds(lambda cap: {"cap": {"total": str(cap)}}, st.integers(1, 300)),
    st.builds(lambda floor: {"floor": str(floor)}, st.integers(1, 60)),
)  # fmt: skip
_texts = st.one_of(st.just(()), st.builds(lambda fields: (leg(share(**fields)),), _terms))
_amounts = st.dictionaries(st.sampled_from(MONTHS), st.integers(-50, 900), min_size=1)


@given(_amounts, _texts, _texts, _texts)
@settings(max_examples=60, deadline=None)
def test_nothing_to_itself_turned_round_and_additive(
    amounts: dict[str, int], one: tuple[LegTerms, ...], two: tuple[LegTerms, ...], three: tuple[LegTerms, ...]
) -> None:
    rows = rows_of(amounts)
    assert compared(one, one, rows).changed == ()
    there, back = by_sum(compared(one, two, rows)), by_sum(compared(two, one, rows))
    assert {key: (found.after, found.before) for key, found in there.items()} == {
        key: (found.before, found.after) for key, found in back.items()
    }
    every = [by_sum(compared(*pair, rows)) for pair in ((one, two), (two, three), (one, three))]
    for key in {key for found in every for key in found}:
        first, second, both = (found[key].difference if key in found else 0 for found in every)
        if None not in (first, second, both):
            assert first is not None and second is not None
            assert first + second == both


@given(_amounts, _texts, _texts)
@settings(max_examples=60, deadline=None)
def test_it_is_what_statements_drawn_month_by_month_differ_by(
    amounts: dict[str, int], one: tuple[LegTerms, ...], two: tuple[LegTerms, ...]
) -> None:
    rows = rows_of(amounts)
    books = Books(tuple(rows), covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    found = {key.period.name: row for key, row in by_sum(compared(one, two, rows)).items() if key.period}

    def drawn(money: tuple[LegTerms, ...], month: str) -> int | None:
        legs = settle("x", money, books, asked_period(month), KNOWN, ZONE).legs
        return None if any(one.unknown for one in legs) else sum(one.units for one in legs)

    for month in MONTHS:
        before, after = drawn(one, month), drawn(two, month)
        if before is None or after is None:
            assert month not in found or found[month].difference is None
        else:
            assert (found[month].difference if month in found else 0) == after - before


def test_what_nobody_delivered_is_unknown_and_not_nothing() -> None:
    one, two = (leg(share(rate=rate)) for rate in ("0.2", "0.3"))
    found = compared((one,), (two,), rows_of({"2025-02": 100})).changed
    told = [(row.of.period.name if row.of.period else None, row.difference, row.before.state) for row in found]
    assert told == [("2025-02", 10_00, "owed"), (None, None, "unknown")]
    assert found[1].before.why is not None and "2025-01" in str(found[1].before.why)
    assert [(one.party, one.units, one.unknown) for one in compared((one,), (two,), rows_of({"2025-02": 100})).totals
            ] == [("alpha", 10_00, 1), ("beta", -10_00, 1)]  # fmt: skip


def test_a_clause_that_one_text_does_not_have_pays_nothing_under_it() -> None:
    rows = rows_of(dict.fromkeys(MONTHS, 100))
    found = compared((), (leg(share()),), rows)
    assert [(row.before.state, row.after.state, row.difference) for row in found.changed] == [
        ("nothing", "owed", 20_00)] * 6  # fmt: skip
    rows += [line(f"{month}-04", "100", origin="beta") for month in MONTHS]
    turned = compared((leg(share()),), (leg(share(payer="beta", payee="alpha")),), rows).changed
    assert {(row.of.payer, row.before.units, row.after.units) for row in turned} == {
        ("alpha", 20_00, 0), ("beta", 0, 20_00)}  # fmt: skip


def test_a_commitment_is_compared_for_each_of_its_years() -> None:
    def bought(amount: str) -> CommitmentTerms:
        fields: dict[str, Any] = {
            "id": "buys", "type": "commitment", "by": "alpha", "to": "beta", "amount": amount, "currency": "USD",
            "per": "quarter", "since": "2025-01-01", "until": "2025-12-31",
            "base": {"source": "revenue_lines", "streams": ["api"]},
        }  # fmt: skip
        return CommitmentTerms(Commitment.model_validate(fields), "base")

    rows = rows_of(dict.fromkeys(MONTHS[:3], 100))
    found = compared((bought("500"),), (bought("800"),), rows).changed
    told = {row.of.period.name: (row.before.state, row.difference) for row in found if row.of.period}
    assert told == {"2025-Q1": ("owed", 300_00), "2025-Q2": ("unknown", None)}


def test_only_legs_whose_terms_are_others_are_reckoned() -> None:
    same, other = leg(share(id="same")), leg(share(id="other"))
    assert changed_terms((same, other), (same, leg(share(id="other", rate="0.9")))) == ("other",)
    assert changed_terms((same, other), (same, other)) == ()


def test_what_an_earlier_text_of_a_duty_costs_is_a_term_too() -> None:
    def legs(most: str, later: str) -> tuple[MoneyTerms, ...]:
        change = {"id": "two", "signed": "2026-01-01", "effective": "2026-02-01",
                  "replace": [{**DUTY, "late": LATE | {"at_most": later}}]}  # fmt: skip
        return money_terms(agreed({**DUTY, "late": LATE | {"at_most": most}}, amendments=(change,)), None, Record())

    assert changed_terms(legs("100", "300"), legs("100", "300")) == ()
    assert changed_terms(legs("100", "300"), legs("200", "300")) == ("tranche",)
    assert changed_terms(legs("100", "300"), legs("100", "400")) == ("tranche",)
