"""A prohibition checked: what it names fits the acts that it forbids, and who is bound can act."""

from __future__ import annotations

from firstcall.agreement.model.clauses.prohibition import PARTY_ACTS, TECHNOLOGY_ACTS, ProhibitedAct, Prohibition
from firstcall.agreement.model.definitions import CAPACITY_ACTS
from firstcall.agreement.model.scope import Scope
from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import Terms
from firstcall.said import Said, sentence


class FitsNoAct(Said):
    says = sentence("prohibition.fits-no-act", "{field} says nothing of {acts}")
    field: str
    acts: tuple[ProhibitedAct, ...]


class AddActOrLeaveOut(Said):
    says = sentence("prohibition.add-act-or-leave-out", "leave it out, or add one of {acts} to `acts`")
    acts: tuple[ProhibitedAct, ...]


class GrantorNotBound(Said):
    says = sentence(
        "prohibition.grantor-not-bound", "only {grantor} signs and runs capacity, and `binds` leaves it out"
    )
    grantor: str


class AddGrantor(Said):
    says = sentence("prohibition.add-grantor", "add {grantor}, or leave `binds` out")
    grantor: str


_FIELDS: dict[str, tuple[ProhibitedAct, ...]] = {
    "ip": TECHNOLOGY_ACTS,
    "products": TECHNOLOGY_ACTS,
    "to": (*TECHNOLOGY_ACTS, *PARTY_ACTS),
}


def check_prohibition(clause: Prohibition, path: Path, terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each field that fits none of the acts, and for a ban on capacity that binds nobody."""
    capacity = set(CAPACITY_ACTS) & set(clause.acts)
    if not capacity and clause.scope != Scope():
        _told((*path, "scope"), "scope", CAPACITY_ACTS, clause, problems)
    for place, thing in (((), clause), *((("except", n), one) for n, one in enumerate(clause.except_))):
        for field, acts in _FIELDS.items():
            if getattr(thing, field) is not None and not set(acts) & set(clause.acts):
                _told((*path, *place, field), field, acts, clause, problems)
    for index, one in enumerate(clause.except_):
        for key in ("workloads", "customers", "providers", "mode", "dimensions"):
            if not capacity and getattr(one, key):
                _told((*path, "except", index), key, CAPACITY_ACTS, clause, problems)
        problems.names((*path, "except", index, "providers"), one.providers, terms.provider_names(), "provider")
    grantors = [name for name, party in terms.parties.items() if party.role == "grantor"]
    if capacity and clause.binds and grantors and grantors[0] not in clause.binds:
        problems.add((*path, "binds"), GrantorNotBound(grantor=grantors[0]), AddGrantor(grantor=grantors[0]))


def _told(path: Path, field: str, acts: tuple[ProhibitedAct, ...], clause: Prohibition, problems: ProblemList) -> None:
    problems.add(path, FitsNoAct(field=field, acts=clause.acts), AddActOrLeaveOut(acts=acts))
