"""Findings as lines, the worst first: where, what, the questions that have it, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from firstcall.agreement.model.definitions import OTHER
from firstcall.dates import local_day
from firstcall.errors import FixIs, Place
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.findings.line_facts import (
    AnybodyElse,
    AnyOtherProvider,
    AxisIs,
    CapacityAsked,
    CustomersAsked,
    DeterminedAndUsed,
    EarlierModelUsed,
    ErrorsCounted,
    FindingGiven,
    FindingHead,
    FindingPlace,
    FindingReadAs,
    FindingsCounted,
    FindingSince,
    KindsAsked,
    LaterModelUsed,
    LicenceToThem,
    NotesCounted,
    NothingBeyondRecord,
    NothingFound,
    PartiesAsked,
    PlayedBy,
    ProductsAsked,
    ProvidersAsked,
    QuestionsHaveIt,
    QuestionsInFewSets,
    QuestionsInSets,
    SetOfQuestions,
    SpanFrom,
    SpanFromTo,
    SupposedDetermined,
    TechnologyActs,
    TraceStepAt,
    WarningsCounted,
    WhateverIsAsked,
    WorkloadsAsked,
)
from firstcall.report.papers.term_words import dimension_called
from firstcall.rights.question import CAPACITY
from firstcall.said import Said
from firstcall.verification.findings.finding import ClausePlace, Finding, QuestionSet, Severity
from firstcall.verification.space.domain import TextStretch
from firstcall.verification.space.technology import ANYBODY, AS_RECORDED, EXERCISED, MODEL_ACTS, ModelAct

PlaceOf = Callable[[ClausePlace], Place]
"""Where a clause's text stands in its file."""
_COUNTED: dict[Severity, Callable[[int], Said]] = {
    "error": lambda n: ErrorsCounted(n=n),
    "warning": lambda n: WarningsCounted(n=n),
    "note": lambda n: NotesCounted(n=n),
}
_ACTS: dict[ModelAct, Said] = {
    "use-earlier-model": EarlierModelUsed(), "use-later-model": LaterModelUsed(), "license": LicenceToThem(),
}  # fmt: skip


def severity_counted(found: Sequence[Finding]) -> Said:
    """Return how many findings of one severity there are."""
    return _COUNTED[found[0].severity](len(found))


def findings_summary(found: Iterable[Finding]) -> Said:
    """Return how many findings there are, by severity."""
    severities = [one.severity for one in found]
    told = tuple(says(severities.count(name)) for name, says in _COUNTED.items() if name in severities)
    return FindingsCounted(counts=told) if told else NothingFound()


def finding_lines(found: Finding, place_of: PlaceOf, where: ZoneInfo) -> Iterator[ToldLine]:
    """Yield the lines of a finding.

    Args:
      found: the finding.
      place_of: tells where a clause's text stands.
      where: the agreement's zone.
    """
    yield ToldLine(0, FindingHead(severity=found.severity, kind=found.code))
    for place in found.places:
        told = FindingPlace(place=str(place_of(place)), clause=f"{place.clause}@{place.version}")
        yield ToldLine(2, told)
    yield ToldLine(2, found.what)
    for point, alternative in found.read_as:
        yield ToldLine(2, FindingReadAs(point=point, alternative=alternative))
    if found.given:
        yield ToldLine(2, FindingGiven(given=found.given))
    if found.shown:
        yield ToldLine(2, _counted(found))
        yield from (ToldLine(4, set_line(one, where)) for one in found.shown)
    elif found.since is not None:
        yield ToldLine(2, FindingSince(day=local_day(found.since, where)))
    yield from (ToldLine(4, line) for line in trace_lines(found, where))
    yield ToldLine(2, FixIs(fix=found.fix))


def trace_lines(found: Finding, where: ZoneInfo) -> Iterator[Said]:
    """Yield a finding's acts in order, each with its time, and what may be done after them."""
    for number, step in enumerate(found.trace, start=1):
        yield TraceStepAt(number=number, at=step.at.astimezone(where), what=step.what)
    if found.asks is not None:
        yield PlayedBy(workload=found.asks.workload, contract=found.asks.contract, at=found.asks.at.astimezone(where))


def _counted(found: Finding) -> Said:
    questions, sets = QuestionsHaveIt(n=found.questions), len(found.shown)
    if found.proven:
        return QuestionsInSets(questions=questions, sets=sets)
    return QuestionsInFewSets(questions=questions, sets=sets, at_least=found.at_least)


def set_line(shown: QuestionSet, where: ZoneInfo) -> Said:
    """Return the questions of a set in one line: what is asked, and when; what may be anything is left out."""
    words = tuple(_axis_said(name, held) for name, held in shown.words.items() if name not in shown.whole)
    return SetOfQuestions(
        words=words or (WhateverIsAsked(),), spans=tuple(span_said(span, where) for span in shown.spans)
    )


def _axis_said(axis: str, held: tuple[str, ...]) -> Said:
    """Return the words of an axis; one that is none of the four is a dimension of the agreement's own."""
    match axis:
        case "workload":
            return WorkloadsAsked(words=held)
        case "customer":
            return CustomersAsked(words=held)
        case "provider":
            return ProvidersAsked(
                words=tuple(AnyOtherProvider() if word == OTHER else word for word in others_last(held))
            )
        case "capacity":
            return CapacityAsked(words=tuple(word for word in CAPACITY if word in held))
        case _:
            return _technology_said(axis, held)


def others_last(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return providers in their order, those that the text does not list last.

    >>> others_last(("azure", "other", "oracle"))
    ('azure', 'oracle', 'other')
    """
    return tuple(sorted(names, key=lambda name: name == OTHER))


def _technology_said(axis: str, held: tuple[str, ...]) -> Said:
    """Return the words of an axis of technology; any other axis is a dimension of the agreement's own."""
    match axis:
        case "who":
            return PartiesAsked(words=tuple(AnybodyElse() if word == ANYBODY else word for word in held))
        case "act":
            return TechnologyActs(words=tuple(_ACTS[word] for word in MODEL_ACTS if word in held))
        case "product":
            return ProductsAsked(words=held)
        case "technology":
            return KindsAsked(words=held)
        case "determined":
            return SupposedDetermined(words=tuple(map(_determined, held)))
        case _:
            return AxisIs(axis=dimension_called(axis), words=held)


def _determined(word: str) -> Said | str:
    if word == AS_RECORDED:
        return NothingBeyondRecord()
    return DeterminedAndUsed(name=word.removesuffix(EXERCISED)) if word.endswith(EXERCISED) else word


def span_said(span: TextStretch, where: ZoneInfo) -> Said:
    """Return a stretch of time by its days and its version."""
    first = local_day(span.start, where)
    if span.end is None:
        return SpanFrom(first=first, version=span.version)
    last = local_day(span.end - timedelta(microseconds=1), where)
    return SpanFromTo(first=first, last=last, version=span.version)
