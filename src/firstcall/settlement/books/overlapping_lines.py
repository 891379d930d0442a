"""Revenue lines that stand in several files which count together: asked about, never guessed."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from firstcall.settlement.books.entries import Entry

LineFile = tuple[str, Sequence[Entry]]
"""A file's name and its revenue lines."""


def overlapping(files: Sequence[LineFile]) -> Iterator[str]:
    """Yield, in words, what each two files have in common: equal lines, and documents told with two amounts.

    Within a file every line counts: two lines that say the same are two.

    Source: RULES, settlement: between files that count together.
    """
    for place, (name, lines) in enumerate(files):
        for other, more in files[place + 1 :]:
            equal = (Counter(one.id for one in lines) & Counter(one.id for one in more)).total()
            mine, theirs = ({_charge(one): one for one in held if _is_named(one)} for held in (lines, more))
            ids = {one.id for one in lines} & {one.id for one in more}
            alike = [key for key in mine.keys() & theirs.keys() if not {mine[key].id, theirs[key].id} <= ids]
            said = [f"{equal} line{'s stand' if equal != 1 else ' stands'} in both, the same in every field"] * bool(
                equal
            )
            said += [f"{len(alike)} of one document with another amount or text"] * bool(alike)
            if said:
                yield f"{name} and {other} overlap: {' and '.join(said)}"


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
