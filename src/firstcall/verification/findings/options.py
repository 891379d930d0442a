"""Options that nobody can ever exercise: no notice counts in their window, or one changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import Option
from firstcall.agreement.model.event_dates import UntilDetermination, hangs_on_record
from firstcall.agreement.terms import InForce, Terms
from firstcall.errors import FirstcallError
from firstcall.record.dated.exercising import about
from firstcall.record.dated.standing_text import OptionChangesNothing
from firstcall.record.journal.journal import Record
from firstcall.verification.findings.facts import (
    LetNoticeCount,
    NobodyExercises,
    OptionIsIdle,
    RemoveOrNarrow,
)
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text
from firstcall.verification.findings.procedures import texts_in_force
from firstcall.verification.space.suppositions import option_tried


def idle_options(agreement: Agreement) -> Iterator[Finding]:
    """Yield each option of which no notice counts, whenever it is given, and each that changes nothing when it does.

    Whatever opens its window is supposed: the event or the determination that it begins with, its cause.
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
    if tried.events or tried.why is None:
        return None
    since, places = held.version.effective, (place_of_text(held),)
    if isinstance(tried.why, OptionChangesNothing):
        if any(hangs_on_record(one.clause.since) or hangs_on_record(one.clause.until) for one in about(clause, text)):
            return None  # what it would change has no days before something happens
        idle = OptionIsIdle(clause=clause_text_name(held))
        return Finding("dead", idle, RemoveOrNarrow(clause=clause.id), places, since=since)
    what = NobodyExercises(clause=clause_text_name(held), by=clause.by, why=tried.why)
    return Finding("nobody-can-make", what, LetNoticeCount(clause=clause.id), places, since=since)
