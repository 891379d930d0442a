"""Revenue lines that stand in several files which count together: asked about, never guessed."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Annotated

from firstcall.said import AllOf, Said, plural, sentence
from firstcall.settlement.books.entries import Entry


class LinesInBoth(Said):
    says = plural(
        "overlap.lines-in-both",
        "{n} line stands in both, the same in every field",
        "{n} lines stand in both, the same in every field",
    )
    n: int


class DocumentsAlike(Said):
    says = sentence("overlap.documents-alike", "{count} of one document with another amount or text")
    count: int


class LinesOverlap(Said):
    says = sentence("overlap.lines", "{name} and {other} overlap: {common}")
    name: str
    other: str
    common: Annotated[tuple[Said, ...], AllOf]


LineFile = tuple[str, Sequence[Entry]]
"""A file's name and its revenue lines."""


def overlapping(files: Sequence[LineFile]) -> Iterator[LinesOverlap]:
    """Yield what each two files have in common: equal lines, and documents told with two amounts.

    Within a file every line counts: two lines that say the same are two.

    Source: RULES, settlement: between files that count together.
    """
    for place, (name, lines) in enumerate(files):
        for other, more in files[place + 1 :]:
            equal = (Counter(one.id for one in lines) & Counter(one.id for one in more)).total()
            mine, theirs = ({_charge(one): one for one in held if _is_named(one)} for held in (lines, more))
            ids = {one.id for one in lines} & {one.id for one in more}
            alike = [key for key in mine.keys() & theirs.keys() if not {mine[key].id, theirs[key].id} <= ids]
            common: list[Said] = [LinesInBoth(n=equal)] if equal else []
            common += [DocumentsAlike(count=len(alike))] if alike else []
            if common:
                yield LinesOverlap(name=name, other=other, common=tuple(common))


def lines_once(files: Sequence[LineFile]) -> tuple[Entry, ...]:
    """Return the lines with each counted once: of a document those of the last file that has it.

    An equal line counts as often as in the file with most.
    """
    last = {_charge(one): place for place, (_, lines) in enumerate(files) for one in lines}
    wanted = {(_charge(one), one.id) for place, (_, lines) in enumerate(files) for one in lines
              if last[_charge(one)] == place}  # fmt: skip
    kept: dict[tuple[str, int], Entry] = {}
    for _, lines in files:
        times: Counter[str] = Counter()
        for one in lines:
            times[one.id] += 1
            if (_charge(one), one.id) in wanted:
                kept[one.id, times[one.id]] = one
    return tuple(kept.values())


def _is_named(entry: Entry) -> bool:
    return "document" in dict(entry.fields)


def _charge(entry: Entry) -> Hashable:
    """Return what two lines have in common that may be one charge told twice; the line itself without a document."""
    if not _is_named(entry):
        return entry.id
    return entry.origin, dict(entry.fields)["document"], entry.day, entry.stream, entry.kind, entry.currency
