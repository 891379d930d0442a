"""The bridge between two parties' numbers as people read it, and as JSON has it."""

from collections.abc import Iterator, Sequence
from typing import Any

from firstcall.money import exact_text
from firstcall.settlement.bridge.bridge import CLASSES, Bridge, BridgeDifference, Class

_SHOWN = 5
"""Differences and rows that are told one by one; the rest is counted."""


def bridge_text(bridges: Sequence[Bridge]) -> str:
    """Return bridges in lines of text: both amounts, the classes that make the difference, and their rows."""
    return "\n".join(line for one in bridges for line in _bridge(one))


def _bridge(one: Bridge) -> Iterator[str]:
    yield f"{one.clause}: ours {exact_text(one.ours)}, theirs {exact_text(one.theirs)} {one.currency}"
    yield from (f"  note: {note}" for note in one.notes)
    if one.ours == one.theirs and not one.differences:
        yield "  equal, line by line"
    for kind in CLASSES:
        if listed := [item for item in one.differences if item.kind == kind]:
            yield from _class(one, kind, listed)
    if off := one.ours - one.theirs:
        said = "within" if one.within else "beyond"
        yield f"  in all {exact_text(off)}, {said} the tolerance of FOCUS 1.4; with a tolerance of zero it stands"


def _class(one: Bridge, kind: Class, listed: Sequence[BridgeDifference]) -> Iterator[str]:
    count = f"{len(listed)} place{'' if len(listed) == 1 else 's'}"
    yield f"  {kind:<24} {exact_text(one.total(kind)):>20}  in {count}"
    for item in sorted(listed, key=lambda item: (-abs(item.amount), item.where))[:_SHOWN]:
        where = f"{item.where}: " if item.where else ""
        yield f"    {where}{exact_text(item.amount)}, {item.says}"
        if item.rows and not item.where.startswith(f"{item.rows[0]}:"):
            rest = f" and {len(item.rows) - _SHOWN} more" if len(item.rows) > _SHOWN else ""
            yield f"      rows {', '.join(item.rows[:_SHOWN])}{rest}"
    if len(listed) > _SHOWN:
        yield f"    and {len(listed) - _SHOWN} more; --json lists them all"


def bridge_data(one: Bridge) -> dict[str, Any]:
    """Return a bridge as JSON has it: every difference with all its rows."""
    return {
        "clause": one.clause,
        "currency": one.currency,
        "ours": exact_text(one.ours),
        "theirs": exact_text(one.theirs),
        "difference": exact_text(one.ours - one.theirs),
        "within_tolerance": one.within,
        "notes": list(one.notes),
        "classes": {kind: exact_text(one.total(kind)) for kind in CLASSES if one.total(kind)},
        "differences": [
            {
                "class": item.kind,
                "where": item.where,
                "amount": exact_text(item.amount),
                "says": item.says,
                "rows": list(item.rows),
            }
            for item in one.differences
        ],
    }
