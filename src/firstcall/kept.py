"""What is worked out once and kept: a typed cache has one owner, the module that names it and alone writes it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf:
    """Where what follows from one text or one record is kept, for as long as that lives."""

    __slots__ = ("_by_owner",)

    def __init__(self) -> None:
        self._by_owner: dict[Kept[Any, Any], dict[Any, Any]] = {}


class Kept(Generic[K, V]):
    """A cache of one module: on every shelf a dictionary of its own, of one type of key and one of value.

    >>> lengths: Kept[str, int] = Kept("the lengths of words")
    >>> one, other = Shelf(), Shelf()
    >>> lengths.on(one)["word"] = 4
    >>> lengths.on(one), lengths.on(other)
    ({'word': 4}, {})
    """

    __slots__ = ("about",)

    def __init__(self, about: str) -> None:
        self.about = about

    def on(self, shelf: Shelf) -> dict[K, V]:
        """Return what is kept on a shelf."""
        kept: dict[K, V] | None = shelf._by_owner.get(self)
        if kept is None:
            kept = shelf._by_owner[self] = {}
        return kept
