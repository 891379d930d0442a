"""How answers grow with clauses, amendments and events: what is linear doubles with them.

The floor is the same work at the smallest size, so that the last column is what the growth costs.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

from bench_load import record_of
from bench_offers import COURSES, agreement, offers_text, record
from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.growing import Growing
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.position import position
from firstcall.record.views.view import view
from firstcall.refusal.due import everything_due
from firstcall.rights.decide import decide
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked
from run import Case

AT = datetime(2025, 6, 2, 14, tzinfo=UTC)
ELSEWHERE = Asked(("training",), "elsewhere", "general", "new")
CLAUSES = (500, 1_000, 2_000)
EVENTS = (25_000, 50_000, 100_000)
OFFERS = (500, 1_000, 2_000)
CORRECTIONS = (500, 1_000, 2_000)
BASIS = {"grade": "agreed", "source": "contract"}


def beside(clauses: int) -> Agreement:
    """The agreement of the offers, with so many exclusivities that say nothing of them."""
    held = [{"id": f"x{number}", "type": "exclusivity", "holder": "halcyon", "at": ["halcyon-cloud"], "basis": BASIS,
             "scope": {"age": "existing"}} for number in range(clauses)]  # fmt: skip
    return load(json.dumps(offers_text(held)))


@cache
def barred(clauses: int, amendments: int = 0) -> str:
    """An agreement of so many exclusivities that all bar, some of them worded anew by amendments."""
    held = [{"id": f"x{number}", "type": "exclusivity", "holder": "halcyon", "at": ["halcyon-cloud"], "basis": BASIS}
            for number in range(clauses)]  # fmt: skip
    changes = [{"id": f"a{number}", "signed": f"2024-{1 + number // 5:02d}-{1 + number % 5:02d}", "basis": BASIS,
                "effective": f"2024-{1 + number // 5:02d}-{1 + number % 5:02d}",
                "replace": [held[number * 7 % clauses]]} for number in range(amendments)]  # fmt: skip
    return json.dumps({
        "schema": "firstcall/agreement/1", "id": "bench", "title": "A benchmark", "timezone": "America/New_York",
        "parties": {"grace": {"name": "Grace", "role": "grantor"}, "halcyon": {"name": "Halcyon", "role": "holder"}},
        "providers": {"halcyon-cloud": {"operator": "halcyon"}}, "sources": {"contract": {"title": "It"}},
        "definitions": {"workloads": ["training"]}, "effective": "2024-01-01", "clauses": held, "amendments": changes,
    })  # fmt: skip


def answering(deal: Agreement, happened: Record) -> Callable[[], object]:
    """A barred question, answered and explained, with its ways to a free answer."""
    return lambda: (decide(deal, happened, ELSEWHERE, AT), routes_to_yes(deal, happened, ELSEWHERE, AT))


def reading_and_answering(raw: bytes, deal: Agreement) -> Callable[[], object]:
    """A record read, and a question answered on it."""
    return lambda: answering(deal, read_record(raw))()  # noqa: PLW0108 - read anew each time


def due(deal: Agreement, offers: int) -> Callable[[], object]:
    """All that is due of so many offers of every course."""
    happened = record(offers, COURSES)
    return lambda: everything_due(position(deal, Record(happened.events), AT))


@cache
def corrected(times: int) -> bytes:
    """The lines of a record with one event, corrected so many times."""
    grown = Growing()
    at = {"at": "2025-03-01T00:00:00Z", "recorded": "2025-03-01T00:00:00Z", "by": "grace", "entered_by": "bench"}
    lines = [grown.add({**at, "id": "e", "type": "context", "title": "as entered"})[1]]
    for number in range(times):
        fields = {"id": f"c{number}", "type": "correction", "of": "e", "set": {"title": f"as corrected {number}"}}
        lines.append(grown.add({**at, **fields})[1])
    return "".join(lines).encode()


def reading(raw: bytes) -> Callable[[], object]:
    """A record read, with its corrections applied."""
    return lambda: read_record(raw).known()


def seen(deal: Agreement, offers: int) -> Callable[[], object]:
    """What the holder sees of so many offers of every course."""
    happened = record(offers, COURSES)
    return lambda: view(Record(happened.events), "halcyon", deal).known()


def cases() -> Iterator[Case]:
    """Clauses that all bar, amendments of many clauses, records of many events, offers of every course."""
    smallest = load(barred(CLAUSES[0]))
    for clauses in CLAUSES:
        deal = load(barred(clauses))
        yield Case(f"growth: {clauses:,} exclusivities that bar", answering(deal, Record()),
                   answering(smallest, Record()), rounds=3)  # fmt: skip
    yield Case("growth: load 1,000 clauses with 50 amendments; floor: without them", lambda: load(barred(1_000, 50)),
               lambda: load(barred(1_000)), rounds=3)  # fmt: skip
    right = agreement()
    for events in EVENTS:
        yield Case(f"growth: read {events:,} events and decide", reading_and_answering(record_of(events), right),
                   reading_and_answering(record_of(EVENTS[0]), right), rounds=2)  # fmt: skip
    for times in CORRECTIONS:
        yield Case(f"growth: read one event corrected {times:,} times", reading(corrected(times)),
                   reading(corrected(CORRECTIONS[0])), rounds=2)  # fmt: skip
    for offers in OFFERS:
        yield Case(f"growth: a holder's view of {offers:,} offers of every course", seen(right, offers),
                   seen(right, OFFERS[0]), rounds=3)  # fmt: skip
    for clauses in CLAUSES:
        yield Case(f"growth: the clock over {OFFERS[-1]:,} offers beside {clauses:,} other clauses",
                   due(beside(clauses), OFFERS[-1]), due(beside(0), OFFERS[-1]), rounds=3)  # fmt: skip
    for offers in OFFERS:
        yield Case(f"growth: the clock over {offers:,} offers of every course", due(right, offers),
                   due(right, OFFERS[0]), rounds=3)  # fmt: skip
