"""Faults that have cost firms money, put into the reckoning one by one: each must change an answer that is pinned.

A fault that leaves every answer as it is would mean that nothing here looks at what it breaks.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.settlement.reckon.test_drawdown import commitment
from tests.settlement.reckon.test_legs import row, run, run_texts, share
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line
from tests.settlement.settle_case import share as clause

from firstcall.money import Rounding, round_units
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.books.entries import ExchangeTable, Quote
from firstcall.settlement.clauses.dated_terms import LegTerms
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.reckon import legs
from firstcall.settlement.reckon.drawdown import CommitmentPeriod, draw_down
from firstcall.settlement.reckon.earning import buckets
from firstcall.settlement.statement import debts, netting
from firstcall.settlement.statement.statement import settle

Patch = pytest.MonkeyPatch


def half_even(patch: Patch) -> None:
    patch.setattr(legs, "round_units", lambda amount, digits, _: round_units(amount, digits, Rounding.half_even))


def billed_month(patch: Patch) -> None:
    patch.setattr(legs, "buckets", lambda leg, entries: buckets(leg, [one._replace(billed=None) for one in entries]))


def cap_cut(patch: Patch) -> None:
    patch.setattr(legs, "_cut", lambda lines, *_: lines)


def cut_at_zero(patch: Patch) -> None:
    patch.setattr(legs, "_cut_at_zero", lambda lines, *_: lines)


def leap_day(patch: Patch) -> None:
    known = legs.year_share
    patch.setattr(legs, "year_share", lambda *given: known(*given) * Fraction(366, 365))


def netting_day(patch: Patch) -> None:
    known = netting._gross
    patch.setattr(netting, "_gross", lambda owed, *rest: known(replace(owed, due=None), *rest))


def carried_excess(patch: Patch) -> None:
    patch.setattr(CommitmentPeriod, "excess", property(lambda self: self.drawn - self.drawn))


def stray_row(patch: Patch) -> None:
    known = Books.covers
    patch.setattr(Books, "covers", lambda self, source, _, period: known(self, source, None, period))


def catch_up(patch: Patch) -> None:
    patch.setattr(legs, "_caught_up", lambda *_: [])


def carry_for_ever(patch: Patch) -> None:
    patch.setattr(LegTerms, "ended_by", lambda *_: False)


def issued(clause: dict[str, Any], *rows: Any) -> list[int]:
    return [one.issued for one in run(clause, rows, "2025-09-30").values() if one.issued]


def netted() -> str:
    rows = (line("2025-01-03", "100", currency="EUR"),)
    quotes = [
        Quote(date(2025, 1, 31), "EUR", "USD", Fraction(1), "a"),
        Quote(date(2025, 2, 15), "EUR", "USD", Fraction(2), "b"),
    ]
    books = Books(rows, (), ExchangeTable(quotes), covered=frozenset({("revenue_lines", key_of(rows[0]))}))
    terms = clause(currency="EUR", due_days=15, netting={"currency": "USD", "day": "due_day"})
    return str(settle("x", (leg(terms),), books, asked_period("2025-01"), TAKEN_IN, ZONE).nets[0].amount)


def carried() -> list[int]:
    bought = [line("2024-08-01", "1700"), line("2025-08-01", "200")]
    return [one.shortfall for one in draw_down(commitment(excess="carries"), bought, ExchangeTable())]


def delivered() -> list[str | None]:
    books = Books(covered=frozenset({("focus", ("OCI", date(2025, 1, 1)))}))
    streams = [{"name": name.lower(), "where": {"ProviderName": name}} for name in ("AWS", "OCI")]
    text = clause(base={"source": "focus", "streams": streams})
    return [one.provider for one in debts.missing_periods(leg(text), text, books, [asked_period("2025-01")], ZONE)]


def raised() -> list[int]:
    texts = [share(until="2024-03-31", cap={"total": "150"}), share(since="2024-04-01", cap={"total": "180"})]
    return [one.issued for one in run_texts(texts, [row("2024-03-01", "1000")], "2024-04-30").values() if one.issued]


def ended() -> list[int]:
    rows = (row("2025-01-10", "1000.05", id="a"), row("2025-01-11", "0.09", id="b", billed="2025-03-01"))
    return issued(share(rate="0.1", residual="carry_forward", since="2025-01-01", until="2025-01-31"), *rows)


MANY = [row(f"2024-0{n}-01", "0.025", id=f"r{n}") for n in (3, 4, 5)]
BACK = [row("2024-03-01", "3.33", id="a"), row("2024-04-01", "3.33", id="b"), row("2024-05-01", "-6.66", id="c")]
FAULTS: dict[str, tuple[Callable[[Patch], None], Callable[[], object], object]] = {
    "half-even": (half_even, lambda: issued(share(rate="0.5"), row("2024-03-01", "0.25")), [13]),
    "billed month": (
        billed_month,
        lambda: list(run(share(), [row("2025-01-31", "10", billed="2025-06-01")], "2025-09-30"))[-1],
        "2025-06",
    ),
    "cap cut": (cap_cut, lambda: issued(share(cap={"total": "0.01"}), *MANY), [1]),
    "cut at zero": (cut_at_zero, lambda: issued(share(rate="0.1"), *BACK), [33, 33, -66]),
    "leap day": (
        leap_day,
        lambda: issued(share(minimum={"amount": "366", "partial_year": "days"}, until="2024-12-31")),
        [326_00],
    ),
    "netting day": (netting_day, netted, "40.00 USD"),
    "carried excess": (carried_excess, carried, [0, 100_00, 1000_00]),
    "stray row": (stray_row, delivered, ["AWS"]),
    "catch-up": (catch_up, raised, [150_00, 30_00]),
    "carry for ever": (carry_for_ever, ended, [100_01, 1]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_changes_a_pinned_answer(name: str, monkeypatch: Patch) -> None:
    fault, answer, right = FAULTS[name]
    assert answer() == right
    fault(monkeypatch)
    assert answer() != right
