"""Three holders in two tiers against a clerk's table: who may still answer, who has taken what, when it is over.

After them, or between them, a round may ask again about what is left those who took at least their full share.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.oracle.slow_days import Desk
from tests.record.offers.taking.test_allocation import level
from tests.refusal.deal import NEW_YORK, Deal, refusal
from tests.refusal.naive import TICK

from firstcall.errors import RefusalError
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.taking.allocation import Elected
from firstcall.record.position import position
from firstcall.record.views.view import view

HOLDINGS = ({"halcyon": 2, "iris": 1}, {"juno": 1})
TIER_OF = {name: number for number, tier in enumerate(HOLDINGS) for name in tier}
SIZE = {name: Decimal(size) for tier in HOLDINGS for name, size in tier.items()}
OFFERED, DAYS = 90, (10, 5, 3)
LEFTOVER: dict[str, tuple[str, ...]] = {"nobody": (), "the last tier": ("juno",), "others": ("halcyon", "iris"),
                                        "all": ("halcyon", "iris", "juno"), "between": ("halcyon", "iris")}  # fmt: skip
"""Who may be asked again about what is left: after both tiers, or between them."""


@dataclass
class Table:
    """What the clerk has on the table: one notice, and what each holder has asked for, and when."""

    sent: datetime
    from_answer: bool
    """The second tier's days count from the last answer of the round before it."""
    whole_or_none: bool
    asking_again: tuple[str, ...] = ()
    """Whom a round may ask again."""
    between: bool = False
    """That round stands between the tiers, and not after them."""
    desk: Desk = field(default_factory=lambda: Desk(NEW_YORK, "US", frozenset()))
    asked: dict[str, int] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    when: dict[str, datetime] = field(default_factory=dict)
    asked_at: datetime | None = None
    """When the last answer of the round that asks again came."""
    now: datetime = field(init=False)
    state: str = "notified"
    taken: dict[str, int] = field(default_factory=dict)
    free_from: datetime | None = None

    @property
    def rounds(self) -> list[int | None]:
        """The tiers in order, and None for the round that asks again."""
        again: list[int | None] = [None] if self.asking_again else []
        return [0, *again, 1] if self.between else [0, 1, *again]

    def before_again(self) -> int:
        return 1 if self.between else 2

    def closes(self, place: int) -> datetime:
        """The last instant of a round."""
        if place == 0:
            return self.desk.window_end({"anchor": "received"}, DAYS[0], self.sent, self.sent, [])
        start, second = self.closes(place - 1), self.rounds.index(1)
        if place == second and self.from_answer:
            start = self.done(place - 1) or start
        days = DAYS[1] if place == second else DAYS[2]
        return self.desk.window_end({"anchor": "delivered"}, days, start, start, [])

    def done(self, place: int) -> datetime | None:
        """Since when a round waits for nobody, as far as that is known now, other than by its own last day."""
        tier = self.rounds[place]
        if tier is not None:
            return max(self.when[name] for name in HOLDINGS[tier]) if self.said(tier) else None
        begun = self.done(place - 1) or (self.closes(place - 1) if self.now > self.closes(place - 1) else None)
        return None if begun is None or self.may_be_asked() else self.asked_at or begun

    def said(self, tier: int) -> bool:
        return all(name in self.asked for name in HOLDINGS[tier])

    def shares(self, rounds: list[int | None]) -> tuple[dict[str, int], set[str]]:
        """What each gets, round after round, and who asked for its full share in its tier."""
        found: dict[str, int] = {}
        full: set[str] = set()
        for tier in rounds:
            left = OFFERED - sum(found.values())
            if tier is None:
                held = [Elected(name, SIZE[name], Decimal(0)) for name in self.asking_again
                        if name in full and self.again.get(name)]  # fmt: skip
                wanted = {one.holder: self.again[one.holder] for one in held}
                more = level(Fraction(left), held, wanted, True) if held else {}
                found = {name: part + more.get(name, 0) for name, part in found.items()}
                continue
            listed, total = HOLDINGS[tier], sum(HOLDINGS[tier].values())
            held = [Elected(name, Decimal(size), Decimal(0)) for name, size in listed.items()]
            found |= level(Fraction(left), held, {name: self.asked.get(name, 0) for name in listed}, True)
            full |= {name for name, size in listed.items() if 0 < self.asked.get(name, 0) >= left * size // total}
        return found, full

    def shared(self, places: int = 3) -> dict[str, int]:
        """What each gets in all; nothing where the whole is not taken and must be."""
        found, _ = self.shares(self.rounds[:places])
        short = self.whole_or_none and sum(found.values()) < OFFERED
        return {name: 0 if short else part for name, part in found.items()}

    def may_be_asked(self) -> set[str]:
        """Who is asked again, once the time has come, and has not answered that."""
        place = self.before_again()
        found, full = self.shares(self.rounds[:place])
        left = OFFERED - sum(found.values())
        return {name for name in self.asking_again if name in full and name not in self.again} if left else set()

    def asked_now(self, now: datetime) -> set[str]:
        place = self.before_again()
        begun = all(self.said(tier) for tier in range(place)) or now > self.closes(place - 1)
        return self.may_be_asked() if begun and self.asking_again and now <= self.closes(place) else set()

    def last(self) -> int:
        """The last round whose time runs: no time runs at the end for asking nobody."""
        if self.between:
            return 2
        return 2 if self.asking_again and (self.again or self.may_be_asked()) else 1

    def pass_time(self, now: datetime) -> None:
        self.now = now
        last = self.last()
        asked_last = self.closes(self.rounds.index(1))
        if self.state == "notified" and now > asked_last and now > self.closes(last):
            self.over(self.closes(last), late=True)

    def over(self, at: datetime, *, late: bool) -> None:
        parts = self.shared()
        self.taken = {name: part for name, part in parts.items() if part}
        total = sum(parts.values())
        nothing = len(self.asked) == len(TIER_OF) and not any(self.asked.values())
        self.state = (
            "matched" if total == OFFERED else "matched-in-part" if total else "declined" if nothing else "lapsed"
        )
        self.free_from = self.closes(self.last()) + TICK if late or total else at

    def answer(self, who: str, amount: int, now: datetime) -> bool:
        self.pass_time(now)
        if self.state != "notified" or amount > OFFERED:
            return False
        if who in self.asked_now(now):
            self.again[who], self.asked_at = amount, now
            if self.settled():
                self.over(now, late=False)
            return True
        if now > self.closes(self.rounds.index(TIER_OF[who])):
            return False
        before = self.asked.get(who)
        if before is not None and not (self.whole_or_none and 0 < before < amount):
            return False
        self.asked[who] = amount
        self.when.setdefault(who, now)
        if self.settled():
            self.over(now, late=False)
        return True

    def settled(self) -> bool:
        """Whether nothing that may still come can change who gets what."""
        if len(self.asked) == len(TIER_OF):
            may_raise = self.whole_or_none and any(self.asked.values())
            return not self.may_be_asked() and (sum(self.shared().values()) == OFFERED or not may_raise)
        heard = self.rounds.index(1) if self.said(0) else 0
        return sum(self.shared(heard).values()) == OFFERED

    def free(self, now: datetime) -> int:
        open_ = self.free_from is not None and now >= self.free_from and self.state != "matched"
        return OFFERED - sum(self.taken.values()) if open_ else 0


class Tiers(RuleBasedStateMachine):
    """Every holder answers at any time, or does not."""

    @initialize(start=st.sampled_from(["2025-03-14 16:59", "2025-06-07 09:00", "2025-12-19 17:00:01"]),
                from_answer=st.booleans(), whole=st.booleans(), leftover=st.sampled_from(sorted(LEFTOVER)))  # fmt: skip
    def begin(self, start: str, from_answer: bool, whole: bool, leftover: str) -> None:
        tiers: list[dict[str, Any]] = [
            {"holders": [{"holder": name, "holding": str(size)} for name, size in tier.items()], "n": str(days)}
            for tier, days in zip(HOLDINGS, DAYS, strict=False)
        ]
        tiers[1]["counts_from"] = "answer" if from_answer else "last_day"
        names = LEFTOVER[leftover]
        if names:
            stakes = [{"holder": name, "holding": str(SIZE[name])} for name in names]
            asks = {} if leftover == "the last tier" else {"holders": stakes}
            tiers.insert(1 if leftover == "between" else 2, {"then": "leftover", "n": str(DAYS[2]), **asks})
        partial = "aggregate_all_or_nothing" if whole else "any"
        self.now = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
        self.deal = Deal(refusal(several={"tiers": tiers}, partial=partial, tail={"n": "300"}))
        self.deal.received("2025-03-10 09:00", str(OFFERED)).noticed(self.now.isoformat())
        self.table = Table(self.now, from_answer, whole, names, between=leftover == "between")

    def do(self, who: str, kind: str, amount: int, **payload: Any) -> None:
        self.now += TICK
        try:
            self.deal.act(kind, self.now.isoformat(), by=who, **payload)
            done = True
        except RefusalError:
            done = False
        assert self.table.answer(who, amount, self.now) == done, (who, kind, amount, self.table)

    @rule(gap=st.sampled_from([timedelta(hours=5), timedelta(days=1), timedelta(days=4)]))
    def time_passes(self, gap: timedelta) -> None:
        self.now += gap

    @precondition(lambda self: self.table.state == "notified")
    @rule(tier=st.sampled_from([0, 1, 2]), late=st.sampled_from([-1, 0]))
    def a_tier_s_time_ends(self, tier: int, late: int) -> None:
        self.now = max(self.now, self.table.closes(tier).astimezone(NEW_YORK) + late * TICK)

    @rule(who=st.sampled_from(sorted(TIER_OF)), amount=st.sampled_from([1, 29, 30, 31, 60, 61, 90, 91]))
    def takes_a_part(self, who: str, amount: int) -> None:
        self.do(who, "match-part", amount, quantity=str(amount))

    @rule(who=st.sampled_from(sorted(TIER_OF)))
    def takes_all(self, who: str) -> None:
        self.do(who, "match", OFFERED)

    @rule(who=st.sampled_from(sorted(TIER_OF)))
    def declines(self, who: str) -> None:
        self.do(who, "decline", 0)

    @invariant()
    def both_stand_the_same(self) -> None:
        self.table.pass_time(self.now)
        offer, table = self.deal.offer(self.now.isoformat()), self.table
        free = sum((pool.quantity or 0 for pool in offer.free_at(self.now)), Decimal(0))
        parts = {name: int(part) for name, part in offer.parts.items() if part}
        assert (offer.state, parts, free) == (table.state, table.taken, table.free(self.now)), table
        if table.state == "notified":
            asks = table.asking_again and (self.now <= table.closes(1) or table.last() == 2)
            rounds = 3 if asks or table.between else 2
            assert offer.tiers_close == tuple(table.closes(tier) for tier in range(rounds))
            assert offer.asked_again == table.asked_now(self.now)
        for who in TIER_OF:
            self.own_view_is_right(who, offer)

    def own_view_is_right(self, who: str, offer: Offer) -> None:
        """Each holder's own view tells it the time that it has, whether it is asked again, and then what it got."""
        record = view(self.deal.record, who, self.deal.agreement)
        seen = position(self.deal.agreement, record, self.now).offer("o", self.deal.right())
        assert seen is not None
        if offer.state == seen.state == "notified":
            place = self.table.rounds.index(TIER_OF[who])
            assert seen.tiers_close[place] == offer.tiers_close[place]
        assert (who in seen.asked_again) == (who in offer.asked_again)
        over = "notified" not in (offer.state, seen.state)
        if who in self.table.asking_again and who in self.table.asked and over:
            assert seen.parts.get(who, 0) == offer.parts.get(who, 0)


TestTiers = Tiers.TestCase
TestTiers.settings = settings(
    max_examples=int(os.environ.get("FIRSTCALL_STORIES", "2000" if os.environ.get("FIRSTCALL_WHOLE") else "80")),
    stateful_step_count=12,
)
