"""What may be done on a day, in words: the table of answers gathered into a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from firstcall.agreement.model.clauses.kinds import Consent, FirstRefusal
from firstcall.agreement.model.definitions import OTHER
from firstcall.agreement.terms import InForce, Terms
from firstcall.rights.decision import FREE, OUTCOMES, Outcome
from firstcall.rights.table.verdicts import Verdict
from firstcall.said import AllOf, AnyOf, Said, plural, sentence

AnswerTable = tuple[tuple[str, tuple[tuple[str, Verdict], ...]], ...]
"""Workload -> provider -> the answer for capacity to be signed."""
_SHOWN = 3
"""How many groups of workloads are told before they are only counted."""
_Way = tuple[Outcome, tuple[str, ...]]
"""An answer, `permitted` standing for both that are free, and whom it asks first."""


class Anywhere(Said):
    says = sentence("glance.anywhere", "anywhere")


class AnywhereElse(Said):
    says = sentence("glance.anywhere-else", "anywhere else")


class AtPlaces(Said):
    says = sentence("glance.at-places", "at {places}")
    places: Annotated[tuple[str, ...], AnyOf]


class MaySign(Said):
    says = sentence("glance.may-sign", "may be signed {where}")
    where: Said


class OfferedFirst(Said):
    says = sentence("glance.offered-first", "first to be offered to {whom} {where}")
    whom: Annotated[tuple[str, ...], AllOf]
    where: Said


class ConsentFirst(Said):
    says = sentence("glance.consent-first", "only with the consent of {whom} {where}")
    whom: Annotated[tuple[str, ...], AnyOf]
    where: Said


class SomeConsentFirst(Said):
    says = sentence("glance.some-consent-first", "only with a consent {where}")
    where: Said


class MayNotSign(Said):
    says = sentence("glance.may-not-sign", "may not be signed {where}")
    where: Said


class MayNotSignAnywhere(Said):
    says = sentence("glance.may-not-sign-anywhere", "may not be signed anywhere")


class MayNotSignElsewhere(Said):
    says = sentence("glance.may-not-sign-elsewhere", "may not be signed anywhere else")


class WorkloadsMay(Said):
    says = sentence("glance.workloads-may", "{workloads}: {ways}")
    workloads: Annotated[tuple[str, ...], AllOf]
    ways: tuple[Said, ...]


class AnyWorkloadMay(Said):
    says = sentence("glance.any-workload-may", "any workload: {ways}")
    ways: tuple[Said, ...]


class MoreWorkloads(Said):
    says = plural("glance.more-workloads", "{n} workload more: see May we?", "{n} workloads more: see May we?")
    n: int


class NothingAsked(Said):
    says = sentence("glance.no-workloads", "the text names no kind of work that could be asked about")


class NoTextYet(Said):
    says = sentence("glance.no-text-yet", "the agreement has not taken effect on this day")


def may_be_done(table: AnswerTable, text: Terms, speaking: Iterable[InForce]) -> tuple[Said, ...]:
    """Return what may be signed where, workloads with the same answers everywhere told together.

    Args:
      table: the answers of the day for capacity to be signed, the stricter of signing and running.
      text: the terms of the day, which name providers and parties.
      speaking: the clauses that speak on the day.
    """
    if text.version is None:
        return (NoTextYet(),)
    clauses = {held.clause.id: held for held in speaking}
    grouped: dict[tuple[tuple[str, _Way], ...], list[str]] = {}
    for workload, answers in table:
        row = tuple((provider, _way(verdict, clauses, text)) for provider, verdict in answers)
        grouped.setdefault(row, []).append(workload)
    if not grouped:
        return (NothingAsked(),)
    told = [(tuple(names), tuple(_ways(row, text))) for row, names in grouped.items()]
    if len(told) == 1:
        return (AnyWorkloadMay(ways=told[0][1]),)
    more = sum(len(names) for names, _ in told[_SHOWN:])
    shown = tuple(
        WorkloadsMay(workloads=text.words_called("workloads", names), ways=ways) for names, ways in told[:_SHOWN]
    )
    return (*shown, MoreWorkloads(n=more)) if more else shown


def _way(verdict: Verdict, clauses: Mapping[str, InForce], text: Terms) -> _Way:
    """Return an answer with whom it asks first, by the clauses that decide it."""
    if verdict.outcome in FREE:
        return "permitted", ()
    deciding = [reference.partition("@")[0] for reference in verdict.deciding]
    whom: dict[str, None] = {}
    for held in clauses.values():
        clause = held.clause
        if verdict.outcome == "offer-first" and isinstance(clause, FirstRefusal) and clause.id in deciding:
            whom |= dict.fromkeys(clause.holders)
        if verdict.outcome == "consent-first" and isinstance(clause, Consent) and {*clause.lifts} & {*deciding}:
            whom[clause.by] = None
    return verdict.outcome, tuple(text.parties[name].name if name in text.parties else name for name in whom)


def _ways(row: tuple[tuple[str, _Way], ...], text: Terms) -> Iterator[Said]:
    """Yield what holds where, the freest first; what also holds at providers not listed is told last, as elsewhere."""
    places: dict[_Way, list[str]] = {}
    for provider, way in row:
        places.setdefault(way, []).append(provider)
    ordered = sorted(places, key=lambda way: (OTHER in places[way], OUTCOMES.index(way[0])))
    for way in ordered:
        where: Said = AtPlaces(places=tuple(text.provider_called(name) for name in places[way]))
        if OTHER in places[way]:
            where = Anywhere() if len(ordered) == 1 else AnywhereElse()
        yield _told(way, where)


def _not_at(where: Said) -> Said:
    """Return that it may not be signed there: of everywhere some languages say otherwise than what is denied."""
    match where:
        case Anywhere():
            return MayNotSignAnywhere()
        case AnywhereElse():
            return MayNotSignElsewhere()
        case _:
            return MayNotSign(where=where)


def _told(way: _Way, where: Said) -> Said:
    outcome, whom = way
    match outcome:
        case "offer-first":
            return OfferedFirst(whom=whom, where=where)
        case "consent-first":
            return ConsentFirst(whom=whom, where=where) if whom else SomeConsentFirst(where=where)
        case "forbidden":
            return _not_at(where)
        case _:
            return MaySign(where=where)
