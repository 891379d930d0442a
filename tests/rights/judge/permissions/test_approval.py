"""An approval with a quantity: permitted as far as it reaches, and not there beyond it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.rights.berth import berth

from firstcall.agreement.document import Agreement
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

SOLE = "{id: sole, type: exclusivity, holder: hal, at: [home]}"
REACH = "{id: reach, type: approval, by: hal, scope: {providers: [rival]}, up_to: {quantity: '1000', unit: MW%s}}"


def text(more: str = "") -> Agreement:
    return berth(SOLE, REACH % more)


def signed(name: str, quantity: str | None, at: str, provider: str = "rival", **tranche: Any) -> dict[str, Any]:
    size = {} if quantity is None else {"quantity": quantity}
    return {"type": "contract-signed", "by": "gus", "contract": name, "provider": provider, "at": at,
            "tranches": [{"id": "1", **size, **tranche}]}  # fmt: skip


def answer(agreement: Agreement, on: str, *events: dict[str, Any], **asked: Any) -> Decision:
    record = Record()
    for number, event in enumerate(events):
        record, _ = append(record, {"id": f"e{number}", "recorded": event["at"], "entered_by": "desk", **event})
    at: datetime = parse_instant(on, zone(agreement.timezone))
    given = {"provider": "rival", **asked} if "contract" not in asked else asked
    return decide(agreement, record, Asked(("serve",), **given), at)


FIRST = signed("k1", "600", "2024-02-01T12:00:00Z", until="2024-12-31", unit="MW")
SECOND = signed("k2", "400", "2024-03-01T12:00:00Z")
THIRD = signed("k3", "1", "2024-04-01T12:00:00Z")


@pytest.mark.parametrize(("quantity", "outcome"), [("400", "permitted"), ("400.5", "forbidden"), (None, "permitted")])
def test_it_permits_to_its_quantity_and_what_passes_it_is_judged_without_it(quantity: str | None, outcome: str) -> None:
    asked = {} if quantity is None else {"quantity": Decimal(quantity)}
    assert answer(text(), "2024-02-15", FIRST, **asked).outcome == outcome


def test_what_is_left_is_said_and_why_it_does_not_reach() -> None:
    told = answer(text(), "2024-02-15", FIRST)
    assert "reach permits 400 MW more, and no more than that" in [str(note) for note in told.notes]
    beyond = answer(text(), "2024-02-15", FIRST, quantity=Decimal(500))
    (tried,) = [one for one in beyond.clauses if one.role == "tried and did not hold"]
    assert (tried.clause, str(tried.why)) == ("reach", "it permits 1,000 MW in all, of which 400 MW are left")


def test_a_contract_is_permitted_by_what_was_left_when_it_was_signed() -> None:
    events = (FIRST, SECOND, THIRD)
    outcomes = [answer(text(), "2024-06-01", *events, contract=name).outcome for name in ("k1", "k2", "k3")]
    assert outcomes == ["permitted", "permitted", "forbidden"]


def test_at_once_counts_what_has_not_ended() -> None:
    assert answer(text(", counts: at_once"), "2024-12-31", FIRST, SECOND).outcome == "forbidden"
    assert answer(text(", counts: at_once"), "2025-01-01", FIRST, SECOND).outcome == "permitted"
    assert answer(text(), "2025-01-01", FIRST, SECOND).outcome == "forbidden"


@pytest.mark.parametrize("event", [
    signed("k1", None, "2024-02-01T12:00:00Z"), signed("k1", "8", "2024-02-01T12:00:00Z", unit="GPU"),
])  # fmt: skip
def test_what_cannot_be_counted_leaves_nothing_known(event: dict[str, Any]) -> None:
    told = answer(text(), "2024-02-15", event)
    (tried,) = [one for one in told.clauses if one.role == "tried and did not hold"]
    assert (told.outcome, str(tried.why)) == (
        "forbidden", "what is left of it is unknown: how much k1 is of is not known in MW",
    )  # fmt: skip


def test_what_it_does_not_speak_of_takes_nothing_from_it() -> None:
    elsewhere = signed("k1", "5000", "2024-02-01T12:00:00Z", provider="third")
    assert answer(text(), "2024-02-15", elsewhere, quantity=Decimal(1000)).outcome == "permitted"
