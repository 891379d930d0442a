"""What a signing settled: the clauses it was cleared of, and the restrictions that capacity carries from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Approval, Exclusivity, FirstRefusal, Prohibition
from firstcall.agreement.terms import InForce
from firstcall.record.events.entry import EventBase
from firstcall.record.position import Position
from firstcall.rights.judge.applicable import applicable_and_escaped
from firstcall.rights.judge.doing import Doing, Effect, EffectKind
from firstcall.rights.judge.effect_reasons import ClearedWhenSigned, CuredSince, PartyConsented, SignedUncleared
from firstcall.rights.judge.effects import effect
from firstcall.rights.judge.weigh import Speaking, weigh
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Settled:
    """A signing as each clause saw it: met by consent or first refusal, or signed against and so carried."""

    cleared: Mapping[str, Effect]
    carried: Mapping[str, Speaking]

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what the signing was cleared of and what it carries, to be compared with another telling."""
        met = [(clause, "cleared") for clause in self.cleared]
        return tuple(sorted([*met, *((clause, said.effect.kind) for clause, said in self.carried.items())]))


def settled(doing: Doing, cell: Mapping[str, str], signing: Position) -> Settled:
    """Return what the signing of a capacity settled, clause by clause.

    A consent that covered it and a first refusal that was cleared stay so. A first refusal or a consent
    that was passed over, and that nothing at the signing went before, is carried. A ban without a way to
    consent is not: it is judged on the day of use, as is a permission that depends on the mix of use.

    Args:
      doing: the run on the capacity.
      cell: values of the declared dimensions.
      signing: the record at the signing, with the knowledge to be used.
    """
    act = replace(doing, act="sign", at=signing.at, quantity=_whole_contract(doing), offer=_offer_signed(doing))
    holding, _ = applicable_and_escaped(signing, act, cell)
    said = []
    cleared: dict[str, Effect] = {}
    for held in holding:
        found = effect(held, act, signing.now, signing, counting=doing.contract)
        if found.kind != "none":
            said.append(Speaking(held, found))
        met = _met(held, found, act, signing, doing.contract)
        if met is not None:
            cleared[held.clause.id] = met
    standing = (part for part, role, _ in weigh(tuple(said), signing.now).parts if role in ("decides", "applies"))
    return Settled(cleared, {part.held.clause.id: part for part in standing if _is_carried(part)})


def _whole_contract(doing: Doing) -> Decimal | None:
    if doing.contract is None:
        return doing.quantity
    total = Decimal(0)
    for tranche in doing.contract.tranches:
        if tranche.quantity is None:
            return None
        total += tranche.quantity
    return total


def _offer_signed(doing: Doing) -> str | None:
    return doing.contract.offer if doing.contract is not None else None


def _met(
    held: InForce, effect_found: Effect, act: Doing, signing: Position, counting: EventBase | None
) -> Effect | None:
    """Return that a clause was met at the signing, by consent or by its first refusal."""
    clause = held.clause
    if isinstance(clause, FirstRefusal):
        return (
            replace(effect_found, why=ClearedWhenSigned(why=effect_found.why)) if effect_found.kind == "clear" else None
        )
    if not isinstance(clause, (Exclusivity, Approval, Prohibition)):
        return None
    if isinstance(clause, Approval) and effect_found.kind == "none":
        return None
    consent = signing.consent(clause.id, act.subject(), before=counting)
    if consent is None:
        return None
    kind: EffectKind = "grant" if isinstance(clause, Approval) else "clear"
    why = ClearedWhenSigned(why=PartyConsented(party=consent.by, consent=consent.consent))
    return Effect(kind, why, effect_found.fields, (consent,), effect_found.cites)


def _is_carried(part: Speaking) -> bool:
    kind = part.effect.kind
    if isinstance(part.held.clause, FirstRefusal):
        return kind in ("offer", "forbid")
    return isinstance(part.held.clause, (Exclusivity, Prohibition)) and kind == "consent"


def after_signing(held: InForce, now: Effect | None, signed: Settled, doing: Doing, here: Position) -> Effect | None:
    """Return what a clause says to a run, after what it said to the signing; None for nothing.

    Args:
      held: the clause.
      now: what it says today; None where it does not speak or does not reach the capacity.
      signed: what the signing settled.
      doing: the run.
      here: the record on the day of the run.
    """
    clause_id = held.clause.id
    if clause_id in signed.cleared:
        return signed.cleared[clause_id] if now is not None else None
    before = signed.carried.get(clause_id)
    if before is None:
        return now
    cure = _cure(held, doing, here)
    if cure:
        why = CuredSince(event=cure[-1].id)
        return Effect("clear", why, before.effect.fields, cure) if now is not None else None
    if now is not None and now.kind == "forbid":
        return now
    return replace(before.effect, why=SignedUncleared(why=before.effect.why))


def _cure(held: InForce, doing: Doing, here: Position) -> tuple[EventBase, ...]:
    """Return what cleared a contract after its signing: the waivers of all holders, or a ratification."""
    if doing.contract is None:
        return ()
    if isinstance(held.clause, FirstRefusal):
        waivers = here.waivers(doing.contract.contract, held.clause)
        return waivers if len(waivers) == len(held.clause.holders) else ()
    ratified = here.ratification(held.clause.id, doing.contract.contract)
    return () if ratified is None else (ratified,)
