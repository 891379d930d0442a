"""The lines that tell a finding, as facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from firstcall.gaps import Joining, Local
from firstcall.rights.question import CapacityWord
from firstcall.said import AllOf, AnyOf, Grouped, Said, plural, sentence
from firstcall.verification.findings.finding import FindingCode, Severity


class FindingHead(Said):
    says = sentence("findings.head", "{severity}: {kind}")
    severity: Severity
    kind: FindingCode


class FindingPlace(Said):
    says = sentence("findings.place", "{place} {clause}")
    place: str
    clause: str


class FindingGiven(Said):
    says = sentence("findings.given", "where {given}")
    given: Annotated[tuple[Said, ...], AllOf]


class FindingReadAs(Said):
    says = sentence("findings.read-as", "if {point} is read as {alternative}")
    point: str
    alternative: str


class QuestionsHaveIt(Said):
    says = plural("findings.questions", "{n} question has it", "{n} questions have it")
    n: Annotated[int, Grouped]


class QuestionsInSets(Said):
    says = sentence("findings.questions-in-sets", "{questions}, told in the fewest sets that hold them: {sets}")
    questions: Said
    sets: int


class QuestionsInFewSets(Said):
    says = sentence(
        "findings.questions-in-few-sets", "{questions}, told in {sets} sets; at least {at_least} are needed"
    )
    questions: Said
    sets: int
    at_least: int


class AxisIs(Said):
    """A dimension, which an author named, and its words."""

    says = sentence("findings.axis", "{axis} {words}")
    axis: Said | str
    words: Annotated[tuple[str, ...], AnyOf]


class WorkloadsAsked(Said):
    says = sentence("findings.workloads", "workload {words}")
    words: Annotated[tuple[str, ...], AnyOf]


class CustomersAsked(Said):
    says = sentence("findings.customers", "customer {words}")
    words: Annotated[tuple[str, ...], AnyOf]


class ProvidersAsked(Said):
    says = sentence("findings.providers", "provider {words}")
    words: Annotated[tuple[Said | str, ...], AnyOf]


class AnyOtherProvider(Said):
    says = sentence("findings.any-other-provider", "any other")


class CapacityAsked(Said):
    says = sentence("findings.capacity", "capacity {words}")
    words: Annotated[tuple[CapacityWord, ...], AnyOf]


class PartiesAsked(Said):
    says = sentence("findings.parties", "by {words}")
    words: Annotated[tuple[Said | str, ...], AnyOf]


class AnybodyElse(Said):
    says = sentence("findings.anybody-else", "anybody else")


class EarlierModelUsed(Said):
    says = sentence("findings.use-earlier-model", "use of an earlier model")


class LaterModelUsed(Said):
    says = sentence("findings.use-later-model", "use of a later model")


class LicenceToThem(Said):
    says = sentence("findings.license", "a licence to them")


class TechnologyActs(Said):
    says = sentence("findings.technology-acts", "{words}")
    words: Annotated[tuple[Said, ...], AnyOf]


class ProductsAsked(Said):
    says = sentence("findings.products", "product {words}")
    words: Annotated[tuple[str, ...], AnyOf]


class KindsAsked(Said):
    says = sentence("findings.technology", "technology {words}")
    words: Annotated[tuple[str, ...], AnyOf]


class SupposedDetermined(Said):
    says = sentence("findings.determined", "determined: {words}")
    words: Annotated[tuple[Said | str, ...], AnyOf]


class DeterminedAndUsed(Said):
    says = sentence("findings.determined-and-used", "{name} with the escape exercised")
    name: str


class NothingBeyondRecord(Said):
    says = sentence("findings.as-recorded", "nothing beyond the record")


class WhateverIsAsked(Said):
    says = sentence("findings.any-question", "any question")


class SpanFromTo(Said):
    says = sentence("findings.span", "{first} to {last} ({version})")
    first: date
    last: date
    version: str


class SpanFrom(Said):
    says = sentence("findings.span-open", "from {first} on ({version})")
    first: date
    version: str


class SetOfQuestions(Said):
    says = sentence("findings.set", "{words}; {spans}")
    words: Annotated[tuple[Said, ...], Joining.commas]
    spans: Annotated[tuple[Said, ...], Joining.commas]


class TraceStepAt(Said):
    says = sentence("findings.step", "{number}. {at}: {what}")
    number: int
    at: Annotated[datetime, Local]
    what: Said


class PlayedBy(Said):
    says = sentence("findings.played-by", "then {workload} may run on {contract}, as of {at}")
    workload: str
    contract: str
    at: Annotated[datetime, Local]


class FindingSince(Said):
    says = sentence("findings.since", "from {day} on")
    day: date


class NothingFound(Said):
    says = sentence("findings.none", "nothing is found that is not sound")


class FindingsCounted(Said):
    says = sentence("findings.counted", "found: {counts}")
    counts: Annotated[tuple[Said, ...], Joining.commas]


class ErrorsCounted(Said):
    says = plural("findings.errors", "{n} error", "{n} errors")
    n: int


class WarningsCounted(Said):
    says = plural("findings.warnings", "{n} warning", "{n} warnings")
    n: int


class NotesCounted(Said):
    says = plural("findings.notes", "{n} note", "{n} notes")
    n: int
