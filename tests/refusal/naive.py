"""The procedure once more, written from the clause's words: a clerk with a calendar and a sheet of paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.slow_days import Desk
from tests.refusal.deal import NEW_YORK

TICK = timedelta(microseconds=1)
SHEET = ("window", "reoffer", "tail", "sign", "price", "told_price", "offered", "sent", "days", "cut", "renewed",
         "under", "freed")  # fmt: skip
"""What is written on the sheet of one notice."""
ZERO = Decimal(0)


@dataclass
class Take:
    """One match: when, how much, and what came of it."""

    when: datetime
    much: Decimal
    sign: int | None
    """Days to sign, as the text says under which notice was given."""
    signed: Decimal = ZERO
    brought: Decimal = ZERO
    lost: Decimal = ZERO

    def waits(self) -> Decimal:
        return self.much - self.brought - self.lost

    def lacks(self, now: datetime, steps: tuple[tuple[Decimal, int], ...]) -> Decimal:
        """What should have come by now and has not: signed, or delivered."""
        short = ZERO
        if self.sign is not None and now > self.end_of(self.sign):
            short = self.much - max(self.signed, self.brought) - self.lost
        wanted = sum((share * self.much for share, days in steps if now > self.end_of(days)), ZERO)
        return min(max(short, wanted - self.brought - self.lost, ZERO), self.waits())

    def end_of(self, days: int) -> datetime:
        last = self.when.astimezone(NEW_YORK).date() + timedelta(days=days)
        return datetime(last.year, last.month, last.day, 17, tzinfo=NEW_YORK)


@dataclass
class Paper:
    """What the clerk has written down about one offer."""

    window: int
    reoffer: int
    tail: int
    desk: Desk = field(default_factory=lambda: Desk(NEW_YORK, "US", frozenset()))
    sign: int | None = None
    steps: tuple[tuple[Decimal, int], ...] = ()
    seller: bool = False
    """The grantor sells: a lower price is better for the third party."""
    until_answer: bool = False
    """Whether the offer may be taken back while its window runs."""
    amended: tuple[datetime, tuple[int, int, int, int]] | None = None
    """From when another text holds, and what it says: days to answer, to answer again, of the tail, to sign."""
    standing: str = "none"
    willing: bool = False
    price: Decimal = ZERO
    new_price: Decimal | None = None
    """Amended while a notice of another price runs."""
    new_offered: Decimal | None = None
    """The quantity as amended while a notice of another runs, or after an answer: the next notice offers it."""
    told_price: Decimal | None = None
    offered: Decimal = ZERO
    takes: list[Take] = field(default_factory=list)
    sold: Decimal = ZERO
    sent: datetime | None = None
    days: int = 0
    cut: list[tuple[datetime, int]] = field(default_factory=list)
    """Notices whose window an amendment cut off: sent, days."""
    renewed: bool = False
    under: dict[str, Any] | None = None
    """The sheet of the notice that this one took the place of, to be taken up again if this one is found wanting."""
    words: set[str] = field(default_factory=set)
    stops: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    freed: list[list[Any]] = field(default_factory=list)
    """Quantity, from, until."""
    happened: list[tuple[str, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        return "received" if self.standing == "notified" and self.changed else self.standing

    @property
    def changed(self) -> bool:
        """Whether the terms are others than those of the notice that runs."""
        return self.new_price is not None or self.new_offered is not None

    @property
    def taken(self) -> Decimal:
        return sum((take.much for take in self.takes), ZERO)

    @property
    def lost(self) -> Decimal:
        return sum((take.lost for take in self.takes), ZERO)

    def read_the_text(self, now: datetime) -> None:
        """What is done falls under the text of its own day."""
        if self.amended is not None and now >= self.amended[0]:
            self.window, self.reoffer, self.tail, self.sign = self.amended[1]

    def take_over(self) -> None:
        """Let what was amended be what is offered."""
        self.price, self.offered = self.new_price or self.price, self.new_offered or self.offered
        self.new_price = self.new_offered = None

    def closes(self) -> datetime | None:
        """The end of the window, day by day; none while the clock stands. None ends before the one it replaced."""
        assert self.sent is not None
        if self.stops and self.stops[-1][1] is None:
            return None
        ends = [self.desk.window_end({"unit": "business", "anchor": "received"}, days, sent, sent, self.stops)
                for sent, days in ((self.sent, self.days), *self.cut)]  # fmt: skip
        return max(ends)

    def clear(self, quantity: Decimal, when: datetime, since: datetime) -> None:
        if quantity > 0:
            last = when.astimezone(NEW_YORK).date() + timedelta(days=self.tail + 1)
            self.freed.append([quantity, since, datetime(last.year, last.month, last.day, tzinfo=NEW_YORK)])

    def pass_time(self, now: datetime) -> None:
        if self.standing == "notified":
            closes = self.closes()
            if closes is None or now <= closes:
                return
            if self.changed:
                self.take_over()
                self.standing = "received"
                return
            self.standing = "matched-in-part" if self.kept() else "lapsed"
            self.clear(self.at_stake(), closes, closes + TICK)

    def kept(self) -> bool:
        return self.taken > self.lost

    def left(self) -> Decimal:
        return self.offered - self.taken + self.lost - self.sold

    def shown_offered(self) -> Decimal:
        """What the offer is of, as it reads: amended terms once they are made, a quantity after an answer not yet."""
        return self.new_offered or self.offered if self.standing == "notified" else self.offered

    def at_stake(self) -> Decimal:
        """What is left and was not freed since the notice: a failure frees what it is of by itself."""
        return self.left() - sum((lot[0] for lot in self.freed), ZERO)

    def free(self, now: datetime) -> Decimal:
        if self.standing in ("none", "received", "notified", "withdrawn"):
            return ZERO
        told = self.price if self.told_price is None else self.told_price
        if self.price < told if self.seller else self.price > told:
            return ZERO
        return sum((lot[0] for lot in self.freed if lot[1] <= now < lot[2]), ZERO)

    def tell(self, kind: str, now: datetime, amount: Decimal | None = None) -> bool:
        """Write down what happened; say whether it changed anything."""
        self.pass_time(now)
        done = bool(getattr(self, f"_{kind.replace('-', '_')}")(now, amount))
        self.happened.append((kind, "counts" if done else "changes nothing"))
        return done

    def _offer_received(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing not in ("none", "withdrawn"):
            return False
        self.standing, self.willing, self.renewed, self.cut, self.stops = "received", False, False, [], []
        self.words = set()
        self.offered, self.price, self.told_price, self.freed = amount or ZERO, Decimal(2), None, []
        self.new_price = self.new_offered = None
        return True

    def _grantor_willing(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing in ("none", "withdrawn") or self.willing:
            return False
        self.willing = True
        return True

    def _notice_given(self, now: datetime, amount: Decimal | None) -> bool:
        closes = self.closes() if self.standing == "matched-in-part" and self.sent is not None else None
        failed_meanwhile = any(lot[1] <= now < lot[2] for lot in self.freed)
        part_open = closes is not None and now <= closes and not failed_meanwhile
        if not self.willing or self.standing in ("none", "withdrawn", "matched", "delivered") or part_open:
            return False
        to_offer = (self.new_offered or self.offered) - self.taken + self.lost - self.sold
        if (self.standing == "notified" and not self.changed) or to_offer <= 0:
            return False
        self.under = None
        if self.standing == "notified":
            assert self.sent is not None
            self.under = {name: getattr(self, name) for name in SHEET}
            self.cut = [*self.cut, (self.sent, self.days)]
            self.renewed = True
        elif self.standing == "received":
            self.renewed = self.renewed or self.told_price is not None
        else:
            self.renewed, self.cut, self.stops = any(now < lot[2] for lot in self.freed), [], []
        if not self.renewed:
            self.cut, self.stops = [], []
        self.take_over()
        self.read_the_text(now)
        self.days = self.reoffer if self.renewed else self.window
        self.standing, self.sent, self.told_price, self.freed = "notified", now, self.price, []
        self.words = set()
        return True

    def _notice_deficient(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing != "notified":
            return False
        assert self.sent is not None
        last = self.desk.window_end({"unit": "business", "anchor": "received"}, 5, self.sent, self.sent, [])
        if now > last:
            return False
        if self.under is not None:
            price, offered, freed = self.price, self.offered, self.freed
            for name, value in self.under.items():
                setattr(self, name, value)
            self.new_price, self.new_offered, self.freed = price, offered, [*self.freed, *freed]
            self.words = set()
            return True
        self.take_over()
        self.standing, self.told_price, self.words = "received", None, set()
        return True

    def _terms_amended(self, now: datetime, amount: Decimal | None) -> bool:
        before = self.new_price or self.price
        if self.standing in ("none", "matched", "delivered", "withdrawn") or amount == before:
            return False
        assert amount is not None
        if self.standing == "notified":
            self.new_price = None if amount == self.price else amount
        else:
            self.price = amount
        return True

    def _quantity_amended(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        used = self.taken - self.lost + self.sold
        settled = self.standing in ("none", "matched", "delivered", "withdrawn")
        if settled or amount == (self.new_offered or self.offered) or amount < used:
            return False
        if self.standing == "received":
            self.offered = amount
        else:
            self.new_offered = None if amount == self.offered else amount
        return True

    def _matched(self, now: datetime, amount: Decimal | None) -> bool:
        return self._matched_in_part(now, self.at_stake())

    def _matched_in_part(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        if self.standing != "notified" or amount > self.at_stake():
            return False
        self.takes.append(Take(now, amount, self.sign))
        self.standing = "matched" if self.left() == 0 else "matched-in-part"
        self.new_price = self.new_offered = None
        closes = self.closes()
        self.clear(self.at_stake(), *((now, now) if closes is None else (closes, closes + TICK)))
        return True

    def _declined(self, now: datetime, amount: Decimal | None) -> bool:
        return self.standing == "notified" and self._freed("declined", now)

    def _waiver_given(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing not in ("received", "notified"):
            return False
        if self.standing == "received":
            self.told_price = self.price
            self.read_the_text(now)
        return self._freed("waived", now)

    def _freed(self, state: str, now: datetime) -> bool:
        self.standing = "matched-in-part" if self.kept() else state
        self.clear(self.at_stake(), now, now)
        self.price, self.new_price = self.new_price or self.price, None
        return True  # an amended quantity waits for its own notice

    def _withdrawn(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing != "received" and not (self.until_answer and self.standing == "notified"):
            return False
        self.take_over()
        self.standing = "matched-in-part" if self.kept() else "withdrawn"
        return True

    def _tolled(self, now: datetime, amount: Decimal | None) -> bool:
        return self._says_stop("grantor", now)

    def _tolled_by_the_holder(self, now: datetime, amount: Decimal | None) -> bool:
        return self._says_stop("holder", now)

    def _says_stop(self, side: str, now: datetime) -> bool:
        if self.standing != "notified" or (self.stops and self.stops[-1][1] is None) or side in self.words:
            return False
        self.words.add(side)
        if len(self.words) == 2:
            self.stops.append((now, None))
            self.words = set()
        return True

    def _resumed(self, now: datetime, amount: Decimal | None) -> bool:
        if self.standing != "notified" or not self.stops or self.stops[-1][1] is not None:
            return False
        self.stops[-1] = (self.stops[-1][0], now)
        return True

    def sign_with_the_holder(self, amount: Decimal) -> None:
        for take in self.takes:
            part = min(amount, max(take.much - take.lost - take.signed, ZERO))
            take.signed += part
            amount -= part

    def _delivered(self, now: datetime, amount: Decimal | None) -> bool:
        due = sum((take.waits() for take in self.takes), ZERO)
        if due <= 0:
            return False
        left = min(amount or due, due)
        for take in self.takes:
            part = min(left, take.waits())
            take.brought += part
            left -= part
        if self.standing == "matched" and all(take.waits() == 0 for take in self.takes):
            self.standing = "delivered"
        return True

    def _holder_failed(self, now: datetime, amount: Decimal | None) -> bool:
        short = [take.lacks(now, self.steps) for take in self.takes]
        if sum(short) <= 0 or (amount or ZERO) > sum(short):
            return False
        left = amount or sum(short, ZERO)
        self.clear(left, now, now)
        for take, most in zip(self.takes, short, strict=True):
            part = min(left, most)
            take.lost += part
            left -= part
        if self.standing not in ("received", "notified"):
            self.standing = "matched-in-part" if self.kept() else "released"
        return True

    def _contract_signed(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        if amount > self.free(now):
            return False
        self.sold += amount
        for lot in sorted(self.freed, key=lambda item: item[2]):
            if lot[1] <= now < lot[2]:
                used = min(amount, lot[0])
                lot[0] -= used
                amount -= used
        self.freed = [lot for lot in self.freed if lot[0] > 0]
        return True
