"""What comes next for an offer, as facts: who gives notice, answers, signs or delivers by when, and what is free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import reduce
from typing import Annotated
from zoneinfo import ZoneInfo

from firstcall.deadlines import InTurn
from firstcall.record.expiry import Expiry
from firstcall.record.notice_content import content_said
from firstcall.record.offers.offer import ZERO, Offer
from firstcall.record.offers.offer_reasons import RIGHT_ENDED
from firstcall.record.offers.refused_reasons import FurtherIsNew, NothingLeftOfOffer
from firstcall.record.offers.right import Right
from firstcall.record.offers.taking.performance import milestones_of
from firstcall.refusal.checks import what_it_lacked
from firstcall.refusal.due import ArrivalNotRecorded
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.record.rows import offer_lines
from firstcall.said import AllOf, Commas, Local, Said, Weekdayed, sentence


class NextIs(Said):
    says = sentence("next.is", "next: {told}")
    told: Said


class FreeForItself(Said):
    says = sentence("next.free-for-itself", "it is free ({why}), for its own quantity; sign it when you like")
    why: Said


class LeftIsFree(Said):
    says = sentence("next.left-is-free", "what is left is free ({why}); sign it when you like")
    why: Said


class RecordOfferAgain(Said):
    says = sentence("next.record-again", "nothing; record the offer again if it is made again")


class NothingLeftToDo(Said):
    says = sentence("next.nothing-left", "nothing is left to do under this right")


class OfferAgainFirst(Said):
    says = sentence("next.offer-again", "nothing is free or due; offer it again before it is signed elsewhere")


class NoticeOfAmended(Said):
    says = sentence(
        "next.notice-of-amended",
        "give notice of the amended terms; those noticed before may still be answered until {until}",
    )
    until: Annotated[datetime, Local]


class SendLacking(Said):
    says = sentence("next.send-lacking", "send what the notice lacked ({lacked}); no clock runs until then")
    lacked: Annotated[tuple[Said | str, ...], Commas]


class SayWhenWilling(Said):
    says = sentence("next.say-when-willing", "say when you are willing to accept it; then give notice of it")


class NoticeToGiveNext(Said):
    says = sentence("next.give-notice", "give notice of it; no clock runs until then")


class RunOrWait(Said):
    says = sentence("next.run-or-wait", "the clock stands; let it run again, or wait for the answer")


class TimeToAnswerEnds(Said):
    says = sentence("next.time-ends", "the time to answer ends at {at}")
    at: Annotated[datetime, Local]


class OneAnswersUntil(Said):
    says = sentence("next.one-answers", "{who} answers until {until}")
    who: str
    until: Annotated[datetime, Local]


class TheyAnswerUntil(Said):
    says = sentence("next.they-answer", "{who} answer until {until}")
    who: Annotated[tuple[str, ...], AllOf]
    until: Annotated[datetime, Local]


class ThenTheNext(Said):
    says = sentence("next.then", "{first}, then {second}")
    first: Said
    second: Said


class RecordArrival(Said):
    says = sentence(
        "next.record-arrival",
        "reckoned as if it arrived when it was sent: give --delivered, or correct it in the notice once you know",
    )


class ToSignBy(Said):
    says = sentence("next.to-sign", "{who} is to sign by {by}")
    who: str
    by: Annotated[datetime, Local]


class ToDeliverBy(Said):
    says = sentence("next.to-deliver", "{who} is to deliver by {by}")
    who: str
    by: Annotated[datetime, Local]


class HasNotSigned(Said):
    says = sentence("next.has-not-signed", "{who} was to sign by {by}, and has not")
    who: str
    by: Annotated[datetime, Local]


class HasNotDelivered(Said):
    says = sentence("next.has-not-delivered", "{who} was to deliver by {by}, and has not")
    who: str
    by: Annotated[datetime, Local]


class NoDaySetFor(Said):
    says = sentence("next.no-day-set", "no clause sets a day by which {who} must sign or deliver")
    who: str


class FreeElsewhereThrough(Said):
    says = sentence("next.free-through", "what is free may be signed elsewhere through {day}")
    day: Annotated[date, Weekdayed]


class BetterForThem(Said):
    says = sentence("next.better", "the terms are better for the third party now ({terms}): give notice again")
    terms: tuple[str, ...]


class TimeToAnswerOver(Said):
    says = sentence(
        "next.time-over", "the time to answer ended at {at}, and silence changes nothing: it waits for the answer"
    )
    at: Annotated[datetime, Local]


class MayRaiseUntil(Said):
    says = sentence("next.may-raise", "{who} may raise a part to the whole until {until}, or it lapses")
    who: Annotated[tuple[str, ...], AllOf]
    until: Annotated[datetime, Local]


def performed_lines(
    offer: Offer, where: ZoneInfo, at: datetime, expiry: Expiry | None = None, right: Right | None = None
) -> Iterator[ToldLine]:
    """Yield how an offer stands after an act, in short, and what comes next.

    Args:
      offer: the offer.
      where: whose days and hours are told.
      at: the instant.
      expiry: when the third party's own offer ends, if that is to be told.
      right: the right under which notice is, or would be, given; a holder that is asked first waits for no third party.
    """
    yield from offer_lines(offer, where)
    if offer.not_below is not None:
        yield ToldLine(2, offer.not_below)
    if expiry is not None:
        yield ToldLine(2, expiry.told())
    asked_first = right is not None and right.clause.trigger != "third_party_offer"
    yield ToldLine(2, NextIs(told=next_step(offer, where, at, asked_first=asked_first)))


def next_step(offer: Offer, where: ZoneInfo, at: datetime, *, asked_first: bool = False) -> Said:
    """Return what comes next for an offer, in one sentence; who is asked first is noticed without further ado."""
    if isinstance(offer.free_because, RIGHT_ENDED):
        return InTurn(parts=(*_to_perform(offer, where, at), LeftIsFree(why=offer.free_because)))
    if offer.free_because is not None:
        if offer.remainder == ZERO:
            return InTurn(parts=(NothingLeftOfOffer(), FurtherIsNew()))
        free = FreeForItself(why=offer.free_because)
        if not offer.beyond:
            return free
        rest = _by_state(offer, where, at, asked_first)
        return InTurn(parts=(free, rest)) if offer.alone else rest
    return _by_state(offer, where, at, asked_first)


def _by_state(offer: Offer, where: ZoneInfo, at: datetime, asked_first: bool) -> Said:
    match offer.state:
        case "received":
            return _before_notice(offer, where, asked_first)
        case "notified":
            return _while_it_runs(offer, where, at)
        case "withdrawn":
            return RecordOfferAgain()
        case "delivered":
            return NothingLeftToDo()
        case _:
            parts = (*_to_perform(offer, where, at), *_to_sign(offer, where, at))
            if not parts:
                used_up = offer.remainder == ZERO or (offer.remainder is None and offer.cleared)
                parts = (NothingLeftOfOffer(), FurtherIsNew()) if used_up else (OfferAgainFirst(),)
            return InTurn(parts=(*parts, ArrivalNotRecorded()) if offer.freed_on_arrival else parts)


def _before_notice(offer: Offer, where: ZoneInfo, asked_first: bool) -> Said:
    if offer.answerable_until is not None:
        return NoticeOfAmended(until=offer.answerable_until.astimezone(where))
    if offer.lacked:
        return SendLacking(lacked=tuple(map(content_said, offer.lacked)))
    return NoticeToGiveNext() if offer.willing or asked_first else SayWhenWilling()


def _while_it_runs(offer: Offer, where: ZoneInfo, at: datetime) -> Said:
    if offer.window_closes is None:
        return RunOrWait()
    ends = offer.window_closes.astimezone(where)
    if at > ends:
        return TimeToAnswerOver(at=ends)
    answers = list(_to_answer(offer, where, at)) or [TimeToAnswerEnds(at=ends)]
    told = [reduce(lambda first, second: ThenTheNext(first=first, second=second), answers)]
    told += _to_raise(offer, where, at)
    cured = offer.object_by is not None and at > offer.object_by
    told += [what_it_lacked(offer.lacked, cured=cured)] if offer.lacked else []
    told += [RecordArrival()] if offer.arrival_supposed else []
    return InTurn(parts=tuple(told))


def _to_answer(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[Said]:
    """Yield who has yet to answer until when, tier by tier."""
    groups = offer.waiting(offer.right.clause) if offer.right is not None else []
    for names, closes in zip(groups, offer.tiers_close, strict=False):
        if names and at <= closes:
            until = closes.astimezone(where)
            one = len(names) == 1
            yield OneAnswersUntil(who=names[0], until=until) if one else TheyAnswerUntil(who=names, until=until)


def _to_raise(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[Said]:
    """Yield whose part binds only with the whole, and until when it may be raised, tier by tier."""
    groups = offer.waiting(offer.right.clause, raising=True) if offer.right is not None else []
    for names, closes in zip(groups, offer.tiers_close, strict=False):
        if names and at <= closes:
            yield MayRaiseUntil(who=names, until=closes.astimezone(where))


def _to_perform(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[Said]:
    for match in offer.matches:
        if match.open <= 0:
            continue
        first = next((item for item in milestones_of(match) if item.lacking > 0), None)
        if first is not None:
            who, by = match.by, first.by.astimezone(where)
            if first.what == "sign":
                yield HasNotSigned(who=who, by=by) if first.by < at else ToSignBy(who=who, by=by)
            else:
                yield HasNotDelivered(who=who, by=by) if first.by < at else ToDeliverBy(who=who, by=by)
        elif not milestones_of(match):
            yield NoDaySetFor(who=match.by)


def _to_sign(offer: Offer, where: ZoneInfo, at: datetime) -> Iterator[Said]:
    pools = [pool for pool in offer.pools if at < pool.until]
    if pools and not offer.better:
        yield FreeElsewhereThrough(day=offer.last_day_of(max(pool.until for pool in pools)))
    elif pools:
        yield BetterForThem(terms=tuple(offer.better))
