"""What has changed since an earlier plan: purchases that came, went, or are of other blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from firstcall.planning.results.buy_list import BuyKind
from firstcall.values import dataclass

ChangeCode = Literal["added", "dropped", "more", "fewer"]
BuyKey = tuple[BuyKind, str, str, str, str]
"""Kind, line, first day, term in months, and the case in which it is bought."""


@dataclass(frozen=True, slots=True)
class Change:
    """One purchase that is other than it was."""

    code: ChangeCode
    key: BuyKey
    before: int
    after: int


def changes_of(before: Mapping[BuyKey, int], after: Mapping[BuyKey, int]) -> tuple[Change, ...]:
    """Return what is other in a plan than in an earlier one, in the order of lines and days.

    >>> key = ("sign", "a", "2025-04-01", "12", "")
    >>> [(one.code, one.before, one.after) for one in changes_of({key: 4}, {key: 7})]
    [('more', 4, 7)]
    """
    return tuple(_changes(before, after))


def _changes(before: Mapping[BuyKey, int], after: Mapping[BuyKey, int]) -> Iterable[Change]:
    for key in sorted({*before, *after}, key=lambda one: (one[1], one[2], one[0], one[3], one[4])):
        was, now = before.get(key, 0), after.get(key, 0)
        if was != now:
            code: ChangeCode = "added" if not was else "dropped" if not now else "more" if now > was else "fewer"
            yield Change(code, key, was, now)
