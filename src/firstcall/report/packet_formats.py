"""A drafted paper as text, as a page, as electronic mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from firstcall.report.packet_drafts import Draft, Table

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #767676;padding:.3rem .6rem;text-align:left}"
    "@media print{body{margin:0}}"
)


def text_of_draft(draft: Draft) -> str:
    """Return a paper as plain text, tables as lines."""
    lines = [draft.title, ""]
    for part in draft.parts:
        if isinstance(part, Table):
            width = max(len(row[0]) for row in part.rows) if part.rows else 0
            lines += [f"  {row[0]:<{width}}  {'  '.join(row[1:])}".rstrip() for row in part.rows]
        else:
            lines.append(part)
        lines.append("")
    return "\n".join(lines)


def page_of_draft(draft: Draft) -> str:
    """Return a paper as a page of HTML that stands on its own."""
    body = "\n".join(_html(draft))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(draft.title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f"<body><main>\n{body}\n</main></body></html>\n"
    )


def _html(draft: Draft) -> Iterator[str]:
    yield f"<h1>{escape(draft.title)}</h1>"
    if draft.to:
        yield f"<p>To: {escape(', '.join(draft.to))}{escape(f' by {draft.method}') if draft.method else ''}</p>"
    for part in draft.parts:
        if not isinstance(part, Table):
            yield f"<p>{escape(part)}</p>"
            continue
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in part.head)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
        yield f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def mail_of_draft(draft: Draft, at: datetime) -> bytes:
    """Return a paper as a message that a mail program opens as a draft, never as one that was sent.

    Args:
      draft: the paper.
      at: the instant of drafting, which dates the message.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = draft.title
    if draft.to:
        message["To"] = ", ".join(draft.to)
    message["Date"] = at
    message["X-Unsent"] = "1"
    message.set_content(text_of_draft(draft))
    message.add_alternative(page_of_draft(draft), subtype="html")
    message.set_boundary("=_firstcall_draft")
    return message.as_bytes()
