"""The end of a way on which a contract was consented to: it is signed right after, and run on."""

from datetime import timedelta
from decimal import Decimal

from firstcall.agreement.document import Agreement
from firstcall.dates import parse_instant, zone
from firstcall.record.journal import Record
from firstcall.rights.decide import answer
from firstcall.rights.path_acts import CONTRACT, Place
from firstcall.rights.path_signing import outcome_of_signing, signed_after, signing_of
from firstcall.rights.question import Asked

NOON = parse_instant("2024-06-07T12:00", zone("UTC"))


def place(pact: Agreement) -> Place:
    return Place(pact, Record(), Asked(("training",), "rival", quantity=Decimal(3)), NOON, NOON)


def test_the_signing_says_what_was_asked(pact: Agreement) -> None:
    event = signing_of(place(pact), NOON)
    assert (event["type"], event["by"], event["provider"], event["mode"]) == (
        "contract-signed", "lab", "rival", "third_party",
    )  # fmt: skip
    assert event["tranches"] == [{"workloads": ["training"], "quantity": "3"}]


def test_it_comes_right_after_acts_of_the_same_instant(pact: Agreement) -> None:
    at_once = signed_after(place(pact), ({"at": NOON.isoformat()},))
    later = signed_after(place(pact), ())
    assert at_once is not None and later is not None
    assert at_once.ready == NOON + timedelta(microseconds=1)
    assert later.ready == NOON
    assert at_once.asked.contract == CONTRACT


def test_a_signing_that_nobody_was_asked_about_is_not_cleared(pact: Agreement) -> None:
    signed = signed_after(place(pact), ())
    assert signed is not None
    run = answer(signed.here(), signed.asked)
    assert outcome_of_signing(signed, run, {"serving": "narrow"}) == "offer-first"
    assert outcome_of_signing(signed, run, {}) == "forbidden", "read widely, training is exclusive too"
