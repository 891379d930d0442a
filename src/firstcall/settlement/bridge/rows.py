"""Rows of two parties set side by side: which row of one is which row of the other."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated

from firstcall.money import digits_of
from firstcall.said import Grouped, Said, sentence
from firstcall.settlement.books.entries import Entry
from firstcall.values import dataclass


class RowThere(Said):
    says = sentence("bridge.row-there", "{row}: {day} {stream} {amount} {currency}")
    row: str
    day: date
    stream: str
    amount: Annotated[Fraction, Grouped]
    currency: str


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """A row as the bridge compares it: a revenue line, a billing row, or the sum of the billing rows of a day.

    `document` is the row's own number, where it has one; `like` is what else it says that tells it from others,
    free words left out. `sums` tells a sum of rows, which cannot be taken apart any more.
    """

    name: str
    document: str
    like: str
    period: str
    day: str
    stream: str
    kind: str
    currency: str
    amount: Fraction
    rows: int = 1
    sums: bool = False
    billed: str = ""
    """The month in which it was billed, or else earned, whatever the period of settlement."""

    @property
    def there(self) -> RowThere:
        """Return where the row stands and what it comes to."""
        day = date.fromisoformat(self.day)
        return RowThere(row=self.name, day=day, stream=self.stream, amount=self.amount, currency=self.currency)

    @property
    def unit(self) -> Fraction:
        """Return the smallest unit of its currency."""
        return Fraction(1, 10 ** digits_of(self.currency))


Pair = tuple[BridgeRow | None, BridgeRow | None]
RowKey = Callable[[BridgeRow], Hashable]


def row_of(entry: Entry, period: str, stream: str | None = None) -> BridgeRow:
    """Return an entry as the bridge compares it, in the period and stream in which it counts."""
    fields = dict(entry.fields)
    return BridgeRow(
        entry.id, fields.get("document", ""), fields.get("since", ""), period, entry.day.isoformat(),
        stream or entry.stream, entry.kind, entry.currency, entry.amount, entry.rows, entry.row is None,
        f"{entry.billed or entry.day:%Y-%m}",
    )  # fmt: skip


def _whole(row: BridgeRow) -> Hashable:
    return (row.document, row.like, row.period, row.day, row.stream, row.kind, row.currency, row.amount, row.sums)


def _numbered_amount(row: BridgeRow) -> Hashable:
    return (row.document, row.kind, row.currency, row.amount) if row.document else None


def _numbered_place(row: BridgeRow) -> Hashable:
    return (row.document, row.stream, row.day, row.kind, row.currency) if row.document else None


def _numbered(row: BridgeRow) -> Hashable:
    return (row.document, row.currency) if row.document else None


def _summed_place(row: BridgeRow) -> Hashable:
    return (row.period, row.day, row.stream, row.kind, row.currency) if row.sums else None


def _moved(row: BridgeRow) -> Hashable:
    return None if row.document else (row.like, row.stream, row.kind, row.currency, row.amount, row.sums)


def _mapped(row: BridgeRow) -> Hashable:
    return None if row.document else (row.like, row.day, row.kind, row.currency, row.amount, row.sums)


def _placed(row: BridgeRow) -> Hashable:
    return None if row.document or row.sums else (row.like, row.stream, row.day, row.kind, row.currency)


_PASSES: tuple[RowKey, ...] = (
    _whole, _numbered_amount, _numbered_place, _numbered, _summed_place, _moved, _mapped,
)  # fmt: skip


def paired(ours: Sequence[BridgeRow], theirs: Sequence[BridgeRow]) -> tuple[Pair, ...]:
    """Return every row of either side once: with its other half, or alone.

    First rows that say the same, as often as both say it; then rows with one document; then, where rows have
    no number of their own, those that differ in day or stream alone; last those that differ by no more than
    one unit. A row is never paired with one of another currency.

    >>> paired((), ())
    ()
    """
    left, right = list(ours), list(theirs)
    found: list[Pair] = []
    for key in _PASSES:
        found += _matched(left, right, key)
    found += _near(left, right)
    return (*found, *((row, None) for row in left), *((None, row) for row in right))


def _matched(left: list[BridgeRow], right: list[BridgeRow], key: RowKey) -> Iterator[Pair]:
    """Yield the pairs of one pass, and take their rows out of both lists."""
    held = _grouped(right, key)
    rest: list[BridgeRow] = []
    for row in sorted(left, key=_order):
        same = held.get(key(row)) if key(row) is not None else None
        if same:
            yield row, same.popleft()
        else:
            rest.append(row)
    left[:] = rest
    _leave(right, key, held)


def _leave(rows: list[BridgeRow], key: RowKey, rows_by_key: Mapping[Hashable, Iterable[BridgeRow]]) -> None:
    """Keep in a list what a pass did not take: rows that it leaves aside, and those still held."""
    rows[:] = [row for row in rows if key(row) is None] + [row for same in rows_by_key.values() for row in same]


def _grouped(rows: Sequence[BridgeRow], key: RowKey) -> dict[Hashable, deque[BridgeRow]]:
    held: dict[Hashable, deque[BridgeRow]] = defaultdict(deque)
    for row in sorted(rows, key=_order):
        if key(row) is not None:
            held[key(row)].append(row)
    return held


def _near(left: list[BridgeRow], right: list[BridgeRow]) -> Iterator[Pair]:
    """Yield pairs that differ by at most one unit of their currency, in order of their amounts."""
    held = _grouped(right, _placed)
    rest: list[BridgeRow] = []
    for row in sorted(left, key=lambda one: (one.amount, _order(one))):
        close = [twin for twin in held.get(_placed(row), ()) if abs(twin.amount - row.amount) <= row.unit]
        if close:
            twin = min(close, key=lambda one: (abs(one.amount - row.amount), _order(one)))
            held[_placed(row)].remove(twin)
            yield row, twin
        else:
            rest.append(row)
    left[:] = rest
    _leave(right, _placed, held)


def _order(row: BridgeRow) -> tuple[str, str, str, Fraction, str]:
    return row.period, row.day, row.stream, row.amount, row.name
