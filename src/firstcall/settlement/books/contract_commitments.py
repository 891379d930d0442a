"""Contract commitments as a provider lists them, held against the commitment clause that they belong to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.money import exact_text
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import commitment_periods, committed_amount
from firstcall.settlement.clauses.periods import Period

_OVER = ("Canceled", "Superseded")
_NOT_YET = ("Proposed", "Pending")


@dataclass(frozen=True, slots=True)
class ContractCommitment:
    """One row of a FOCUS Contract Commitment file.

    `start` is its first day and `last` its last; files name the day after it. `amounts` are what it comes to
    in each currency that the file gives; none where it is a quantity only.
    """

    file: str
    row: int
    id: str
    contract: str
    category: str
    start: date
    last: date
    amounts: tuple[tuple[str, Fraction], ...]
    status: str = ""
    updated: str = ""
    recorded: datetime | None = None

    @property
    def place(self) -> str:
        """Return where it stands."""
        return f"{self.file}:{self.row}"

    @property
    def says(self) -> str:
        """Return it in words."""
        amounts = " or ".join(f"{exact_text(amount)} {currency}" for currency, amount in self.amounts)
        status = f", {self.status}" if self.status else ""
        return f"{self.id}: {amounts or 'a quantity, no amount'}, {self.start} to {self.last}{status}"


def latest(commitments: Iterable[ContractCommitment], known_at: datetime) -> tuple[ContractCommitment, ...]:
    """Return each commitment as last delivered by an instant; within a delivery as last updated.

    >>> latest((), datetime(2025, 1, 1))
    ()
    """
    held: dict[tuple[str, str], ContractCommitment] = {}
    for one in sorted(commitments, key=lambda one: (one.recorded is not None, one.recorded or known_at, one.updated)):
        if one.recorded is None or one.recorded <= known_at:
            held[one.contract, one.id] = one
    return tuple(sorted(held.values(), key=lambda one: (one.contract, one.id)))


def listed_differences(clause: Commitment, listed: Sequence[ContractCommitment]) -> tuple[str, ...]:
    """Return how the commitments that a provider lists differ from the clause: id, state, currency, period, amount.

    Nothing is told where no file of commitments was delivered, or the clause names no id. A commitment that was
    canceled or superseded counts no longer; one that is only proposed or pending is told, and counts.

    Args:
      clause: the commitment as agreed.
      listed: every commitment listed, each once.
    """
    if not clause.commitment_ids or not listed:
        return ()
    named = [one for one in listed if one.id in clause.commitment_ids]
    counted = [one for one in named if one.status not in _OVER]
    return (*_ids(clause, listed), *_states(named), *_amounts(clause, counted), *_periods(clause, counted))


def unclaimed(entries: Iterable[Entry], named: Collection[str], period: Period) -> tuple[str, ...]:
    """Return which commitments rows of a period were applied to that no clause names, and for how much.

    Such rows draw down nothing here: the filters of a base leave them to the commitment they name.
    """
    sums: dict[tuple[str, str], tuple[int, Fraction]] = {}
    for entry in entries:
        applied = dict(entry.fields).get("CommitmentId")
        if applied is not None and applied not in named and entry.day in period:
            rows, amount = sums.get((applied, entry.currency), (0, Fraction(0)))
            sums[applied, entry.currency] = (rows + 1, amount + entry.amount)
    return tuple(
        f"{rows} row{'s were' if rows > 1 else ' was'} applied to commitment {name}, which no clause names:"
        f" {exact_text(amount)} {currency}"
        for (name, currency), (rows, amount) in sorted(sums.items())
    )


def _ids(clause: Commitment, listed: Sequence[ContractCommitment]) -> Iterator[str]:
    known = {one.id for one in listed}
    for name in clause.commitment_ids:
        if name not in known:
            files = ", ".join(dict.fromkeys(one.file for one in listed))
            yield f"commitment {name} is named by the clause, and not listed in {files}"


def _states(named: Sequence[ContractCommitment]) -> Iterator[str]:
    for one in named:
        if one.status in _OVER:
            yield f"{one.place}: commitment {one.id} is {one.status.lower()}; the clause still names it"
        elif one.status in _NOT_YET:
            yield f"{one.place}: commitment {one.id} is only {one.status.lower()}"


def _amounts(clause: Commitment, counted: Sequence[ContractCommitment]) -> Iterator[str]:
    """Yield where amounts differ: added up over the commitments of one span, held against what is due in it."""
    spans: dict[tuple[date, date], list[ContractCommitment]] = {}
    for one in counted:
        if clause.currency in dict(one.amounts):
            spans.setdefault((one.start, one.last), []).append(one)
        else:
            given = " and ".join(currency for currency, _ in one.amounts) or "no currency"
            yield f"{one.place}: commitment {one.id} is in {given}, the clause in {clause.currency}"
    if clause.per == "term":
        together = [one for held in spans.values() for one in held]
        spans = {(clause.since, clause.until): together} if together else {}
    for (start, last), held in sorted(spans.items()):
        inside = [one for one in commitment_periods(clause) if start <= one.start <= last]
        due = sum((committed_amount(clause, one) for one in inside), Fraction(0)) if inside else Fraction(clause.amount)
        said = sum((dict(one.amounts)[clause.currency] for one in held), Fraction(0))
        if said != due:
            yield (
                f"{', '.join(one.place for one in held)}: {' and '.join(one.id for one in held)}"
                f" {'come' if len(held) > 1 else 'comes'} to {exact_text(said)} {clause.currency},"
                f" the clause to {exact_text(due)}"
            )


def _periods(clause: Commitment, counted: Sequence[ContractCommitment]) -> Iterator[str]:
    """Yield where spans differ: from the term, or for a commitment by the year from its years."""
    if clause.per == "term":
        if counted and (first := min(one.start for one in counted)) != clause.since:
            yield f"{_places(counted)}: the commitment starts on {first}, by the clause on {clause.since}"
        if counted and (last := max(one.last for one in counted)) != clause.until:
            yield f"{_places(counted)}: the commitment ends on {last}, by the clause on {clause.until}"
        return
    years = commitment_periods(clause)
    starts, ends = {year.start for year in years}, {year.end - timedelta(days=1) for year in years}
    for one in counted:
        if one.start not in starts or one.last not in ends:
            said = ", ".join(f"{year.start} to {year.last}" for year in years)
            yield f"{one.place}: commitment {one.id} runs from {one.start} to {one.last}, the clause by years: {said}"


def _places(counted: Sequence[ContractCommitment]) -> str:
    return ", ".join(one.place for one in counted)
