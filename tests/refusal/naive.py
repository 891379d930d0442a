"""The procedure once more, written from the clause's words: a clerk with a calendar and a sheet of paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.slow_days import Desk
from tests.refusal.deal import NEW_YORK

TICK = timedelta(microseconds=1)
ZERO = Decimal(0)


@dataclass
class Paper:
    """What the clerk has written down about one offer."""

    window: int
    reoffer: int
    tail: int
    desk: Desk = field(default_factory=lambda: Desk(NEW_YORK, "US", frozenset()))
    state: str = "none"
    willing: bool = False
    price: Decimal = ZERO
    told_price: Decimal | None = None
    offered: Decimal = ZERO
    taken: Decimal = ZERO
    lost: Decimal = ZERO
    brought: Decimal = ZERO
    sold: Decimal = ZERO
    sent: datetime | None = None
    days: int = 0
    renewed: bool = False
    stops: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    freed: list[list[Any]] = field(default_factory=list)
    """Quantity, from, until."""
    happened: list[tuple[str, str]] = field(default_factory=list)

    def closes(self) -> datetime | None:
        """The end of the window, day by day; none while the clock stands."""
        assert self.sent is not None
        if self.stops and self.stops[-1][1] is None:
            return None
        return self.desk.window_end(
            {"unit": "business", "anchor": "received"}, self.days, self.sent, self.sent, self.stops
        )

    def clear(self, quantity: Decimal, when: datetime, since: datetime) -> None:
        if quantity > 0:
            last = when.astimezone(NEW_YORK).date() + timedelta(days=self.tail + 1)
            self.freed.append([quantity, since, datetime(last.year, last.month, last.day, tzinfo=NEW_YORK)])

    def pass_time(self, now: datetime) -> None:
        if self.state == "notified":
            closes = self.closes()
            if closes is not None and now > closes:
                self.state = "lapsed"
                self.clear(self.left(), closes, closes + TICK)

    def left(self) -> Decimal:
        return self.offered - self.taken + self.lost - self.sold

    def free(self, now: datetime) -> Decimal:
        if self.state in ("none", "received", "notified", "withdrawn"):
            return ZERO
        if self.told_price is not None and self.price > self.told_price:
            return ZERO
        return sum((lot[0] for lot in self.freed if lot[1] <= now < lot[2]), ZERO)

    def tell(self, kind: str, now: datetime, amount: Decimal | None = None) -> bool:
        """Write down what happened; say whether it changed anything."""
        self.pass_time(now)
        done = bool(getattr(self, f"_{kind.replace('-', '_')}")(now, amount))
        self.happened.append((kind, "counts" if done else "changes nothing"))
        return done

    def _offer_received(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state not in ("none", "withdrawn"):
            return False
        self.state, self.willing, self.renewed = "received", False, False
        self.offered, self.price, self.told_price, self.freed = amount or ZERO, Decimal(2), None, []
        return True

    def _grantor_willing(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state in ("none", "withdrawn") or self.willing:
            return False
        self.willing = True
        return True

    def _notice_given(self, now: datetime, amount: Decimal | None) -> bool:
        closes = self.closes() if self.state == "matched-in-part" and self.sent is not None else None
        part_open = closes is not None and now <= closes
        if not self.willing or self.state in ("none", "withdrawn", "notified", "matched", "delivered") or part_open:
            return False
        if self.left() <= 0:
            return False
        in_tail = self.state != "received" and any(now < lot[2] for lot in self.freed)
        self.renewed = in_tail or (self.state == "received" and self.renewed)
        self.days = self.reoffer if self.renewed else self.window
        self.state, self.sent, self.told_price, self.stops, self.freed = "notified", now, self.price, [], []
        return True

    def _notice_deficient(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state != "notified":
            return False
        assert self.sent is not None
        last = self.desk.window_end({"unit": "business", "anchor": "received"}, 5, self.sent, self.sent, [])
        if now > last:
            return False
        self.state, self.told_price = "received", None
        return True

    def _terms_amended(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state in ("none", "matched", "delivered", "withdrawn"):
            return False
        if self.state in ("received", "notified"):
            self.renewed = self.renewed or self.told_price is not None
            self.state = "received"
        self.price = amount or ZERO
        return True

    def _matched(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state != "notified":
            return False
        self.taken += self.left()
        self.state = "matched"
        return True

    def _matched_in_part(self, now: datetime, amount: Decimal | None) -> bool:
        assert amount is not None
        if self.state != "notified" or amount > self.left():
            return False
        self.taken += amount
        self.state = "matched" if self.left() == 0 else "matched-in-part"
        closes = self.closes()
        self.clear(self.left(), now, now if closes is None else closes + TICK)
        return True

    def _declined(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state != "notified":
            return False
        self.state = "declined"
        self.clear(self.left(), now, now)
        return True

    def _waiver_given(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state not in ("received", "notified"):
            return False
        self.told_price = self.price if self.state == "received" else self.told_price
        self.state = "waived"
        self.clear(self.left(), now, now)
        return True

    def _withdrawn(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state not in ("received", "notified"):
            return False
        self.state = "matched-in-part" if self.taken > self.lost else "withdrawn"
        return True

    def _tolled(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state != "notified" or (self.stops and self.stops[-1][1] is None):
            return False
        self.stops.append((now, None))
        return True

    def _resumed(self, now: datetime, amount: Decimal | None) -> bool:
        if self.state != "notified" or not self.stops or self.stops[-1][1] is not None:
            return False
        self.stops[-1] = (self.stops[-1][0], now)
        return True

    def _delivered(self, now: datetime, amount: Decimal | None) -> bool:
        due = self.taken - self.lost - self.brought
        if due <= 0:
            return False
        self.brought += min(amount or due, due)
        if self.state == "matched" and self.taken - self.lost == self.brought:
            self.state = "delivered"
        return True

    def _holder_failed(self, now: datetime, amount: Decimal | None) -> bool:
        due = self.taken - self.lost - self.brought
        if due <= 0:
            return False
        gone = min(amount or due, due)
        self.lost += gone
        self.state = "released" if self.lost == self.taken else self.state
        self.clear(gone, now, now)
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
