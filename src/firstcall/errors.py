"""The errors people meet, drawn first, then defined.

    FirstcallError
      AgreementError   an agreement that cannot be used; carries its Problems   exit 3
      RecordError      a record that cannot be read, or an event that fits nowhere   exit 3
      QuestionError    a question that cannot be asked that way   exit 2
      RefusalError     an act of first refusal that is not allowed now   exit 6
      BillingError     billing or revenue data that cannot be settled   exit 3
      NotFound         a partnership, clause, offer or contract that is not there   exit 4
      NotAllowed       something this party may not see or do   exit 4
      ConflictError    somebody else wrote first   exit 5
      MachineError     the machine does not let us: denied, full, read-only, no plain file   exit 7

Mistakes in people's documents are values, gathered in one pass and raised once: `Problem`, each at
its `Place`. Messages are public: what happened, where, and how to mend it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MOST_LISTED = 40
"""How many names a message lists before it says how many more there are."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a document: where it is, what it is, how to mend it, what else to look at."""

    place: Place
    what: str
    mend: str | None = None
    see: str | None = None

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.what}"]
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        if self.see:
            lines.append(f"  see: {self.see}")
        return "\n".join(lines)


class FirstcallError(Exception):
    """The root of every error that Firstcall raises on purpose."""

    exit_code = 1


class AgreementError(FirstcallError):
    """The agreement cannot be used; `problems` lists every mistake found, in the order of the text."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RecordError(FirstcallError):
    """The record cannot be read, or an event does not fit it."""

    exit_code = 3


class QuestionError(FirstcallError):
    """The question contradicts itself, the agreement or the record."""

    exit_code = 2


class RefusalError(FirstcallError):
    """An act of first refusal that the clause or the state of the offer does not allow."""

    exit_code = 6


class BillingError(FirstcallError):
    """Billing or revenue data that cannot be settled exactly."""

    exit_code = 3


class NotFound(FirstcallError):
    """Something that was named and is not there."""

    exit_code = 4


class NotAllowed(FirstcallError):
    """Something this party may not see or do."""

    exit_code = 4


class ConflictError(FirstcallError):
    """An append that expected an earlier state than the one found."""

    exit_code = 5


class MachineError(FirstcallError):
    """The machine does not let us read or write: denied, full, read-only, or no plain file."""

    exit_code = 7


def quoted(word: object, most: int = 60) -> str:
    """Return a word as messages quote it: on one line, printable, and cut where it is long.

    >>> quoted("azur"), quoted("x" * 100, most=5)
    ("'azur'", "'xxxxx…'")
    """
    text = str(word)
    cut = text if len(text) <= most else text[:most] + "…"
    return "'" + "".join(char if char.isprintable() else repr(char)[1:-1] for char in cut) + "'"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to a mistyped one, or None when nothing is near.

    >>> did_you_mean("azur", ["azure", "oracle"])
    'azure'
    >>> did_you_mean("coreweave", ["azure", "oracle"]) is None
    True
    """
    if len(word) > 200:
        return None
    folded = {name.lower().replace("-", "_").replace(" ", "_"): name for name in known}
    asked = word.lower().replace("-", "_").replace(" ", "_")
    if asked in folded:
        return folded[asked]
    near = difflib.get_close_matches(asked, list(folded), n=1, cutoff=0.7)
    return folded[near[0]] if near else None


def suggestion(word: str, known: Iterable[str], what: str = "") -> str:
    """Return the words that help after a mistyped name: the nearest one, or the whole list."""
    known = sorted(known)
    near = did_you_mean(word, known)
    if near is not None:
        return f"did you mean '{near}'?"
    if not known:
        return f"there is no {what or 'name'} to choose from"
    more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
    return f"use one of: {', '.join(known[:MOST_LISTED])}{more}"
