"""The bridge between two parties' rows, before any rate: what is reckoned on, currency by currency."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from firstcall.errors import BillingError, Place
from firstcall.money import exact
from firstcall.said import Said, sentence
from firstcall.settlement.books.entries import Entry
from firstcall.settlement.bridge.bridge import Bridge, bridge
from firstcall.settlement.bridge.difference_reasons import RowsIn
from firstcall.settlement.bridge.rows import BridgeRow, row_of
from firstcall.settlement.bridge.sides import BridgeLine, Side


class PrintsNoRows(Said):
    says = sentence("bridge.prints-no-rows", "the statement prints no rows, and the other side gives rows")


class BothAsStatementsOrRows(Said):
    says = sentence("bridge.both-as-statements-or-rows", "give both as statements, or both as rows")


class AddsRowsUp(Said):
    says = sentence(
        "bridge.adds-rows-up", "the statement adds billing rows up by day, and the other side gives single rows"
    )


class BothAsStatementsOrFiles(Said):
    says = sentence("bridge.both-as-statements-or-files", "give both as statements, or both as files of billing rows")


_ONE = Fraction(1)


def monthly(entry: Entry) -> BridgeRow:
    """Return an entry in the month in which it was billed, or else earned."""
    return row_of(entry, f"{entry.billed or entry.day:%Y-%m}")


def base_bridges(ours: Sequence[BridgeRow], theirs: Sequence[BridgeRow]) -> tuple[Bridge, ...]:
    """Return the bridge of what two parties reckon on, for each currency.

    No rate, exchange or rounding is in it: a row is worth what it says. Amounts of two currencies are never
    added, so that a row which is in another currency on the other side is missing in each.
    """
    currencies = sorted({row.currency for row in (*ours, *theirs)})
    return tuple(bridge(RowsIn(currency=code), _side(ours, code), _side(theirs, code)) for code in currencies)


def _side(rows: Sequence[BridgeRow], currency: str) -> Side:
    held = [row for row in rows if row.currency == currency]
    found: dict[str, BridgeLine] = {}
    for row in held:
        period, stream = row.period, row.stream
        name = f"{period}/{stream}/{row.day}"
        before = found[name].base if name in found else Fraction(0)
        base = before + row.amount
        found[name] = BridgeLine(name, "share", period, base, _ONE, _ONE, "", "", False, Fraction(0), base)
    lines = [(row, found[f"{row.period}/{row.stream}/{row.day}"]) for row in held]
    total = sum((row.amount for row in held), Fraction(0))
    return Side(total, currency, tuple(found.values()), tuple(lines))


def stated_rows(statement: Mapping[str, Any], name: str) -> tuple[BridgeRow, ...]:
    """Return the rows beneath a printed statement, each once, in the month in which it counts.

    Raises:
      BillingError: the statement prints no rows, or adds billing rows up by day.
    """
    found: dict[str, BridgeRow] = {}
    for leg in statement.get("legs", ()):
        for said in leg.get("rows", ()):
            found[said["row"]] = BridgeRow(
                said["row"], said["document"], said["like"], said["billed"], said["day"], said["stream"],
                said["kind"], said["currency"], exact(said["amount"]), int(said["rows"]), bool(said["sums"]),
                said["billed"],
            )  # fmt: skip
    if not found:
        raise BillingError(PrintsNoRows(), fix=BothAsStatementsOrRows(), place=Place(name))
    if any(row.sums for row in found.values()):
        raise BillingError(AddsRowsUp(), fix=BothAsStatementsOrFiles(), place=Place(name))
    return tuple(found.values())
