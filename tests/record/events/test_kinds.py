from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import Event, StatementDisputed, StatementIssued, StatementPaid

EVENT: TypeAdapter[EventBase] = TypeAdapter(Event)


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


def test_a_dispute_may_name_lines_and_a_payment_who_was_paid() -> None:
    disputed = event(2, "statement-disputed", lines=["share/2025-01/api/2025-01-03"])
    assert isinstance(disputed, StatementDisputed)
    assert disputed.lines == ("share/2025-01/api/2025-01-03",)
    paid = event(3, "statement-paid", amount="10.5", currency="USD", to="gamma")
    assert isinstance(paid, StatementPaid)
    assert (paid.amount, paid.to) == (Decimal("10.5"), "gamma")
