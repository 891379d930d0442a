"""Ways to a free answer on technology: each is replayed, and asks for no more than it needs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import zone
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.paths.search import Route
from firstcall.rights.paths.technology import routes_for_technology

TEXT = """
schema: firstcall/agreement/1
id: works
title: A fictional licence of technology
timezone: UTC
parties: {lab: {name: Lab, role: grantor}, mill: {name: Mill, role: holder}}
providers: {home: {operator: mill}}
definitions:
  workloads: [train]
  products: [own, gadget]
  ip: [models, research]
  determinations: {peak: {declared_by: lab}}
effective: 2025-01-01
clauses:
  - {id: alone, type: licence, licensor: lab, licensee: mill, ip: [models], products: [own], exclusive: true,
     until: 2026-06-30}
  - {id: shared, type: licence, licensor: lab, licensee: mill, ip: [research]}
  - {id: later, type: escape, licences: [alone], determination: peak, exercise: automatic}
  - {id: term, type: term, until: 2027-12-31}
"""
MARCH = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def text() -> Agreement:
    return load(TEXT)


def told(routes: tuple[Route, ...]) -> list[tuple[str, list[tuple[tuple[str, ...], str]], str]]:
    return [
        (route.outcome, [(step.by, str(step.what)) for step in route.steps], route.earliest.date().isoformat())
        for route in routes
    ]


def test_a_stranger_needs_an_open_licence_and_one_of_its_own(text: Agreement) -> None:
    routes = routes_for_technology(text, Record(), AskedUse("rival", "own", "models"), MARCH)
    assert told(routes) == [
        (
            "permitted",
            [
                (("lab", "mill"), "agree that alone is no longer exclusive"),
                (("lab", "rival"), "agree to license models in own to rival"),
            ],
            "2025-03-01",
        )
    ]


def test_what_no_licence_reaches_needs_only_a_licence(text: Agreement) -> None:
    routes = routes_for_technology(text, Record(), AskedUse("mill", "gadget", "models"), MARCH)
    assert told(routes) == [
        ("permitted", [(("lab", "mill"), "agree to license models in gadget to mill")], "2025-03-01")
    ]


def test_to_license_another_one_waits_for_the_end_or_opens_the_licence(text: Agreement) -> None:
    routes = routes_for_technology(text, Record(), AskedLicence("rival", "own", "models"), MARCH)
    assert told(routes) == [
        ("ungoverned", [((), "until alone ends")], "2026-07-01"),
        ("ungoverned", [(("lab", "mill"), "agree that alone is no longer exclusive")], "2025-03-01"),
    ]


def test_a_model_closed_by_an_escape_needs_the_escape_gone(text: Agreement) -> None:
    declared = {"type": "determination-declared", "at": "2025-02-01", "by": "lab", "determination": "peak"}
    record = suppose(Record(), (declared,), zone("UTC"), "test")
    asked = AskedUse("mill", "own", "models", developed=datetime(2025, 2, 20, tzinfo=UTC))
    routes = routes_for_technology(text, record, asked, MARCH)
    assert told(routes) == [("permitted", [(("lab", "mill"), "agree to take out later")], "2025-03-01")]


def test_a_free_answer_needs_no_way(text: Agreement) -> None:
    assert routes_for_technology(text, Record(), AskedUse("mill", "own", "models"), MARCH) == ()


def test_only_what_was_signed_then_is_waited_for() -> None:
    change = "amendments: [{id: open-it, signed: 2025-04-01, effective: 2025-05-01, remove: [alone, later]}]\n"
    both = load(TEXT + change)
    asked = AskedLicence("rival", "own", "models")
    now, then = (routes_for_technology(both, Record(), asked, MARCH, known) for known in (None, MARCH))
    assert [str(route.steps[0].what) for route in (now[0], then[0])] == [
        "until open-it takes effect",
        "until alone ends",
    ]


def questions() -> Iterator[AskedUse | AskedLicence]:
    for ip, name, who in product(("models", "research"), ("own", "gadget"), ("mill", "rival")):
        yield AskedUse(who, name, ip)
        yield AskedLicence(who, name, ip)


@given(st.sampled_from(list(questions())), st.dates(date(2025, 1, 1), date(2027, 12, 30)))
def test_a_wait_is_the_soonest_of_all_days(asked: AskedUse | AskedLicence, day: date) -> None:
    """A slow search, month by month, finds nothing free before the wait ends, and the answer free right then."""
    text, at = load(TEXT), datetime.combine(day, time(), UTC)
    routes = routes_for_technology(text, Record(), asked, at)
    free = decide(text, Record(), asked, at).free
    assert free == (not routes)
    waits = [route for route in routes if route.steps[0].act == "wait"]
    months = [datetime(year, month, 1, tzinfo=UTC) for year in (2025, 2026, 2027, 2028) for month in range(1, 13)]
    found = [month for month in months if month > at and decide(text, Record(), asked, month).free]
    assert free or [route.earliest for route in waits] == found[:1]
