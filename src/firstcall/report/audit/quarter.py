"""The placements of a quarter, as the brief shows them: rows by month and answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from firstcall.report.decision.line_facts import TheAnswer
from firstcall.report.sheet import Sheet
from firstcall.rights.decision import FREE, OUTCOMES
from firstcall.said import Grouped, PartialDate, Percent, Said, sentence
from firstcall.verification.audit.judged import AuditFacts


class PlacementsOf(Said):
    says = sentence("quarter.placements", "Placements of {quarter}")
    quarter: str


class LibrariesMissing(Said):
    says = sentence("quarter.libraries-missing", "They are judged once the libraries for it are there: {install}.")
    install: str


class MonthColumn(Said):
    says = sentence("quarter.month", "month")


class TheMonth(Said):
    says = sentence("quarter.of-month", "{month}")
    month: Annotated[str, PartialDate]


class RowsThere(Said):
    says = sentence("quarter.rows", "{rows}")
    rows: Annotated[int, Grouped]


class RowsBarred(Said):
    says = sentence("quarter.barred", "{barred} of {rows} rows are barred ({share}).")
    barred: Annotated[int, Grouped]
    rows: Annotated[int, Grouped]
    share: Said


class ShareOfAll(Said):
    says = sentence("quarter.share", "{part}")
    part: Annotated[Fraction, Percent]


class UnderShare(Said):
    says = sentence("quarter.under-share", "under {share}")
    share: Annotated[Fraction, Percent]


class OverShare(Said):
    says = sentence("quarter.over-share", "over {share}")
    share: Annotated[Fraction, Percent]


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
    title = PlacementsOf(quarter=quarter.name)
    if quarter.facts is None:
        return Sheet(title, (), (), (LibrariesMissing(install="pip install 'firstcall[settle]'"),))
    counts = quarter.counts()
    held = [outcome for outcome in OUTCOMES if any(outcome in month for month in counts.values())]
    rows = tuple(
        (TheMonth(month=month), *(RowsThere(rows=told.get(outcome, 0)) for outcome in held))
        for month, told in counts.items()
    )
    every = sum(sum(month.values()) for month in counts.values())
    barred = sum(rows for month in counts.values() for outcome, rows in month.items() if outcome not in FREE)
    note = RowsBarred(barred=barred, rows=every, share=share_of_rows(barred, every))
    return Sheet(title, (MonthColumn(), *(TheAnswer(outcome=outcome) for outcome in held)), rows, (note,))


def share_of_rows(part: int, of: int) -> Said:
    """Return a part of a whole as a percentage to a tenth; what is something is never told as nothing.

    >>> [str(share_of_rows(part, 100_000_000)) for part in (0, 1, 33_333_333, 99_999_999)]
    ['0%', 'under 0.1%', '33.3%', 'over 99.9%']
    """
    share = Fraction(part, of or 1)
    if 0 < share < _TENTH:
        return UnderShare(share=_TENTH)
    return OverShare(share=1 - _TENTH) if 1 - _TENTH < share < 1 else ShareOfAll(part=round(share, 3))


_TENTH = Fraction(1, 1000)


def quarter_json(quarter: AuditedQuarter | None) -> dict[str, Any] | None:
    """Return a quarter as plain values."""
    if quarter is None:
        return None
    checksum = quarter.facts.checksum if quarter.facts else None
    return {"quarter": quarter.name, "months": quarter.counts() if quarter.facts else None, "checksum": checksum}
