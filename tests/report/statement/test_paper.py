"""A statement as people send it: the net first, one way from gross to net, what is not in it, and attachments."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from email.utils import format_datetime

import html5lib
from tests.report.as_read import as_read
from tests.settlement.bridge.test_bridge import EUROS
from tests.settlement.settle_case import TAKEN_IN, ZONE, leg, line, share
from tests.settlement.test_rules_of_money import yearly

from firstcall.calendars import calendar_for
from firstcall.report.papers.draft import PaperTable
from firstcall.report.statement.account import IssuedBy
from firstcall.report.statement.page import statement_page
from firstcall.report.statement.paper import (
    gross_rows,
    mail_of_statement,
    net_sentences,
    paper_of_statement,
    reckoned,
    statement_title,
)
from firstcall.report.words.facts import say
from firstcall.report.words.words import page_words, words_in
from firstcall.settlement.books.deliveries import Books, SourceFile, key_of
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.remarks import NoBusinessDay, with_business_days
from firstcall.settlement.statement.statement import Statement, settle

UNITED_STATES = calendar_for("US")
NAMES = {"alpha": "Alpha Ltd", "beta": "Beta <Inc>"}


EN = words_in("en")
ISSUED = IssuedBy(party="alpha", at=datetime(2025, 2, 1, tzinfo=UTC))


def two_legs() -> Statement:
    rows = (line("2025-01-03", "1000"), line("2025-01-04", "300", stream="web"), line("2025-01-05", "9", stream="lost"))
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows))
    back = share(id="back", payer="beta", payee="alpha", due_days=45, rate="0.50",
                 base={"source": "revenue_lines", "of": "alpha", "streams": ["web"]})  # fmt: skip
    money = (leg(share(due_days=15)), leg(back), leg(share(id="unseen", base=None, rate=None, open="never published")))
    return settle("x", money, books, asked_period("2025-01"), TAKEN_IN, ZONE)


def test_the_title_says_the_month_and_the_parties() -> None:
    assert say(statement_title(two_legs(), NAMES), EN) == "Statement for January 2025 between Alpha Ltd and Beta <Inc>"


def test_the_net_comes_first_then_what_is_not_in_it() -> None:
    assert list(map(str, net_sentences(two_legs(), NAMES))) == [
        "Of what is known, Alpha Ltd pays Beta <Inc> 50.00 USD, due 2025-02-15.",
        "by itself, back is due 2025-03-17.",
        "Not in it, because nobody knows it: unseen: never published.",
        "not shared: 1 revenue line of alpha in 'lost', 9 USD; no clause has that stream in its base.",
    ]


def test_one_table_leads_from_gross_to_net_with_each_due_date() -> None:
    assert [(row[0], *row[3:]) for row in (one.cells(str) for one in gross_rows(two_legs(), NAMES))] == [
        ("share", "200.00 USD", "200.00 USD", "2025-02-15"),
        ("back", "150.00 USD", "-150.00 USD", "2025-03-17"),
        ("unseen", "unknown: never published", "", ""),
        ("Net", "", "50.00 USD", "2025-02-15"),
    ]


def test_what_enters_the_net_adds_up_to_it_whichever_way_it_goes() -> None:
    rows = gross_rows(two_legs(), NAMES)
    (net,) = (row for row in rows if row.is_net)
    assert net.counted is not None
    assert sum(row.counted.units for row in rows if row.counted and not row.is_net) == net.counted.units


def test_a_due_day_of_rest_is_told_beside_it_and_not_at_the_end() -> None:
    told = with_business_days(two_legs(), UNITED_STATES)
    assert sum(isinstance(note, NoBusinessDay) for note in told.notes) == 1
    page = as_read(statement_page(told, NAMES, page_words("en")))
    beside = '15 Feb 2025<br><span class="soft">no business day (Saturday); the next is 18 Feb 2025</span>'
    assert page.count(beside) == 2, "of the clause, and of the net"
    assert page.count("no business day") == 2


def test_the_page_begins_with_the_net_and_is_valid() -> None:
    page = statement_page(two_legs(), NAMES, page_words("en"))
    html5lib.HTMLParser(strict=True).parse(page)
    assert '<h1>Statement for January 2025 between <bdi translate="no">Alpha Ltd</bdi> and' in page
    net, table, share_section = (page.index(text) for text in ("Of what is known", "From gross to net", 'id="leg-1"'))
    assert net < page.index("Not shared: 1 revenue line") < table < share_section


def test_a_message_is_a_draft_with_files_attached() -> None:
    raw = mail_of_statement(two_legs(), NAMES, EN, (ISSUED,), {"x.html": b"<p>", "x.csv": b"a,b"})
    message = message_from_bytes(raw, policy=default)
    assert (message["Subject"], message["X-Unsent"]) == (
        "Statement for January 2025 between Alpha Ltd and Beta <Inc>",
        "1",
    )
    assert [part.get_filename() for part in message.iter_attachments()] == ["x.html", "x.csv"]
    assert message["Date"] == format_datetime(TAKEN_IN)
    lies = SourceFile("revenue/lines.csv", "0" * 64, 1, datetime(1, 1, 1, tzinfo=UTC), "not taken in", "lines")
    lying = mail_of_statement(replace(two_legs(), files=(lies,)), NAMES, EN, (), {})
    assert message_from_bytes(lying, policy=default)["Date"] is None
    body = message.get_body()
    assert body is not None and "Issued by alpha on 1 Feb 2025" in body.get_content()
    assert raw == mail_of_statement(two_legs(), NAMES, EN, (ISSUED,), {"x.html": b"<p>", "x.csv": b"a,b"})


def test_the_paper_says_what_it_rests_on() -> None:
    assert paper_of_statement(two_legs(), NAMES, EN).parts[-1] == "It rests on what is assumed."


def test_the_paper_speaks_spanish_and_indonesian_with_its_figures_in_full() -> None:
    """Names, ids and the author's own words stay; everything else is the reader's language."""
    es, indonesian = (paper_of_statement(two_legs(), NAMES, words_in(lang)) for lang in ("es", "id"))
    assert es.title == "Liquidación de enero de 2025 entre Alpha Ltd y Beta <Inc>"
    assert es.parts[1] == "De lo conocido, Alpha Ltd paga a Beta <Inc> 50,00 USD, con vencimiento el 15 feb 2025."
    assert (
        indonesian.parts[1]
        == "Dari yang diketahui, Alpha Ltd membayar kepada Beta <Inc> 50,00 USD, jatuh tempo pada 15 Feb 2025."
    )
    table = next(part for part in es.parts if isinstance(part, PaperTable))
    assert table.rows[2][3] == "desconocido: never published"


def test_papers_and_page_say_how_an_amount_was_reached() -> None:
    """Rates and what they are of in whole units, what caps left, floors; and what of a commitment was drawn."""
    rows = (line("2025-01-03", "1000.001"), line("2025-01-09", "300", currency="EUR"))
    books = Books(rows, covered=frozenset(("revenue_lines", key_of(row)) for row in rows), exchange=EUROS)
    made = settle("x", (leg(share(cap={"total": "15"})),), books, asked_period("2025-01"), TAKEN_IN, ZONE)
    said = ["January 2025: 20% of 1,000.00 USD and 300.00 EUR", "January 2025: earned 262.40 USD; the total cap leaves"
            " 15.00 USD"]  # fmt: skip
    paper = [part for part in paper_of_statement(made, {}, EN).parts if isinstance(part, str)]
    page = as_read(statement_page(made, {}, page_words("en"))).replace('<bdi translate="no">', "").replace("</bdi>", "")
    assert all(f"share: {one}" in paper and one in page for one in said)
    floor = settle("x", (leg(share(floor="50")),), Books(rows[:1], covered=books.covered), asked_period("2025-01"),
                   TAKEN_IN, ZONE)  # fmt: skip
    assert [str(one) for one in reckoned(floor.legs[0])] == ["2025-01: 20% of 1,000.00 USD"]
    poor = settle("x", (leg(share(floor="500")),), Books(rows[:1], covered=books.covered), asked_period("2025-01"),
                  TAKEN_IN, ZONE)  # fmt: skip
    assert [str(one) for one in reckoned(poor.legs[0])] == ["2025-01: 20% of 1,000.00 USD", "2025-01: floor 300.00 USD"]
    months = [line(f"2025-{month:02}-03", "50", id=f"m{month}") for month in range(1, 13)]
    drawn = [part for part in paper_of_statement(yearly(months, "2025-12"), {}, EN).parts if isinstance(part, str)]
    assert any("FY2025: committed 1,000 USD, drawn 600 USD, short 400.00 USD" in part for part in drawn)
