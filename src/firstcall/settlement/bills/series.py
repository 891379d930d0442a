"""What a reduction has found, read: the sums of a series day by day, and the entries that they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import chain, repeat
from operator import attrgetter, mul, ne
from typing import Any
from zoneinfo import ZoneInfo

from firstcall.agreement.model.clauses.money_terms import Base
from firstcall.dates import day_start
from firstcall.settlement.bills.reduction import TOLD, Plan
from firstcall.settlement.books.entries import Entry
from firstcall.values import dataclass

_SCALE = 10**18
"""How many of the last decimal that is carried make one."""


@dataclass(frozen=True, slots=True)
class Series:
    """Sums of the reduction that are alike but for their day: what the rows of each day come to, in columns.

    `stream` is the number of a stream of the base, `parts` the numbers of the parts of each day. `peaks` are the
    greatest figures, in whole units rounded up, where sums could outgrow what engines hold; else zero.
    """

    origin: str
    stream: int
    kind: str
    billed: datetime
    currency: str
    days: Sequence[str]
    amounts: Sequence[Fraction]
    rows: Sequence[int]
    told: Sequence[int]
    parts: Sequence[int]
    peaks: Sequence[int]

    @property
    def lacks_figures(self) -> bool:
        """Return whether rows of a sum have no figure: what they cost is unknown, and not nothing."""
        return any(map(ne, self.told, self.rows))

    @property
    def is_beyond(self) -> bool:
        """Return whether a sum may have left what an engine's decimals hold on the way: then it is not to be trusted.

        The greatest figure times the number of rows bounds every partial sum; engines do not always tell.
        """
        return any(bound >= 10**20 for bound in map(mul, self.peaks, self.rows))


def series_of(found: Iterable[Mapping[str, Any]], base: Base) -> tuple[Series, ...]:
    """Return what a reduction has found of the kinds that count, in whatever case exports write them."""
    return tuple(_series(row) for row in found if str(row["kind"]).lower() in base.kinds)


def _series(row: Mapping[str, Any]) -> Series:
    told = row["sums"].replace(".", "").split(" ")  # an amount with as many decimals as are carried
    days, *figures = (told[place :: len(TOLD)] for place in range(len(TOLD)))
    amounts, rows, known, parts, units, peaks = (list(map(int, column)) for column in figures)
    if any(units):
        amounts = [whole * _SCALE + rest for whole, rest in zip(units, amounts, strict=True)]
    exact = list(map(Fraction, amounts, repeat(_SCALE)))
    return Series(
        row["origin"],
        row["stream"],
        row["kind"],
        row["billed"],
        row["currency"],
        days,
        exact,
        rows,
        known,
        parts,
        peaks,
    )


def series_of_row(row: Mapping[str, Any]) -> Series:
    """Return a single row that counts as the sum that it is by itself."""
    return Series(
        row["origin"], row["stream"], row["kind"], row["billed"], row["currency"], [row["day"].isoformat()],
        [Fraction(row["cost"] or 0)], [1], [int(row["cost"] is not None)], [row["part"]], [0],
    )  # fmt: skip


def reduced_entries(
    found: Iterable[Series], what: Plan, zone: ZoneInfo, source: str, recorded: datetime
) -> tuple[Entry, ...]:  # fmt: skip
    """Return the entries that the sums of a reduction are, in a fixed order."""
    names, starts = [stream.name for stream in what.base.streams], dict[str, tuple[date, datetime]]()
    by_instant = defaultdict[datetime, list[Entry]](list)
    for one in found:
        origin, number, said, billed, currency = one.origin, one.stream, one.kind, one.billed, one.currency
        month, stream, kind = billed.date(), names[number], said.lower()
        head, tail = f"{origin}/{stream}/{kind}/", f"/{currency}/{month.year:04}-{month.month:02}"
        for text, amount, rows, part in zip(one.days, one.amounts, one.rows, one.parts, strict=True):
            if text not in starts:
                starts[text] = (begun := date.fromisoformat(text)), day_start(begun, zone)
            day, at = starts[text]
            name = head + text + tail
            if part and (cut := datetime.fromtimestamp(what.cuts[part - 1], UTC)) > at:
                at, name = cut, f"{name}/{part}"
            by_instant[at].append(Entry(
                name, at, day, stream, kind, currency, amount, origin, source, recorded, month, None, rows, "agreed",
                (), (origin, number, said, day, part, billed, currency), False,
            ))  # fmt: skip
    return tuple(chain.from_iterable(sorted(by_instant[at], key=attrgetter("id")) for at in sorted(by_instant)))
