"""What a prohibition reaches, what it excepts, and why it bars: its own words, and nobody's privilege."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from firstcall.agreement.model.clauses.prohibition import Excepted, ProhibitedAct, Prohibition
from firstcall.agreement.model.definitions import SCOPE_KEYS, Mode
from firstcall.said import AnyOf, Quoted, Said, Semicolons, sentence


class IsProhibited(Said):
    says = sentence("prohibition.is-prohibited", "{act} is prohibited")
    act: ProhibitedAct


class IsProhibitedBut(Said):
    says = sentence("prohibition.is-prohibited-but", "{act} is prohibited except for {excepted}")
    act: ProhibitedAct
    excepted: Annotated[tuple[str, ...], Semicolons]


class InWords(Said):
    says = sentence("prohibition.in-words", "{why}: {words}")
    why: Said
    words: Annotated[str, Quoted]


class UnlessConsent(Said):
    says = sentence("prohibition.unless-consent", "{why}, unless {who} consents; no consent covers this")
    why: Said
    who: Annotated[tuple[str, ...], AnyOf]


class IsExcepted(Said):
    says = sentence("prohibition.is-excepted", "excepted: {excepted}")
    excepted: str


def why_banned(clause: Prohibition, act: ProhibitedAct, who: tuple[str, ...] = ()) -> Said:
    """Return why a prohibition bars an act, in its author's words if there are any.

    Args:
      clause: the prohibition.
      act: what would be done.
      who: the parties that could lift it by consent; none where nobody can.
    """
    excepted = tuple(excepted_words(one) for one in clause.except_)
    why: Said = IsProhibitedBut(act=act, excepted=excepted) if excepted else IsProhibited(act=act)
    if clause.says is not None:
        why = InWords(why=why, words=clause.says)
    return UnlessConsent(why=why, who=who) if who else why


def excepted_words(one: Excepted) -> str:
    """Return an exception by its keys and values, as the file has them."""
    named = {key: getattr(one, key) for key in (*SCOPE_KEYS, "ip", "products", "to") if getattr(one, key)}
    return ", ".join(" ".join((key, ", ".join(values))) for key, values in (named | one.dimensions).items())


def lets_capacity(
    clause: Prohibition, workload: str, customer: str, place: str, mode: Mode, cell: Mapping[str, str]
) -> Excepted | None:
    """Return the exception that takes capacity out of a prohibition; None where none does.

    Args:
      clause: the prohibition.
      workload: what runs.
      customer: for whom.
      place: the provider, as the agreement lists it.
      mode: how the capacity comes.
      cell: values of the declared dimensions; one that is not known is excepted by nothing.
    """
    for one in clause.except_:
        keys = ((one.workloads, workload), (one.customers, customer), (one.providers, place), (one.mode, mode))
        named = any(values is not None for values, _ in keys) or bool(one.dimensions)
        placed = all(cell.get(name) in values for name, values in one.dimensions.items())
        if named and placed and all(values is None or value in values for values, value in keys):
            return one
    return None
