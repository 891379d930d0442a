from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import html5lib
import pytest
from tests.report.as_read import as_read
from tests.report.statement.test_statement_ledger import drawn
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share
from tests.settlement.test_rules_of_money import yearly

from firstcall.report.statement.account import IssuedBy
from firstcall.report.statement.page import _share, burn_down
from firstcall.report.statement.page import statement_page as set_page
from firstcall.report.statement.text import statement_text
from firstcall.report.words.words import page_words
from firstcall.settlement.books.deliveries import Books, SourceFile, key_of
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.remarks import NothingInForce
from firstcall.settlement.statement.statement import settle

EN = page_words("en")


def statement_page(*given: Any, **named: Any) -> str:
    """The page of a statement, as it is read."""
    return as_read(set_page(*given, **named))


ACCOUNT = (IssuedBy(party="<b>", at=datetime(2025, 2, 1, tzinfo=UTC)),)


def test_the_page_has_a_bar_for_every_period_and_a_row_for_every_line() -> None:
    page = statement_page(drawn(), {}, EN)
    assert page.count('<svg class="bar"') == 3
    assert "share/2025-01/api/2025-01-03" in page.replace("<wbr>", "")
    assert page == statement_page(drawn(), {}, EN)


def test_the_page_is_valid_and_loads_nothing() -> None:
    page = statement_page(drawn(), {"alpha": 'A "B" <i>\u202e'}, EN)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:" in page
    assert "<i>" not in page and "style=" not in page and "<script" not in page


def test_a_bar_stays_in_its_frame() -> None:
    assert [_share(part, whole) for part, whole in ((1, 3), (-2, 4), (9, 4), (1, 0), (Fraction(1, 3), 1))] == [
        "33.3", "50", "100", "100", "33.3",
    ]  # fmt: skip


def test_what_became_of_it_and_the_terms_of_a_leg_are_told() -> None:
    page = statement_page(drawn(due_days=30, cap={"total": "15"}), {}, EN, account=ACCOUNT)
    html5lib.HTMLParser(strict=True).parse(page)
    assert "&lt;b&gt;</bdi> on 1 Feb 2025" in page
    assert "Each period due by itself, the last 30 Apr 2025" in page
    assert 'Total cap 15 <bdi translate="no">USD</bdi>, 5.00 USD left' in page
    assert "What became of it" not in statement_page(drawn(), {}, EN)


def test_a_commitment_is_short_only_at_its_end() -> None:
    months = [line(f"2025-{month:02}-03", "50", id=f"m{month}") for month in range(1, 13)]
    assert "short 400.00 USD; the bars" in statement_page(yearly(months, "2025-12"), {}, EN)
    assert "400.00 USD left to draw as known then; the bars" in statement_page(yearly(months, "2025-11"), {}, EN)
    unknown = statement_page(yearly(months[:9], "2025-12"), {}, EN)
    assert "drawdown unknown; the bars" in unknown and "left to draw" not in unknown
    assert unknown.count('data-label="Left">unknown<') == 3
    assert 'unknown: no revenue lines were delivered for <bdi translate="no">2025-10</bdi> to' in unknown


def test_long_figures_stand_in_groups_and_the_instant_as_people_read_it() -> None:
    """A finance team reads millions: no table prints its digits in one run, and none is rounded."""
    rows = (line("2025-01-03", "8800000000.005"),)
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    page = statement_page(settle("x", (leg(share()),), books, asked_period("2025-01"), TAKEN_IN, ZONE), {}, EN)
    assert "8,800,000,000.005 USD" in page and "1,760,000,000.00 USD" in page
    assert "8800000000" not in page
    assert "as known at 1 Jul 2025" in page


THIRDS = ("100.005", "33.335", "0.005", "50.0049", "-20.1151", "7", "0", "0", "0", "0", "0", "0.001")


@pytest.mark.parametrize("mode", ["half_up", "half_even", "down"])
def test_a_burn_down_in_whole_cents_adds_up_and_ends_in_what_is_short(mode: str) -> None:
    """Each month is the difference to the month before, and what was drawn and what is short make the amount."""
    months = [line(f"2025-{month:02}-03", drawn, id=f"m{month}") for month, drawn in enumerate(THIRDS, start=1)]
    made = yearly(months, "2025-12", rounding={"mode": mode})
    (leg_told,) = made.legs
    (bought,) = leg_told.commitment
    burned = list(burn_down(bought, leg_told))
    told = [[Fraction(str(figure).split()[0].replace(",", "")) for figure in (one.drawn, one.to_date, one.left)]
            for one in burned]  # fmt: skip
    before = Fraction(0)
    for drawn_then, to_date, left in told:
        assert to_date == before + drawn_then and to_date + left == bought.amount
        before = to_date
    assert told[-1][2] * 100 == bought.shortfall == leg_told.units
    assert f"drawn {burned[-1].to_date}, short {burned[-1].left}" in statement_text(made)


def test_a_leg_is_headed_by_what_its_clause_says() -> None:
    rows = tuple(line(f"2025-0{month}-03", "10", id=f"r{month}") for month in (1, 2, 3))
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    terms = (leg(share(says="Alpha pays Beta a fifth.")), leg(share(id="mute")))
    page = statement_page(settle("x", terms, books, asked_period("2025-01"), TAKEN_IN, ZONE), {}, EN)
    assert '<h2 id="leg-1"><bdi translate="no">Alpha pays Beta a fifth.</bdi> <span class="id soft"' in page
    assert '<h2 id="leg-2"><span class="id soft" translate="no">mute@base</span>' in page
    assert "By period" not in page  # one period: its amount stands already
    told = statement_page(settle("x", terms, books, asked_period("2025-Q1"), TAKEN_IN, ZONE), {}, EN,
                          kinds={"share": "revenue_share", "mute": "revenue_share"})  # fmt: skip
    assert '<h2 id="leg-2">Revenue share <span class="id soft"' in told and '<th scope="row">January 2025</th>' in told


def test_files_that_nobody_took_in_are_told_as_such() -> None:
    """They have no instant since which they are known: not the first day of the agreement either."""
    lies = SourceFile("revenue/lines.csv", "0" * 64, 1, datetime(1, 1, 1, tzinfo=UTC), "not taken in", "lines")
    books = Books((line("2025-01-03", "10"),), files=(lies, replace(lies, recorded=TAKEN_IN)))
    made = settle("x", (leg(share()),), books, asked_period("2025-01"), TAKEN_IN, ZONE)
    assert "from files as they lie, 1 of them not taken in; terms and record as known at 1 Jul 2025" in statement_page(
        made, {}, EN
    )
    assert "as they lie" not in statement_page(replace(made, files=books.files[1:]), {}, EN)


def test_a_page_without_sums_says_why_where_the_net_would_stand() -> None:
    empty = settle("x", (leg(share()),), Books(), asked_period("2023-05"), TAKEN_IN, ZONE)
    page = statement_page(replace(empty, notes=(NothingInForce(),)), {}, EN)
    html5lib.HTMLParser(strict=True).parse(page)
    assert (
        page.index(">Net<") < page.index("No clause about money is in force in this period") < page.index(">Sources<")
    )
    assert "0 lines" not in page and "rests on" not in page
