"""Affiliates checked: a company of a party's group is no party itself, and is listed once."""

from __future__ import annotations

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


class ListAffiliateOnce(Said):
    says = sentence("party.list-affiliate-once", "list it once, with one basis")


def check_affiliates(terms: Terms, problems: ProblemList) -> None:
    """Keep a problem for each affiliate that is a party of the text, or that one party lists twice."""
    for name, party in terms.parties.items():
        seen = set[str]()
        for index, one in enumerate(party.affiliates):
            path = (*_written_at(terms, name), "affiliates", index, "name")
            if one.name in terms.parties:
                problems.add(path, AffiliateIsParty(name=one.name), LeaveAffiliateOut())
            if one.name in seen:
                problems.add(path, AffiliateTwice(party=name, name=one.name), ListAffiliateOnce())
            seen.add(one.name)


def _written_at(terms: Terms, name: str) -> Path:
    """Return where the entry of a party that holds in a text was written."""
    for index, change in enumerate(terms.agreement.amendments):
        if change.redefine.parties.get(name) is terms.parties[name]:
            return ("amendments", index, "redefine", "parties", name)
    return ("parties", name)
