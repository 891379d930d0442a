"""Offers of two to ten events, folded and judged; and the clock over ten thousand open ones."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.errors import Place
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record
from firstcall.record.journal.streams import event_of
from firstcall.record.position import position
from firstcall.refusal.due import everything_due
from run import Case

START = datetime(2025, 3, 3, 14, tzinfo=UTC)
COURSES = (
    (), ("grantor-willing",), ("grantor-willing", "notice-given"), ("grantor-willing", "notice-given", "declined"),
    ("grantor-willing", "notice-given", "matched", "delivered"),
    ("grantor-willing", "notice-given", "terms-amended", "notice-given", "matched-in-part", "delivered"),
    ("grantor-willing", "notice-given", "notice-deficient", "notice-given", "tolled", "resumed", "declined",
     "contract-signed"),
)  # fmt: skip


def offers_text(beside: Iterable[Mapping[str, object]] = ()) -> dict[str, object]:
    """The text of the agreement under which the offers are made, with other clauses beside its right."""
    basis = {"grade": "agreed", "source": "contract"}
    return {
        "schema": "firstcall/agreement/1", "id": "bench", "title": "A benchmark", "timezone": "America/New_York",
        "parties": {"grace": {"name": "Grace", "role": "grantor"}, "halcyon": {"name": "Halcyon", "role": "holder"}},
        "providers": {"halcyon-cloud": {"operator": "halcyon"}}, "sources": {"contract": {"title": "It"}},
        "definitions": {"workloads": ["training"]}, "effective": "2024-01-01",
        "clauses": [{"id": "refusal", "type": "first_refusal", "holder": "halcyon", "since": "2024-01-01",
                     "scope": {"age": "new"}, "window": {"n": "10"}, "tail": {"n": "90"}, "basis": basis}, *beside],
    }  # fmt: skip


def agreement() -> Agreement:
    """The agreement under which the offers are made."""
    return load(json.dumps(offers_text()))


def event(kind: str, offer: str, number: int, at: datetime) -> EventBase:
    fields: dict[str, object] = {"offer": offer}
    if kind == "offer-received":
        fields |= {"provider": "rival", "quantity": "100", "terms": {"price_usd_per_gpu_hour": "2.00"}}
    elif kind == "matched-in-part":
        fields |= {"quantity": "40"}
    elif kind == "terms-amended":
        fields |= {"terms": {"price_usd_per_gpu_hour": "2.10"}}
    elif kind == "contract-signed":
        fields |= {"contract": f"k-{offer}", "provider": "rival", "tranches": ({"quantity": "100"},)}
    by = "halcyon" if kind in ("declined", "matched", "matched-in-part", "notice-deficient", "delivered") else "grace"
    stream = f"contract:k-{offer}" if kind == "contract-signed" else f"offer:{offer}"
    told = {"id": f"{offer}-{number}", "type": kind, "stream": stream, "seq": number, "hash": "0" * 64,
            "at": at.isoformat(), "recorded": at.isoformat(), "by": by, "entered_by": "bench", **fields}  # fmt: skip
    return event_of(told, Place("bench"))


def record(count: int, courses: tuple[tuple[str, ...], ...]) -> Record:
    events: list[EventBase] = []
    for index in range(count):
        begun = START + timedelta(hours=index % 200)
        for number, kind in enumerate(("offer-received", *courses[index % len(courses)])):
            events.append(event(kind, f"o{index}", number + 1, begun + timedelta(hours=20 * number)))
    return Record(tuple(events))


def cases() -> Iterator[Case]:
    """Fold and judge 1,000 offers; the clock over 10,000 that wait for an answer."""
    deal = agreement()
    right = deal.clauses[0]
    assert isinstance(right, FirstRefusal)
    mixed, waiting = record(1_000, COURSES), record(10_000, (("grantor-willing", "notice-given"),))
    late, soon = START + timedelta(days=40), START + timedelta(days=9)

    def fold_and_judge() -> int:
        here = position(deal, Record(mixed.events), late)
        offers = [here.offer(name, right) for name in here.offer_ids()]
        return sum(offer is not None and len(offer.standing(late, Decimal(1))) for offer in offers)

    yield Case(
        "1,000 offers of one to nine events, folded and judged",
        ours=fold_and_judge,
        floor=lambda: sorted(mixed.events, key=lambda item: item.at),
    )
    yield Case(
        "the clock over 10,000 open offers",
        ours=lambda: everything_due(position(deal, Record(waiting.events), soon)),
        floor=lambda: sorted(waiting.events, key=lambda item: item.at),
        rounds=3,
    )
