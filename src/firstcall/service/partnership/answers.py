"""What `decide` and `terms` answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from firstcall.agreement.terms import InForce, Terms
from firstcall.dates import shown, zone
from firstcall.errors import QuestionError
from firstcall.record.position import Position, position
from firstcall.report.decision.asked import asked_said
from firstcall.report.decision.rows import decision_lines
from firstcall.report.terms.lines import detail_lines, terms_lines
from firstcall.report.terms.rows import clause_json, terms_json
from firstcall.rights.decision import Cited, Decision, Mark, Outcome
from firstcall.rights.paths.flip import Flip
from firstcall.rights.paths.search import Route
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.commands.decide import EXIT_CODES, decide_json, flips_of, ways
from firstcall.service.commands.terms import clause_in
from firstcall.service.folder import Partnership
from firstcall.service.partnership.results import Result, ResultRow, picked
from firstcall.service.questions.asking import Given, given, judged
from firstcall.values import dataclass


class TermsAreOfADay(Said):
    says = sentence("partnership.terms-are-of-a-day", "on {text}: terms are of a day")
    text: str


class WriteDayOfThatYear(Said):
    says = sentence("partnership.write-day-of-that-year", "write a day, such as {given}-01-21")
    given: str


@dataclass(frozen=True, repr=False, eq=False)
class DecisionResult(Result):
    """May we? The answer, the clauses that decide it, and the ways to a free one."""

    asked: Given
    decision: Decision
    """The whole decision, as the core makes it."""
    flip: bool = False

    @property
    def outcome(self) -> Outcome:
        """One of ungoverned, permitted, offer-first, consent-first, forbidden."""
        return self.decision.outcome

    @property
    def free(self) -> bool:
        """Whether nothing stands in the way: permitted, or no clause speaks."""
        return self.decision.free

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What else there is to know of the answer: conflict, contested, hindsight."""
        return self.decision.marks

    @property
    def deciding(self) -> tuple[str, ...]:
        """The clauses that decide, each as clause@version."""
        return tuple(cited.reference for cited in self.decision.deciding)

    @property
    def clauses(self) -> tuple[Cited, ...]:
        """Every clause that was looked at, with its part in the answer and why."""
        return self.decision.clauses

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the answer: defaults taken, near misses, facts about time."""
        return tuple(map(str, self.decision.notes))

    @property
    def paths(self) -> tuple[Route, ...]:
        """The shortest ways to a free answer; none where it is free already."""
        return self._ways[0]

    @property
    def flips(self) -> tuple[Flip, ...] | None:
        """Which assumed or reported fields, read otherwise, change the answer; None where `flip` was not asked."""
        return self._flips

    @property
    def exit_code(self) -> int:
        """The code that `firstcall decide --exit-code` leaves with."""
        return EXIT_CODES[self.outcome]

    @property
    def about(self) -> str:
        """The question and its answer in one line."""
        marks = "".join(f", {mark}" for mark in self.marks)
        return f"{self.outcome}{marks}: {self._said}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the clauses, a row each: its part, clause, version, why, grade and sources."""
        names = ("role", "clause", "version", "type", "why", "grade", "sources")
        return tuple(picked(cited, *names) for cited in self.to_json()["clauses"])

    def _plain(self) -> Any:
        return decide_json(self.deal.held, self.asked, self.decision, self._ways, self._flips)

    def _lines(self) -> Sequence[str]:
        paths, note = self._ways
        where = zone(self.deal.agreement.timezone)
        return list(map(str, decision_lines(self.decision, self._said, where, paths, self._flips, note)))

    @property
    def _said(self) -> Said:
        return asked_said(self.asked.words, self.asked.when, zone(self.deal.agreement.timezone))

    @cached_property
    def _ways(self) -> tuple[tuple[Route, ...], Said | None]:
        return ways(self.deal.held, self.asked, self.decision)

    @cached_property
    def _flips(self) -> tuple[Flip, ...] | None:
        return flips_of(self.deal.held, self.asked, self.decision) if self.flip else None


def decided(held: Partnership, row: Mapping[str, Any]) -> tuple[Given, Decision]:
    """Return a question with its answer.

    Args:
      held: the partnership.
      row: the question, by the names of the flags; what is empty is left out.
    """
    question = given(held, {name: value for name, value in row.items() if value not in (None, ())})
    return question, judged(held, question)


@dataclass(frozen=True, repr=False, eq=False)
class TermsResult(Result):
    """The terms in force at an instant: each clause with its source and grade."""

    at: datetime
    terms: Terms
    """The whole text, as the core consolidates it."""
    here: Position
    """Where things stand then, for the dates that hang on events."""

    @property
    def version(self) -> str | None:
        """The id of the version in force; None before the first."""
        return self.terms.version.id if self.terms.version else None

    @property
    def clauses(self) -> tuple[InForce, ...]:
        """The clauses that speak at that instant."""
        return tuple(self.terms.speaking(self.at))

    def __getitem__(self, clause: str) -> ClauseResult:
        """Return one clause with every field and its grade.

        Raises:
          NotFound: no such clause is in force then.
        """
        return ClauseResult(self.deal, self.terms, clause_in(self.terms, clause), self.here)

    def __iter__(self) -> Iterator[str]:
        return iter([held.clause.id for held in self.clauses])

    def __len__(self) -> int:
        return len(self.clauses)

    @property
    def about(self) -> str:
        """Version, day and how many clauses."""
        day = shown(self.at, self.terms.where)
        return f"{self.version or 'nothing yet'} on {day}: {options.counted(self.clauses, 'clause')}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the clauses, a row each."""
        names = ("clause", "version", "type", "says", "grade", "sources")
        return tuple(picked(held, *names) for held in self.to_json()["clauses"])

    def _plain(self) -> Any:
        return terms_json(self.terms, self.at, self.here)

    def _lines(self) -> Sequence[str]:
        return [str(line or "") for line in terms_lines(self.terms, self.at, self.here)]


@dataclass(frozen=True, repr=False, eq=False)
class ClauseResult(Result):
    """One clause in force, with every field and its grade."""

    terms: Terms
    in_force: InForce
    here: Position

    @property
    def about(self) -> str:
        """The clause and its version, and its kind."""
        return f"{self.in_force.clause.id}@{self.in_force.version.id}: {self.in_force.clause.type}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the fields, a row each: field, value, grade."""
        return tuple(self.to_json()["fields"])

    def _plain(self) -> Any:
        return clause_json(self.in_force, self.terms, self.here)

    def _lines(self) -> Sequence[str]:
        return list(map(str, detail_lines(self.in_force, self.terms, self.here)))


def terms_on(held: Partnership, on: str, known_at: str | None) -> tuple[datetime, Terms, Position]:
    """Return the instant at which a day begins, the terms in force then, and where things stand.

    Raises:
      QuestionError: `on` names a month or a year.
    """
    when = options.when_of(on, held.agreement, "on")
    if when.end is not None:
        raise QuestionError(TermsAreOfADay(text=when.text), fix=WriteDayOfThatYear(given=when.text[:4]))
    known = options.known_at_of(known_at, when, held.agreement)
    here = position(held.agreement, held.record, when.first, known)
    return when.first, here.now, here
