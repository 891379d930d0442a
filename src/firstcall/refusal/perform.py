"""An act -> the events it appends, or the clause, the reason and the fix why it is refused.

The fold that judges offers is the only judge of acts too: an act is refused when its event would
change nothing. So what is refused here and what counts later can never differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.errors import ConflictError, NotFound, QuestionError, RefusalError, near_or_listed
from firstcall.record.concerned import concerned, is_told_of, right_named
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.events.offer import CapacityRequested, NoticeGiven, OfferReceived, Resumed, Tolled
from firstcall.record.journal.journal import Record, append
from firstcall.record.offers.fold import moment_of
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.refused_reasons import ForThemToDo, NothingToDo
from firstcall.record.position import Position, position
from firstcall.record.views.view import NoSuchParty, party_meant
from firstcall.refusal.act_reasons import (
    ActsContractUnknown,
    CheckDateOfAct,
    ContractSignedAlready,
    DatedAfterNow,
    EnterWhenHappened,
    GiveActOwnKey,
    GiveContractOwnId,
    KeyOfAnotherAct,
    NoRightConcerns,
    NotForThemToDo,
    NowChangesNothing,
    NowCleared,
    NowCounts,
    OfferMadeLater,
    OfferNotOnRecord,
    PerformedBefore,
    SayOneOf,
    SeveralCouldDoIt,
    SeveralRightsConcerned,
    SignedWithAnother,
    TakesEffectThen,
    WouldTakeEffect,
)
from firstcall.refusal.acts import ACTS, Act, refuse
from firstcall.refusal.checks import check_content, check_received
from firstcall.said import Said
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Performed:
    """What an act comes to: events to append in order, how the offer then stands, and what to be told."""

    fields: tuple[Mapping[str, Any], ...]
    """Each as `append` takes it; none when the act was performed before under the same key."""
    record: Record
    offers: tuple[Offer, ...]
    """The offer after the act, under each right that it concerns."""
    notes: tuple[Said, ...] = ()


def perform(
    agreement: Agreement,
    record: Record,
    act: Act,
    *,
    now: datetime,
    id: str,
    entered_by: str,
    clock: datetime | None = None,
) -> Performed:
    """Return the events that an act appends to the record.

    Args:
      agreement: the agreement.
      record: the record so far; it is not changed.
      act: what is done, and when it takes effect.
      now: the instant of entering; an act cannot lie after it.
      id: the id of the event; an act repeated under its id changes nothing, or finishes what was left undone.
      entered_by: who enters it.
      clock: the present instant, where `now` was given by somebody; nothing is entered ahead of it.

    Raises:
      RefusalError: the clause or the state of the offer does not allow the act now.
      QuestionError: the act names terms, units or fields that do not exist.
      NotFound: there is no such offer, right or party.
      ConflictError: another act was performed under that id.

    Source: docs/refusal.md.
    """
    first = _performed_before(record, act, id)
    act = act if first is None else replace(act, at=first.at)
    if act.at > now:
        refuse(None, DatedAfterNow(act=act.kind, at=act.at, now=now), EnterWhenHappened())
    here = position(agreement, record, act.at)
    if first is not None and ACTS[act.kind].event not in FOR_EACH_RIGHT:
        return _as_before(here, act, id)
    rights = _rights(here, act)
    by = _actor(here, act, rights)
    there = {event.id for event in record.events} if first is not None else set()
    before = here if first is None else _without(here, {id, *(f"{id}-{number + 2}" for number in range(len(rights)))})
    clauses = _clauses_of(act, _to_be_noticed(before, act, rights))
    named = {id if number == 0 else f"{id}-{number + 1}": held for number, held in enumerate(clauses)}
    left = {event_id: clause for event_id, clause in named.items() if event_id not in there}
    if not left:
        return _as_before(here, act, id)
    check_content(act, rights)
    new, fields = record, []
    for event_id, clause in left.items():
        line = _line(act, event_id, by, clause, now, entered_by)
        new, _ = append(new, line, clock=clock)
        fields.append(line)
    made = new.events[-1]
    if isinstance(made, (OfferReceived, CapacityRequested)):
        check_received(here, made)
    after = position(agreement, new, act.at)
    effect = _takes_effect(after, act, new.events[len(record.events) :])
    then = after if effect == act.at else position(agreement, new, effect)
    _check_moved(here, then, act, rights, [str(line["id"]) for line in fields])
    waits = () if effect == act.at else (TakesEffectThen(at=effect),)
    late = tuple(_late_effects(position(agreement, record, now), position(agreement, new, now), act))
    found = _offers(after, act)
    return Performed(tuple(fields), new, found, (*waits, *_with_whom(found, act), *late))


def _without(here: Position, ids: set[str]) -> Position:
    """Return a position without what an act entered before."""
    return position(
        here.agreement, Record(tuple(event for event in here.record.events if event.id not in ids)), here.at
    )


def _to_be_noticed(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> tuple[FirstRefusal, ...]:
    """Return the rights that a notice is given under where none is named: those under which none of its terms runs."""
    if act.kind != "notify" or act.clause is not None or act.payload.get("supplies"):
        return rights
    running = {clause.id for clause in rights if (it := here.offer(act.offer, clause)) and it.state == "notified"}
    return tuple(clause for clause in rights if clause.id not in running) or rights


def _with_whom(offers: tuple[Offer, ...], act: Act) -> Iterator[Said]:
    """Yield that a contract which an offer's tail clears is with somebody else than who made the offer."""
    contract, other = act.payload.get("contract"), act.payload.get("provider")
    made = next((offer.provider for offer in offers if act.kind == "sign" and contract in offer.cleared), None)
    if made not in (None, other):
        yield SignedWithAnother(provider=str(made), offer=act.offer, other=str(other))


def _takes_effect(after: Position, act: Act, events: Sequence[EventBase]) -> datetime:
    """Return when an act has taken effect under every right that it is about: what is sent may have to be received."""
    moments = [
        moment_of(event, after.right_on(clause))
        for clause in _all_rights(after, act.offer)
        for event in events
        if event.__dict__.get("clause") in (None, clause.id)
    ]
    return max(moments, default=act.at)


FOR_EACH_RIGHT = (NoticeGiven, Tolled, Resumed)
"""What an act enters once for each right that it is about; a write that broke off may have left some of them out."""


def _performed_before(record: Record, act: Act, event_id: str) -> EventBase | None:
    """Return the event that an act entered under its id before; None where it did not.

    Raises:
      ConflictError: another act was performed under that id.
    """
    for event in record.events:
        if event.id == event_id:
            if event.type != ACTS[act.kind].type or event.__dict__["offer"] != _about(act):
                raise ConflictError(KeyOfAnotherAct(key=event_id, kind=event.type, at=event.at), fix=GiveActOwnKey())
            return event
    return None


def _as_before(here: Position, act: Act, event_id: str) -> Performed:
    return Performed((), here.record, _offers(here, act), (PerformedBefore(event=event_id),))


def _rights(here: Position, act: Act) -> tuple[FirstRefusal, ...]:
    """Return the rights that an act is about: those that it concerns, or of them those of the holder that acts."""
    if act.kind in ("receive", "request"):
        return ()
    if here.offer_made(act.offer) is None:
        begun = here.known.of_kind(OfferReceived, CapacityRequested)
        later = [event for event in begun if event.offer == act.offer]
        if later:
            refuse(act.clause, OfferMadeLater(offer=act.offer, made=later[0].at, at=act.at), CheckDateOfAct())
        raise NotFound(OfferNotOnRecord(offer=act.offer), fix=near_or_listed(act.offer, here.offer_ids(), "offer"))
    contract = act.payload.get("contract")
    if act.kind == "waive" and contract is not None and here.contract(str(contract)) is None:
        fix = near_or_listed(str(contract), (held.contract for held in here.contracts()), "contract")
        raise NotFound(ActsContractUnknown(contract=str(contract)), fix=fix)
    rights = right_named(here, act.offer, act.clause)
    if not rights and act.kind not in ABOUT_NO_RIGHT:
        refuse(None, NoRightConcerns(offer=act.offer), NothingToDo())
    return tuple(clause for clause in rights if act.by in clause.holders) or rights


ABOUT_NO_RIGHT = ("receive", "request", "willing", "amend", "withdraw", "sign")
"""Acts that are about the offer itself, whether a right concerns it or not: one event, under no right of its own."""


def _actor(here: Position, act: Act, rights: tuple[FirstRefusal, ...]) -> str:
    """Return the party that acts; refuse when it is not its act."""
    parties = here.terms().parties
    grantor = next(name for name, party in parties.items() if party.role == "grantor")
    if act.by is not None and act.by not in parties:
        raise NotFound(NoSuchParty(given=act.by), fix=party_meant(act.by, here.agreement))
    holders = tuple(dict.fromkeys(name for clause in rights for name in clause.holders))
    doer = ACTS[act.kind].doer
    allowed = {"grantor": (grantor,), "holder": holders, "either": (grantor, *holders)}[doer]
    if act.by is None and act.kind == "fail":
        return grantor
    if act.by is None and len(allowed) != 1:
        flags = tuple(" ".join(("--as", name)) for name in allowed)
        raise QuestionError(SeveralCouldDoIt(act=act.kind), fix=SayOneOf(flags=flags))
    by = act.by or allowed[0]
    if by not in allowed:
        clause = rights[0].id if rights else None
        refuse(clause, NotForThemToDo(who=by, act=act.kind, offer=act.offer), ForThemToDo(who=allowed))
    return by


def _clauses_of(act: Act, rights: tuple[FirstRefusal, ...]) -> tuple[str | None, ...]:
    """Return the right that each event names: each its own, where the act is about several."""
    if act.kind in ABOUT_NO_RIGHT:
        return (act.clause,)
    if act.kind in ("notify", "toll", "resume"):
        return tuple(clause.id for clause in rights)
    if len(rights) > 1:
        flags = tuple(" ".join(("--clause", clause.id)) for clause in rights)
        raise QuestionError(SeveralRightsConcerned(act=act.kind), fix=SayOneOf(flags=flags))
    return (rights[0].id,)


def _about(act: Act) -> str | None:
    """Return the offer that the event names; None for a waiver of a contract, which names that."""
    return None if act.kind == "waive" and act.payload.get("contract") else act.offer


def _line(
    act: Act, event_id: str, by: str, clause: str | None, now: datetime, entered_by: str
) -> dict[str, Any]:  # fmt: skip
    kind = ACTS[act.kind]
    line: dict[str, Any] = {
        "id": event_id, "type": kind.type, "at": act.at.isoformat(), "recorded": now.isoformat(), "by": by,
        "entered_by": entered_by, "signatory": act.signatory, "evidence": act.evidence, "note": act.note,
        "offer": _about(act),
        **act.payload,
    }  # fmt: skip
    if "clause" in kind.event.model_fields:
        line["clause"] = clause
    return {name: value for name, value in line.items() if value is not None}


def _check_moved(here: Position, after: Position, act: Act, rights: tuple[FirstRefusal, ...], ids: list[str]) -> None:
    """Refuse an act that changes nothing; a signing must be cleared by every right that it concerns."""
    if _about(act) is None:
        return
    refused: list[tuple[str, Said, Said]] = []
    moved = False
    for clause in {clause.id: clause for clause in (*rights, *_all_rights(after, act.offer))}.values():
        offer = after.offer(act.offer, clause)
        assert offer is not None  # the act is about it, or makes it
        refused += [(clause.id, item.reason, item.fix) for item in offer.without_effect if item.event in ids]
        moved = moved or any(event.id in ids for event in offer.events)
    strict = act.kind in ("sign", "notify")
    if refused and (strict or not moved):
        clause_id, why, fix = refused[0]
        refuse(clause_id, why if after.at == act.at else WouldTakeEffect(at=after.at, why=why), fix)
    if act.kind == "sign" and here.contract(str(act.payload.get("contract"))) is not None:
        refuse(act.clause, ContractSignedAlready(contract=str(act.payload["contract"])), GiveContractOwnId())


def _all_rights(here: Position, offer_id: str) -> Iterator[FirstRefusal]:
    for held in concerned(here, offer_id):
        if isinstance(held.clause, FirstRefusal):
            yield held.clause


def _offers(here: Position, act: Act) -> tuple[Offer, ...]:
    """Return how the offer stands under each right that who acts is told of."""
    told = (clause for clause in _all_rights(here, act.offer) if is_told_of(clause, act.by, here.terms()))
    found = (here.offer(act.offer, clause) for clause in told)
    return tuple(offer for offer in found if offer is not None)


def _late_effects(before: Position, after: Position, act: Act) -> Iterator[Said]:
    """Yield what an entry made late changes in what was entered before it."""
    for clause in _all_rights(after, act.offer):
        then, now = before.offer(act.offer, clause), after.offer(act.offer, clause)
        assert now is not None  # it concerns the right
        if then is None:
            continue
        counted = {event.id for event in now.events}
        for event in then.events:
            if event.id not in counted:
                yield NowChangesNothing(event=event.id, kind=event.type, clause=clause.id)
        for event in now.events:
            if not any(item.event == event.id for item in then.without_effect):
                continue
            if isinstance(event, ContractSigned):
                yield NowCleared(event=event.id, kind=event.type, clause=clause.id)
            else:
                yield NowCounts(event=event.id, kind=event.type, clause=clause.id)


__all__ = ["Performed", "RefusalError", "perform"]
