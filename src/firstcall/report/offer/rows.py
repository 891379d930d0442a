"""An offer told: its story with the clause at each step, its terms compared, its row for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import iso
from firstcall.errors import FixIs
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.notice_content import content_said
from firstcall.record.offers.matching import TermChange, compare_terms
from firstcall.record.offers.offer import Offer, QuantityStanding, WithoutEffect
from firstcall.record.offers.offer_reasons import OfferState
from firstcall.refusal.checks import ChecklistItem, missing
from firstcall.refusal.due import Due
from firstcall.report.decision.line_facts import KnownAs, ToldLine
from firstcall.report.offer.clock import due_json
from firstcall.report.offer.due_facts import amount_said, due_lines
from firstcall.report.record.rows import event_said, offer_lines
from firstcall.said import AllOf, Said, sentence

_Reading = Literal[
    "sign elsewhere: offer first", "sign elsewhere: forbidden",
    "what was taken: forbidden elsewhere; the rest is free from the end of the window",
    "free while the tail runs, on terms no better for the third party", "as if never made",
]  # fmt: skip
_READS: Mapping[OfferState, _Reading] = {
    "received": "sign elsewhere: offer first", "notified": "sign elsewhere: offer first",
    "matched": "sign elsewhere: forbidden", "delivered": "sign elsewhere: forbidden",
    "matched-in-part": "what was taken: forbidden elsewhere; the rest is free from the end of the window",
    "declined": "free while the tail runs, on terms no better for the third party",
    "lapsed": "free while the tail runs, on terms no better for the third party",
    "released": "free while the tail runs, on terms no better for the third party",
    "waived": "free while the tail runs, on terms no better for the third party", "withdrawn": "as if never made",
}  # fmt: skip


class ReadsAs(Said):
    says = sentence("offer.reads-as", "{reading}")
    reading: _Reading


class StoryOf(Said):
    says = sentence("offer.story-of", "{offer} under {clause} ({place}), held by {holders}")
    offer: str
    clause: str
    place: Said | str
    holders: Annotated[tuple[str, ...], AllOf]


class PartStands(Said):
    says = sentence("offer.part-stands", "{amount}: {standing} ({why})")
    amount: Said
    standing: QuantityStanding
    why: Said


class AllOfIt(Said):
    says = sentence("offer.all-of-it", "all of it")


class HolderGot(Said):
    says = sentence("offer.holder-got", "{holder} got {amount}")
    holder: str
    amount: Said


class NoEffectivePrice(Said):
    says = sentence(
        "offer.no-effective-price",
        "no effective price can be reckoned from these terms, so each of them is compared by itself",
    )


class TermNoticed(Said):
    says = sentence("offer.term-noticed", "{term}: noticed {noticed} -> {now}, {change}")
    term: str
    noticed: Said | str
    now: Said | str
    change: Said


class TermChanged(Said):
    says = sentence("offer.term-changed", "{change}")
    change: TermChange


class BetterTerm(Said):
    says = sentence("offer.term-better", "better for the third party: to be offered again")


class WorseTerm(Said):
    says = sentence("offer.term-worse", "worse for the third party")


class TermNotThere(Said):
    says = sentence("offer.term-not-there", "not there")


class TermGone(Said):
    says = sentence("offer.term-gone", "gone")


class ItemFilled(Said):
    says = sentence("offer.item-filled", "[x] {name}: {value}")
    name: Said | str
    value: Said


class ItemOpen(Said):
    says = sentence("offer.item-open", "[ ] {name}: missing")
    name: Said | str


def offer_story(
    offer: Offer, clause: FirstRefusal, where: ZoneInfo, due_items: Iterable[Due], now: datetime
) -> Iterator[ToldLine]:
    """Yield what happened to an offer under one right, where it stands, and what is due."""
    text = offer.right.clause if offer.right is not None else clause
    place = text.basis.locator or KnownAs(grade=text.basis.grade)
    yield ToldLine(0, StoryOf(offer=offer.id, clause=text.id, place=place, holders=clause.holders))
    yield from (ToldLine(2, event_said(event, where)) for event in offer.events)
    yield from offer_lines(offer, where)
    yield from (ToldLine(4, FixIs(fix=item.fix)) for item in offer.without_effect)
    yield ToldLine(2, offer.free_because or ReadsAs(reading=_READS[offer.state]))
    if offer.not_below is not None:
        yield ToldLine(2, offer.not_below)
    for portion in offer.standing(now):
        amount = AllOfIt() if portion.quantity is None else amount_said(portion.quantity, offer.unit)
        yield ToldLine(2, PartStands(amount=amount, standing=portion.standing, why=portion.why))
    for holder, part in offer.parts.items():
        yield ToldLine(2, HolderGot(holder=holder, amount=amount_said(part, offer.unit)))
    yield from (ToldLine(2, said) for said in _compared(offer, text))
    yield from (ToldLine(line.indent + 2, line.said) for line in due_lines(due_items, now))


def _compared(offer: Offer, clause: FirstRefusal) -> Iterator[Said]:
    """Yield each term that is no longer as noticed."""
    if offer.noticed_terms is None:
        return
    for item in compare_terms(offer.noticed_terms, offer.terms, clause, offer.quantity, offer.unit):
        if item.change == "not reckoned":
            yield NoEffectivePrice()
        elif item.change not in ("same", "not compared"):
            before, now = item.noticed or TermNotThere(), item.now or TermGone()
            yield TermNoticed(term=item.name, noticed=before, now=now, change=_for_third_party(item.change))


def _for_third_party(change: TermChange) -> Said:
    return BetterTerm() if change == "better" else WorseTerm() if change == "worse" else TermChanged(change=change)


def checklist_lines(items: tuple[ChecklistItem, ...]) -> Iterator[ToldLine]:
    """Yield what a notice must say, filled or missing, each with a box that is ticked or not."""
    for item in items:
        name, value = content_said(item.name), item.value
        yield ToldLine(2, ItemOpen(name=name) if value is None else ItemFilled(name=name, value=value))


def first_due(due_items: tuple[Due, ...]) -> Due | None:
    """Return what must be done by a day first, else what may be done until one, else what no day is set for."""
    return min(due_items, key=lambda due: (due.by is None, not due.is_duty), default=None)


def inbox_row(
    offer: Offer,
    made: OfferReceived | CapacityRequested,
    items: tuple[ChecklistItem, ...],
    due_items: tuple[Due, ...],
    now: Any,
) -> dict[str, Any]:
    """Return one row of the partner manager's inbox: what is asked, the days left, is the notice complete."""
    first = first_due(due_items)
    beside = (*first.supposed, *first.beside) if first else ()
    lacking = missing(items)
    return {
        "offer": offer.id, "clause": offer.clause, "holder": offer.holder, "state": offer.state,
        "from": made.provider if isinstance(made, OfferReceived) else None,
        "asked": "" if offer.quantity is None else f"{whole(offer.quantity)} {offer.unit or ''}".strip(),
        "workloads": list(offer.workloads),
        "due": first.what if first else None, "who": list(first.who) if first else [],
        "quantity": _number(first.quantity) if first else None,
        "by": iso(first.until) if first and first.until else None,
        "business_days_left": first.days_left(now) if first else None,
        "then": str(first.then) if first else None, "then_reason": first.then.as_json() if first else None,
        "beside": [str(said) for said in beside], "beside_reasons": [said.as_json() for said in beside],
        "complete": not lacking, "missing": list(lacking), "every_due": [due_json(due, now) for due in due_items],
    }  # fmt: skip


def offer_json(offer: Offer, clause: FirstRefusal, due_items: Iterable[Due], now: Any) -> dict[str, Any]:
    """Return where an offer stands as plain values."""
    text = offer.right.clause if offer.right is not None else clause
    amounts = ("quantity", "matched", "delivered", "failed", "signed", "remainder")
    return {
        "offer": offer.id, "clause": offer.clause, "holders": list(clause.holders), "state": offer.state,
        "since": iso(offer.since), "willing": offer.willing, "unit": offer.unit,
        **{name: _number(getattr(offer, name)) for name in amounts},
        "notice": iso(offer.notice) if offer.notice else None,
        "window_closes": iso(offer.window_closes) if offer.window_closes else None,
        "tail_closes": iso(offer.tail_closes) if offer.tail_closes else None,
        "standing": [{"quantity": _number(p.quantity), "standing": p.standing, "why": str(p.why),
                      "reason": p.why.as_json()}
                     for p in offer.standing(now)],
        "parts": {name: whole(part) for name, part in offer.parts.items()},
        "terms": dict(offer.terms), "noticed_terms": dict(offer.noticed_terms or {}) or None,
        "compared": [{"name": i.name, "noticed": i.noticed, "now": i.now, "change": i.change}
                     for i in compare_terms(offer.noticed_terms or {}, offer.terms, text, offer.quantity, offer.unit)]
        if offer.noticed_terms is not None else [],
        "beside": [str(said) for said in offer.beside],
        "beside_reasons": [said.as_json() for said in offer.beside],
        "events": [_event(event) for event in offer.events],
        "without_effect": [_idle(item) for item in offer.without_effect if not item.stands],
        "uncleared": [_idle(item) for item in offer.without_effect if item.stands],
        "due": [due_json(due, now) for due in due_items],
    }  # fmt: skip


def _number(amount: Any) -> str | None:
    return None if amount is None else whole(amount)


def _idle(item: WithoutEffect) -> dict[str, Any]:
    return {"event": item.event, "why": str(item.reason), "reason": item.reason.as_json(),
            "mend": str(item.fix), "fix": item.fix.as_json()}  # fmt: skip


def _event(event: EventBase) -> dict[str, Any]:
    return {"id": event.id, "type": event.type, "at": iso(event.at), "by": event.by}
