"""The message of what is due: its subject is one line; its parts keep their boundaries."""

from datetime import UTC, datetime

from firstcall.report.glance.due_next import NothingByADay, NothingDue
from firstcall.report.inbox.digest import digest_mail, subject_of
from firstcall.report.words.words import words_in


def test_a_subject_is_one_line_and_says_the_first_thing() -> None:
    assert subject_of("A\nB", (NothingByADay(), NothingDue()), words_in("en")) == "A B: nobody must act by a fixed day"


def test_without_a_calendar_or_an_address_there_is_text_and_page() -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    raw = digest_mail("S", "text", "<p>page</p>", None, (), at)
    assert b"To:" not in raw and b"text/calendar" not in raw and b"<p>page</p>" in raw
    assert raw == digest_mail("S", "text", "<p>page</p>", None, (), at)
