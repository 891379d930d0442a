"""Consents: what each covers, what uses them up, and who may take them back."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.consents import (
    Subject,
    consents_by_clause,
    idle_revocations,
    is_left,
    names_enough,
    standing_consents,
)
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import ConsentGiven, ConsentRevoked
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import Position, position

Fields = dict[str, Any]
Written = Callable[[Iterable[Fields]], tuple[Record, list[str]]]
TEXT = """schema: firstcall/agreement/1
id: quay
title: Consents of every kind, fictional
timezone: UTC
effective: 2025-01-01
parties:
  buyer: {name: Buyer, role: grantor}
  supplier: {name: Supplier, role: holder}
  other: {name: Other, role: holder}
providers: {home: {operator: supplier}, rival: {operator: third_party}, third: {operator: third_party}}
definitions: {workloads: [training, serving], dimensions: {region: [north, south]}}
clauses:
  - {id: exclusive, type: exclusivity, holder: supplier, at: [home]}
  - {id: north-only, type: exclusivity, holder: supplier, at: [home], scope: {region: [north]}}
  - {id: leave, type: consent, by: supplier, lifts: [exclusive], covers: COVERS}
  - {id: north-leave, type: consent, by: supplier, lifts: [north-only], covers: quantity}
amendments:
  - {id: end, signed: 2026-01-01, effective: 2026-01-01, remove: [leave]}
"""


def agreement(covers: str = "provider") -> Agreement:
    return load(TEXT.replace("COVERS", covers))


def day(number: int, hour: int = 0) -> str:
    return f"2025-03-{number:02}T{hour:02}:00:00Z"


def give(on: int = 1, **more: Any) -> Fields:
    usual = {"type": "consent-given", "consent": "k", "clauses": ["exclusive"], "by": "supplier", "at": day(on)}
    return usual | ({} if {"provider", "contract", "workloads"} & set(more) else {"provider": "rival"}) | more


def revoke(on: int, **more: Any) -> Fields:
    return {"type": "consent-revoked", "consent": "k", "by": "supplier", "at": day(on)} | more


def sign(name: str, on: int, quantity: str = "4", **more: Any) -> Fields:
    tranche = {key: more.pop(key) for key in ("workloads", "dimensions") if key in more} | {"quantity": quantity}
    return {
        "type": "contract-signed",
        "contract": name,
        "provider": "rival",
        "at": day(on),
        "tranches": [tranche],
    } | more


def found(record: Record, covers: str = "provider", on: str = day(28)) -> Position:
    return position(agreement(covers), record, datetime.fromisoformat(on).astimezone(UTC))


def lifts(
    record: Record, covers: str = "provider", on: str = day(28), clause: str = "exclusive", **subject: Any
) -> bool:
    asked = Subject(**{"provider": "rival", "workload": "training", **subject})
    return found(record, covers, on).consent(clause, asked) is not None


# what a consent covers

COVERED: list[tuple[str, Fields, Fields, bool]] = [
    ("provider", {}, {}, True),
    ("provider", {}, {"provider": "third"}, False),
    ("provider", {}, {"workload": "serving"}, True),
    ("provider", {"workloads": ["training"]}, {}, False),  # it must name a provider or a contract
    ("provider", {"provider": "rival", "workloads": ["training"]}, {"workload": "serving"}, False),
    ("provider", {"contract": "c1"}, {"contract": "c1"}, True),
    ("provider", {"contract": "c1"}, {"contract": "c2"}, False),
    ("contract", {}, {}, False),  # a provider alone is less than the clause asks to be named
    ("contract", {"contract": "c1"}, {"contract": "c1", "provider": "third"}, True),
    ("contract", {"contract": "c1", "provider": "rival"}, {"contract": "c1", "provider": "third"}, False),
    ("contract", {"contract": "c1"}, {}, False),
    ("workload", {}, {}, False),
    ("workload", {"workloads": ["training"]}, {"provider": "third"}, True),
    ("workload", {"workloads": ["training"]}, {"workload": "serving"}, False),
    ("quantity", {}, {}, False),
    ("quantity", {"provider": "rival", "quantity": "10"}, {"quantity": Decimal(10)}, True),
    ("quantity", {"provider": "rival", "quantity": "10"}, {"quantity": Decimal("10.000001")}, False),
    ("quantity", {"provider": "rival", "quantity": "10"}, {}, True),
    ("quantity", {"workloads": ["training"], "quantity": "10"}, {}, False),
]


@pytest.mark.parametrize(("covers", "consent", "subject", "expected"), COVERED)
def test_what_a_consent_covers(written: Written, covers: str, consent: Fields, subject: Fields, expected: bool) -> None:
    record, _ = written([give(**consent)])
    assert lifts(record, covers, **subject) is expected


def test_a_consent_lifts_the_clauses_it_names_and_no_other(written: Written) -> None:
    record, _ = written([give()])
    assert lifts(record) and not lifts(record, clause="north-only")


def test_a_consent_counts_from_its_instant_on(written: Written) -> None:
    record, _ = written([give(on=5)])
    assert not lifts(record, on="2025-03-04T23:59:59.999999+00:00") and lifts(record, on=day(5))


@pytest.mark.parametrize(
    ("consent", "why"),
    [
        ({"by": "other"}, "no clause lets this party lift it"),
        ({"by": "buyer"}, "the grantor cannot consent to itself"),
        ({"clauses": ["north-only"]}, "it names another clause"),
        ({"at": "2026-03-01T00:00:00Z"}, "the clause that lets it consent had gone"),
        ({"at": "2024-12-31T23:59:59Z"}, "there was no agreement yet"),
    ],
)
def test_a_consent_that_nobody_was_entitled_to_give(written: Written, consent: Fields, why: str) -> None:
    record, _ = written([give(**consent)])
    assert not lifts(record, on="2026-06-01T00:00:00+00:00"), why


def test_a_consent_outlives_the_clause_that_allowed_it(written: Written) -> None:
    record, _ = written([give()])
    assert lifts(record, on="2026-06-01T00:00:00+00:00")


def test_of_two_clauses_that_entitle_a_giver_either_serves(written: Written) -> None:
    text = TEXT.replace("COVERS", "contract").replace(
        "amendments:", "  - {id: more, type: consent, by: supplier, lifts: [exclusive]}\namendments:"
    )
    record, _ = written([give()])
    at = datetime(2025, 3, 28, tzinfo=UTC)
    assert position(load(text), record, at).consent("exclusive", Subject("rival", "training")) is not None


# taking back


def test_a_consent_taken_back_lifts_nothing_more(written: Written) -> None:
    record, _ = written([give(), revoke(10)])
    assert lifts(record, on=day(9)) and not lifts(record, on=day(10))


def test_only_who_gave_a_consent_takes_it_back(written: Written) -> None:
    record, _ = written([give(), revoke(10, by="buyer")])
    assert lifts(record)


def test_a_consent_given_anew_stands_for_what_it_now_names(written: Written) -> None:
    both: Fields = {"clauses": ["exclusive", "north-only"], "quantity": "10"}
    record, _ = written([give(**both), revoke(10), give(on=11, **both | {"clauses": ["exclusive"]})])
    assert lifts(record, covers="quantity") and not lifts(record, covers="quantity", clause="north-only")
    assert lifts(record, covers="quantity", clause="north-only", on=day(9))


def test_a_signing_before_the_revocation_keeps_its_consent(written: Written) -> None:
    record, _ = written([give(), sign("c1", 5), revoke(10), sign("c2", 11)])
    first, second = found(record).contracts()
    now, asked = found(record), Subject("rival", "training")
    assert now.consent("exclusive", asked, before=first) is not None
    assert now.consent("exclusive", asked, before=second) is None


def test_what_counts_before_a_signing_at_the_same_instant(written: Written) -> None:
    earlier, _ = written([give(on=5), sign("c1", 5)])
    later, _ = written([sign("c1", 5, recorded=day(5)), give(on=5, recorded=day(6))])
    for record, expected in ((earlier, True), (later, False)):
        (signed,) = found(record).contracts()
        held = found(record).consent("exclusive", Subject("rival", "training"), before=signed)
        assert (held is not None) is expected


def test_a_late_entry_of_an_earlier_consent_counts_by_its_instant(written: Written) -> None:
    record, _ = written([sign("c1", 5, recorded=day(5)), give(on=4, recorded=day(20))])
    (signed,) = found(record).contracts()
    assert found(record).consent("exclusive", Subject("rival", "training"), before=signed) is not None
    known = position(agreement(), record, datetime(2025, 3, 28, tzinfo=UTC), datetime(2025, 3, 19, tzinfo=UTC))
    assert known.consent("exclusive", Subject("rival", "training"), before=signed) is None


# using up

TEN: Fields = {"provider": "rival", "quantity": "10"}


def test_contracts_use_a_consent_up_to_its_last_unit(written: Written) -> None:
    record, _ = written([give(**TEN), sign("c1", 2, "4"), sign("c2", 3, "6")])
    on = {name: day(number) for name, number in (("one", 2), ("both", 3))}
    assert lifts(record, "quantity", on["one"], quantity=Decimal(6))
    assert not lifts(record, "quantity", on["one"], quantity=Decimal("6.01"))
    assert not lifts(record, "quantity", on["both"]) and not lifts(record, "quantity", on["both"], quantity=Decimal(1))


def test_a_contract_does_not_use_up_its_own_consent(written: Written) -> None:
    record, _ = written([give(**TEN), sign("c1", 2, "10")])
    (signed,) = found(record, "quantity").contracts()
    asked = Subject("rival", "training", "c1", Decimal(10))
    assert found(record, "quantity").consent("exclusive", asked, before=signed) is not None


def test_of_two_signings_at_one_instant_the_later_entered_does_not_use_up_the_first(written: Written) -> None:
    record, _ = written([give(**TEN), sign("c1", 5, "10", recorded=day(5)), sign("c2", 5, "10", recorded=day(6))])
    now = found(record, "quantity")
    first, second = now.contracts()
    assert now.consent("exclusive", Subject("rival", "training", "c1", Decimal(10)), before=first) is not None
    assert now.consent("exclusive", Subject("rival", "training", "c2", Decimal(10)), before=second) is None


@pytest.mark.parametrize("other", [{"provider": "third"}, {"workloads": ["serving"]}])
def test_what_a_consent_is_not_about_does_not_use_it_up(written: Written, other: Fields) -> None:
    consent = give(**TEN, workloads=["training"])
    assert lifts(written([consent, sign("c1", 3, "10", **other)])[0], "quantity", quantity=Decimal(10))
    assert not lifts(written([consent, sign("c1", 3, "10")])[0], "quantity", quantity=Decimal(10))


def test_what_was_signed_before_a_consent_does_not_use_it_up(written: Written) -> None:
    record, _ = written([sign("c1", 1, "10"), give(on=2, **TEN)])
    assert lifts(record, "quantity", quantity=Decimal(10))


def test_capacity_that_the_clause_does_not_reach_uses_up_nothing(written: Written) -> None:
    consent = give(**TEN, clauses=["north-only"])
    south, _ = written([consent, sign("c1", 3, "10", dimensions={"region": "south"})])
    north, _ = written([consent, sign("c1", 3, "10", dimensions={"region": "north"})])
    assert lifts(south, clause="north-only") and not lifts(north, clause="north-only")


@given(st.lists(st.integers(1, 6), max_size=5), st.integers(1, 12))
def test_used_up_is_the_sum_of_what_was_signed(quantities: list[int], asked: int) -> None:
    record = Record()
    for number, fields in enumerate(
        [give(**TEN), *(sign(f"c{n}", n + 2, str(size)) for n, size in enumerate(quantities))]
    ):
        record, _ = append(
            record, {"id": f"e{number}", "by": "buyer", "entered_by": "x", "recorded": fields["at"], **fields}
        )
    left = 10 - sum(quantities)
    assert lifts(record, "quantity", quantity=Decimal(asked)) is (left > 0 and asked <= left)


# ratifying


def test_a_consent_may_clear_a_contract_afterwards(written: Written) -> None:
    record, _ = written([sign("c1", 2), give(on=9, ratifies=["c1"])])
    before, after = found(record, on=day(8)), found(record, on=day(9))
    assert before.ratification("exclusive", "c1") is None and after.ratification("exclusive", "c1") is not None
    assert after.ratification("exclusive", "c2") is None and after.ratification("north-only", "c1") is None


def test_a_ratification_by_somebody_else_clears_nothing(written: Written) -> None:
    record, _ = written([sign("c1", 2), give(on=9, ratifies=["c1"], by="other")])
    assert found(record).ratification("exclusive", "c1") is None


def test_a_ratification_is_not_undone_by_taking_the_consent_back(written: Written) -> None:
    record, _ = written([sign("c1", 2), give(on=9, ratifies=["c1"]), revoke(10)])
    assert found(record).ratification("exclusive", "c1") is not None


# by itself


def test_a_revocation_of_what_was_never_given_is_passed_over(written: Written) -> None:
    record, _ = written([revoke(3)])
    assert consents_by_clause(record.events) == {} and standing_consents(record.events) == ()


def test_what_stands_is_kept_in_the_order_given(written: Written) -> None:
    record, _ = written([give(consent="k1"), give(consent="k2"), give(consent="k3"), revoke(4, consent="k2")])
    assert [consent.consent for consent in standing_consents(record.events)] == ["k1", "k3"]


@pytest.mark.parametrize(
    ("used", "asked", "expected"),
    [("0", None, True), ("9", "1", True), ("9", "2", False), ("10", None, False), ("11", "0", False)],
)
def test_what_is_left(written: Written, used: str, asked: str | None, expected: bool) -> None:
    (consent,) = written([give(**TEN)])[0].events
    assert isinstance(consent, ConsentGiven)
    assert is_left(consent, Decimal(used), Subject("rival", "w", None, Decimal(asked) if asked else None)) is expected
    (endless,) = written([give()])[0].events
    assert isinstance(endless, ConsentGiven) and is_left(endless, Decimal(used), Subject("rival", "w"))


def test_every_coverage_asks_for_something(written: Written) -> None:
    (consent,) = written([give(ratifies=["c1"], provider=None)])[0].events
    assert isinstance(consent, ConsentGiven)
    clauses = [
        held.clause
        for covers in ("provider", "contract", "workload", "quantity")
        for held in found(Record(), covers).now.clauses
    ]
    assert not any(names_enough(consent, clause) for clause in clauses if clause.type == "consent")


def happened(told: list[tuple[bool, str, str]]) -> list[EventBase]:
    """Consents given (or else revoked), each with its name and whose it is."""
    head = {"stream": "s", "hash": "0" * 64, "at": day(1), "recorded": day(1), "entered_by": "x"}
    given_for = {"clauses": ["exclusive"], "provider": "rival"}
    return [
        ConsentGiven.model_validate({**head, **given_for, "id": f"e{n}", "seq": n, "type": "consent-given",
                                     "consent": name, "by": by}) if gives else
        ConsentRevoked.model_validate({**head, "id": f"e{n}", "seq": n, "type": "consent-revoked", "consent": name,
                                       "by": by})
        for n, (gives, name, by) in enumerate(told, start=1)
    ]  # fmt: skip


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.sampled_from("xy")), max_size=12))
def test_what_stands_and_what_revoked_nothing_is_what_one_look_at_a_time_finds(
    told: list[tuple[bool, str, str]],
) -> None:
    events = happened(told)
    stands: list[EventBase] = []
    idle: list[EventBase] = []
    for event in events:
        if isinstance(event, ConsentGiven):
            stands.append(event)
            continue
        assert isinstance(event, ConsentRevoked)
        left = [one for one in stands if isinstance(one, ConsentGiven)
                and (one.consent, one.by) != (event.consent, event.by)]  # fmt: skip
        idle += [event] if len(left) == len(stands) else []
        stands = [*left]
    assert list(standing_consents(events)) == stands
    assert list(idle_revocations(events)) == idle
