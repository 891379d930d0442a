"""Files that lie in the folder and in no delivery: drafts count them, and of equal files one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from firstcall.said import Said, sentence
from firstcall.service.billing.deliveries.intake import TakenIn, name_in
from firstcall.service.billing.files import billing_files, revenue_files, sha256
from firstcall.values import dataclass


class NotTakenIn(Said):
    says = sentence("draft.not-taken-in", "not taken in, and counted in drafts only: {files}")
    files: tuple[str, ...]


class NotTakenInForMonths(Said):
    says = sentence(
        "draft.not-taken-in-for-months",
        "not taken in, and counted in drafts only, for months that nothing was taken in for: {files}",
    )
    files: tuple[str, ...]


class OthersNotTakenIn(Said):
    says = sentence("draft.others-not-taken-in", "rows of another party that were not taken in count in drafts only")


class SameFile(Said):
    says = sentence("intake.same-file", "{copy} and {file} are one file, byte for byte: its rows count once")
    copy: str
    file: str


@dataclass(frozen=True, slots=True)
class Untaken:
    """What lies in the folder and was not taken in: files with their digests, and copies, each with what it equals."""

    files: tuple[tuple[str, str], ...]
    copies: tuple[SameFile, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return what the files are called, copies left out."""
        return tuple(name for name, _ in self.files)


def untaken(folder: Path, taken: Sequence[TakenIn]) -> Untaken:
    """Return the files that lie in the folder and in no delivery; drafts count them, statements cannot be issued.

    A copy of a file that was taken in, or of another that was not, is the same file once more and counts once.
    """
    known = {name: mark for delivery in taken for name, mark in delivery.files}
    first = {mark: name for name, mark in reversed(known.items())}
    files, copies = [], []
    for path in (*revenue_files(folder), *billing_files(folder)):
        name = name_in(folder, path)
        if name in known:
            continue
        mark = sha256(path)
        if mark in first:
            copies.append(SameFile(copy=name, file=first[mark]))
        else:
            first[mark] = name
            files.append((name, mark))
    return Untaken(tuple(files), tuple(copies))


def untaken_notes(
    found: Untaken, some_taken: bool, reads: Callable[[str], bool], shows: Callable[[str], bool]
) -> Iterator[Said]:
    """Yield what a statement tells of files that were not taken in.

    Args:
      found: the files.
      some_taken: whether others were.
      reads: whether the rows of a file count for whoever looks.
      shows: whether that one may know of the file.
    """
    read = [name for name in found.names if reads(name)]
    shown = tuple(name for name in read if shows(name))
    if shown:
        yield NotTakenInForMonths(files=shown) if some_taken else NotTakenIn(files=shown)
    if len(shown) < len(read):
        yield OthersNotTakenIn()
    yield from (one for one in found.copies if all(reads(name) and shows(name) for name in (one.copy, one.file)))


def equal_files(named: Iterable[tuple[str, Path]], known: Iterable[tuple[str, str]] = ()) -> dict[Path, SameFile]:
    """Return which files say the same as an earlier one of another name, byte for byte.

    Args:
      named: the files, in their order, as they are called.
      known: others that come first, by name and digest.
    """
    first = {mark: name for name, mark in reversed(tuple(known))}
    found: dict[Path, SameFile] = {}
    for name, path in named:
        same = first.setdefault(sha256(path), name)
        if same != name:
            found[path] = SameFile(copy=name, file=same)
    return found
