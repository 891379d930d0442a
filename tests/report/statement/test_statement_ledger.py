from beancount import loader
from beancount.core.data import Transaction
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share
from tests.settlement.statement.test_standing import ISSUE, ISSUED, event

from firstcall.money import Money
from firstcall.report.statement.documents import beancount_text, journal_rows, papers, postings
from firstcall.report.statement.page import statement_page
from firstcall.report.statement.text import statement_text
from firstcall.report.words.words import page_words
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import Statement, settle

DELTA = event("issued", 4, **ISSUE, delta=True)
OTHER = {"source": "revenue_lines", "streams": ["none"]}


def drawn(**fields: object) -> Statement:
    rows = (line("2025-01-03", "100"), line("2025-02-03", "-50"))
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    return settle("example", (leg(share(**fields)),), books, asked_period("2025-Q1"), TAKEN_IN, ZONE, True)


GAMMA = [{"party": "beta"}, {"party": "9-gamma"}]


def test_every_entry_balances_in_each_partys_books() -> None:
    totals: dict[tuple[str, str], int] = {}
    for one in postings(papers([(None, drawn(payee=GAMMA))])):
        totals[one.entry, one.party] = totals.get((one.entry, one.party), 0) + one.amount.units
    assert set(totals.values()) == {0}
    assert len(totals) == 8


def test_beancount_reads_it_and_finds_no_error_and_a_draft_is_marked() -> None:
    issued = [(ISSUED, drawn(payee=GAMMA)), (None, drawn(payee=GAMMA, rate="0.3"))]
    for said, flags in (([(None, drawn(payee=GAMMA))], {"!"}), (issued, {"*", "!"})):
        text = beancount_text(papers(said))
        entries, errors, _ = loader.load_string(text)
        assert errors == []
        assert {entry.flag for entry in entries if isinstance(entry, Transaction)} == flags
    assert beancount_text(papers(issued), "alpha").count("2025-07-01 !") == 4


def test_commodities_are_names_that_beancount_reads() -> None:
    text = beancount_text(papers([(None, drawn(currency="TOKENS_of_A_very_long_name_x", base=OTHER))]))
    _, errors, _ = loader.load_string(text)
    assert errors == []


def test_debits_and_credits_are_never_below_zero() -> None:
    for row in journal_rows(papers([(None, drawn())]), "alpha"):
        assert row["books_of"] == "alpha"
        assert (row["debit"] == "") != (row["credit"] == "")
        assert not (row["debit"] + row["credit"]).startswith("-")


def test_a_delta_is_booked_on_the_day_of_its_issue() -> None:
    rows = journal_rows(papers([(ISSUED, drawn()), (DELTA, drawn(rate="0.3"))]), "beta")
    assert [(row["date"], row["statement"], row["status"]) for row in rows if row["account"].startswith("Income")] == [
        ("2025-01-31", "example-2025-Q1", "issued"), ("2025-02-28", "example-2025-Q1", "issued"),
        ("2025-02-04", "example-2025-Q1-d1", "issued"), ("2025-02-04", "example-2025-Q1-d1", "issued"),
    ]  # fmt: skip


def test_what_people_typed_is_escaped_on_the_page() -> None:
    page = statement_page(drawn(), {"alpha": "<script>alert(1)</script>"}, page_words("en"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_text_tells_gross_net_and_what_it_rests_on() -> None:
    said = statement_text(drawn(), party="beta")
    assert "  2025-01                     20.00 USD  20% of 100 USD" in said
    assert "Net: alpha pays beta 10.00 USD (receivable)" in said
    assert said.endswith("The amounts rest on what is assumed.")
    assert str(Money(-5, "USD")) == "-0.05 USD"


def test_an_unknown_leg_is_never_a_zero() -> None:
    said = statement_text(drawn(base=None, rate=None, open="never published"))
    assert "unknown: never published" in said
    assert "0.00" not in said
