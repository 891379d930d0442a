"""Determinations: a milestone such as AGI, who declares it, who verifies it, and its test."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from firstcall.agreement.model.basis import ASSUMED, Basis, Id, Text, Written
from firstcall.agreement.model.exact import Exact
from firstcall.said import Said, Unreadable, sentence

IsoCurrency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
DeterminationState = Literal["declared", "verified", "determined"]
"""declared; verified; or determined: declared, and verified too wherever somebody verifies."""


class AmountOfMoney(Written):
    """An exact amount of money."""

    amount: Exact
    """An exact number."""
    currency: IsoCurrency
    """ISO 4217."""


class OneBound(Said):
    says = sentence("agreement.one-bound", "a measure has one bound")


class KeepOneBound(Said):
    says = sentence("agreement.keep-one-bound", "keep more_than or at_least")


class MeasuresAllOrAny(Said):
    says = sentence("agreement.measures-all-or-any", "a test lists measures under `all` or under `any`")


class GiveOneOfTwo(Said):
    says = sentence("agreement.give-one-of-two", "give one of the two")


class Measure(Written):
    """One thing a test asks: a capability, or realised figures; with an amount, or in words alone."""

    measure: Literal["capability", "realised"]
    """Whether being able to reach it is enough, or it must have been realised."""
    of: Id
    """What is measured, such as profit."""
    more_than: AmountOfMoney | None = None
    at_least: AmountOfMoney | None = None
    says: Text | None = None
    """The measure in words."""

    @model_validator(mode="after")
    def _one_bound(self) -> "Measure":
        if self.more_than is not None and self.at_least is not None:
            raise Unreadable(OneBound(), KeepOneBound())
        return self

    @property
    def bound(self) -> AmountOfMoney | None:
        """The amount to be reached; None for a measure in words."""
        return self.more_than or self.at_least

    def met_by(self, figure: Decimal, currency: str) -> bool:
        """Say whether a stated figure meets the measure; more_than is not met by the amount itself.

        >>> m = Measure.model_validate({"measure": "capability", "of": "profit",
        ...     "more_than": {"amount": "100", "currency": "USD"}})
        >>> m.met_by(Decimal(100), "USD"), m.met_by(Decimal("100.01"), "USD")
        (False, True)
        """
        bound = self.bound
        if bound is None:
            return True
        if currency != bound.currency:
            return False
        return figure > bound.amount if self.more_than is not None else figure >= bound.amount


class Test(Written):
    """What has to hold for a determination: every measure, or any."""

    __test__ = False  # this is no test case

    all: tuple[Measure, ...] = ()
    any: tuple[Measure, ...] = ()

    @model_validator(mode="after")
    def _all_or_any(self) -> "Test":
        if bool(self.all) == bool(self.any):
            raise Unreadable(MeasuresAllOrAny(), GiveOneOfTwo())
        return self

    def met_by(self, figure: Decimal, currency: str, of: str | None) -> bool:
        """Say whether a stated figure, of a measure if it names one, leaves the test standing."""
        asked = [
            item.met_by(figure, currency)
            for item in (*self.all, *self.any)
            if item.bound is not None and of in (None, item.of)
        ]
        if not asked:
            return True
        return all(asked) if self.all else any(asked)


class Determination(Written):
    """A milestone that clauses may turn on."""

    declared_by: Id
    """Who declares that it is reached."""
    verified_by: Id | None = None
    """Who verifies a declaration; nobody where the declaration itself decides."""
    test: Test | None = None
    says: Text | None = None
    """The milestone in plain words."""
    basis: Basis = ASSUMED
