"""What is due as papers that the command writes: what a mail program reads from the message."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from icalendar import Calendar

from firstcall.service.cli import run


def test_a_message_has_its_text_its_page_and_its_calendar(root: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a.eml", tmp_path / "b.eml"]
    for file in files:
        assert run(["clock", str(root / "examples" / "wiraksa"), "--on", "2026-08-12", "--eml", str(file)]) == 14
    raw = files[0].read_bytes()
    assert raw == files[1].read_bytes()
    message = message_from_bytes(raw, policy=default)
    assert " | Wiraksa compute partnership" in message["subject"]
    assert message["subject"].startswith("Delivery from Tamborala by ")
    assert message["to"] is None and message["x-unsent"] is None and message["date"].datetime.year == 2026
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    text, page, calendar = (part for part in message.walk() if not part.is_multipart())
    assert "O-17 under refusal-islands, 12 MW: tamborala" in text.get_content()
    assert "A reminder, not a legal notice" in text.get_content() and "What is due" in page.get_content()
    assert calendar.get_filename() == "wiraksa.ics"
    assert len(Calendar.from_ical(calendar.get_content()).walk("VEVENT")) == 5


def test_it_goes_where_the_party_takes_notices(root: Path, tmp_path: Path) -> None:
    deal = tmp_path / "deal"
    deal.mkdir()
    source = root / "examples" / "wiraksa"
    text = (source / "agreement.yaml").read_text(encoding="utf-8")
    told = text.replace(
        "{name: Nordhaller, role: holder, timezone: Europe/Berlin}",
        "{name: Nordhaller, role: holder, timezone: Europe/Berlin, notices: {to: [legal@nordhaller.example, Berlin]}}",
    )
    assert told != text
    (deal / "agreement.yaml").write_text(told, encoding="utf-8")
    (deal / "record.jsonl").write_bytes((source / "record.jsonl").read_bytes())
    file = tmp_path / "own.eml"
    assert run(["clock", str(deal), "--as", "nordhaller", "--on", "2026-08-12", "--eml", str(file)]) == 14
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["to"] == "legal@nordhaller.example"
