"""A dated duty in plain words: who does what for whom, by when, and what follows if not."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.model.clauses.promises.duty import DatedDuty, LateCredit
from firstcall.agreement.model.event_date_words import said_span
from firstcall.agreement.terms import Terms
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.clauses.sums import days_paid
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import Said, plural, sentence


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
    says = sentence("clause.within-days", "It must be done within {span} after that day.")
    span: Said


class PartOf(Said):
    says = sentence("clause.part-of", "It is part of {contract}.")
    contract: str


class LateCosts(Said):
    says = sentence("clause.late-costs", "For each day late after that time {who} pays {amount}.")
    who: str
    amount: str


class LateCostsFromDay(Said):
    says = sentence("clause.late-costs-from-day", "For each day late after the day itself {who} pays {amount}.")
    who: str
    amount: str


class LateCostsAtMost(Said):
    says = sentence("clause.late-costs-at-most", "At most {amount} for each time.")
    amount: str


class LateIsPaid(Said):
    says = plural(
        "clause.late-is-paid",
        "It is paid {n} day after the end of the month, or after it was done.",
        "It is paid {n} days after the end of the month, or after it was done.",
    )
    n: int


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
        yield say(WithinDays(span=said_span(clause.within)), words)
    if clause.of is not None:
        yield say(PartOf(contract=clause.of), words)
    if clause.late is not None:
        yield from _late(clause.late, who, words)
    remedy = ", ".join(filter(None, (clause.remedy, *clause.remedies)))
    if remedy:
        yield say(IfNotDone(remedy=remedy), words)


def _late(late: LateCredit, who: str, words: Words) -> Iterator[str]:
    """Yield what being late costs, from when on, at most, and by when it is paid."""
    amount = words.money(late.per_day, late.currency)
    after = (
        LateCosts(who=who, amount=amount) if late.runs_from == "within" else LateCostsFromDay(who=who, amount=amount)
    )
    yield say(after, words)
    if late.at_most is not None:
        yield say(LateCostsAtMost(amount=words.money(late.at_most, late.currency)), words)
    if late.due_days:
        yield say(LateIsPaid(n=late.due_days), words)
