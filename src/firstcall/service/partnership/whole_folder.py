"""What is read of the folder as a whole: is it in order, the brief, the digests of its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firstcall.errors import Problem
from firstcall.service.partnership.results import Result, ResultRow
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.report.brief.brief import Brief
    from firstcall.service.commands.check import Checked
    from firstcall.service.soundness.telling import Soundness


@dataclass(frozen=True, repr=False, eq=False)
class CheckResult(Result):
    """Every problem of the agreement, its record and the papers beside them, and what is not sound about it."""

    checked: Checked
    sound: Soundness | None
    """None where the agreement has a problem."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong: no problem, and no finding that is an error; notes and warnings are none."""
        return not self.problems and not self.faults and not (self.sound and self.sound.fails("error"))

    @property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """What is not sound about the agreement, each with the questions that show it."""
        return tuple(self.to_json().get("findings", ()))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem with its place."""
        return tuple(self.checked.problems)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the other files."""
        return tuple(str(error) for errors in self.checked.faults.values() for error in errors)

    @property
    def notes(self) -> tuple[str, ...]:
        """What may be meant, and mostly is a slip."""
        return tuple(map(str, self.checked.notes))

    @property
    def about(self) -> str:
        """That all is in order, or how much is wrong."""
        bad = sum(one["severity"] == "error" for one in self.findings)
        wrong, look = len(self.problems) + len(self.faults) + bad, len(self.notes) + len(self.findings) - bad
        notes = f", {look} to look at" if look else ""
        return f"{'ok' if self.ok else f'{wrong} wrong'}{notes}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return what is wrong and what to look at, a row each."""
        found = [("problem", text) for text in (*map(str, self.problems), *self.faults)]
        found += [(one["severity"], one["what"]) for one in self.findings]
        return tuple({"kind": kind, "what": text} for kind, text in [*found, *(("note", one) for one in self.notes)])

    def _plain(self) -> Any:
        from firstcall.service.commands.check import check_json

        return check_json(self.checked, self.sound)

    def _lines(self) -> Sequence[str]:
        from firstcall.service.commands.check import check_lines

        return [*check_lines(self.checked), *(self.sound.lines("en") if self.sound else ())]


@dataclass(frozen=True, repr=False, eq=False)
class BriefResult(Result):
    """A partnership on a day: its story run, its terms, the matrix of answers, its transactions judged."""

    brief: Brief

    @property
    def matrix(self) -> dict[str, dict[str, str]]:
        """Workload -> provider -> answer, for capacity signed that day."""
        return {name: {at: verdict.outcome for at, verdict in row} for name, row in self.brief.matrix}

    @property
    def about(self) -> str:
        """Title, version and day."""
        plain = self.to_json()
        return f"{plain['title']}: {plain['version'] or 'nothing yet'} on {plain['on']}"

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the matrix, a row for each workload."""
        return tuple({"workload": workload, **answers} for workload, answers in self.matrix.items())

    def html(self) -> str:
        """Return the brief as one page that loads nothing and runs no script."""
        from firstcall.report.brief.page import brief_page
        from firstcall.report.words.words import page_words

        return brief_page(self.brief, self.deal.record, page_words("en"), None)

    def _plain(self) -> Any:
        from firstcall.report.brief.brief import brief_json

        return brief_json(self.brief)

    def _lines(self) -> Sequence[str]:
        from firstcall.report.brief.sheets import brief_sheets
        from firstcall.report.sheet import markdown_text

        return [markdown_text(tuple(brief_sheets(self.brief)))]


@dataclass(frozen=True, repr=False, eq=False)
class VerifyResult(Result):
    """Whether the record's hashes, numbers and order hold, and the digests to compare with another party."""

    @property
    def ok(self) -> bool:
        """Whether the record is whole: its last line is not torn. A broken hash is an error when a deal is opened."""
        return not self.deal.record.torn

    @property
    def shared(self) -> dict[str, str]:
        """Party -> the digest of what the grantor and it may both see."""
        found: dict[str, str] = self.to_json()["shared"]
        return found

    @property
    def about(self) -> str:
        """How many events in how many streams, until when."""
        return next(iter(self._lines()))

    def rows(self) -> tuple[ResultRow, ...]:
        """Return the digests shared with each party, a row each."""
        return tuple({"shared_with": party, "digest": digest} for party, digest in self.shared.items())

    def _plain(self) -> Any:
        from firstcall.service.commands.record import verified_json

        return verified_json(self.deal.whole.record, self.deal.agreement, self.deal.party)

    def _lines(self) -> Sequence[str]:
        from firstcall.service.commands.record import verified_lines

        return list(verified_lines(self.deal.whole.record, self.deal.agreement, self.deal.party))
