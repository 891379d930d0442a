"""What became of an offer under one right of first refusal, told event by event from the words of the rules."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.slow_days import Desk, Stops, clock
from tests.oracle.slow_terms import no_better
from tests.oracle.slow_text import Clause, Happening, Subject, Text, as_date, holds

EVERYTHING = Decimal("1e30")
"""Stands for a quantity that nobody named."""
TAKEN = Decimal("2e30")
"""Stands for what the holder has taken of an offer."""
DEFICIENCY_DAYS = 5


@dataclass
class Lot:
    """So much that may be signed elsewhere, from an instant on, until its tail is over."""

    quantity: Decimal
    opens: datetime
    """Free after this instant."""
    over: datetime


@dataclass
class Course:
    """The state of one offer under one clause."""

    clause: Clause
    status: str = "unnoticed"
    offered: Decimal = EVERYTHING
    terms: dict[str, str] = field(default_factory=dict)
    noticed_terms: dict[str, str] = field(default_factory=dict)
    willing: bool = False
    amended: bool = False
    later: tuple[dict[str, str], Decimal] | None = None
    """Terms and quantity amended while a notice of others runs."""
    words: set[str] = field(default_factory=set)
    """Which side has said that the clock stops."""
    cut: list[tuple[datetime, datetime, int]] = field(default_factory=list)
    """Notices whose window an amendment cut off: sent, arrived, days."""
    takes: list[tuple[datetime, Decimal]] = field(default_factory=list)
    sent: datetime | None = None
    arrived: datetime | None = None
    end: datetime | None = None
    days: int = 0
    stops: Stops = field(default_factory=list)
    matched: Decimal = Decimal(0)
    delivered: Decimal = Decimal(0)
    failed: Decimal = Decimal(0)
    signed: Decimal = Decimal(0)
    lots: list[Lot] = field(default_factory=list)

    def free(self, at: datetime) -> Decimal:
        return sum((lot.quantity for lot in self.lots if lot.opens < at < lot.over), Decimal(0))


def quantity_of(value: Any) -> Decimal:
    return EVERYTHING if value is None else Decimal(str(value))


class Offers:
    """The offers of one record under one text, as known at one instant."""

    def __init__(self, text: Text, lines: list[Happening], known: datetime | None) -> None:
        self.text, self.lines, self.known = text, lines, known

    def desk(self, clause: Clause, at: datetime) -> Desk:
        version = self.text.version(at, self.known)
        assert version is not None
        zone = (clause.get("window") or {}).get("timezone") or version.parties[clause["holder"]].get("timezone")
        closures = frozenset(as_date(day) for day in self.text.raw.get("closures") or [])
        return Desk(ZoneInfo(zone) if zone else self.text.zone, self.text.raw.get("calendar", "US"), closures)

    def clause_at(self, clause_id: str, at: datetime) -> Clause | None:
        for clause in self.text.speaking(at, self.known)[1]:
            if clause["id"] == clause_id and clause["type"] == "first_refusal":
                return clause
        return None

    def course(self, offer: str, clause: Clause, at: datetime, without: str | None = None) -> Course:
        """Tell the offer's events up to an instant; `without` leaves one contract out."""
        course = Course(clause)
        for event in self.lines:
            if event.at > at or event.get("offer") != offer or (without and event.get("contract") == without):
                continue
            if event.get("clause") not in (None, clause["id"]):
                continue
            self.lapse(course, event.at)
            self.tell(course, event)
        self.lapse(course, at)
        return course

    def lapse(self, course: Course, at: datetime) -> None:
        if course.status == "noticed" and course.end is not None and course.end < at:
            if course.later is not None:
                self.adopt(course)
                course.status, course.amended = "unnoticed", True
                return
            self.release(course, course.end, course.offered - course.signed, course.end)
            course.status = "lapsed"

    def adopt(self, course: Course) -> None:
        if course.later is not None:
            course.terms, course.offered = course.later
            course.later = None

    def release(
        self, course: Course, moment: datetime, quantity: Decimal, opens: datetime, fresh: bool = False
    ) -> None:
        """Free a quantity from an instant; its tail starts as the clause says, or afresh from that day."""
        desk, tail = self.desk(course.clause, moment), course.clause.get("tail") or {"n": 180}
        anchor = "lapse" if fresh else tail.get("anchor", "lapse")
        start = desk.local_day(moment)
        if course.sent is not None and course.arrived is not None:
            if anchor == "notice":
                start = desk.local_day(course.sent)
            elif anchor == "receipt":
                start = desk.received_day(course.arrived, clock((course.clause.get("window") or {}).get("cutoff")))
        course.lots.append(Lot(quantity, opens, desk.tail_over(tail, start)))

    def tell(self, course: Course, event: Happening) -> None:
        name = event.type.replace("-", "_")
        getattr(self, name, lambda *_: None)(course, event)

    def holders(self, course: Course, event: Happening) -> bool:
        return bool(event.get("by") == course.clause["holder"])

    def capacity_requested(self, course: Course, event: Happening) -> None:
        """What the grantor asks for it is willing to take."""
        self.offer_received(course, event)
        course.willing = True

    def offer_received(self, course: Course, event: Happening) -> None:
        course.offered = quantity_of(event.get("quantity"))
        course.terms = dict(event.get("terms") or {})

    def grantor_willing(self, course: Course, event: Happening) -> None:
        course.willing = True

    def notice_given(self, course: Course, event: Happening) -> None:
        """Start a window under the version of the notice's day."""
        clause = self.clause_at(course.clause["id"], event.at)
        if not course.willing or clause is None or course.status in ("withdrawn", "matched", "part"):
            return
        if course.status == "noticed" and course.later is None:
            return
        if course.status == "noticed":
            assert course.sent is not None and course.arrived is not None
            course.cut.append((course.sent, course.arrived, course.days))
            course.amended = True
        elif not course.amended:
            course.cut = []
        self.adopt(course)
        again = course.amended or (
            course.status in ("declined", "lapsed") and any(event.at < lot.over for lot in course.lots)
        )
        course.clause = clause
        window = clause.get("window") or {"n": 20}
        reoffer = window.get("reoffer")
        course.days = int(reoffer if again and reoffer else window["n"])
        course.sent = event.at
        course.arrived = datetime.fromisoformat(event.get("delivered")) if event.get("delivered") else event.at
        course.noticed_terms, course.amended, course.lots, course.status = dict(course.terms), False, [], "noticed"
        self.wind(course)

    def wind(self, course: Course) -> None:
        assert course.sent is not None and course.arrived is not None
        desk, window = self.desk(course.clause, course.sent), course.clause.get("window") or {"n": 20}
        runs = ((course.sent, course.arrived, course.days), *course.cut)
        course.end = max(desk.window_end(window, days, sent, arrived, course.stops) for sent, arrived, days in runs)

    def tolled(self, course: Course, event: Happening) -> None:
        standing = bool(course.stops) and course.stops[-1][1] is None
        if course.status != "noticed" or standing or (event.get("ground") or "agreement") != "agreement":
            return
        course.words.add("holder" if event.get("by") == course.clause["holder"] else "grantor")
        if len(course.words) == 2:
            course.words = set()
            course.stops.append((event.at, None))
            self.wind(course)

    def resumed(self, course: Course, event: Happening) -> None:
        if course.stops and course.stops[-1][1] is None:
            course.stops[-1] = (course.stops[-1][0], event.at)
            if course.status == "noticed":
                self.wind(course)

    def notice_deficient(self, course: Course, event: Happening) -> None:
        if course.status != "noticed" or not self.holders(course, event):
            return
        assert course.sent is not None and course.arrived is not None
        desk, cutoff = self.desk(course.clause, course.sent), clock((course.clause.get("window") or {}).get("cutoff"))
        last = desk.received_day(course.arrived, cutoff)
        left = DEFICIENCY_DAYS
        while left:
            last += timedelta(days=1)
            left -= desk.business(last)
        if desk.local_day(event.at) <= last:
            course.status, course.sent, course.arrived, course.end, course.stops = "unnoticed", None, None, None, []

    def terms_amended(self, course: Course, event: Happening) -> None:
        if course.status in ("matched", "withdrawn"):
            return
        terms, offered = course.later or (course.terms, course.offered)
        after = terms | (event.get("terms") or {})
        offered = offered if event.get("quantity") is None else quantity_of(event.get("quantity"))
        if course.status == "noticed":
            back = after == course.noticed_terms and offered == course.offered
            course.later = None if back else (after, offered)
        else:
            course.terms, course.offered = after, offered

    def matched(self, course: Course, event: Happening) -> None:
        if course.status == "noticed" and self.holders(course, event):
            course.takes.append((event.at, course.offered - course.matched + course.failed - course.signed))
            course.status, course.later = "matched", None
            course.matched = sum((much for _, much in course.takes), Decimal(0))

    def matched_in_part(self, course: Course, event: Happening) -> None:
        if course.status != "noticed" or not self.holders(course, event):
            return
        quantity = quantity_of(event.get("quantity"))
        left = course.offered - course.matched + course.failed - course.signed
        if quantity > left:
            return
        if quantity == left:
            self.matched(course, event)
        elif course.clause.get("partial", "any") == "any":
            assert course.end is not None
            course.takes.append((event.at, quantity))
            course.status, course.later = "part", None
            course.matched += quantity
            self.release(course, course.end, left - quantity, course.end)

    def declined(self, course: Course, event: Happening) -> None:
        if course.status == "noticed" and self.holders(course, event):
            course.status = "declined"
            self.release(course, event.at, course.offered - course.signed, event.at - timedelta(microseconds=1))
            self.adopt(course)

    def waiver_given(self, course: Course, event: Happening) -> None:
        clause = self.clause_at(course.clause["id"], event.at)
        if course.status in ("unnoticed", "noticed") and self.holders(course, event) and clause is not None:
            if course.status == "unnoticed":
                course.clause, course.noticed_terms = clause, dict(course.terms)
            course.status = "declined"
            self.release(course, event.at, course.offered - course.signed, event.at - timedelta(microseconds=1))
            self.adopt(course)

    def withdrawn(self, course: Course, event: Happening) -> None:
        ripe = course.status == "noticed" and course.clause.get("withdrawal", "none") == "none"
        if course.status in ("unnoticed", "noticed") and not ripe:
            course.status = "withdrawn"

    def delivered_quantity(self, course: Course) -> Decimal:
        return course.matched - course.delivered - course.failed

    def delivered(self, course: Course, event: Happening) -> None:
        asked = quantity_of(event.get("quantity"))
        course.delivered += min(asked, self.delivered_quantity(course))

    def holder_failed(self, course: Course, event: Happening) -> None:
        lacking = min(self.overdue(course, event), self.delivered_quantity(course))
        quantity = lacking if event.get("quantity") is None else quantity_of(event.get("quantity"))
        if quantity <= 0 or quantity > lacking:
            return  # nothing is due yet, no day is set, or it is more than is overdue
        course.failed += quantity
        self.release(course, event.at, quantity, event.at - timedelta(microseconds=1), fresh=True)

    def overdue(self, course: Course, event: Happening) -> Decimal:
        """What should have been signed or delivered by the day before, match by match."""
        desk = self.desk(course.clause, event.at)
        today, to, found = desk.local_day(event.at), event.get("to"), Decimal(0)
        for made, much in course.takes:
            start, due = desk.local_day(made), Decimal(0)
            within = (course.clause.get("failure") or {}).get("sign_within")
            if within is not None and to in (None, "sign") and start + timedelta(days=int(within)) < today:
                due = much
            for clause in self.text.speaking(made, self.known)[1]:
                if clause["type"] != "delivery" or course.clause["id"] not in clause["of"] or to == "sign":
                    continue
                grace = int(clause.get("grace") or 0)
                shares = [Decimal(str(step["share"])) for step in clause["milestones"]
                          if start + timedelta(days=int(step["within"]) + grace) < today]  # fmt: skip
                due = max(due, much * sum(shares, Decimal(0)))
            found += due
        return max(found - course.delivered - course.failed, Decimal(0))

    def contract_signed(self, course: Course, event: Happening) -> None:
        """A cleared signature uses up what is free; one that was not cleared moves nothing."""
        quantity = contract_quantity(event)
        if self.clears(course, event.at, quantity, event.get("terms") or {}):
            left = min(quantity, course.free(event.at))
            course.signed += left
            for lot in sorted(course.lots, key=lambda lot: lot.over):
                if lot.opens < event.at < lot.over:
                    taken = min(left, lot.quantity)
                    lot.quantity -= taken
                    left -= taken

    def clears(self, course: Course, at: datetime, quantity: Decimal | None, terms: dict[str, str]) -> bool:
        free = course.free(at)
        if free <= 0 or not no_better(course.clause, course.noticed_terms, terms or course.terms):
            return False
        return quantity is None or quantity == EVERYTHING or quantity <= free

    def effect(self, offer: str | None, clause: Clause, at: datetime, subject: Subject,
               terms: dict[str, str]) -> str:  # fmt: skip
        """OFFER, FORBID or CLEAR for a signature of the subject's quantity."""
        if self.used_up(clause, at, offer):
            return "CLEAR"
        if offer is None:
            return "OFFER"
        course = self.course(offer, clause, at, subject.contract)
        if subject.quantity == TAKEN:
            return "FORBID" if course.matched > course.failed else "CLEAR"
        if self.clears(course, at, subject.quantity, terms):
            return "CLEAR"
        left = course.offered - course.matched + course.failed - course.signed
        return "FORBID" if left == 0 and course.matched > course.failed else "OFFER"

    def used_up(self, clause: Clause, at: datetime, offer: str | None) -> bool:
        """Whether a right for one offer has ended with another than the one asked about, which was not taken."""
        if clause.get("continuing", True):
            return False
        before = at - timedelta(microseconds=1)
        made = {event.get("offer") for event in self.lines if event.at <= before and event.get("offer") is not None}
        return any(self.course(one, clause, before).status in ("declined", "lapsed") for one in made - {offer})


def runs_on(course: Course, at: datetime) -> bool:
    """Say whether an offer noticed before its clause ended has not come to its end."""
    if course.status == "noticed" or course.matched > course.failed:
        return True
    return any(at < lot.over for lot in course.lots)


def contract_quantity(event: Happening) -> Decimal:
    amounts = [tranche.get("quantity") for tranche in event.get("tranches") or [{}]]
    return EVERYTHING if None in amounts else sum((Decimal(amount) for amount in amounts), Decimal(0))


def of_offer(lines: list[Happening], offer: str, at: datetime) -> Happening | None:
    for event in lines:
        if event.get("offer") == offer and event.type in ("offer-received", "capacity-requested") and event.at <= at:
            return event
    return None


def rights(text: Text, at: datetime, known: datetime | None, subject: Subject, offers: Offers,
           offer: str | None) -> list[Clause]:  # fmt: skip
    """First refusals that hold the subject: those in force, and removed ones under which an offer goes on."""
    version, clauses = text.speaking(at, known)
    if version is None:
        return []
    found = [clause for clause in clauses if clause["type"] == "first_refusal" and holds(version, clause, subject)]
    here = {clause["id"] for clause in version.clauses.values() if clause["type"] == "first_refusal"}
    spoken = {clause["id"] for clause in clauses}
    for clause in version.clauses.values():
        ended = clause["type"] == "first_refusal" and clause["id"] not in spoken and holds(version, clause, subject)
        if ended and offer is not None and clause.get("in_flight", "continue") == "continue":
            course = offers.course(offer, clause, at)
            if course.sent is not None and runs_on(course, at):
                found.append(clause)
    for removed, clause in version.in_flight:
        if offer is None or clause["id"] in here or not holds(version, clause, subject):
            continue
        sent = [event.at for event in offers.lines if event.get("offer") == offer and event.type == "notice-given"]
        end, survivors = text.term_end(version)
        if sent and sent[0] < removed and (end is None or at < end or clause["id"] in survivors):
            found.append(clause)
    return found
