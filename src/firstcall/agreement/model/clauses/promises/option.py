"""An option: what a party may do alone, within a window: renew, extend, expand, or end what was agreed."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firstcall.agreement.model.basis import Day, Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.clauses.refusal_terms import Clock, EffectMoment, Positive
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.event_date_words import clause_or_term, said_span
from firstcall.agreement.model.event_dates import TERM, Plus
from firstcall.agreement.model.exact import Whole
from firstcall.agreement.model.scope import ClauseBase
from firstcall.said import AllOf, Grouped, Said, Unreadable, sentence

OptionAct = Literal["renew", "extend_to", "expand", "terminate"]
"""What exercising an option does."""
OPTION_ACTS: tuple[OptionAct, ...] = ("renew", "extend_to", "expand", "terminate")


class OneOptionAct(Said):
    says = sentence("option.one-act", "an option does one thing: renew, extend_to, expand or terminate")


class SplitOption(Said):
    says = sentence("option.split", "keep one of them, and write another option for the rest")


class OnceOnly(Said):
    says = sentence("option.once-only", "what ends, or runs to a fixed day, does so once")


class LeaveAtMostOut(Said):
    says = sentence("option.leave-at-most-out", "leave `at_most` out")


class SilenceRenews(Said):
    says = sentence("option.silence-renews", "silence can renew or extend, and nothing else")


class LeaveSilenceOut(Said):
    says = sentence("option.leave-silence-out", "leave `silence` out")


class ExpandsWhat(Said):
    says = sentence("option.expands-what", "an option that expands names in `of` what it expands")


class NameWhatGrows(Said):
    says = sentence("option.name-what-grows", "name an approval with `up_to`, or a commitment")


class OptionNotice(Written):
    """Where the notice goes, and when it counts."""

    to: Id | None = None
    """The party that receives it; the other party, where there are only two."""
    takes_effect: EffectMoment = "received"
    """As it is sent, as it arrives, or when it is deemed received."""
    cutoff: Clock = time(17)
    """The last second of a day for receipt, and of the window; included."""
    opening: Clock | None = None
    """Before this hour nothing is received; at once when left out."""
    timezone: Text | None = None
    """Where receipt and the window are counted; the recipient's zone, else the agreement's, when left out."""
    roll: TrueOrFalse = False
    """Whether a window whose last day is no business day ends on the next one."""


class Expansion(Written):
    """By how much something grows."""

    quantity: Positive
    """How much more, each time."""
    unit: Text
    """What is counted: the unit of the approval, or the unit or currency of the commitment."""


class Cause(Written):
    """What lets a party end the agreement for cause, and the time to put it right."""

    event: Id
    """The default, by a name that `definitions.events` lists; the record enters it as `occurred`."""
    of: Id | None = None
    """The contract, amendment or clause that the event must be of; any when left out."""
    cure: Plus | None = None
    """How long it may be cured before the agreement may be ended; not at all when left out."""
    cured_by: Id | None = None
    """The event that tells it was cured; one in time takes the right away."""


class Termination(Written):
    """An end of what `of` names, after a wind-down."""

    wind_down: Plus | None = None
    """How long all goes on after the notice took effect; to the end of that day when left out."""
    cause: Cause | None = None
    """What must have happened; for convenience when left out."""
    shortfall: Literal["due", "released"] = "due"
    """A commitment's period that is cut: owed as the commitment says, or released."""


class Option(ClauseBase):
    """What a party may do alone. Its window is when it speaks; not exercised, it changes nothing."""

    type: Literal["option"]
    by: Annotated[Ids, Field(min_length=1)]
    """Who may exercise it; each by itself."""
    renew: Plus | None = None
    """How much longer each exercise makes it run."""
    extend_to: Day | None = None
    """The new last day."""
    expand: Expansion | None = None
    """By how much each exercise makes it grow, from the period of a commitment that begins next."""
    terminate: Termination | None = None
    """How exercising it ends what `of` names; everything that does not survive the term ends with the term."""
    of: Ids = (TERM,)
    """What it renews, extends, expands or ends: `term`, or ids of clauses."""
    at_most: Annotated[Whole, Field(ge=1, le=60)] = 1
    """How often it may be exercised."""
    silence: Literal["lapses", "exercises"] = "lapses"
    """What follows where nobody says anything in the window: nothing, or it is exercised."""
    notice: OptionNotice = OptionNotice()
    fee: Ids = ()
    """The payments that it brings, such as one due so long after `event: exercise`, `of` this option."""

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        given = [name for name in OPTION_ACTS if getattr(self, name) is not None]
        if len(given) != 1:
            raise Unreadable(OneOptionAct(), SplitOption())
        if self.at_most > 1 and self.does in ("extend_to", "terminate"):
            raise Unreadable(OnceOnly(), LeaveAtMostOut())
        if self.silence == "exercises" and self.does not in ("renew", "extend_to"):
            raise Unreadable(SilenceRenews(), LeaveSilenceOut())
        if self.expand is not None and self.of == (TERM,):
            raise Unreadable(ExpandsWhat(), NameWhatGrows())
        return self

    @property
    def cause(self) -> Cause | None:
        """Return what must have happened before it may be exercised; None where nothing must."""
        return self.terminate.cause if self.terminate is not None else None

    @property
    def does(self) -> OptionAct:
        """Return what exercising it does."""
        return next(name for name in OPTION_ACTS if getattr(self, name) is not None)


class MayRenew(Said):
    says = sentence("option.may-renew", "renew {what} for {span}")
    what: Annotated[tuple[Said | str, ...], AllOf]
    span: Said


class MayExtend(Said):
    says = sentence("option.may-extend", "extend {what} to {day}")
    what: Annotated[tuple[Said | str, ...], AllOf]
    day: date


class MayExpand(Said):
    says = sentence("option.may-expand", "expand {what} by {n} {unit}")
    what: Annotated[tuple[Said | str, ...], AllOf]
    n: Annotated[Decimal, Grouped]
    unit: str


class MayEnd(Said):
    says = sentence("option.may-end", "end {what}")
    what: Annotated[tuple[Said | str, ...], AllOf]


class MayEndAfter(Said):
    says = sentence("option.may-end-after", "end {what}, {span} after the notice")
    what: Annotated[tuple[Said | str, ...], AllOf]
    span: Said


def said_option(clause: Option) -> Said:
    """Return what exercising an option does, in few words.

    >>> str(said_option(Option(id="o", type="option", by=("us",), renew=Plus(n=12, unit="month"))))
    'renew the term for 12 months'
    """
    what = tuple(map(clause_or_term, clause.of))
    if clause.renew is not None:
        return MayRenew(what=what, span=said_span(clause.renew))
    if clause.extend_to is not None:
        return MayExtend(what=what, day=clause.extend_to)
    if clause.expand is not None:
        return MayExpand(what=what, n=clause.expand.quantity, unit=clause.expand.unit)
    after = clause.terminate.wind_down if clause.terminate is not None else None
    return MayEnd(what=what) if after is None else MayEndAfter(what=what, span=said_span(after))
