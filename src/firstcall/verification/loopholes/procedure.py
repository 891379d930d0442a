"""The acts of an offer: it comes, is noticed, answered, changed, taken back, and called failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.record.notice_content import missing, notice_items
from firstcall.record.offers.offer import Offer
from firstcall.record.position import Position
from firstcall.values import dataclass
from firstcall.verification.loopholes import told_facts as told
from firstcall.verification.loopholes.entering import entered, occurrence
from firstcall.verification.loopholes.say import AT_FIRST, TRIFLE, HolderSay, NoticedTerms, TermsLevel, due_from
from firstcall.verification.loopholes.scene import TradedAmounts, amounts_for, restrictions_named
from firstcall.verification.loopholes.state import OFFER_SLOTS, REQUEST_SLOT, LoopholeState

_PLAIN = {"price": "100", "term_months": "24", "prepayment": "10", "termination_fee": "10"}
_BETTER = {"price": "200", "term_months": "48", "prepayment": "90", "termination_fee": "90"}
_WORSE = {"price": "50", "term_months": "12", "prepayment": "1", "termination_fee": "1"}
_PLAINLY = ("receive", "notice", "answer", "sign", "consent", "wait", "amendment")
_BENDING = ("match", "part", "trifle", "better", "withdraw", "fail")
NextStates = Iterator[LoopholeState | None]


@dataclass(frozen=True, slots=True)
class OfferScene:
    """A state with what acts on offers read of it."""

    state: LoopholeState
    here: Position
    rights: tuple[FirstRefusal, ...]
    offers: Mapping[tuple[str, str], Offer]

    @property
    def grantor(self) -> str:
        """The party that granted the rights."""
        return self.here.now.grantor

    @property
    def amounts(self) -> TradedAmounts:
        """How much is offered."""
        return amounts_for(self.rights)

    def in_full(self, offer: str | None = None) -> tuple[FirstRefusal, ...]:
        """Return the rights that are gone through whole here; of an offer, those that such an offer begins.

        A right that begins with what the grantor needs is gone through on requests, every other on offers.
        """
        named = restrictions_named(self.here, self.state.scene)
        fresh = {held.clause.id for held in named if held.path not in self.state.scene.known}
        return tuple(
            one for one in self.rights if one.id in fresh and (offer is None or (
                (offer, one.id) in self.offers and (one.trigger == "third_party_offer") == (offer in OFFER_SLOTS)
            ))
        )  # fmt: skip

    @property
    def plainly(self) -> bool:
        """Say whether offers were only made, noticed, declined and signed: a second may come only then."""
        return all(step.act in _PLAINLY for step in self.state.steps)

    @property
    def is_alone(self) -> bool:
        """Say whether one offer at most has come, so that every act on it is tried."""
        return OFFER_SLOTS[1] not in {name for name, _ in self.offers}

    def may_bend(self, offer: str) -> bool:
        """Say whether every act on an offer is tried: it came alone, or what came beside it is dealt with plainly."""
        return self.is_alone and all(
            event.get("offer") == offer for step in self.state.steps if step.act in _BENDING for event in step.events
        )

    def under(self, offer: str) -> dict[str, Offer]:
        """Return an offer as it stands under each right."""
        return {right: one for (name, right), one in self.offers.items() if name == offer}


def acts_on_offers(scene: OfferScene) -> NextStates:
    """Yield the states after each act that concerns an offer; None for one that is refused."""
    if not scene.rights:
        return
    yield from _arrivals(scene)
    for name in dict.fromkeys(name for name, _ in scene.offers):
        yield _declined_elsewhere(scene, name, _noticed(scene, name))
        yield from _answers(scene, name)
        if scene.may_bend(name) and scene.in_full(name):
            yield from _changes(scene, name)


def _arrivals(scene: OfferScene) -> NextStates:
    several = any(not one.continuing or one.quantity_floor is not None or one.quantity_cap is not None
                  for one in scene.in_full())  # fmt: skip
    state, amounts = scene.state, scene.amounts
    if any(one.trigger == "third_party_offer" for one in scene.rights):
        for name in OFFER_SLOTS[: 2 if several and scene.plainly else 1]:
            if any(one.state != "withdrawn" for one in scene.under(name).values()):
                continue
            sizes = (amounts.whole, amounts.token) if several else (amounts.whole,)
            for quantity in sizes:
                what = told.OfferComes(by=scene.grantor, offer=name, quantity=quantity, provider=state.scene.provider)
                event = _received(scene, name, quantity)
                yield entered(state, "receive", scene.grantor, what, (event,), levels=state.with_level(name, AT_FIRST))
            for kind in dict.fromkeys(kind for one in scene.in_full() for kind in one.exempt):
                as_kind = told.OfferComesAs(
                    by=scene.grantor, offer=name, quantity=amounts.whole, provider=state.scene.provider, kind=kind
                )
                event = {**_received(scene, name, amounts.whole), "exemption": kind}
                yield entered(state, "exempt", scene.grantor, as_kind, (event,), detail=kind,
                              levels=state.with_level(name, AT_FIRST))  # fmt: skip
            break
    asked = any(one.trigger != "third_party_offer" for one in scene.rights)
    if asked and all(one.state == "withdrawn" for one in scene.under(REQUEST_SLOT).values()):
        asks = told.AsksForCapacity(by=scene.grantor, offer=REQUEST_SLOT, quantity=amounts.whole)
        event = {**_received(scene, REQUEST_SLOT, amounts.whole), "type": "capacity-requested"}
        del event["provider"], event["bona_fide"]
        yield entered(state, "request", scene.grantor, asks, (event,), levels=state.with_level(REQUEST_SLOT, AT_FIRST))


def _received(scene: OfferScene, name: str, quantity: Decimal) -> dict[str, Any]:
    state, unit = scene.state, scene.amounts.unit
    qualities = dict.fromkeys(one for right in scene.rights for one in right.bona_fide if one != "named")
    return {
        **occurrence(state, "offer-received", scene.grantor, offer=name, provider=state.scene.provider),
        "quantity": str(quantity), "workloads": [state.scene.workload], "dimensions": dict(state.scene.dimensions),
        "terms": terms_at(scene, AT_FIRST), "bona_fide": list(qualities), **({"unit": unit} if unit else {}),
    }  # fmt: skip


def terms_at(scene: OfferScene, level: TermsLevel) -> dict[str, str]:
    """Return the terms of an offer at a level: as at first, with one changed a trifle, or with one made better."""
    selling = any(one.grantor == "seller" for one in scene.rights)
    found = dict(_PLAIN)
    if level == TRIFLE:
        found["price"] = "100.01" if selling else "99.99"
    elif level != AT_FIRST:
        found[level] = (_WORSE if selling else _BETTER)[level]
    if any(
        isinstance(held.clause, Delivery) and any(step.anchor == "start" for step in held.clause.milestones)
        for held in scene.here.now.clauses
    ):
        found["start"] = "2000-01-01"
    return found


def levels_of(rights: tuple[FirstRefusal, ...]) -> tuple[TermsLevel, ...]:
    """Return the levels that terms can have.

    Of the terms that rights compare, and of those that some right does not, one stands for all; a trifle matters
    only where a notice given again has a window of its own.
    """
    loose = [name for name in _PLAIN if not all(_compares(one, name) for one in rights)]
    firm = [name for name in _PLAIN if name not in loose]
    trifling = (TRIFLE,) if any(one.window.reoffer is not None for one in rights) else ()
    return (AT_FIRST, *trifling, *firm[:1], *loose[:1])


def _compares(right: FirstRefusal, term: str) -> bool:
    """Say whether a right compares a term of what is signed with what was noticed."""
    rule = right.terms.get(term)
    if rule is None:
        return right.acceptance == "mirror"
    return rule.must_match and rule.direction != "free"


def _noticed(scene: OfferScene, name: str) -> LoopholeState | None:
    state, under = scene.state, scene.under(name)
    performing = any(one.taken.offer == name for one in state.say.matches)
    if performing or any(one.state in ("matched", "delivered", "withdrawn") for one in under.values()):
        return None
    level = state.level(name)
    if all(one.state == "notified" for one in under.values()):
        return None
    willing = any(one.willing for one in under.values())
    made = scene.here.offer_made(name)
    assert made is not None
    lacking: dict[str, None] = {}
    say: HolderSay = state.say
    for right in scene.rights:
        offer, held = under.get(right.id), scene.here.right_on(right, name)(state.now)
        if offer is None or held is None:
            continue
        lacking |= dict.fromkeys(missing(notice_items(right, made, offer.quantity, offer.terms)))
        full = held.closes(state.now, state.now, None, (), again=False)
        assert full is not None and offer.quantity is not None
        left = offer.quantity if offer.remainder is None else offer.remainder
        say = say.noticed(NoticedTerms(right.id, name, level, left, offer.quantity, state.now, full[-1]))
    said = [] if willing else [occurrence(state, "grantor-willing", scene.grantor, offer=name)]
    notice = occurrence(state, "notice-given", scene.grantor, offer=name, states=list(lacking))
    what = told.GivesNotice(by=scene.grantor, offer=name)
    return entered(state, "notice", scene.grantor, what, (*said, notice), say)


def _answers(scene: OfferScene, name: str) -> NextStates:
    state = scene.state
    for right in scene.rights:
        if not any(state.say.of(right.id, name)):
            continue
        own: dict[str, Any] = {"offer": name, "clause": right.id}
        yield _declined(state, right, name)
        if not scene.may_bend(name) or right not in scene.in_full():
            continue
        took = tuple(occurrence(state, "matched", holder, **own) for holder in right.holders)
        takes = told.MatchesOffer(holders=right.holders, offer=name, clause=right.id)
        due = due_from(right, scene.here.now, state.now)
        yield entered(state, "match", right.holder, takes, took, state.say.answered(right.id, name, None, due))
        part = scene.amounts.token
        if right.partial == "none":
            continue
        some = (occurrence(state, "matched-in-part", right.holder, quantity=str(part), **own),)
        parts = told.TakesPart(holder=right.holder, quantity=part, offer=name, clause=right.id)
        yield entered(state, "part", right.holder, parts, some, state.say.answered(right.id, name, part, due))


def _declined(state: LoopholeState, right: FirstRefusal, name: str) -> LoopholeState | None:
    declined = tuple(occurrence(state, "declined", one, offer=name, clause=right.id) for one in right.holders)
    what = told.DeclinesOffer(holders=right.holders, offer=name, clause=right.id)
    return entered(state, "answer", right.holder, what, declined, state.say.answered(right.id, name, Decimal(0), None))


def _declined_elsewhere(scene: OfferScene, name: str, noticed: LoopholeState | None) -> LoopholeState | None:
    """Return a notice with what follows at once: the holders of rights that were gone through elsewhere decline."""
    fresh = scene.in_full(name)
    for right in () if noticed is None else scene.rights:
        if noticed is not None and right not in fresh and any(noticed.say.of(right.id, name)):
            noticed = _declined(noticed, right, name) or noticed
    return noticed


def _changes(scene: OfferScene, name: str) -> NextStates:
    state, by, under = scene.state, scene.grantor, scene.under(name).values()
    settled = any(one.state in ("matched", "delivered", "withdrawn") for one in under)
    for level in () if settled else levels_of(scene.rights):
        if level not in (AT_FIRST, state.level(name)) and (level != TRIFLE or state.level(name) == AT_FIRST):
            terms = terms_at(scene, level)
            event = occurrence(state, "terms-amended", by, offer=name, terms=terms)
            levels = state.with_level(name, level)
            if level == TRIFLE:
                moves = told.TermMoves(term="price", offer=name, value=terms["price"])
                yield entered(state, "trifle", by, moves, (event,), levels=levels)
            else:
                improves = told.TermImproves(term=level, offer=name, value=terms[level])
                yield entered(state, "better", by, improves, (event,), detail=level, levels=levels)
    lets = {one.id for one in scene.rights if one.withdrawal != "none"}
    if any(one.state == "received" or (one.state == "notified" and one.clause in lets) for one in under):
        back = occurrence(state, "withdrawn", by, offer=name)
        yield entered(state, "withdraw", by, told.TakesBack(by=by, offer=name), (back,), state.say.without(name),
                      contracts=state.contracts_without(name))  # fmt: skip
    taken = frozenset((name, one.taken.level or "") for one in state.say.matches if one.taken.offer == name)
    if taken - state.failures:
        failed = occurrence(state, "holder-failed", by, offer=name)
        ends = any(one.failure.then == "release_and_terminate" for one in scene.rights) or any(
            isinstance(held.clause, Delivery) and "termination" in held.clause.remedy for held in scene.here.now.clauses
        )
        say, failures = state.say.failed(name, state.now, ends=ends), state.failures | taken
        yield entered(state, "fail", by, told.CallsFailed(by=by, offer=name), (failed,), say, failures=failures)
