"""An option in plain words: who may do what alone, how often, how its notice counts, and what silence does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Annotated

from firstcall.agreement.model.clauses.promises.option import Cause, Option, said_option
from firstcall.agreement.model.event_date_words import said_span
from firstcall.agreement.terms import Terms
from firstcall.report.words.clauses.reckoning import party_name
from firstcall.report.words.facts import say
from firstcall.report.words.words import Words
from firstcall.said import AllOf, AnyOf, Said, plural, sentence


class MayAlone(Said):
    says = sentence("clause.may-alone", "By notice alone {who} may {does}.")
    who: Annotated[tuple[str, ...], AnyOf]
    does: Said


class MayOften(Said):
    says = plural("clause.may-often", "It may be exercised {n} time.", "It may be exercised {n} times.")
    n: int


class NoticeCountsAsSent(Said):
    says = sentence("clause.notice-counts-as-sent", "The notice counts when it is sent, at the latest at {cutoff}.")
    cutoff: time


class NoticeCountsAsItComes(Said):
    says = sentence("clause.notice-counts-as-it-comes", "The notice counts when it comes, at the latest at {cutoff}.")
    cutoff: time


class NoticeCountsAsReceived(Said):
    says = sentence(
        "clause.notice-counts-as-received",
        "The notice counts when it is received; what comes after {cutoff}, or on a day that is no business day, is "
        "received on the next business day.",
    )
    cutoff: time


class WindowRolls(Said):
    says = sentence("clause.window-rolls", "A window whose last day is no business day ends on the next business day.")


class NoticeGoesTo(Said):
    says = sentence("clause.option-notice-to", "The notice goes to {who}.")
    who: str


class NothingReceivedBefore(Said):
    says = sentence("clause.option-opening", "Before {opening} nothing is received.")
    opening: time


class NoticeHoursOf(Said):
    says = sentence("clause.option-zone", "Its hours and days are those of {zone}.")
    zone: str


class SilenceExercises(Said):
    says = sentence(
        "clause.silence-exercises", "Silence does it by itself, unless notice that it shall lapse is given in time."
    )


class NothingBySilence(Said):
    says = sentence("clause.nothing-by-silence", "Not exercised, it changes nothing.")


class OnlyForCause(Said):
    says = sentence("clause.only-for-cause", "Only where the event {event} is on the record.")
    event: str


class OnlyForCauseOf(Said):
    says = sentence("clause.only-for-cause-of", "Only where the event {event} of {of} is on the record.")
    event: str
    of: str


class CureOfCause(Said):
    says = sentence("clause.cure-of-cause", "It may first be cured for {span}.")
    span: Said


class CureTold(Said):
    says = sentence("clause.cure-told", "That it was cured is told by the event {event}.")
    event: str


class CutPeriodReleased(Said):
    says = sentence("clause.cut-period-released", "Of a commitment's period that is cut, nothing is owed.")


class CutPeriodDue(Said):
    says = sentence("clause.cut-period-due", "A commitment's period that is cut is owed as the commitment says.")


class BringsFee(Said):
    says = sentence("clause.brings-fee", "It brings these payments: {payments}.")
    payments: Annotated[tuple[str, ...], AllOf]


def option_words(clause: Option, text: Terms, words: Words) -> Iterator[str]:
    """Yield what an option lets a party do, as sentences of a language."""
    who = tuple(party_name(name, text) for name in clause.by)
    yield say(MayAlone(who=who, does=said_option(clause)), words)
    if clause.at_most > 1:
        yield say(MayOften(n=clause.at_most), words)
    if clause.cause is not None:
        yield from (say(said, words) for said in _cause(clause.cause))
    if clause.terminate is not None:
        released = clause.terminate.shortfall == "released"
        yield say(CutPeriodReleased() if released else CutPeriodDue(), words)
    yield say(_counts(clause, clause.notice.cutoff), words)
    yield from (say(one, words) for one in _place(clause, text))
    if clause.notice.roll:
        yield say(WindowRolls(), words)
    yield say(SilenceExercises() if clause.silence == "exercises" else NothingBySilence(), words)
    if clause.fee:
        yield say(BringsFee(payments=clause.fee), words)


def _counts(clause: Option, cutoff: time) -> Said:
    match clause.notice.takes_effect:
        case "sent":
            return NoticeCountsAsSent(cutoff=cutoff)
        case "delivered":
            return NoticeCountsAsItComes(cutoff=cutoff)
        case "received":
            return NoticeCountsAsReceived(cutoff=cutoff)


def _place(clause: Option, text: Terms) -> Iterator[Said]:
    """Yield to whom and where the notice goes, as far as the clause says so itself."""
    given = clause.notice
    if given.to is not None:
        yield NoticeGoesTo(who=party_name(given.to, text))
    if given.opening is not None:
        yield NothingReceivedBefore(opening=given.opening)
    if given.timezone is not None:
        yield NoticeHoursOf(zone=given.timezone)


def _cause(cause: Cause) -> Iterator[Said]:
    yield OnlyForCause(event=cause.event) if cause.of is None else OnlyForCauseOf(event=cause.event, of=cause.of)
    if cause.cure is not None:
        yield CureOfCause(span=said_span(cause.cure))
    if cause.cured_by is not None:
        yield CureTold(event=cause.cured_by)
