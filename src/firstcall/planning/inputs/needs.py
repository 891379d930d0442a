"""`needs.yaml`: how much computing is needed, of what kind, for what, where and when."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, model_validator

from firstcall.agreement.model.basis import ASSUMED, Basis, Day, Id, Source, Text, Written
from firstcall.agreement.model.clauses.refusal_terms import Positive
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.exact import Exact, exact_decimal
from firstcall.record.transaction_lines import AddIt
from firstcall.said import Onwards, Quoted, Said, Unreadable, sentence

NEEDS_SCHEMA = "firstcall/needs/1"
NO_USE = Fraction(0)
MOST_HOURS = 744
"""The hours of the longest month."""
MEASURES = ("accelerators", "gpu_hours", "mw")
NotBelowZero = Annotated[Exact, Field(ge=0)]


class OneMeasure(Said):
    says = sentence("need.one-measure", "an amount has exactly one measure")


class WriteOneMeasure(Said):
    says = sentence("need.write-one-measure", "write one of {measures}")
    measures: tuple[str, ...]


class AmountEndsFirst(Said):
    says = sentence("need.amount-ends-first", "the amount ends on {day}, before it begins")
    day: date


class CheckFromAndTo(Said):
    says = sentence("need.check-from-and-to", "check from and to")


class StandInCircle(Said):
    says = sentence("need.stand-in-circle", "accelerators stand for each other in a circle: {circle}")
    circle: Annotated[tuple[str, ...], Onwards]


class TakeOneOut(Said):
    says = sentence("need.take-one-out", "take one of these out")


class StandsForNone(Said):
    says = sentence("need.stands-for-none", "{kind} stands for {other}, which is not among the accelerators")
    kind: Annotated[str, Quoted]
    other: Annotated[str, Quoted]


class MissingBelowZero(Said):
    says = sentence("need.missing-below-zero", "unmet: {given} is below zero, as if missing hours earned something")
    given: Decimal


class WriteMustOrPrice(Said):
    says = sentence("need.write-must-or-price", "write what a missing hour costs, 0 or more, or `must`")


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, dict) else value


def _must_or_price(value: object) -> object:
    return value if value == "must" else exact_decimal(value)


def _not_below_zero(price: Decimal | Literal["must"]) -> Decimal | Literal["must"]:
    if price != "must" and price < 0:
        raise Unreadable(MissingBelowZero(given=price), WriteMustOrPrice())
    return price


class Accelerator(Written):
    """A kind of accelerator: what it can stand in for, and how many of it a megawatt feeds."""

    stands_for: dict[Id, Positive] = {}
    """Other kinds, and how many of each one of this kind is worth."""
    per_mw: Positive | None = None
    """How many of it a megawatt of capacity feeds; needed only where amounts are in MW."""


class NeedAmount(Written):
    """How much is needed from one day through another."""

    from_: Day = Field(alias="from")
    """The first day."""
    to: Day
    """The last day."""
    accelerators: NotBelowZero | None = None
    """So many at any time."""
    gpu_hours: NotBelowZero | None = None
    """So many hours of one accelerator in all, spread evenly."""
    mw: NotBelowZero | None = None
    """So many megawatts at any time."""

    @model_validator(mode="after")
    def _one_measure(self) -> "NeedAmount":
        given = [name for name in MEASURES if getattr(self, name) is not None]
        if len(given) != 1:
            raise Unreadable(OneMeasure(), WriteOneMeasure(measures=MEASURES))
        if self.to < self.from_:
            raise Unreadable(AmountEndsFirst(day=self.to), CheckFromAndTo())
        return self


class Need(Written):
    """Computing that somebody needs: the work, the accelerator, the amount over time, the price of missing it."""

    id: Id
    workloads: Ids = Field(min_length=1)
    """What runs; where it names several, capacity must be lawful for each."""
    customer: Id | None = None
    """Whom it serves; the agreement's general customer when left out."""
    accelerator: Id
    """In which accelerator the amount is counted; those that stand for it serve too."""
    amount: Annotated[
        tuple[NeedAmount, ...],
        BeforeValidator(_one_or_many, json_schema_input_type=NeedAmount | tuple[NeedAmount, ...]),
    ] = Field(min_length=1)
    regions: Ids = ()
    """Where it may run; anywhere when left out."""
    unmet: Annotated[Decimal | Literal["must"], BeforeValidator(_must_or_price), AfterValidator(_not_below_zero)] = (
        "must"
    )
    """What a missing hour of one accelerator costs, or `must`: it may not be missing."""
    ceiling: Positive | None = None
    """The dearest price of an hour of one accelerator that it accepts."""
    branches: dict[Id, NotBelowZero] = {}
    """By which factor the amount changes in a branch of demand; unchanged where none is named."""
    basis: Basis = ASSUMED


class PlanDefaults(Written):
    """How a plan of these needs is made where no flag says otherwise."""

    on: Day | None = None
    """The planning day."""
    from_: Day | None = Field(default=None, alias="from")
    """The first day of the horizon."""
    to: Day | None = None
    """The last day of the horizon."""
    by: Literal["month", "quarter"] = "quarter"
    """How long a period is."""
    texts: tuple[Day, ...] = ()
    """Days whose texts the same needs are planned under, side by side; each held from the planning day on."""


class Needs(Written):
    """The whole of `needs.yaml`."""

    schema_: Literal["firstcall/needs/1"] = Field(alias="schema")
    title: Text | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    """In which all money is told."""
    rates: dict[str, Positive] = {}
    """What one unit of another currency is worth in that currency."""
    hours_per_month: Annotated[Positive, Field(le=MOST_HOURS)] | None = None
    """How many hours a month has; those of the calendar when left out."""
    accelerators: dict[Id, Accelerator]
    sources: dict[Id, Source] = {}
    needs: tuple[Need, ...] = Field(min_length=1, max_length=500)
    plan: PlanDefaults = PlanDefaults()
    assumptions: tuple[Text, ...] = ()
    """What had to be supposed, in the author's words; every plan lists them."""

    _speeds: dict[tuple[str, str], Fraction] = PrivateAttr(default_factory=dict)

    def __copy__(self) -> Self:
        """Return a copy that has worked out nothing yet; it may be given other accelerators."""
        copied = super().__copy__()
        copied._speeds = {}
        return copied

    def speed(self, accelerator: str, wanted: str) -> Fraction:
        """Return how much of the wanted kind one accelerator does the work of; 0 where it does not stand for it."""
        if not self._speeds:
            self._speeds.update(speeds_of(self.accelerators))
        return self._speeds.get((accelerator, wanted), NO_USE)


def speeds_of(kinds: Mapping[str, Accelerator]) -> dict[tuple[str, str], Fraction]:
    """Return how much of each kind one accelerator of a kind is worth, through every chain of substitutes.

    Where several chains lead to one kind, the least counts.

    Raises:
      Unreadable: the substitutes run in a circle, or name a kind that is not there.

    >>> kinds = {"b": Accelerator(stands_for={"a": "2"}), "a": Accelerator(), "c": Accelerator(stands_for={"b": "3"})}
    >>> speeds_of(kinds)["c", "a"]
    Fraction(6, 1)
    """
    found: dict[tuple[str, str], Fraction] = {}
    for kind in kinds:
        for other, speed in _reach(kind, kinds, ()).items():
            found[kind, other] = speed
    return found


def _reach(kind: str, kinds: Mapping[str, Accelerator], on_the_way: tuple[str, ...]) -> dict[str, Fraction]:
    if kind in on_the_way:
        circle = (*on_the_way[on_the_way.index(kind) :], kind)
        raise Unreadable(StandInCircle(circle=circle), TakeOneOut())
    found = {kind: Fraction(1)}
    for other, worth in kinds[kind].stands_for.items():
        if other not in kinds:
            raise Unreadable(StandsForNone(kind=kind, other=other), AddIt())
        for reached, speed in _reach(other, kinds, (*on_the_way, kind)).items():
            through = speed * Fraction(worth)
            found[reached] = min(found.get(reached, through), through)
    return found
