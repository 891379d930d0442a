"""Seeded stories of several parties, of buyers and sellers: clocks jump, entries come late, twice and out of order.

Each seed makes the same story on every machine. `FIRSTCALL_WHOLE=1` runs 10,000 of them, `FIRSTCALL_SEEDS` as many
as it says, from `FIRSTCALL_FIRST` on; a seed that fails is the name of its test.
"""

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.oracle.slow_days import Desk
from tests.refusal.deal import NEW_YORK, Deal, refusal
from tests.refusal.naive import Paper

from firstcall.agreement.document import Agreement
from firstcall.errors import ConflictError
from firstcall.record.concerned import offers_of
from firstcall.record.journal.journal import Record, append
from firstcall.record.offers.offer import Offer
from firstcall.record.position import position
from firstcall.refusal.due import dues, everything_due
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked

FIRST = int(os.environ.get("FIRSTCALL_FIRST", "0"))
SEEDS = int(os.environ.get("FIRSTCALL_SEEDS", "10000" if os.environ.get("FIRSTCALL_WHOLE") else "300"))
EDGES = ("2025-03-08 12:00", "2025-06-18 16:59", "2025-10-31 17:00", "2025-11-26 17:30", "2025-12-31 09:00")
HOLDERS = {"east": "halcyon", "west": "iris"}
SHARED = (
    "offer-received",
    "grantor-willing",
    "notice-given",
    "terms-amended",
    "quantity-amended",
    "withdrawn",
    "contract-signed",
)
OWN = ("notice-deficient", "matched", "matched-in-part", "declined", "waiver-given", "tolled", "resumed",
       "delivered", "holder-failed")  # fmt: skip
STEPS = ((Decimal("0.5"), 20), (Decimal("0.5"), 60))
USUAL = ("offer-received", "grantor-willing", "notice-given")


@dataclass(frozen=True)
class Told:
    """Something that happened: when, when it was entered, of which offer, to which right."""

    id: str
    kind: str
    at: datetime
    entered: datetime
    offer: str
    clause: str | None
    amount: Decimal | None


def story(rng: Random) -> list[Told]:
    """What happens, in no order."""
    found: list[Told] = []
    for offer in ("o", "p")[: rng.randint(1, 2)]:
        now = datetime.fromisoformat(rng.choice(EDGES)).replace(tzinfo=NEW_YORK)
        for number in range(rng.randint(4, 14)):
            kind = USUAL[number] if number < 3 and rng.random() < 0.95 else rng.choice(SHARED + OWN)
            clause = rng.choice(("east", "west")) if kind in OWN else None
            amount = Decimal(rng.randint(1, 120)) if rng.random() < 0.8 else Decimal(100)
            late = timedelta(days=rng.choice((0, 0, 0, 1, 60)), microseconds=len(found) + 1)
            found.append(Told(f"{offer}{number}", kind, now, now + late, offer, clause, amount))
            now += rng.choice((timedelta(0), timedelta(microseconds=1), timedelta(hours=7), timedelta(days=1),
                               timedelta(days=4), timedelta(days=13), timedelta(days=50)))  # fmt: skip
    return found


def line(told: Told) -> dict[str, Any]:
    """The event as it is entered."""
    by = HOLDERS[told.clause] if told.clause and told.kind not in ("tolled", "resumed", "holder-failed") else "grace"
    fields: dict[str, Any] = {"offer": told.offer, "clause": told.clause}
    match told.kind:
        case "offer-received":
            fields |= {"provider": "rival", "mode": "third_party", "quantity": "100", "workloads": ["training"],
                       "terms": {"price_usd_per_gpu_hour": "2"}}  # fmt: skip
        case "terms-amended":
            fields |= {"terms": {"price_usd_per_gpu_hour": str(price_of(told))}}
        case "quantity-amended":
            fields |= {"quantity": str(told.amount)}
        case "contract-signed":
            fields |= {"contract": told.id, "provider": "rival", "tranches": [{"quantity": str(told.amount)}]}
        case "matched-in-part" | "delivered" | "holder-failed":
            fields |= {"quantity": str(told.amount)}
        case _:
            pass
    if told.kind in ("offer-received", "contract-signed"):
        fields.pop("clause")
    kind = "terms-amended" if told.kind == "quantity-amended" else told.kind
    return {"id": told.id, "type": kind, "at": told.at.isoformat(), "recorded": told.entered.isoformat(),
            "by": by, "entered_by": "a test", **{k: v for k, v in fields.items() if v is not None}}  # fmt: skip


def price_of(told: Told) -> Decimal:
    assert told.amount is not None
    return Decimal("1.5") + Decimal(int(told.amount) % 3) / 2


def entered(happened: list[Told], rng: Random) -> Record:
    """The record in the order of entering; some are entered twice, and the second time changes nothing."""
    record = Record()
    for told in sorted(happened, key=lambda item: item.entered):
        record, _ = append(record, line(told))
        if rng.random() < 0.1:
            with pytest.raises(ConflictError):
                append(record, line(told))
    return record


def paper_of(
    happened: list[Told], offer: str, clause: str, now: datetime, terms: dict[str, Any], closures: frozenset[date]
) -> Paper:
    """The clerk's sheet for one right, from what had happened by an instant."""
    paper = Paper(10, 5, 40, Desk(NEW_YORK, "US", closures), 10, STEPS, **terms)
    for told in sorted(happened, key=lambda item: (item.at, item.entered)):
        if told.at <= now and told.offer == offer and told.clause in (None, clause):
            amount = {"offer-received": Decimal(100), "terms-amended": price_of(told)}.get(told.kind, told.amount)
            if paper.state != "none" or told.kind == "offer-received":
                paper.tell(told.kind, told.at, amount)
    paper.pass_time(now)
    return paper


def agree(offer: Offer | None, paper: Paper, now: datetime) -> None:
    if offer is None:
        assert paper.state == "none"
        return
    free = sum((pool.quantity or 0 for pool in offer.free_at(now)), Decimal(0))
    mine = (offer.state, offer.remainder, offer.matched, offer.failed, offer.signed, free)
    left = paper.shown_offered() - paper.taken + paper.lost - paper.sold
    assert mine == (paper.state, left, paper.taken, paper.lost, paper.sold, paper.free(now)), paper.happened
    assert offer.quantity is not None and offer.matched is not None and offer.failed is not None
    assert (offer.signed or 0) + free <= offer.quantity - offer.matched + offer.failed
    took = [event for event in offer.events if event.type == "matched" and offer.notice and event.at >= offer.notice]
    assert not (offer.state == "lapsed" and took), "no window is both lapsed and matched"


def decided(agreement: Agreement, record: Record, name: str, now: datetime, offers: list[Offer]) -> None:
    """What a decision says of signing one unit of the offer is what its rights say."""
    asked = Asked(("training",), offer=name, quantity=Decimal(1))
    sign = next(act for act in decide(agreement, record, asked, now).acts if act.act == "sign")
    worst = {portion.standing for offer in offers for portion in offer.standing(now, Decimal(1))}
    expected = "forbidden" if "taken" in worst else "offer-first" if "offer" in worst else "permitted"
    assert sign.outcome == expected


def clocked(agreement: Agreement, record: Record, now: datetime) -> None:
    """The clock, which passes over what is over, tells all that is due of every offer."""
    here = position(agreement, Record(record.events), now)
    every = {due for offer, clause in offers_of(here) for due in dues(here, offer, clause, "grace")}
    told = everything_due(position(agreement, Record(record.events), now))
    assert {str(due) for due in told} == {str(due) for due in every} and len(told) == len(every)


def amended(common: dict[str, Any], rng: Random) -> tuple[dict[str, Any], datetime]:
    """An amendment by which both rights read otherwise from a day on, and that day."""
    day = date(2025, 1, 6) + timedelta(days=rng.randint(0, 500))
    shorter = {**common, "window": {"n": "7", "reoffer": "3"}, "tail": {"n": "20"}, "failure": {"sign_within": "4"}}
    clauses = [refusal(id=name, holder=holder, **shorter) for name, holder in HOLDERS.items()]
    text = {"id": "shorter", "signed": "2025-01-02", "effective": day.isoformat(), "replace": clauses}
    return text, datetime(day.year, day.month, day.day, tzinfo=NEW_YORK)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_a_story_stands_as_the_clerk_has_it(seed: int) -> None:
    rng = Random(seed)
    closures = frozenset(date(2025, 3, 10) + timedelta(days=rng.randint(0, 40)) for _ in range(rng.randint(0, 3)))
    common: dict[str, Any] = {
        "window": {"n": "10", "reoffer": "5"},
        "tail": {"n": "40"},
        "failure": {"sign_within": "10"},
    }
    seller, back = rng.random() < 0.5, rng.random() < 0.5
    common |= {"grantor": "seller" if seller else "buyer", "withdrawal": "until_answer" if back else "none"}
    clauses = [refusal(id=name, holder=holder, **common) for name, holder in HOLDERS.items()]
    steps = [{"share": str(share), "within": str(days)} for share, days in STEPS]
    clauses += [{"id": f"delivery-{name}", "type": "delivery", "by": holder, "of": [name], "milestones": steps}
                for name, holder in HOLDERS.items()]  # fmt: skip
    text, holds = amended(common, rng)
    agreement = Deal(*clauses, closures=sorted(day.isoformat() for day in closures), amendments=[text]).agreement
    terms = {"seller": seller, "until_answer": back, "amended": (holds, (7, 3, 20, 4))}
    happened = story(rng)
    record = entered(happened, rng)
    prompt = [Told(t.id, t.kind, t.at, t.at + timedelta(microseconds=n), t.offer, t.clause, t.amount)
              for n, t in enumerate(sorted(happened, key=lambda item: (item.at, item.entered)))]  # fmt: skip
    punctual = entered(prompt, rng)
    rights = {held.id: held for held in agreement.clauses}
    last = max(told.at for told in happened)
    instants = [told.at + timedelta(days=rng.randint(0, 30), microseconds=rng.randint(0, 1)) for told in happened]
    for now in [*rng.sample(instants, min(5, len(instants))), last + timedelta(days=120)]:
        for name in {told.offer for told in happened}:
            offers = []
            for clause in HOLDERS:
                here = position(agreement, record, now)
                offer = here.offer(name, rights[clause])  # type: ignore[arg-type]
                agree(offer, paper_of(happened, name, clause, now, terms, closures), now)
                alone = position(agreement, Record(record.events), now).offer(name, rights[clause])  # type: ignore[arg-type]
                assert alone == offer or (alone is None) == (offer is None)
                again = position(agreement, punctual, now).offer(name, rights[clause])  # type: ignore[arg-type]
                assert (again.state, again.pools) == (offer.state, offer.pools) if again and offer else again is offer
                offers += [offer] if offer else []
            if len(offers) == len(HOLDERS):
                decided(agreement, record, name, now, offers)
        clocked(agreement, record, now)
