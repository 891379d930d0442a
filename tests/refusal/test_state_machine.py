"""The procedure against a clerk's paper: whatever is done in whatever order, both stand the same."""

import os
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.refusal.deal import NEW_YORK, Deal, refusal
from tests.refusal.naive import Paper

from firstcall.errors import RefusalError
from firstcall.record.position import position

CLAUSE = refusal(
    window={"n": "10", "reoffer": "5"},
    tail={"n": "40"},
    notice={"required": ["quantity"]},
    failure={"sign_within": "10"},
)
DELIVERY = {"id": "delivery", "type": "delivery", "by": "halcyon", "of": ["refusal"],
            "milestones": [{"share": "0.5", "within": "20"}, {"share": "0.5", "within": "60"}]}  # fmt: skip
STEPS = ((Decimal("0.5"), 20), (Decimal("0.5"), 60))
GAPS = st.sampled_from([
    timedelta(microseconds=1), timedelta(hours=1), timedelta(hours=8), timedelta(days=1), timedelta(days=3),
    timedelta(days=9), timedelta(days=20), timedelta(days=45),
])  # fmt: skip
AMOUNTS = st.integers(1, 120).map(Decimal)
PLAIN = {
    "willing": "grantor-willing", "notify": "notice-given", "deficient": "notice-deficient", "match": "matched",
    "decline": "declined", "withdraw": "withdrawn", "waive": "waiver-given", "toll": "tolled", "resume": "resumed",
}  # fmt: skip


class Procedure(RuleBasedStateMachine):
    """One offer, one holder, both sides acting at any time."""

    @initialize(start=st.sampled_from(["2025-02-28 16:00", "2025-10-31 16:59:59", "2025-12-22 17:00:01"]),
                seller=st.booleans(), back=st.booleans(), later=st.sampled_from([1, 3, 12, 30, 400]))  # fmt: skip
    def begin(self, start: str, seller: bool, back: bool, later: int) -> None:
        sides = {"grantor": "seller" if seller else "buyer", "withdrawal": "until_answer" if back else "none"}
        self.now = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
        day = self.now.date() + timedelta(days=later)
        clause = {**CLAUSE, **sides}
        after = {**clause, "window": {"n": "7", "reoffer": "3"}, "tail": {"n": "20"}, "failure": {"sign_within": "4"}}
        self.deal = Deal(clause, DELIVERY, amendments=[
            {"id": "shorter", "signed": "2025-01-02", "effective": day.isoformat(), "replace": [after]}])  # fmt: skip
        holds = datetime(day.year, day.month, day.day, tzinfo=NEW_YORK)
        self.paper = Paper(window=10, reoffer=5, tail=40, sign=10, steps=STEPS, seller=seller, until_answer=back,
                           amended=(holds, (7, 3, 20, 4)))  # fmt: skip
        self.contracts, self.entered = 0, self.now
        self.do("receive", "offer-received", Decimal(100), provider="rival", mode="third_party", quantity="100",
                terms={"price_usd_per_gpu_hour": "2"})  # fmt: skip

    def do(self, kind: str, event: str, amount: Decimal | None = None, **payload: Any) -> None:
        """Act on both; what changes something on one changes something on the other."""
        before = len(self.deal.record.events)
        by = {"tolled-by-the-holder": "halcyon", "tolled": "grace", "resumed": "grace"}.get(event)
        try:
            self.deal.act(kind, self.now.isoformat(), now=self.tick(), by=by, **payload)
            done = True
        except RefusalError:
            done = False
            assert len(self.deal.record.events) == before
        assert self.paper.tell(event, self.now, amount) == done, self.paper.happened

    def tick(self) -> str:
        self.entered = max(self.entered, self.now) + timedelta(microseconds=1)
        return self.entered.isoformat()

    @rule(gap=GAPS)
    def time_passes(self, gap: timedelta) -> None:
        self.now += gap

    @precondition(lambda self: self.paper.standing == "notified" and self.paper.closes() is not None)
    @rule(late=st.sampled_from([0, 1]))
    def the_last_instant_comes(self, late: int) -> None:
        closes = self.paper.closes()
        assert closes is not None
        self.now = max(self.now, closes.astimezone(NEW_YORK) + timedelta(microseconds=late))

    @precondition(lambda self: bool(self.paper.freed))
    @rule(early=st.sampled_from([0, 1]))
    def the_tail_ends(self, early: int) -> None:
        ends = min(lot[2] for lot in self.paper.freed)
        self.now = max(self.now, ends - timedelta(microseconds=early))

    @rule(act=st.sampled_from(sorted(PLAIN)))
    def acts(self, act: str) -> None:
        self.do(act, PLAIN[act])

    @precondition(lambda self: self.paper.standing == "notified")
    @rule()
    def the_holder_agrees_to_stop_the_clock(self) -> None:
        self.do("toll", "tolled-by-the-holder")

    @precondition(lambda self: bool(self.paper.takes))
    @rule(days=st.sampled_from([10, 20, 60]), late=st.sampled_from([0, 1]))
    def a_milestone_comes(self, days: int, late: int) -> None:
        ends = self.paper.takes[-1].end_of(days)
        self.now = max(self.now, ends + timedelta(microseconds=late))

    @precondition(lambda self: bool(self.paper.takes))
    @rule(amount=AMOUNTS)
    def the_holder_signs(self, amount: Decimal) -> None:
        self.contracts += 1
        self.deal.act("sign", self.now.isoformat(), now=self.tick(), contract=f"k{self.contracts}",
                      provider="halcyon-cloud", tranches=[{"quantity": str(amount)}])  # fmt: skip
        self.paper.sign_with_the_holder(amount)

    @rule(price=st.sampled_from(["1.5", "2", "2.5"]))
    def amends(self, price: str) -> None:
        self.do("amend", "terms-amended", Decimal(price), terms={"price_usd_per_gpu_hour": price})

    @rule(amount=st.sampled_from([20, 60, 100, 130]).map(Decimal))
    def amends_the_quantity(self, amount: Decimal) -> None:
        self.do("amend", "quantity-amended", amount, quantity=str(amount))

    @rule(amount=AMOUNTS)
    def matches_a_part(self, amount: Decimal) -> None:
        self.do("match-part", "matched-in-part", amount, quantity=str(amount))

    @rule(amount=st.none() | AMOUNTS)
    def delivers(self, amount: Decimal | None) -> None:
        self.do("deliver", "delivered", amount, **({"quantity": str(amount)} if amount else {}))

    @rule(amount=st.none() | AMOUNTS)
    def fails(self, amount: Decimal | None) -> None:
        self.do("fail", "holder-failed", amount, **({"quantity": str(amount)} if amount else {}))

    @rule(amount=AMOUNTS)
    def signs(self, amount: Decimal) -> None:
        self.contracts += 1
        self.do("sign", "contract-signed", amount, contract=f"k{self.contracts}", provider="rival",
                tranches=[{"quantity": str(amount)}])  # fmt: skip

    @invariant()
    def both_stand_the_same(self) -> None:
        offer = position(self.deal.agreement, self.deal.record, self.now).offer("o", self.deal.right())
        assert offer is not None
        self.paper.pass_time(self.now)
        free = sum((pool.quantity or 0 for pool in offer.free_at(self.now)), Decimal(0))
        mine = (offer.state, offer.quantity, offer.remainder, offer.matched, offer.failed, offer.signed, free)
        paper = self.paper
        mine_too = paper.shown_offered() - paper.taken + paper.lost - paper.sold
        assert mine == (
            paper.state,
            paper.shown_offered(),
            mine_too,
            paper.taken,
            paper.lost,
            paper.sold,
            paper.free(self.now),
        )
        assert offer.quantity is not None and offer.matched is not None and offer.failed is not None
        assert (offer.signed or 0) + free <= offer.quantity - offer.matched + offer.failed


TestProcedure = Procedure.TestCase
TestProcedure.settings = settings(
    max_examples=int(os.environ.get("FIRSTCALL_STORIES", "3000" if os.environ.get("FIRSTCALL_WHOLE") else "120")),
    stateful_step_count=25,
)
