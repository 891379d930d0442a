"""The bridge between two parties' statements: every difference has a class, and they add up to the whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, get_args

from firstcall.errors import BillingError
from firstcall.money import digits_of
from firstcall.said import Said
from firstcall.settlement.bills.invoices import tolerance
from firstcall.settlement.bridge.difference_reasons import (
    AmountsDiffer,
    AmountsOfRow,
    BridgePart,
    CapsLeaveOthers,
    CommittedLeaves,
    CompareTheSame,
    DrawnDiffers,
    LineNotItsRows,
    LinesDoNotAddUp,
    MappedApart,
    OneSideOfSums,
    OnlyOurs,
    OnlyTheirs,
    OtherStream,
    OtherTime,
    OursLacksIt,
    RatesDiffer,
    RatesOfExchangeDiffer,
    RoundedApart,
    RowsIn,
    SidesDiffer,
    SumsOfRows,
    TheirsLacksIt,
    TiersElsewhere,
    UnknownInOurs,
    UnknownInTheirs,
)
from firstcall.settlement.bridge.rows import BridgeRow, RowThere, paired
from firstcall.settlement.bridge.sides import BridgeLine, GiveTheStatements, NoStatement, Side, sides, without_rows
from firstcall.values import dataclass

Class = Literal[
    "missing rows", "late", "mapping", "row amounts", "tolerance", "rate version", "exchange",
    "tiers, caps and minimums", "rounding", "unexplained",
]  # fmt: skip
_PARTS: tuple[BridgePart, ...] = get_args(BridgePart)
CLASSES: tuple[Class, ...] = get_args(Class)
_SHOWN_ALWAYS = ("late", "mapping")
"""Classes that are told also where they cost nothing: the same money in another place."""


@dataclass(frozen=True, slots=True)
class BridgeDifference:
    """One difference: its class, where it is seen, what it makes (ours less theirs, exact), and its rows."""

    kind: Class
    clause: str | RowsIn
    where: str | RowThere
    amount: Fraction
    why: Said
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """From their amount to ours, clause by clause: what each has, and the differences that make up the rest."""

    clause: str | RowsIn
    """The clause; where no clause is looked at, rows of one currency."""
    currency: str
    ours: Fraction
    theirs: Fraction
    differences: tuple[BridgeDifference, ...]
    within: bool
    notes: tuple[Said, ...] = ()

    def total(self, kind: Class) -> Fraction:
        """Return what one class of differences makes."""
        return sum((one.amount for one in self.differences if one.kind == kind), Fraction(0))


def bridges(
    ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]], elsewhere: Sequence[BridgeRow] = ()
) -> tuple[Bridge, ...]:
    """Return the bridge of every clause on the statements of either party.

    Args:
      ours: our printed statements; several where rows may stand in another period.
      theirs: theirs, of the same periods.
      elsewhere: our rows of any period and stream, to find what theirs counts and ours does not.
    Raises:
      BillingError: a file is no statement, or the two sides are of different agreements or periods.
    """
    for name in _PARTS:
        said = [tuple(sorted({_part(one, name) for one in side})) for side in (ours, theirs)]
        if said[0] != said[1]:
            raise BillingError(SidesDiffer(part=name, ours=said[0], theirs=said[1]), fix=CompareTheSame())
    mine, others = sides(ours), sides(theirs)
    return tuple(
        bridge(clause, mine.get(clause), others.get(clause), elsewhere) for clause in dict.fromkeys((*mine, *others))
    )


def _part(side: Mapping[str, Any], name: str) -> str:
    try:
        said = side[name]
        list(side["legs"])
    except (KeyError, TypeError) as error:
        raise BillingError(NoStatement(), fix=GiveTheStatements()) from error
    return f"{said['name']}" if isinstance(said, dict) else str(said)


def bridge(clause: str | RowsIn, ours: Side | None, theirs: Side | None, elsewhere: Sequence[BridgeRow] = ()) -> Bridge:
    """Return the bridge between what two parties say about one clause."""
    side = ours or theirs
    assert side is not None
    mine, other = ours or Side(Fraction(0), side.currency), theirs or Side(Fraction(0), side.currency)
    if ours and theirs and (mine.is_summed or other.is_summed):
        mine, other = without_rows(mine), without_rows(other)
    found = [*_rows(clause, mine, other, elsewhere), *_burned(clause, mine, other), *_lines(clause, mine, other)]
    rest = mine.amount - other.amount - sum((one.amount for one in found), Fraction(0))
    if rest:
        found.append(_remainder(clause, rest, bool(mine.burned or other.burned), side.currency))
    count = sum(row.rows for one in (mine, other) for row, _ in one.rows)
    within = abs(mine.amount - other.amount) <= tolerance(count, digits_of(side.currency))
    kept = tuple(one for one in found if one.amount or one.kind in _SHOWN_ALWAYS)
    return Bridge(clause, side.currency, mine.amount, other.amount, kept, within, tuple(_notes(ours, theirs)))


def _notes(ours: Side | None, theirs: Side | None) -> Iterator[Said]:
    if ours is None:
        yield OursLacksIt()
    elif ours.unknown:
        yield UnknownInOurs(reason=ours.unknown)
    if theirs is None:
        yield TheirsLacksIt()
    elif theirs.unknown:
        yield UnknownInTheirs(reason=theirs.unknown)
    if ours and theirs and ours.rows and ours.is_summed != theirs.is_summed:
        yield OneSideOfSums()


def _remainder(clause: str | RowsIn, rest: Fraction, is_commitment: bool, currency: str) -> BridgeDifference:
    """Return what is left: of a commitment what its amount cuts off, else what nothing explains."""
    if is_commitment and abs(rest) <= Fraction(1, 10 ** digits_of(currency)):
        return BridgeDifference("rounding", clause, "", rest, RoundedApart())
    if is_commitment:
        return BridgeDifference("tiers, caps and minimums", clause, "", rest, CommittedLeaves())
    return BridgeDifference("unexplained", clause, "", rest, LinesDoNotAddUp())


def _burned(clause: str | RowsIn, ours: Side, theirs: Side) -> Iterator[BridgeDifference]:
    """Yield the months of a commitment in which the two drew differently; more drawn leaves less to pay."""
    mine = {(period, month): drawn for period, month, drawn in ours.burned}
    other = {(period, month): drawn for period, month, drawn in theirs.burned}
    for period, month in sorted({*mine, *other}):
        off = mine.get((period, month), Fraction(0)) - other.get((period, month), Fraction(0))
        yield BridgeDifference("missing rows", clause, "/".join((period, month)), -off, DrawnDiffers())


def _rows(clause: str | RowsIn, ours: Side, theirs: Side, elsewhere: Sequence[BridgeRow]) -> Iterator[BridgeDifference]:
    at = {id(row): line for side in (ours, theirs) for row, line in side.rows}
    pairs = paired([row for row, _ in ours.rows], [row for row, _ in theirs.rows])
    alone = [row for row, twin in pairs if twin is None and row is not None]
    strays = [row for twin, row in pairs if twin is None and row is not None]
    for row in alone:
        earned = row.amount * at[id(row)].counted
        yield BridgeDifference("missing rows", clause, row.there, earned, OnlyOurs(), (row.name,))
    for row, kind, said in _found_elsewhere(strays, elsewhere):
        yield BridgeDifference(kind, clause, row.there, -row.amount * at[id(row)].counted, said, (row.name,))
    both = [(row, twin) for row, twin in pairs if row is not None and twin is not None]
    steps = [step for row, twin in both for step in _apart(clause, row, at[id(row)], twin, at[id(twin)])]
    yield from _gathered(steps)


def _found_elsewhere(strays: Sequence[BridgeRow], ours: Sequence[BridgeRow]) -> Iterator[tuple[BridgeRow, Class, Said]]:
    """Yield rows that only theirs counts, told as late or mapped where our books have them elsewhere."""
    twins = {id(row): twin for twin, row in paired(ours, strays) if row is not None}
    for row in strays:
        twin = twins.get(id(row))
        if twin is None:
            yield row, "missing rows", OnlyTheirs()
        elif (twin.billed, twin.day) != (row.billed, row.day):
            yield row, "late", _other_time(twin.billed, twin.day, row.billed, row.day)
        else:
            yield row, "mapping", OtherStream(theirs=row.stream, ours=twin.stream, kind=twin.kind)


def _other_time(our_period: str, our_day: str, their_period: str, their_day: str) -> OtherTime:
    return OtherTime(their_period=their_period, their_day=their_day, our_period=our_period, our_day=our_day)


def _apart(
    clause: str | RowsIn, row: BridgeRow, line: BridgeLine, twin: BridgeRow, other: BridgeLine
) -> Iterator[BridgeDifference]:
    """Yield what makes one row earn differently: its amount, its place, then exchange and rate."""
    off = row.amount - twin.amount
    if off:
        said = _said_amounts(row, twin)
        yield BridgeDifference(_amounts(row, twin), clause, row.there, off * other.counted, said, (row.name,))
    moved = row.amount * (line.counted - other.counted)
    if (row.stream, row.kind) != (twin.stream, twin.kind):
        apart = MappedApart(ours=row.stream, our_kind=row.kind, theirs=twin.stream, their_kind=twin.kind)
        yield BridgeDifference("mapping", clause, row.there, moved, apart, (row.name,))
    elif (row.period, row.day) != (twin.period, twin.day):
        when = _other_time(row.period, row.day, twin.period, twin.day)
        yield BridgeDifference("late", clause, row.there, moved, when, (row.name,))
    else:
        money = row.amount * (line.exchange - other.exchange) * other.factor
        yield BridgeDifference("exchange", clause, line.id, money, RatesOfExchangeDiffer(), (row.name,))
        yield _rated(clause, row, line, other)


def _amounts(row: BridgeRow, twin: BridgeRow) -> Class:
    """Return the class of two amounts: rows apart in a sum, within one unit, or another amount."""
    if row.rows != twin.rows:
        return "missing rows"
    return "tolerance" if abs(row.amount - twin.amount) <= row.unit else "row amounts"


def _said_amounts(row: BridgeRow, twin: BridgeRow) -> Said:
    if row.rows != twin.rows:
        return SumsOfRows(ours=row.rows, theirs=twin.rows)
    return AmountsOfRow(ours=row.amount, theirs=twin.amount, currency=row.currency)


def _rated(clause: str | RowsIn, row: BridgeRow, line: BridgeLine, other: BridgeLine) -> BridgeDifference:
    """Return what another rate makes; under the same text and tiers it follows from the other rows."""
    amount = row.amount * line.exchange * (line.factor - other.factor)
    if line.version == other.version and line.is_tiered and other.is_tiered:
        return BridgeDifference("tiers, caps and minimums", clause, line.id, amount, TiersElsewhere(), (row.name,))
    differ = RatesDiffer(
        our_rate=line.rate, our_version=line.version, their_rate=other.rate, their_version=other.version
    )
    return BridgeDifference("rate version", clause, line.id, amount, differ, (row.name,))


def _gathered(steps: Iterable[BridgeDifference]) -> Iterator[BridgeDifference]:
    """Yield differences of one class and place as one, with all their rows."""

    def place(one: BridgeDifference) -> tuple[str, str, str, str]:
        return one.kind, str(one.where), one.why.code, str(one.why)

    for _, same in groupby(sorted(steps, key=place), key=place):
        held = list(same)
        rows = tuple(name for one in held for name in one.rows)
        amount = sum((one.amount for one in held), Fraction(0))
        yield replace(held[0], amount=amount, rows=rows)


def _lines(clause: str | RowsIn, ours: Side, theirs: Side) -> Iterator[BridgeDifference]:
    """Yield what caps, minimums and rounding make of the lines of either side."""
    mine, other = {line.id: line for line in ours.lines}, {line.id: line for line in theirs.lines}
    made, theirs_made = _made(ours), _made(theirs)
    unit = Fraction(1, 10 ** digits_of(ours.currency or theirs.currency))
    for name in dict.fromkeys((*mine, *other)):
        left, right = mine.get(name), other.get(name)
        if all(line is None or line.kind == "share" for line in (left, right)):
            caps = (left.left if left else Fraction(0)) - (right.left if right else Fraction(0))
            yield BridgeDifference("tiers, caps and minimums", clause, name, caps, CapsLeaveOthers())
            off = _rest(left, made) - _rest(right, theirs_made)
            kind: Class = "rounding" if abs(off) <= 2 * unit else "unexplained"
            why = RoundedApart() if kind == "rounding" else LineNotItsRows()
            yield BridgeDifference(kind, clause, name, off, why)
        else:
            apart = (left.amount if left else Fraction(0)) - (right.amount if right else Fraction(0))
            extra: Class = "rounding" if abs(apart) < unit else "tiers, caps and minimums"
            yield BridgeDifference(extra, clause, name, apart, _only(left, right))


def _made(side: Side) -> dict[str, Fraction]:
    """Return what the rows of each line make at its exchange and rate."""
    found: dict[str, Fraction] = {}
    for row, line in side.rows:
        found[line.id] = found.get(line.id, Fraction(0)) + row.amount * line.counted
    return found


def _rest(line: BridgeLine | None, made: Mapping[str, Fraction]) -> Fraction:
    """Return what a line states beyond what its rows and the caps make: its rounding, if all is well."""
    return Fraction(0) if line is None else line.amount - line.left - made.get(line.id, Fraction(0))


def _only(left: BridgeLine | None, right: BridgeLine | None) -> Said:
    return OnlyTheirs() if left is None else OnlyOurs() if right is None else AmountsDiffer()
