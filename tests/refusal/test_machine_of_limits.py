"""Two offers under one right that ends by itself, against two papers on one desk: a cap, one time only, a failure."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.refusal.deal import NEW_YORK, Deal, refusal
from tests.refusal.naive import TICK, ZERO, Paper

from firstcall.errors import RefusalError
from firstcall.record.position import position

OFFERS = ("o", "p")
OFFER = st.sampled_from(OFFERS)
LIMITS: list[dict[str, Any]] = [
    {"quantity_cap": "100"},
    {"quantity_cap": "130"},
    {"continuing": "false"},
    {"continuing": "false", "quantity_cap": "60"},
    {"failure": {"sign_within": "10", "then": "release_and_terminate"}},
]
PLAIN = {"decline": "declined", "withdraw": "withdrawn", "waive": "waiver-given"}


@dataclass
class Sheet(Paper):
    """A paper that looks at what the right's other papers have left of it."""

    cap: Decimal | None = None
    once: bool = False
    ends: bool = False
    """A failure ends the right."""
    all: list["Sheet"] = field(default_factory=list)
    broke: bool = False
    """A failure was recorded on it."""

    def others(self) -> list["Sheet"]:
        return [sheet for sheet in self.all if sheet is not self]

    def over_by(self, sheets: list["Sheet"]) -> bool:
        """Whether what became of these offers has ended the right."""
        taken = sum((sheet.taken - sheet.lost for sheet in sheets), ZERO)
        lost = any(sheet.standing in ("declined", "lapsed", "waived") for sheet in sheets)
        broke = any(sheet.broke for sheet in sheets)
        return (self.cap is not None and taken >= self.cap) or (self.once and lost) or (self.ends and broke)

    def over(self, now: datetime) -> bool:
        """Whether the right has ended for what is left of this offer: a notice and a tail that run go on."""
        if self.standing == "notified" or any(lot[2] > now for lot in self.freed):
            return False
        return self.over_by(self.all)

    def frees(self, now: datetime) -> bool:
        return not (self.kept() and self.left() == 0) and self.over(now)

    def room(self) -> Decimal:
        """What the holder may take: what is left, within what all that was taken leaves of the cap, of this one too."""
        taken = sum((sheet.taken - sheet.lost for sheet in self.all), ZERO)
        return self.at_stake() if self.cap is None else min(self.at_stake(), max(self.cap - taken, ZERO))

    def _notice_given(self, now: datetime, amount: Decimal | None) -> bool:
        if self.over_by(self.others()) or self.over(now):
            return False
        return super()._notice_given(now, amount)

    def _matched(self, now: datetime, amount: Decimal | None) -> bool:
        return self.standing == "notified" and self.room() > 0 and super()._matched_in_part(now, self.room())

    def _matched_in_part(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        return self.standing == "notified" and 0 < amount <= self.room() and super()._matched_in_part(now, amount)

    def _holder_failed(self, now: datetime, amount: Decimal | None) -> bool:
        done = super()._holder_failed(now, amount)
        self.broke = self.broke or done
        return done

    def _contract_signed(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        if amount <= self.free(now) and not self.frees(now):
            return super()._contract_signed(now, amount)
        if not self.frees(now) or (self.left() == 0 and self.kept()):
            return False
        self.sold += min(amount, self.left())
        return True


class UnderOneRight(RuleBasedStateMachine):
    """Both offers are received and wanted; then anything is done to either."""

    @initialize(limit=st.sampled_from(LIMITS))
    def begin(self, limit: dict[str, Any]) -> None:
        clause = refusal(**{"tail": {"n": "40"}, "failure": {"sign_within": "10"}, **limit})
        self.deal = Deal(clause)
        sheets: list[Sheet] = []
        for _ in OFFERS:
            cap = Decimal(limit["quantity_cap"]) if "quantity_cap" in limit else None
            sheets.append(Sheet(10, 10, 40, sign=10, cap=cap, once="continuing" in limit, ends="failure" in limit,
                                all=sheets))  # fmt: skip
        self.sheets = dict(zip(OFFERS, sheets, strict=True))
        self.now = datetime(2025, 3, 3, 9, tzinfo=NEW_YORK)
        self.contracts = 0
        for offer in OFFERS:
            self.do(offer, "receive", "offer-received", Decimal(80), provider="rival", mode="third_party",
                    quantity="80", terms={"price_usd_per_gpu_hour": "2"})  # fmt: skip
            self.do(offer, "willing", "grantor-willing")
            self.do(offer, "notify", "notice-given")

    def do(self, offer: str, kind: str, event: str, amount: Decimal | None = None, **payload: Any) -> None:
        """Act on both. What another offer became at the same instant is not yet met, so each act has its own."""
        self.now += 2 * TICK
        for sheet in self.sheets.values():
            sheet.pass_time(self.now)
        try:
            self.deal.act(kind, self.now.isoformat(), offer=offer, **payload)
            done = True
        except RefusalError:
            done = False
        sheet = self.sheets[offer]
        assert sheet.tell(event, self.now, amount) == done, (offer, sheet.happened)

    @rule(gap=st.sampled_from([timedelta(hours=1), timedelta(days=1), timedelta(days=9), timedelta(days=45)]))
    def time_passes(self, gap: timedelta) -> None:
        self.now += gap

    @precondition(lambda self: any(sheet.standing == "notified" for sheet in self.sheets.values()))
    @rule(late=st.sampled_from([-2, 0]))
    def a_window_ends(self, late: int) -> None:
        ends = [sheet.closes() for sheet in self.sheets.values() if sheet.standing == "notified"]
        closes = min(end for end in ends if end is not None)
        self.now = max(self.now, closes.astimezone(NEW_YORK) + late * TICK)

    @precondition(lambda self: any(sheet.takes for sheet in self.sheets.values()))
    @rule()
    def the_time_to_sign_is_over(self) -> None:
        self.now = max([self.now, *(take.end_of(10) for sheet in self.sheets.values() for take in sheet.takes)])

    @rule(offer=OFFER, act=st.sampled_from(sorted(PLAIN)))
    def acts(self, offer: str, act: str) -> None:
        self.do(offer, act, PLAIN[act])

    @rule(offer=OFFER)
    def matches(self, offer: str) -> None:
        self.do(offer, "match", "matched")

    @rule(offer=OFFER)
    def is_noticed(self, offer: str) -> None:
        self.do(offer, "notify", "notice-given")

    @rule(offer=OFFER, amount=st.sampled_from([10, 20, 50, 60, 70]).map(Decimal))
    def matches_a_part(self, offer: str, amount: Decimal) -> None:
        self.do(offer, "match-part", "matched-in-part", amount, quantity=str(amount))

    @rule(offer=OFFER, amount=st.none() | st.sampled_from([10, 50]).map(Decimal))
    def fails(self, offer: str, amount: Decimal | None) -> None:
        self.do(offer, "fail", "holder-failed", amount, **({"quantity": str(amount)} if amount else {}))

    @rule(offer=OFFER, amount=st.sampled_from([10, 30, 80, 90]).map(Decimal))
    def signs(self, offer: str, amount: Decimal) -> None:
        self.contracts += 1
        self.do(offer, "sign", "contract-signed", amount, contract=f"k{self.contracts}", provider="rival",
                tranches=[{"quantity": str(amount)}])  # fmt: skip

    @invariant()
    def both_stand_the_same(self) -> None:
        self.now += 2 * TICK
        for sheet in self.sheets.values():
            sheet.pass_time(self.now)
        here = position(self.deal.agreement, self.deal.record, self.now)
        for name, sheet in self.sheets.items():
            offer = here.offer(name, self.deal.right())
            assert offer is not None
            free = sum((pool.quantity or 0 for pool in offer.free_at(self.now)), Decimal(0))
            mine = (offer.state, offer.remainder, offer.matched, offer.failed, offer.signed, free,
                    offer.free_because is not None)  # fmt: skip
            paper = (sheet.state, sheet.left(), sheet.taken, sheet.lost, sheet.sold, sheet.free(self.now),
                     sheet.frees(self.now))  # fmt: skip
            assert mine == paper, (name, sheet.happened)
        cap = next(iter(self.sheets.values())).cap
        taken = sum((sheet.taken - sheet.lost for sheet in self.sheets.values()), ZERO)
        assert cap is None or taken <= cap, "a cap is never passed, however many notices run at once"


TestUnderOneRight = UnderOneRight.TestCase
TestUnderOneRight.settings = settings(
    max_examples=int(os.environ.get("FIRSTCALL_STORIES", "2000" if os.environ.get("FIRSTCALL_WHOLE") else "80")),
    stateful_step_count=20,
)
