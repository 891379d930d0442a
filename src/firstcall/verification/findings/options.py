"""Options that come to nothing: no notice ever counts, one changes nothing, or what it grants lies past the term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from firstcall.agreement.check.amendments import EndWithTerm
from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Option, Term
from firstcall.agreement.model.event_dates import TERM, UntilDetermination, hangs_on_record
from firstcall.agreement.terms import InForce, Terms, terms
from firstcall.dates import NEXT_INSTANT, local_day
from firstcall.errors import FirstcallError
from firstcall.record.dated.exercising import about
from firstcall.record.dated.standing_text import NoLastDayYet, OptionChangesNothing, standing_text
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.verification.findings.facts import (
    LetNoticeCount,
    NobodyExercises,
    OptionIsIdle,
    OptionRunsPastTerm,
    RemoveOrNarrow,
)
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text
from firstcall.verification.findings.procedures import texts_in_force
from firstcall.verification.space.suppositions import SupposedEvent, option_tried

_LENGTHENS = ("renew", "extend_to")


def idle_options(agreement: Agreement) -> Iterator[Finding]:
    """Yield each option of which no notice counts, whenever it is given, and each that changes nothing when it does.

    Whatever opens its window is supposed: the event or the determination that it begins with, its cause. Yield too
    each that lets a clause run past the term, where nothing lets the term run as long.
    """
    found: dict[str, Finding | None] = {}
    for text in texts_in_force(agreement):
        for held in text.clauses:
            if isinstance(held.clause, Option) and not _awaits_nobody(held, held.clause, text):
                name = clause_text_name(held)
                if found.get(name, True) is not None:
                    found[name] = _tried(agreement, held, held.clause, text)
    yield from (one for one in found.values() if one is not None)


def _awaits_nobody(held: InForce, clause: Option, text: Terms) -> bool:
    """Say whether an option begins with a verification that nobody can make, which is told by itself."""
    since = clause.since
    if not isinstance(since, UntilDetermination) or since.state != "verified":
        return False
    defined = text.definitions.determinations.get(since.determination)
    return defined is not None and defined.verified_by is None


def _tried(agreement: Agreement, held: InForce, clause: Option, text: Terms) -> Finding | None:
    try:
        tried = option_tried(agreement, Record(), text, held)
    except FirstcallError:
        return None  # the holiday tables do not reach so far
    if tried.events:
        return _past_term(agreement, held, clause, text, tried.events)
    if tried.why is None:
        return None
    since, places = held.version.effective, (place_of_text(held),)
    if isinstance(tried.why, OptionChangesNothing | NoLastDayYet):
        if any(hangs_on_record(one.clause.since) or hangs_on_record(one.clause.until) for one in about(clause, text)):
            return None  # what it would change has no days before something happens
        idle = OptionIsIdle(clause=clause_text_name(held))
        return Finding("dead", idle, RemoveOrNarrow(clause=clause.id), places, since=since)
    what = NobodyExercises(clause=clause_text_name(held), by=clause.by, why=tried.why)
    return Finding("nobody-can-make", what, LetNoticeCount(clause=clause.id), places, since=since)


def _past_term(
    agreement: Agreement, held: InForce, clause: Option, text: Terms, events: Sequence[SupposedEvent]
) -> Finding | None:
    """Return that a clause made longer outlasts the term, though every option that makes the term longer is exercised.

    A text that lets it do so by its own `until` is refused by the check of the file.
    """
    if clause.does not in _LENGTHENS:
        return None
    others = [event for other in _lengthening(text, clause) for event in
              option_tried(agreement, Record(), text, other).events]  # fmt: skip
    told = {repr(event): event for event in (*events, *others)}
    every = sorted(told.values(), key=lambda event: datetime.fromisoformat(str(event["at"])))
    standing = standing_text(agreement, suppose(Record(), every, text.where, "supposed"), None)
    if not standing.exercised(clause.id):
        return None
    after = terms(standing.agreement, standing.exercises[-1].at)
    for name in clause.of:
        longer = after.by_id.get(name)
        if longer is None or after.ends is None or longer.speaks.end is None or name in after.survives:
            continue
        if longer.speaks.end > after.ends and not isinstance(longer.clause, Term):
            lasts, ends = _last_day(longer.speaks.end, text), _last_day(after.ends, text)
            what = OptionRunsPastTerm(option=clause_text_name(held), clause=name, last=lasts, term=ends)
            places = (place_of_text(held), place_of_text(text.by_id[name]))
            return Finding("cannot-fit", what, EndWithTerm(), places, since=held.version.effective)
    return None


def _lengthening(text: Terms, but: Option) -> Iterator[InForce]:
    """Yield the options that make the term longer, one aside."""
    for held in text.clauses:
        clause = held.clause
        if isinstance(clause, Option) and clause.id != but.id and clause.does in _LENGTHENS:
            named = [text.by_id[name].clause for name in clause.of if name in text.by_id]
            if TERM in clause.of or any(isinstance(one, Term) for one in named):
                yield held


def _last_day(end: datetime, text: Terms) -> date:
    return local_day(end - NEXT_INSTANT, text.where)
