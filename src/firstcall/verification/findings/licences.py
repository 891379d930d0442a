"""Licences and escapes that change nothing: left out, no use and no licence would be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.agreement.model.clauses.kinds import Escape, Licence
from firstcall.agreement.overlay import without
from firstcall.agreement.terms import InForce
from firstcall.record.dated.speaking import speaks_now
from firstcall.verification.findings.facts import ChangesNothing, RemoveOrNarrow
from firstcall.verification.findings.finding import Finding, clause_text_name, place_of_text
from firstcall.verification.space.domain import Questions
from firstcall.verification.space.technology import Technologies


def idle_licences(questions: Questions, technologies: Technologies) -> Iterator[Finding]:
    """Yield each licence and escape that changes no answer at any time of its life.

    Args:
      questions: the agreement, and its stretches of time.
      technologies: what was answered so far.
    """
    texts: dict[str, InForce] = {}
    busy: set[str] = set()
    for span in range(len(questions.space.stretches)):
        here = questions.here(span)
        for held in here.now.speaking(here.at):
            name = clause_text_name(held)
            speaks = isinstance(held.clause, (Licence, Escape)) and speaks_now(here, held)
            if speaks and name not in busy:
                texts[name] = held
                less = without(here.agreement, (held.clause.id,), here.at)
                if technologies.answers(here) != technologies.answers(here, less):
                    busy.add(name)
    for name, held in texts.items():
        if name not in busy:
            what, fix = ChangesNothing(clause=name), RemoveOrNarrow(clause=held.clause.id)
            yield Finding("dead", what, fix, (place_of_text(held),), since=held.version.effective)
