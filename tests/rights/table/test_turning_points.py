"""Where answers can change: the instants and the quantities that the record and the text bring."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of

from firstcall.rights.table.turning_points import (
    TICK,
    left_of_consents,
    left_of_offer,
    left_of_tranche,
    of_capacity,
    of_contract,
    of_offer,
    of_text,
    sources,
)

GIVEN: dict[str, Any] = {"type": "consent-given", "consent": "n", "by": "hal", "at": "2024-03-01", "clauses": ["sole"]}
OFFER: tuple[dict[str, Any], ...] = (
    {"type": "offer-received", "offer": "o", "provider": "rival", "by": "gus", "at": "2024-05-01", "quantity": "10"},
    {"type": "grantor-willing", "offer": "o", "by": "gus", "at": "2024-05-02"},
    {"type": "notice-given", "offer": "o", "by": "gus", "at": "2024-05-03T10:00"},
)


def signed(contract: str, quantity: str, at: str, provider: str = "rival") -> dict[str, Any]:
    tranche = {"id": "1", "quantity": quantity, "until": "2024-12-31"}
    return {"type": "contract-signed", "contract": contract, "provider": provider, "by": "gus", "at": at,
            "tranches": [tranche]}  # fmt: skip


def test_the_text_turns_where_clauses_begin_and_end_under_every_reading() -> None:
    until = SOLE.replace("holder:", "since: 2024-02-01, until: 2024-09-30, holder:")
    reading = """readings:
  - id: last
    about: when does it end?
    base: early
    alternatives: {early: [], late: [{clause: sole, set: {until: 2024-10-31}}]}
"""
    held = sources(berth(until, readings=reading), record_of(), None)
    assert {day("2024-01-01"), day("2024-02-01"), day("2024-10-01"), day("2024-11-01")} <= of_text(held)


def test_what_the_record_brings_to_capacity() -> None:
    mix = {"type": "mix-reported", "site": "s", "since": "2024-01-01", "until": "2024-03-31", "by": "gus",
           "hours": {"train": "1"}, "at": "2024-04-05"}  # fmt: skip
    held = sources(berth(SOLE, ROUTE), record_of({**GIVEN, "provider": "rival"}, mix), None)
    assert {day("2024-03-01"), day("2024-04-05"), day("2024-03-31")} <= of_capacity(held)


def test_contracts_count_where_a_consent_has_a_quantity() -> None:
    contract = signed("k", "4", "2024-04-01")
    plain = sources(berth(SOLE, ROUTE), record_of({**GIVEN, "provider": "rival"}, contract), None)
    counted = sources(berth(SOLE, ROUTE), record_of({**GIVEN, "provider": "rival", "quantity": "10"}, contract), None)
    assert day("2024-04-01") not in of_capacity(plain) and day("2024-04-01") in of_capacity(counted)
    assert left_of_consents(plain) == set() and left_of_consents(counted) == {Decimal(10), Decimal(6)}
    assert left_of_consents(counted, "k") == {Decimal(10)}


def test_existing_capacity_without_a_line_is_signed_the_moment_before() -> None:
    held = sources(berth(SOLE), record_of(), None)
    assert day("2024-01-01") + TICK in of_capacity(held)
    lined = SOLE.replace("holder:", "since: 2024-02-01, holder:")
    assert day("2024-02-01") + TICK not in of_capacity(sources(berth(lined), record_of(), None))


def test_an_offer_turns_at_its_events_its_window_and_its_tail() -> None:
    held = sources(berth(FIRST), record_of(*OFFER), None)
    found = of_offer(held, "o")
    closes = max(at for at in found if at < day("2024-05-10"))
    assert closes - TICK in found and timedelta(days=4) < closes - day("2024-05-03T10:00") < timedelta(days=6)
    assert any(day("2024-06-05") < at < day("2024-06-10") for at in found), "the end of the tail"
    assert left_of_offer(held, "o", found) == {Decimal(10)}


def test_an_offer_under_no_right_turns_at_its_events() -> None:
    held = sources(berth(SOLE), record_of(*OFFER), None)
    assert of_offer(held, "o") == {day("2024-05-01"), day("2024-05-02"), day("2024-05-03T10:00")}


def test_a_tranche() -> None:
    held = sources(berth(SOLE, ROUTE), record_of(signed("k", "4", "2024-04-01")), None)
    contract = held.at(held.agreement, day("2024-05-01")).contract("k")
    assert contract is not None
    assert of_contract(held, contract) == {day("2024-04-01"), day("2025-01-01")}
    assert left_of_tranche(held, "k", Decimal(4)) == {Decimal(4)}
