"""What a clause speaks of, as sets over closed axes; and what every clause has, whatever its kind."""

from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from firstcall.agreement.model.basis import ASSUMED, Basis, Id, Text, Written
from firstcall.agreement.model.definitions import SCOPE_KEYS, Age, Ids, Mode
from firstcall.agreement.model.event_dates import Since, Until
from firstcall.said import Said, Unreadable, sentence


def _modes(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class EmptyScope(Said):
    says = sentence("scope.empty", "scope.{key} is empty, so the clause speaks of nothing")
    key: str


class LeaveKeyOut(Said):
    says = sentence("scope.leave-key-out", "leave the key out for all")


class Scope(Written):
    """The subjects of a clause; a key left out means all of its values.

    Keys other than the five fixed ones name a declared dimension: `region: [us]`.
    """

    workloads: Ids | None = None
    """What the capacity is used for."""
    customers: Ids | None = None
    """For whom it runs."""
    providers: Ids | None = None
    """Whose capacity it is; `other` for any that is not listed."""
    mode: Annotated[tuple[Mode, ...] | None, BeforeValidator(_modes)] = None
    """How it comes: from a holder, from a third party, built by the grantor, or built for it."""
    age: Age | None = None
    """existing or new: capacity signed before, or from, the clause's own `since`."""
    dimensions: dict[str, Ids] = {}
    """Answers to the dimensions that the agreement declares."""

    @model_validator(mode="before")
    @classmethod
    def _dimensions_stand_beside(cls, value: Any) -> Any:
        """Gather the keys that name dimensions; whether they are declared is checked per version."""
        if not isinstance(value, dict):
            return value
        own = cls.model_fields.keys() - {"dimensions"}
        fixed = {key: item for key, item in value.items() if key in own}
        beside = {key: item for key, item in value.items() if key not in own and key != "dimensions"}
        named = {key: item for key, item in beside.items() if not str(key).startswith("x-")}
        given = value.get("dimensions", {})
        return fixed | {"dimensions": {**given, **named} if isinstance(given, dict) else given}

    @model_validator(mode="after")
    def _no_key_is_empty(self) -> "Scope":
        for key in SCOPE_KEYS:
            if getattr(self, key) == ():
                raise Unreadable(EmptyScope(key=key), LeaveKeyOut())
        for key, values in self.dimensions.items():
            if not values:
                raise Unreadable(EmptyScope(key=key), LeaveKeyOut())
        return self


class ClauseBase(Written):
    """What every clause has: an id that stays its own through amendments, a scope, an order, a basis."""

    id: Id
    """Its own through every amendment."""
    says: Text | None = None
    """The clause in plain words."""
    scope: Scope = Scope()
    since: Since | None = None
    """When the clause begins to speak: a day, or a rule that brings one. A day also parts old capacity from new."""
    until: Until | None = None
    """The last day on which the clause speaks, or the determination, event or rule that ends it."""
    notwithstanding: Ids = ()
    """Clauses that this one goes before."""
    subject_to: Ids = ()
    """Clauses that go before this one."""
    basis: Basis = ASSUMED

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Return every scope that it draws: its own, and those of its exceptions where it has any."""
        return (self.scope,)
