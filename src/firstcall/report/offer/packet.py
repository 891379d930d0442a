"""The papers of an offer, drafted.

The notice or the answers, a page with the clock, as text, page and electronic mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.model.definitions import Party
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import OfferReceived
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.position import Position
from firstcall.refusal.checks import ChecklistItem, checklist, missing
from firstcall.refusal.due import Due
from firstcall.refusal.hypothetical import Deadlines, deadlines_of
from firstcall.report.offer.clock import NO_NOTICE, day_and_time, due_sentence, utc_text
from firstcall.report.record.rows import NoticeSentLacking

DRAFT = "Draft, not sent. Not legal advice."


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper: the name of its file, its title, whom it goes to and how, and its paragraphs and tables."""

    name: str
    title: str
    to: tuple[str, ...]
    method: str | None
    parts: tuple[str | PaperTable, ...]


def drafts_of(
    here: Position, offer: Offer, clause: FirstRefusal, party: str, due: tuple[Due, ...]
) -> tuple[Draft, ...]:
    """Return the papers that a party may want of an offer now, the page with the clock first.

    Args:
      here: the record as the party sees it.
      offer: the offer under the right.
      clause: the right.
      party: whose papers these are.
      due: what is due of the offer.
    """
    right = offer.right or here.right_on(clause, offer.id)(here.at)
    made = here.offer_made(offer.id)
    if right is None or made is None:
        return ()
    items = checklist(right.clause, offer, made)
    parties = here.terms().parties
    grantor = next(name for name, held in parties.items() if held.role == "grantor")
    page = _clock_page(here, offer, right, due, items, isinstance(made, OfferReceived))
    if party in clause.holders:
        return (page, *_answers(offer, right.clause, grantor, parties[grantor], party, parties[party]))
    return (page, *(_notice(offer, right, parties[grantor], name, parties[name], items, here.at)
                    for name in clause.holders))  # fmt: skip


def _clock_page(
    here: Position, offer: Offer, right: Right, due: tuple[Due, ...], items: tuple[ChecklistItem, ...], rival: bool
) -> Draft:
    parts: list[str | PaperTable] = [f"Right: {right.clause.id}. {right.clause.says or ''}".strip()]
    parts += [f"{' and '.join(item.who)}: {due_sentence(item)}" for item in due]
    if offer.notice is None:
        found = deadlines_of(right, here.at, again=offer.noticed_terms is not None)
        parts.append(f"If notice were sent at {day_and_time(here.at, right.rules.zone)}:")
        parts.append(_counted(found, right))
    else:
        found = deadlines_of(right, offer.notice, offer.arrived, again=offer.again)
        stopped = " Stops of the clock move these days." if offer.tolls else ""
        parts.append(f"Counted from the notice of {day_and_time(offer.notice, right.rules.zone)}.{stopped}")
        parts.append(_counted(found, right))
    if offer.lacked and offer.notice is not None:
        parts.append(f"Of the notice: {NoticeSentLacking(lacked=offer.lacked)}.")
    parts.append(PaperTable(("the notice must say", "it says"), tuple((i.name, i.value or "MISSING") for i in items)))
    parts += list(_who_sees(offer, right.clause, rival))
    return Draft("clock", f"Offer {offer.id}: clause, clock, who may see what", (), None, (*parts, NO_NOTICE))


def _counted(deadlines: Deadlines, right: Right) -> PaperTable:
    where = right.rules.zone
    rows = [("deemed received", deadlines.received.day.isoformat(), str(deadlines.received.steps[-1].why))]
    for window in deadlines.windows:
        ends = f"{day_and_time(window.ends, where)} ({utc_text(window.ends, where)})"
        rows.append(("last instant to answer", ends, str(window.steps[-1].why)))
    skipped = [step for window in deadlines.windows for step in window.steps[1:] if not step.counted]
    rows += [("not counted", step.day.isoformat(), str(step.why)) for step in skipped]
    tail = deadlines.tail
    rows.append(("last day of the tail after a lapse", tail.day.isoformat(), str(tail.steps[-1].why)))
    return PaperTable(("what", "when", "why"), tuple(rows))


def _who_sees(offer: Offer, clause: FirstRefusal, rival: bool) -> Iterator[str]:
    """Yield who may be told what: the third party's name first, since it is what most often must not be."""
    sealed = offer.terms.get("non_disclosure", "").lower() in ("yes", "true")
    if sealed:
        yield "The offer is under non-disclosure: its terms may be told to the holder, the third party's name may not."
    elif clause.notice.third_party == "withheld":
        yield f"{clause.id} keeps the third party's name from the holder; its terms are told."
    elif rival:
        yield "The third party is named to the holder of the right, and to nobody else."
    if len(clause.holders) > 1:
        yield "What one holder answers is not told to the others."
    yield "Other bidders learn nothing of this offer: neither its terms nor that it was made."


def _notice(
    offer: Offer, right: Right, grantor: Party, name: str, holder: Party, items: tuple[ChecklistItem, ...], at: datetime
) -> Draft:  # fmt: skip
    clause = right.clause
    sealed = offer.terms.get("non_disclosure", "").lower() in ("yes", "true")
    withheld = sealed or clause.notice.third_party == "withheld"
    content = [("offeror", "withheld" if withheld else offer.provider or "none: a requirement of ours")]
    if offer.quantity is not None:
        content.append(("quantity", f"{whole(offer.quantity)} {offer.unit or ''}".strip()))
    content += [("workloads", ", ".join(offer.workloads))] if offer.workloads else []
    content += sorted(offer.dimensions.items()) + [(k, v) for k, v in offer.terms.items() if k != "non_disclosure"]
    found = deadlines_of(right, at, again=offer.noticed_terms is not None)
    lacking = missing(items)
    parts: list[str | PaperTable] = [
        DRAFT,
        f"To {holder.name}, under {clause.id}: {grantor.name} is willing to accept the following offer.",
        PaperTable(("term", "as offered"), tuple(content)),
        "You may take it on these terms by notice to us. "
        f"If this notice is received on {found.received.day}, the time to answer ends at "
        f"{day_and_time(found.windows[-1].ends, right.rules.zone)}.",
    ]
    if clause.partial != "none":
        lot = clause.parts.minimum_lot
        parts.append("You may take a part" + (f", of {whole(lot)} at least." if lot is not None else "."))
    if lacking:
        parts.append(f"NOT COMPLETE, do not send: {', '.join(lacking)} missing.")
    to, method = _addressed(holder)
    return Draft(f"notice-{name}", f"Notice of offer {offer.id} under {clause.id}", to, method, tuple(parts))


def _addressed(party: Party) -> tuple[tuple[str, ...], str | None]:
    return (party.notices.to, party.notices.method) if party.notices else ((), None)


def _answers(
    offer: Offer, clause: FirstRefusal, grantor: str, other: Party, holder: str, own: Party
) -> Iterator[Draft]:  # fmt: skip
    """Yield the answers that a holder may give."""
    to, method = _addressed(other)
    subject = f"offer {offer.id} under {clause.id}"
    by = ""
    if offer.window_closes is not None and offer.right is not None:
        by = f" Our time to answer ends at {day_and_time(offer.window_closes, offer.right.rules.zone)}."
    open_now = offer.state == "notified"
    texts = {
        "match": (open_now, f"{own.name} takes the whole of {subject} on the terms of your notice."),
        "match-part": (open_now and clause.partial != "none",
                       f"{own.name} takes a part of {subject} on the terms of your notice: [quantity]."),
        "decline": (open_now, f"{own.name} declines {subject}."),
        "deficiency": (open_now, f"Your notice of {subject} is incomplete. It lacks: [what is missing]. "
                                 "No time to answer runs until it is complete."),
        "waiver": (offer.state in ("received", "notified"),
                   f"{own.name} waives its right for {subject}, on the terms of your notice."),
    }  # fmt: skip
    for name, (fits, text) in texts.items():
        if fits:
            title = f"{name.replace('-', ' ').capitalize()}: {subject}"
            said = f"To {other.name} ({grantor}), from {holder}."
            yield Draft(name, title, to, method, (DRAFT, said, text + (by if name != "deficiency" else "")))


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #767676;padding:.3rem .6rem;text-align:left}"
    "@media print{body{margin:0}}"
)


def text_of_draft(draft: Draft) -> str:
    """Return a paper as plain text, tables as lines."""
    lines = [draft.title, ""]
    for part in draft.parts:
        if isinstance(part, PaperTable):
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
        if not isinstance(part, PaperTable):
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
