from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from firstcall.record.events import EVENT
from firstcall.record.statement_events import StatementIssued
from firstcall.settlement.standing import standing


def event(number: int, kind: str, **fields: Any) -> Any:
    at = datetime(2025, 2, number, tzinfo=UTC).isoformat()
    common = {"id": f"e{number}", "stream": "statement:s-1", "seq": number, "hash": "0" * 64, "at": at, "recorded": at,
              "by": "beta", "entered_by": "somebody", "statement": "s-1", "type": kind}  # fmt: skip
    return EVENT.validate_python(common | fields)


ISSUED = {"period": "2025-01", "known_at": "2025-02-01T00:00:00Z", "amounts": {"share": "-20.05"}, "digest": "a" * 64}


def test_amounts_of_an_issued_statement_are_exact_and_may_be_below_zero() -> None:
    one = event(1, "statement-issued", **ISSUED)
    assert isinstance(one, StatementIssued)
    assert one.amounts == {"share": Decimal("-20.05")}


def test_a_statement_stands_as_its_last_event_says() -> None:
    events = [
        event(1, "statement-issued", **ISSUED),
        event(2, "statement-disputed"),
        event(3, "statement-agreed"),
        event(4, "statement-paid", amount="10", currency="USD"),
        event(5, "statement-paid", amount="5.5", currency="USD"),
    ]
    said = [standing(events[:number], "s-1").status for number in range(6)]
    assert said == ["draft", "issued", "disputed", "agreed", "paid", "paid"]
    assert standing(events, "s-1").paid == (("USD", Decimal("15.5")),)
    assert standing(events, "s-2").status == "draft"
