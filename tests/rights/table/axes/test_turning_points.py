"""Where answers can change: the instants and the quantities that the record and the text bring."""

from decimal import Decimal
from typing import Any

from tests.oracle.second import Ask
from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of
from tests.rights.table.asking_both import differing

from firstcall.agreement.model.clauses.first_refusal import FirstRefusal
from firstcall.dates import NEXT_INSTANT
from firstcall.record.offers.right import A_YEAR
from firstcall.record.position import Position
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.rights.table.axes.turning_points import (
    left_of_consents,
    left_of_floors,
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
    {"type": "notice-given", "offer": "o", "by": "gus", "at": "2024-05-03T10:00", "incomplete": True},
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
    assert day("2024-01-01") + NEXT_INSTANT in of_capacity(held)
    lined = SOLE.replace("holder:", "since: 2024-02-01, holder:")
    assert day("2024-02-01") + NEXT_INSTANT not in of_capacity(sources(berth(lined), record_of(), None))


def test_an_offer_turns_at_its_events_its_window_and_its_tail() -> None:
    held = sources(berth(FIRST), record_of(*OFFER), None)
    found = of_offer(held, "o")
    asked = held.at(held.agreement, day("2024-05-20"))
    offer = asked.offer("o", held_right(asked))
    assert offer is not None and offer.state == "lapsed" and offer.window_closes is not None
    assert {offer.window_closes, offer.window_closes + NEXT_INSTANT, *(pool.until for pool in offer.pools)} <= found
    assert left_of_offer(held, "o", found) == {Decimal(10)}


def test_purchases_count_against_a_floor_for_a_year() -> None:
    floored = FIRST.replace("partial:", 'quantity_floor: "12", partial:')
    record = record_of(*OFFER[:2], signed("k", "4", "2024-04-01"))
    agreement = berth(floored)
    found = of_offer(sources(agreement, record, None), "o")
    after = day("2024-04-01") + A_YEAR
    assert {day("2024-04-01"), after} <= found
    asks = [(Ask("train", None, offer="o"), at) for at in (after - NEXT_INSTANT, after, after + NEXT_INSTANT)]
    assert differing(agreement, record, asks) == []
    answers = [decide(agreement, record, Asked(("train",), offer="o"), at).outcome for _, at in asks]
    assert answers == ["offer-first", "permitted", "permitted"]


def test_an_offer_under_a_floor_is_free_for_its_own_quantity() -> None:
    agreement, record = berth(FIRST.replace("partial:", 'quantity_floor: "12", partial:')), record_of(*OFFER[:2])
    amounts = (Decimal("9.5"), Decimal(10), Decimal("10.5"), Decimal(11))
    asks = [(Ask("train", None, quantity=amount, offer="o"), day("2024-06-01")) for amount in amounts]
    assert differing(agreement, record, asks) == []
    told = [decide(agreement, record, Asked(("train",), quantity=one, offer="o"), day("2024-06-01")) for one in amounts]
    assert [decision.outcome for decision in told] == ["permitted", "permitted", "offer-first", "offer-first"]


def held_right(here: Position) -> FirstRefusal:
    clause = here.now.by_id["first"].clause
    assert isinstance(clause, FirstRefusal)
    return clause


def test_an_offer_under_no_right_turns_at_its_events() -> None:
    held = sources(berth(SOLE), record_of(*OFFER), None)
    assert of_offer(held, "o") == {day("2024-05-01"), day("2024-05-02"), day("2024-05-03T10:00")}


def test_a_tranche() -> None:
    held = sources(berth(SOLE, ROUTE), record_of(signed("k", "4", "2024-04-01")), None)
    contract = held.at(held.agreement, day("2024-05-01")).contract("k")
    assert contract is not None
    assert of_contract(held, contract) == {day("2024-04-01"), day("2025-01-01")}
    assert left_of_tranche(held, "k", Decimal(4)) == {Decimal(4)}


def test_a_quantity_below_a_floor_is_free_without_an_offer_for_as_long_as_purchases_count() -> None:
    agreement = berth(FIRST.replace("partial:", 'quantity_floor: "12", partial:'))
    record = record_of(
        signed("k", "4", "2024-04-01"), signed("m", "2.5", "2024-04-20"), signed("n", "11", "2024-04-02", "third")
    )
    after = day("2024-04-01") + A_YEAR
    held = sources(agreement, record, None)
    assert {day("2024-04-01"), day("2024-04-20"), after} <= of_capacity(held)
    below = {Decimal(one) for one in ("11.999999999", "7.999999999", "5.499999999", "9.499999999", "0.999999999")}
    assert below <= left_of_floors(held)
    amounts = (
        None,
        Decimal("0.9"),
        Decimal(1),
        Decimal("5.4"),
        Decimal("5.5"),
        Decimal(8),
        Decimal("9.4"),
        Decimal(12),
    )
    asks = [
        (Ask("train", provider, None, "new", None, amount), at)
        for at in (day("2024-04-01") - NEXT_INSTANT, day("2024-04-01"), day("2024-05-01"), after - NEXT_INSTANT, after)
        for provider in ("rival", "third", "another") for amount in amounts
    ]  # fmt: skip
    assert differing(agreement, record, asks) == []
    asked = [Asked(("train",), "rival", quantity=one, capacity="new") for one in amounts]
    told = [decide(agreement, record, one, day("2024-05-01")).outcome for one in asked]
    assert told == ["offer-first", *["permitted"] * 3, *["offer-first"] * 4]
