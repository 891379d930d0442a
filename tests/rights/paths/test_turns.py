"""Waiting, going elsewhere, amending: the acts of a path that turn from what is asked."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.overlay import without
from firstcall.agreement.terms import terms
from firstcall.record.journal.journal import Record
from firstcall.rights.paths.acts import SearchPlace
from firstcall.rights.paths.turns import TakeOut, UntilWindowCloses, amended, elsewhere, waits
from firstcall.rights.question import Asked

TEXT = """
schema: firstcall/agreement/1
id: turns
title: A fictional agreement that changes
timezone: UTC
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}}
providers: {home: {operator: hal}, rival: {}, own: {operator: gus}}
definitions: {workloads: [train]}
effective: 2025-01-01
clauses:
  - {id: only, type: exclusivity, holder: hal, at: [home], until: 2026-06-30}
  - {id: first, type: first_refusal, holder: hal, window: {n: 10, unit: calendar, anchor: delivered}}
  - {id: term, type: term, until: 2027-12-31}
amendments:
  - id: second
    signed: 2025-06-01
    effective: 2025-06-01
    add: [{id: late, type: exclusivity, holder: hal, at: [home], since: 2026-01-01, until: 2026-03-31}]
"""
On = Callable[[str], datetime]
Held = Callable[..., Record]
ASKED = Asked(("train",), "rival")


@pytest.fixture(scope="module")
def text() -> Agreement:
    return load(TEXT)


def place(text: Agreement, asked: Asked, at: datetime, record: Record | None = None) -> SearchPlace:
    return SearchPlace(text, record or Record(), asked, at, at)


def test_one_waits_for_every_change_of_every_text(text: Agreement, on: On) -> None:
    """Also for what begins and ends under a text that is not yet in force."""
    found = list(waits(place(text, ASKED, on("2025-03-01"))))
    assert [(str(step.steps[0].what), step.ready.date().isoformat()) for step in found] == [
        ("until second takes effect", "2025-06-01"),
        ("until late begins", "2026-01-01"),
        ("until late ends", "2026-04-01"),
        ("until only ends", "2026-07-01"),
        ("until the term ends", "2028-01-01"),
    ]
    assert all(step.start == step.ready == step.steps[0].done for step in found)


def test_one_waits_for_the_window_of_the_offer_asked_about(text: Agreement, held: Held, on: On) -> None:
    made = {"offer": "o", "by": "gus", "at": "2025-03-01"}
    record = held(
        {**made, "type": "offer-received", "provider": "rival"}, {**made, "type": "grantor-willing"},
        {**made, "type": "notice-given", "states": ["quantity", "price"]},
    )  # fmt: skip
    found = next(waits(place(text, Asked(("train",), offer="o"), on("2025-03-02"), record)))
    assert found.steps[0].what == UntilWindowCloses(clause="first")
    assert found.ready == on("2025-03-11T17:00:00Z") + timedelta(microseconds=1)


def test_elsewhere_is_the_holder_or_ones_own_site(text: Agreement, on: On) -> None:
    found = [
        (step.steps[0].act, step.steps[0].by, step.asked.provider)
        for step in elsewhere(place(text, ASKED, on("2025-03-01")))
    ]
    assert found == [("move to the holder", ("hal",), "home"), ("own build", ("gus",), "own")]
    own = place(text, Asked(("train",), "own", capacity="own_build"), on("2025-03-01"))
    assert [step.asked.provider for step in elsewhere(own)] == ["home"]
    assert list(elsewhere(place(text, Asked(("train",), "rival", offer="o"), on("2025-03-01")))) == []


def test_an_amendment_is_agreed_by_those_whose_clauses_go(text: Agreement, on: On) -> None:
    found = amended(place(text, ASKED, on("2025-03-01")), ("only",))
    step = found.steps[0]
    assert (step.by, step.what, step.removes) == (("gus", "hal"), TakeOut(clauses=("only",)), ("only",))
    assert "only" not in terms(found.agreement, on("2025-03-01")).by_id
    assert "only" in terms(found.agreement, on("2025-02-28")).by_id
    assert found.agreement is without(text, ("only",), on("2025-03-01"))
