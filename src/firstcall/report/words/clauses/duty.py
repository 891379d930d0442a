"""A dated duty in plain words: who does what for whom, by when, and what follows if not."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.model.clauses.promises.duty import DatedDuty
from firstcall.agreement.terms import Terms
from firstcall.deadlines import OffsetUnit
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.clauses.sums import days_paid
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said, sentence


class MustDo(Said):
    says = sentence("clause.must-do", "A duty, never a ban: {who} {does}.")
    who: str
    does: str


class MustDoFor(Said):
    says = sentence("clause.must-do-for", "A duty, never a ban: {who} {does}, for {to}.")
    who: str
    does: str
    to: str


class WithinDays(Said):
    says = sentence("clause.within-days", "It may be done within {n} ({unit}) after that day.")
    n: int
    unit: OffsetUnit


class IfNotDone(Said):
    says = sentence("clause.if-not-done", "If not: {remedy}.")
    remedy: str


def duty_words(clause: DatedDuty, text: Terms, words: Words) -> Iterator[str]:
    """Yield what a duty asks, as sentences of a language."""
    who = party_name(clause.by, text)
    if clause.to is None:
        yield say(MustDo(who=who, does=clause.does), words)
    else:
        yield say(MustDoFor(who=who, does=clause.does, to=party_name(clause.to, text)), words)
    yield from (say(said, words) for said in days_paid(clause.when, text))
    if clause.within is not None:
        yield say(WithinDays(n=clause.within.n, unit=clause.within.unit), words)
    remedy = ", ".join(filter(None, (clause.remedy, *clause.remedies)))
    if remedy:
        yield say(IfNotDone(remedy=remedy), words)
