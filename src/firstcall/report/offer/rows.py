"""An offer told: its story with the clause at each step, its terms compared, its inbox row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import iso, shown
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.expiry import Expiry
from firstcall.record.offers.matching import Compared, compare_terms
from firstcall.record.offers.offer import ZERO, Offer
from firstcall.record.offers.offer_reasons import RIGHT_ENDED
from firstcall.record.offers.refused_reasons import FurtherIsNew, NothingLeftOfOffer
from firstcall.record.offers.taking.performance import milestones_of
from firstcall.refusal.checks import ChecklistItem, missing
from firstcall.refusal.due import Due, waiting
from firstcall.report.offer.clock import due_json, due_lines
from firstcall.report.record.rows import event_line, offer_lines
from firstcall.said import Said, sentence

READS = {
    "received": "sign elsewhere: offer first", "notified": "sign elsewhere: offer first",
    "matched": "sign elsewhere: forbidden", "delivered": "sign elsewhere: forbidden",
    "matched-in-part": "what was taken: forbidden elsewhere; the rest is free from the end of the window",
    "declined": "free while the tail runs, on terms no better for the third party",
    "lapsed": "free while the tail runs, on terms no better for the third party",
    "released": "free while the tail runs, on terms no better for the third party",
    "waived": "free while the tail runs, on terms no better for the third party", "withdrawn": "as if never made",
}  # fmt: skip


class FreeForItself(Said):
    says = sentence("next.free-for-itself", "it is free ({why}), for its own quantity; sign it when you like")
    why: Said


class NoEffectivePrice(Said):
    says = sentence(
        "offer.no-effective-price",
        "no effective price can be reckoned from these terms, so each of them is compared by itself",
    )


class LeftIsFree(Said):
    says = sentence("next.left-is-free", "what is left is free ({why}); sign it when you like")
    why: Said


def source_of(clause: FirstRefusal) -> str:
    """Return where a right is written: its place in the instrument, or how it is known."""
    basis = clause.basis
    return f"{clause.id} ({basis.locator or basis.grade})"


def offer_story(
    offer: Offer, clause: FirstRefusal, where: ZoneInfo, due_items: Iterable[Due], now: Any
) -> Iterator[str]:
    """Yield what happened to an offer under one right, where it stands, and what is due."""
    text = offer.right.clause if offer.right is not None else clause
    yield f"{offer.id} under {source_of(text)}, held by {' and '.join(clause.holders)}"
    for event in offer.events:
        yield f"  {event_line(event, where)}"
    yield from offer_lines(offer, where)
    for item in offer.without_effect:
        yield f"    fix: {item.fix}"
    yield f"  {offer.free_because or READS[offer.state]}"
    for portion in offer.standing(now):
        amount = "all of it" if portion.quantity is None else f"{whole(portion.quantity)} {offer.unit or ''}".strip()
        yield f"  {amount}: {portion.standing} ({portion.why})"
    for holder, part in offer.parts.items():
        yield f"  {holder} got {whole(part)} {offer.unit or ''}".rstrip()
    yield from compared_lines(offer, text)
    for line in due_lines(due_items, now):
        yield f"  {line}"


def compared_lines(offer: Offer, clause: FirstRefusal) -> Iterator[str]:
    """Yield each term that is no longer as noticed."""
    if offer.noticed_terms is None:
        return
    for item in compare_terms(offer.noticed_terms, offer.terms, clause, offer.quantity, offer.unit):
        if item.change == "not reckoned":
            yield f"  {NoEffectivePrice()}"
        elif item.change not in ("same", "not compared"):
            change = f"{item.noticed or 'not there'} -> {item.now or 'gone'}"
            yield f"  {item.name}: noticed {change}, {_for_third_party(item)}"


def _for_third_party(item: Compared) -> str:
    return {"better": "better for the third party: to be offered again", "worse": "worse for the third party"}.get(
        item.change, item.change
    )


def checklist_lines(items: tuple[ChecklistItem, ...]) -> Iterator[str]:
    """Yield what a notice must say, filled or missing."""
    for item in items:
        yield f"  [{'x' if item.value is not None else ' '}] {item.name}: {item.value or 'missing'}"


def inbox_row(
    offer: Offer,
    made: OfferReceived | CapacityRequested,
    items: tuple[ChecklistItem, ...],
    due_items: tuple[Due, ...],
    now: Any,
) -> dict[str, Any]:
    """Return one line of the partner manager's inbox: what is asked, the days left, is the notice complete.

    What somebody must do by a day comes first, then what may be done until one, then what no day is set for.
    """
    first = min(due_items, key=lambda due: (due.by is None, not due.is_duty), default=None)
    beside = first.beside if first else ()
    lacking = missing(items)
    return {
        "offer": offer.id, "clause": offer.clause, "holder": offer.holder, "state": offer.state,
        "from": made.provider if isinstance(made, OfferReceived) else None,
        "asked": "" if offer.quantity is None else f"{whole(offer.quantity)} {offer.unit or ''}".strip(),
        "workloads": list(offer.workloads),
        "due": first.what if first else None, "who": list(first.who) if first else [],
        "by": iso(first.until) if first and first.until else None,
        "business_days_left": first.days_left(now) if first else None,
        "then": str(first.then) if first else None, "then_reason": first.then.as_json() if first else None,
        "beside": [str(said) for said in beside], "beside_reasons": [said.as_json() for said in beside],
        "complete": not lacking, "missing": list(lacking),
    }  # fmt: skip


def inbox_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the inbox as text."""
    for row in rows:
        asked = f"{row['asked']} from {row['from']}" if row["from"] else row["asked"]
        left = row["business_days_left"]
        days = "" if left is None else f", {left} business day{'' if left == 1 else 's'} left"
        ends = f" by {row['by']}{days}" if row["by"] else f": {row['then']}"
        due = f"{row['due']} from {' and '.join(row['who'])}{ends}" if row["due"] else "nothing is due"
        yield f"{row['offer']}  {row['clause']}  {row['state']}  {asked}  {due}"
        yield from (f"    {said}" for said in row["beside"])
        if row["missing"] and row["state"] in ("received", "notified"):
            yield f"    the notice lacks: {', '.join(row['missing'])}"


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
        "events": [_event(event) for event in offer.events],
        "without_effect": [{"event": item.event, "why": str(item.reason), "reason": item.reason.as_json(),
                            "mend": str(item.fix), "fix": item.fix.as_json()} for item in offer.without_effect],
        "due": [due_json(due, now) for due in due_items],
    }  # fmt: skip


def _number(amount: Any) -> str | None:
    return None if amount is None else whole(amount)


def _event(event: EventBase) -> dict[str, Any]:
    return {"id": event.id, "type": event.type, "at": iso(event.at), "by": event.by}


def performed_lines(offer: Offer, where: ZoneInfo, at: datetime, expiry: Expiry | None = None) -> Iterator[str]:
    """Yield how an offer stands after an act, in short, and what comes next."""
    yield from offer_lines(offer, where)
    if expiry is not None:
        yield f"  {expiry}"
    yield f"  next: {next_step(offer, where, at)}"


def next_step(offer: Offer, where: ZoneInfo, at: datetime) -> str:
    """Return what comes next for an offer, in one sentence."""
    if isinstance(offer.free_because, RIGHT_ENDED):
        return "; ".join((*_to_perform(offer, where, at), str(LeftIsFree(why=offer.free_because))))
    if offer.free_because is not None:
        used_up = "; ".join(map(str, (NothingLeftOfOffer(), FurtherIsNew())))
        return used_up if offer.remainder == ZERO else str(FreeForItself(why=offer.free_because))
    match offer.state:
        case "received":
            return _before_notice(offer, where)
        case "notified":
            return _while_it_runs(offer, where, at)
        case "withdrawn":
            return "nothing; record the offer again if it is made again"
        case "delivered":
            return "nothing is left to do under this right"
        case _:
            return "; ".join((*_to_perform(offer, where, at), *_to_sign(offer, where, at))) or (
                "nothing is free or due; offer it again before it is signed elsewhere"
            )


def _before_notice(offer: Offer, where: ZoneInfo) -> str:
    if offer.answerable_until is not None:
        until = shown(offer.answerable_until, where)
        return f"give notice of the amended terms; those noticed before may still be answered until {until}"
    if offer.lacked:
        return f"send what the notice lacked ({', '.join(offer.lacked)}); no clock runs until then"
    if not offer.willing:
        return "say when you are willing to accept it; then give notice of it"
    return "give notice of it; no clock runs until then"


def _while_it_runs(offer: Offer, where: ZoneInfo, at: datetime) -> str:
    if offer.window_closes is None:
        return "the clock stands; let it run again, or wait for the answer"
    ends = f"the time to answer ends at {shown(offer.window_closes, where)}"
    said = ", then ".join(_to_answer(offer, where, at)) or ends
    if offer.stop_asked_by:
        other = "holder" if offer.stop_asked_by == ("grantor",) else "grantor"
        return f"{said}; the clock runs on until the {other} agrees to stop it"
    if offer.lacked:
        said += (
            f"; the notice lacked {', '.join(offer.lacked)}, and counts as complete unless the holder objects in time"
        )
    if offer.arrival_supposed:
        said += "; reckoned as if it arrived when it was sent: record --delivered when you know"
    return said


def _to_answer(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[str]:
    """Yield who has yet to answer until when, tier by tier."""
    groups = waiting(offer, offer.right.clause) if offer.right is not None else []
    for names, closes in zip(groups, offer.tiers_close, strict=False):
        if names and at <= closes:
            yield f"{' and '.join(names)} answer{'s' if len(names) == 1 else ''} until {shown(closes, where)}"


def _to_perform(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[str]:
    for match in offer.matches:
        if match.open <= 0:
            continue
        ahead = [item for item in milestones_of(match) if item.lacking > 0]
        if ahead:
            verb = "sign" if ahead[0].what == "sign" else "deliver"
            late = ahead[0].by < at
            is_to, and_has_not = ("was", ", and has not") if late else ("is", "")
            yield f"{match.by} {is_to} to {verb} by {shown(ahead[0].by, where)}{and_has_not}"
        elif not milestones_of(match):
            yield f"no clause sets a day by which {match.by} must sign or deliver"


def _to_sign(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[str]:
    pools = [pool for pool in offer.pools if at < pool.until]
    if pools and not offer.better:
        last = max(pool.until for pool in pools)
        yield f"what is free may be signed elsewhere until {shown(last, where)}, not included"
    elif pools:
        yield f"the terms are better for the third party now ({', '.join(offer.better)}): give notice again"
