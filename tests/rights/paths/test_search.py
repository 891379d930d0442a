"""Paths to yes: each is played to its end, and a blind search of all acts finds no other and no shorter one."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.oracle.blind import FREE, TURNS, Acts, Blind
from tests.oracle.second import Ask
from tests.oracle.small import BASIS, DAYS, PROVIDERS, START, WORKLOADS, day, moment, texts
from tests.oracle.technology import SecondOfAll

from firstcall.agreement.load import load
from firstcall.dates import parse_when, zone
from firstcall.errors import AgreementError, QuestionError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.paths.search import PathStep, Route, routes_to_yes
from firstcall.rights.question import Asked
from firstcall.service.folder import Partnership, open_partnership


def acts_of(route: Route) -> Acts:
    return frozenset((step.act, step.about) for step in route.steps)


def asked(ask: Ask) -> Asked:
    dims = dict(ask.dims)
    return Asked((ask.workload,), ask.provider, ask.customer, ask.capacity, None, ask.quantity, dimensions=dims)


def check(raw: dict[str, Any], ask: Ask, at: datetime) -> int:
    """Compare the routes of the package with those of the blind search, and replay each; say how many there are."""
    agreement = load(json.dumps(raw))
    try:
        routes = routes_to_yes(agreement, Record(), asked(ask), at)
    except QuestionError:
        return 0
    ways = [route for route in routes if route.steps[0].act != "amend"]
    for route in ways:
        replayed(raw, route)
    if decide(agreement, Record(), asked(ask), at).free:
        assert routes == ()
        return 0
    found = Blind(raw).search(ask, at)
    assert {acts_of(route): route.earliest for route in ways} == found, (ask, at)
    amends(raw, ask, at, routes)
    return len(ways)


def replayed(raw: dict[str, Any], route: Route) -> None:
    """Played on a fresh record, the last question is free on the date, for the package and the second evaluator."""
    agreement = load(json.dumps(raw))
    record = suppose(Record(), route.events, SecondOfAll(raw, []).text({}).zone, "replay")
    outcome = decide(agreement, record, route.asked, route.earliest).outcome
    assert outcome in FREE
    asking = route.asked
    assert isinstance(asking, Asked)
    assert outcome == route.outcome or asking.contract  # signing it may be permitted where running is ungoverned
    ask = Ask(asking.workloads[0], asking.provider, asking.customer, asking.capacity, None, asking.quantity,
              asking.offer, asking.contract, None, tuple(asking.dimensions.items()))  # fmt: skip
    lines = [{"id": f"e{n}", "recorded": event["at"], **event} for n, event in enumerate(route.events)]
    assert SecondOfAll(raw, lines).answer(ask, route.earliest).outcome == outcome
    assert all(step.start <= step.done <= route.earliest for step in route.steps)


def amends(raw: dict[str, Any], ask: Ask, at: datetime, routes: tuple[Route, ...]) -> None:
    """Taking out the clauses that an amendment names frees the answer, and taking out fewer does not."""
    (route,) = (route for route in routes if route.steps[0].act == "amend")
    assert route == routes[-1]
    removed = route.steps[0].removes

    def without(names: tuple[str, ...]) -> str:
        signed = max([at.date().isoformat(), *(change["signed"] for change in raw["amendments"])])
        step = {"id": "gone", "signed": signed, "effective": at.isoformat(), "remove": list(names)}
        changed = {**raw, "amendments": [*raw["amendments"], step]}
        return SecondOfAll(changed, []).answer(ask, at).outcome

    assert without(removed) == route.outcome
    for name in removed if len(removed) > 1 else ():
        assert without(tuple(other for other in removed if other != name)) not in FREE


@st.composite
def puzzles(draw: st.DrawFn) -> tuple[dict[str, Any], Ask, datetime]:
    """A small agreement, a question of new capacity, and its instant."""
    raw = draw(texts())
    dims = (("region", draw(st.sampled_from(["north", "south"]))),)
    capacity = draw(st.sampled_from([None, None, "built_for_grantor"]))
    where = draw(st.sampled_from(PROVIDERS))
    ask = Ask(draw(st.sampled_from(WORKLOADS)), where, "general", capacity, None, None, dims=dims)
    return raw, ask, START + timedelta(days=draw(st.integers(0, DAYS)), hours=10)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(puzzles())
def test_no_path_is_missed_and_each_ends_free(puzzle: tuple[dict[str, Any], Ask, datetime]) -> None:
    try:
        check(*puzzle)
    except AgreementError:
        assume(False)


EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ASKED: list[tuple[str, str, Asked]] = [
    ("microsoft-openai", "2024-05-01", Asked(("training",), "oracle")),
    ("microsoft-openai", "2025-02-01", Asked(("training",), "oracle")),
    ("microsoft-openai", "2025-02-01", Asked(("api_stateful",), "google")),
    ("microsoft-openai", "2025-11-01", Asked(("api_stateless", "training"), "aws")),
    ("wiraksa", "2025-02-01", Asked(("assistant",), "selvandra", dimensions={"region": "java"})),
    ("wiraksa", "2025-02-01", Asked(("training",), "selvandra", dimensions={"region": "offshore"})),
    ("wiraksa", "2025-02-01", Asked(("batch",), "selvandra", dimensions={"region": "europe"}, quantity=Decimal(4))),
    ("wiraksa", "2025-02-01", Asked(("assistant",), "selvandra")),
    ("wiraksa", "2025-05-02", Asked(("training",), offer="O-04")),
    ("wiraksa", "2026-01-10", Asked(("assistant",), contract="K-01")),
    ("wiraksa", "2026-01-10", Asked(("training",), contract="K-14")),
    ("wiraksa", "2026-01-10", Asked(("assistant",), contract="K-14")),
]


@pytest.mark.parametrize(("folder", "day_", "question"), ASKED)
def test_routes_of_the_examples_replay(folder: str, day_: str, question: Asked) -> None:
    """On the examples too, under every reading: each route ends free, and none of its acts can be left out."""
    held = open_partnership(EXAMPLES / folder)
    where = zone(held.agreement.timezone)
    at = parse_when(day_, where).first
    routes = routes_to_yes(held.agreement, held.record, question, at)
    assert routes
    for route in routes:
        if route.steps[0].act == "amend":
            continue
        assert ends_free(held, where, route, route.steps)
        assert isinstance(route.asked, Asked)
        for left_out in route.steps if len(route.steps) > 1 and not route.asked.contract else ():
            if left_out.act not in TURNS:
                assert not ends_free(held, where, route, tuple(step for step in route.steps if step != left_out))
    assert [len(route.steps) for route in routes[:-1]] == sorted(len(route.steps) for route in routes[:-1])


def ends_free(held: Partnership, where: ZoneInfo, route: Route, steps: tuple[PathStep, ...]) -> bool:
    own = [event for step in steps for event in step.events]
    shared = [event for event in route.events if event["type"] in ("offer-received", "grantor-willing")]
    signed = [event for event in route.events if event["type"] == "contract-signed"]
    events = [*(event for event in shared if event not in own), *own, *signed]
    record = suppose(held.record, events, where, "replay")
    return decide(held.agreement, record, route.asked, route.earliest).free


def test_only_what_was_known_counts() -> None:
    """A path asked of the past does not use what was entered, or signed, later."""
    held = open_partnership(EXAMPLES / "microsoft-openai")
    at = parse_when("2025-02-01", zone(held.agreement.timezone)).first
    question = Asked(("api_stateless",), "oracle")
    now = routes_to_yes(held.agreement, held.record, question, at)
    then = routes_to_yes(held.agreement, held.record, question, at, at)
    waits = [
        [str(step.what) for route in routes for step in route.steps if step.act == "wait"] for routes in (now, then)
    ]
    assert waits == [["until amendment-2026-04 takes effect"], []]


def test_nothing_before_the_term_ends() -> None:
    """Where nobody can lift a ban, only its end or an amendment is told."""
    ban = {"id": "ban", "type": "exclusivity", "holder": "hal", "at": ["home"], "basis": BASIS, "scope": {}}
    end = {"id": "term", "type": "term", "until": day(100), "basis": BASIS}
    raw = {
        "schema": "firstcall/agreement/1", "id": "small", "title": "Small", "timezone": "UTC", "effective": day(0),
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "providers": {"home": {"operator": "gus"}, "rival": {}}, "definitions": {"workloads": ["serve"]},
        "clauses": [ban, end], "basis": BASIS,
    }  # fmt: skip
    at = datetime.fromisoformat(moment(10))
    routes = routes_to_yes(load(json.dumps(raw)), Record(), Asked(("serve",), "rival", capacity="new"), at)
    assert [(str(route.steps[0].what), route.earliest.isoformat()) for route in routes] == [
        ("build it at home", at.isoformat()),
        ("agree to take out ban", at.isoformat()),
    ]
    raw["providers"] = {"home": {}, "rival": {}}
    routes = routes_to_yes(load(json.dumps(raw)), Record(), Asked(("serve",), "rival"), at)
    assert [(str(route.steps[0].what), route.earliest.isoformat()) for route in routes] == [
        ("until the term ends", f"{day(101)}T00:00:00+00:00"),
        ("agree to take out ban", at.isoformat()),
    ]


def test_a_free_answer_needs_no_path() -> None:
    held = open_partnership(EXAMPLES / "microsoft-openai")
    at = parse_when("2025-02-01", zone(held.agreement.timezone)).first
    assert routes_to_yes(held.agreement, held.record, Asked(("training",), "azure"), at) == ()
