"""How much of an approval's quantity is left: what contracts on the record have taken of it."""

from __future__ import annotations

from decimal import Decimal

from firstcall.agreement.model.clauses.kinds import Approval, UpTo
from firstcall.agreement.model.definitions import OTHER
from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import day_end
from firstcall.record.dated.speaking import speaks_now
from firstcall.record.events.entry import rank
from firstcall.record.events.kinds import ContractSigned, Tranche
from firstcall.record.position import Position
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class QuantityLeft:
    """What is left of a quantity, after which contracts; None where one of them cannot be counted."""

    left: Decimal | None
    contracts: tuple[ContractSigned, ...]
    own: Decimal | None = None
    """What the contract asked about takes of it."""
    unknown: str | None = None
    """The contract that cannot be counted."""


def reach_of(held: InForce, up_to: UpTo, here: Position, own: ContractSigned | None = None) -> QuantityLeft:
    """Return what an approval leaves at an instant: what was signed under it before is taken from its quantity.

    A contract counts as far as the approval, as it stood at the signing, bore on its tranches, whatever else
    permitted it. Where only what runs at once counts, a tranche counts until its last day is over.

    Args:
      held: the approval.
      up_to: its quantity, and what counts against it.
      here: the record at the instant.
      own: the contract asked about, for which only what was signed before counts; None for a fresh question.
    """
    left, counted = up_to.quantity, list[ContractSigned]()
    for contract in here.events_of_kind(ContractSigned):
        if own is not None and rank(contract) >= rank(own):
            break
        tranches = _under(held.clause.id, contract, up_to, here)
        taken = _total(tranches, up_to)
        if taken is None:
            return QuantityLeft(None, (*counted, contract), unknown=contract.contract)
        if tranches:
            left, counted = left - taken, [*counted, contract]
    if own is None:
        return QuantityLeft(left, tuple(counted))
    asked = _total(_under(held.clause.id, own, up_to, here), up_to)
    return QuantityLeft(
        left if asked is not None else None, tuple(counted), asked, own.contract if asked is None else None
    )


def _total(tranches: tuple[Tranche, ...], up_to: UpTo) -> Decimal | None:
    """Return what tranches are of in all; None where one has no quantity, or is counted in another unit."""
    total = Decimal(0)
    for one in tranches:
        if one.quantity is None or one.unit not in (None, up_to.unit):
            return None
        total += one.quantity
    return total


def _under(clause_id: str, contract: ContractSigned, up_to: UpTo, here: Position) -> tuple[Tranche, ...]:
    """Return the tranches of a contract that an approval bore on when it was signed, and that still count."""
    then = here.when(contract.at)
    text = then.now
    held = text.by_id.get(clause_id)
    speaking = held is not None and held in text.speaking(contract.at) and speaks_now(then, held)
    if held is None or not speaking or not isinstance(held.clause, Approval) or not _placed(held, contract, text):
        return ()
    return tuple(
        tranche for tranche in contract.tranches if _about(held, contract, tranche) and _counts(tranche, up_to, here)
    )


def _counts(tranche: Tranche, up_to: UpTo, here: Position) -> bool:
    if up_to.counts == "all" or tranche.until is None:
        return True
    return here.at < day_end(tranche.until, here.now.where)


def _placed(held: InForce, contract: ContractSigned, text: Terms) -> bool:
    scope = held.clause.scope
    place = contract.provider if contract.provider in text.providers else OTHER
    mode = contract.mode or text.mode_at(contract.provider)
    return (scope.providers is None or place in scope.providers) and (scope.mode is None or mode in scope.mode)


def _about(held: InForce, contract: ContractSigned, tranche: Tranche) -> bool:
    scope = held.clause.scope
    aged = scope.age is None or (contract.at < held.since) == (scope.age == "existing")
    meant = not tranche.workloads or scope.workloads is None or bool({*tranche.workloads} & {*scope.workloads})
    return (
        aged
        and meant
        and all(tranche.dimensions.get(name) in (None, *values) for name, values in scope.dimensions.items())
    )
