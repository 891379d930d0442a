"""Where things stand at an instant: offers, consents, tranches and mixes, as known at another instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import chain

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Consent, FirstRefusal
from firstcall.agreement.terms import InForce, Terms, instant, terms, unchanged_around
from firstcall.dates import GivenMoment, given_instant, given_known, zone
from firstcall.kept import Kept, Shelf
from firstcall.record.consents import (
    Subject,
    consents_by_clause,
    is_about,
    is_left,
    names_enough,
    standing_consents,
    used_by,
)
from firstcall.record.dated.speaking import is_hung, speaking_clauses, speaks_now
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.events.entry import EventBase, rank
from firstcall.record.events.kinds import (
    EVENT_KINDS,
    ConsentGiven,
    ConsentRevoked,
    ContractSigned,
    MixReported,
    Tranche,
)
from firstcall.record.events.offer import CapacityRequested, OfferReceived, WaiverGiven
from firstcall.record.journal.journal import Known, Record
from firstcall.record.offers.course import Course
from firstcall.record.offers.fold import offer_of
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Purchase, Right, RightOn, right_in
from firstcall.record.offers.taking.courses import FoldedCourse, fold_course, go_on
from firstcall.record.offers.taking.limits import RightLimits
from firstcall.record.vantage import Vantage
from firstcall.values import dataclass

__all__ = ["Position", "Subject", "holders_of", "latest_known", "position"]


_OFFERS: Kept[tuple[str, str, str, datetime], Offer | None] = Kept("offers, by right and instant")
_COURSES: Kept[tuple[str, str, str, datetime], Course] = Kept("the courses of offers, by right and instant")
_FOLDED: Kept[tuple[str, str, str], FoldedCourse] = Kept("the courses of offers as they were asked for last, by right")
_GRANTED: Kept[tuple[str, str], RightOn] = Kept("the right of a holder by day, whatever is left of it")
_FIRST, _AFTER_ALL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_OPERATORS: Kept[tuple[str, ...], dict[str, str]] = Kept("who of some parties operates each of their providers")
_LIMITS: Kept[tuple[str, str], RightLimits] = Kept("what all offers under a right leave of it")
_BOUGHT: Kept[None, tuple[Purchase, ...]] = Kept("what was bought")
EventGroups = dict[str, dict[str, list[EventBase]]]
_GROUPS: Kept[None, EventGroups] = Kept("events by the offer, contract or clause they are of")
_NAMED_BY: dict[type[EventBase], tuple[str, ...]] = {
    kind: () if kind is ConsentGiven else tuple(name for name in ("offer", "contract") if name in kind.model_fields)
    for kind in EVENT_KINDS.values()
}
"""Which offer or contract each kind of event is of, by the fields that name them."""
_UNDER: Kept[tuple[int, datetime | None], tuple[Agreement, Shelf]] = Kept("what follows under one agreement")


@dataclass(frozen=True, slots=True, eq=False)
class Position(Vantage):
    """The record as it stands at `at`, with what was known at `known_at`: every offer, consent, tranche and mix."""

    def offer(self, offer_id: str, clause: FirstRefusal) -> Offer | None:
        """Return an offer under a right of first refusal; None when it has not been made by now."""
        kept, key = _OFFERS.on(self.shelf), (offer_id, clause.id, clause.holder, self.at)
        if key not in kept:
            kept[key] = offer_of(self._course(offer_id, clause), self.at)
        return kept[key]

    def is_over(self, offer_id: str, clause: FirstRefusal) -> bool:
        """Say whether nothing of an offer waits for anybody any more; quicker than the offer, where many are over."""
        return self._course(offer_id, clause).is_over(self.at)

    def _course(self, offer_id: str, clause: FirstRefusal) -> Course:
        kept, key = _COURSES.on(self.shelf), (offer_id, clause.id, clause.holder, self.at)
        if key not in kept:
            events, own = self._grouped("offer").get(offer_id, ()), _operators(self.terms(), clause.holders)
            right_on, (before, fresh) = self.right_on(clause, offer_id), self._folded(key[:3])
            if before is not None and before.course.holder_providers == own:
                since = tuple([event for event in events if event.id in fresh]) if fresh else ()
                folded = go_on(before, since, right_on, self.at)
            else:
                folded = fold_course(offer_id, clause.id, clause.holder, events, right_on, self.at, own)
            kept[key] = folded.course
            _FOLDED.on(self.shelf)[key[:3]] = folded
        return kept[key]

    def _folded(self, key: tuple[str, str, str]) -> tuple[FoldedCourse | None, frozenset[str]]:
        """Return an offer's course as it was folded up to an earlier instant, and the ids of all that is known since.

        It may be gone on with on this record, and on one that adds a few events to its own, if none of them lies at
        or before an instant at which an event of the offer took effect, or before that up to which it was folded.
        """
        found = _FOLDED.on(self.shelf).get(key)
        if found is not None and found.at <= self.at:
            return found, frozenset()
        before = self.known.before
        kept = _UNDER.on(before.shelf).get((id(self.agreement), self.known_at)) if before is not None else None
        found = _FOLDED.on(kept[1]).get(key) if kept is not None else None
        added = self.known.added
        if (
            found is None
            or found.at > self.at
            or any(event.at < found.at or (found.met is not None and event.at <= found.met) for event in added)
        ):
            return None, frozenset()
        return found, frozenset([event.id for event in added])

    def right_on(self, clause: FirstRefusal, offer_id: str | None = None) -> RightOn:
        """Return the right of a clause, and of its earlier and later texts, by day, as one offer meets it."""
        granted = self._granted(clause)

        def on(at: datetime) -> Right | None:
            right = granted(at)
            if right is None:
                return None
            if right.clause.quantity_floor is not None:
                right = replace(right, purchases=self._purchases(at))
            return self._within_limits(clause, right, at, offer_id) if right.limited else right

        return on

    def _granted(self, clause: FirstRefusal) -> RightOn:
        """Return the right as its clause stood on a day, whatever is left of it; None when it was not in force."""
        kept, key = _GRANTED.on(self.shelf), (clause.id, clause.holder)
        if key not in kept:
            kept[key] = self._granted_by_day(clause)
        return kept[key]

    def _granted_by_day(self, clause: FirstRefusal) -> RightOn:
        """Return the same, made once for all offers; the day asked for last is near the next, most often."""
        last: tuple[datetime, datetime, Right | None, InForce | None] | None = None

        def on(at: datetime) -> Right | None:
            nonlocal last
            if last is None or not last[0] <= at < last[1]:
                text = self.terms(at)
                right = right_in(text, clause.id, clause.holder, at)
                hung = right is not None and is_hung(text.by_id[clause.id])
                around = unchanged_around(self.agreement, at, self.known_at, self.shelf)
                begins, ends = around.start or _FIRST, around.end or _AFTER_ALL
                last = begins, ends, right, text.by_id[clause.id] if hung else None
            _, _, right, hanging = last
            return None if hanging is not None and not speaks_now(self.when(at), hanging) else right

        return on

    def _within_limits(self, clause: FirstRefusal, right: Right, at: datetime, offer_id: str | None) -> Right:
        kept, key = _LIMITS.on(self.shelf), (clause.id, clause.holder)
        if key not in kept:
            kept[key] = self._begun(clause)
        try:
            return kept[key].within(right, at, offer_id)
        except Exception:
            kept.pop(key, None)  # half told, it would answer otherwise the next time
            raise

    def _begun(self, clause: FirstRefusal) -> RightLimits:
        """Return the limits of a right before any event, with every offer that is known."""
        made = (event.offer for event in self.known.of_kind(OfferReceived, CapacityRequested))
        courses = [
            (Course(name, clause.id, clause.holder, self.right_on(clause, name), {}), self._grouped("offer")[name])
            for name in dict.fromkeys(made)
        ]
        return RightLimits(courses, self._granted(clause), partial(self._operated, clause))

    def _operated(self, clause: FirstRefusal, at: datetime) -> dict[str, str]:
        """Return which holder of a right operates each of their providers on a day."""
        text = self.terms(at)
        right = right_in(text, clause.id, clause.holder)
        holders = (right.clause if right is not None else clause).holders
        return _operators(text, holders)

    def _purchases(self, at: datetime) -> tuple[Purchase, ...]:
        """Return what had been bought from third parties by an instant."""
        kept = _BOUGHT.on(self.shelf)
        if None not in kept:
            kept[None] = tuple(_bought(self.known.of_kind(ContractSigned)))
        return kept[None][: bisect_right(kept[None], at, key=lambda purchase: purchase.at)]

    def events_of(self, offer_id: str) -> Iterator[EventBase]:
        """Yield the events of an offer that have taken effect, in the order in which they count."""
        return (event for event in self._grouped("offer").get(offer_id, ()) if event.at <= self.at)

    def offer_ids(self) -> tuple[str, ...]:
        """Return every offer or requirement that has been recorded by now, in order."""
        made = (event.offer for event in self.events_of_kind(OfferReceived, CapacityRequested))
        return tuple(dict.fromkeys(made))

    def offer_made(self, offer_id: str) -> OfferReceived | CapacityRequested | None:
        """Return the event that began an offer."""
        for event in self._grouped("offer").get(offer_id, ()):
            if isinstance(event, (OfferReceived, CapacityRequested)) and event.at <= self.at:
                return event
        return None

    def contract(self, contract_id: str) -> ContractSigned | None:
        """Return a contract that has been signed by now."""
        for event in self._grouped("contract").get(contract_id, ()):
            if isinstance(event, ContractSigned) and event.at <= self.at:
                return event
        return None

    def contracts(self) -> tuple[ContractSigned, ...]:
        """Return the contracts signed by now, in order."""
        return tuple(self.events_of_kind(ContractSigned))

    def waivers(self, contract_id: str, clause: FirstRefusal) -> tuple[WaiverGiven, ...]:
        """Return the first waiver of each holder for a contract signed before; all together clear it of the right."""
        found: dict[str, WaiverGiven] = {}
        for event in self._grouped("contract").get(contract_id, ()):
            named = isinstance(event, WaiverGiven) and event.clause in (None, clause.id)
            if named and event.by in clause.holders and event.at <= self.at:
                assert isinstance(event, WaiverGiven)
                found.setdefault(event.by, event)
        return tuple(found.values())

    def consent(self, clause_id: str, subject: Subject, *, before: EventBase | None = None) -> ConsentGiven | None:
        """Return the consent that lifts a clause for a subject now; None when none does.

        Args:
          clause_id: the restriction to be lifted.
          subject: provider, contract, workload and quantity asked about.
          before: only consents that count before this event (a signing) serve.
        """
        events = (event for event in self._grouped("consent").get(clause_id, ()) if event.at <= self.at)
        counted = (event for event in events if before is None or rank(event) < rank(before))
        for consent in standing_consents(counted):
            if self._covers(consent, clause_id, subject, before):
                return consent
        return None

    def ratification(self, clause_id: str, contract_id: str) -> ConsentGiven | None:
        """Return the consent that cleared a contract after it had been signed."""
        for event in self._grouped("consent").get(clause_id, ()):
            named = isinstance(event, ConsentGiven) and contract_id in event.ratifies and event.at <= self.at
            if isinstance(event, ConsentGiven) and named and any(self._entitling(event, clause_id)):
                return event
        return None

    def may_lift(self, consent: ConsentGiven) -> bool:
        """Say whether a clause in force when a consent was given lets its giver lift one of those that it names."""
        return any(any(self._entitling(consent, clause_id)) for clause_id in consent.clauses)

    def mixes(self, site: str | None) -> tuple[MixReported, ...]:
        """Return the mixes reported by now, of a site or of all."""
        reports = self.events_of_kind(MixReported)
        return tuple(event for event in reports if site is None or event.site == site)

    def tranche(self, contract_id: str, tranche_id: str) -> Tranche | None:
        """Return a tranche of a contract signed by now."""
        contract = self.contract(contract_id)
        found = [tranche for tranche in contract.tranches if tranche.id == tranche_id] if contract else []
        return found[0] if found else None

    def _entitling(self, consent: ConsentGiven, clause_id: str) -> Iterator[Consent]:
        """Yield the clauses, in force when a consent was given, that let its giver lift the clause."""
        for held in speaking_clauses(self.when(consent.at)):
            clause = held.clause
            if isinstance(clause, Consent) and clause.by == consent.by and clause_id in clause.lifts:
                yield clause

    def _covers(self, consent: ConsentGiven, clause_id: str, subject: Subject, before: EventBase | None) -> bool:
        if not is_about(consent, subject):
            return False
        if not any(names_enough(consent, clause) for clause in self._entitling(consent, clause_id)):
            return False
        return consent.quantity is None or is_left(consent, self._used(consent, clause_id, subject, before), subject)

    def _used(self, consent: ConsentGiven, clause_id: str, subject: Subject, before: EventBase | None) -> Decimal:
        """Return what other contracts have used up of a consent, those that count after `before` aside."""
        others = (contract for contract in self.contracts() if contract.contract != subject.contract)
        counted = (contract for contract in others if before is None or rank(contract) < rank(before))
        used = (used_by(consent, contract, self.terms(contract.at).by_id.get(clause_id)) for contract in counted)
        return sum(used, Decimal(0))

    def _grouped(self, what: str) -> dict[str, list[EventBase]]:
        return grouped(self.known)[what]


def position(agreement: Agreement, record: Record, at: GivenMoment, known_at: GivenMoment | None = None) -> Position:
    """Return where things stand at an instant.

    Args:
      agreement: the document.
      record: what happened.
      at: the instant asked about; a day is its first.
      known_at: what had been entered by then counts; None for everything in the files.

    Raises:
      QuestionError: `at` or `known_at` names no instant, such as a datetime without a time zone.
    """
    where = agreement.timezone
    when, until = given_instant(at, where), given_known(known_at, where)
    known = record.known(until)
    agreement = standing_text(agreement, record, until).agreement
    # kept with the agreement itself, so that its id stays its own
    _, shelf = _UNDER.on(known.shelf).setdefault((id(agreement), until), (agreement, Shelf()))
    return Position(agreement, record, known, when, until, shelf, terms(agreement, when, until))


def latest_known(agreement: Agreement, record: Record) -> datetime | None:
    """Return the instant at which everything in the files was known: the latest entry or signing."""
    where = zone(agreement.timezone)
    signed = [instant(change.signed, where) for change in agreement.as_written().amendments]
    last = record.last_recorded
    return max([*signed, *([last] if last else [])], default=None)


def holders_of(clauses: tuple[InForce, ...]) -> tuple[FirstRefusal, ...]:
    """Return the rights of first refusal among clauses."""
    return tuple(item.clause for item in clauses if isinstance(item.clause, FirstRefusal))


def _operators(text: Terms, holders: tuple[str, ...]) -> dict[str, str]:
    """Return which of some parties operates each of their providers under a text."""
    kept = _OPERATORS.on(text.shelf)
    if holders not in kept:
        kept[holders] = {name: holder for holder in holders for name in text.operated_by(holder)}
    return kept[holders]


def _bought(contracts: Iterable[ContractSigned]) -> Iterator[Purchase]:
    for event in contracts:
        amounts = [tranche.quantity for tranche in event.tranches if tranche.quantity is not None]
        yield Purchase(event.at, event.provider, sum(amounts, Decimal(0)), event.offer)


def grouped(known: Known) -> EventGroups:
    """Return the known events by what they are of; those of a record that adds a few, from what it adds to."""
    kept = _GROUPS.on(known.shelf)
    if None not in kept:
        groups: EventGroups = {"offer": {}, "contract": {}, "consent": {}}
        if known.before is None:
            _group(known.counted, groups)
            for group in chain(groups["offer"].values(), groups["contract"].values()):
                if len(group) > 1:
                    group.sort(key=rank)
        else:
            groups |= {what: dict(held) for what, held in grouped(known.before).items()}
            _group(known.added, groups, afresh=True)
        if known.before is None or any(isinstance(event, (ConsentGiven, ConsentRevoked)) for event in known.added):
            groups["consent"] = dict(consents_by_clause(known.of_kind(ConsentGiven, ConsentRevoked)))
        kept[None] = groups
    return kept[None]


def _group(events: tuple[EventBase, ...], groups: EventGroups, *, afresh: bool = False) -> None:
    """Put events into the groups of their offer and contract; `afresh` leaves the lists that are there as they are."""
    for event in events:
        fields = event.__dict__
        for what in _NAMED_BY[type(event)]:
            name = fields[what]
            if name is None:
                continue
            group = groups[what]
            held = group.get(name)
            if held is None:
                group[name] = [event]
            elif afresh:
                group[name] = sorted((*held, event), key=rank)
            else:
                held.append(event)
