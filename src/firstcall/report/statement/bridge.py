"""The bridge between two parties' numbers as people read it, and as JSON has it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Any

from firstcall.money import exact_text
from firstcall.report.decision.line_facts import NoteTold
from firstcall.report.sheet import Tell
from firstcall.said import Grouped, Said, plural, sentence
from firstcall.settlement.bridge.bridge import CLASSES, Bridge, BridgeDifference, Class
from firstcall.settlement.bridge.rows import RowThere


class BothAmounts(Said):
    says = sentence("bridge.both-amounts", "{clause}: ours {ours}, theirs {theirs} {currency}")
    clause: str | Said
    ours: Annotated[Fraction, Grouped]
    theirs: Annotated[Fraction, Grouped]
    currency: str


class EqualLineByLine(Said):
    says = sentence("bridge.equal-line-by-line", "equal, line by line")


class InAllWithin(Said):
    says = sentence(
        "bridge.in-all-within", "in all {off}, within the tolerance of FOCUS 1.4; with a tolerance of zero it stands"
    )
    off: Annotated[Fraction, Grouped]


class InAllBeyond(Said):
    says = sentence(
        "bridge.in-all-beyond", "in all {off}, beyond the tolerance of FOCUS 1.4; with a tolerance of zero it stands"
    )
    off: Annotated[Fraction, Grouped]


class KindOfDifference(Said):
    says = sentence("bridge.kind-of-difference", "{kind}")
    kind: Class


class FigureAlone(Said):
    says = sentence("bridge.figure", "{figure}")
    figure: Annotated[Fraction, Grouped]


class InPlaces(Said):
    says = plural("bridge.in-places", "in {n} place", "in {n} places")
    n: int


class DifferenceHere(Said):
    says = sentence("bridge.difference", "{amount}, {why}")
    amount: Annotated[Fraction, Grouped]
    why: Said


class DifferenceAt(Said):
    says = sentence("bridge.difference-at", "{where}: {amount}, {why}")
    where: str | Said
    amount: Annotated[Fraction, Grouped]
    why: Said


class RowsOfIt(Said):
    says = sentence("bridge.rows-of-it", "rows {rows}")
    rows: tuple[str, ...]


class RowsOfItAndMore(Said):
    says = sentence("bridge.rows-of-it-and-more", "rows {rows} and {more} more")
    rows: tuple[str, ...]
    more: int


class MoreDifferences(Said):
    says = sentence("bridge.more-differences", "and {more} more; --json lists them all")
    more: int


_SHOWN = 5
"""Differences and rows that are told one by one; the rest is counted."""


def bridge_text(bridges: Sequence[Bridge], tell: Tell = str) -> str:
    """Return bridges in lines of text: both amounts, the classes that make the difference, and their rows.

    Args:
      bridges: clause by clause.
      tell: says a fact in a language; English unless given.
    """
    return "\n".join(line for one in bridges for line in _bridge(one, tell))


def _bridge(one: Bridge, tell: Tell) -> Iterator[str]:
    yield tell(BothAmounts(clause=one.clause, ours=one.ours, theirs=one.theirs, currency=one.currency))
    yield from (f"  {tell(NoteTold(note=note))}" for note in one.notes)
    if one.ours == one.theirs and not one.differences:
        yield f"  {tell(EqualLineByLine())}"
    for kind in CLASSES:
        if listed := [item for item in one.differences if item.kind == kind]:
            yield from _class(one, kind, listed, tell)
    if off := one.ours - one.theirs:
        yield f"  {tell(InAllWithin(off=off) if one.within else InAllBeyond(off=off))}"


def _class(one: Bridge, kind: Class, listed: Sequence[BridgeDifference], tell: Tell) -> Iterator[str]:
    name, total = tell(KindOfDifference(kind=kind)), tell(FigureAlone(figure=one.total(kind)))
    yield f"  {name:<24} {total:>20}  {tell(InPlaces(n=len(listed)))}"
    for item in sorted(listed, key=lambda item: (-abs(item.amount), str(item.where)))[:_SHOWN]:
        yield f"    {tell(_difference(item))}"
        if item.rows and not (isinstance(item.where, RowThere) and item.where.row == item.rows[0]):
            rows, more = item.rows[:_SHOWN], len(item.rows) - _SHOWN
            yield f"      {tell(RowsOfItAndMore(rows=rows, more=more) if more > 0 else RowsOfIt(rows=rows))}"
    if len(listed) > _SHOWN:
        yield f"    {tell(MoreDifferences(more=len(listed) - _SHOWN))}"


def _difference(item: BridgeDifference) -> Said:
    if not item.where:
        return DifferenceHere(amount=item.amount, why=item.why)
    return DifferenceAt(where=item.where, amount=item.amount, why=item.why)


def bridge_data(one: Bridge) -> dict[str, Any]:
    """Return a bridge as JSON has it: every difference with all its rows."""
    return {
        "clause": str(one.clause),
        "currency": one.currency,
        "ours": exact_text(one.ours),
        "theirs": exact_text(one.theirs),
        "difference": exact_text(one.ours - one.theirs),
        "within_tolerance": one.within,
        "notes": [str(note) for note in one.notes],
        "note_reasons": [note.as_json() for note in one.notes],
        "classes": {kind: exact_text(one.total(kind)) for kind in CLASSES if one.total(kind)},
        "differences": [
            {
                "class": item.kind,
                "where": str(item.where),
                "amount": exact_text(item.amount),
                "says": str(item.why),
                "reason": item.why.as_json(),
                "rows": list(item.rows),
            }
            for item in one.differences
        ],
    }
