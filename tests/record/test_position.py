"""Where things stand: as they had taken effect by an instant, as known at another."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import Position, holders_of, latest_known, position

Fields = dict[str, Any]
Written = Callable[[Iterable[Fields]], tuple[Record, list[str]]]
AGREEMENT: Agreement = load("""schema: firstcall/agreement/1
id: mole
title: A right of first refusal and what happens under it, fictional
timezone: UTC
effective: 2025-01-01
parties: {buyer: {name: Buyer, role: grantor}, supplier: {name: Supplier, role: holder}}
providers: {home: {operator: supplier}, rival: {operator: third_party}}
definitions: {workloads: [training, serving]}
clauses:
  - {id: refusal, type: first_refusal, holder: supplier, scope: {age: new}}
amendments:
  - id: change
    signed: 2025-06-01
    effective: 2025-03-10
    replace: [{id: refusal, type: first_refusal, holder: supplier}]
""")
MICRO = timedelta(microseconds=1)


def day(number: int) -> str:
    return f"2025-03-{number:02}T00:00:00Z"


def instant(number: int) -> datetime:
    return datetime(2025, 3, number, tzinfo=UTC)


def on(record: Record, number: int, known: int | None = None) -> Position:
    return position(AGREEMENT, record, instant(number), instant(known) if known else None)


def clause(held: Position) -> FirstRefusal:
    (found,) = holders_of(held.now.clauses)
    return found


def received(offer: str, at: int, **more: Any) -> Fields:
    return {"type": "offer-received", "offer": offer, "provider": "rival", "at": day(at)} | more


def signed(contract: str, at: int, **more: Any) -> Fields:
    return {"type": "contract-signed", "contract": contract, "provider": "rival", "at": day(at)} | more


def test_events_that_have_taken_effect_and_were_entered(written: Written) -> None:
    record, _ = written([signed("late", 2, recorded=day(20)), signed("soon", 5, recorded=day(5))])

    def contracts(held: Position) -> list[str]:
        return [contract.contract for contract in held.contracts()]

    assert contracts(on(record, 1)) == [] and contracts(on(record, 2)) == ["late"]
    assert contracts(on(record, 9)) == ["late", "soon"] and contracts(on(record, 9, known=19)) == ["soon"]
    assert contracts(on(record, 9).when(instant(5) - MICRO)) == ["late"]


def test_a_contract_and_its_tranches(written: Written) -> None:
    record, _ = written([signed("c", 3, tranches=[{"id": "a"}, {"id": "b", "quantity": "2"}])])
    assert on(record, 2).contract("c") is None and on(record, 3).contract("d") is None
    tranche = on(record, 3).tranche("c", "b")
    assert tranche is not None and tranche.id == "b"
    assert on(record, 3).tranche("c", "x") is None and on(record, 2).tranche("c", "b") is None


def test_offers_and_requirements_in_the_order_made(written: Written) -> None:
    asked = {"type": "capacity-requested", "offer": "need", "at": day(2)}
    record, _ = written([received("second", 4), received("first", 3), asked])
    assert on(record, 3).offer_ids() == ("need", "first") and on(record, 9).offer_ids() == ("need", "first", "second")
    made = on(record, 9).offer_made("first")
    assert made is not None and made.at == instant(3) and on(record, 2).offer_made("first") is None
    assert on(record, 2).offer("first", clause(on(record, 2))) is None
    assert [event.type for event in on(record, 9).events_of("second")] == ["offer-received"]


def test_a_fold_is_kept_for_the_same_question(written: Written) -> None:
    record, _ = written([received("o", 3)])
    held = on(record, 4)
    assert held.offer("o", clause(held)) is held.offer("o", clause(held)) is not None
    assert on(record, 4).offer("o", clause(held)) is held.offer("o", clause(held))


def test_a_waiver_clears_a_contract_when_the_holder_gives_it(written: Written) -> None:
    waiver = {"type": "waiver-given", "contract": "c", "at": day(5)}
    for by, named, expected in (
        ("supplier", {}, True),
        ("buyer", {}, False),
        ("supplier", {"clause": "another"}, False),
    ):
        record, _ = written([signed("c", 3), waiver | {"by": by} | named])
        held = on(record, 5)
        assert [event.by for event in held.waivers("c", clause(held))] == ([by] if expected else [])
        assert on(record, 4).waivers("c", clause(held)) == held.waivers("d", clause(held)) == ()


def test_mixes_of_a_site_or_of_all(written: Written) -> None:
    mix = {"type": "mix-reported", "since": "2025-02-01", "until": "2025-02-28", "hours": {"training": "3"}}
    record, _ = written([mix | {"site": "a", "at": day(1)}, mix | {"site": "b", "at": day(2)}, mix | {"at": day(3)}])
    assert (
        len(on(record, 9).mixes(None)) == 3
        and len(on(record, 9).mixes("a")) == 1
        and len(on(record, 1).mixes(None)) == 1
    )


def test_terms_are_those_that_had_been_signed_by_then() -> None:
    record = Record()
    assert on(record, 20).now.version is not None
    before = position(AGREEMENT, record, instant(20), datetime(2025, 5, 31, tzinfo=UTC))
    after = position(AGREEMENT, record, instant(20), datetime(2025, 6, 1, tzinfo=UTC))
    versions = [held.now.version.id for held in (before, after) if held.now.version]
    assert versions == ["base", "change"]
    assert [after.terms(at).version for at in (instant(9), instant(20))] == [before.now.version, after.now.version]


def test_everything_is_known_from_the_latest_entry_or_signing(written: Written) -> None:
    assert latest_known(AGREEMENT, Record()) == datetime(2025, 6, 1, tzinfo=UTC)
    record, _ = written([signed("c", 3, recorded="2025-07-01T00:00:00Z")])
    assert latest_known(AGREEMENT, record) == datetime(2025, 7, 1, tzinfo=UTC)
    alone = AGREEMENT.model_copy(update={"amendments": ()})
    assert latest_known(alone, Record()) is None


EVENTS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), max_size=6)


@given(EVENTS, st.integers(1, 20), st.integers(1, 20), st.randoms(use_true_random=False))
def test_later_instants_and_later_entries_change_nothing_before(
    events: list[tuple[int, int]], at: int, known: int, shuffled: Any
) -> None:
    """What is asked about an instant depends only on events with `at` and `recorded` not later than asked."""
    fields = [signed(f"c{number}", start, recorded=day(start + delay)) for number, (start, delay) in enumerate(events)]
    whole, part = Record(), Record()
    shuffled.shuffle(fields)
    for one in fields:
        entry = {"id": one["contract"], "by": "buyer", "entered_by": "x", **one}
        whole, _ = append(whole, entry)
        if one["at"] <= day(at) and one["recorded"] <= day(known):
            part, _ = append(part, entry)
    asked, alone = on(whole, at, known), on(part, at)
    assert [event.id for event in asked.events_of_kind(EventBase)] == [
        event.id for event in alone.events_of_kind(EventBase)
    ]
    assert [event.id for event in asked.events_of_kind(EventBase)] == [
        name
        for _, _, name in sorted(
            (one["at"], one["recorded"], one["contract"])
            for one in fields
            if one["at"] <= day(at) and one["recorded"] <= day(known)
        )
    ]


@pytest.mark.parametrize("known", [None, 3])
def test_positions_of_one_record_share_what_was_worked_out(written: Written, known: int | None) -> None:
    record, _ = written([received("o", 3)])
    assert on(record, 4, known).shelf is on(record, 5, known).shelf
    assert on(record, 4, known).shelf is not on(Record(record.events), 4, known).shelf
