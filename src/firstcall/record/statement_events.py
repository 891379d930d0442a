"""What happens to a statement once it is drawn up: issued, disputed, agreed, paid."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from firstcall.agreement.model.basis import Id, Text
from firstcall.agreement.model.exact import Exact
from firstcall.record.entry import Digest, EventBase, Instant


class AboutStatement(EventBase):
    """An event of one statement."""

    stream_of: ClassVar[str] = "statement"
    statement: Id


class StatementIssued(AboutStatement):
    """A statement, or a later delta to one, was issued; it never changes after that."""

    type: Literal["statement-issued"]
    period: Text
    known_at: Instant
    """What was known by then is what the statement is drawn up on."""
    amounts: dict[Id, Exact] = Field(min_length=1)
    """What each clause pays on it, in the clause's currency."""
    digest: Digest
    """SHA-256 of what the statement says."""
    digest_version: Literal[1, 2] = 1
    """The number of the list of what was digested; digests of version 1 are kept and compared with nothing."""
    delta: bool = False
    """Whether it states only the difference to what was issued before."""


class StatementDisputed(AboutStatement):
    """A party disputed the statement; the note says why."""

    type: Literal["statement-disputed"]
    clauses: tuple[Id, ...] = ()
    lines: tuple[Text, ...] = ()
    """The lines that are disputed, by their ids; the whole of the clauses, or of the statement, unless given."""


class StatementAgreed(AboutStatement):
    """A party agreed to the statement."""

    type: Literal["statement-agreed"]


class StatementPaid(AboutStatement):
    """What the statement says was paid, whole or in part."""

    type: Literal["statement-paid"]
    amount: Exact
    currency: Text
    to: Id | None = None
    """Who was paid; needed only where the payer owes several parties on it."""
