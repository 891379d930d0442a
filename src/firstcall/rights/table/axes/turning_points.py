"""Where an answer can change: the instants of the text and the record, and the quantities that a limit turns on.

Between two neighbouring instants of a question's list everything that its answer reads stays as it is. An
instant too many costs a row of the table; one too few would be a wrong answer, so whatever may matter counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import accumulate

from firstcall.agreement.construe import construe
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Approval, FirstRefusal
from firstcall.agreement.terms import Terms, terms, versions
from firstcall.dates import NEXT_INSTANT, day_end, day_start
from firstcall.record.consents import used_by
from firstcall.record.dated.speaking import is_hung, turns_of
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked, ContractSigned, MixReported
from firstcall.record.events.milestones import Interpretation
from firstcall.record.events.offer import FromParty, NoticeGiven, WaiverGiven
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import A_YEAR, is_limited
from firstcall.record.position import Position, position
from firstcall.rights.judge.permissions.reach import reach_of
from firstcall.rights.table.axes.counted_places import largest_below
from firstcall.values import dataclass

_AFTER_ALL = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class TableSources:
    """What questions are answered from: the agreement as each alternative of each point reads it, and the record."""

    agreement: Agreement
    record: Record
    known_at: datetime | None
    texts: tuple[tuple[Agreement, tuple[Terms, ...]], ...]
    """Each reading of the agreement, and its consolidated texts in order."""
    events: tuple[EventBase, ...]
    """What is known of the record, in the order in which events count."""

    def at(self, agreement: Agreement, at: datetime) -> Position:
        """Return the record at an instant, under one reading."""
        return position(agreement, self.record, at, self.known_at)


def sources(
    agreement: Agreement, record: Record, known_at: datetime | None, readings: Mapping[str, str] | None = None
) -> TableSources:
    """Return an agreement and a record as answers are taken from them.

    Points that patch one clause may join what they say key by key, so that each alternative alone shows
    every instant at which any combination can change.

    Args:
      agreement: the document.
      record: what happened.
      known_at: what had been entered and signed by then counts; None for everything in the files.
      readings: point -> alternative, for points that are read one way.
    """
    chosen = dict(readings or {})
    read = [construe(agreement, chosen)]
    for point in agreement.readings:
        read += [construe(agreement, {**chosen, point.id: name}) for name in point.alternatives]
        read += [construe(agreement, {point.id: name}) for name in point.alternatives]
    once = tuple({id(one): one for one in read}.values())
    texts = tuple(
        (one, tuple(terms(one, version.effective, known_at) for version in versions(one, known_at))) for one in once
    )
    return TableSources(agreement, record, known_at, texts, record.known(known_at).events)


def of_text(sources_read: TableSources) -> set[datetime]:
    """Return the instants at which a text begins, a clause begins or ceases to speak, or a line of capacity lies."""
    found = set()
    for read, texts in sources_read.texts:
        found |= {version.effective for version in versions(read, sources_read.known_at)}
        for text in texts:
            found |= {*text.turns, *(item.since for item in text.clauses)}
    return found | _hung(sources_read)


def _hung(sources_read: TableSources) -> set[datetime]:
    """Return the instants at which the record may begin or end a clause."""
    found: set[datetime] = set()
    for read, texts in sources_read.texts:
        hung = [item for text in texts for item in text.clauses if is_hung(item)]
        found |= {at for item in hung for at in turns_of(sources_read.at(read, _AFTER_ALL), item)}
    return found


def of_capacity(sources_read: TableSources) -> set[datetime]:
    """Return the instants that matter to a question which names neither an offer nor a contract."""
    found = of_text(sources_read)
    clauses = [item.clause for _, texts in sources_read.texts for text in texts for item in text.clauses]
    counted = any(isinstance(event, ConsentGiven) and event.quantity is not None for event in sources_read.events)
    reaching = any(isinstance(clause, Approval) and clause.up_to is not None for clause in clauses)
    where = sources_read.texts[0][1][0].where
    for event in sources_read.events:
        match event:
            case ConsentGiven() | ConsentRevoked() | Interpretation():
                found.add(event.at)
            case MixReported():
                found |= {event.at, day_start(event.until, where)}
            case ContractSigned() if counted or reaching:
                found |= {event.at, *(day_end(one.until, where) for one in event.tranches if one.until is not None)}
            case _:
                pass
    if _floors(sources_read):
        found |= _counted_against_a_floor(sources_read)
    if any(isinstance(clause, FirstRefusal) and is_limited(clause) for clause in clauses):
        offers = position(
            sources_read.agreement, sources_read.record, _last(sources_read, found), sources_read.known_at
        ).offer_ids()
        ends = {at for offer in offers for at in of_offer(sources_read, offer)}
        found |= ends | {at + NEXT_INSTANT for at in ends}
    return found | {at + NEXT_INSTANT for at in found if _signed_just_before(sources_read, at)}


def _signed_just_before(sources_read: TableSources, at: datetime) -> bool:
    """Say whether existing capacity is read, at an instant, as signed the moment before: no line lies behind it."""
    for read, _ in sources_read.texts:
        lines = (item for item in terms(read, at, sources_read.known_at).clauses
                 if item.speaks.start is not None or item.clause.scope.age is not None)  # fmt: skip
        if not any(item.since <= at for item in lines):
            return True
    return False


def _last(sources_read: TableSources, instants: Iterable[datetime]) -> datetime:
    return max([*instants, *(event.at for event in sources_read.events)])


def of_offer(sources_read: TableSources, offer_id: str) -> set[datetime]:
    """Return the instants at which an offer stands differently under a right: events, windows, tails."""
    events = [event for event in sources_read.events if event.__dict__.get("offer") == offer_id]
    found = {event.at for event in events}
    for read, texts in sources_read.texts:
        rights = {(item.clause.id, item.clause.holder): item.clause
                  for text in texts for item in text.clauses if isinstance(item.clause, FirstRefusal)}  # fmt: skip
        for right in rights.values():
            found |= _course(sources_read, read, right, offer_id, events)
            if right.quantity_floor is not None:
                found |= _counted_against_a_floor(sources_read)
    return found


def _course(
    sources_read: TableSources, read: Agreement, right: FirstRefusal, offer_id: str, events: Iterable[EventBase]
) -> set[datetime]:
    """Follow an offer under one right until no instant is found that was not known."""
    new = {moment for event in events for moment in _moments(sources_read, read, right, offer_id, event)}
    found: set[datetime] = set()
    while new:
        found |= new
        offers = [sources_read.at(read, at).offer(offer_id, right) for at in new]
        new = {moment for offer in offers if offer is not None for moment in _ends(offer)} - found
    return found


def _counted_against_a_floor(sources_read: TableSources) -> set[datetime]:
    """Return when each purchase begins and ceases to count together with others against a floor."""
    signed = [event.at for event in sources_read.events if isinstance(event, ContractSigned)]
    return {*signed, *(at + A_YEAR for at in signed)}


def _moments(
    sources_read: TableSources, read: Agreement, right: FirstRefusal, offer_id: str, event: EventBase
) -> Iterator[datetime]:
    """Yield when an event may take effect, under whichever rule: sent, delivered, or deemed to be received."""
    yield event.at
    if not isinstance(event, (FromParty, WaiverGiven, NoticeGiven)):
        return
    if event.delivered is not None:
        yield event.delivered
    stood = sources_read.at(read, event.at).right_on(right, offer_id)(event.at)
    if stood is not None:
        yield stood.takes_effect("received", event.at, event.delivered)
        closes = stood.deficiency_closes(event.delivered or event.at)
        yield closes
        yield closes + NEXT_INSTANT


def _ends(offer: Offer) -> Iterator[datetime]:
    """Yield the instants at which time alone moves an offer."""
    for closes in (offer.window_closes, *offer.tiers_close):
        if closes is not None:
            yield closes
            yield closes + NEXT_INSTANT
    yield offer.since
    for pool in offer.pools:
        yield pool.since
        yield pool.until


def of_contract(sources_read: TableSources, contract: ContractSigned) -> set[datetime]:
    """Return the instants that matter to a contract: its signing, the ends of its tranches, what mended it."""
    where = sources_read.texts[0][1][0].where
    found = {event.at for event in sources_read.events if event.__dict__.get("contract") == contract.contract}
    return found | {day_end(tranche.until, where) for tranche in contract.tranches if tranche.until is not None}


def left_of_consents(sources_read: TableSources, but: str | None = None) -> set[Decimal]:
    """Return the quantities that consents may have left, with every number of contracts counted.

    Args:
      sources_read: the text and the record.
      but: a contract that does not use up what it is judged by.
    """
    contracts = [event for event in sources_read.events if isinstance(event, ContractSigned) and event.contract != but]
    found = set()
    for consent in sources_read.events:
        if not isinstance(consent, ConsentGiven) or consent.quantity is None:
            continue
        for read, _ in sources_read.texts:
            for clause in consent.clauses:
                used = [
                    used_by(consent, one, terms(read, one.at, sources_read.known_at).by_id.get(clause))
                    for one in contracts
                ]
                found |= {consent.quantity - sum_ for sum_ in accumulate(used, initial=Decimal(0))}
    return {left for left in found if left > 0}


def left_of_approvals(sources_read: TableSources) -> set[Decimal]:
    """Return the quantities that approvals with a quantity may have left at some instant."""
    found: set[Decimal] = set()
    for read, texts in sources_read.texts:
        for held in (item for text in texts for item in text.clauses):
            if isinstance(held.clause, Approval) and held.clause.up_to is not None:
                for at in of_capacity(sources_read):
                    found.add(reach_of(held, held.clause.up_to, sources_read.at(read, at)).left or Decimal(0))
    return {left for left in found if left > 0}


def _floors(sources_read: TableSources) -> set[Decimal]:
    clauses = (item.clause for _, texts in sources_read.texts for text in texts for item in text.clauses)
    rights = (clause for clause in clauses if isinstance(clause, FirstRefusal))
    return {right.quantity_floor for right in rights if right.quantity_floor is not None}


def left_of_floors(sources_read: TableSources) -> set[Decimal]:
    """Return the largest quantities that are below a floor, with whatever was bought of a provider within a year."""
    moves: dict[str, list[tuple[datetime, Decimal]]] = {}
    for event in sources_read.events:
        if isinstance(event, ContractSigned):
            amount = sum((one.quantity for one in event.tranches if one.quantity is not None), Decimal(0))
            moves.setdefault(event.provider, []).extend([(event.at, amount), (event.at + A_YEAR, -amount)])
    sums = {Decimal(0)}
    for of_provider in moves.values():
        sums |= set(accumulate(amount for _, amount in sorted(of_provider)))
    return {largest_below(floor - bought) for floor in _floors(sources_read) for bought in sums if floor > bought}


def left_of_offer(sources_read: TableSources, offer_id: str, instants: Iterable[datetime]) -> set[Decimal]:
    """Return the quantities of an offer that may be free at some instant."""
    found = set()
    moments = tuple(instants)
    for read, texts in sources_read.texts:
        for right in {item.clause.id: item.clause for text in texts for item in text.clauses}.values():
            if isinstance(right, FirstRefusal):
                offers = (sources_read.at(read, at).offer(offer_id, right) for at in moments)
                for at, offer in zip(moments, offers, strict=True):
                    if offer is not None:
                        open_now = (pool.quantity for pool in offer.free_at(at) if pool.quantity is not None)
                        found |= {sum(open_now, Decimal(0)), offer.remainder or Decimal(0)}
    return {left for left in found if left > 0}


def left_of_tranche(sources_read: TableSources, contract: str, quantity: Decimal | None) -> set[Decimal]:
    """Return the quantities at which a use of a tranche is judged otherwise: over it, or over a consent."""
    fresh = left_of_consents(sources_read) | left_of_approvals(sources_read)
    over = set() if quantity is None else {quantity, *(quantity + left for left in fresh)}
    return fresh | over | left_of_consents(sources_read, contract)
