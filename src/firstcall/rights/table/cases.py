"""What questions name: nothing, an offer or a tranche; each a run of classes cut by its own instants and quantities."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from firstcall.record.events.kinds import ContractSigned
from firstcall.record.position import Position, position
from firstcall.rights.table.axes.counted_places import PLACES, billionths
from firstcall.rights.table.axes.lookup import MICROSECOND, Integers, instant_at, micros, sorted_values
from firstcall.rights.table.axes.merging import BLANK, Axis
from firstcall.rights.table.axes.turning_points import (
    TableSources,
    left_of_approvals,
    left_of_consents,
    left_of_floors,
    left_of_offer,
    left_of_tranche,
    of_capacity,
    of_contract,
    of_offer,
)
from firstcall.rights.table.class_questions import UNKNOWN_WORD, NamedKind, Word, tranche_of
from firstcall.values import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """What a question names: nothing, an offer, a contract with a tranche; and its provider and capacity."""

    named: NamedKind
    name: Word
    tranche: Word
    provider: int = BLANK
    capacity: int = BLANK


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The classes of questions that name one thing: where they begin, and how they are cut."""

    name: Name
    start: int
    instants: Integers
    quantities: Integers
    """The limits that tell quantities apart, in billionths; each is the last of its span."""
    counted: bool
    """Whether quantities are told apart at all."""
    width: int
    """How many classes there are for one stretch of time and one span of quantity."""

    @property
    def spans(self) -> int:
        """How many spans of quantity there are; the first is none given."""
        return len(self.quantities) + 2 if self.counted else 1

    @property
    def size(self) -> int:
        """How many classes there are."""
        return (len(self.instants) + 1) * self.spans * self.width


def case_of(sources_read: TableSources, name: Name, start: int, width: int, plain: Case | None) -> Case:
    """Return the classes of questions that name something.

    Args:
      sources_read: the text and the record.
      name: what is named.
      start: the number of the first class.
      width: how many classes there are for one stretch of time and one span of quantity.
      plain: the classes of questions that name nothing, unless it is these that are asked for.
    """
    instants: set[datetime] = set()
    quantities: set[Decimal] = set()
    if plain is None:
        instants = of_capacity(sources_read)
        quantities = left_of_consents(sources_read) | left_of_approvals(sources_read) | left_of_floors(sources_read)
    elif isinstance(name.name, str):
        instants, quantities = _of_name(sources_read, name, {instant_at(int(one)) for one in plain.instants})
    counted = bool(quantities) if plain is None else isinstance(name.name, str)
    limits = sorted_values(limit for limit in map(billionths, quantities) if limit > 0)
    return Case(name, start, sorted_values(micros(at) for at in instants), limits, counted, width)


def _of_name(sources_read: TableSources, name: Name, base: set[datetime]) -> tuple[set[datetime], set[Decimal]]:
    """Return the instants and quantities that matter to an offer or a tranche."""
    here = at_last(sources_read)
    if name.named == "offer":
        own = of_offer(sources_read, str(name.name))
        left = left_of_consents(sources_read) | left_of_approvals(sources_read)
        return base | own, left | left_of_offer(sources_read, str(name.name), base | own)
    contract = here.contract(str(name.name))
    if contract is None:
        return base, set()
    return base | of_contract(sources_read, contract), _of_tranche(sources_read, contract, name.tranche)


def _of_tranche(sources_read: TableSources, contract: ContractSigned, named: Word) -> set[Decimal]:
    tranche = tranche_of(contract, named)
    return set() if isinstance(tranche, str) else left_of_tranche(sources_read, contract.contract, tranche.quantity)


def at_last(sources_read: TableSources) -> Position:
    """Return the record after everything that is known of it."""
    last = max([event.at for event in sources_read.events], default=instant_at(0))
    return position(sources_read.agreement, sources_read.record, last, sources_read.known_at)


def instant_in(case: Case, moment: int) -> datetime:
    """Return an instant of a stretch of time: its first, and just before all others for what lies before them."""
    if moment:
        return instant_at(int(case.instants[moment - 1]))
    return instant_at(int(case.instants[0])) - MICROSECOND if len(case.instants) else instant_at(0)


def quantity_in(case: Case, span: int) -> Decimal | None:
    """Return a quantity of a span: its last, and one more than the last limit for what lies beyond."""
    if span == 0:
        return None
    if span <= len(case.quantities):
        return Decimal(int(case.quantities[span - 1])).scaleb(-PLACES)
    return (Decimal(int(case.quantities[-1])).scaleb(-PLACES) if len(case.quantities) else Decimal(0)) + 1


@dataclass(frozen=True, slots=True)
class Codes:
    """What a row names, by the classes of its columns."""

    offer: int = BLANK
    contract: int = BLANK
    tranche: int = BLANK
    provider: int = BLANK
    capacity: int = BLANK


def name_of(sources_read: TableSources, naming: tuple[Axis, Axis, Axis], codes: Codes) -> Name:
    """Return what a row names; names that are not on the record are one for all.

    Args:
      sources_read: the text and the record.
      naming: the offers, contracts and tranches of the record.
      codes: the classes of a row's columns.
    """
    offers, contracts, tranches = naming
    if codes.offer != BLANK and codes.contract != BLANK:
        return Name("both", None, None)
    if codes.contract != BLANK:
        contract, tranche = contracts.word(codes.contract), tranches.word(codes.tranche)
        if contract is None:
            return Name("contract", UNKNOWN_WORD, None)
        signed = (
            event for event in sources_read.events if isinstance(event, ContractSigned) and event.contract == contract
        )
        known = codes.tranche == BLANK or tranche in [one.id for one in next(signed).tranches]
        return Name("contract", contract, tranche if known else UNKNOWN_WORD, codes.provider, codes.capacity)
    if codes.tranche != BLANK:
        return Name("offer", UNKNOWN_WORD, UNKNOWN_WORD)
    offer = offers.word(codes.offer)
    if offer is None:
        return Name("offer", UNKNOWN_WORD, None)
    return Name("offer", offer, None, codes.provider, codes.capacity)
