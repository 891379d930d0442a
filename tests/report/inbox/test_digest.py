"""The message of what is due: its subject is one line; its parts keep their boundaries."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar

from firstcall.report.glance.due_next import NothingByADay, NothingDue
from firstcall.report.inbox.digest import digest_mail, subject_of
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.words import words_in
from firstcall.service.cli import run


def test_a_subject_is_one_line_and_says_the_first_thing() -> None:
    assert subject_of("A\nB", (NothingByADay(), NothingDue()), words_in("en")) == "Nobody must act by a fixed day | A B"


def test_without_a_calendar_or_an_address_there_is_text_and_page() -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    raw = digest_mail("S", "text", "<p>page</p>", None, (), at)
    assert b"To:" not in raw and b"text/calendar" not in raw and b"<p>page</p>" in raw
    assert raw == digest_mail("S", "text", "<p>page</p>", None, (), at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mail_program_reads_a_digest_of_any_language(root: Path, tmp_path: Path, lang: Language) -> None:
    file, deal = tmp_path / "due.eml", str(root / "examples" / "wiraksa")
    assert run(["clock", deal, "--on", "2025-10-20", "--lang", lang, "--eml", str(file)]) == 14
    raw = file.read_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, raw.split(b"\r\n"))) <= 78
    message = message_from_bytes(raw, policy=default)
    assert [part.defects for part in message.walk()] == [[]] * 5
    assert message["Subject"].endswith("(fictional)") and "O-04, 9 MW" in message["Subject"]
    assert message["Content-Language"] == lang
    (calendar,) = message.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_param("charset")) == ("text/calendar", "utf-8")
    entries = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    summaries = [str(entry["summary"]) for entry in entries]
    assert len(summaries) == 2 and all("(Wiraksa)" in summary for summary in summaries)
    assert any("O-04, 6 MW" in summary for summary in summaries)
