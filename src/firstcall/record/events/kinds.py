"""The closed list of things that can happen, one model each."""

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from firstcall.agreement.model.basis import Day, Id, Text, Written, kind_of
from firstcall.agreement.model.definitions import Ids, Mode
from firstcall.agreement.model.determinations import GiveOneOfTwo
from firstcall.agreement.model.exact import Exact, NoWholeNumber, WriteDigits
from firstcall.record.events.entry import Digest, EventBase, Flag, Instant, OfferTerms, Quantity
from firstcall.record.events.entry_faults import (
    CheckSpan,
    ConsentNamesWhat,
    CorrectionCannotSet,
    CorrectionSetsOrVoids,
    GiveWhatConsentCovers,
    NumberTranches,
    ReportEndsFirst,
    SpanEndsFirst,
    TranchesOfContract,
    VoidTheEvent,
)
from firstcall.record.events.milestones import (
    DeterminationDeclared,
    DeterminationDisputed,
    DeterminationReversed,
    DeterminationVerified,
    EncodingSignedOff,
    EscapeExercised,
    Interpretation,
    ModelDeveloped,
    Occurred,
    OptionExercised,
    OptionLapsed,
    Shipped,
    SupportDeclined,
)
from firstcall.record.events.offer import (
    CapacityRequested,
    Declined,
    Delivered,
    GrantorWilling,
    HolderFailed,
    Matched,
    MatchedInPart,
    NoticeDeficient,
    NoticeGiven,
    OfferReceived,
    Resumed,
    TermsAmended,
    Tolled,
    WaiverGiven,
    Withdrawn,
)
from firstcall.said import Unreadable


def _numbered(value: object) -> object:
    """Refuse what equals a number and is none: true is no 1."""
    if type(value) is int:
        return value
    raise Unreadable(NoWholeNumber(given=kind_of(value)), WriteDigits(example="2"))


ListNumber = Annotated[Literal[1, 2], BeforeValidator(_numbered)]
"""The number of a list of what counts, such as what a digest covers."""


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
    digest_version: ListNumber = 1
    """The number of the list of what was digested; digests of version 1 are kept and compared with nothing."""
    reckoning: ListNumber = 1
    """The number of the arithmetic it was reckoned by; what a later one makes of it is a delta of that cause."""
    delta: Flag = False
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


class ConsentGiven(EventBase):
    """A party lifted clauses for a provider, contract, workloads or quantity."""

    stream_of: ClassVar[str] = "consent"
    type: Literal["consent-given"]
    consent: Id
    clauses: Ids = Field(min_length=1)
    provider: Text | None = None
    contract: Id | None = None
    workloads: Ids = ()
    quantity: Quantity | None = None
    party: Id | None = None
    """Who may then use, be licensed, be assigned to, take control, or hire."""
    ratifies: Ids = ()
    """Contracts signed before, which this consent clears from their signing on."""

    @model_validator(mode="after")
    def _covers_something(self) -> "ConsentGiven":
        if not (self.provider or self.contract or self.workloads or self.party or self.ratifies):
            raise Unreadable(ConsentNamesWhat(), GiveWhatConsentCovers())
        return self


class ConsentRevoked(EventBase):
    """A consent was taken back for signatures still to come."""

    stream_of: ClassVar[str] = "consent"
    type: Literal["consent-revoked"]
    consent: Id


class Tranche(Written):
    """A part of a contract with its own quantity, term and workloads."""

    id: Id = "1"
    quantity: Quantity | None = None
    unit: Text | None = None
    workloads: Ids = ()
    since: Day | None = None
    until: Day | None = None
    """The last day of its term; use after it is a fresh question."""
    dimensions: dict[Id, Id] = {}


class ContractSigned(EventBase):
    """The grantor signed a contract for capacity."""

    stream_of: ClassVar[str] = "contract"
    type: Literal["contract-signed"]
    contract: Id
    provider: Text
    mode: Mode | None = None
    offer: Id | None = None
    tranches: tuple[Tranche, ...] = (Tranche(),)
    terms: OfferTerms = {}

    @model_validator(mode="after")
    def _tranches_differ(self) -> "ContractSigned":
        ids = [tranche.id for tranche in self.tranches]
        if not ids or len(set(ids)) < len(ids):
            raise Unreadable(TranchesOfContract(), NumberTranches())
        return self


class MixReported(EventBase):
    """How a site was used: hours by workload over a span of days."""

    type: Literal["mix-reported"]
    site: Id | None = None
    provider: Text | None = None
    """Whose capacity it was; the grantor's own sites when left out."""
    since: Day
    until: Day
    hours: dict[Id, Annotated[Exact, Field(ge=0)]] = Field(min_length=1)

    @model_validator(mode="after")
    def _spans_days(self) -> "MixReported":
        if self.until < self.since:
            raise Unreadable(ReportEndsFirst(until=self.until), CheckSpan())
        return self


class DutyPerformed(EventBase):
    """A party did what a dated duty asks of it."""

    type: Literal["duty-performed"]
    clause: Id
    """The duty."""
    occurrence: Text | None = None
    """Which time of a duty that comes again, such as report/2026-Q1; the earliest not yet done unless given."""


class QuantityReported(EventBase):
    """How much of something was used over a span of days; a later report of the same span takes its place."""

    type: Literal["quantity-reported"]
    measure: Id
    """What is measured, such as gpu_hours; a payment names it as its `quantity`."""
    quantity: Annotated[Exact, Field(ge=0)]
    since: Day
    until: Day
    """The last day."""

    @model_validator(mode="after")
    def _spans_days(self) -> "QuantityReported":
        if self.until < self.since:
            raise Unreadable(SpanEndsFirst(until=self.until), CheckSpan())
        return self


class Correction(EventBase):
    """An entry was mistyped: what it should have said, or that it should not be there."""

    stream_of: ClassVar[str] = ""
    type: Literal["correction"]
    of: Id
    set: dict[str, Any] = {}
    void: Flag = False

    @model_validator(mode="after")
    def _changes_something(self) -> "Correction":
        if self.void == bool(self.set):
            raise Unreadable(CorrectionSetsOrVoids(), GiveOneOfTwo())
        fixed = {"id", "stream", "seq", "prev", "hash", "recorded", "type", "entered_by"} & set(self.set)
        if fixed:
            raise Unreadable(CorrectionCannotSet(fields=tuple(sorted(fixed))), VoidTheEvent())
        return self


class Context(EventBase):
    """A happening that decides nothing; shown on timelines."""

    type: Literal["context"]
    title: Text
    until: Day | None = None


Event = Annotated[
    CapacityRequested | OfferReceived | GrantorWilling | NoticeGiven | NoticeDeficient | TermsAmended | Matched
    | MatchedInPart | Declined | Withdrawn | WaiverGiven | Tolled | Resumed | ConsentGiven | ConsentRevoked
    | ContractSigned | Delivered | HolderFailed | MixReported | QuantityReported | DutyPerformed
    | DeterminationDeclared | DeterminationDisputed | DeterminationVerified | DeterminationReversed | Occurred
    | OptionExercised | OptionLapsed | EscapeExercised
    | ModelDeveloped | Interpretation | Shipped | SupportDeclined | EncodingSignedOff | StatementIssued
    | StatementDisputed | StatementAgreed | StatementPaid | Correction | Context,
    Field(discriminator="type"),
]  # fmt: skip
EVENT_KINDS: dict[str, type[EventBase]] = {
    get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(Event)[0])
}
