"""What happens to milestones, models, duties of precedence, points of construction, and dates that hang on events."""

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Id, Text
from firstcall.agreement.model.clauses.technology import Reason
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.determinations import IsoCurrency
from firstcall.agreement.model.exact import Exact
from firstcall.record.events.entry import EventBase, Flag, Instant
from firstcall.record.events.entry_faults import AmountAndCurrency, FigureHasCurrency
from firstcall.said import Unreadable


class AboutDetermination(EventBase):
    """An event of one determination."""

    stream_of: ClassVar[str] = "determination"
    determination: Id


class DeterminationDeclared(AboutDetermination):
    """A party declared that a milestone is reached, with a figure where it states one."""

    type: Literal["determination-declared"]
    figure: Exact | None = None
    currency: IsoCurrency | None = None
    of: Id | None = None
    """What the figure measures, where the test has several measures."""
    model: Id | None = None

    @model_validator(mode="after")
    def _figure_has_currency(self) -> "DeterminationDeclared":
        if (self.figure is None) != (self.currency is None):
            raise Unreadable(FigureHasCurrency(), AmountAndCurrency())
        return self


class DeterminationDisputed(AboutDetermination):
    """A party disputed a determination; it holds while disputed."""

    type: Literal["determination-disputed"]


class DeterminationVerified(AboutDetermination):
    """Whoever verifies declarations verified one."""

    type: Literal["determination-verified"]


class DeterminationReversed(AboutDetermination):
    """A determination was reversed; it ends with this event."""

    type: Literal["determination-reversed"]


class Occurred(EventBase):
    """Something happened that dates of the agreement hang on; the first of its name counts."""

    type: Literal["occurred"]
    event: Id
    """One of the agreement's `definitions.events`."""
    of: Id | None = None
    """The contract, offer or clause that it is of."""


class AboutOption(EventBase):
    """A notice about an option; it counts when the option says that notices do."""

    clause: Id
    """The option."""
    delivered: Instant | None = None
    """When it arrived; the sending unless recorded otherwise."""


class OptionExercised(AboutOption):
    """A party exercised an option."""

    type: Literal["option-exercised"]


class OptionLapsed(AboutOption):
    """A party said that it will not exercise an option, or that what silence would renew shall end."""

    type: Literal["option-lapsed"]


class EscapeExercised(EventBase):
    """The licensor closed access to later models: to all, or to those listed."""

    type: Literal["escape-exercised"]
    clause: Id | None = None
    models: Ids = ()


class ModelDeveloped(EventBase):
    """A model was developed: its training had finished."""

    stream_of: ClassVar[str] = "model"
    type: Literal["model-developed"]
    model: Id


class Interpretation(EventBase):
    """The parties, or a tribunal, settled how a point of construction is read."""

    type: Literal["interpretation"]
    point: Id
    alternative: Id
    relates_back: Flag = False
    """Whether the reading holds for earlier instants too; it is known only once recorded."""


class Shipped(EventBase):
    """The grantor made a workload's product available at a provider."""

    type: Literal["shipped"]
    workloads: Ids = Field(min_length=1)
    provider: Text


class SupportDeclined(EventBase):
    """The holder said that it does not support what a workload needs, and why."""

    type: Literal["support-declined"]
    workloads: Ids = ()
    """All of them when left out."""
    reasons: tuple[Reason, ...] = Field(min_length=1)


class EncodingSignedOff(EventBase):
    """Somebody signed off that the file says what a clause, or the whole text, says."""

    type: Literal["encoding-signed-off"]
    version: Id
    clauses: Ids = ()
    """The clauses signed off; the whole text when left out."""
    digest: Text | None = None
    """SHA-256 of the text that was signed off."""
