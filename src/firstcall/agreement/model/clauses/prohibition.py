"""A ban in its own right: what may not be done, and what is excepted. It is nobody's privilege, and never frees."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from firstcall.agreement.model.basis import kind_of
from firstcall.agreement.model.definitions import Ids
from firstcall.agreement.model.scope import ClauseBase, Scope
from firstcall.said import Said, Unreadable, sentence

TechnologyAct = Literal["use", "license"]
PartyAct = Literal["assign", "change_of_control", "hire"]
"""What a party does beside capacity and technology: assign the agreement, change who controls it, hire people."""
ProhibitedAct = Literal["sign", "run", "use", "license", "assign", "change_of_control", "hire"]
"""Of capacity, of technology, and of a party, in one list, so that a slip in one is told once."""
TECHNOLOGY_ACTS: tuple[TechnologyAct, ...] = get_args(TechnologyAct)
PARTY_ACTS: tuple[PartyAct, ...] = get_args(PartyAct)


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str | dict | Scope) else value


class ExceptsNothing(Said):
    says = sentence("prohibition.excepts-nothing", "an exception that names nothing excepts everything: {given}")
    given: Said


class NameWhatIsExcepted(Said):
    says = sentence("prohibition.name-what-is-excepted", "name what is excepted, or leave `except` out")


class AgeIsNotExcepted(Said):
    says = sentence("prohibition.age-is-not-excepted", "an exception cannot name `age`")


class PutAgeIntoScope(Said):
    says = sentence("prohibition.put-age-into-scope", "put it into the scope of the clause")


class Excepted(Scope):
    """What a prohibition does not reach: the keys of a scope, kinds of technology, products, or to whom."""

    ip: Ids | None = None
    """Kinds of technology, for use and licence."""
    products: Ids | None = None
    """Products, for use and licence."""
    to: Ids | None = None
    """To whom it may be licensed or assigned, who may take control, or whose people may be hired."""

    @model_validator(mode="after")
    def _names_something(self) -> "Excepted":
        if self.age is not None:
            raise Unreadable(AgeIsNotExcepted(), PutAgeIntoScope())
        named = (self.workloads, self.customers, self.providers, self.mode, self.ip, self.products, self.to)
        if not self.dimensions and all(values is None for values in named):
            raise Unreadable(ExceptsNothing(given=kind_of({})), NameWhatIsExcepted())
        return self


class Prohibition(ClauseBase):
    """Acts in its scope are forbidden, or need a consent where a consent clause lifts it."""

    type: Literal["prohibition"]
    acts: Annotated[tuple[ProhibitedAct, ...], BeforeValidator(_listed)] = Field(min_length=1)
    """What may not be done: sign or run capacity, use or license technology, assign, change control, hire."""
    binds: Ids = ()
    """The parties that it binds; every party when left out."""
    ip: Ids | None = None
    """For use and licence, the kinds of technology; all of them when left out."""
    products: Ids | None = None
    """For use and licence, the products; all of them when left out."""
    to: Ids | None = None
    """To whom it may not be licensed or assigned, who may not take control, whose people may not be hired; anybody."""
    except_: Annotated[
        tuple[Excepted, ...], BeforeValidator(_listed, json_schema_input_type=Excepted | tuple[Excepted, ...])
    ] = Field(default=(), alias="except")
    """What is excepted: each line by itself is not forbidden."""

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Return its scope, and that of each exception."""
        return (self.scope, *self.except_)

    def forbids(self, act: ProhibitedAct, by: str) -> bool:
        """Say whether it forbids an act to a party, of whatever it speaks of."""
        return act in self.acts and (not self.binds or by in self.binds)

    def reaches_use(self, ip: str, product: str, to: str | None) -> bool:
        """Say whether it reaches a kind of technology in a product, for somebody, and no exception does."""
        named = self.ip is None or ip in self.ip
        meant = named and (self.products is None or product in self.products) and (self.to is None or to in self.to)
        return meant and not any(_lets(one, ip, product, to) for one in self.except_)

    def reaches_party(self, to: str | None) -> bool:
        """Say whether it reaches an act towards somebody, and no exception does."""
        return (self.to is None or to in self.to) and not any(
            one.to is not None and to in one.to for one in self.except_
        )


def _lets(one: Excepted, ip: str, product: str, to: str | None) -> bool:
    given = one.model_fields_set & {"ip", "products", "to"}
    return bool(given) and (
        (one.ip is None or ip in one.ip)
        and (one.products is None or product in one.products)
        and (one.to is None or to in one.to)
    )
