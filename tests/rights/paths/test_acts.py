"""The acts of a path: what each puts on the record, by whom, and when it has done its work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.refusal.deal import Deal, local, refusal

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import acting_hour
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decide import answer
from firstcall.rights.paths.acts import (
    PathStep,
    SearchPlace,
    consents,
    cures,
    offers,
    restrictions,
    supposing,
)
from firstcall.rights.paths.path_reasons import ConsentTo, OfferItAndWait, RatifyContract, WaiveForContract
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.question import Asked, resolve

TEXT = """
schema: firstcall/agreement/1
id: acts
title: A fictional agreement with every act
timezone: UTC
calendar: US
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}, ivy: {name: Ivy, role: holder}}
providers: {home: {operator: hal}, rival: {}, own: {operator: gus}}
definitions: {workloads: [train, serve]}
effective: 2025-01-01
clauses:
  - {id: only, type: exclusivity, holder: hal, at: [home], scope: {workloads: [serve]}}
  - {id: route, type: consent, by: hal, lifts: [only], covers: provider}
  - {id: first, type: first_refusal, holder: hal, since: 2025-01-01, scope: {age: new, mode: [third_party]},
     window: {n: 5}}
  - {id: second, type: first_refusal, holder: ivy, since: 2025-01-01, scope: {age: new, mode: [third_party]},
     window: {n: 20, unit: calendar, anchor: delivered}}
"""
On = Callable[[str], datetime]
Held = Callable[..., Record]
ASKED = Asked(("serve",), "rival", quantity=Decimal(8))
ALL = frozenset({"only", "first", "second"})
UNCLEARED = {"type": "contract-signed", "contract": "k", "provider": "rival", "by": "gus", "at": "2025-02-03"}


@pytest.fixture(scope="module")
def text() -> Agreement:
    return load(TEXT)


def place(text: Agreement, record: Record, asked: Asked, at: datetime) -> SearchPlace:
    return SearchPlace(text, record, asked, at, at)


def kinds(step: PathStep) -> list[Any]:
    return [event["type"] for event in step.events]


def test_an_offer_is_done_when_its_window_has_closed(text: Agreement, held: Held, on: On) -> None:
    at = on("2025-03-03")
    first, waived, second, _ = offers(place(text, held(), ASKED, at), ALL)
    step = first.steps[0]
    assert (step.act, step.by, step.about) == ("offer", ("gus",), "first")
    assert step.what == OfferItAndWait(holders=("hal",), clause="first")
    assert kinds(step) == ["offer-received", "grantor-willing", "notice-given"]
    assert (step.events[0]["quantity"], step.events[0]["provider"]) == ("8", "rival")
    assert step.done == on("2025-03-10T17:00:00Z") + timedelta(microseconds=1)
    assert step.delay == step.done - at
    assert (first.start, first.ready, first.asked.offer) == (at, step.done, "supposed-offer")
    assert (waived.steps[0].act, waived.steps[0].by, waived.ready) == ("waiver", ("hal",), at)
    assert second.steps[0].about == "second"


def test_offers_to_several_run_side_by_side(text: Agreement, held: Held, on: On) -> None:
    """The second notice goes out on the day of the first; the longer window gives the date."""
    first, *_ = offers(place(text, held(), ASKED, on("2025-03-03")), ALL)
    both = next(found for found in offers(first, ALL) if found.steps[-1].about == "second")
    assert kinds(both.steps[-1]) == ["notice-given"]
    assert both.steps[-1].start == both.steps[0].start
    assert both.ready == both.steps[-1].done == on("2025-03-23T17:00:00Z") + timedelta(microseconds=1)


def test_an_offer_that_was_noticed_needs_no_more_than_time(text: Agreement, held: Held, on: On) -> None:
    made = {"offer": "o", "by": "gus", "at": "2025-03-01"}
    record = held(
        {**made, "type": "offer-received", "provider": "rival"}, {**made, "type": "grantor-willing"},
        {**made, "type": "notice-given", "clause": "second", "states": ["quantity", "price"]},
    )  # fmt: skip
    here = place(text, record, Asked(("train",), offer="o"), on("2025-03-03"))
    waiting, waived = offers(here, frozenset({"second"}))
    assert waiting.steps[0].events == ()
    assert kinds(waived.steps[0]) == ["waiver-given"]


def test_a_consent_names_what_its_clause_lets_it_cover(text: Agreement, held: Held, on: On) -> None:
    here = place(text, held(), ASKED, on("2025-03-03"))
    question, _ = resolve(ASKED, here.here())
    (found,) = consents(here, question, ALL)
    assert found.steps[0].what == ConsentTo(clause="route", provider="rival", lifted=("only",))
    assert str(found.steps[0].what) == "consent under route to rival, lifting only"
    assert {key: found.steps[0].events[0][key] for key in ("by", "clauses", "provider")} == {
        "by": "hal", "clauses": ["only"], "provider": "rival",
    }  # fmt: skip
    assert list(consents(here, question, frozenset({"first"}))) == []


def test_a_consent_to_a_contract_that_is_signed_ratifies_it(text: Agreement, held: Held, on: On) -> None:
    asked = Asked(("train",), contract="k")
    here = place(text, held(UNCLEARED), asked, on("2025-03-03"))
    question, _ = resolve(asked, here.here())
    (found,) = consents(here, question, ALL)
    assert found.steps[0].what == RatifyContract(clause="route", contract="k", lifted=("only",))
    assert found.steps[0].events[0]["ratifies"] == ["k"]


def test_a_right_that_was_passed_over_is_waived_for_the_contract(text: Agreement, held: Held, on: On) -> None:
    asked = Asked(("train",), contract="k")
    here = place(text, held(UNCLEARED), asked, on("2025-03-03"))
    waived = list(cures(here, ALL))
    assert [(found.steps[0].by, found.steps[0].what) for found in waived] == [
        (("hal",), WaiveForContract(clause="first", contract="k")),
        (("ivy",), WaiveForContract(clause="second", contract="k")),
    ]
    assert list(cures(place(text, held(), ASKED, on("2025-03-03")), ALL)) == []


def test_what_the_record_cannot_take_is_no_act(text: Agreement, held: Held, on: On) -> None:
    here = place(text, held(), ASKED, on("2025-03-03"))
    assert supposing(here, ({"type": "no-such-thing", "at": "2025-03-03", "by": "gus"},)) is None
    assert here.here().terms().grantor == "gus"


def test_what_bars_is_all_that_holds_the_question(text: Agreement, held: Held, on: On) -> None:
    assert restrictions(answer(position(text, held(), on("2025-03-03")), ASKED)) == ALL
    train = answer(position(text, held(), on("2025-03-03")), Asked(("train",), "rival"))
    assert restrictions(train) == {"first", "second"}


LATER = """
schema: firstcall/agreement/1
id: later
title: A window that an amendment, signed already, will shorten
timezone: America/New_York
calendar: US
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder, timezone: Asia/Tokyo}}
providers: {home: {operator: hal}, rival: {operator: third_party}}
definitions: {workloads: [train]}
effective: 2026-01-01
clauses:
  - {id: first, type: first_refusal, holder: hal, window: {n: 22, unit: business}, tail: {n: 90}}
amendments:
  - id: shorter
    signed: 2026-02-01
    effective: 2026-06-15
    replace: [{id: first, type: first_refusal, holder: hal, window: {n: 11, unit: business}, tail: {n: 90}}]
"""


def test_a_notice_under_a_later_text_is_tried_on_its_first_day() -> None:
    agreement, record = load(LATER), Record()
    where = ZoneInfo("America/New_York")
    at = datetime(2026, 6, 12, tzinfo=where)
    routes = routes_to_yes(agreement, record, Asked(("train",), "rival"), at, acting_from=acting_hour(at, where))
    (offered,) = [route for route in routes if [step.act for step in route.steps] == ["offer"]]
    assert "under first on 2026-06-15, when shorter has taken effect" in str(offered.steps[0].what)
    assert offered.steps[0].start == datetime(2026, 6, 15, 10, tzinfo=where)
    now = routes_to_yes(agreement, record, Asked(("train",), "rival"), datetime(2026, 5, 1, tzinfo=where))
    (early,) = [route for route in now if [step.act for step in route.steps] == ["offer"]]
    assert early.steps[0].start == datetime(2026, 5, 1, tzinfo=where), "long before, a notice today ends sooner"


def test_a_bare_day_is_acted_on_at_ten() -> None:
    where = ZoneInfo("America/New_York")
    assert acting_hour(datetime(2026, 8, 4, tzinfo=where), where) == datetime(2026, 8, 4, 10, tzinfo=where)
    assert acting_hour(datetime(2026, 8, 4, 0, 1, tzinfo=where), where) == datetime(2026, 8, 4, 0, 1, tzinfo=where)


def test_what_is_overdue_of_a_match_is_recorded_as_failed_and_not_before() -> None:
    deal = Deal(refusal(failure={"sign_within": "10"})).received().noticed("2025-03-14 16:59")
    deal.say("matched-in-part", "2025-03-18 09:00", quantity="60")

    def ways(at: str, quantity: int) -> list[tuple[str, ...]]:
        asked = Asked(("training",), offer="o", quantity=Decimal(quantity))
        routes = routes_to_yes(deal.agreement, deal.record, asked, local(at))
        return [tuple(step.act for step in route.steps) for route in routes]

    assert ("failure",) not in ways("2025-03-28 17:00", 41), "it may still be signed in time"
    assert ("failure",) in ways("2025-04-07 10:00", 41)
    assert ("failure",) not in ways("2025-04-07 10:00", 101), "more than was offered stays a fresh question"
    assert ways("2025-04-07 10:00", 40) == [], "what was not taken is free already"
