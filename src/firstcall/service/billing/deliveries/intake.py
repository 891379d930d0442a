"""The list of what was taken in, when: files by digest, so that nothing counts twice and nothing changes unseen."""

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from firstcall.agreement.model.basis import Id, Text, Written
from firstcall.dates import iso
from firstcall.errors import BillingError, Place
from firstcall.record.events.entry import Digest, Flag, Instant
from firstcall.record.journal.line_faults import GiveInstantBeen, RestoreFromCopy
from firstcall.record.journal.streams import broke_off, fields_on, is_whole
from firstcall.said import Said, Semicolons, sentence
from firstcall.service import world
from firstcall.service.billing.files import sha256
from firstcall.service.folder import RepairIt
from firstcall.service.plain_files import LockedFile, is_there, locked, read_settled
from firstcall.service.speech import caution, has_a_listener, is_strict
from firstcall.values import dataclass

LEDGER = "intake.jsonl"
ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
"""When a file that was never taken in counts as delivered: drafts may use it."""


Together = Literal["parts", "overlap"]
"""Files that count together: each a part of the whole, or overlapping, so that what stands in several counts once."""


class PartsOrOverlap(Said):
    says = sentence(
        "intake.parts-or-overlap",
        "with --parts every row counts, each file being a part; with --overlap what stands in several counts once, and"
        " of what differs the file named last counts",
    )


class DamagedLine(Said):
    says = sentence("intake.damaged-line", "the line is damaged")


class RestoreOrSetAside(Said):
    says = sentence(
        "intake.restore-or-set-aside", "restore it from a copy, or set it aside: firstcall record repair {folder}"
    )
    folder: str


class TakenInAndGone(Said):
    says = sentence("intake.gone", "taken in on {day}, and gone")
    day: date


class PutItBack(Said):
    says = sentence("intake.put-it-back", "put the file back")


class ChangedSince(Said):
    says = sentence("intake.changed-since", "the file has changed since it was taken in on {day}")
    day: date


class PutTheOldBack(Said):
    says = sentence(
        "intake.put-the-old-back", "put the old file back, and deliver the corrected one under a name of its own"
    )


class BeforeTheLast(Said):
    says = sentence("intake.before-the-last", "{at} is before the last delivery was taken in")
    at: datetime


class GiveALaterInstant(Said):
    says = sentence("intake.give-a-later-instant", "give an instant after it with --recorded")


class AheadOfTheClock(Said):
    says = sentence("intake.ahead-of-the-clock", "{at} lies ahead of the clock")
    at: datetime


class IntakeLineTorn(Said):
    says = sentence("intake.last-line-torn", "its last line is torn, so nothing is appended")


class NotInTheFolder(Said):
    says = sentence("intake.not-in-the-folder", "the file is not in the partnership's folder")


class CopyItThere(Said):
    says = sentence("intake.copy-it-there", "copy it into revenue/ or billing/ there, then take it in")


class SeveralOverlap(Said):
    says = sentence("intake.several-overlap", "{overlaps}")
    overlaps: Annotated[tuple[Said, ...], Semicolons]


def overlap_error(overlaps: Sequence[Said]) -> BillingError:
    """Return the error for files with rows in common: each two are named, and how to say what counts, once."""
    return BillingError(SeveralOverlap(overlaps=tuple(overlaps)), fix=PartsOrOverlap())


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One delivery: its files with their digests, when it was taken in, and whether it adds to what is there.

    `together` says how rows count that stand in several of its files; `nil` for whom and which months it says
    that there was nothing.
    """

    id: str
    recorded: datetime
    files: tuple[tuple[str, str], ...]
    adds: bool = False
    together: Together | None = None
    nil: tuple[tuple[str, date], ...] = ()


class ListedDelivery(Written):
    """A line of the list, as it stands there."""

    id: Id
    recorded: Instant
    adds: Flag = False
    files: dict[Text, Digest]
    together: Together | None = None
    nil: tuple[tuple[Text, Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}$")]], ...] = ()


def read_intake(folder: Path) -> tuple[TakenIn, ...]:
    """Return the deliveries of a partnership in the order taken in.

    Raises:
      BillingError: a line of the list is damaged, or a file is not what it was when it was taken in.
    """
    found = read_list(folder)
    for delivery in found:
        for name, mark in delivery.files:
            _unchanged(folder, delivery, name, mark)
    return found


def read_list(folder: Path) -> tuple[TakenIn, ...]:
    """Return the deliveries of the list in the order taken in, without a look at their files.

    Raises:
      BillingError: a line of the list is damaged.
    """
    path = folder / LEDGER
    if not is_there(path):
        return ()
    raw = read_settled(path)
    kept, torn = repair_intake(raw)
    lines = _text(kept).split("\n")
    if torn:
        _tell_torn(folder, kept.count(b"\n") + 1)
    found: dict[TakenIn, None] = {}  # a line that stands twice, as merges leave it, counts once
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said = ListedDelivery.model_validate(fields_on(line))
            nil = tuple((whose, date.fromisoformat(f"{month}-01")) for whose, month in said.nil)
        except (ValueError, RecursionError) as error:
            raise BillingError(DamagedLine(), fix=RestoreFromCopy(), place=Place(LEDGER, number)) from error
        found[TakenIn(said.id, said.recorded, tuple(said.files.items()), said.adds, said.together, nil)] = None
    return tuple(_own_ids(sorted(found, key=lambda one: (one.recorded, one.id, one.files, one.nil))))


def _own_ids(taken: Iterable[TakenIn]) -> Iterator[TakenIn]:
    """Yield deliveries under ids of their own, in whatever order a merge left their lines.

    Two people who take in on branches of their own both call it the next delivery.
    """
    times: Counter[str] = Counter()
    for one in taken:
        times[one.id] += 1
        if times[one.id] == 1:
            yield one
        else:
            other = f"{one.id}.{times[one.id]}"
            caution(CalledTheSame(delivery=one.id, other=other), place=Place(LEDGER))
            yield replace(one, id=other)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        raise BillingError(DamagedLine(), fix=RestoreFromCopy(), place=Place(LEDGER, number)) from error


def repair_intake(raw: bytes) -> tuple[bytes, bytes]:
    r"""Return the list's bytes with whole lines only, and those of a last line that broke off.

    >>> repair_intake(b'{"id": "delivery-1"}')
    (b'{"id": "delivery-1"}\n', b'')
    >>> repair_intake(b'{"id": "deli')
    (b'', b'{"id": "deli')
    """
    finished, newline, last = raw.rpartition(b"\n")
    if not last.strip():
        return finished + newline, b""
    line = last.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    if broke_off(line):
        return finished + newline, last
    return (raw + b"\n" if is_whole(line) else raw), b""


class CalledTheSame(Said):
    says = sentence(
        "intake.called-the-same",
        "two deliveries are called {delivery}, as a merge leaves them; both count, the later one as {other}",
    )
    delivery: str
    other: str


class LineBrokeOff(Said):
    says = sentence("intake.line-broke-off", "the line is damaged: it broke off, and does not count")


def _tell_torn(folder: Path, number: int) -> None:
    """Warn of a last line that broke off; refuse it where nobody would hear the warning.

    Raises:
      BillingError: the running command is strict, or there is none.
    """
    if is_strict() or not has_a_listener():
        raise BillingError(DamagedLine(), fix=RestoreOrSetAside(folder=str(folder)), place=Place(LEDGER, number))
    caution(LineBrokeOff(), RestoreOrSetAside(folder=str(folder)), Place(LEDGER, number))


def _unchanged(folder: Path, delivery: TakenIn, name: str, mark: str) -> None:
    path = folder / name
    if not path.exists():
        raise BillingError(TakenInAndGone(day=delivery.recorded.date()), fix=PutItBack(), place=Place(name))
    if sha256(path) != mark:
        raise BillingError(ChangedSince(day=delivery.recorded.date()), fix=PutTheOldBack(), place=Place(name))


def name_in(folder: Path, path: Path) -> str:
    """Return what a file is called in its partnership."""
    return path.relative_to(folder).as_posix()


def taken_in_json(delivery: TakenIn | None, told: Sequence[Said]) -> dict[str, Any]:
    """Return what was taken in as plain values, with what is said of it; no delivery where all was there already."""
    return {
        "delivery": None if delivery is None else delivery.id,
        "recorded": None if delivery is None else iso(delivery.recorded),
        "files": [] if delivery is None else [{"file": name, "sha256": mark} for name, mark in delivery.files],
        "nil": [] if delivery is None else [{"of": whose, "period": f"{month:%Y-%m}"} for whose, month in delivery.nil],
        "notes": [str(one) for one in told],
        "note_reasons": [one.as_json() for one in told],
    }


def take_in(
    folder: Path, paths: Sequence[Path], recorded: datetime, adds: bool, together: Together | None = None,
    nil: Sequence[tuple[str, date]] = (), again: Sequence[Path] = (),
) -> TakenIn | None:  # fmt: skip
    """Append a delivery to the list and return it; None when every file is there already.

    The list is locked and read anew, so that two people who take in one file at the same moment do it once.

    Args:
      folder: the partnership's.
      paths: the files.
      recorded: when they are taken in.
      adds: whether they add to what is there.
      together: how rows count that stand in several of the files.
      nil: for whom and which months there was nothing.
      again: files taken in before, with which these overlap, and which count as part of this delivery.
    Raises:
      BillingError: a file is not in the partnership's folders, or time would run backwards.
    """
    named = [(called(folder, path), sha256(path)) for path in paths]
    with locked(folder / LEDGER) as stream:
        taken = read_intake(folder)
        recorded = _in_turn(recorded, taken)
        marks = {mark for delivery in taken for _, mark in delivery.files}
        known = {one for delivery in taken for one in delivery.nil}
        fresh: dict[str, str] = {}
        for name, mark in named:
            if mark not in marks and mark not in fresh.values():
                fresh[name] = mark
        nothing = tuple(one for one in dict.fromkeys(nil) if one not in known)
        if not fresh and not nothing:
            return None
        if taken and recorded < taken[-1].recorded <= world.now():
            raise BillingError(BeforeTheLast(at=recorded), fix=GiveALaterInstant())
        files = {called(folder, path): sha256(path) for path in again} | fresh
        delivery = TakenIn(f"delivery-{len(taken) + 1}", recorded, tuple(files.items()), adds, together, nothing)
        _append(stream, json.dumps(_line(delivery)) + "\n")
    return delivery


def _in_turn(recorded: datetime, taken: Sequence[TakenIn]) -> datetime:
    """Return when a delivery is taken in: of two at the same moment, the one that had to wait comes second.

    Raises:
      BillingError: the instant lies ahead of the clock.
    """
    now = world.now()
    if recorded > now + timedelta(seconds=1):
        raise BillingError(AheadOfTheClock(at=recorded), fix=GiveInstantBeen())
    last = taken[-1].recorded if taken else recorded
    return last if now - _JUST_NOW < recorded < last <= now else recorded


_JUST_NOW = timedelta(minutes=10)


class TakenInStands(Said):
    says = sentence("note.taken-in-stands", "what was taken in stands (in {file})")
    file: str


def _append(stream: LockedFile, line: str) -> None:
    """Write a line at the end, after the end of the last one where that was lost.

    Raises:
      BillingError: the last line broke off; nothing is written.
    """
    raw = stream.read()
    kept, torn = repair_intake(raw)
    if torn:
        repair = RepairIt(folder=str(stream.file.parent))
        raise BillingError(IntakeLineTorn(), fix=repair, place=Place(LEDGER))
    stream.append(kept[len(raw) :] + line.encode())
    world.tell_standing(TakenInStands(file=str(stream.file)))


def _line(delivery: TakenIn) -> dict[str, Any]:
    line: dict[str, Any] = {"id": delivery.id, "recorded": delivery.recorded.isoformat(), "adds": delivery.adds}
    line["files"] = dict(delivery.files)
    if delivery.together:
        line["together"] = delivery.together
    if delivery.nil:
        line["nil"] = [[whose, f"{month:%Y-%m}"] for whose, month in delivery.nil]
    return line


def called(folder: Path, path: Path) -> str:
    """Return what a file to be taken in is called in its partnership.

    Raises:
      BillingError: it lies outside of it.
    """
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError as error:
        raise BillingError(NotInTheFolder(), fix=CopyItThere(), place=Place(path.name)) from error
