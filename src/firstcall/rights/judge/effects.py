"""What each clause says to an act, given the facts it reads: its effect.

One function per clause kind. A clause whose scope does not hold the question says nothing at all; that
is settled before (`weigh`), so here every clause is in scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import assert_never

from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Clause,
    Consent,
    DatedDuty,
    Delivery,
    Escape,
    Exclusivity,
    FirstRefusal,
    Licence,
    Option,
    Payment,
    PricePromise,
    Priority,
    Prohibition,
    Term,
)
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.prohibition import ProhibitedAct
from firstcall.agreement.terms import InForce, Terms
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.events.kinds import ConsentGiven, ContractSigned
from firstcall.record.expiry import expiry_of
from firstcall.record.notice_content import content_said
from firstcall.record.offers.offer import Offer, Portion
from firstcall.record.offers.offer_reasons import RIGHT_ENDED, BelowFloor, OfferExempt, PortionState, SignedInOtherUnit
from firstcall.record.offers.right import Right, right_in
from firstcall.record.offers.taking.performance import other_unit
from firstcall.record.position import Position
from firstcall.rights.judge.bans.prohibition import why_banned
from firstcall.rights.judge.doing import NONE, Doing, Effect, EffectKind
from firstcall.rights.judge.effect_reasons import (
    ArrivalSupposed,
    FreeForSomebodyElse,
    HolderOperates,
    HomeOfExclusivity,
    NoneAnswered,
    NoneOffered,
    NotAnswered,
    NotFreeOnTerms,
    NoticeCuredBySilence,
    NoticeRunsNoClock,
    NoticeSentIncomplete,
    NotOffered,
    NotOfferedThen,
    OfferFreeByItself,
    OfferNotFree,
    OfferWasFree,
    OnlyAt,
    OnlyAtUnless,
    PartNotYetBinding,
    PartyConsented,
    SignedUnoffered,
    TailIsOpen,
    TookOffer,
    TookOfOffer,
)
from firstcall.rights.judge.permissions.approval import approval_effect
from firstcall.rights.judge.permissions.routes import giver, routes_to
from firstcall.said import Said


def effect(
    held: InForce, doing: Doing, terms: Terms, position: Position, *, counting: EventBase | None = None
) -> Effect:
    """Return what a clause says to an act.

    Args:
      held: the clause, whose scope holds the act.
      doing: the act.
      terms: the terms in force at the act's instant.
      position: the record at that instant.
      counting: for a signing that is on the record, the event itself: only what counts before it serves.
    """
    clause: Clause = held.clause
    match clause:
        case Exclusivity():
            return _exclusivity(clause, doing, terms, position, counting)
        case FirstRefusal():
            return _first_refusal(clause, doing, terms, position, counting)
        case Approval():
            return approval_effect(held, clause, doing, terms, position, counting)
        case Prohibition():
            return _prohibition(clause, doing, terms, position, counting)
        case (
            Consent()
            | Term()
            | Licence()
            | Escape()
            | Priority()
            | RevenueShare()
            | Commitment()
            | Delivery()
            | Payment()
            | DatedDuty()
            | Option()
            | PricePromise()
        ):
            return NONE
        case _:
            assert_never(clause)


def _exclusivity(
    clause: Exclusivity, doing: Doing, terms: Terms, position: Position, counting: EventBase | None
) -> Effect:
    if doing.act not in clause.acts:
        return NONE
    if doing.place in clause.at:
        return Effect("clear", HomeOfExclusivity(place=doing.place, holder=clause.holder), ("at", "holder"))
    routes = routes_to(clause.id, position)
    consent = position.consent(clause.id, doing.subject(), before=counting)
    if consent is not None:
        given = PartyConsented(party=consent.by, consent=consent.consent)
        return Effect("clear", given, ("at",), (consent,), routes)
    if routes:
        who = tuple([giver(terms, route) for route in routes])
        why = OnlyAtUnless(at=clause.at, who=who, provider=doing.provider)
        return Effect("consent", why, ("at", "holder"), (), routes, routes)
    return Effect("forbid", OnlyAt(at=clause.at), ("at", "holder"))


def _prohibition(
    clause: Prohibition, doing: Doing, terms: Terms, position: Position, counting: EventBase | None
) -> Effect:
    if not clause.forbids(doing.act, terms.grantor):
        return NONE
    consent = position.consent(clause.id, doing.subject(), before=counting)
    return ban(clause, doing.act, consent, terms, position)


def ban(
    clause: Prohibition, act: ProhibitedAct, consent: ConsentGiven | None, terms: Terms, position: Position
) -> Effect:
    """Return what a prohibition says to an act that it reaches: met by a consent, to be consented to, or forbidden."""
    routes, fields = routes_to(clause.id, position), ("acts", "except") if clause.except_ else ("acts",)
    if consent is not None:
        given = PartyConsented(party=consent.by, consent=consent.consent)
        return Effect("clear", given, fields, (consent,), routes)
    who = tuple([giver(terms, route) for route in routes])
    kind: EffectKind = "consent" if routes else "forbid"
    return Effect(kind, why_banned(clause, act, who), fields, (), routes, routes)


def _first_refusal(
    clause: FirstRefusal, doing: Doing, terms: Terms, position: Position, counting: EventBase | None
) -> Effect:
    if doing.act != "sign":
        return NONE
    for holder in clause.holders:
        if doing.place in terms.operated_by(holder):
            return Effect("clear", HolderOperates(holder=holder, place=doing.place), ("holder",))
    if counting is not None:
        return _at_signing(clause, doing, position)
    if doing.offer is None:
        right = position.right_on(clause)(doing.at)
        if right is not None and right.spent is not None:
            return Effect("clear", right.spent, ("holder",))
        told: tuple[Said, ...] = ()
        if right is not None and doing.quantity is not None:
            below = right.below_floor(doing.provider, doing.quantity, doing.at)
            if below is not None:
                return Effect("clear", below, ("holder", "quantity_floor"))
            lifted = right.lifted_to_floor(doing.provider, doing.quantity, right.bought(doing.provider, doing.at))
            told = (lifted,) if lifted is not None else ()
        return Effect("offer", _unoffered(clause), ("holder", "trigger"), told=told)
    offer = position.offer(doing.offer, clause)
    if offer is None:
        return Effect("offer", _unoffered(clause), ("holder", "trigger"))
    other = _another_provider(offer, doing)
    if other is not None:
        return Effect("offer", other, ("holder", "exempt", "quantity_floor"), tuple(offer.events))
    found = standing_effect(offer, offer.standing(doing.at, doing.quantity), doing.at)
    expires = _expires(offer, position, clause)
    if expires:
        found = replace(found, told=(*found.told, *expires))
    if clause.id in terms.by_id and right_in(terms, clause.id, clause.holder, doing.at) is None:
        return replace(found, fields=(*found.fields, "in_flight"))
    return found


def _unoffered(clause: FirstRefusal) -> Said:
    """Return that nobody who holds a right was offered the capacity."""
    first, *others = clause.holders
    return NoneOffered(holders=clause.holders) if others else NotOffered(holder=first)


def _another_provider(offer: Offer, doing: Doing) -> Said | None:
    """Return why an offer that is free by itself does not free a contract with somebody else."""
    if offer.free_because is None or isinstance(offer.free_because, RIGHT_ENDED):
        return None
    if offer.provider is None or offer.provider == doing.provider:
        return None
    return FreeForSomebodyElse(
        offer=offer.id, provider=offer.provider, why=offer.free_because, asked=doing.provider
    )  # fmt: skip


def _at_signing(clause: FirstRefusal, doing: Doing, position: Position) -> Effect:
    """Return what a first refusal said to a signing that is on the record."""
    contract = doing.contract
    assert contract is not None
    if contract.offer is None:
        below = _signed_below(contract, doing, position.right_on(clause)(doing.at))
        if below is not None:
            return Effect("clear", below, ("holder", "quantity_floor"), (contract,))
        return Effect("offer", SignedUnoffered(holders=clause.holders), ("holder", "trigger"), (contract,))
    offer = position.offer(contract.offer, clause)
    if offer is not None and contract.contract in offer.cleared:
        return Effect("clear", OfferWasFree(offer=offer.id), _read(offer), (*offer.events, contract))
    other = other_unit(contract, offer.unit) if offer is not None else None
    if offer is not None and other is not None:
        unlike = SignedInOtherUnit(unit=other, wanted=offer.unit or "")
        return Effect("offer", OfferNotFree(offer=offer.id, state=offer.state, why=unlike), ("holder",), (contract,))
    if offer is None:
        return Effect("offer", NotOfferedThen(holders=clause.holders), ("holder",), (contract,))
    found = standing_effect(offer, offer.standing(doing.at, doing.quantity), doing.at)
    if found.kind != "clear":
        return found
    why = NotFreeOnTerms(offer=offer.id)
    return Effect("offer", why, (*_read(offer), "tolerance"), (*offer.events, contract))


def _signed_below(contract: ContractSigned, doing: Doing, right: Right | None) -> Said | None:
    """Return why a contract without an offer was free: with all that was bought, itself included, below the floor."""
    if right is None or not doing.quantity or other_unit(contract, right.clause.parts.unit) is not None:
        return None
    return right.below_floor(contract.provider, Decimal(0), doing.at)


def standing_effect(offer: Offer, portions: tuple[Portion, ...], at: datetime) -> Effect:
    """Return what a first refusal says to signing portions of an offer at an instant: the strictest of them."""
    order = {"free": 0, "offer": 1, "taken": 2}
    worst = max(portions, key=lambda portion: order[portion.standing])
    kinds: dict[str, EffectKind] = {"free": "clear", "offer": "offer", "taken": "forbid"}
    shown = portions if len({portion.standing for portion in portions}) > 1 else ()
    fields = ("holder", *_free_by(offer)) if offer.free_because is not None else _read(offer)
    return Effect(
        kinds[worst.standing], _of_portion(offer, worst, at), fields, tuple(offer.events), portions=shown,
        supposes=tuple(_supposed(offer)), told=tuple(_beside(offer)),
    )  # fmt: skip


def _free_by(offer: Offer) -> tuple[str, ...]:
    """Return the field of the clause by which an offer is free whatever its state."""
    match offer.free_because:
        case OfferExempt():
            return ("exempt",)
        case BelowFloor():
            return ("quantity_floor",)
        case _:
            return ()


_BY_WINDOW = ("notified", "lapsed", "matched-in-part")


def _supposed(offer: Offer) -> Iterator[Said]:
    """Yield the arrival that an answer takes for granted because nobody recorded one."""
    waits = offer.arrival_supposed and offer.state == "notified"
    if offer.free_because is None and (waits or offer.freed_on_arrival):
        assert offer.notice is not None
        piece = offer.runs.completed if offer.runs is not None and offer.arrived != offer.notice else None
        yield ArrivalSupposed(offer=offer.id, at=piece or offer.notice)


def _expires(offer: Offer, position: Position, clause: FirstRefusal) -> tuple[Said, ...]:
    """Return when the third party's own offer ends, beside the first day on which it can be free."""
    if "expires" not in offer.terms:
        return ()
    right = offer.right or position.right_on(clause, offer.id)(position.at)
    expiry = expiry_of(offer, right, position.at)
    return (expiry.told(),) if expiry is not None else ()


def _beside(offer: Offer) -> Iterator[Said]:
    """Yield what an answer must say beside its reason: what a notice lacked, and events without effect."""
    if offer.not_below is not None:
        yield offer.not_below
    lacked = tuple(map(content_said, offer.lacked))
    if lacked and offer.notice is not None and offer.state in (*_BY_WINDOW, "declined", "matched"):
        if offer.state == "lapsed":
            yield NoticeCuredBySilence(offer=offer.id, lacked=lacked)
        else:
            yield NoticeSentIncomplete(offer=offer.id, lacked=lacked)
    elif offer.lacked and offer.state == "received":
        yield NoticeRunsNoClock(offer=offer.id, lacked=lacked)
    yield from offer.beside
    yield from (item.told() for item in offer.without_effect if not item.stands)


def _of_portion(offer: Offer, portion: Portion, at: datetime) -> Said:
    """Return why a portion stands as it does: by its tail or its taking, or for what makes the whole offer free."""
    match portion.standing:
        case "free" if offer.free_because is not None:
            return OfferFreeByItself(offer=offer.id, why=offer.free_because)
        case "free":
            return TailIsOpen(offer=offer.id, state=offer.state)
        case "taken":
            takers = tuple(dict.fromkeys(match.by for match in offer.matches if match.kept > 0))
            if offer.taken is None:
                return TookOffer(holders=takers, offer=offer.id)
            return TookOfOffer(holders=takers, offer=offer.id, quantity=Decimal(whole(offer.taken)))
        case "offer":
            if portion.why == PortionState(state=offer.state):
                return _unanswered(offer, at)
            return OfferNotFree(offer=offer.id, state=offer.state, why=portion.why)
        case _:
            assert_never(portion.standing)


def _unanswered(offer: Offer, at: datetime) -> Said:
    """Return whose answer an offer waits for: who has time left to give one, or to raise a part to the whole."""
    who = offer.holders
    if offer.right is not None and offer.state == "notified":
        for raising in (False, True):
            groups = zip(offer.waiting(offer.right.clause, raising=raising), offer.tiers_close, strict=False)
            left = tuple(dict.fromkeys(name for names, closes in groups if at <= closes for name in names))
            if left and raising:
                return PartNotYetBinding(offer=offer.id, state=offer.state, holders=left)
            if left:
                who = left
                break
    if len(who) > 1:
        return NoneAnswered(offer=offer.id, state=offer.state, holders=who)
    return NotAnswered(offer=offer.id, state=offer.state, holder=who[0])


def _read(offer: Offer) -> tuple[str, ...]:
    """Return the fields of the clause that an offer's state rests on."""
    match offer.state:
        case "lapsed" | "notified" | "matched-in-part":
            return (
                "holder",
                "window.n",
                "window.unit",
                "window.anchor",
                "window.cutoff",
                "tail.n",
                "tail.anchor",
            )
        case "declined" | "released" | "waived":
            return ("holder", "tail.n", "tail.unit", "tail.anchor")
        case "received" | "matched" | "delivered" | "withdrawn":
            return ("holder",)
        case _:
            assert_never(offer.state)
