"""A consent to one contract: given first, then the contract is signed, and both signing and running are asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import answer
from firstcall.rights.paths.acts import CONTRACT, SearchPlace, consents
from firstcall.rights.paths.search import routes_to_yes
from firstcall.rights.paths.signing import outcome_of_signing, signed_after, signing_of
from firstcall.rights.question import Asked, resolve

TEXT = """
schema: firstcall/agreement/1
id: signing
title: A fictional agreement with consent to one contract at a time
timezone: UTC
parties: {gus: {name: Gus, role: grantor}, hal: {name: Hal, role: holder}}
providers: {home: {operator: hal}, rival: {}}
definitions: {workloads: [train], dimensions: {region: [north, south]}}
effective: 2025-01-01
clauses:
  - {id: only, type: exclusivity, holder: hal, at: [home]}
  - {id: ban, type: exclusivity, holder: hal, at: [home], acts: [sign], scope: {region: [south]}}
  - {id: route, type: consent, by: hal, lifts: [only], covers: contract}
"""
On = Callable[[str], datetime]
ASKED = Asked(("train",), "rival", quantity=Decimal(4), dimensions={"region": "north"})


@pytest.fixture(scope="module")
def text() -> Agreement:
    return load(TEXT)


def consented(text: Agreement, asked: Asked, at: datetime) -> SearchPlace:
    place = SearchPlace(text, Record(), asked, at, at)
    question, _ = resolve(asked, place.here())
    (found,) = consents(place, question, frozenset({"only"}))
    return found


def test_the_contract_is_signed_right_after_the_consent(text: Agreement, on: On) -> None:
    place = consented(text, ASKED, on("2025-03-03"))
    assert place.lifted == {"only"}
    signed = signed_after(place, place.steps[0].events)
    assert signed is not None
    assert signed.ready == place.ready + timedelta(microseconds=1)
    assert (signed.asked.contract, signed.asked.provider) == (CONTRACT, None)
    run = answer(signed.here(), signed.asked)
    assert run.outcome == "permitted"
    assert outcome_of_signing(signed, run, {}) == "permitted"
    later = replace(place, ready=on("2025-03-04"))
    after = signed_after(later, later.steps[0].events)
    assert after is not None and after.ready == on("2025-03-04")


def test_the_signing_says_what_was_asked(text: Agreement, on: On) -> None:
    event = signing_of(consented(text, ASKED, on("2025-03-03")), on("2025-03-04"))
    assert event["tranches"] == [{"workloads": ["train"], "quantity": "4", "dimensions": {"region": "north"}}]
    assert (event["provider"], event["mode"], event["by"]) == ("rival", "third_party", "gus")


def test_a_ban_on_signing_alone_is_not_passed_over(text: Agreement, on: On) -> None:
    """Running would be free in the south, but nobody can lift the ban on signing there."""
    south = replace(ASKED, dimensions={"region": "south"})
    signed = signed_after(consented(text, south, on("2025-03-03")), ())
    assert signed is not None
    run = answer(signed.here(), signed.asked)
    assert outcome_of_signing(signed, run, {}) == "forbidden"
    north, beyond = (routes_to_yes(text, Record(), asked, on("2025-03-03")) for asked in (ASKED, south))
    assert [route.steps[0].act for route in north] == ["move to the holder", "consent", "amend"]
    assert [route.steps[0].act for route in beyond] == ["move to the holder", "amend"]
