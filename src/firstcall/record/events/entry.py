"""What every event says, and the types its payload is made of.

Every event says when it took effect (`at`), when it was entered (`recorded`), by which party and by
whom it was entered. Its place in the record is its stream (an offer, a contract, a consent, the
agreement), its number in the stream, and the hash of the event before it.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, Strict, StringConstraints, model_validator

from firstcall.agreement.model.basis import DIGEST_PATTERN, Basis, Id, Text, Written, kind_of
from firstcall.agreement.model.exact import Exact
from firstcall.dates import OFFSET_EXAMPLE, parse_absolute
from firstcall.record.events.entry_faults import NoTimeThere, WriteTime
from firstcall.said import Said, Unreadable, sentence


class EnteredByParty(Said):
    says = sentence("entry.entered-by-party", "entered in the record by a party")


STATED = Basis(grade="stated", note=str(EnteredByParty()))


PLAIN_INSTANT = re.compile(r"(19|20)\d\d-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
"""An instant as the record writes it: what nearly every line holds is read without looking further."""


def _instant(value: object) -> object:
    if isinstance(value, str):
        if PLAIN_INSTANT.fullmatch(value):
            try:
                return datetime.fromisoformat(value).astimezone(UTC)
            except ValueError:
                pass  # no moment of the calendar: parse_absolute says so in words
        return parse_absolute(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    raise Unreadable(NoTimeThere(given=kind_of(value)), WriteTime(example=OFFSET_EXAMPLE))


Instant = Annotated[datetime, BeforeValidator(_instant)]
Quantity = Annotated[Exact, Field(gt=0)]
Flag = Annotated[bool, Strict()]
"""True or false as a line has it: `"yes"`, `1` and `"off"` are neither."""
Digest = Annotated[str, StringConstraints(pattern=DIGEST_PATTERN)]
OfferTerms = dict[Id, Text]
"""Commercial terms by name: price, term_months, …; exact decimals and dates stay text."""


class Evidence(Written):
    """A file that shows the event: its name and its SHA-256."""

    file: Text
    sha256: Digest


class EventBase(Written):
    """What every event says."""

    stream_of: ClassVar[str] = "agreement"
    """The field that names the event's stream, or `agreement`."""

    @model_validator(mode="before")
    @classmethod
    def _without_remarks(cls, value: Any) -> Any:
        """Leave out the author's own remarks, as everywhere; written to be quick, since it is asked of every line."""
        if isinstance(value, dict):
            for key in value:
                if key[:2] == "x-":
                    return {name: item for name, item in value.items() if name[:2] != "x-"}
        return value

    id: Id
    type: str
    stream: Text
    seq: int = Field(ge=1, strict=True)
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
    key: Id | None = None
    """The id that the party entering it gave, where the record had another event of that id which it may not see."""
    out_of_turn: Flag = False
    """Whether the entry before it in its stream says a later `recorded`: one that ran ahead of the clock."""


def plain(amount: Decimal) -> Decimal:
    """Return an exact amount without needless zeros, as a number.

    >>> str(plain(Decimal("40.0")))
    '40'
    """
    return Decimal(whole(amount))


def rank(event: EventBase) -> tuple[datetime, datetime, str, int]:
    """Return an event's place in the order in which events count: when it took effect, then when it was entered."""
    fields = event.__dict__  # read so, since every event is ranked
    return (fields["at"], fields["recorded"], fields["stream"], fields["seq"])


def whole(amount: Decimal) -> str:
    """Return an exact amount without needless zeros.

    >>> whole(Decimal("40.0"))
    '40'
    """
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
