"""A paper as text, page and message: escaped, dated by the act, the same every time."""

from datetime import UTC, datetime
from email import message_from_bytes

from firstcall.report.papers.draft import Draft, PaperTable, mail_of_draft, page_of_draft, text_of_draft

DRAFT = Draft(
    "notice",
    "Offer <o> & more",
    "To: a@b.example, by e-mail",
    ("a@b.example",),
    "e-mail",
    ("Para <b>", PaperTable(("x", "y"), (("1 <", "2"),))),
)


def test_what_people_wrote_is_never_markup() -> None:
    page = page_of_draft(DRAFT)
    assert (
        "<h1>Offer &lt;o&gt; &amp; more</h1>" in page
        and "Para &lt;b&gt;" in page
        and '<th scope="row">1 &lt;</th>' in page
    )
    assert "To: a@b.example, by e-mail" in page


def test_a_message_is_an_unsent_draft_dated_by_the_act() -> None:
    at = datetime(2025, 3, 14, 20, 59, tzinfo=UTC)
    raw = mail_of_draft(DRAFT, at)
    assert raw == mail_of_draft(DRAFT, at)
    message = message_from_bytes(raw)
    assert (message["X-Unsent"], message["To"], message["Subject"]) == ("1", "a@b.example", "Offer <o> & more")
    assert message["Date"] == "Fri, 14 Mar 2025 20:59:00 +0000"
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_tables_are_lines_of_text() -> None:
    assert text_of_draft(DRAFT) == "Offer <o> & more\n\nPara <b>\n\n  1 <  2\n"
