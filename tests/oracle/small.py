"""Small agreements and records, made up by Hypothesis: sound texts, every path of an offer and a consent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st
from tests.oracle.second import Ask, Second

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record, append

START = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 400
PROVIDERS = ("home", "rival", "third", "own", "elsewhere")
WORKLOADS = ("train", "serve")
CUSTOMERS = ("general", "public")
BASIS = {"grade": "assumed"}
REGION = st.sampled_from(["north", "south"])
PAYLOADS: dict[str, dict[str, Any]] = {
    "matched-in-part": {"quantity": "4"},
    "terms-amended": {"terms": {"price": "101"}},
}


def day(number: int) -> str:
    return (START + timedelta(days=number)).date().isoformat()


def moment(number: int, hour: int = 10) -> str:
    return (START + timedelta(days=number, hours=hour)).isoformat()


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


@st.composite
def scopes(draw: st.DrawFn, *, aged: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "workloads": draw(some(WORKLOADS)),
        "customers": draw(some(CUSTOMERS)),
        "providers": draw(st.none() | st.none() | some(("rival", "third", "other"))),
        "mode": draw(st.none() | some(("third_party", "own_build", "built_for_grantor"))),
        "region": draw(st.none() | some(("north", "south"))),
        "age": draw(st.sampled_from([None, "new", "existing"])) if aged else None,
    }
    return {key: value for key, value in found.items() if value is not None}


@st.composite
def clauses(draw: st.DrawFn, number: int, *, approvals: bool = True) -> dict[str, Any]:
    kinds = ["exclusivity", "exclusivity", "first_refusal", "prohibition", *(["approval"] if approvals else [])]
    kind = draw(st.sampled_from(kinds))
    since = draw(st.none() | st.integers(-30, 250))
    clause: dict[str, Any] = {
        "id": f"c{number}",
        "type": kind,
        "basis": BASIS,
        "scope": draw(scopes(aged=since is not None)),
    }
    if since is not None:
        clause["since"] = day(since)
    if draw(st.integers(0, 3)) == 0:
        clause["until"] = day(draw(st.integers(max(since or 0, 0) + 20, DAYS)))
    if kind == "exclusivity":
        clause |= {"holder": "hal", "at": ["home"], "acts": draw(st.sampled_from([["sign", "run"], ["run"], ["sign"]]))}
    elif kind == "prohibition":
        clause["acts"] = draw(st.sampled_from([["sign", "run"], ["run"], ["sign"], ["run", "use"]]))
        clause |= draw(st.sampled_from([{}, {}, {"binds": ["gus"]}]))
        out, lets = draw(scopes(aged=False)), draw(st.booleans())
        if out and lets:
            clause["except"] = [out]
    elif kind == "first_refusal":
        clause |= {"holder": "hal", "partial": draw(st.sampled_from(["any", "none"]))}
        clause |= {"window": {"n": draw(st.integers(1, 8)), "unit": "calendar", "anchor": "delivered"}}
        clause |= {"tail": {"n": draw(st.integers(10, 60)), "unit": "calendar"}}
    else:
        clause["by"] = "hal"
        if draw(st.booleans()):
            clause["primarily"] = {"workloads": ["train"], "share_at_least": "0.5"}
            clause["primarily"] |= draw(st.sampled_from([{}, {"planned_share": "0.5"}, {"planned_share": "0.4"}]))
        if draw(st.integers(0, 2)) == 0:
            clause["up_to"] = {"quantity": draw(st.sampled_from(["4", "12", "14", "20"])), "unit": "MW"}
            clause["up_to"] |= draw(st.sampled_from([{}, {"counts": "at_once"}]))
    return clause


def with_order(draw: st.DrawFn, held: list[dict[str, Any]]) -> None:
    """Let clauses with higher numbers go before those with lower ones, so that no circle can arise."""
    for i, clause in enumerate(held):
        if i and draw(st.integers(0, 3)) == 0:
            clause["notwithstanding"] = [held[draw(st.integers(0, i - 1))]["id"]]
        if i + 1 < len(held) and draw(st.integers(0, 5)) == 0:
            clause["subject_to"] = [held[draw(st.integers(i + 1, len(held) - 1))]["id"]]


@st.composite
def texts(draw: st.DrawFn, *, approvals: bool = True) -> dict[str, Any]:
    """A sound agreement as plain data."""
    held = [draw(clauses(number, approvals=approvals)) for number in range(draw(st.integers(1, 5)))]
    with_order(draw, held)
    lifted = [clause["id"] for clause in held if clause["type"] in ("exclusivity", "approval", "prohibition")]
    if lifted and draw(st.integers(0, 3)) > 0:
        covers = draw(st.sampled_from(["provider", "contract", "workload", "quantity"]))
        held.append({"id": "route", "type": "consent", "by": "hal", "lifts": lifted, "covers": covers, "basis": BASIS})
    steps = []
    if draw(st.booleans()):
        old = draw(st.sampled_from([clause for clause in held if clause["type"] != "consent"]))
        new = draw(clauses(9, approvals=approvals).filter(lambda clause: clause["type"] == old["type"]))
        order = {key: old[key] for key in ("notwithstanding", "subject_to") if key in old}
        when = draw(st.integers(30, 250))
        steps.append({
            "id": "second", "signed": day(when + draw(st.integers(-20, 20))), "effective": day(when), "basis": BASIS,
            "replace": [{**new, **order, "id": old["id"]}],
        })  # fmt: skip
    return {
        "schema": "firstcall/agreement/1", "id": "small", "title": "A small agreement", "timezone": "UTC",
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "providers": {"home": {"operator": "hal"}, "rival": {}, "third": {}, "own": {"operator": "gus"}},
        "definitions": {
            "workloads": list(WORKLOADS), "customers": list(CUSTOMERS), "dimensions": {"region": ["north", "south"]},
        },
        "effective": day(0), "basis": BASIS, "clauses": held, "amendments": steps,
    }  # fmt: skip


@st.composite
def offers(draw: st.DrawFn, name: str) -> list[dict[str, Any]]:
    """The events of one offer, in order."""
    at = draw(st.integers(1, 200))
    about: dict[str, Any] = {"offer": name, "by": "gus"}
    events = [
        {**about, "type": "offer-received", "at": moment(at), "provider": draw(st.sampled_from(["rival", "third"])),
         "quantity": "10", "terms": {"price": "100"}, "dimensions": {"region": draw(REGION)}},
        {**about, "type": "grantor-willing", "at": moment(at, 11)},
    ]  # fmt: skip
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(1, 12))
        kind = draw(st.sampled_from(["notice-given", "notice-given", "declined", "matched", "matched-in-part",
                                     "withdrawn", "terms-amended", "waiver-given", "holder-failed"]))  # fmt: skip
        by = "hal" if kind in ("declined", "matched", "matched-in-part", "waiver-given") else "gus"
        events.append({**about, "type": kind, "by": by, "at": moment(at), **PAYLOADS.get(kind, {})})
    return events


@st.composite
def happened(draw: st.DrawFn, ids: list[str]) -> list[dict[str, Any]]:
    """What happened, in no order yet."""
    events = [event for n in range(draw(st.integers(0, 2))) for event in draw(offers(f"o{n}"))]
    for n in range(draw(st.integers(0, 3))):
        tranche = {"id": "1", "quantity": draw(st.sampled_from(["4", "10"])), "workloads": ["train"],
                   "dimensions": {"region": draw(REGION)}}  # fmt: skip
        if draw(st.booleans()):
            tranche["until"] = day(draw(st.integers(150, DAYS)))
        offer = draw(st.sampled_from([None, "o0", "o1"]))
        price = draw(st.sampled_from(["100", "99", "101"]))
        more: dict[str, Any] = {"offer": offer, "terms": {"price": price}} if offer else {}
        events.append({"type": "contract-signed", "at": moment(draw(st.integers(-20, 250)), 12), "by": "gus",
                       "contract": f"k{n}", "provider": draw(st.sampled_from(["rival", "third", "home"])),
                       "tranches": [tranche], **more})  # fmt: skip
    for n in range(draw(st.integers(0, 3))):
        by = draw(st.sampled_from(["hal", "hal", "gus"]))
        at = moment(draw(st.integers(1, 250)), 9)
        consent: dict[str, Any] = {"type": "consent-given", "consent": f"n{n}", "by": by, "at": at, "clauses": ids}
        consent |= draw(st.sampled_from([
            {"provider": "rival"}, {"contract": "k0"}, {"workloads": ["train"]},
            {"provider": "rival", "quantity": "10"},
            {"contract": "k1", "ratifies": ["k1"]},
        ]))  # fmt: skip
        events.append(consent)
        if draw(st.integers(0, 3)) == 0:
            events.append(
                {"type": "consent-revoked", "consent": f"n{n}", "by": "hal", "at": moment(draw(st.integers(251, 300)))}
            )
    if draw(st.booleans()):
        events.append(
            {"type": "waiver-given", "contract": "k0", "by": "hal", "at": moment(draw(st.integers(251, 300)))}
        )
    if draw(st.booleans()):
        hours = {"train": draw(st.sampled_from(["40", "50"])), "serve": "50"}
        events.append({"type": "mix-reported", "site": "s", "since": day(1), "until": day(90), "by": "gus",
                       "hours": hours, "at": moment(95)})  # fmt: skip
    return events


@dataclass(frozen=True)
class Case:
    """A partnership and its questions."""

    raw: dict[str, Any]
    events: tuple[dict[str, Any], ...]
    asks: tuple[tuple[Ask, datetime], ...]

    def agreement(self) -> Agreement:
        return load(json.dumps(self.raw).encode())

    def record(self) -> Record:
        return entered(self.events)

    def second(self) -> Second:
        return Second(json.dumps(self.raw), [dict(event) for event in self.events])

    def every_question(self) -> Iterator[tuple[Ask, datetime]]:
        """Questions of every kind at instants spread over the time, the offers and contracts at all of them."""
        instants = [START + timedelta(days=days, hours=15) for days in (0, 20, 45, 90, 140, 220, 275, 310, 380)]
        made = {(event.get("offer"), None): event for event in self.events if event["type"] == "offer-received"}
        made |= {(None, event["contract"]): event for event in self.events if event["type"] == "contract-signed"}
        words = list(product(WORKLOADS, CUSTOMERS))
        for (offer, contract), event in made.items():
            for at, (workload, customer), quantity in product(instants, words, (None, Decimal(4))):
                if datetime.fromisoformat(event["at"]) <= at:
                    yield Ask(workload, None, customer, quantity=quantity, offer=offer, contract=contract), at
        for at, (workload, customer), provider in product(instants[::2], words, PROVIDERS[1:]):
            yield Ask(workload, provider, customer, dims=(("region", "north"),)), at
            yield Ask(workload, provider, customer, "existing"), at

    def but(self, **changed: Any) -> "Case":
        return replace(self, **changed)


def entered(events: tuple[dict[str, Any], ...]) -> Record:
    record = Record()
    for event in events:
        record, _ = append(record, event)
    return record


def in_order(events: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The events as they are entered: on their day, unless they say later."""
    dated = sorted(({"recorded": event["at"], "entered_by": "desk", **event} for event in events),
                   key=lambda event: (event["recorded"], event["at"]))  # fmt: skip
    return tuple({"id": f"e{n}", **event} for n, event in enumerate(dated))


@st.composite
def cases(draw: st.DrawFn, *, approvals: bool = True, late: bool = False) -> Case:
    """A sound text, a record that fits it, and questions about them."""
    raw = draw(texts(approvals=approvals))
    ids = [clause["id"] for clause in raw["clauses"] if clause["type"] not in ("consent", "term")]
    happening = draw(happened(ids))
    if late:
        for event in happening:
            if event["type"] in ("declined", "consent-given") and draw(st.booleans()):
                event["recorded"] = moment(320)
    events = in_order(happening)
    return Case(raw, events, tuple(draw(st.lists(asks(events), min_size=3, max_size=10))))


@st.composite
def asks(draw: st.DrawFn, events: tuple[dict[str, Any], ...]) -> tuple[Ask, datetime]:
    """A question and its instant: of capacity, of an offer or of a contract on the record."""
    workload, customer = draw(st.sampled_from(WORKLOADS)), draw(st.sampled_from(CUSTOMERS))
    at = START + timedelta(days=draw(st.integers(0, DAYS)), hours=draw(st.sampled_from([0, 10, 15])))
    quantity = draw(st.sampled_from([None, None, Decimal(4), Decimal(12)]))
    named = [event for event in events if event["type"] in ("offer-received", "contract-signed")]
    named = [event for event in named if datetime.fromisoformat(event["at"]) <= at]
    if named and draw(st.integers(0, 2)) > 0:
        event = draw(st.sampled_from(named))
        offer = None if "contract" in event else event["offer"]
        contract = event.get("contract")
        return Ask(workload, customer=customer, quantity=quantity, offer=offer, contract=contract), at
    dims = draw(st.sampled_from([(), (("region", "north"),), (("region", "south"),)]))
    capacity = draw(st.sampled_from([None, "existing", "built_for_grantor"]))
    return Ask(workload, draw(st.sampled_from(PROVIDERS)), customer, capacity, None, quantity, dims=dims), at
