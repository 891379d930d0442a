"""What a clause names, and in which of its fields: parties, other clauses, words, time zones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

from firstcall.agreement.check.first_refusal import refusal_parties
from firstcall.agreement.model.clauses.kinds import (
    Approval,
    Clause,
    Consent,
    DatedDuty,
    Delivery,
    Exclusivity,
    FirstRefusal,
    Option,
    Payment,
    PricePromise,
    Prohibition,
    Term,
)
from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.technology import Escape, Licence, Priority
from firstcall.agreement.model.definitions import Definitions
from firstcall.agreement.model.event_dates import EXERCISE, SIGNING, EventDate, UntilDetermination, hung_dates
from firstcall.agreement.read.problem_facts import Named, ValueOfDimension
from firstcall.agreement.read.text import Path

_TECHNOLOGY: Named = "kind of technology"


def named_parties(clause: Clause) -> Iterator[tuple[Path, str]]:
    """Yield each party that a clause names, with the field that names it.

    >>> clause = Consent(id="blessing", type="consent", by="microsoft", lifts=("exclusive",))
    >>> list(named_parties(clause))
    [(('by',), 'microsoft')]
    """
    match clause:
        case Exclusivity() | Priority():
            yield ("holder",), clause.holder
        case Consent() | Approval():
            yield ("by",), clause.by
        case FirstRefusal() | Delivery():
            yield from refusal_parties(clause)
        case RevenueShare() | Commitment() | Payment():
            yield from (((field,), party) for field, party in clause.parties_named)
        case Licence():
            yield ("licensor",), clause.licensor
            yield ("licensee",), clause.licensee
        case DatedDuty():
            yield ("by",), clause.by
            if clause.to is not None:
                yield ("to",), clause.to
        case PricePromise():
            yield ("by",), clause.by
            yield ("to",), clause.to
        case Prohibition():
            yield from ((("binds",), party) for party in clause.binds)
        case Option():
            yield from ((("by",), party) for party in clause.by)
            if clause.notice.to is not None:
                yield ("notice", "to"), clause.notice.to
        case Term() | Escape():
            pass
        case _:
            assert_never(clause)


def named_clauses(clause: Clause) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the lists of clauses that a clause names, each with its field.

    >>> clause = Consent(id="blessing", type="consent", by="microsoft", lifts=("exclusive",))
    >>> dict(named_clauses(clause))["lifts"]
    ('exclusive',)
    """
    yield "notwithstanding", clause.notwithstanding
    yield "subject_to", clause.subject_to
    match clause:
        case Consent():
            yield "lifts", clause.lifts
        case Delivery():
            yield "of", clause.of
        case DatedDuty():
            yield "remedies", clause.remedies
        case Term():
            yield "survives", clause.survives
        case Escape():
            yield "licences", clause.licences
        case Option():
            yield "of", clause.of
            yield "fee", clause.fee
        case Exclusivity() | FirstRefusal() | Approval() | RevenueShare() | Commitment() | Licence() | Priority():
            pass
        case Prohibition() | Payment() | PricePromise():
            pass
        case _:
            assert_never(clause)


def named_words(
    clause: Clause, words: Definitions
) -> Iterator[tuple[Path, Collection[str] | None, Collection[str], Named]]:
    """Yield the defined words that a clause names: the field, the words, those that are defined, what they are.

    >>> clause = Consent(id="blessing", type="consent", by="microsoft", lifts=("exclusive",))
    >>> [field for field, *_ in named_words(clause, Definitions(workloads=("training",)))]
    [('scope', 'workloads'), ('scope', 'customers')]
    """
    yield ("scope", "workloads"), clause.scope.workloads, words.workloads, "workload"
    yield ("scope", "customers"), clause.scope.customers, words.customers, "customer"
    for dimension, values in clause.scope.dimensions.items():
        yield (
            ("scope", dimension),
            values,
            words.dimensions.get(dimension, values),
            ValueOfDimension(dimension=dimension),
        )
    if isinstance(clause, Approval) and clause.primarily is not None:
        yield ("primarily", "workloads"), clause.primarily.workloads, words.workloads, "workload"
    if isinstance(clause, Licence):
        yield ("ip",), clause.ip, words.ip, _TECHNOLOGY
        yield ("products",), clause.products, words.products, "product"
    if isinstance(clause, Prohibition):
        yield from _prohibited_words(clause, words)
    if isinstance(clause, Escape):
        yield ("determination",), (clause.determination,), words.determinations, "determination"
    if isinstance(clause, Option) and (cause := clause.cause) is not None:
        yield ("terminate", "cause", "event"), (cause.event,), words.events, "event"
        if cause.cured_by is not None:
            yield ("terminate", "cause", "cured_by"), (cause.cured_by,), words.events, "event"
    for path, day in hung_dates(clause):
        if isinstance(day, UntilDetermination):
            yield (*path, "determination"), (day.determination,), words.determinations, "determination"
        if isinstance(day, EventDate):
            yield (*path, "event"), (day.event,), (*words.events, SIGNING, EXERCISE), "event"


def _prohibited_words(
    clause: Prohibition, words: Definitions
) -> Iterator[tuple[Path, Collection[str] | None, Collection[str], Named]]:
    yield ("ip",), clause.ip, words.ip, _TECHNOLOGY
    yield ("products",), clause.products, words.products, "product"
    for index, one in enumerate(clause.except_):
        yield ("except", index, "workloads"), one.workloads, words.workloads, "workload"
        yield ("except", index, "customers"), one.customers, words.customers, "customer"
        yield ("except", index, "ip"), one.ip, words.ip, _TECHNOLOGY
        yield ("except", index, "products"), one.products, words.products, "product"
        for dimension, values in one.dimensions.items():
            known = words.dimensions.get(dimension, ())
            yield ("except", index, dimension), values, known, ValueOfDimension(dimension=dimension)


def named_zones(clause: Clause) -> Iterator[tuple[Path, str]]:
    """Yield each time zone that a clause names, with the field that names it.

    >>> list(named_zones(Term.model_validate({"id": "t", "type": "term", "until": "2030-12-31"})))
    []
    """
    match clause:
        case FirstRefusal():
            if clause.window.timezone is not None:
                yield ("window", "timezone"), clause.window.timezone
        case RevenueShare() | Commitment():
            if clause.base is not None and clause.base.zone is not None:
                yield ("base", "zone"), clause.base.zone
        case Option():
            if clause.notice.timezone is not None:
                yield ("notice", "timezone"), clause.notice.timezone
        case Exclusivity() | Consent() | Delivery() | Approval() | Term() | Licence() | Escape() | Priority():
            pass
        case Prohibition() | Payment() | DatedDuty() | PricePromise():
            pass
        case _:
            assert_never(clause)
