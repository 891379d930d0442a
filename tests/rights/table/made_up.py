"""Partnerships made up by Hypothesis: rights that end by themselves, points read two ways, ends by determination."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.oracle.second import Ask
from tests.oracle.small import CUSTOMERS, PROVIDERS, START, WORKLOADS, Case, cases, in_order, moment

CAPACITIES = (None, "new", "existing", "own_build", "built_for_grantor")


@st.composite
def harder(draw: st.DrawFn) -> Case:
    """A case whose rights have caps, are for one offer, or deem receipt; some points may be read in two ways."""
    case = draw(cases(late=True))
    raw = dict(case.raw)
    events = [dict(event) for event in case.events]
    alone = len({event["offer"] for event in events if event["type"] == "offer-received"}) < 2
    raw["clauses"] = [_limited(draw, clause, alone=alone) for clause in raw["clauses"]]
    raw["amendments"] = [
        {**step, "replace": [_limited(draw, clause, alone=alone) for clause in step.get("replace", ())]}
        for step in raw["amendments"]
    ]
    if raw["amendments"] and draw(st.booleans()):
        raw["amendments"][0]["in_flight"] = "continue"
    if draw(st.integers(0, 2)) == 0:
        _determined(draw, raw, events)
    if draw(st.integers(0, 1)) == 0:
        raw["readings"] = _readings(draw, raw)
    kept = ({key: value for key, value in event.items() if key != "id"} for event in events)
    return case.but(raw=raw, events=in_order(list(kept)))


def _limited(draw: st.DrawFn, clause: dict[str, Any], *, alone: bool) -> dict[str, Any]:
    """A right with limits; those that another offer can use up only where there is one offer at most."""
    if clause["type"] != "first_refusal":
        return clause
    by_itself: list[dict[str, Any]] = [{}, {"quantity_floor": "12"}, {"takes_effect": {"answer": "received"}}]
    by_offers: list[dict[str, Any]] = [
        {"continuing": False}, {"quantity_cap": "6"}, {"failure": {"then": "release_and_terminate"}},
    ]  # fmt: skip
    return {**clause, **draw(st.sampled_from([*by_itself, *(by_offers if alone else [])]))}


def _determined(draw: st.DrawFn, raw: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """Let a determination end a clause; it is declared, and may be reversed."""
    raw["definitions"] = {**raw["definitions"], "determinations": {"goal": {"declared_by": "gus"}}}
    ended = draw(st.integers(0, len(raw["clauses"]) - 1))
    clause = {key: value for key, value in raw["clauses"][ended].items() if key != "until"}
    raw["clauses"][ended] = {**clause, "until": {"determination": "goal", "state": "determined"}}
    at = draw(st.integers(10, 250))
    events.append({"type": "determination-declared", "determination": "goal", "by": "gus", "at": moment(at)})
    if draw(st.booleans()):
        events.append({"type": "determination-reversed", "determination": "goal", "by": "gus", "at": moment(at + 40)})


def _readings(draw: st.DrawFn, raw: dict[str, Any]) -> list[dict[str, Any]]:
    """One or two points, each of which reads a clause otherwise."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        clause = draw(st.sampled_from([clause for clause in raw["clauses"] if clause["type"] != "consent"]))
        change = draw(st.sampled_from([
            {"scope": {"workloads": ["train"]}}, {"scope": {"customers": ["public"]}}, {"since": "2024-03-01"},
            {"scope": {"region": ["north"]}}, {"scope": {"providers": ["rival", "other"]}},
        ]))  # fmt: skip
        patch = {"clause": clause["id"], "set": change}
        found.append({"id": f"p{number}", "about": "how wide it is", "base": "wide",
                      "alternatives": {"wide": [], "narrow": [patch]}})  # fmt: skip
    return found


@st.composite
def questions(draw: st.DrawFn, case: Case) -> list[Ask]:
    """Questions of every kind, some of them wrong."""
    made = [event["offer"] for event in case.events if event["type"] == "offer-received"]
    signed = [event["contract"] for event in case.events if event["type"] == "contract-signed"]
    found = []
    for _ in range(draw(st.integers(4, 8))):
        workload = draw(st.sampled_from([*WORKLOADS, *WORKLOADS, "bake"]))
        customer = draw(st.sampled_from([None, *CUSTOMERS, "moon"]))
        dims = draw(st.sampled_from([(), (("region", "north"),), (("region", "south"),)]))
        quantity = draw(st.sampled_from([None, Decimal(4), Decimal("9.5"), Decimal(10), Decimal(12)]))
        named = draw(
            st.sampled_from(["nothing", "nothing", *("offer" for _ in made[:1]), *("contract" for _ in signed[:1])])
        )
        provider = draw(st.sampled_from([*PROVIDERS, "home"]))
        if named == "nothing":
            capacity = draw(st.sampled_from(CAPACITIES))
            found.append(Ask(workload, provider, customer, capacity, None, quantity, dims=dims))
        elif named == "offer":
            given = draw(st.sampled_from([None, None, provider]))
            found.append(
                Ask(workload, given, customer, None, None, quantity, draw(st.sampled_from([*made, "none"])), dims=dims)
            )
        else:
            contract = draw(st.sampled_from([*signed, "none"]))
            given, tranche = draw(st.sampled_from([None, None, provider])), draw(st.sampled_from([None, "1", "9"]))
            found.append(Ask(workload, given, customer, None, None, quantity, None, contract, tranche, dims))
    return found


def spread() -> list[Any]:
    """Instants spread over the time."""
    return [START + timedelta(days=days, hours=hours) for days in range(-20, 420, 11) for hours in (0, 15)]
