from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.reckon.test_legs import ZONE, leg, row, run
from tests.settlement.reckon.test_legs import share as text
from tests.settlement.settle_case import share

from firstcall.agreement.model.clauses.money import RevenueShare
from firstcall.dates import day_start
from firstcall.settlement.books.entries import ExchangeTable
from firstcall.settlement.clauses.dated_terms import LegTerms, TermsSpan
from firstcall.settlement.clauses.periods import Period
from firstcall.settlement.reckon.earning import FlatRate
from firstcall.settlement.reckon.legs import reckon
from firstcall.settlement.reckon.lines import LegPeriod, Line, LineKind


def test_what_a_leg_issues_is_what_its_payees_get() -> None:
    month = Period(date(2025, 1, 1), date(2025, 2, 1), "2025-01")
    span = TermsSpan(datetime(2025, 1, 1, tzinfo=UTC), None, "base", share())
    paid = LegPeriod(month, span, (), (("one", 101), ("two", -1)), Fraction(0), None)
    assert paid.issued == 100


def made(kind: LineKind, day: str, units: int, amount: str, **fields: Any) -> Line:
    name, on = f"share/{day[:7]}/{kind.value.replace(' ', '-')}", date.fromisoformat(day)
    all_of_it = {"earned": Fraction(amount), "capped": Fraction(amount), "payable": Fraction(amount)} | fields
    return Line(name, kind, "share", "v1", on, units, currency="USD", rests_on="assumed", **all_of_it)


def rated(day: str, units: int, stream: str, base: str, before: str, payable: str, entries: str) -> Line:
    """A line of a rate of one tenth, as it is told to the last field."""
    return Line(
        f"share/{day[:7]}/{stream}/{day}", LineKind.share, "share", "v1", date.fromisoformat(day), units, stream, "USD",
        base=Fraction(base), exchange=Fraction(1), rate=FlatRate(rate=Fraction(1, 10)), before=Fraction(before),
        after=Fraction(before) + Fraction(base), earned=Fraction(base) / 10, capped=Fraction(base) / 10,
        payable=Fraction(payable), entries=tuple(entries), rests_on="assumed",
    )  # fmt: skip


def test_every_line_tells_all_that_it_rests_on() -> None:
    clause = text(rate="0.1", floor="20", cap={"total": "30"}, since="2025-01-01", until="2025-02-28")
    rows = [row("2025-01-10", "100.05", id="a"), row("2025-01-10", "3", id="b")]
    done = run(clause, [*rows, row("2025-02-10", "1000", id="c", stream="chat")])
    assert done["2025-01"].lines == (
        rated("2025-01-10", 10_31, "api", "103.05", "0", "10.305", "ab"),
        made(LineKind.floor, "2025-01-31", 9_69, "9.695"),
    )
    assert (done["2025-01"].parts, done["2025-01"].room) == ((("holder", 20_00),), 10_00)
    assert done["2025-02"].lines == (rated("2025-02-10", 10_00, "chat", "1000", "103.05", "10", "c"),)
    assert (done["2025-02"].parts, done["2025-02"].room) == ((("holder", 10_00),), 0)


def test_a_true_up_and_what_is_carried_are_lines_of_their_own() -> None:
    clause = text(
        rate="0.1", minimum={"amount": "50"}, residual="carry_forward", since="2025-01-01", until="2025-02-28"
    )
    done = run(clause, [row("2025-01-10", "100.05", id="a"), row("2025-02-10", "100", id="b")])
    told = [(one.kind, one.units, one.payable) for one in done["2025-02"].lines]
    brought = [(LineKind.share, 10_00, 10), (LineKind.carried_in, 0, 0)]
    assert told == [*brought, (LineKind.minimum, 29_99, Fraction("29.99"))]
    assert done["2025-01"].carry == Fraction(-1, 2)
    assert sum(one.issued for one in done.values()) == 50_00


def guaranteed(since: str, until: str | None, **fields: Any) -> dict[str, int]:
    """The months in which a leg without any revenue is trued up; without a last day it runs on."""
    given = text(minimum={"amount": "1200"} | fields, since=since, until=until or "2099-12-31")
    end = None if until is None else day_start(date.fromisoformat(until) + timedelta(days=1), ZONE)
    start = day_start(date.fromisoformat(since), ZONE)
    terms = LegTerms("share", (TermsSpan(start, end, "v1", RevenueShare.model_validate(given)),))
    done = reckon(terms, [], ExchangeTable(), ZONE, date(2025, 12, 31))
    return {one.period.name: one.issued for one in done if one.issued}


@pytest.mark.parametrize(
    ("since", "until", "partial", "months"),
    [
        ("2024-02-10", None, "whole", {"2024-12": 1200_00, "2025-12": 1200_00}),
        ("2024-02-10", None, "months", {"2024-12": 1100_00, "2025-12": 1200_00}),
        ("2024-02-10", "2024-02-20", "days", {"2024-02": 36_07}),
        ("2023-02-10", "2023-02-20", "days", {"2023-02": 36_16}),
        ("2024-02-10", "2024-03-20", "months", {"2024-03": 200_00}),
        ("2024-12-31", "2025-01-01", "days", {"2024-12": 3_28, "2025-01": 3_29}),
        ("2024-02-29", "2024-02-29", "days", {"2024-02": 3_28}),
    ],
)  # fmt: skip
def test_a_guarantee_is_claimed_at_each_years_end_and_where_the_leg_ends(
    since: str, until: str | None, partial: str, months: dict[str, int]
) -> None:
    assert guaranteed(since, until, partial_year=partial) == months


def test_a_line_has_the_version_in_its_name_only_where_the_terms_change_within_its_day() -> None:
    both = leg(text(until="2024-03-31"), text(since="2024-04-01", rate="0.5"))
    assert [one.version for one in both.spans] == ["v1", "v2"]
    (line,) = run(text(), [row("2024-03-01", "1", id="a")], "2024-03-31")["2024-03"].lines
    assert line.id == "share/2024-03/api/2024-03-01"
