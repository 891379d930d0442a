from beancount import loader
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share

from firstcall.money import Money
from firstcall.report.statement_ledger import INVOICE_COLUMNS, beancount_text, invoice_rows, journal_rows, postings
from firstcall.report.statement_page import statement_page
from firstcall.report.statement_text import statement_text
from firstcall.settlement.changes import Change, Delta
from firstcall.settlement.deliveries import Books, key_of
from firstcall.settlement.periods import asked_period
from firstcall.settlement.statement import Statement, settle


def drawn(**fields: object) -> Statement:
    rows = (line("2025-01-03", "100"), line("2025-02-03", "-50"))
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    return settle("example", (leg(share(**fields)),), books, asked_period("2025-Q1"), TAKEN_IN, ZONE, True)


def test_every_entry_balances_in_each_partys_books() -> None:
    totals: dict[tuple[str, str], int] = {}
    for one in postings(drawn(payee=[{"party": "beta"}, {"party": "9-gamma"}])):
        totals[one.entry, one.party] = totals.get((one.entry, one.party), 0) + one.amount.units
    assert set(totals.values()) == {0}
    assert len(totals) == 8


def test_beancount_reads_it_and_finds_no_error() -> None:
    _, errors, _ = loader.load_string(beancount_text(drawn(payee=[{"party": "beta"}, {"party": "9-gamma"}])))
    assert errors == []


def test_debits_and_credits_are_never_below_zero() -> None:
    for row in journal_rows(drawn(), "alpha"):
        assert row["books_of"] == "alpha"
        assert (row["debit"] == "") != (row["credit"] == "")
        assert not (row["debit"] + row["credit"]).startswith("-")


def test_a_delta_is_a_row_that_refers_to_its_invoice() -> None:
    change = Change("share", "2025-01", "USD", 2, 2000, -150, 0, ())
    rows = invoice_rows(drawn(), {"beta": "Beta"}, Delta("example-2025-Q1", "example-2025-Q1-d1", (change,), ()))
    assert [row["BilledCost"] for row in rows] == ["20.00", "-10.00", "-1.50"]
    assert rows[-1]["ReferenceInvoiceId"] == rows[0]["InvoiceId"]
    assert rows[-1]["ChargeCategory"] == "Adjustment"
    assert {row["InvoiceIssuerName"] for row in rows} == {"Beta"}
    assert tuple(rows[0]) == INVOICE_COLUMNS


def test_what_people_typed_is_escaped_on_the_page() -> None:
    page = statement_page(drawn(), {"alpha": "<script>alert(1)</script>"})
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
