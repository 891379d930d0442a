"""The pages of what is due and of offers: what they say, in each language, and the calendar that they hold."""

import re
from base64 import b64decode
from email import message_from_bytes
from pathlib import Path

import pytest
from icalendar import Calendar

from firstcall.errors import QuestionError
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.service.cli import run

DAY = "2025-10-20"


def page_of(root: Path, folder: Path, *args: str) -> str:
    file = folder / "page.html"
    assert run([*args[:-1], str(root / "examples" / "wiraksa"), "--on", args[-1], "--html", str(file)]) in (0, 14)
    return file.read_text(encoding="utf-8")


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<body>")[1]).split())


def test_the_sentence_stands_first_and_the_calendar_is_in_the_page(root: Path, tmp_path: Path) -> None:
    page = page_of(root, tmp_path, "clock", DAY)
    text = plain(page)
    assert text.index("from ") < text.index("By deadline") < text.index("A reminder, not a legal notice")
    found = re.search(r'href="data:text/calendar;base64,([^"]+)" download="wiraksa.ics"', page)
    assert found is not None
    entries = Calendar.from_ical(b64decode(found[1])).walk("VEVENT")
    assert len(entries) == 2 and not [entry for entry in entries if entry.decoded("dtstart").isoformat() < DAY]
    assert "overdue" in text and "take the whole" not in text


def test_a_day_on_which_an_answer_is_open_says_what_may_be_answered(root: Path, tmp_path: Path) -> None:
    assert "take the whole, take a part or decline" in plain(page_of(root, tmp_path, "clock", "2025-08-12"))


def test_offers_that_wait_stand_before_those_that_are_settled(root: Path, tmp_path: Path) -> None:
    page = page_of(root, tmp_path, "offer", "list", "2025-08-12")
    assert page.index('<h2 id="settled-h">') < page.index("<details>"), "on paper the fold has no title of its own"
    text = plain(page)
    waiting, settled = text.split("Offers that are settled")
    assert "R-01" in waiting and "the grantor, for a need of its own" in waiting and "O-01" not in waiting
    assert "O-01" in settled and "R-01" not in settled


@pytest.mark.parametrize("args", [("offer", "list"), ("clock",)])
def test_each_row_says_how_much_it_asks_of_whom_and_by_when_in_utc(
    root: Path, tmp_path: Path, args: tuple[str, ...]
) -> None:
    rows = [plain(f"<body>{row}") for row in page_of(root, tmp_path, *args, DAY).split('<tr role="row">')]
    late, free, *_ = [row for row in rows if row.startswith("O-04 ")]
    assert late.startswith("O-04 9 MW") and "Tamborala" in late and "12 Jun 2025 08:00 UTC" in late
    assert free.startswith("O-04 6 MW") and "Wiraksa" in free and "2 Dec 2025 16:00 UTC" in free
    assert ("9 MW of 40 MW" in late) == (args != ("clock",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_party_sees_its_own_page_in_its_language(root: Path, tmp_path: Path, lang: Language) -> None:
    file = tmp_path / "own.html"
    args = ["--as", "nordhaller", "--on", DAY, "--lang", lang, "--html", str(file)]
    assert run(["offer", "list", str(root / "examples" / "wiraksa"), *args]) == 0
    page = file.read_text(encoding="utf-8")
    said = {"en": "As Nordhaller sees it.", "es": "Tal como lo ve Nordhaller.", "id": "Sebagaimana dilihat oleh Nord"}
    assert said[lang][:24] in plain(page) and f'<html lang="{lang}"' in page
    assert "O-04" not in page and "refusal-islands" not in page


def test_what_is_supposed_is_said_on_the_page(root: Path, tmp_path: Path) -> None:
    deal, file = root / "examples" / "microsoft-openai", tmp_path / "page.html"
    what_if = min((deal / "what-if").glob("*.yaml"))
    assert run(["clock", str(deal), "--on", DAY, "--with", str(what_if), "--html", str(file)]) == 0
    assert "what-if: " in plain(file.read_text(encoding="utf-8"))


def test_a_short_look_ahead_lists_less_and_says_no_less(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "soon.html"
    args = ["--on", "2026-09-01", "--as", "tamborala", "--due-within", "1d", "--html", str(file)]
    assert run(["clock", str(root / "examples" / "wiraksa"), *args]) == 14
    text = plain(file.read_text(encoding="utf-8"))
    said, listed = text.split("By deadline")
    assert "O-17" in said and "2 things more have a last day" in said
    assert "O-04" in listed and "O-17" not in listed


def test_a_line_for_the_top_needs_a_page(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = str(root / "examples" / "wiraksa")
    assert run(["clock", deal, "--header", "x"]) == QuestionError.exit_code
    assert "--header is a line on the page" in capsys.readouterr().err


PAYS = """schema: firstcall/agreement/1
id: pays
title: Sums to come
timezone: Europe/Madrid
calendar: ES
parties: {lumbre: {name: Lumbre, role: grantor, notices: {to: [desk@lumbre.test]}}, nube: {name: Nube, role: holder}}
definitions: {workloads: [training], events: [handover]}
effective: 2026-01-01
clauses:
  - {id: fee, type: payment, payer: lumbre, payee: nube, amount: "1250", currency: EUR, when: 2026-03-31, due_days: 30}
  - {id: handover-fee, type: payment, payer: lumbre, payee: nube, amount: "500", currency: EUR, when: {event: handover}}
"""


@pytest.mark.parametrize(("lang", "title"), [
    ("en", "Payments to come"), ("es", "Próximos pagos"), ("id", "Pembayaran mendatang"),
])  # fmt: skip
def test_payments_to_come_stand_on_the_page_in_the_mail_and_in_its_calendar(
    tmp_path: Path, lang: Language, title: str
) -> None:
    (tmp_path / "agreement.yaml").write_text(PAYS, encoding="utf-8")
    page, mail = tmp_path / "due.html", tmp_path / "due.eml"
    args = ["clock", str(tmp_path), "--on", "2026-03-01", "--lang", lang, "--html", str(page), "--eml", str(mail)]
    assert run(args) == 0
    text = plain(page.read_text(encoding="utf-8"))
    assert text.index(title) < text.index("fee : lumbre") < text.index("handover-fee :")
    message = message_from_bytes(mail.read_bytes())
    (calendar,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    raw = calendar.get_payload(decode=True)
    assert isinstance(raw, bytes)
    (entry,) = Calendar.from_ical(raw).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2026-04-30", "thirty days after the day on which it falls"
