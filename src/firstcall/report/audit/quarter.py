"""The placements of a quarter, as the brief shows them: rows by month and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firstcall.report.audit.headings import MonthHead
from firstcall.report.audit.line_facts import JudgedWithLibraries, QuarterBarred, QuarterPlacements
from firstcall.report.sheet import Sheet
from firstcall.rights.decision import FREE, OUTCOMES
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.verification.audit.judged import AuditFacts


@dataclass(frozen=True, slots=True)
class AuditedQuarter:
    """The last whole quarter before a day, and what its placements come to; None where they could not be judged."""

    year: int
    number: int
    facts: AuditFacts | None

    @property
    def name(self) -> str:
        """The quarter as it is written."""
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> tuple[str, ...]:
        """Its months, as an audit names them."""
        return tuple(f"{self.year:04}-{month:02}" for month in range(3 * self.number - 2, 3 * self.number + 1))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many rows each answer has in each month."""
        found: dict[str, dict[str, int]] = {month: {} for month in self.months}
        for month, outcome, amount in self.facts.months if self.facts else ():
            if month in found:
                found[month][outcome] = amount.rows
        return found


def quarter_sheet(quarter: AuditedQuarter) -> Sheet:
    """Return the sheet of a quarter."""
    title = QuarterPlacements(quarter=quarter.name)
    if quarter.facts is None:
        return Sheet(title, (), (), (JudgedWithLibraries(),))
    from firstcall.report.audit.rows import answer_heads, month_rows, share  # noqa: PLC0415 - few keep placements

    counts = quarter.counts()
    held = [outcome for outcome in OUTCOMES if any(outcome in month for month in counts.values())]
    every = sum(sum(month.values()) for month in counts.values())
    barred = sum(rows for month in counts.values() for outcome, rows in month.items() if outcome not in FREE)
    note = QuarterBarred(barred=barred, n=every, share=share(barred, every))
    return Sheet(title, (MonthHead(), *answer_heads(held)), month_rows(counts, held), (note,))


def quarter_json(quarter: AuditedQuarter | None) -> dict[str, Any] | None:
    """Return a quarter as plain values."""
    if quarter is None:
        return None
    checksum = quarter.facts.checksum if quarter.facts else None
    return {"quarter": quarter.name, "months": quarter.counts() if quarter.facts else None, "checksum": checksum}
