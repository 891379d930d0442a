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
from firstcall.agreement.model.clauses.refusal_terms import stem
from firstcall.agreement.model.definitions import Party
from firstcall.calendars import WEEKDAYS
from firstcall.dates import acting_hour
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import OfferReceived
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right
from firstcall.record.position import Position
from firstcall.refusal.checks import ChecklistItem, checklist, missing
from firstcall.refusal.due import Due
from firstcall.refusal.hypothetical import Deadlines, deadlines_of
from firstcall.report.offer.clock import MONTH_NAMES, NoLegalNotice, day_and_time, due_sentence, utc_text, whole_day
from firstcall.report.offer.term_words import term_name, term_value, without_currency
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
    reply: tuple[str, ...] = ()
    """Where an answer goes: the mailboxes of the party that writes."""


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
        return (page, *_answers(here, offer, right.clause, parties[grantor], parties[party]))
    then = here.right_on(clause, offer.id)(here.at) or right
    frame = _NoticeFrame(here, offer, then, parties[grantor], missing(items))
    return (page, *(_notice(frame, name, parties[name]) for name in clause.holders))


def _clock_page(
    here: Position, offer: Offer, right: Right, due: tuple[Due, ...], items: tuple[ChecklistItem, ...], rival: bool
) -> Draft:
    parts: list[str | PaperTable] = [f"Right: {right.clause.id}. {right.clause.says or ''}".strip()]
    parts += [f"{' and '.join(item.who)}: {due_sentence(item)}" for item in due]
    if offer.notice is None:
        at = acting_hour(here.at, here.terms().where)
        found = _if_sent(offer, right, at)
        parts.append(f"If notice were sent at {day_and_time(at, right.rules.zone)}:")
        parts.append(_counted(found, right))
    else:
        found = deadlines_of(right, offer.notice, offer.arrived, again=offer.again, closes=offer.tiers_close or None)
        stopped = "" if offer.tiers_close else " Stops of the clock move these days."
        parts.append(f"Counted from the notice of {day_and_time(offer.notice, right.rules.zone)}.{stopped}")
        parts.append(_counted(found, right))
    if offer.lacked and offer.notice is not None:
        parts.append(f"Of the notice: {NoticeSentLacking(lacked=offer.lacked)}.")
    parts.append(PaperTable(("the notice must say", "it says"), tuple(_checked(i) for i in items)))
    parts += list(_who_sees(offer, right.clause, rival))
    return Draft(
        "clock", f"Offer {offer.id}: clause, clock, who may see what", (), None, (*parts, str(NoLegalNotice()))
    )


def _checked(item: ChecklistItem) -> tuple[str, str]:
    """Return what a notice must say and what it says, the name and value of a term in the words that people use."""
    if item.value is None:
        return term_name(item.name), "MISSING"
    if item.name == "terms":
        told = (part.partition(" ") for part in item.value.split("; "))
        return item.name, "; ".join(f"{term_name(name)} {term_value(name, value)}" for name, _, value in told)
    name, _, value = item.value.partition(" ")
    known = name == item.name or stem(name) == item.name
    return term_name(item.name), term_value(name, value) if known and value else item.value


def _if_sent(offer: Offer, right: Right, at: datetime) -> Deadlines:
    """Return the deadlines of a notice of an offer that would be sent, and arrive, at an instant."""
    after = offer.next_notice
    return deadlines_of(right, at, again=after.again, closes=after.closes(right, at))


def _counted(deadlines: Deadlines, right: Right) -> PaperTable:
    where = right.rules.zone
    rows = [("deemed received", deadlines.received.day.isoformat(), str(deadlines.received.steps[-1].why))]
    for tier, (window, closes) in enumerate(zip(deadlines.windows, deadlines.closes, strict=False)):
        ends = f"{day_and_time(closes, where)} ({utc_text(closes, where)})"
        rows.append(("last instant to answer", ends, str(deadlines.moved(tier) or window.steps[-1].why)))
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


@dataclass(frozen=True, slots=True)
class _NoticeFrame:
    """What the notices to all holders have in common."""

    here: Position
    offer: Offer
    right: Right
    grantor: Party
    lacking: tuple[str, ...]


def _notice(frame: _NoticeFrame, name: str, holder: Party) -> Draft:
    """Return the notice to a holder: date, parties, clause, terms, by when and where to answer."""
    here, offer, right, grantor = frame.here, frame.offer, frame.right, frame.grantor
    clause, where = right.clause, right.rules.zone
    place = cited_place(here, clause)
    parts: list[str | PaperTable] = [
        DRAFT,
        PaperTable(("", ""), (("date", whole_day(here.at, where)), ("from", _party_line(grantor)),
                              ("to", _party_line(holder)))),
        f"Under {place}, {grantor.name} gives {holder.name} notice that it is willing to accept the following offer.",
        PaperTable(("term", "as offered"), tuple(_offered(here, offer, clause))),
        _answer_by(frame, name),
    ]  # fmt: skip
    if clause.partial != "none":
        lot = clause.parts.minimum_lot
        parts.append("You may take a part" + (f", of {whole(lot)} at least." if lot is not None else "."))
    if frame.lacking:
        parts.append(f"NOT COMPLETE, do not send: {', '.join(map(term_name, frame.lacking))} missing.")
    if open_ends := [*without_currency(offer.terms), *_unaddressed(holder), *_unaddressed(grantor)]:
        parts.append(f"To be filled in before it is sent: {'; '.join(open_ends)}.")
    to, method = _addressed(holder)
    title = f"Notice of offer {offer.id} under {place}"
    return Draft(f"notice-{name}", title, to, method, tuple(parts), _addressed(grantor)[0])


def cited_place(here: Position, clause: FirstRefusal) -> str:
    """Return where a right is written, as a paper cites it: clause number and instrument, else its name in the file."""
    basis = clause.basis
    source = next((here.agreement.sources[name] for name in basis.source if name in here.agreement.sources), None)
    if basis.locator is None:
        return clause.id
    titled = f", {source.title}" if source is not None and source.title else ""
    instrument = f" ({source.instrument})" if source is not None and source.instrument else ""
    return f"{basis.locator}{titled}{instrument}"


def _offered(here: Position, offer: Offer, clause: FirstRefusal) -> Iterator[tuple[str, str]]:
    """Yield what is offered, in the words that people use."""
    sealed = offer.terms.get("non_disclosure", "").lower() in ("yes", "true")
    providers = here.terms().providers
    held = providers.get(offer.provider) if offer.provider else None
    named = (held.name if held is not None else None) or offer.provider
    withheld = sealed or clause.notice.third_party == "withheld"
    yield "offeror", "withheld" if withheld else named or "none: a requirement of ours"
    if offer.next_notice.quantity is not None:
        yield "quantity", f"{whole(offer.next_notice.quantity)} {offer.unit or ''}".strip()
    if offer.workloads:
        yield "use", ", ".join(offer.workloads)
    yield from sorted(offer.dimensions.items())
    yield from ((term_name(name), term_value(name, value)) for name, value in offer.terms.items()
                if name != "non_disclosure")  # fmt: skip


def _tier_of(clause: FirstRefusal, holder: str) -> int:
    """Return which of the tiers a holder is asked in first; the last and only one for a right that one party holds."""
    rounds = clause.several.rounds if clause.several is not None else ()
    asked = (number for number, tier in enumerate(rounds) if any(stake.holder == holder for stake in tier.holders))
    return next(asked, -1)


def _answer_by(frame: _NoticeFrame, name: str) -> str:
    """Return how, where and by when the holder may take it."""
    here, offer, right = frame.here, frame.offer, frame.right
    found = _if_sent(offer, right, acting_hour(here.at, here.terms().where))
    received = f"{WEEKDAYS[found.received.day.weekday()][:3]} {found.received.day.day} "
    received += f"{MONTH_NAMES[found.received.day.month - 1]} {found.received.day.year}"
    ends = found.closes[_tier_of(right.clause, name)]
    until = f"{day_and_time(ends, right.rules.zone)} ({utc_text(ends, right.rules.zone)})"
    return (
        f"You may take it on these terms by notice to {_party_line(frame.grantor)}. "
        f"If this notice is received on {received}, the time to answer ends at {until}."
    )


def _party_line(party: Party) -> str:
    """Return a party with where and how it takes notices."""
    if party.notices is None:
        return party.name
    address = f", {party.notices.address}" if party.notices.address else ""
    return f"{party.name}, {', '.join(party.notices.to)}{address}, by {party.notices.method}"


def _unaddressed(party: Party) -> Iterator[str]:
    if party.notices is None:
        yield f"where {party.name} takes notices (`notices` of the party in the agreement)"


def _addressed(party: Party) -> tuple[tuple[str, ...], str | None]:
    return (party.notices.to, party.notices.method) if party.notices else ((), None)


def _answers(here: Position, offer: Offer, clause: FirstRefusal, other: Party, own: Party) -> Iterator[Draft]:
    """Yield the answers that a holder may give."""
    to, method = _addressed(other)
    subject = f"offer {offer.id} under {cited_place(here, clause)}"
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
            head = PaperTable(("", ""), (("date", whole_day(here.at, here.terms().where)),
                                         ("from", _party_line(own)), ("to", _party_line(other))))  # fmt: skip
            said = text + (by if name != "deficiency" else "")
            yield Draft(name, title, to, method, (DRAFT, head, said), _addressed(own)[0])


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
        rows = "".join(
            f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
            for first, *rest in part.rows
        )
        thead = f"<thead><tr>{head}</tr></thead>" if any(part.head) else ""
        yield f"<table>{thead}<tbody>{rows}</tbody></table>"


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
    if draft.reply:
        message["Reply-To"] = ", ".join(draft.reply)
    message["Date"] = at
    message["X-Unsent"] = "1"
    message.set_content(text_of_draft(draft))
    message.add_alternative(page_of_draft(draft), subtype="html")
    message.set_boundary("=_firstcall_draft")
    return message.as_bytes()
