"""Which points bear on a question: by what is asked, by scope and mode, by day, and by what came before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal import Record
from firstcall.record.position import position
from firstcall.rights.bearing import AnyQuestion, bearing_on
from firstcall.rights.licensing import AskedLicence, AskedUse
from firstcall.rights.question import Asked

POINTS = """  - id: asked-first
    about: is the holder asked first?
    base: match
    alternatives: {match: [], look: [{clause: first, set: {trigger: requirement}}]}
  - id: reach
    about: does the right reach sites built for the lab?
    base: third
    alternatives: {third: [], built: [{clause: first, set: {scope: {mode: [third_party, built_for_grantor]}}}]}
  - id: last-day
    about: which is the last day?
    base: december
    alternatives: {december: [], january: [{clause: term, set: {until: "2030-01-01"}}]}
  - id: leave
    about: may the holder lift it?
    base: one
    alternatives: {one: [], two: [{clause: blessing, set: {lifts: [sole, first]}}]}
"""
BLESSING = "  - {id: blessing, type: consent, by: cloud, lifts: [sole]}\n"
GIVEN = {"type": "consent-given", "by": "cloud", "consent": "c", "clauses": ["sole"], "provider": "rival"}
ON_THE_RIGHT = ("reach", "asked-first")
"""Points on one clause stand together: what they say of it may join."""
Bearing = Callable[..., set[str]]


@pytest.fixture(scope="module")
def text(pact_text: str) -> Agreement:
    dropped = pact_text.replace("    effective: 2025-01-01\n", "    effective: 2025-01-01\n    remove: [blessing]\n")
    return load(dropped.replace("amendments:\n", BLESSING + "amendments:\n") + POINTS)


@pytest.fixture
def bearing(text: Agreement, held: Callable[..., Record], on: Callable[[str], datetime]) -> Bearing:
    def found(asked: AnyQuestion, at: str, *events: dict[str, Any]) -> set[str]:
        return {point.id for point in bearing_on(asked, position(text, held(*events), on(at)))}

    return found


def place(workload: str = "training", provider: str = "rival", **more: Any) -> Asked:
    return Asked((workload,), provider, **more)


@pytest.mark.parametrize(
    ("asked", "points"),
    [
        (place(provider="cloud-one"), {"serving", "both", "leave"}),
        (place(), {"serving", "both", "leave", *ON_THE_RIGHT}),
        (place("serving"), {"serving", "leave", *ON_THE_RIGHT}),
        (place(provider="own"), {"serving", "both", "leave"}),
        (place(capacity="built_for_grantor"), {"serving", "both", "leave", *ON_THE_RIGHT}),
        (place(offer="o"), {"serving", "both", "leave", *ON_THE_RIGHT}),
        (place(contract="c"), {"serving", "both", "leave", *ON_THE_RIGHT}),
        (AskedUse("cloud", "assistant"), {"shared", "which"}),
        (AskedLicence("rival", "device"), {"shared", "which"}),
    ],
)
def test_what_is_asked_decides(bearing: Bearing, asked: AnyQuestion, points: set[str]) -> None:
    assert bearing(asked, "2024-05-01") <= points
    with_offer = isinstance(asked, Asked) and bool(asked.offer or asked.contract)
    needed = points - {"leave"} if with_offer else points - {"leave", *ON_THE_RIGHT}
    assert needed <= bearing(asked, "2024-05-01")


def test_a_right_that_may_reach_further_bears_where_it_may(bearing: Bearing) -> None:
    assert "reach" in bearing(place(capacity="built_for_grantor"), "2024-05-01")
    assert "reach" not in bearing(place(provider="own"), "2024-05-01")
    assert "reach" not in bearing(place(provider="cloud-one"), "2024-05-01")


def test_how_an_offer_goes_bears_alone_only_where_there_is_one(text: Agreement, on: Callable[[str], datetime]) -> None:
    alone = text.fresh_copy({"readings": tuple(point for point in text.readings if point.id != "reach")})
    for asked, bears in ((place(), False), (place(offer="o"), True), (place(contract="c"), True)):
        found = bearing_on(asked, position(alone, Record(), on("2024-05-01")))
        assert ("asked-first" in {point.id for point in found}) == bears


@pytest.mark.parametrize(("at", "bears"), [("2030-01-01", False), ("2030-01-02", True), ("2030-12-31", True)])
def test_a_term_bears_between_the_days_it_may_end_on(bearing: Bearing, at: str, bears: bool) -> None:
    for asked in (place(), AskedUse("cloud", "assistant")):
        assert ("last-day" in bearing(asked, at)) == bears


def test_before_the_first_text_nothing_bears(bearing: Bearing) -> None:
    assert bearing(place(), "2023-12-31") == set()


def test_a_route_that_is_gone_bears_only_where_a_consent_was_given(bearing: Bearing) -> None:
    assert "leave" not in bearing(place("serving"), "2025-05-01")
    assert "leave" in bearing(place("serving"), "2025-05-01", GIVEN | {"at": "2024-05-01"})
    assert "leave" not in bearing(AskedUse("cloud", "assistant"), "2025-05-01", GIVEN | {"at": "2024-05-01"})


def test_the_order_is_the_files(text: Agreement, on: Callable[[str], datetime]) -> None:
    found = [point.id for point in bearing_on(place(offer="o"), position(text, Record(), on("2024-05-01")))]
    order = [point.id for point in text.readings]
    assert found == sorted(found, key=order.index)
