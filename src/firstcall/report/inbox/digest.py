"""What is due, as a message for electronic mail: a subject that says the first thing, text, page and calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from firstcall.report.glance.due_next import DueFromBy, OverdueFrom
from firstcall.report.page import headed
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said, sentence


class DigestSubject(Said):
    says = sentence("inbox.subject", "{first} | {agreement}")
    first: Said
    agreement: str


def subject_of(title: str, told: Iterable[Said], words: Words) -> str:
    """Return the subject of a digest: the first thing that somebody must do by a day, and whose it is.

    Args:
      title: what the agreement is called.
      told: what is due, as the first screen says it.
      words: the language.
    """
    lines = tuple(told)
    first = next((line for line in lines if isinstance(line, (DueFromBy, OverdueFrom))), lines[0])
    return headed(" ".join(say(DigestSubject(first=first, agreement=title), words).split()))


def digest_mail(
    subject: str, text: str, page: str, calendar: tuple[str, bytes] | None, to: tuple[str, ...], at: datetime,
    lang: Language = "en",
) -> bytes:  # fmt: skip
    """Return a message that tells what is due, ready for a program that sends mail; the same bytes for the same facts.

    Args:
      subject: its subject, one line.
      text: what is due as lines.
      page: the same as a page of HTML.
      calendar: the name of the calendar file, and the deadlines in it; None where nothing has a day.
      to: the addresses it goes to; none where the agreement names none.
      at: the instant it tells of, which dates the message.
      lang: the language of its words.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    if to:
        message["To"] = ", ".join(to)
    message["Date"] = at
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(page, subtype="html")
    if calendar is not None:
        name, raw = calendar
        message.add_attachment(raw, maintype="text", subtype="calendar", filename=name, params={"charset": "utf-8"})
    message["Content-Language"] = lang
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_firstcall_due_{number}")
    return message.as_bytes()
