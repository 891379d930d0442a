import copy
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share

from firstcall.errors import BillingError
from firstcall.report.statement.rows import statement_data
from firstcall.settlement.bills.invoices import tolerance
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import Entry, ExchangeTable, Quote
from firstcall.settlement.bridge.bases import monthly
from firstcall.settlement.bridge.bridge import Bridge, bridges
from firstcall.settlement.bridge.rows import BridgeRow
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import settle

BASE = {"source": "revenue_lines", "streams": ["api", "chat"]}
ROWS = [line("2025-01-03", "100.03"), line("2025-01-09", "50"), line("2025-02-09", "70")]
NUMBERED = [row._replace(fields=(("document", f"INV-{n}"),)) for n, row in enumerate(ROWS)]
EUROS = ExchangeTable([Quote(date(2025, 1, 9), "EUR", "USD", Fraction("1.04"), "table:2")])
DEARER = ExchangeTable([Quote(date(2025, 1, 9), "EUR", "USD", Fraction("1.05"), "table:2")])


def data(
    entries: Sequence[Entry], *, rows: bool = True, asked: str = "2025-Q1", table: ExchangeTable | None = None,
    version: str = "base", **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    covered = frozenset(("revenue_lines", key_of(entry)) for entry in entries)
    books = Books(tuple(entries), exchange=table or EUROS, covered=covered)
    (span,) = leg(share(base=BASE, **fields)).spans
    terms = (LegTerms("share", (TermsSpan(span.start, span.end, version, span.clause),)),)
    drawn = settle("example", terms, books, asked_period(asked), TAKEN_IN, ZONE, True)
    return statement_data(drawn, None, {"share": entries} if rows else None)


def between(
    ours: dict[str, Any] | list[dict[str, Any]], theirs: dict[str, Any] | list[dict[str, Any]],
    elsewhere: Sequence[BridgeRow] = (),
) -> Bridge:  # fmt: skip
    sides = [one if isinstance(one, list) else [one] for one in (ours, theirs)]
    (found,) = bridges(sides[0], sides[1], elsewhere)
    assert found.ours - found.theirs == sum((one.amount for one in found.differences), Fraction(0))
    return found


def kinds(found: Bridge) -> set[str]:
    return {one.kind for one in found.differences}


def moved(rows: Sequence[Entry], place: int, **fields: Any) -> list[Entry]:
    return [row._replace(**fields) if n == place else row for n, row in enumerate(rows)]


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
@pytest.mark.parametrize("shown", [True, False], ids=["rows", "lines alone"])
def test_equal_statements_have_nothing_between_them(rows: list[Entry], shown: bool) -> None:
    assert between(data(rows, rows=shown), data(rows, rows=shown)).differences == ()


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
def test_a_row_that_one_side_lacks_is_told_by_name(rows: list[Entry]) -> None:
    found = between(data(rows), data(rows[:2]))
    assert [(one.kind, one.amount, one.rows) for one in found.differences] == [
        ("missing rows", Fraction(14), (rows[2].id,))
    ]
    back = between(data(rows[:2]), data(rows))
    assert [(one.kind, one.amount, str(one.why)) for one in back.differences] == [
        ("missing rows", Fraction(-14), "only theirs has it")
    ]


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
def test_a_row_in_another_period_is_late(rows: list[Entry]) -> None:
    found = between(data(rows), data(moved(rows, 2, billed=date(2025, 3, 1))))
    assert kinds(found) == {"late"}
    assert found.ours == found.theirs


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
def test_a_date_shifted_over_the_end_of_a_period_is_late_by_the_other_statement(rows: list[Entry]) -> None:
    theirs = moved(rows, 1, day=date(2025, 2, 1), at=rows[1].at + timedelta(days=23))
    months = ("2025-01", "2025-02")
    found = between([data(rows, asked=month) for month in months], [data(theirs, asked=month) for month in months])
    assert [(one.kind, str(one.why)) for one in found.differences] == [
        ("late", "theirs in 2025-02 on 2025-02-01, ours in 2025-01 on 2025-01-09")
    ]
    alone = between(data(rows, asked="2025-02"), data(theirs, asked="2025-02"))
    assert [(one.kind, one.amount) for one in alone.differences] == [("missing rows", Fraction(-10))]
    ours = [monthly(row) for row in rows]
    told = between(data(rows, asked="2025-02"), data(theirs, asked="2025-02"), ours)
    assert [(one.kind, one.amount, str(one.why)) for one in told.differences] == [
        ("late", Fraction(-10), "theirs in 2025-02 on 2025-02-01, ours in 2025-01 on 2025-01-09")
    ]


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
def test_a_row_in_another_stream_is_a_matter_of_mapping(rows: list[Entry]) -> None:
    found = between(data(rows), data(moved(rows, 2, stream="chat")))
    assert [(one.kind, one.amount) for one in found.differences] == [("mapping", Fraction(0))]
    outside = data(moved(rows, 2, stream="hardware"))
    told = between(outside, data(rows), [monthly(row) for row in moved(rows, 2, stream="hardware")])
    assert [(one.kind, one.amount, str(one.why)) for one in told.differences] == [
        ("mapping", Fraction(-14), "theirs in api, ours in hardware as sale")
    ]


def test_another_version_of_the_rate_is_told_with_both() -> None:
    found = between(data(ROWS, version="first"), data(ROWS, rate="0.10"))
    assert kinds(found) <= {"rate version", "rounding"}
    assert found.total("rate version") == Fraction("22.003")
    assert "ours 20% of first, theirs 10% of base" in {str(one.why) for one in found.differences}


def test_another_rate_of_exchange_is_told() -> None:
    rows = [*ROWS, line("2025-01-09", "40", currency="EUR")]
    found = between(data(rows, table=DEARER), data(rows))
    assert [(one.kind, one.amount, one.rows) for one in found.differences] == [
        ("exchange", Fraction("0.08"), (rows[-1].id,))
    ]


@pytest.mark.parametrize("rows", [ROWS, NUMBERED], ids=["without numbers", "numbered"])
def test_a_cent_more_is_within_tolerance_and_a_dollar_is_another_amount(rows: list[Entry]) -> None:
    cent = between(data(moved(rows, 1, amount=Fraction("50.01")), rate="1"), data(rows, rate="1"))
    assert [(one.kind, one.amount) for one in cent.differences] == [("tolerance", Fraction("0.01"))]
    dollar = between(data(moved(NUMBERED, 1, amount=Fraction(51)), rate="1"), data(NUMBERED, rate="1"))
    assert [(one.kind, one.amount, str(one.why)) for one in dollar.differences] == [
        ("row amounts", Fraction(1), "ours 51, theirs 50 USD")
    ]


def test_a_cap_on_one_side_is_told() -> None:
    assert "tiers, caps and minimums" in kinds(between(data(ROWS), data(ROWS, cap={"total": "25"})))


def test_what_other_rows_do_to_the_tiers_is_no_matter_of_rates() -> None:
    tiers: dict[str, Any] = {
        "rate": None,
        "tiers": {"steps": [{"threshold": "0", "rate": "0.1"}, {"threshold": "120", "rate": "0.3"}]},
    }
    found = between(data(ROWS, **tiers), data(ROWS[1:], **tiers))
    assert kinds(found) <= {"missing rows", "tiers, caps and minimums", "rounding"}
    assert found.total("tiers, caps and minimums") != 0


def test_another_rule_of_rounding_is_told() -> None:
    found = between(data(ROWS), data(ROWS, rounding={"at": "statement", "mode": "down"}))
    assert kinds(found) == {"rounding"}
    assert found.within


def test_where_one_side_prints_no_rows_the_sums_of_days_are_compared() -> None:
    rows = [*ROWS, line("2025-01-03", "7")]
    found = between(data(rows), data(ROWS, rows=False))
    assert [(one.kind, one.amount, str(one.why)) for one in found.differences] == [
        ("missing rows", Fraction("1.4"),
         "ours adds up 2 rows, theirs 1; give both files of rows to see which")
    ]  # fmt: skip
    assert tuple(map(str, found.notes)) == (
        "one side prints no rows, so that sums of a day are compared; give its file of rows to see them",
    )


def test_amounts_that_their_lines_do_not_carry_stay_in_plain_sight() -> None:
    tampered = copy.deepcopy(data(ROWS))
    tampered["legs"][0]["payees"][0]["amount"] = "999.00"
    found = between(data(ROWS), tampered)
    assert found.total("unexplained") == found.ours - 999
    line_alone = copy.deepcopy(data(ROWS))
    line_alone["legs"][0]["periods"][0]["lines"][0]["amount"] = "20.31"
    line_alone["legs"][0]["payees"][0]["amount"] = "44.31"
    (one,) = between(data(ROWS), line_alone).differences
    assert (one.kind, one.amount) == ("unexplained", Fraction("-0.30"))


def test_a_clause_that_only_one_has_or_nobody_knows_is_told() -> None:
    nothing = data(ROWS) | {"legs": []}
    assert tuple(map(str, between(data(ROWS), nothing).notes)) == ("theirs does not have this clause",)
    unknown = copy.deepcopy(data(ROWS))
    unknown["legs"][0]["unknown"] = "no revenue lines were delivered for 2025-03"
    assert tuple(map(str, between(data(ROWS), unknown).notes)) == (
        "not in theirs, because it is unknown there: no revenue lines were delivered for 2025-03",
    )


def test_other_periods_and_other_files_are_refused() -> None:
    other = data(ROWS) | {"period": {"name": "2025-Q2"}}
    with pytest.raises(BillingError, match="the two sides differ in their period: 2025-Q1 and 2025-Q2\n  fix: "):
        bridges([data(ROWS)], [other])
    for wrong in ({"agreement": "example"}, data(ROWS) | {"legs": [{"clause": "share"}]}):
        with pytest.raises(BillingError, match="this is no statement as `firstcall settle --json` prints it"):
            bridges([wrong], [wrong])


def test_the_tolerance_is_the_standards() -> None:
    assert tolerance(100_000_000, 2) == 50
    assert tolerance(1, 2) == 1
    assert tolerance(0, 0) == 100


def drawn_row(n: int, day: int, cents: int, stream: str, numbered: bool, euros: bool) -> Entry:
    fields = (("document", f"INV-{n}"),) if numbered else ()
    at = f"2025-{1 + day // 28:02}-{1 + day % 28:02}"
    currency = "EUR" if euros else "USD"
    return line(at, f"{cents}/100", id=f"{n}-{day}-{cents}", stream=stream, fields=fields, currency=currency)


ENTRIES = st.lists(
    st.builds(
        drawn_row, st.integers(0, 5), st.integers(0, 80), st.integers(-5_000, 90_000), st.sampled_from(["api", "chat"]),
        st.booleans(), st.booleans(),
    ),
    max_size=7,
    unique_by=lambda entry: entry.id,
)  # fmt: skip
EVERY_DAY = [Quote(date(2025, 1, 1) + timedelta(days=n), "EUR", "USD", Fraction(101 + n, 100), "t") for n in range(90)]
TERMS = st.fixed_dictionaries(
    {},
    optional={
        "cap": st.just({"total": "100"}),
        "floor": st.just("30"),
        "minimum": st.just({"amount": "900"}),
        "negative": st.just("carry"),
        "rounding": st.builds(
            lambda at, mode: {"at": at, "mode": mode},
            st.sampled_from(["row", "bucket", "statement"]), st.sampled_from(["half_up", "half_even", "down"]),
        ),
        "tiers": st.just({"steps": [{"threshold": "0", "rate": "0.1"},
                                    {"threshold": "200", "rate": "0.35"}]}),
        "exchange": st.sampled_from([{"rule": "day_of_line"}, {"rule": "average_of_period"}]),
    },
)  # fmt: skip


@settings(max_examples=150)
@given(ENTRIES, ENTRIES, TERMS, TERMS, st.booleans(), st.booleans())
def test_the_classes_always_make_the_exact_difference(
    ours: list[Entry], theirs: list[Entry], mine: dict[str, Any], others: dict[str, Any], left: bool, right: bool
) -> None:
    table = ExchangeTable(EVERY_DAY)
    sides = []
    for entries, terms, rows in ((ours, mine, left), (theirs, others, right)):
        fields = {"rate": None, **terms} if "tiers" in terms else terms
        sides.append(data(entries, rows=rows, table=table, **fields))
    found = between(sides[0], sides[1])
    assert found.total("unexplained") == 0


@settings(max_examples=60)
@given(ENTRIES, st.integers(0, 6))
def test_a_dropped_row_is_the_only_thing_told(rows: list[Entry], place: int) -> None:
    table, kept = ExchangeTable(EVERY_DAY), [row for n, row in enumerate(rows) if n != place]
    found = between(data(rows, table=table), data(kept, table=table))
    assert kinds(found) <= {"missing rows", "rounding"}
    named = [name for one in found.differences if one.kind == "missing rows" for name in one.rows]
    assert len(named) == len([row for row in rows[place : place + 1] if row.amount])
