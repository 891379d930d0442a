"""The acts of a path: what each puts on the record, who does it, and when it has done its work."""

from datetime import datetime
from decimal import Decimal

import pytest

from firstcall.agreement.document import Agreement
from firstcall.dates import parse_instant, zone
from firstcall.record.journal import Record
from firstcall.rights.decide import answer
from firstcall.rights.path_acts import Place, consents, grantor_of, offers, restrictions, supposing
from firstcall.rights.question import Asked, resolve

FRIDAY = parse_instant("2024-06-07T10:00", zone("UTC"))


def place(pact: Agreement, asked: Asked, at: datetime = FRIDAY) -> Place:
    return Place(pact, Record(), asked, at, at)


@pytest.fixture
def training(pact: Agreement) -> Place:
    return place(pact, Asked(("training",), "rival", quantity=Decimal(5)))


def test_an_offer_waits_for_the_window_and_a_waiver_takes_effect_at_once(training: Place) -> None:
    offered, waived = offers(training, frozenset({"first"}))
    (offer,), (waiver,) = offered.steps, waived.steps
    assert [event["type"] for event in offer.events] == ["offer-received", "grantor-willing", "notice-given"]
    assert (offer.by, offer.act) == ("lab", "offer")
    # twenty business days after Friday 7 June 2024: Juneteenth and 4 July do not count
    assert offer.done == parse_instant("2024-07-09T17:00:00.000001", zone("UTC"))
    assert (waiver.by, waiver.act, waiver.done) == ("cloud", "waiver", FRIDAY)
    assert offered.ready == offer.done


def test_the_offer_carries_what_is_asked(training: Place) -> None:
    offered, _ = offers(training, frozenset({"first"}))
    assert offered.steps[0].events[0]["quantity"] == "5"
    assert offered.asked.offer == "supposed-offer"


def test_a_right_that_does_not_bar_is_not_asked(training: Place) -> None:
    assert list(offers(training, frozenset({"sole"}))) == []


def test_no_consent_is_sought_where_no_clause_provides_for_one(pact: Agreement) -> None:
    here = place(pact, Asked(("serving",), "rival"))
    question, _ = resolve(here.asked, here.here())
    assert list(consents(here, question, frozenset({"sole"}))) == []


def test_what_bars_an_answer_leaves_out_what_was_only_tried(training: Place) -> None:
    decision = answer(training.here(), training.asked)
    assert "first" in restrictions(decision)
    assert {cited.clause for cited in decision.clauses if cited.role == "tried and did not hold"}.isdisjoint(
        restrictions(decision) - {cited.clause for cited in decision.clauses if cited.role != "tried and did not hold"}
    )


def test_what_the_record_cannot_take_is_no_way(training: Place) -> None:
    assert supposing(training, ({"type": "matched", "at": "2024-06-07", "by": "cloud"},)) is None
    assert grantor_of(training.here()) == "lab"
