"""Contract commitments as a provider lists them, held against the commitment clause that they belong to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.money import Commitment
from firstcall.money import sum_of
from firstcall.said import AllOf, AnyOf, Grouped, Said, Semicolons, plural, sentence
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.clauses.dated_terms import commitment_periods, committed_amount
from firstcall.settlement.clauses.periods import Period
from firstcall.values import dataclass

OverStatus = Literal["canceled", "superseded"]
NotYetStatus = Literal["proposed", "pending"]
_OVER: Mapping[str, OverStatus] = {"Canceled": "canceled", "Superseded": "superseded"}
_NOT_YET: Mapping[str, NotYetStatus] = {"Proposed": "proposed", "Pending": "pending"}


class QuantityNoAmount(Said):
    says = sentence("commitment.quantity-no-amount", "a quantity, no amount")


class CommitmentListed(Said):
    says = sentence("commitment.listed", "commitment {commitment}: {amounts}, {start} to {last}")
    commitment: str
    amounts: Annotated[tuple[Said, ...], AnyOf]
    start: date
    last: date


class CommitmentListedAs(Said):
    says = sentence("commitment.listed-as", "commitment {commitment}: {amounts}, {start} to {last}, {status}")
    commitment: str
    amounts: Annotated[tuple[Said, ...], AnyOf]
    start: date
    last: date
    status: str


class AppliedToUnnamed(Said):
    says = plural(
        "commitment.applied-to-unnamed",
        "{n} row was applied to commitment {commitment}, which no clause names: {amount} {currency}",
        "{n} rows were applied to commitment {commitment}, which no clause names: {amount} {currency}",
    )
    n: int
    commitment: str
    amount: Annotated[Fraction, Grouped]
    currency: str


class NamedNotListed(Said):
    says = sentence(
        "commitment.named-not-listed", "commitment {commitment} is named by the clause, and not listed in {files}"
    )
    commitment: str
    files: tuple[str, ...]


class ListedAsOver(Said):
    says = sentence("commitment.listed-as-over", "{at}: commitment {commitment} is {status}; the clause still names it")
    at: str
    commitment: str
    status: OverStatus


class ListedAsNotYet(Said):
    says = sentence("commitment.listed-as-not-yet", "{at}: commitment {commitment} is only {status}")
    at: str
    commitment: str
    status: NotYetStatus


class ListedInOtherCurrency(Said):
    says = sentence(
        "commitment.other-currency", "{at}: commitment {commitment} is in {given}, the clause in {currency}"
    )
    at: str
    commitment: str
    given: Annotated[tuple[str, ...], AllOf]
    currency: str


class ListedWithoutCurrency(Said):
    says = sentence(
        "commitment.no-currency", "{at}: commitment {commitment} is in no currency, the clause in {currency}"
    )
    at: str
    commitment: str
    currency: str


class ListedAmountDiffers(Said):
    says = plural(
        "commitment.amount-differs",
        "{at}: {commitments} comes to {listed} {currency}, the clause to {due}",
        "{at}: {commitments} come to {listed} {currency}, the clause to {due}",
    )
    n: int
    at: tuple[str, ...]
    commitments: Annotated[tuple[str, ...], AllOf]
    listed: Annotated[Fraction, Grouped]
    currency: str
    due: Annotated[Fraction, Grouped]


class ListedStartDiffers(Said):
    says = sentence("commitment.start-differs", "{at}: the commitment starts on {listed}, by the clause on {agreed}")
    at: tuple[str, ...]
    listed: date
    agreed: date


class ListedEndDiffers(Said):
    says = sentence("commitment.end-differs", "{at}: the commitment ends on {listed}, by the clause on {agreed}")
    at: tuple[str, ...]
    listed: date
    agreed: date


class ListedYearDiffers(Said):
    says = sentence(
        "commitment.year-differs",
        "{at}: commitment {commitment} runs from {start} to {last}, the clause by years: {years}",
    )
    at: str
    commitment: str
    start: date
    last: date
    years: Annotated[tuple[Said, ...], Semicolons]


class SpanOfDays(Said):
    says = sentence("span.of-days", "{start} to {last}")
    start: date
    last: date


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
    def listing(self) -> Said:
        """Return what the file says of it."""
        amounts = tuple(sum_of(amount, currency) for currency, amount in self.amounts)
        said: tuple[Said, ...] = amounts or (QuantityNoAmount(),)
        if not self.status:
            return CommitmentListed(commitment=self.id, amounts=said, start=self.start, last=self.last)
        return CommitmentListedAs(
            commitment=self.id, amounts=said, start=self.start, last=self.last, status=self.status
        )


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


def listed_differences(clause: Commitment, listed: Sequence[ContractCommitment]) -> tuple[Said, ...]:
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


def unclaimed(entries: Iterable[Entry], named: Collection[str], period: Period) -> tuple[Said, ...]:
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
        AppliedToUnnamed(n=rows, commitment=name, amount=amount, currency=currency)
        for (name, currency), (rows, amount) in sorted(sums.items())
    )


def _ids(clause: Commitment, listed: Sequence[ContractCommitment]) -> Iterator[Said]:
    known = {one.id for one in listed}
    for name in clause.commitment_ids:
        if name not in known:
            yield NamedNotListed(commitment=name, files=tuple(dict.fromkeys(one.file for one in listed)))


def _states(named: Sequence[ContractCommitment]) -> Iterator[Said]:
    for one in named:
        if one.status in _OVER:
            yield ListedAsOver(at=one.place, commitment=one.id, status=_OVER[one.status])
        elif one.status in _NOT_YET:
            yield ListedAsNotYet(at=one.place, commitment=one.id, status=_NOT_YET[one.status])


def _amounts(clause: Commitment, counted: Sequence[ContractCommitment]) -> Iterator[Said]:
    """Yield where amounts differ: added up over the commitments of one span, held against what is due in it."""
    spans: dict[tuple[date, date], list[ContractCommitment]] = {}
    for one in counted:
        if clause.currency in dict(one.amounts):
            spans.setdefault((one.start, one.last), []).append(one)
        elif one.amounts:
            given = tuple(currency for currency, _ in one.amounts)
            yield ListedInOtherCurrency(at=one.place, commitment=one.id, given=given, currency=clause.currency)
        else:
            yield ListedWithoutCurrency(at=one.place, commitment=one.id, currency=clause.currency)
    if clause.per == "term":
        together = [one for held in spans.values() for one in held]
        spans = {(clause.first, clause.last): together} if together else {}
    for (start, last), held in sorted(spans.items()):
        inside = [one for one in commitment_periods(clause) if start <= one.start <= last]
        at_first = Fraction(clause.amount_on(start))
        due = sum((committed_amount(clause, one) for one in inside), Fraction(0)) if inside else at_first
        said = sum((dict(one.amounts)[clause.currency] for one in held), Fraction(0))
        if said != due:
            yield ListedAmountDiffers(
                n=len(held), at=_places(held), commitments=tuple(one.id for one in held), listed=said,
                currency=clause.currency, due=due,
            )  # fmt: skip


def _periods(clause: Commitment, counted: Sequence[ContractCommitment]) -> Iterator[Said]:
    """Yield where spans differ: from the term, or for a commitment by the year from its years."""
    if clause.per == "term":
        if counted and (first := min(one.start for one in counted)) != clause.first:
            yield ListedStartDiffers(at=_places(counted), listed=first, agreed=clause.first)
        if counted and (last := max(one.last for one in counted)) != clause.last:
            yield ListedEndDiffers(at=_places(counted), listed=last, agreed=clause.last)
        return
    years = commitment_periods(clause)
    starts, ends = {year.start for year in years}, {year.end - timedelta(days=1) for year in years}
    for one in counted:
        if one.start not in starts or one.last not in ends:
            spans = tuple(SpanOfDays(start=year.start, last=year.last) for year in years)
            yield ListedYearDiffers(at=one.place, commitment=one.id, start=one.start, last=one.last, years=spans)


def _places(counted: Sequence[ContractCommitment]) -> tuple[str, ...]:
    return tuple(one.place for one in counted)
