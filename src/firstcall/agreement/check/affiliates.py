"""Who stands with a party, checked: an affiliate or a successor is no party itself, and is listed once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from firstcall.agreement.read.problems import ProblemList
from firstcall.agreement.read.text import Path
from firstcall.agreement.terms import Terms
from firstcall.said import Quoted, Said, sentence


class AffiliateIsParty(Said):
    says = sentence("party.affiliate-is-party", "the affiliate {name} is itself a party")
    name: Annotated[str, Quoted]


class LeaveAffiliateOut(Said):
    says = sentence("party.leave-affiliate-out", "leave it out; what binds or frees a party names the party")


class AffiliateTwice(Said):
    says = sentence("party.affiliate-twice", "{party} lists the affiliate {name} twice")
    party: str
    name: Annotated[str, Quoted]


class SuccessorIsParty(Said):
    says = sentence("party.successor-is-party", "the successor {name} is itself a party")
    name: Annotated[str, Quoted]


class SuccessorTwice(Said):
    says = sentence("party.successor-twice", "{party} lists the successor {name} twice")
    party: str
    name: Annotated[str, Quoted]


class ListAffiliateOnce(Said):
    says = sentence("party.list-affiliate-once", "list it once, with one basis")


def check_affiliates(terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each affiliate or successor that is a party of the text, or that one party lists twice."""
    for name, party in terms.parties.items():
        where = _written_at(terms, name)
        for place, listed in _repeated(tuple(one.name for one in party.affiliates)):
            problems.add(
                (*where, "affiliates", place, "name"), AffiliateTwice(party=name, name=listed), ListAffiliateOnce()
            )
        for place, listed in _repeated(tuple(one.name for one in party.successors)):
            problems.add(
                (*where, "successors", place, "name"), SuccessorTwice(party=name, name=listed), ListAffiliateOnce()
            )
        for place, one in enumerate(party.affiliates):
            if one.name in terms.parties:
                problems.add(
                    (*where, "affiliates", place, "name"), AffiliateIsParty(name=one.name), LeaveAffiliateOut()
                )
        for place, other in enumerate(party.successors):
            if other.name in terms.parties:
                problems.add(
                    (*where, "successors", place, "name"), SuccessorIsParty(name=other.name), LeaveAffiliateOut()
                )


def _repeated(names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the names that stand before in the same list, each with its place."""
    return ((place, name) for place, name in enumerate(names) if name in names[:place])


def _written_at(terms: Terms, name: str) -> Path:
    """Return where the entry of a party that holds in a text was written."""
    for index, change in enumerate(terms.agreement.amendments):
        if change.redefine.parties.get(name) is terms.parties[name]:
            return ("amendments", index, "redefine", "parties", name)
    return ("parties", name)
