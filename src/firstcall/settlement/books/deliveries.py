"""What was delivered when: files of billing or revenue, and what of them counts as known at an instant."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.said import PartialDate, Said, plural
from firstcall.settlement.books.contract_commitments import ContractCommitment
from firstcall.settlement.books.counting import parted_by
from firstcall.settlement.books.entries import Entry, ExchangeTable
from firstcall.settlement.clauses.periods import Period
from firstcall.values import dataclass


class NothingNew(Said):
    says = plural(
        "delivery.nothing-new",
        "{origin} {month}: nothing new, {n} row already there",
        "{origin} {month}: nothing new, {n} rows already there",
    )
    origin: str
    month: Annotated[str, PartialDate]
    n: int


class FirstRows(Said):
    says = plural("delivery.first-rows", "{origin} {month}: {n} row", "{origin} {month}: {n} rows")
    origin: str
    month: Annotated[str, PartialDate]
    n: int


class CorrectsRows(Said):
    says = plural(
        "delivery.corrects-rows",
        "{origin} {month}: a correction, {n} row added, {removed} taken out, {same} unchanged",
        "{origin} {month}: a correction, {n} rows added, {removed} taken out, {same} unchanged",
    )
    origin: str
    month: Annotated[str, PartialDate]
    n: int
    removed: int
    same: int


DeliveryKey = tuple[str, date]  # whose data, and the first day of the month it was billed or earned in


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was taken in: its name, digest, rows, and when."""

    name: str
    sha256: str
    rows: int
    recorded: datetime
    delivery: str
    dataset: str

    @property
    def is_taken_in(self) -> bool:
        """Return whether somebody took it in: only then is it known since when it counts."""
        return self.recorded.year > 1


@dataclass(frozen=True, slots=True)
class FileDelivery:
    """Files that were taken in together.

    A delivery takes the place of what was delivered before for the same origin and month, unless it `adds`.
    """

    id: str
    recorded: datetime
    adds: bool = False
    together: Literal["parts", "overlap"] | None = None
    """How rows count that stand in several of its files; all of them where nobody has said."""


@dataclass(frozen=True, slots=True)
class Books:
    """Everything known that may count: entries, the exchange table, and the files they come from.

    `lines` are revenue lines for every clause; `billed` are the reduced billing rows of each clause that
    has a FOCUS base; `covered` are the origins and months for which anything was delivered, by dataset;
    `parted` are those of revenue lines by the midnights of each zone that a base names;
    `commitments` are those that providers list in files of their own.
    """

    lines: tuple[Entry, ...] = ()
    billed: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    exchange: ExchangeTable = field(default_factory=ExchangeTable)
    files: tuple[SourceFile, ...] = ()
    covered: frozenset[tuple[str, DeliveryKey]] = frozenset()
    commitments: tuple[ContractCommitment, ...] = ()
    parted: frozenset[tuple[str, DeliveryKey]] = frozenset()

    def of(self, clause: str, source: str | None) -> tuple[Entry, ...]:
        """Return the entries that a clause is reckoned on."""
        if source == "revenue_lines":
            return self.lines
        return dict(self.billed).get(clause, ())

    def covers(self, source: str, origin: str | None, period: Period) -> bool:
        """Return whether anything was delivered for a period."""
        return _covered(self.covered, source, origin, period)

    def covers_lines(self, base: Base, whose: str, period: Period) -> bool:
        """Return whether revenue lines of a party were delivered for a period, whose days the zone of a base parts."""
        if base.zone is None:
            return self.covers("revenue_lines", whose, period)
        return _covered(self.parted, base.zone, whose, period)

    def first_of(self, source: str | None) -> date | None:
        """Return the first day of the first month of which anything was delivered."""
        return min((day for dataset, (_, day) in self.covered if dataset == source), default=None)


def _covered(held: Iterable[tuple[str, DeliveryKey]], by: str, origin: str | None, period: Period) -> bool:
    return any(name == by and day in period and origin in (None, whose) for name, (whose, day) in held)


def parted_months(
    lines: Sequence[Entry], nil: Sequence[DeliveryKey], bases: Iterable[Base]
) -> set[tuple[str, DeliveryKey]]:
    """Return the origins and months of revenue lines, for each base that parts their days by a zone of its own.

    Args:
      lines: the lines that count, on their days in the agreement's zone.
      nil: of whom and which months it was said that there was nothing.
      bases: those of the clauses.
    """
    zoned = {base.zone: base for base in bases if base.source == "revenue_lines" and base.zone is not None}
    return {
        (where, key)
        for where, base in zoned.items()
        for key in (*nil, *(key_of(parted_by(base, line)) for line in lines))
    }


def key_of(entry: Entry) -> DeliveryKey:
    """Return whose entry it is and the month it belongs to."""
    return entry.origin, (entry.billed or entry.day).replace(day=1)


def in_place(delivered: Sequence[tuple[FileDelivery, tuple[Entry, ...]]], known_at: datetime) -> tuple[Entry, ...]:
    """Return the entries that count as known at an instant: for each origin and month its latest delivery.

    Nothing is ever overwritten: the earlier delivery still answers for earlier instants.

    >>> in_place((), datetime(2025, 1, 1))
    ()
    """
    held: dict[DeliveryKey, list[Entry]] = {}
    for delivery, entries in sorted(delivered, key=lambda pair: (pair[0].recorded, pair[0].id)):
        if delivery.recorded > known_at:
            continue
        fresh: dict[DeliveryKey, list[Entry]] = {}
        for entry in entries:
            fresh.setdefault(key_of(entry), []).append(entry)
        for key, found in fresh.items():
            held[key] = [*held.get(key, ()), *found] if delivery.adds else found
    return tuple(entry for found in held.values() for entry in found)


def counting(
    delivered: Sequence[tuple[FileDelivery, tuple[Entry, ...]]], key: DeliveryKey, known_at: datetime
) -> tuple[str, ...]:
    """Return the deliveries whose rows count for one origin and month as known at an instant."""
    held: list[str] = []
    for delivery, entries in sorted(delivered, key=lambda pair: (pair[0].recorded, pair[0].id)):
        if delivery.recorded <= known_at and any(key_of(entry) == key for entry in entries):
            held = [*held, delivery.id] if delivery.adds else [delivery.id]
    return tuple(held)


def told_apart(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries with ids of their own: a second line that says the same is a line of its own.

    The order in which equal lines came makes no difference, since they say the same.
    """
    times: Counter[str] = Counter()
    found = []
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.id, entry.recorded, entry.source, entry.row or 0)):
        times[entry.id] += 1
        found.append(entry if times[entry.id] == 1 else entry._replace(id=f"{entry.id}.{times[entry.id]}"))
    return tuple(found)


def added_up(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return reduced entries with those of one stream, day, kind and currency made one: files may part them."""
    found: dict[str, Entry] = {}
    for entry in entries:
        known = found.get(entry.id)
        if known is None:
            found[entry.id] = entry
            continue
        latest = max(known, entry, key=lambda one: one.recorded)
        found[entry.id] = latest._replace(amount=known.amount + entry.amount, rows=known.rows + entry.rows)
    return tuple(sorted(found.values(), key=lambda entry: (entry.at, entry.id)))


@dataclass(frozen=True, slots=True)
class Redelivery:
    """What a delivery changes in what was there for one origin and month, row by row."""

    origin: str
    month: date
    same: int
    added: int
    removed: int
    difference: Fraction

    @property
    def does(self) -> Said:
        """Return what the delivery does."""
        month = f"{self.month:%Y-%m}"
        if not (self.added or self.removed):
            return NothingNew(origin=self.origin, month=month, n=self.same)
        if not (self.same or self.removed):
            return FirstRows(origin=self.origin, month=month, n=self.added)
        return CorrectsRows(origin=self.origin, month=month, n=self.added, removed=self.removed, same=self.same)


def compare_deliveries(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[Redelivery, ...]:
    """Return, origin by origin and month by month, how a delivery differs from what was there.

    Rows are told apart by what they say and how often they say it, never by their place in a file.
    """
    old, new = _counted(before), _counted(after)
    found = []
    for key in sorted(new):
        was, now = old.get(key, Counter()), new[key]
        added, removed = now - was, was - now
        amount = sum((entry[-1] * n for entry, n in added.items()), Fraction(0))
        amount -= sum((entry[-1] * n for entry, n in removed.items()), Fraction(0))
        found.append(Redelivery(*key, (was & now).total(), added.total(), removed.total(), amount))
    return tuple(found)


def _counted(entries: Iterable[Entry]) -> dict[DeliveryKey, Counter[tuple[str, date, str, str, str, Fraction]]]:
    found: dict[DeliveryKey, Counter[tuple[str, date, str, str, str, Fraction]]] = {}
    for entry in entries:
        says = (repr(entry.fields), entry.day, entry.stream, entry.kind, entry.currency, entry.amount)
        found.setdefault(key_of(entry), Counter())[says] += 1
    return found
