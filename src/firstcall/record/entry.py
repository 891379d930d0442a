"""What every event says, and the types its payload is made of.

Every event says when it took effect (`at`), when it was entered (`recorded`), by which party and by
whom it was entered. Its place in the record is its stream (an offer, a contract, a consent, the
agreement), its number in the stream, and the hash of the event before it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, StringConstraints

from firstcall.agreement.basis import Basis, Id, Text, Written
from firstcall.agreement.exact import Exact

STATED = Basis(grade="stated", note="entered in the record by a party")


def _instant(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"'{value}' is not an instant; write it with its offset: 2025-01-21T00:00:00-08:00") from error
    if moment.tzinfo is None:
        raise ValueError(f"'{value}' has no offset; write it with one: 2025-01-21T00:00:00-08:00")
    return moment.astimezone(UTC)


Instant = Annotated[datetime, BeforeValidator(_instant)]
Quantity = Annotated[Exact, Field(gt=0)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Terms = dict[Id, Text]
"""Commercial terms by name: price, term_months, …; exact decimals and dates stay text."""


class Evidence(Written):
    """A file that shows the event: its name and its SHA-256."""

    file: Text
    sha256: Digest


class EventBase(Written):
    """What every event says."""

    stream_of: ClassVar[str] = "agreement"
    """The field that names the event's stream, or `agreement`."""

    id: Id
    type: str
    stream: Text
    seq: int = Field(ge=1)
    prev: Digest | None = None
    hash: Digest
    at: Instant
    recorded: Instant
    by: Id
    entered_by: Text
    signatory: Text | None = None
    evidence: Evidence | None = None
    basis: Basis = STATED
    note: Text | None = None


def whole(amount: Decimal) -> str:
    """Return an exact amount without needless zeros.

    >>> whole(Decimal("40.0"))
    '40'
    """
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
