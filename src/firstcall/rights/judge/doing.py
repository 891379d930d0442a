"""An act on one subject, and the effect that a clause has on it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from firstcall.agreement.model.definitions import CapacityAct, Mode
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ContractSigned
from firstcall.record.offers.offer import Portion
from firstcall.record.position import Subject
from firstcall.rights.decision import RestsOn
from firstcall.rights.judge.effect_reasons import SaysNothing
from firstcall.said import Said
from firstcall.values import dataclass

EffectKind = Literal["none", "clear", "offer", "consent", "forbid", "grant"]
STRICTNESS: dict[EffectKind, int] = {"offer": 1, "consent": 2, "forbid": 3}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a clause says: its kind, why in plain words, the facts and fields it read.

    >>> NONE.kind, STRICTNESS["forbid"] > STRICTNESS["consent"] > STRICTNESS["offer"]
    ('none', True)
    """

    kind: EffectKind
    why: Said
    fields: tuple[str, ...] = ()
    facts: tuple[EventBase, ...] = ()
    cites: tuple[str, ...] = ()
    """Other clauses it read: the consent clause that could lift it."""
    tried: tuple[str, ...] = ()
    """Clauses that could have helped and did not hold."""
    portions: tuple[Portion, ...] = ()
    supposes: tuple[Said, ...] = ()
    """What it takes for granted that nobody recorded."""
    told: tuple[Said, ...] = ()
    """What must be said beside it."""
    grounds: tuple[RestsOn, ...] = ()
    """What else it read that has a grade of its own: who belongs to a party's group."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One act on one workload in one cell of the scope, at its own instant."""

    act: CapacityAct
    workload: str
    customer: str
    provider: str
    place: str
    mode: Mode
    at: datetime
    signed: datetime
    quantity: Decimal | None
    offer: str | None
    contract: ContractSigned | None
    site: str | None
    amount: Decimal | None = None
    """What a consent for a quantity would have to cover, where no quantity is asked: all that is offered."""

    def subject(self) -> Subject:
        """Return what a consent would have to cover."""
        contract = self.contract.contract if self.contract else None
        return Subject(self.provider, self.workload, contract, self.amount if self.quantity is None else self.quantity)


NONE = Effect("none", SaysNothing())
