"""What an approval says to an act: permitted, within its quantity and its mix of use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Approval, UpTo
from firstcall.agreement.terms import InForce, Terms
from firstcall.record.events.entry import EventBase, whole
from firstcall.record.position import Position
from firstcall.rights.judge.doing import Doing, Effect
from firstcall.rights.judge.effect_reasons import (
    ApprovedPrimarily,
    BeyondReach,
    NobodyCures,
    OverShareAsked,
    PartyApproved,
    PartyConsented,
    ReachesMore,
    ReachUnknown,
)
from firstcall.rights.judge.permissions.mix import mix_of
from firstcall.rights.judge.permissions.reach import QuantityLeft, reach_of
from firstcall.rights.judge.permissions.routes import routes_to


def approval_effect(
    held: InForce, clause: Approval, doing: Doing, terms: Terms, position: Position, counting: EventBase | None
) -> Effect:
    """Return what an approval says: nothing to what passes its quantity, else what its mix of use allows."""
    if clause.up_to is None:
        return _by_mix(clause, doing, terms, position, counting)
    reach = reach_of(held, clause.up_to, position, doing.contract)
    beyond = _beyond(clause.up_to, reach, doing)
    if beyond is not None:
        return beyond
    found = _by_mix(clause, doing, terms, position, counting)
    assert reach.left is not None
    told = ReachesMore(clause=clause.id, left=_shown(reach.left), unit=clause.up_to.unit)
    return replace(
        found, fields=(*found.fields, "up_to"), facts=(*found.facts, *reach.contracts),
        told=found.told if doing.contract is not None else (*found.told, told),
    )  # fmt: skip


def _beyond(up_to: UpTo, reach: QuantityLeft, doing: Doing) -> Effect | None:
    """Return that an approval does not reach an act: nothing is left of it, less than is asked, or nobody knows."""
    if reach.left is None:
        why = ReachUnknown(contract=reach.unknown or "", unit=up_to.unit)
        return Effect("none", why, ("up_to",), reach.contracts)
    asked = reach.own if doing.contract is not None else doing.subject().quantity
    if reach.left > 0 and (asked is None or asked <= reach.left):
        return None
    said = BeyondReach(most=_shown(up_to.quantity), unit=up_to.unit, left=_shown(max(reach.left, Decimal(0))))
    return Effect("none", said, ("up_to",), reach.contracts)


def _by_mix(clause: Approval, doing: Doing, terms: Terms, position: Position, counting: EventBase | None) -> Effect:
    first = clause.primarily
    if first is None or doing.workload in first.workloads:
        return Effect("grant", PartyApproved(party=clause.by), ("by", "primarily.workloads") if first else ("by",))
    mix = mix_of(first, clause.scope, doing.at, doing.site, terms, position)
    fields = ("primarily.workloads", "primarily.share_at_least")
    if mix.share is not None and mix.share >= first.share_at_least:
        planned = () if mix.reports else ("primarily.planned_share",)
        why = OverShareAsked(mix=mix.why, share=first.share_at_least)
        return Effect("grant", why, (*fields, *planned), mix.reports)
    consent = position.consent(clause.id, doing.subject(), before=counting)
    if consent is not None:
        given = PartyConsented(party=consent.by, consent=consent.consent)
        return Effect("grant", given, fields, (consent,))
    routes, beyond = routes_to(clause.id, position), ApprovedPrimarily(workloads=first.workloads, mix=mix.why)
    if not routes:
        return Effect("forbid", NobodyCures(why=beyond), fields, mix.reports)
    return Effect("consent", beyond, fields, mix.reports, routes, routes)


def _shown(quantity: Decimal) -> Decimal:
    return Decimal(whole(quantity))
