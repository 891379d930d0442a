"""The problems of one document, each told once at its place, and none that only follows from another."""

from __future__ import annotations

from collections.abc import Collection

from firstcall.agreement.text import Path, Places
from firstcall.errors import Place, Problem, quoted, suggestion

MOST_SUGGESTED = 200
"""After so many problems the nearest name is no longer looked for."""


class ProblemList:
    """Collects the problems of a document whose faulty parts have been left out.

    A name that stands only in a part that could not be read is not called unknown: mending that part
    brings it back.

    Args:
      places: where each part of the text stands.
      unread: every word of the parts that could not be read.
    """

    def __init__(self, places: Places, unread: frozenset[str] = frozenset()) -> None:
        self.places, self.unread = places, unread
        self._held: dict[tuple[Place, str], Problem] = {}

    @property
    def problems(self) -> list[Problem]:
        """Return the problems in the order in which they were found."""
        return list(self._held.values())

    def add(self, path: Path, what: str, mend: str | None = None, see: Path | None = None) -> None:
        """Keep a problem at the place of a path; `see` is the path of what it clashes with."""
        place = self.places.at(path)
        shown = str(self.places.of(see)) if see is not None else None
        self._held.setdefault((place, what), Problem(place, what, mend, shown))

    def name(self, path: Path, word: str, known: Collection[str], what: str, removed: str | None = None) -> None:
        """Keep a problem if a word names nothing that is known; `removed` is what took it out of the text."""
        if word in known or word in self.unread:
            return
        if removed is not None:
            said = f"{what} {quoted(word)} is named here, but {removed} removed it"
            self.add(path, said, "replace this clause there too")
        else:
            mend = suggestion(word, known, what) if len(self._held) < MOST_SUGGESTED else None
            self.add(path, f"unknown {what} {quoted(word)}", mend)

    def names(self, path: Path, words: Collection[str] | None, known: Collection[str], what: str) -> None:
        """Keep a problem for each word of a list that names nothing that is known."""
        for index, word in enumerate(words or ()):
            self.name(self.item(path, index), word, known, what)

    def item(self, path: Path, index: int) -> Path:
        """Return the path of an item of a list, which may also stand alone in place of the list."""
        return (*path, index) if (*path, index) in self.places.values else path
