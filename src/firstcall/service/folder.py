"""A partnership folder: the unit people keep in git, read and appended to.

agreement.yaml      what was agreed
record.jsonl        what happened; may be missing
transactions.csv    public or own transactions to be judged; may be missing
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load_placed
from firstcall.agreement.overlay import apply_overlay, read_overlay
from firstcall.agreement.read.text import Places
from firstcall.agreement.read.text_faults import SaveAsUtf8
from firstcall.dates import zone
from firstcall.errors import ConflictError, NotFound, Place, RecordError
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.journal.journal import Record, read_record
from firstcall.record.journal.line_faults import NoUtf8Line
from firstcall.record.journal.supposed import read_supposed, suppose
from firstcall.record.views.view import parties_of, view
from firstcall.said import Quoted, Said, plural, sentence
from firstcall.service import world
from firstcall.service.plain_files import (
    NoFolder,
    is_there,
    read_file,
    read_settled,
    sync_folder,
    write_new,
)
from firstcall.service.speech import ToldText, as_told, caution, is_strict, party_that_looks
from firstcall.service.world import refused_by_machine
from firstcall.values import dataclass

RECORD = "record.jsonl"
TABLES = "tables"
"""Where exported tables lie whose certificates receipts name."""
PAPERS = ("agreement.yaml", "record.jsonl", "intake.jsonl", "transactions.csv", "story.yaml", "revenue", "billing",
          "what-if", "placements", TABLES, "needs.yaml", "supply.csv", "futures.yaml", "schemas")  # fmt: skip
"""What a partnership's folder is made of."""


@dataclass(frozen=True, slots=True)
class Partnership:
    """A folder as read: where it is, the agreement, and the record."""

    path: Path
    agreement: Agreement
    record: Record
    supposed: tuple[Said, ...] = ()
    """What-ifs that were applied; every answer that uses them says so."""
    warnings: tuple[Said, ...] = ()
    overlays: tuple[bytes, ...] = ()
    """What was supposed, as the files said it; receipts hold their digests."""
    flags: str = ""
    """The flags that suppose it, as they are typed after the folder's name."""

    @property
    def name(self) -> str:
        """The folder as people typed it, with the flags of what is supposed."""
        return str(self.path) + self.flags


class NamePartnership(Said):
    says = sentence("folder.name-partnership", "name a partnership folder, such as {example}")
    example: str


class NoAgreementIn(Said):
    says = sentence("folder.no-agreement", "there is no agreement.yaml in '{folder}'")
    folder: str


class NameItsFolder(Said):
    says = sentence("folder.name-its-folder", "name the folder that holds it")


class LastLineTorn(Said):
    says = sentence("folder.last-line-torn", "the last line is torn, and does not count")


class SetAside(Said):
    says = sentence("folder.set-aside", "set it aside with `firstcall record repair`")


class RecordedAhead(Said):
    says = plural(
        "folder.recorded-ahead",
        "event {event} says that it was recorded at {recorded}, which lies ahead of the clock",
        "{n} events say that they were recorded ahead of the clock, {event} as late as {recorded}",
    )
    n: int
    event: Annotated[str, Quoted]
    """The one that lies furthest ahead."""
    recorded: datetime


class TakeOutAndEnterAgain(Said):
    says = plural(
        "folder.take-out-and-enter-again",
        "take it out with `firstcall record add correction --void`, and enter it again",
        "take each of them out with `firstcall record add correction --void`, and enter it again",
    )
    n: int


class HasAlready(Said):
    says = sentence("folder.has-already", "{folder} has {files} already, and nothing was written")
    folder: str
    files: tuple[str, ...]


class FileNotFolder(Said):
    says = sentence("folder.file-not-folder", "'{folder}' is a file")
    folder: str


class NoPlaceFor(Said):
    says = sentence("folder.no-place-for", "'{folder}' cannot be written: there is no such folder")
    folder: str


class NameAnotherFolder(Said):
    says = sentence("folder.name-another", "name another folder")


class OverlaySupposed(Said):
    says = sentence("what-if.overlay", "{overlay}: {title} (changes {base})")
    overlay: str
    title: str
    base: str


class EventsSupposed(Said):
    says = plural("what-if.events", "{file}: {n} supposed event", "{file}: {n} supposed events")
    file: str
    n: int


class RepairIt(Said):
    says = sentence("record.repair-it", "firstcall record repair {folder}")
    folder: str


class TornLine(Said):
    says = sentence("check.torn-line", "the last line is torn")


class CountedEvents(Said):
    says = plural("count.events", "{n} event", "{n} events")
    n: int


def open_partnership(path: Path, overlays: tuple[Path, ...] = (), assumed: tuple[Path, ...] = ()) -> Partnership:
    """Return the partnership kept in a folder, as what-ifs suppose it.

    A command that answers a party supposes on what that party may see: what does not fit the rest would tell of it.

    Args:
      path: the folder, or the agreement in it.
      overlays: what-ifs on the text, applied in their order; they may suppose events too.
      assumed: files of supposed events.

    Raises:
      NotFound: there is no such folder or file, or no agreement in it.
      AgreementError: the agreement or an overlay has problems.
      RecordError: the record has faults, or a supposed event does not fit it.
    """
    folder = folder_of(path)
    agreement, record = read_agreement(folder), read_record_of(folder)
    tell_cautions(folder, agreement, record)
    party = party_that_looks() if overlays or assumed else None
    seen = view(record, party, agreement) if party in parties_of(agreement) else record
    deal = Partnership(folder, agreement, seen)
    for file in overlays:
        deal = with_overlay(deal, read_file(file), str(file), f" --with {file}")
    for file in assumed:
        deal = with_supposed(deal, read_file(file), file, f" --assume {file}")
    return as_it_stands(deal)


def as_it_stands(deal: Partnership) -> Partnership:
    """Return a partnership with what its record makes of the text, such as by options that were exercised."""
    return replace(deal, agreement=standing_text(deal.agreement, deal.record, None).agreement)


def with_overlay(deal: Partnership, raw: bytes, file: str, flag: str = "") -> Partnership:
    """Return a partnership as a what-if supposes it.

    Args:
      deal: the partnership.
      raw: the what-if, as its file says it.
      file: the file's name, for errors.
      flag: how a command supposes it.

    Raises:
      AgreementError: the what-if has problems.
      RecordError: an event that it supposes does not fit the record.
    """
    overlay, places = read_overlay(raw, file)
    found = apply_overlay(deal.agreement, overlay, places)
    record = suppose(deal.record, overlay.events, zone(found.agreement.timezone), file)
    said = OverlaySupposed(overlay=overlay.id, title=overlay.title, base=overlay.base)
    made = replace(deal, agreement=found.agreement, record=record)
    return _supposing(made, said, raw, flag, (*found.warnings, *_moving_nothing(deal, made)))


def with_supposed(deal: Partnership, raw: bytes, file: Path, flag: str = "") -> Partnership:
    """Return a partnership with supposed events on its record.

    Raises:
      RecordError: an event does not fit the record, or the text is not one of events.
    """
    events = read_supposed(_text(raw, file), str(file))
    record = suppose(deal.record, events, zone(deal.agreement.timezone), str(file))
    made = replace(deal, record=record)
    return _supposing(made, EventsSupposed(file=file.name, n=len(events)), raw, flag, _moving_nothing(deal, made))


def _moving_nothing(deal: Partnership, supposing: Partnership) -> tuple[Said, ...]:
    """Return what must be told of supposed events: which of them move nothing, and why."""
    from firstcall.record.position import position
    from firstcall.record.views.idle import without_effect

    events = supposing.record.events[len(deal.record.events) :]
    if not events:
        return ()
    here = position(supposing.agreement, supposing.record, max(event.at for event in events))
    return tuple(item.told() for item in without_effect(here, events).values())


def _supposing(
    deal: Partnership, said: Said, raw: bytes, flag: str, warnings: tuple[Said, ...] = ()
) -> Partnership:  # fmt: skip
    return replace(
        deal, supposed=(*deal.supposed, said), warnings=(*deal.warnings, *warnings), overlays=(*deal.overlays, raw),
        flags=deal.flags + flag,
    )  # fmt: skip


def folder_of(path: Path) -> Path:
    """Return the partnership folder that a path names: the folder, or the one its agreement lies in."""
    if path.name == "agreement.yaml" and is_there(path) and not path.is_dir():
        return path.parent
    if not path.exists():
        raise NotFound(NoFolder(folder=str(path)), fix=NamePartnership(example="examples/microsoft-openai"))
    if not is_there(path / "agreement.yaml"):
        raise NotFound(NoAgreementIn(folder=str(path)), fix=NameItsFolder())
    return path


def read_agreement(folder: Path) -> Agreement:
    """Return the agreement of a folder."""
    return read_placed(folder)[0]


def read_placed(folder: Path) -> tuple[Agreement, Places]:
    """Return the agreement of a folder, and where each of its parts stands."""
    file = folder / "agreement.yaml"
    return load_placed(read_file(file), str(file))


def read_record_of(folder: Path) -> Record:
    """Return the record of a folder; an empty one where the file is missing."""
    file = folder / RECORD
    return read_record_file(file) if is_there(file) else Record()


def read_record_file(file: Path) -> Record:
    """Return the record in a file."""
    with no_collecting():
        return read_record(read_settled(file), str(file))


@contextmanager
def no_collecting() -> Iterator[None]:
    """Read without looking for garbage, then or later, in what was read: all of it is kept, and looking is dear."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def tell_cautions(folder: Path, agreement: Agreement, record: Record) -> None:
    """Say beside the answer what makes the record less than whole: a torn last line, entries ahead of the clock.

    A party hears of no entry that it may not see.

    Raises:
      RecordError: the last line is torn, and the running command is strict.
    """
    file = folder / RECORD
    if record.torn:
        if is_strict():
            raise RecordError(LastLineTorn(), fix=SetAside(), place=Place(str(file)))
        caution(LastLineTorn(), SetAside(), Place(str(file)))
    if (ahead := ahead_of_clock(agreement, record)) is not None:
        caution(ahead, TakeOutAndEnterAgain(n=ahead.n), Place(str(file)))


def ahead_of_clock(agreement: Agreement, record: Record) -> RecordedAhead | None:
    """Return what is to be said of entries that say they were entered later than it is now; None where none do."""
    now = world.now()
    if next(record.ahead_of(now), None) is None:
        return None
    party = party_that_looks()
    try:
        seen = record if party is None else view(record, party, agreement)
    except NotFound:  # whoever is no party is told so by the command
        return None
    ahead = list(seen.ahead_of(now))
    if not ahead:
        return None
    last = max(ahead, key=lambda event: event.recorded)
    return RecordedAhead(n=len(ahead), event=last.id, recorded=last.recorded)


def ahead_as_text(file: Path, agreement: Agreement, record: Record) -> ToldText | None:
    """Return the same as text, as a program that calls the library is told it."""
    found = ahead_of_clock(agreement, record)
    return None if found is None else as_told(found, TakeOutAndEnterAgain(n=found.n), Place(str(file)))


def create_folder(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write files into a folder, made where it is missing: all of them, or nothing; nothing there is overwritten.

    Raises:
      ConflictError: one of the files is there already, or the folder is a file.
      MachineError: the machine does not let us write there.
    """
    try:
        with _all_or_nothing() as begun:
            _make_folder(folder, begun)
            there = [name for name in made if is_there(folder / name)]
            if there:
                raise ConflictError(HasAlready(folder=str(folder), files=tuple(there)), fix=NameAnotherFolder())
            for name, raw in made.items():
                _make_folder((folder / name).parent, begun)
                write_new(folder / name, raw)
                begun.append(folder / name)
            sync_folder(folder)
    except (FileExistsError, NotADirectoryError) as error:
        in_the_way = next(
            (one for one in (*reversed(folder.parents), folder) if is_there(one) and not one.is_dir()), folder
        )
        raise ConflictError(FileNotFolder(folder=str(in_the_way)), fix=NameAnotherFolder()) from error
    except FileNotFoundError as error:
        raise NotFound(NoPlaceFor(folder=str(folder)), fix=NameAnotherFolder()) from error
    except OSError as error:
        raise refused_by_machine(folder, "written", error) from error


@contextmanager
def _all_or_nothing() -> Iterator[list[Path]]:
    """Take away what was made, the last first, where the rest of it cannot be."""
    begun: list[Path] = []
    try:
        yield begun
    except BaseException:
        for path in reversed(begun):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _make_folder(folder: Path, begun: list[Path]) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    begun += reversed(missing)


def _text(raw: bytes, file: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(NoUtf8Line(), fix=SaveAsUtf8(), place=Place(str(file), line)) from error


def paper_at(path: Path) -> str | None:
    """Return which of a partnership's papers lies at a path, so that nothing is written over it; None for any other."""
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / "agreement.yaml").is_file():
            inside = whole.relative_to(folder).parts
            return "/".join(inside) if inside[0] in PAPERS else None
    return None
