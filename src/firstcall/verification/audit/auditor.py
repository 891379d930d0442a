"""Batches of placements -> what they come to: each row is found its class, each class is judged once."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

import numpy
from numpy.typing import NDArray

from firstcall.errors import did_you_mean
from firstcall.record.events.entry import whole
from firstcall.rights.question import Asked
from firstcall.rights.table.axes.counted_places import PLACES
from firstcall.rights.table.axes.lookup import Integers
from firstcall.rights.table.axes.merging import CAPACITIES
from firstcall.rights.table.locating import MOST_KEPT, NO_QUANTITY, Batch, Column, Located, Locator
from firstcall.rights.table.table import Table
from firstcall.rights.table.verdicts import TableAnswer, Verdict
from firstcall.values import dataclass
from firstcall.verification.audit.judged import Origin
from firstcall.verification.audit.tally import Tally

MOST_LISTED_ROWS = 1000
"""How many rows of one fault are listed."""
_MOST_COMPARED = 8
"""Up to how many words are looked for one by one in a column."""
MOST_WORDS = 1000
"""How many strange words are listed."""


@dataclass(slots=True)
class Seen:
    """A strange word: how often it stands there, and where first."""

    rows: int
    first: Origin


@dataclass(slots=True, eq=False)
class Auditor:
    """Takes batches in, one after the other, and keeps what they come to.

    Args:
      table: the classes of questions.
    """

    table: Table
    tally: Tally = field(default_factory=Tally)
    first: dict[int, tuple[Origin, Asked, int]] = field(default_factory=dict)
    """For each answer that bars, by its number: the first row, as it was asked, and its instant."""
    faults: dict[int, list[Origin]] = field(default_factory=dict)
    """For each answer that is none, by its number: the first rows."""
    strange: dict[tuple[str, str], Seen] = field(default_factory=dict)
    locator: Locator = field(init=False)
    _words: dict[str, frozenset[str]] = field(init=False)
    """By column: the words that the agreement and the record know."""
    _done: NDArray[numpy.bool_] = field(default_factory=lambda: numpy.zeros(0, dtype=bool))
    """The classes whose rows need no second look."""
    _room: NDArray[numpy.int32] = field(default_factory=lambda: numpy.empty(0, dtype=numpy.int32))
    """Where the locator writes, batch after batch."""
    _known: dict[tuple[str, tuple[str | None, ...]], Integers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.locator = Locator(self.table)
        axes = (*self.table.axes, *self.table.naming[:2], CAPACITIES)
        self._words = {axis.name: frozenset(axis.codes) for axis in axes}
        texts = (text for _, texts in self.table.held.texts for text in texts)
        self._words["provider"] = frozenset(name for text in texts for name in text.provider_names())

    def take(self, batch: Batch, origin: Origin) -> Located:
        """Judge a batch, and return the class of each row, to be used before the next batch is taken.

        Args:
          batch: the rows.
          origin: where the first of them stands; the others follow it.

        Raises:
          QuestionError: there would be more classes than a table keeps.
        """
        if len(self._room) < len(batch.at):
            self._room = numpy.empty(len(batch.at), dtype=numpy.int32)
        located = self.locator.locate(batch, self._room)
        self.tally.add(located, batch.quantity, self.table.size)
        self._note_strange(batch, origin)
        self._look_at(batch, located, origin)
        return located

    def _look_at(self, batch: Batch, located: Located, origin: Origin) -> None:
        """Judge the classes that are new, and keep the first rows of what bars and of what cannot be judged."""
        if len(self._done) < self.table.size:
            more = numpy.zeros(2 * self.table.size - len(self._done), dtype=bool)
            self._done = numpy.concatenate([self._done, more])
        rows = numpy.flatnonzero(~located.of(self._done))
        if not len(rows):
            return
        held = located.numbers[rows]
        present = numpy.unique(held)
        self.table.judge(present.tolist())
        by_row = self.table.by_class.take(held)
        for number in numpy.unique(by_row).tolist():
            if self._is_wanted(number):
                self._note(number, batch, rows[by_row == number], origin)
        wanted = numpy.array([self._is_wanted(number) for number in range(len(self.table.answers))], dtype=bool)
        self._done[present] = ~wanted[self.table.by_class[present]]

    def _note(self, number: int, batch: Batch, rows: Integers, origin: Origin) -> None:
        if isinstance(self.table.answers[number], Verdict):
            row = int(rows[0])
            self.first[number] = (_at(origin, row), asked_in(batch, row, self.table), int(batch.at[row]))
        else:
            held = self.faults.setdefault(number, [])
            held += [_at(origin, row) for row in rows[: MOST_LISTED_ROWS - len(held)].tolist()]

    def _is_wanted(self, number: int) -> bool:
        answer: TableAnswer = self.table.answers[number]
        if isinstance(answer, Verdict):
            return not answer.free and number not in self.first
        return len(self.faults.get(number, ())) < MOST_LISTED_ROWS

    def _note_strange(self, batch: Batch, origin: Origin) -> None:
        """Count the words that neither the agreement nor the record knows."""
        for name, column in batch.columns.items():
            strange = self._strange_of(name, column.words)
            if not len(strange):
                continue
            for number, count in _counts_of(strange, column):
                word = column.words[number] or ""
                if (name, word) not in self.strange and len(self.strange) >= MOST_WORDS:
                    continue
                first = 0 if (name, word) in self.strange else int((column.indices == number).argmax())
                self.note(name, word, count, _at(origin, first))

    def _strange_of(self, name: str, words: tuple[str | None, ...]) -> Integers:
        """Return which of a column's words stand nowhere."""
        found = self._known.get((name, words))
        if found is None:
            found = numpy.array([n for n, word in enumerate(words) if self.is_strange(name, word)], dtype=numpy.int64)
            if len(words) <= MOST_KEPT:
                self._known[name, words] = found
        return found

    def is_strange(self, column: str, word: str | None) -> bool:
        """Say whether a word stands nowhere: in no text of the agreement, or on no record."""
        return word is not None and column in self._words and word not in self._words[column]

    def near(self, column: str, word: str) -> str | None:
        """Return the word of the agreement that a strange word was likely meant to be; None of names of the record."""
        return None if column in ("contract", "offer") else did_you_mean(word, self._words[column])

    def note(self, column: str, word: str, rows: int, first: Origin) -> None:
        """Count a strange word; beyond the most that are listed, further words are counted with their faults only."""
        seen = self.strange.get((column, word))
        if seen is not None:
            seen.rows += rows
        elif len(self.strange) < MOST_WORDS:
            self.strange[column, word] = Seen(rows, first)


def _counts_of(numbers: Integers, column: Column) -> list[tuple[int, int]]:
    """Return which of some words occur in a column, each with how often; few are compared, many are counted at once."""
    if len(numbers) > _MOST_COMPARED:
        every = numpy.bincount(column.indices, minlength=len(column.words))
        counts = [(number, int(every[number])) for number in numbers.tolist()]
    else:
        counts = [(number, int(numpy.count_nonzero(column.indices == number))) for number in numbers.tolist()]
    return [(number, count) for number, count in counts if count]


def _at(origin: Origin, row: int) -> Origin:
    return Origin(origin.file, origin.row + row)


def asked_in(batch: Batch, row: int, table: Table) -> Asked:
    """Return the question of a row, in the words that stand there."""
    word = {name: column.words[int(column.indices[row])] for name, column in batch.columns.items()}
    amount = NO_QUANTITY if batch.quantity is None else int(batch.quantity[row])
    quantity = None if amount == NO_QUANTITY else Decimal(whole(Decimal(amount).scaleb(-PLACES)))
    dimensions = {axis.name: word[axis.name] for axis in table.axes[2:] if word.get(axis.name)}
    return Asked(
        (word.get("workload") or "",), word.get("provider"), word.get("customer"), word.get("capacity"), None, quantity,
        word.get("offer"), word.get("contract"), word.get("tranche"), None,
        {name: value for name, value in dimensions.items() if value is not None},
    )  # fmt: skip
