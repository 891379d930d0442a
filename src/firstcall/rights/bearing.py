"""Which points of construction bear on a question: those that change a clause which may hold it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from firstcall.agreement.clauses import (
    Approval,
    Commitment,
    Consent,
    Delivery,
    Escape,
    Exclusivity,
    FirstRefusal,
    Licence,
    Priority,
    RevenueShare,
    Term,
)
from firstcall.agreement.construe import construe
from firstcall.agreement.definitions import OTHER, Mode
from firstcall.agreement.readings import Reading
from firstcall.agreement.terms import InForce, Terms, terms, versions
from firstcall.record.position import Position
from firstcall.rights.licensing import AskedLicence, AskedUse
from firstcall.rights.question import Asked

AnyQuestion = Asked | AskedUse | AskedLicence
Pair = tuple[InForce, InForce, Terms, Terms]
"""A clause as the file has it and as an alternative reads it, each with its text."""


def bears_on(point: Reading, asked: AnyQuestion, here: Position) -> bool:
    """Say whether a point may change the answer to a question.

    A point that bears on nothing that is asked is left at its base: it would double the work and
    bring the same answer. Where it may bear, it counts, even if the answers then come out the same.

    Args:
      point: the point.
      asked: the question.
      here: the text as the file has it, and the record, at the question's instant.
    """
    for pair in _differing(point, here.terms(), here):
        if _may_hold(pair, asked, here):
            return True
    whole = isinstance(asked, Asked) and _from_before(asked)
    for version in versions(here.agreement, here.known_at):
        if version.effective < here.at:
            for pair in _differing(point, terms(here.agreement, version.effective, here.known_at), here):
                consent = isinstance(pair[0].clause, Consent) and isinstance(asked, Asked)
                if consent or (whole and _may_hold(pair, asked, here)):
                    return True
    return False


def _from_before(asked: Asked) -> bool:
    """Say whether what is asked about may have been noticed or signed under an earlier text."""
    return bool(asked.offer or asked.contract or asked.signed or asked.capacity == "existing")


def _differing(point: Reading, text: Terms, here: Position) -> Iterator[Pair]:
    """Return the clauses of a text that some alternative of a point changes."""
    key = ("differing", point.id)
    if key not in text.memo:
        text.memo[key] = tuple(_compared(point, text, here)) if text.version is not None else ()
    found: Iterator[Pair] = text.memo[key]
    return found


def _compared(point: Reading, text: Terms, here: Position) -> Iterator[Pair]:
    assert text.version is not None
    for name in point.alternatives:
        if name != point.base:
            read = terms(construe(here.agreement, {point.id: name}), text.version.effective, here.known_at)
            for clause_id in point.touches():
                if clause_id in text.by_id and text.by_id[clause_id].clause != read.by_id[clause_id].clause:
                    yield text.by_id[clause_id], read.by_id[clause_id], text, read


def _may_hold(pair: Pair, asked: AnyQuestion, here: Position) -> bool:
    """Say whether a clause, read either way, can hold a question."""
    one, other, text, read = pair
    clause = one.clause
    match clause:
        case Term():
            over = {(here.at >= ends if ends is not None else False) for ends in (text.ends, read.ends)}
            return len(over) > 1 or (True in over and text.survives != read.survives)
        case Licence() | Escape():
            return not isinstance(asked, Asked)
        case Consent():
            return isinstance(asked, Asked)
        case RevenueShare() | Commitment():
            return False
        case Exclusivity() | FirstRefusal() | Delivery() | Approval() | Priority():
            return isinstance(asked, Asked) and (_in_scope(one, asked, text) or _in_scope(other, asked, read))
        case _:
            assert_never(clause)


def _in_scope(held: InForce, asked: Asked, text: Terms) -> bool:
    scope = held.clause.scope
    customer = asked.customer or "general"
    mode = _mode(asked, text)
    place = asked.provider if asked.provider in text.providers else OTHER
    now = asked.contract is None and asked.signed is None and asked.capacity != "existing"
    return (
        (scope.workloads is None or bool(set(scope.workloads) & set(asked.workloads)))
        and (scope.customers is None or customer in scope.customers or "general" not in text.definitions.customers)
        and (scope.providers is None or asked.provider is None or place in scope.providers)
        and (scope.mode is None or mode == "any" or mode in scope.mode)
        and not (now and scope.age == "existing")
        and all(asked.dimensions.get(name) in (None, *values) for name, values in scope.dimensions.items())
    )


def _mode(asked: Asked, text: Terms) -> Mode | Literal["any"]:
    """Return the mode of what is asked about; any where an offer or a contract says it."""
    if asked.offer or asked.contract:
        return "any"
    if asked.capacity == "own_build" or asked.capacity == "built_for_grantor":
        return asked.capacity  # type: ignore[return-value]
    return text.mode_at(asked.provider or "")
