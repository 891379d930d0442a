"""What happens to an offer under a right of first refusal, in the past tense."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import model_validator

from firstcall.agreement.model.basis import Day, Id, Text
from firstcall.agreement.model.clauses.refusal_terms import Exemption, Ground, Quality
from firstcall.agreement.model.definitions import Ids, Mode
from firstcall.agreement.model.determinations import GiveOneOfTwo
from firstcall.record.events.entry import EventBase, Flag, Instant, OfferTerms, Quantity
from firstcall.record.events.entry_faults import WaiverNamesOne
from firstcall.said import Unreadable

Doer = Literal["grantor", "holder", "either"]


class AboutOffer(EventBase):
    """An event of one offer; `clause` names the first refusal meant where several could be."""

    stream_of: ClassVar[str] = "offer"
    done_by: ClassVar[Doer] = "grantor"
    """Whose act it is; one by another party is without effect."""
    offer: Id
    clause: Id | None = None


class CapacityRequested(AboutOffer):
    """The grantor asked for capacity; starts the procedure of a first look at a requirement."""

    type: Literal["capacity-requested"]
    quantity: Quantity | None = None
    unit: Text | None = None
    workloads: Ids = ()
    dimensions: dict[Id, Id] = {}
    terms: OfferTerms = {}
    needed_by: Day | None = None


class OfferReceived(AboutOffer):
    """A third party made the grantor a bona fide offer."""

    type: Literal["offer-received"]
    provider: Text
    mode: Mode | None = None
    quantity: Quantity | None = None
    unit: Text | None = None
    workloads: Ids = ()
    dimensions: dict[Id, Id] = {}
    terms: OfferTerms = {}
    bona_fide: tuple[Quality, ...] = ()
    """What is known of the offer besides who made it: written, unaffiliated, funded, binding."""
    exemption: Exemption | None = None
    """What kind of transaction it is, where some are free."""


class GrantorWilling(AboutOffer):
    """The grantor decided that it is willing to accept the offer."""

    type: Literal["grantor-willing"]


class NoticeGiven(AboutOffer):
    """The grantor gave the holder notice of the offer; `at` is the sending."""

    type: Literal["notice-given"]
    delivered: Instant | None = None
    """When it arrived; the sending unless recorded otherwise."""
    supplies: Ids = ()
    """What this sending adds to a notice given before; nothing for a whole notice."""
    method: Text | None = None
    """How it was sent."""
    states: Ids = ()
    """What it says that the record of the offer does not, by the names that the clause uses."""
    incomplete: Flag = False
    """It was sent knowing that it lacks what the clause requires."""

    @property
    def arrived(self) -> datetime:
        """When it arrived, as far as that was recorded; when it was sent otherwise."""
        return self.delivered or self.at


class FromParty(AboutOffer):
    """Something that a party sends to the other; `at` is the sending."""

    done_by: ClassVar[Doer] = "holder"
    delivered: Instant | None = None
    """When it arrived; the sending unless recorded otherwise."""


class NoticeDeficient(FromParty):
    """The holder said what the notice lacks."""

    type: Literal["notice-deficient"]
    missing: Ids = ()


class TermsAmended(AboutOffer):
    """The third party and the grantor changed the offer's terms."""

    type: Literal["terms-amended"]
    quantity: Quantity | None = None
    terms: OfferTerms = {}


class Accepting(FromParty):
    """An acceptance; with conditions of its own it is a counter-offer, and takes nothing."""

    conditions: Text | None = None
    """What the holder makes its acceptance depend on."""
    cash_for: OfferTerms = {}
    """Cash in place of a term that only the third party could perform, by the term's name."""


class Matched(Accepting):
    """The holder took the whole offer on its terms."""

    type: Literal["matched"]


class MatchedInPart(Accepting):
    """The holder took a part of the offer."""

    type: Literal["matched-in-part"]
    quantity: Quantity


class Declined(FromParty):
    """The holder declined the offer."""

    type: Literal["declined"]


class Withdrawn(FromParty):
    """The offer was withdrawn."""

    done_by: ClassVar[Doer] = "grantor"
    type: Literal["withdrawn"]


class WaiverGiven(EventBase):
    """The holder waived its right: for an offer, or for a contract that was signed without clearance."""

    stream_of: ClassVar[str] = "offer"
    done_by: ClassVar[Doer] = "holder"
    type: Literal["waiver-given"]
    offer: Id | None = None
    contract: Id | None = None
    clause: Id | None = None
    delivered: Instant | None = None
    """When it arrived; the sending unless recorded otherwise."""
    terms: OfferTerms = {}
    """The terms that the waiver names; those of the offer as it stands when none are named."""

    @model_validator(mode="after")
    def _names_one(self) -> "WaiverGiven":
        if (self.offer is None) == (self.contract is None):
            raise Unreadable(WaiverNamesOne(), GiveOneOfTwo())
        return self


class Tolled(AboutOffer):
    """The clock of the offer's window was stopped: by agreement once both have said so, else on proof of a ground."""

    done_by: ClassVar[Doer] = "either"
    type: Literal["tolled"]
    ground: Ground = "agreement"
    """What the clock is stopped on."""
    reason: Text | None = None


class Resumed(AboutOffer):
    """The clock of the offer's window runs again."""

    done_by: ClassVar[Doer] = "either"
    type: Literal["resumed"]


class Delivered(AboutOffer):
    """The holder delivered capacity that it had matched."""

    done_by: ClassVar[Doer] = "holder"
    type: Literal["delivered"]
    quantity: Quantity | None = None


class HolderFailed(AboutOffer):
    """The holder did not sign or deliver what it had matched: the grantor says so, or the holder of its own part."""

    done_by: ClassVar[Doer] = "either"
    type: Literal["holder-failed"]
    quantity: Quantity | None = None
    """How much; all that is overdue when left out."""
    to: Literal["sign", "deliver"] | None = None
    """What it failed to do; whatever is overdue when left out."""
    holder: Id | None = None
    """Which of several holders failed; each in the order of the matches when left out."""
