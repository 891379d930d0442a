"""The acts that end a trace: what may be signed is signed, with consents, and time passes between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from firstcall.agreement.model.clauses.kinds import Consent, Exclusivity, FirstRefusal
from firstcall.agreement.terms import InForce, terms, versions
from firstcall.dates import acting_hour, local_day
from firstcall.errors import FirstcallError
from firstcall.record.dated.speaking import speaks_now
from firstcall.rights.decide import answer
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked
from firstcall.verification.findings.finding import TraceStep
from firstcall.verification.loopholes import told_facts as told
from firstcall.verification.loopholes.entering import A_MINUTE, entered, occurrence
from firstcall.verification.loopholes.procedure import NextStates, OfferScene, terms_at
from firstcall.verification.loopholes.say import AT_FIRST, HolderWord
from firstcall.verification.loopholes.scene import restrictions_named
from firstcall.verification.loopholes.state import LoopholeAct, LoopholeState, SignedContract, moments_ahead

MOST_CONTRACTS = 2
UNDER_NO_OFFER = "no-offer"


def consents_given(scene: OfferScene) -> NextStates:
    """Yield the states after each consent that lifts an exclusivity which names the use."""
    state, here = scene.state, scene.here
    named = {held.clause.id: held.clause for held in restrictions_named(here, state.scene)
             if isinstance(held.clause, Exclusivity)}  # fmt: skip
    for held in here.now.speaking(here.at):
        clause = held.clause
        if not isinstance(clause, Consent) or clause.id in state.consents or not speaks_now(here, held):
            continue
        lifted = tuple(name for name in clause.lifts if name in named)
        if not lifted:
            continue
        quantity = scene.amounts.whole if clause.covers == "quantity" else None
        words = {HolderWord(name, None, None, quantity) for name in lifted if named[name].holder == clause.by}
        covers: dict[str, Any] = {"quantity": str(quantity)} if quantity is not None else {}
        if clause.covers == "contract":
            covers["contract"] = _next_contract(state)
        if clause.covers == "workload":
            covers["workloads"] = [state.scene.workload]
        event = occurrence(state, "consent-given", clause.by, consent=f"consent-{clause.id}", clauses=list(lifted),
                           provider=state.scene.provider, **covers)  # fmt: skip
        what = told.ConsentsTo(by=clause.by, clause=clause.id, provider=state.scene.provider, lifted=lifted)
        say = replace(state.say, words=state.say.words | words)
        yield entered(state, "consent", clause.by, what, (event,), say, consents=state.consents | {clause.id})


def _next_contract(state: LoopholeState) -> str:
    return f"contract-{len(state.contracts) + 1}"


def signings(scene: OfferScene) -> Iterator[tuple[LoopholeState, tuple[InForce, ...]]]:
    """Yield the states after each signing that may be done, with the restrictions whose holders had no say on it."""
    state, amounts = scene.state, scene.amounts
    if len(state.contracts) >= MOST_CONTRACTS or not restrictions_named(scene.here, state.scene):
        return
    ways: list[tuple[LoopholeAct, str | None, Decimal, datetime]] = [
        ("built", None, amounts.whole, state.now), ("sign", None, amounts.whole, state.now),
        *(("sign", name, quantity, state.now) for name in dict.fromkeys(name for name, _ in scene.offers)
          if any(one.state != "withdrawn" for one in scene.under(name).values()) for quantity in _sizes(scene, name)),
        *(("backdate", None, amounts.whole, at) for at in _earlier(scene)),
    ]  # fmt: skip
    for act, offer, quantity, at in ways:
        signed = _signed(scene, act, offer, quantity, at)
        passed_over = _without_say(scene, offer, quantity) if signed is not None else ()
        if signed is not None and (not passed_over or _may_run(signed)):
            yield signed, passed_over


def _may_run(signed: LoopholeState) -> bool:
    """Say whether the use may run on the contract that was signed last."""
    use, number = signed.scene, len(signed.contracts)
    asked = Asked((use.workload,), customer=use.customer, contract=f"contract-{number}",
                  quantity=signed.contracts[-1].quantity)  # fmt: skip
    return _is_free(_asked(signed, asked, signed.now))


def _sizes(scene: OfferScene, name: str) -> tuple[Decimal, ...]:
    """Return the quantities that may be signed of an offer: all that is free, and the whole of what an offer has."""
    under = tuple(scene.under(name).values())
    free = [sum((one.quantity or Decimal(0) for one in offer.free_at(scene.state.now)), Decimal(0)) for offer in under]
    free = [one for one in free if one > 0]
    return tuple(sorted({scene.amounts.whole, *free, *(one.quantity for one in under if one.quantity is not None)}))


def _earlier(scene: OfferScene) -> Iterator[datetime]:
    """Yield the eve of each restriction that names the use and began after the agreement did."""
    first = versions(scene.state.scene.agreement)[0].effective
    for held in restrictions_named(scene.here, scene.state.scene):
        if held.since > first + timedelta(days=1):
            yield held.since - timedelta(hours=12)


def _signed(
    scene: OfferScene, act: LoopholeAct, offer: str | None, quantity: Decimal, at: datetime
) -> LoopholeState | None:
    """Return the state after a signing that may be done; None where it may not."""
    state, use = scene.state, scene.state.scene
    capacity = "built_for_grantor" if act == "built" else None if offer is not None else "new"
    provider = (
        None
        if offer in dict.fromkeys(name for name, _ in scene.offers if name.startswith("offer")) and offer
        else use.provider
    )
    if offer is not None and any(
        portion.standing != "free" for one in scene.under(offer).values() for portion in one.standing(at, quantity)
    ):
        return None
    asked = Asked((use.workload,), provider, use.customer, capacity, quantity=quantity, offer=offer,
                  dimensions=use.dimensions if offer is None else {})  # fmt: skip
    if not (_is_free(_asked(state, asked, at)) if offer is not None else _free_afresh(scene, asked, at)):
        return None
    contract, unit = _next_contract(state), scene.amounts.unit
    tranche: dict[str, Any] = {
        "workloads": [use.workload],
        "quantity": str(quantity),
        **({"unit": unit} if unit else {}),
    }
    if use.dimensions:
        tranche["dimensions"] = dict(use.dimensions)
    event = {
        **occurrence(state, "contract-signed", scene.grantor, at, contract=contract, provider=use.provider),
        "mode": "built_for_grantor" if act == "built" else "third_party", "tranches": [tranche],
        **({"offer": offer, "terms": terms_at(scene, state.level(offer))} if offer is not None else {}),
    }  # fmt: skip
    by, made = scene.grantor, SignedContract(offer, quantity, state.level(offer), at)
    what = (
        told.SignsOffer(by=by, quantity=quantity, offer=offer, provider=use.provider) if offer is not None
        else told.SignsBuilt(by=by, quantity=quantity, provider=use.provider) if act == "built"
        else told.SignsBackdated(by=by, quantity=quantity, provider=use.provider,
                                 day=local_day(at, scene.here.now.where)) if act == "backdate"
        else told.SignsAfresh(by=by, quantity=quantity, provider=use.provider)
    )  # fmt: skip
    return entered(
        state, act, by, what, (event,), detail="" if offer else UNDER_NO_OFFER, contracts=(*state.contracts, made)
    )


def _free_afresh(scene: OfferScene, asked: Asked, at: datetime) -> bool:
    """Say whether capacity under no offer is free; it hangs on the text, on consents, and on which rights are spent."""
    state, text = scene.state, scene.here.when(at).now
    rights = (scene.here.right_on(one)(at) for one in scene.rights)
    spent = tuple(right is None or right.spent is not None for right in rights)
    bought = tuple(one.quantity for one in state.contracts)
    key = (id(text), text.stretch(at), asked.capacity, at if at < state.now else None, spent, bought, state.consents)
    if key not in state.scene.afresh:
        state.scene.afresh[key] = _is_free(_asked(state, asked, at))
    return state.scene.afresh[key]


def _asked(state: LoopholeState, asked: Asked, at: datetime) -> Decision | None:
    try:
        return answer(state.here(at), asked, state.scene.readings)
    except FirstcallError:
        return None


def _is_free(decision: Decision | None) -> bool:
    """Say whether something may be done, and not because an approval says so."""
    if decision is None or not decision.free:
        return False
    approving = {cited.clause for cited in decision.clauses if cited.role in ("decides", "applies")}
    return not any(cited.type == "approval" for cited in decision.clauses if cited.clause in approving)


def _without_say(scene: OfferScene, offer: str | None, quantity: Decimal) -> tuple[InForce, ...]:
    """Return the restrictions that name what is signed, and whose holders have had no say on it."""
    state = scene.state
    before = [one for one in state.contracts if state.now - one.at < timedelta(days=365)]
    at_provider = quantity + sum((one.quantity for one in before), Decimal(0))
    level, own = state.level(offer), [one for one in before if one.offer == offer and not one.past]
    in_all = quantity + sum((one.quantity for one in own), Decimal(0))
    on_terms = quantity + sum((one.quantity for one in own if one.level == level), Decimal(0))
    found = []
    for held in restrictions_named(scene.here, state.scene):
        floor = held.clause.quantity_floor if isinstance(held.clause, FirstRefusal) else None
        if floor is not None and at_provider < floor:
            continue
        right = held.clause.id
        if not (state.say.covers(right, AT_FIRST, in_all) and state.say.covers(right, level, on_terms)):
            found.append(held)
    return tuple(found)


def waits_for(scene: OfferScene) -> NextStates:
    """Yield the state after the next instant at which something ends by itself, or another text takes effect."""
    state, here = scene.state, scene.here
    if not state.record.events:
        return
    ahead = moments_ahead(state, here, scene.offers)
    where = here.now.where
    found: list[tuple[datetime, TraceStep]] = []
    for moment, (kind, name, right) in ahead:
        if kind == "text":
            begun = terms(state.scene.agreement, moment)
            at = acting_hour(moment, begun.where)
            assert begun.version is not None
            found.append((at, TraceStep(at, None, "amendment", told.TextTakesEffect(version=begun.version.id))))
            continue
        later = moment + A_MINUTE
        passes = told.WindowsPass(offer=name, clause=right)
        step = (
            TraceStep(later, None, "answer", passes) if kind == "window"
            else TraceStep(later, None, "wait", told.DaysPass(day=local_day(later, where)))
        )  # fmt: skip
        found.append((later, step))
    if found:
        at, step = min(found, key=lambda one: (one[0], one[1].act != "answer"))
        yield replace(state, now=at, say=state.say.after(at), steps=(*state.steps, step))
