"""One party's side of a bridge: the lines of its statements, as printed, and the rows beneath them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from firstcall.errors import BillingError
from firstcall.money import exact
from firstcall.said import Said, sentence
from firstcall.settlement.bridge.rows import BridgeRow
from firstcall.settlement.reckon.earning import TierReached, TiersCrossed
from firstcall.values import dataclass


class NoStatement(Said):
    says = sentence("bridge.no-statement", "this is no statement as `firstcall settle --json` prints it")


class GiveTheStatements(Said):
    says = sentence("bridge.give-the-statements", "give the printed statements")


@dataclass(frozen=True, slots=True)
class BridgeLine:
    """A line of a statement, as far as the bridge needs it; a `factor` is what one unit of base earns."""

    id: str
    kind: str
    period: str
    base: Fraction
    exchange: Fraction
    factor: Fraction
    version: str
    rate: str
    is_tiered: bool
    left: Fraction
    """What the caps leave of what was earned, less what was earned."""
    amount: Fraction

    @property
    def counted(self) -> Fraction:
        """Return what one unit of base makes in the clause's currency."""
        return self.exchange * self.factor


@dataclass(frozen=True, slots=True)
class Side:
    """What one party says about one clause: the amount stated, its lines, and each row with its line."""

    amount: Fraction
    currency: str
    lines: tuple[BridgeLine, ...] = ()
    rows: tuple[tuple[BridgeRow, BridgeLine], ...] = ()
    burned: tuple[tuple[str, str, Fraction], ...] = ()
    """For a commitment: its period, a month, and what was drawn in it."""
    unknown: str = ""
    is_summed: bool = False
    """Whether its rows are not given and each line stands for them."""


_TIERED = (TierReached.says.code, TiersCrossed.says.code)


def sides(statements: Sequence[Mapping[str, Any]]) -> dict[str, Side]:
    """Return what the statements of one party say, clause by clause.

    Raises:
      BillingError: one of them is no statement.
    """
    found: dict[str, Side] = {}
    for statement in statements:
        try:
            for leg in statement["legs"]:
                known = found.get(leg["clause"])
                found[leg["clause"]] = _joined(known, _side(leg)) if known else _side(leg)
        except (KeyError, TypeError, AttributeError, ValueError, BillingError) as error:
            raise BillingError(NoStatement(), fix=GiveTheStatements()) from error
    return found


def _joined(one: Side, other: Side) -> Side:
    return replace(
        one, amount=one.amount + other.amount, lines=one.lines + other.lines, rows=one.rows + other.rows,
        burned=one.burned + other.burned, unknown=one.unknown or other.unknown,
        is_summed=one.is_summed or other.is_summed,
    )  # fmt: skip


def _side(leg: Mapping[str, Any]) -> Side:
    amounts = [exact(payee["amount"]) for payee in leg["payees"] if payee["amount"] is not None]
    lines = {said["line"]: _line(said) for period in leg["periods"] for said in period["lines"]}
    said_lines = {said["line"]: said for period in leg["periods"] for said in period["lines"]}
    given = leg.get("rows")
    rows = [(_row(said, lines[said["line"]]), lines[said["line"]]) for said in given or ()]
    if given is None:
        rows = [(stood_in(said_lines[name], line), line) for name, line in lines.items() if line.kind == "share"]
    burned = [
        (bought["period"], month["month"], _number(month.get("known_drawn", month["drawn"])))
        for bought in leg["commitment"]
        for month in bought["months"]
    ]
    currency = str(leg["payees"][0]["currency"]) if leg["payees"] else ""
    return Side(
        sum(amounts, Fraction(0)), currency, tuple(lines.values()), tuple(rows), tuple(burned),
        leg["unknown"] or "", given is None,
    )  # fmt: skip


def _line(said: Mapping[str, Any]) -> BridgeLine:
    base, rate, earned = _number(said["base"]), _number(said["exchange"]), _number(said["earned"])
    converted = base * rate
    tiered = (said.get("rate_reason") or {}).get("code") in _TIERED
    return BridgeLine(
        said["line"], said["kind"], said["period"], base, rate, earned / converted if converted else Fraction(0),
        said["version"], said["rate"], tiered, _number(said["payable"]) - earned, exact(said["amount"]),
    )  # fmt: skip


def _row(said: Mapping[str, Any], line: BridgeLine) -> BridgeRow:
    return BridgeRow(
        said["row"], said["document"], said["like"], line.period, said["day"], said["stream"], said["kind"],
        said["currency"], exact(said["amount"]), int(said["rows"]), bool(said["sums"]), said["billed"],
    )  # fmt: skip


def stood_in(said: Mapping[str, str], line: BridgeLine) -> BridgeRow:
    """Return a row that stands for all those of a line, where they are not given."""
    return BridgeRow(
        line.id, "", "", line.period, said["day"], said["stream"], "", said["currency"], line.base,
        int(said["entries"] or 1), True,
    )  # fmt: skip


def without_rows(side: Side) -> Side:
    """Return a side with one row for each line, so that it can be compared with one that gives no rows."""
    if side.is_summed:
        return side
    held: dict[str, list[BridgeRow]] = {}
    for row, line in side.rows:
        held.setdefault(line.id, []).append(row)
    found = []
    for line in side.lines:
        if rows := held.get(line.id):
            count = sum(row.rows for row in rows)
            summed = replace(rows[0], name=line.id, document="", like="", kind="", amount=line.base, rows=count)
            found.append((replace(summed, sums=True), line))
    return replace(side, rows=tuple(found), is_summed=True)


def _number(text: str) -> Fraction:
    """Return a printed figure; one that never ends is printed with its first decimals."""
    return exact(text.rstrip("…"))
