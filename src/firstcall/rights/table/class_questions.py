"""A class of questions -> the question that stands for it, or why it cannot be asked.

The same rules as `resolve` has for one question, told as kinds and not as sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from firstcall.agreement.model.definitions import Mode
from firstcall.agreement.terms import Terms
from firstcall.record.events.kinds import ContractSigned, Tranche
from firstcall.record.events.offer import CapacityRequested, OfferReceived
from firstcall.record.position import Position
from firstcall.rights.question import CAPACITY, Asked
from firstcall.rights.table.verdicts import QuestionFault
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that is not known; every such word is treated alike."""


UNKNOWN_WORD = UnknownWord()
Word = str | None | UnknownWord
NamedKind = Literal["nothing", "offer", "contract", "both"]


@dataclass(frozen=True, slots=True)
class ClassParts:
    """A class of questions, one value for each column."""

    workload: Word
    provider: str | None
    customer: Word = None
    capacity: Word = None
    named: NamedKind = "nothing"
    name: Word = None
    """The offer or the contract."""
    tranche: Word = None
    quantity: Decimal | None = None
    dimensions: Mapping[str, Word] = field(default_factory=dict)


def ask(parts: ClassParts, here: Position) -> Asked | QuestionFault:
    """Return the question that stands for a class at a position, or why it cannot be asked."""
    return (
        _words_fault(parts, here.terms())
        or _named_fault(parts, here)
        or Asked(
            (str(parts.workload),),
            parts.provider,
            _known(parts.customer),
            _known(parts.capacity),
            None,
            parts.quantity,
            _known(parts.name) if parts.named == "offer" else None,
            _known(parts.name) if parts.named == "contract" else None,
            _known(parts.tranche),
            None,
            {name: value for name, value in parts.dimensions.items() if isinstance(value, str)},
        )
    )


def _known(word: Word) -> str | None:
    return word if isinstance(word, str) else None


def _words_fault(parts: ClassParts, terms: Terms) -> QuestionFault | None:
    words = terms.definitions
    if parts.workload is None:
        return "no workload"
    if parts.workload not in words.workloads:
        return "unknown workload"
    if parts.customer is not None and parts.customer not in words.customers:
        return "unknown customer"
    if parts.capacity is not None and parts.capacity not in CAPACITY:
        return "unknown capacity"
    for name, value in parts.dimensions.items():
        if value is not None and value not in words.dimensions.get(name, ()):
            return "unknown dimension"
    if parts.quantity is not None and parts.quantity <= 0:
        return "impossible quantity"
    return None


def _named_fault(parts: ClassParts, here: Position) -> QuestionFault | None:
    match parts.named:
        case "both":
            return "offer and contract"
        case "contract":
            return _contract_fault(parts, here)
        case "offer" | "nothing" if parts.tranche is not None:
            return "tranche without contract"
        case "offer":
            return _offer_fault(parts, here)
        case "nothing":
            return _place_fault(parts.provider, parts.capacity, here.terms(), None)


def _contract_fault(parts: ClassParts, here: Position) -> QuestionFault | None:
    contract = here.contract(parts.name) if isinstance(parts.name, str) else None
    if contract is None:
        return "contract not yet signed" if isinstance(parts.name, str) else "unknown contract"
    if parts.provider not in (None, contract.provider) or parts.capacity is not None:
        return "contradicts the contract"
    tranche = tranche_of(contract, parts.tranche)
    if isinstance(tranche, str):
        return tranche
    if _differ(parts.dimensions, tranche.dimensions):
        return "contradicts the contract"
    return None


def tranche_of(contract: ContractSigned, named: Word) -> Tranche | QuestionFault:
    """Return the tranche that a question is about, or why it says none."""
    if named is None and len(contract.tranches) > 1:
        return "tranche not said"
    for tranche in contract.tranches:
        if named in (None, tranche.id):
            return tranche
    return "unknown tranche"


def _differ(given: Mapping[str, Word], words_held: Mapping[str, str]) -> bool:
    return any(value is not None and words_held.get(name) not in (None, value) for name, value in given.items())


def _offer_fault(parts: ClassParts, here: Position) -> QuestionFault | None:
    made = here.offer_made(parts.name) if isinstance(parts.name, str) else None
    if made is None:
        return "offer not yet made" if isinstance(parts.name, str) else "unknown offer"
    provider, mode = _terms_of(made)
    if provider is not None and parts.provider not in (None, provider):
        return "contradicts the offer"
    if parts.capacity in ("own_build", "built_for_grantor") and parts.capacity != (mode or "new"):
        return "contradicts the offer"
    if parts.capacity == "existing":
        return "offer of capacity signed before"
    if _differ(parts.dimensions, made.dimensions):
        return "contradicts the offer"
    return _place_fault(provider or parts.provider, parts.capacity, here.terms(), mode)


def _terms_of(made: OfferReceived | CapacityRequested) -> tuple[str | None, Mode | None]:
    match made:
        case OfferReceived():
            return made.provider, made.mode
        case CapacityRequested():
            return None, None


def _place_fault(provider: str | None, capacity: Word, terms: Terms, given: Mode | None) -> QuestionFault | None:
    own = [name for name in terms.providers if terms.mode_at(name) == "own_build"]
    if provider is None:
        return None if capacity == "own_build" and own else "no provider"
    if given is None and capacity == "own_build" and terms.mode_at(provider) == "holder":
        return "not own build"
    return None
