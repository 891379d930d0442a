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

from collections.abc import Collection, Iterable, Iterator
from textwrap import indent
from typing import Annotated, Literal, Self

from firstcall.gaps import quoted as quoted  # noqa: PLC0414 - a name of errors too
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

MOST_LISTED = 40
"""How many names a message lists before it says how many more there are."""
FAR_IN = "  "
"""How far in a line stands that belongs to the one above it."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text; line and column count from 1. Column 0 is the whole line, line 0 the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __bool__(self) -> bool:
        """Say whether it names a file."""
        return bool(self.file)

    def __str__(self) -> str:
        return ":".join((self.file, *(str(part) for part in (self.line, self.column) if part)))


NOWHERE = Place("")
"""The place of what stands in no file."""


def error_text(
    what: Said,
    fix: Said | None = None,
    see: Said | str | None = None,
    place: Place | None = None,
) -> str:
    """Return an error as it is printed: where it is, what it is, how to mend it, what else to look at.

    >>> wrong, near = Unknown(thing="workload", given="trainning"), DidYouMean(near="training")
    >>> print(error_text(wrong, near, place=Place("a.yaml", 3, 9)))
    a.yaml:3:9: unknown workload 'trainning'
      fix: did you mean 'training'?
    """
    lines = [str(told_at(place, what))]
    lines += [indent(str(FixIs(fix=fix)), FAR_IN)] if fix else []
    lines += [indent(str(SeeToo(see=see)), FAR_IN)] if see else []
    return "\n".join(lines)


class IsEmpty(Said):
    says = sentence("name.empty", "{what} is empty")
    what: str


class WriteIt(Said):
    says = sentence("name.write", "write {what}")
    what: str


class ToldAt(Said):
    says = sentence("error.told-at", "{place}: {what}")
    place: str
    what: Said


class FixIs(Said):
    says = sentence("error.fix-is", "fix: {fix}")
    fix: Said


class SeeToo(Said):
    says = sentence("error.see-too", "see: {see}")
    see: Said | str


class Within(Said):
    says = sentence("error.within", "{where}: {what}")
    where: Said
    what: Said


def told_at(place: Place | None, what: Said) -> Said:
    """Return what happened with its place before it, where it has one."""
    return ToldAt(place=str(place), what=what) if place else what


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a document: where it is, what it is, how to mend it, what else to look at."""

    place: Place
    what: Said
    fix: Said | None = None
    see: Said | str | None = None

    def __str__(self) -> str:
        return error_text(self.what, self.fix, self.see, self.place)


class FirstcallError(Exception):
    """The root of every error that Firstcall raises on purpose: what happened, how to mend it, and where.

    `what` and `fix` are facts. An error of several mistakes lists them in `problems`, and itself says the first.
    """

    exit_code = 1

    def __init__(
        self, what: Said, *, fix: Said | None = None, place: Place | None = None, problems: tuple[Problem, ...] = ()
    ) -> None:
        self.what, self.fix, self.place, self.problems = what, fix, place, problems
        told = "\n".join(map(str, problems)) if problems else error_text(what, fix, place=place)
        super().__init__(told)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """Return the error of a document with several mistakes, each with its place."""
        every = tuple(problems)
        first = every[0]
        return cls(first.what, fix=first.fix, place=first.place, problems=every)


def problem_at(where: Place | Said, what: Said, fix: Said | None = None) -> Problem:
    """Return a mistake at its place, or in what has no place of its own, such as an event about to be entered."""
    if isinstance(where, Place):
        return Problem(where, what, fix)
    return Problem(NOWHERE, Within(where=where, what=what), fix)


def problems_within(where: Place | Said, error: FirstcallError) -> Iterator[Problem]:
    """Yield the mistakes that an error tells, each said to be within what was being read."""
    for held in error.problems or (Problem(error.place or NOWHERE, error.what, error.fix),):
        yield problem_at(where, told_at(held.place, held.what), held.fix)


class AgreementError(FirstcallError):
    """The agreement cannot be used; `problems` lists every mistake found, in the order of the text."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        every = tuple(problems)
        first = every[0]
        super().__init__(first.what, fix=first.fix, place=first.place, problems=every)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """Return the error of a document with several mistakes, each with its place."""
        return cls(problems)


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
    from difflib import get_close_matches  # noqa: PLC0415 - only where a word was mistyped

    near = get_close_matches(asked, list(folded), n=1, cutoff=0.7)
    return folded[near[0]] if near else None


Thing = Literal[
    "name", "party", "provider", "clause", "version", "right", "right of first refusal", "offer", "contract", "tranche",
    "workload", "customer", "product", "kind of technology", "dimension", "scope key or dimension", "determination",
    "event", "point", "point of construction", "alternative", "capacity", "source", "stream", "file", "column", "line",
    "commercial term", "content of a notice", "region", "accelerator", "line of supply", "consent clause", "branch",
    "need", "event type", "field", "consent", "statement", "measure", "duty", "option", "escape",
]  # fmt: skip
"""What a name may name, in messages."""


class Unknown(Said):
    says = sentence("name.unknown", "unknown {thing} {given}")
    thing: Thing
    given: Annotated[str, Quoted]


class DidYouMean(Said):
    says = sentence("name.did-you-mean", "did you mean {near}?")
    near: Annotated[str, Quoted]


class UseOneOf(Said):
    says = sentence("name.use-one-of", "use one of: {names}")
    names: tuple[str, ...]


class UseOneOfMany(Said):
    says = sentence("name.use-one-of-many", "use one of: {names} and {more} more")
    names: tuple[str, ...]
    more: int


class NothingToChooseFrom(Said):
    says = sentence("name.nothing-to-choose-from", "there is no {thing} to choose from")
    thing: Thing


def unknown(thing: Thing, given: object) -> Said:
    """Return that a name names nothing."""
    return Unknown(thing=thing, given=str(given))


def near_or_listed(word: str, known: Iterable[str], thing: Thing = "name") -> Said:
    """Return what helps after a mistyped name: the nearest one, or the whole list.

    >>> str(near_or_listed("azur", ["azure", "oracle"])), str(near_or_listed("x", (), "offer"))
    ("did you mean 'azure'?", 'there is no offer to choose from')
    """
    known = tuple(sorted(known))
    near = did_you_mean(word, known)
    if near is not None:
        return DidYouMean(near=near)
    if not known:
        return NothingToChooseFrom(thing=thing)
    if len(known) > MOST_LISTED:
        return UseOneOfMany(names=known[:MOST_LISTED], more=len(known) - MOST_LISTED)
    return UseOneOf(names=known)


def check_known(thing: Thing, word: str, known: Collection[str]) -> None:
    """Refuse a name that names nothing.

    Raises:
      QuestionError: it is not among those known; the fix is the nearest one, or the list.
    """
    if word not in known:
        raise QuestionError(unknown(thing, word), fix=near_or_listed(word, known, thing))
