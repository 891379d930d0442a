"""The bridge between two parties' statements: every difference has a class, and they add up to the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from firstcall.errors import BillingError
from firstcall.settlement.reconciled import tolerance

Class = Literal[
    "missing rows", "late", "mapping", "rate version", "exchange", "caps and minimums", "rounding", "unexplained"
]
CLASSES: tuple[Class, ...] = (
    "missing rows", "late", "mapping", "rate version", "exchange", "caps and minimums", "rounding", "unexplained",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its class, the lines it is seen in, and what it makes (ours less theirs, exact)."""

    kind: Class
    clause: str
    where: str
    amount: Fraction
    says: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """From their amount to ours, clause by clause: what each has, and the differences that make up the rest."""

    clause: str
    currency: str
    ours: Fraction
    theirs: Fraction
    differences: tuple[Difference, ...]
    within: bool

    def total(self, kind: Class) -> Fraction:
        """Return what one class of differences makes."""
        return sum((one.amount for one in self.differences if one.kind == kind), Fraction(0))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a statement in JSON, as far as the bridge needs it."""

    key: tuple[str, str, str]
    period: str
    kind: str
    base: Fraction
    exchange: Fraction
    factor: Fraction
    version: str
    rate: str
    capped: Fraction
    amount: Fraction
    entries: int


def bridges(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Bridge, ...]:
    """Return the bridge of every clause on either statement.

    Raises:
      BillingError: a file is no statement, or the two are of different agreements or periods.
    """
    for name in ("agreement", "period"):
        if _part(ours, name) != _part(theirs, name):
            raise BillingError(
                f"the two statements differ in their {name}: {_part(ours, name)} and {_part(theirs, name)}\n"
                "  mend: compare statements of the same agreement and period"
            )
    legs = [{leg["clause"]: leg for leg in side["legs"]} for side in (ours, theirs)]
    return tuple(
        _bridge(clause, legs[0].get(clause), legs[1].get(clause)) for clause in dict.fromkeys((*legs[0], *legs[1]))
    )


def _part(side: Mapping[str, Any], name: str) -> str:
    try:
        said = side[name]
        list(side["legs"])
    except (KeyError, TypeError) as error:
        raise BillingError(
            "this is no statement as `firstcall settle --json` prints it\n  mend: give the two printed statements"
        ) from error
    return f"{said['name']}" if isinstance(said, dict) else str(said)


def _bridge(clause: str, ours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> Bridge:
    mine, others = _rows(ours), _rows(theirs)
    found = [*_moved(clause, mine, others)]
    settled = {key for one in found for key in one.where.split(" | ")}
    left = {key: row for key, row in mine.items() if str(key) not in settled}
    right = {key: row for key, row in others.items() if str(key) not in settled}
    for key in dict.fromkeys((*left, *right)):
        found += _explained(clause, key, left.get(key), right.get(key))
    total, other = _amount(ours), _amount(theirs)
    rest = total - other - sum((one.amount for one in found), Fraction(0))
    if rest:
        found.append(Difference("unexplained", clause, "", rest, "the lines do not add up to the amounts stated"))
    side = ours or theirs or {}
    currency = str((side.get("payees") or [{}])[0].get("currency", ""))
    rows = sum(row.entries for row in (*mine.values(), *others.values()))
    within = abs(total - other) <= tolerance(rows, 2)
    kept = tuple(one for one in found if one.amount or one.kind == "mapping")
    return Bridge(clause, currency, total, other, kept, within)


def _amount(leg: Mapping[str, Any] | None) -> Fraction:
    known = [payee["amount"] for payee in leg["payees"] if payee["amount"] is not None] if leg else []
    return sum((Fraction(amount) for amount in known), Fraction(0))


def _rows(leg: Mapping[str, Any] | None) -> dict[tuple[str, ...], _Row]:
    found: dict[tuple[str, ...], _Row] = {}
    for period in leg["periods"] if leg else ():
        for line in period["lines"]:
            key: tuple[str, ...] = (
                line["period"],
                line["stream"] or line["kind"],
                line["day"],
                line["currency"],
                line["line"],
            )
            share = line["kind"] == "share"
            key = key[:4] if share and key[:4] not in found else key
            found[key] = _row(line)
    return found


def _row(line: Mapping[str, str]) -> _Row:
    base, exchange, earned = _exact(line["base"]), _exact(line["exchange"]), _exact(line["earned"])
    converted = base * exchange
    return _Row(
        key=(line["stream"], line["day"], line["currency"]), period=line["period"], kind=line["kind"], base=base,
        exchange=exchange, factor=earned / converted if converted else Fraction(0), version=line["version"],
        rate=line["rate"], capped=_exact(line["payable"]) - earned, amount=Fraction(line["amount"]),
        entries=int(line["entries"]),
    )  # fmt: skip


def _exact(text: str) -> Fraction:
    return Fraction(text.rstrip("…"))


def _moved(
    clause: str, ours: Mapping[tuple[str, ...], _Row], theirs: Mapping[tuple[str, ...], _Row]
) -> Iterable[Difference]:
    """Yield pairs of lines with one base that stand elsewhere on the other side: in another stream or period."""
    only = {key: row for key, row in ours.items() if key not in theirs and row.base}
    other = {key: row for key, row in theirs.items() if key not in ours and row.base}
    for key, row in only.items():
        for pair, twin in other.items():
            same = row.base == twin.base and row.key[1:] == twin.key[1:]
            if not same or (row.key[0] != twin.key[0] and row.period != twin.period):
                continue
            kind: Class = "late" if row.period != twin.period else "mapping"
            says = f"ours in {row.period} {row.key[0]}, theirs in {twin.period} {twin.key[0]}"
            yield Difference(kind, clause, f"{key} | {pair}", row.amount - twin.amount, says)
            del other[pair]
            break


def _explained(clause: str, key: tuple[str, ...], ours: _Row | None, theirs: _Row | None) -> list[Difference]:
    """Return what makes one line differ: rows, then rate, then exchange, then caps, and rounding for the rest."""
    where = " ".join(key)
    if ours is None or theirs is None:
        row = ours or theirs
        assert row is not None
        amount = row.amount if ours else -row.amount
        kind: Class = "missing rows" if row.kind == "share" else "caps and minimums"
        return [Difference(kind, clause, where, amount, "only ours has it" if ours else "only theirs has it")]
    steps: Sequence[tuple[Class, Fraction, str]] = (
        ("missing rows", (ours.base - theirs.base) * theirs.exchange * theirs.factor, "the bases differ"),
        ("exchange", ours.base * (ours.exchange - theirs.exchange) * theirs.factor, "the rates of exchange differ"),
        (
            "rate version",
            ours.base * ours.exchange * (ours.factor - theirs.factor),
            f"ours {ours.rate} of {ours.version}, theirs {theirs.rate} of {theirs.version}",
        ),
        ("caps and minimums", ours.capped - theirs.capped, "caps leave different parts"),
    )
    found = [Difference(kind, clause, where, amount, says) for kind, amount, says in steps if amount]
    rest = ours.amount - theirs.amount - sum((one.amount for one in found), Fraction(0))
    if rest:
        found.append(Difference("rounding", clause, where, rest, "rounded apart"))
    return found
