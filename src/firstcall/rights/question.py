"""Questions as people ask them, and as the clauses read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Literal, get_args

from firstcall.agreement.model.definitions import OTHER, Mode
from firstcall.agreement.terms import Terms
from firstcall.dates import NEXT_INSTANT, CheckBothDates, day_end
from firstcall.errors import NotFound, QuestionError, check_known, did_you_mean, near_or_listed
from firstcall.record.events.entry import whole
from firstcall.record.events.kinds import ContractSigned, Tranche
from firstcall.record.position import Position
from firstcall.rights.question_reasons import (
    BeyondTranche,
    CustomerByDefault,
    FlagContradicts,
    GiveAboveZero,
    LeaveBothOut,
    LeaveExistingOut,
    LeaveFlagOut,
    LeaveOneOut,
    NameAtLeastOne,
    NameItsContract,
    NameOwnProvider,
    NameProvider,
    NewByDefault,
    NewSignedEarlier,
    NoProviderNamed,
    NoSuchTranche,
    NothingToSign,
    NotOnRecordBy,
    NotOwnBuild,
    NoWorkloadNamed,
    OfferNotYetSigned,
    OfferOrContract,
    OwnBuildByDefault,
    OwnProviderTaken,
    ReadAsOther,
    ReadAsOtherSlip,
    SaysWhatWasSigned,
    SayWhichTranche,
    SeeRecord,
    SeveralTranches,
    SignedAfterAsked,
    SignedBeforeSince,
    StrictestOf,
    TheContract,
    TheOffer,
    TrancheOfContract,
    TrancheOver,
    UnknownOfDimension,
)
from firstcall.said import Said
from firstcall.values import dataclass

CapacityWord = Literal["new", "existing", "own_build", "built_for_grantor"]
CAPACITY: tuple[CapacityWord, ...] = get_args(CapacityWord)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the words of whoever asks; what is left out takes the default that is then said.

    One workload may be given as its name alone.

    >>> Asked("training").workloads
    ('training',)
    """

    workloads: tuple[str, ...]
    provider: str | None = None
    customer: str | None = None
    capacity: str | None = None
    signed: datetime | None = None
    quantity: Decimal | None = None
    offer: str | None = None
    contract: str | None = None
    tranche: str | None = None
    site: str | None = None
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given: object = self.workloads
        if not isinstance(given, tuple):
            one = isinstance(given, str)
            object.__setattr__(self, "workloads", (given,) if one else tuple(self.workloads))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the clauses read it: every key has a value."""

    workloads: tuple[str, ...]
    provider: str
    """As asked; consents and contracts name it."""
    place: str
    """As listed: a provider of the agreement, or `other`."""
    mode: Mode
    customer: str
    cells: tuple[Mapping[str, str], ...]
    """Values of the declared dimensions; more than one where a dimension was left open."""
    at: datetime
    signed: datetime
    """When the capacity was or is signed: `at` for what is signed now."""
    fresh: bool
    """Signed now, so that signing and running are both asked."""
    quantity: Decimal | None = None
    offer: str | None = None
    contract: ContractSigned | None = None
    tranche: Tranche | None = None
    site: str | None = None
    amount: Decimal | None = None
    """What the offer or the tranche is of; a consent for a quantity has to cover it where none is asked."""
    beyond: Question | None = None
    """What is asked over a tranche's quantity, as new capacity."""


def resolve(asked: Asked, position: Position) -> tuple[Question, tuple[Said, ...]]:
    """Return a question as the clauses read it, and what must be said about how it was read.

    Args:
      asked: the question.
      position: the agreement and the record at the instant asked about.

    Raises:
      QuestionError: an unknown word, or flags that contradict each other, the offer or the contract.
      NotFound: an offer, contract or tranche that is not on the record by then.
    """
    terms = position.terms()
    notes: list[Said] = []
    _known_words(asked, terms)
    if asked.offer and asked.contract:
        raise QuestionError(OfferOrContract(), fix=LeaveOneOut())
    if asked.contract:
        return _of_contract(asked, position, terms, notes)
    if asked.tranche:
        raise QuestionError(TrancheOfContract(), fix=NameItsContract())
    if asked.offer:
        return _of_offer(asked, position, terms, notes), tuple(notes)
    return _of_capacity(asked, position, terms, notes), tuple(notes)


def _known_words(asked: Asked, terms: Terms) -> None:
    words = terms.definitions
    if not asked.workloads:
        raise QuestionError(NoWorkloadNamed(), fix=NameAtLeastOne(workloads=words.workloads))
    for workload in asked.workloads:
        check_known("workload", workload, words.workloads)
    if asked.customer is not None:
        check_known("customer", asked.customer, words.customers)
    if asked.capacity is not None:
        check_known("capacity", asked.capacity, CAPACITY)
    for name, value in asked.dimensions.items():
        check_known("dimension", name, words.dimensions)
        if value not in words.dimensions[name]:
            what = UnknownOfDimension(dimension=name, given=value)
            raise QuestionError(what, fix=near_or_listed(value, words.dimensions[name]))
    if asked.quantity is not None and asked.quantity <= 0:
        raise QuestionError(NothingToSign(quantity=asked.quantity), fix=GiveAboveZero())


def _of_offer(asked: Asked, position: Position, terms: Terms, notes: list[Said]) -> Question:
    made, what = position.offer_made(asked.offer or ""), TheOffer(offer=asked.offer or "")
    if made is None:
        known = position.offer_ids()
        fix = near_or_listed(asked.offer or "", known, "offer") if known else SeeRecord()
        raise NotFound(NotOnRecordBy(what=what, at=position.at), fix=fix)
    provider = getattr(made, "provider", None)
    _agree("--provider", asked.provider, provider, what)
    mode = getattr(made, "mode", None)
    if asked.capacity in ("own_build", "built_for_grantor"):
        _agree("--capacity", asked.capacity, mode or "new", what)
    if asked.capacity == "existing" or asked.signed is not None:
        raise QuestionError(OfferNotYetSigned(), fix=LeaveExistingOut())
    for name, value in asked.dimensions.items():
        _agree(_scope_flag(name), value, made.dimensions.get(name), what)
    dimensions = {**made.dimensions, **asked.dimensions}
    question = _of_capacity(
        replace(asked, provider=provider or asked.provider, dimensions=dimensions), position, terms, notes, mode
    )
    return replace(question, amount=made.quantity)


def _agree(flag: str, asked: str | None, held: str | None, what: Said) -> None:
    if asked is not None and held is not None and asked != held:
        raise QuestionError(FlagContradicts(flag=flag, asked=asked, what=what, held=held), fix=LeaveFlagOut(flag=flag))


def _scope_flag(dimension: str) -> str:
    return " ".join(("--scope", dimension))


def _of_contract(
    asked: Asked, position: Position, terms: Terms, notes: list[Said]
) -> tuple[Question, tuple[Said, ...]]:
    contract, what = position.contract(asked.contract or ""), TheContract(contract=asked.contract or "")
    if contract is None:
        known = [event.contract for event in position.contracts()]
        fix = near_or_listed(asked.contract or "", known, "contract") if known else SeeRecord()
        raise NotFound(NotOnRecordBy(what=what, at=position.at), fix=fix)
    _agree("--provider", asked.provider, contract.provider, what)
    if asked.capacity is not None or asked.signed is not None:
        raise QuestionError(SaysWhatWasSigned(what=what), fix=LeaveBothOut())
    tranche = _tranche(asked, contract)
    dimensions = {**tranche.dimensions, **asked.dimensions}
    for name, value in asked.dimensions.items():
        _agree(_scope_flag(name), value, tranche.dimensions.get(name), what)
    renewed = replace(asked, provider=contract.provider, contract=None, tranche=None, dimensions=dimensions)
    if tranche.until is not None and position.at >= day_end(tranche.until, terms.where):
        notes.append(TrancheOver(day=tranche.until))
        return _of_capacity(renewed, position, terms, notes), tuple(notes)
    place = _place(contract.provider, terms, notes)
    customer, cells = _customer(asked, terms, notes), _cells(dimensions, terms, notes)
    question = Question(
        asked.workloads, contract.provider, place, contract.mode or terms.mode_at(place), customer, cells, position.at,
        contract.at, False, asked.quantity, contract.offer, contract, tranche, asked.site, tranche.quantity,
    )  # fmt: skip
    if asked.quantity is None or tranche.quantity is None or asked.quantity <= tranche.quantity:
        return question, tuple(notes)
    excess = asked.quantity - tranche.quantity
    notes.append(BeyondTranche(asked=_plain(asked.quantity), quantity=_plain(tranche.quantity), excess=_plain(excess)))
    beyond = _of_capacity(replace(renewed, quantity=excess), position, terms, [])
    return replace(question, quantity=tranche.quantity, beyond=beyond), tuple(notes)


def _plain(amount: Decimal) -> Decimal:
    return Decimal(whole(amount))


def _tranche(asked: Asked, contract: ContractSigned) -> Tranche:
    ids, what = tuple(tranche.id for tranche in contract.tranches), TheContract(contract=contract.contract)
    if asked.tranche is None and len(ids) > 1:
        raise QuestionError(SeveralTranches(contract=what, tranches=ids), fix=SayWhichTranche())
    for tranche in contract.tranches:
        if asked.tranche in (None, tranche.id):
            return tranche
    given = asked.tranche or ""
    raise NotFound(NoSuchTranche(contract=what, given=given), fix=near_or_listed(given, ids, "tranche"))


def _of_capacity(
    asked: Asked, position: Position, terms: Terms, notes: list[Said], given: Mode | None = None
) -> Question:
    capacity, provider = asked.capacity, asked.provider
    if provider is None:
        own = _own_provider(terms)
        if capacity == "own_build" and own:
            provider = own
            notes.append(OwnProviderTaken(provider=own))
        else:
            raise QuestionError(NoProviderNamed(), fix=NameProvider())
    place = _place(provider, terms, notes)
    mode = given or _mode(capacity, place, provider, terms, notes)
    signed, fresh = _signing(asked, position, terms, notes)
    customer, cells = _customer(asked, terms, notes), _cells(asked.dimensions, terms, notes)
    return Question(
        asked.workloads, provider, place, mode, customer, cells, position.at, signed, fresh,
        asked.quantity, asked.offer, None, None, asked.site,
    )  # fmt: skip


def _own_provider(terms: Terms) -> str | None:
    for name in terms.providers:
        if terms.mode_at(name) == "own_build":
            return name
    return None


def _place(provider: str, terms: Terms, notes: list[Said]) -> str:
    if provider in terms.providers:
        return provider
    near = _near(provider, tuple(terms.providers))
    if provider != OTHER:
        notes.append(ReadAsOtherSlip(provider=provider, near=near) if near else ReadAsOther(provider=provider))
    return OTHER


@lru_cache(maxsize=1024)
def _near(provider: str, known: tuple[str, ...]) -> str | None:
    return did_you_mean(provider, known)


def _mode(capacity: str | None, place: str, provider: str, terms: Terms, notes: list[Said]) -> Mode:
    follows = terms.mode_at(place)
    match capacity:
        case None:
            notes.append(OwnBuildByDefault() if follows == "own_build" else NewByDefault())
            return follows
        case "own_build":
            if follows == "holder":
                what = NotOwnBuild(provider=provider, operator=terms.providers[place].operator)
                raise QuestionError(what, fix=NameOwnProvider())
            return "own_build"
        case "built_for_grantor":
            return "built_for_grantor"
        case _:
            return follows


def _signing(asked: Asked, position: Position, terms: Terms, notes: list[Said]) -> tuple[datetime, bool]:
    at = position.at
    if asked.signed is not None:
        if asked.capacity == "new" and asked.signed < at:
            raise QuestionError(NewSignedEarlier(), fix=LeaveOneOut())
        if asked.signed > at:
            raise QuestionError(SignedAfterAsked(signed=asked.signed), fix=CheckBothDates())
        return asked.signed, asked.signed == at
    if asked.capacity == "existing":
        dated = (held for held in terms.clauses if held.speaks.start is not None or held.clause.scope.age is not None)
        signed = min([*(held.since for held in dated if held.since <= at), at]) - NEXT_INSTANT
        notes.append(SignedBeforeSince())
        return signed, False
    return at, True


def _customer(asked: Asked, terms: Terms, notes: list[Said]) -> str:
    if asked.customer is not None:
        return asked.customer
    customers = terms.definitions.customers
    customer = "general" if "general" in customers else customers[0]
    notes.append(CustomerByDefault(customer=customer))
    return customer


def _cells(dimensions: Mapping[str, str], terms: Terms, notes: list[Said]) -> tuple[Mapping[str, str], ...]:
    axes = []
    for name, values in terms.definitions.dimensions.items():
        if name in dimensions:
            axes.append([(name, dimensions[name])])
        else:
            axes.append([(name, value) for value in values])
            notes.append(StrictestOf(dimension=name, values_asked=values))
    return tuple(dict(cell) for cell in product(*axes))
