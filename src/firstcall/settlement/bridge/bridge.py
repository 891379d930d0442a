"""The bridge between two parties' statements: every difference has a class, and they add up to the whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, get_args

from firstcall.errors import BillingError
from firstcall.money import digits_of, exact_text
from firstcall.settlement.bills.invoices import tolerance
from firstcall.settlement.bridge.rows import BridgeRow, paired
from firstcall.settlement.bridge.sides import BridgeLine, Side, sides, without_rows

Class = Literal[
    "missing rows", "late", "mapping", "row amounts", "tolerance", "rate version", "exchange",
    "tiers, caps and minimums", "rounding", "unexplained",
]  # fmt: skip
CLASSES: tuple[Class, ...] = get_args(Class)
_SHOWN_ALWAYS = ("late", "mapping")
"""Classes that are told also where they cost nothing: the same money in another place."""


@dataclass(frozen=True, slots=True)
class BridgeDifference:
    """One difference: its class, where it is seen, what it makes (ours less theirs, exact), and its rows."""

    kind: Class
    clause: str
    where: str
    amount: Fraction
    says: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bridge:
    """From their amount to ours, clause by clause: what each has, and the differences that make up the rest."""

    clause: str
    currency: str
    ours: Fraction
    theirs: Fraction
    differences: tuple[BridgeDifference, ...]
    within: bool
    notes: tuple[str, ...] = ()

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
    for name in ("agreement", "period"):
        said = [sorted({_part(one, name) for one in side}) for side in (ours, theirs)]
        if said[0] != said[1]:
            raise BillingError(
                f"the two sides differ in their {name}: {', '.join(said[0])} and {', '.join(said[1])}\n"
                "  fix: compare statements of the same agreement and periods"
            )
    mine, others = sides(ours), sides(theirs)
    return tuple(
        bridge(clause, mine.get(clause), others.get(clause), elsewhere) for clause in dict.fromkeys((*mine, *others))
    )


def _part(side: Mapping[str, Any], name: str) -> str:
    try:
        said = side[name]
        list(side["legs"])
    except (KeyError, TypeError) as error:
        raise BillingError(
            "this is no statement as `firstcall settle --json` prints it\n  fix: give the printed statements"
        ) from error
    return f"{said['name']}" if isinstance(said, dict) else str(said)


def bridge(clause: str, ours: Side | None, theirs: Side | None, elsewhere: Sequence[BridgeRow] = ()) -> Bridge:
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


def _notes(ours: Side | None, theirs: Side | None) -> Iterator[str]:
    for whose, side in (("ours", ours), ("theirs", theirs)):
        if side is None:
            yield f"{whose} does not have this clause"
        elif side.unknown:
            yield f"not in {whose}, because it is unknown there: {side.unknown}"
    if ours and theirs and ours.rows and ours.is_summed != theirs.is_summed:
        yield "one side prints no rows, so that sums of a day are compared; give its file of rows to see them"


def _remainder(clause: str, rest: Fraction, is_commitment: bool, currency: str) -> BridgeDifference:
    """Return what is left: of a commitment what its amount cuts off, else what nothing explains."""
    if is_commitment and abs(rest) <= Fraction(1, 10 ** digits_of(currency)):
        return BridgeDifference("rounding", clause, "", rest, "rounded apart")
    if is_commitment:
        return BridgeDifference(
            "tiers, caps and minimums", clause, "", rest, "what the committed amount and carries leave"
        )
    return BridgeDifference("unexplained", clause, "", rest, "the lines do not add up to the amounts stated")


def _burned(clause: str, ours: Side, theirs: Side) -> Iterator[BridgeDifference]:
    """Yield the months of a commitment in which the two drew differently; more drawn leaves less to pay."""
    mine = {(period, month): drawn for period, month, drawn in ours.burned}
    other = {(period, month): drawn for period, month, drawn in theirs.burned}
    for period, month in sorted({*mine, *other}):
        off = mine.get((period, month), Fraction(0)) - other.get((period, month), Fraction(0))
        yield BridgeDifference("missing rows", clause, f"{period} {month}", -off, "what was drawn in the month differs")


def _rows(clause: str, ours: Side, theirs: Side, elsewhere: Sequence[BridgeRow]) -> Iterator[BridgeDifference]:
    at = {id(row): line for side in (ours, theirs) for row, line in side.rows}
    pairs = paired([row for row, _ in ours.rows], [row for row, _ in theirs.rows])
    alone = [row for row, twin in pairs if twin is None and row is not None]
    strays = [row for twin, row in pairs if twin is None and row is not None]
    for row in alone:
        said = "only ours has it"
        yield BridgeDifference("missing rows", clause, row.says, row.amount * at[id(row)].counted, said, (row.name,))
    for row, kind, said in _found_elsewhere(strays, elsewhere):
        yield BridgeDifference(kind, clause, row.says, -row.amount * at[id(row)].counted, said, (row.name,))
    both = [(row, twin) for row, twin in pairs if row is not None and twin is not None]
    steps = [step for row, twin in both for step in _apart(clause, row, at[id(row)], twin, at[id(twin)])]
    yield from _gathered(steps)


def _found_elsewhere(strays: Sequence[BridgeRow], ours: Sequence[BridgeRow]) -> Iterator[tuple[BridgeRow, Class, str]]:
    """Yield rows that only theirs counts, told as late or mapped where our books have them elsewhere."""
    twins = {id(row): twin for twin, row in paired(ours, strays) if row is not None}
    for row in strays:
        twin = twins.get(id(row))
        if twin is None:
            yield row, "missing rows", "only theirs has it"
        elif (twin.billed, twin.day) != (row.billed, row.day):
            yield row, "late", f"theirs in {row.billed} on {row.day}, ours in {twin.billed} on {twin.day}"
        else:
            yield row, "mapping", f"theirs in {row.stream}, ours in {twin.stream} as {twin.kind}"


def _apart(
    clause: str, row: BridgeRow, line: BridgeLine, twin: BridgeRow, other: BridgeLine
) -> Iterator[BridgeDifference]:
    """Yield what makes one row earn differently: its amount, its place, then exchange and rate."""
    off = row.amount - twin.amount
    if off:
        said = _said_amounts(row, twin)
        yield BridgeDifference(_amounts(row, twin), clause, row.says, off * other.counted, said, (row.name,))
    moved = row.amount * (line.counted - other.counted)
    if (row.stream, row.kind) != (twin.stream, twin.kind):
        said = f"ours as {row.stream} {row.kind}, theirs as {twin.stream} {twin.kind}"
        yield BridgeDifference("mapping", clause, row.says, moved, said, (row.name,))
    elif (row.period, row.day) != (twin.period, twin.day):
        said = f"ours in {row.period} on {row.day}, theirs in {twin.period} on {twin.day}"
        yield BridgeDifference("late", clause, row.says, moved, said, (row.name,))
    else:
        money = row.amount * (line.exchange - other.exchange) * other.factor
        yield BridgeDifference("exchange", clause, line.id, money, "the rates of exchange differ", (row.name,))
        yield _rated(clause, row, line, other)


def _amounts(row: BridgeRow, twin: BridgeRow) -> Class:
    """Return the class of two amounts: rows apart in a sum, within one unit, or another amount."""
    if row.rows != twin.rows:
        return "missing rows"
    return "tolerance" if abs(row.amount - twin.amount) <= row.unit else "row amounts"


def _said_amounts(row: BridgeRow, twin: BridgeRow) -> str:
    if row.rows != twin.rows:
        return f"ours adds up {row.rows} rows, theirs {twin.rows}; give both files of rows to see which"
    return f"ours {exact_text(row.amount)}, theirs {exact_text(twin.amount)} {row.currency}"


def _rated(clause: str, row: BridgeRow, line: BridgeLine, other: BridgeLine) -> BridgeDifference:
    """Return what another rate makes; under the same text and tiers it follows from the other rows."""
    amount = row.amount * line.exchange * (line.factor - other.factor)
    if line.version == other.version and "tiers" in line.rate and "tiers" in other.rate:
        said = "the tiers stand elsewhere, since other rows differ"
        return BridgeDifference("tiers, caps and minimums", clause, line.id, amount, said, (row.name,))
    said = f"ours {line.rate} of {line.version}, theirs {other.rate} of {other.version}"
    return BridgeDifference("rate version", clause, line.id, amount, said, (row.name,))


def _gathered(steps: Iterable[BridgeDifference]) -> Iterator[BridgeDifference]:
    """Yield differences of one class and place as one, with all their rows."""

    def place(one: BridgeDifference) -> tuple[str, str, str]:
        return one.kind, one.where, one.says

    for (_, where, says), same in groupby(sorted(steps, key=place), key=place):
        held = list(same)
        rows = tuple(name for one in held for name in one.rows)
        amount = sum((one.amount for one in held), Fraction(0))
        yield BridgeDifference(held[0].kind, held[0].clause, where, amount, says, rows)


def _lines(clause: str, ours: Side, theirs: Side) -> Iterator[BridgeDifference]:
    """Yield what caps, minimums and rounding make of the lines of either side."""
    mine, other = {line.id: line for line in ours.lines}, {line.id: line for line in theirs.lines}
    made, theirs_made = _made(ours), _made(theirs)
    unit = Fraction(1, 10 ** digits_of(ours.currency or theirs.currency))
    for name in dict.fromkeys((*mine, *other)):
        left, right = mine.get(name), other.get(name)
        if all(line is None or line.kind == "share" for line in (left, right)):
            caps = (left.left if left else Fraction(0)) - (right.left if right else Fraction(0))
            yield BridgeDifference("tiers, caps and minimums", clause, name, caps, "caps leave different parts")
            off = _rest(left, made) - _rest(right, theirs_made)
            kind: Class = "rounding" if abs(off) <= 2 * unit else "unexplained"
            says = "rounded apart" if kind == "rounding" else "the line is not what its rows, rate and caps make"
            yield BridgeDifference(kind, clause, name, off, says)
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


def _only(left: BridgeLine | None, right: BridgeLine | None) -> str:
    return "only theirs has it" if left is None else "only ours has it" if right is None else "the amounts differ"
