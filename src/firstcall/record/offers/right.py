"""A holder's right of first refusal as its clause stood on a day: how it counts windows and tails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from firstcall.agreement.check.worst_days import tier_days
from firstcall.agreement.model.clauses.kinds import Delivery, FirstRefusal
from firstcall.agreement.model.clauses.refusal_terms import EffectMoment
from firstcall.agreement.terms import InForce, Terms
from firstcall.calendars import Calendar
from firstcall.dates import NEXT_INSTANT, zone
from firstcall.deadlines import NoticeRules, Tail, Toll, Window, received_at, tail_closes, window_closes
from firstcall.record.events.entry import whole
from firstcall.record.events.offer import NoticeGiven
from firstcall.record.offers.offer_reasons import BelowFloor, NotBelowFloor
from firstcall.said import Said
from firstcall.values import dataclass

A_YEAR = timedelta(days=365)
"""How long a purchase counts together with others against a floor."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """So much bought from a provider at an instant: what counts together against a floor."""

    at: datetime
    provider: str
    quantity: Decimal
    offer: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Right:
    """The clause in force on a day, and the zone and business days in which its deadlines are counted."""

    clause: FirstRefusal
    rules: NoticeRules
    """The hours and business days of the place where the holder receives notices."""
    grantor_zone: ZoneInfo
    limited: bool = False
    """Whether what becomes of one offer can end the right for others."""
    room: Decimal | None = None
    """What may still be taken before the right ends, where it has a cap."""
    spent: Said | None = None
    """Why the right has ended by itself for the offer that meets it; None while it goes on."""
    ended: Said | None = None
    """Why it has ended for all that is not under notice or tail, what this offer did counted too."""
    grantor: str = ""
    """The party that granted it."""
    deliveries: tuple[InForce, ...] = ()
    """The clauses of the same text on what a holder that matched must deliver by when."""
    purchases: tuple[Purchase, ...] = ()
    """What was bought before, where the right has a floor."""
    ends: datetime | None = None
    """The first instant at which the clause no longer speaks, where offers do not go on under it."""

    def below_floor(self, provider: str, quantity: Decimal, at: datetime) -> BelowFloor | None:
        """Return why a quantity of a provider is free without an offer: with what was bought it is below the floor."""
        floor = self.clause.quantity_floor
        if floor is None or self.bought(provider, at) + quantity >= floor:
            return None
        return BelowFloor(floor=Decimal(whole(floor)))

    def lifted_to_floor(self, provider: str, quantity: Decimal, bought: Decimal) -> NotBelowFloor | None:
        """Return by which purchases a quantity reaches the floor, though not by itself; None where it does not so."""
        floor = self.clause.quantity_floor
        if floor is None or not quantity < floor <= bought + quantity:
            return None
        return NotBelowFloor(bought=Decimal(whole(bought)), provider=provider, floor=Decimal(whole(floor)))

    def bought(self, provider: str | None, at: datetime, offer: str | None = None) -> Decimal:
        """Return what was bought of a provider within the year up to an instant, elsewhere than under an offer."""
        counted = (one for one in self.purchases if one.provider == provider and (offer is None or one.offer != offer))
        return Decimal(sum(one.quantity for one in counted if at - A_YEAR < one.at <= at))

    def window(self, *, again: bool) -> Window:
        """Return the window of a first notice, or of one that offers again."""
        given = self.clause.window
        n = given.reoffer if again and given.reoffer is not None else given.n
        return Window(n, given.unit, given.anchor, given.count_first_day, given.roll)

    def tail(self) -> Tail:
        """Return how long the grantor is free afterwards."""
        return _tail(self.clause.tail.n, self.clause.tail.unit, self.clause.tail.anchor)

    def tier_windows(self, *, again: bool) -> tuple[Window, ...]:
        """Return the window of each tier: the first counts from the notice, a later one from the one before."""
        return _tier_windows(self, again)

    def closes(
        self, sent: datetime, arrived: datetime, completed: datetime | None, tolls: tuple[Toll, ...], *, again: bool,
        said: Mapping[str | int, datetime] | None = None,
    ) -> tuple[datetime, ...] | None:  # fmt: skip
        """Return the last instant for an answer, of each tier; None while a stop of the clock is open.

        Args:
          sent: when the notice was sent.
          arrived: when it came.
          completed: when its last missing piece came.
          tolls: the stops of the clock.
          again: whether it offers again.
          said: when each holder answered, and each round that asks again, by its place, for a tier that counts from
            the answer of the one before it.
        """
        found: list[datetime] = []
        for number, window in enumerate(self.tier_windows(again=again)):
            before = self._answered(number, said or {}) or (found[-1] if found else None)
            start = (before, before, None) if before is not None else (sent, arrived, completed)
            ends = window_closes(start[0], start[1], self.rules, window, start[2], tolls)
            if ends is None:
                return None
            found.append(ends if self.ends is None else min(ends, self.ends - NEXT_INSTANT))
        return tuple(found)

    def _answered(self, number: int, said: Mapping[str | int, datetime]) -> datetime | None:
        """Return when the tier before had answered, for a tier that counts from that; None while it has not."""
        tiers = self.clause.several.rounds if self.clause.several else ()
        if number == 0 or not tiers or tiers[number].tier.counts_from != "answer":
            return None
        if tiers[number - 1].again:
            return said.get(number - 1)
        answers = [said.get(stake.holder) for stake in tiers[number - 1].holders]
        given = [answer for answer in answers if answer is not None]
        return max(given) if len(given) == len(answers) else None

    def tail_closes(self, lapsed: datetime, sent: datetime | None, arrived: datetime | None) -> datetime:
        """Return the first instant after the tail; a freedom without notice counts from itself."""
        return tail_closes(self.rules, self.tail(), sent=sent or lapsed, arrived=arrived or lapsed, lapsed=lapsed)

    def free_until(self, lapsed: datetime, sent: datetime | None, arrived: datetime | None) -> datetime:
        """Return the end of the tail, or of the clause where offers do not go on when it ends."""
        until = self.tail_closes(lapsed, sent, arrived)
        return until if self.ends is None else min(until, self.ends)

    def ends_with(self, closes: datetime) -> bool:
        """Say whether the clause ends as a window does, so that nothing has to be offered again after it."""
        return self.ends is not None and closes >= self.ends - NEXT_INSTANT

    def deficiency_closes(self, arrived: datetime) -> datetime:
        """Return the last instant for saying that a notice is incomplete, counted from its receipt."""
        given = self.clause.deficiency
        ends = window_closes(arrived, arrived, self.rules, Window(given.n, given.unit))
        assert ends is not None  # nothing stops this count
        return ends

    def takes_effect(self, how: EffectMoment, sent: datetime, delivered: datetime | None) -> datetime:
        """Return when something the holder sends takes effect, at the grantor's place."""
        arrived = delivered or sent
        if how == "sent":
            return sent
        if how == "delivered":
            return arrived
        key, rules = self.grantor_zone.key, self.rules
        return received_at(arrived, _rules(key, rules.calendar, rules.cutoff, rules.opening))


class Sending(NamedTuple):
    """When a notice was sent and came, or the pieces that were missing from one: the last of them."""

    sent: datetime
    arrived: datetime
    supposed: bool
    """Whether an arrival among them is not recorded, so that the sending stands in."""

    @classmethod
    def of(cls, notice: NoticeGiven, earlier: Self | None = None) -> Self:
        """Return the sending of a notice or piece, together with what was sent before it."""
        sent, arrived, supposed = notice.at, notice.arrived, notice.delivered is None
        if earlier is None:
            return cls(sent, arrived, supposed)
        return cls(max(sent, earlier.sent), max(arrived, earlier.arrived), supposed or earlier.supposed)


class Running(NamedTuple):
    """A notice that waits for an answer, the right that it runs under, and the terms that it put."""

    right: Right
    notice: NoticeGiven
    terms: dict[str, str]


class Pending(NamedTuple):
    """Terms amended while a notice of others runs: when, and what they are."""

    since: datetime
    terms: dict[str, str]
    quantity: Decimal | None


class NoticeRun(NamedTuple):
    """A notice and the window that runs from it."""

    right: Right
    sent: datetime
    arrived: datetime
    completed: datetime | None
    again: bool

    @classmethod
    def of(
        cls, right: Right, notice: NoticeGiven, pieces: Sending | None, lacked: tuple[str, ...], *, again: bool
    ) -> Self:
        """Return from what the window of a notice counts: itself, and what it lacked.

        Of an incomplete one, from the end of the days for a deficiency, or from the last piece if all came before that.
        """
        sent, arrived, _ = Sending.of(notice)
        if right.clause.window.anchor != "complete":
            if lacked:
                sent = arrived = right.deficiency_closes(arrived)
            elif pieces is not None:
                sent, arrived, _ = Sending.of(notice, pieces)
        return cls(right, sent, arrived, pieces.arrived if pieces else None, again)


class NextNotice(NamedTuple):
    """What a notice of an offer would be if it were given now."""

    again: bool
    """Whether it would offer again, with the window of a re-offer."""
    replaces: tuple[NoticeRun, ...]
    """The notices whose windows it would take the place of, and not end before."""
    tolls: tuple[Toll, ...]
    quantity: Decimal | None = None
    """What it would offer: what is neither taken nor signed of the offer as it is amended."""

    def closes(self, right: Right, sent: datetime) -> tuple[datetime, ...] | None:
        """Return the end of each tier's window if it were sent, and arrived, at an instant."""
        return closes_of((NoticeRun(right, sent, sent, None, self.again), *self.replaces), self.tolls, {})


def closes_of(
    runs: Iterable[NoticeRun], tolls: tuple[Toll, ...], said: Mapping[str | int, datetime]
) -> tuple[datetime, ...] | None:
    """Return the end of each tier's window of the first notice, which ends none before those that it took the place of.

    Args:
      runs: the notice that runs, then those before it that were cut off.
      tolls: the stops of the clock.
      said: when each holder, and each round that asks again, answered.
    """
    first, *replaced = runs
    if not replaced or first.right.clause.window.may_shorten:
        return first.right.closes(*first[1:4], tolls, again=first.again, said=said)
    counted = [first, *replaced]
    found = [run.right.closes(*run[1:4], tolls, again=run.again, said=said) for run in counted]
    ends = [closes for closes in found if closes is not None]
    if len(ends) < len(found):
        return None
    return tuple(max(closes[tier] for closes in ends if tier < len(closes)) for tier in range(len(ends[0])))


RightOn = Callable[[datetime], Right | None]
"""The right as its clause stood at an instant; None when no such clause was in force."""


def right_in(terms: Terms, clause_id: str, holder: str | None = None, at: datetime | None = None) -> Right | None:
    """Return the right of a clause in a consolidated text.

    None if the clause is not there, is another's, or at the instant given does not speak.
    """
    held = terms.by_id.get(clause_id)
    if held is None or not isinstance(held.clause, FirstRefusal) or (holder and held.clause.holder != holder):
        return None
    ends = _term_ends(terms, clause_id)
    if at is not None and (at not in held.speaks or (ends is not None and at >= ends)):
        return None
    return _right(terms, clause_id)


@lru_cache(maxsize=1024)
def _right(terms: Terms, clause_id: str) -> Right:
    held = terms.by_id[clause_id]
    clause = held.clause
    assert isinstance(clause, FirstRefusal)
    named = clause.window.timezone or place_of(terms, clause.holder)
    grantor = terms.grantor
    rules = _rules(named, terms.agreement.business_days(), clause.window.cutoff, clause.window.opening)
    agreed = tuple(item for item in terms.clauses if isinstance(item.clause, Delivery) and clause_id in item.clause.of)
    ends = _ends(terms, held) if clause.in_flight == "end" else None
    limited = is_limited(clause) or any("termination" in item.clause.remedy for item in agreed
                                        if isinstance(item.clause, Delivery))  # fmt: skip
    return Right(
        clause, rules, zone(place_of(terms, grantor)), limited, grantor=grantor, deliveries=agreed, ends=ends
    )  # fmt: skip


def _ends(terms: Terms, held: InForce) -> datetime | None:
    """Return the first instant at which a clause no longer speaks by its own text or the term's."""
    edges = (held.speaks.end, _term_ends(terms, held.clause.id))
    return min((edge for edge in edges if edge is not None), default=None)


def _term_ends(terms: Terms, clause_id: str) -> datetime | None:
    """Return when the term ends for a clause; None where it does not, or the clause survives it."""
    return None if clause_id in terms.survives else terms.ends


def is_limited(clause: FirstRefusal) -> bool:
    """Say whether what becomes of one offer can end the right for others."""
    return clause.quantity_cap is not None or not clause.continuing or clause.failure.then == "release_and_terminate"


def place_of(terms: Terms, party: str) -> str:
    """Return the name of the zone in which a party receives notices."""
    held = terms.parties.get(party)
    return (held.timezone if held else None) or terms.agreement.timezone


@lru_cache(maxsize=1024)
def _tier_windows(right: Right, again: bool) -> tuple[Window, ...]:
    first = right.window(again=again)
    if right.clause.several is None:
        return (first,)
    found = []
    for number, tier in enumerate(right.clause.several.tiers):
        n, unit = tier_days(right.clause, tier)
        if number == 0:
            found.append(replace(first, n=n if tier.n else first.n, unit=unit))
        else:
            found.append(Window(n, unit, "tier"))
    return tuple(found)


_tail = lru_cache(maxsize=256)(Tail)


@lru_cache(maxsize=256)
def _rules(named: str, calendar: Calendar, cutoff: time, opening: time | None) -> NoticeRules:
    return NoticeRules(zone(named), calendar, cutoff, opening)
