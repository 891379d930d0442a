"""What is not sound about an agreement, told in text, JSON and on a page, each clause at its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from firstcall.agreement.document import Agreement
from firstcall.agreement.read.text import Places
from firstcall.dates import zone
from firstcall.errors import Place
from firstcall.report.words.enums import Language
from firstcall.said import Grouped, Said, plural
from firstcall.service.page_files import in_language

if TYPE_CHECKING:
    from firstcall.verification.difference.worth import MoneyWorth
    from firstcall.verification.findings.finding import ClausePlace, Finding, Severity

FAIL_ON: tuple[Severity, ...] = ("error", "warning", "note")
"""How bad a finding can be, the worst first."""


class StatesSeen(Said):
    says = plural("check.states-seen", "{n} state seen", "{n} states seen")
    n: Annotated[int, Grouped]


class QuestionsHeard(Said):
    says = plural("check.questions-heard", "{n} question heard", "{n} questions heard")
    n: Annotated[int, Grouped]


class Soundness:
    """What is not sound about an agreement, as it is told.

    Args:
      agreement: the agreement.
      places: where its parts stand in its file.
      loopholes: whether ways round its restrictions are searched for too.
      worth: tells what would be owed under another text; None where no books are there to tell it.
    """

    def __init__(
        self, agreement: Agreement, places: Places, *, loopholes: bool = False, worth: MoneyWorth | None = None
    ) -> None:
        from firstcall.verification.findings.finding import in_order
        from firstcall.verification.findings.soundness import findings_of

        self.agreement, self.places = agreement, places
        ways = self._ways_round(agreement) if loopholes else ()
        self.found = in_order((*findings_of(agreement, worth=worth, tell=self._hearing()), *ways))
        self.where = zone(agreement.timezone)

    @staticmethod
    def _hearing() -> Callable[[int], None]:
        from firstcall.service.planning.solver_progress import FindingsSought, shown_steps

        tell, heard = shown_steps(FindingsSought()), 0

        def more(questions: int) -> None:
            nonlocal heard
            heard += questions
            tell(QuestionsHeard(n=heard))

        return more

    @staticmethod
    def _ways_round(agreement: Agreement) -> tuple[Finding, ...]:
        from firstcall.service.planning.solver_progress import LoopholesSought, shown_steps
        from firstcall.verification.loopholes.ways_round import loopholes_of

        tell = shown_steps(LoopholesSought())
        return loopholes_of(agreement, lambda states: tell(StatesSeen(n=states)))

    def place_of(self, place: ClausePlace) -> Place:
        """Return where a clause's text, or a field of it, stands."""
        return self.places.of(place.path)

    def fails(self, least: Severity) -> bool:
        """Say whether something is at least so bad."""
        return any(FAIL_ON.index(one.severity) <= FAIL_ON.index(least) for one in self.found)

    def lines(self, lang: Language) -> Iterator[str]:
        """Yield the lines of every finding, the worst first, and their number."""
        from firstcall.report.decision.line_facts import ToldLine
        from firstcall.report.findings.rows import finding_lines, findings_summary

        told = [line for one in self.found for line in finding_lines(one, self.place_of, self.where)]
        yield from in_language([*told, ToldLine(0, findings_summary(self.found))], lang)

    def as_json(self) -> list[dict[str, Any]]:
        """Return every finding as plain values."""
        from firstcall.report.findings.values import finding_json

        return [finding_json(one, self.place_of) for one in self.found]

    def page(self, lang: Language, header: str | None) -> str:
        """Return the findings as a page."""
        from firstcall.report.findings.page import findings_page
        from firstcall.report.words.words import page_words

        return findings_page(self.found, self.agreement.title, self.place_of, self.where, page_words(lang), header)
