"""The words an agreement uses: parties, providers, and the closed lists that scopes may name."""

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from firstcall.agreement.model.basis import ASSUMED, Basis, Id, Text, TrueOrFalse, Written
from firstcall.agreement.model.determinations import Determination
from firstcall.said import Said, sentence

Mode = Literal["holder", "third_party", "own_build", "built_for_grantor"]
Age = Literal["existing", "new"]
CapacityAct = Literal["sign", "run"]
MODES: tuple[Mode, ...] = get_args(Mode)
CAPACITY_ACTS: tuple[CapacityAct, ...] = get_args(CapacityAct)

OTHER = "other"
"""Any provider that the agreement does not list."""
THIRD_PARTY = "third_party"


def _ids(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Ids = Annotated[tuple[Id, ...], BeforeValidator(_ids)]


class ElectronicMail(Said):
    says = sentence("packet.electronic-mail", "electronic mail")


class Notices(Written):
    """Where a party takes notices, and how they are to be sent."""

    to: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Addresses of electronic mail, or names."""
    method: Text = str(ElectronicMail())
    """How a notice is to be sent."""
    address: Text | None = None
    """Where to: a mailbox, or a street."""


class Affiliate(Written):
    """A company of a party's group; it counts as the licensee where a licence to the party says so."""

    name: Id
    """How questions name it."""
    basis: Basis = ASSUMED
    """Who says that it belongs to the group."""
    asked: TrueOrFalse = False
    """Whether it is asked with the party, where the party must be asked about capacity."""


class Successor(Written):
    """A company that took a party's place, by merger or assignment; asked with the party from that version on."""

    name: Id
    """How answers name it."""
    basis: Basis = ASSUMED
    """Who says that it took the party's place."""


class Party(Written):
    """A party and its part: the grantor buys capacity, a holder has rights over where."""

    name: Text
    """The name that pages print."""
    role: Literal["grantor", "holder", "other"]
    """The grantor buys capacity; a holder has rights over where; other is anyone else bound."""
    timezone: Text | None = None
    """Where notices to this party are received; the agreement's zone when left out."""
    notices: Notices | None = None
    affiliates: tuple[Affiliate, ...] = ()
    """Companies of its group, which are no parties themselves."""
    successors: tuple[Successor, ...] = ()
    """Companies that took its place, which are no parties themselves."""

    def affiliate(self, name: str) -> Affiliate | None:
        """Return the company of the party's group with a name; None where none is listed."""
        return next((one for one in self.affiliates if one.name == name), None)

    def successor(self, name: str) -> Successor | None:
        """Return the company that took the party's place under a name; None where none is listed."""
        return next((one for one in self.successors if one.name == name), None)


class Provider(Written):
    """Somebody who operates capacity: a party, or a third party."""

    operator: Id = THIRD_PARTY
    """The party that operates it, or third_party."""
    name: Text | None = None
    """The name that pages print."""


class Definitions(Written):
    """The closed lists of the agreement."""

    workloads: Ids = Field(min_length=1)
    """What capacity can be used for."""
    customers: Ids = ("general",)
    """For whom it can run."""
    products: Ids = ()
    """What technology can be used in."""
    ip: Ids = ()
    """Kinds of technology that can be licensed."""
    dimensions: dict[Id, Ids] = {}
    """Further questions that scopes may turn on, each with its closed list of answers."""
    determinations: dict[Id, Determination] = {}
    events: Ids = ()
    """Things that may happen and that dates hang on, such as handover; the record enters them as `occurred`."""
    called: dict[Id, dict[Id, Text]] = {}
    """What people call the words of a list, such as `workloads: {api_stateless: calls without memory}`; for pages."""
    basis: Basis = ASSUMED

    def listed(self) -> dict[str, Ids]:
        """Return each list whose words can be called something: what scopes and licences name, and dimensions."""
        lists = {"workloads": self.workloads, "customers": self.customers, "products": self.products, "ip": self.ip}
        return {**lists, **self.dimensions}


SCOPE_KEYS = ("workloads", "customers", "providers", "mode", "age")


class Redefinition(Written):
    """What an amendment redefines; lists are replaced whole, parties and providers one by one."""

    workloads: Ids | None = None
    """The whole list, as it reads from now on."""
    customers: Ids | None = None
    """The whole list, as it reads from now on."""
    products: Ids | None = None
    """The whole list, as it reads from now on."""
    ip: Ids | None = None
    """The whole list, as it reads from now on."""
    dimensions: dict[Id, Ids] | None = None
    """Every dimension with its whole list, as they read from now on."""
    determinations: dict[Id, Determination] = {}
    """Determinations are replaced one by one."""
    events: Ids | None = None
    """The whole list, as it reads from now on."""
    called: dict[Id, dict[Id, Text]] | None = None
    """All that words are called, as it reads from now on."""
    parties: dict[Id, Party] = {}
    providers: dict[Id, Provider | None] = {}
    """A provider set to null is no longer listed (it reads as `other`)."""
    basis: Basis | None = None
