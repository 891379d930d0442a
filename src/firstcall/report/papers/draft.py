"""A paper in a language, drafted: as plain text, as a page that stands on its own, as a message that is not sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from firstcall.report.words.enums import Language
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper in a language: the name of its file, its title, whom it goes to, and its paragraphs and tables."""

    name: str
    title: str
    head: str
    """The line that says to whom it goes and how; nothing where it goes nowhere."""
    to: tuple[str, ...]
    method: str | None
    parts: tuple[str | PaperTable, ...]
    reply: tuple[str, ...] = ()
    """Where an answer goes: the mailboxes of the party that writes."""


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;"
    "background:#fff}h1{font-size:1.5rem;line-height:1.25}table{border-collapse:collapse;margin:1rem 0}"
    "td,th{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "@media screen and (prefers-color-scheme:dark){html{background:#14181d}body{padding:1rem;border-radius:4px}}"
    "@media(max-width:30rem){table{font-size:.9rem}td,th{padding:.2rem .35rem}}@media print{body{margin:0}}"
)


def text_of_draft(draft: Draft) -> str:
    """Return a paper as plain text, tables as lines; a table of more than three columns with its heads."""
    lines = [draft.title, ""]
    for part in draft.parts:
        if isinstance(part, PaperTable):
            wide = len(part.head) > 3
            rows = (part.head, *part.rows) if wide else part.rows
            widths = [max(map(len, column)) if wide or place == 0 else 0
                      for place, column in enumerate(zip(*rows, strict=True))]  # fmt: skip
            padded = ([f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)] for row in rows)
            lines += [f"  {'  '.join(cells)}".rstrip() for cells in padded]
        else:
            lines.append(part)
        lines.append("")
    return "\n".join(lines)


def page_of_draft(draft: Draft, lang: Language = "en") -> str:
    """Return a paper as a page of HTML that stands on its own, in the language that it is written in."""
    body = "\n".join(_html(draft))
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(draft.title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body><main>\n{body}\n</main></body></html>\n"
    )


def _html(draft: Draft) -> Iterator[str]:
    yield f"<h1>{escape(draft.title)}</h1>"
    if draft.head:
        yield f"<p>{escape(draft.head)}</p>"
    for part in draft.parts:
        if not isinstance(part, PaperTable):
            yield f"<p>{escape(part)}</p>"
            continue
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in part.head)
        rows = "".join(
            f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
            for first, *rest in part.rows
        )
        thead = f"<thead><tr>{head}</tr></thead>" if any(part.head) else ""
        yield f"<table>{thead}<tbody>{rows}</tbody></table>"


def mail_of_draft(draft: Draft, at: datetime, lang: Language = "en") -> bytes:
    """Return a paper as a message that a mail program opens as a draft, never as one that was sent.

    Args:
      draft: the paper.
      at: the instant of drafting, which dates the message.
      lang: the language that it is written in.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = draft.title
    if draft.to:
        message["To"] = ", ".join(draft.to)
    if draft.reply:
        message["Reply-To"] = ", ".join(draft.reply)
    message["Date"] = at
    message["X-Unsent"] = "1"
    message.set_content(text_of_draft(draft))
    message.add_alternative(page_of_draft(draft, lang), subtype="html")
    message.set_boundary("=_firstcall_draft")
    return message.as_bytes()
