"""needs.yaml, supply.csv and futures.yaml of a partnership folder, read into a desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import click

from firstcall.agreement.document import Agreement
from firstcall.agreement.read.text import Places
from firstcall.agreement.read.text_faults import CheckFile
from firstcall.dates import local_day, parse_day, zone
from firstcall.errors import NotFound, Place, QuestionError, RecordError, UseOneOf
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.input_checks import FilesRead, Remark, check_together
from firstcall.planning.inputs.needs import Needs
from firstcall.planning.inputs.needs_file import placed_needs, read_written
from firstcall.planning.inputs.supply import SupplyLine, read_supply
from firstcall.planning.routes.route import Desk
from firstcall.planning.steps.ground import ground
from firstcall.record.journal.line_faults import NoUtf8Line
from firstcall.said import Quoted, Said, Unreadable, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.options import OfFlag
from firstcall.service.plain_files import FileTooLong, FolderNotFile, NoFile, is_there, read_file
from firstcall.values import dataclass

MOST_PLANNING_BYTES = 20_000_000
needs_option = click.option("--needs", "needs_file", type=options.A_PATH, metavar="FILE",
                            help="needs.yaml of the folder when left out.")  # fmt: skip
supply_option = click.option("--supply", "supply_file", type=options.A_PATH, metavar="FILE",
                             help="supply.csv of the folder when left out.")  # fmt: skip
futures_option = click.option("--futures", "futures_file", type=options.A_PATH, metavar="FILE",
                              help="futures.yaml of the folder when left out.")  # fmt: skip


class PlanIsMadeOnADay(Said):
    says = sentence("planning.plan-is-made-on-a-day", "--on {text}: a plan is made on a day")
    text: str


class WriteADaySuchAs(Said):
    says = sentence("planning.write-a-day-such-as", "write a day, such as 2025-01-21")


class ReadingUnknownPoint(Said):
    says = sentence("planning.reading-unknown-point", "--reading: unknown point {point}")
    point: Annotated[str, Quoted]


class ReadingUnknownAlternative(Said):
    says = sentence("planning.reading-unknown-alternative", "--reading {point}: unknown alternative {alternative}")
    point: str
    alternative: Annotated[str, Quoted]


class WriteOrNameAnother(Said):
    says = sentence("planning.write-or-name-another", "write it, or name another with --{what} FILE")
    what: str


class NameTheFileInIt(Said):
    says = sentence("planning.name-the-file-in-it", "name the file in it")


class SaveTheFileAsUtf8(Said):
    says = sentence("planning.save-the-file-as-utf8", "save the file as UTF-8")


@dataclass(frozen=True, slots=True)
class PlanningGiven:
    """What was read: the needs, the supply and the futures, with the names of their files."""

    needs: Needs
    lines: tuple[SupplyLine, ...]
    futures: Futures
    files: FilesRead


def read_given(
    deal: Partnership, needs: Path | None = None, supply: Path | None = None, futures: Path | None = None,
    stand_in: Needs | None = None,
) -> PlanningGiven:  # fmt: skip
    """Return the planning files of a partnership.

    Args:
      deal: the partnership.
      needs: the file of needs; that of the folder when left out.
      supply: the file of supply; that of the folder when left out.
      futures: the file of futures; that of the folder where there is one.
      stand_in: needs to use where the folder has none.

    Raises:
      NotFound: there are no needs or no supply.
      AgreementError: needs or futures with problems, each at its place.
      RecordError: supply with mistakes, each with its row.
    """
    needs_at, supply_at = needs or deal.path / "needs.yaml", supply or deal.path / "supply.csv"
    futures_at = futures or deal.path / "futures.yaml"
    needs_in: Places | None = None
    futures_in: Places | None = None
    if stand_in is not None and needs is None and not needs_at.exists():
        wanted = stand_in
    else:
        wanted, needs_in = placed_needs(bytes_of_file(needs_at, "needs"), deal.agreement, str(needs_at))
    lines = read_supply(text_of_file(supply_at), str(supply_at))
    future = Futures()
    if futures is not None or futures_at.exists():
        future, futures_in = read_written(bytes_of_file(futures_at, "futures"), Futures, str(futures_at))
    files = FilesRead(str(needs_at), str(supply_at), str(futures_at), needs_in, futures_in)
    return PlanningGiven(wanted, lines, future, files)


def desk_of(
    agreement: Agreement, deal: Partnership, given: PlanningGiven, on: date, known_at: datetime | None,
    readings: Mapping[str, str], same_day: bool,
) -> tuple[Desk, tuple[Remark, ...]]:  # fmt: skip
    """Return the desk that routes and plans are asked at, and what must be known of the supply."""
    stands = ground(agreement, deal.record, on, known_at, readings)
    remarks = check_together(stands, given.needs, given.lines, given.futures, given.files)
    return Desk(stands, given.needs, given.lines, given.futures, same_day), remarks


def planning_day(on: str | None, agreement: Agreement) -> date:
    """Return the planning day.

    Raises:
      QuestionError: it names a month or a year.
    """
    when = options.when_of(on, agreement)
    if when.end is not None:
        raise QuestionError(PlanIsMadeOnADay(text=when.text), fix=WriteADaySuchAs())
    return local_day(when.first, zone(agreement.timezone))


def readings_of(texts: tuple[str, ...], agreement: Agreement) -> dict[str, str]:
    """Return the chosen readings, checked.

    Raises:
      QuestionError: a point or alternative that is not there.
    """
    chosen = options.pairs(texts, "--reading")
    for point, alternative in chosen.items():
        known = {reading.id: reading for reading in agreement.readings}
        if point not in known:
            raise QuestionError(ReadingUnknownPoint(point=point), fix=UseOneOf(names=tuple(known)))
        if alternative not in known[point].alternatives:
            raise QuestionError(
                ReadingUnknownAlternative(point=point, alternative=alternative),
                fix=UseOneOf(names=tuple(known[point].alternatives)),
            )
    return chosen


def bytes_of_file(file: Path, what: str) -> bytes:
    """Return the bytes of a planning file.

    Args:
      file: where it is.
      what: the flag that names another: `needs`, `supply`, `futures`.

    Raises:
      NotFound: there is no such file, or it is a folder.
      RecordError: it is too large.
      MachineError: it is no plain file, leads nowhere, or may not be read.
    """
    if not is_there(file):
        raise NotFound(NoFile(file=str(file)), fix=WriteOrNameAnother(what=what))
    if file.is_dir():
        raise NotFound(FolderNotFile(file=str(file)), fix=NameTheFileInIt())
    raw = read_file(file)
    if len(raw) > MOST_PLANNING_BYTES:
        raise RecordError(FileTooLong(file=str(file), most=MOST_PLANNING_BYTES), fix=CheckFile())
    return raw


def text_of_file(file: Path) -> str:
    """Return the text of a table.

    Raises:
      NotFound: there is no such file.
      RecordError: it is not UTF-8 text, or too large.
    """
    raw = bytes_of_file(file, "supply")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(NoUtf8Line(), fix=SaveTheFileAsUtf8(), place=Place(str(file), line)) from error


def flagged_day(text: str, flag: str) -> date:
    """Return the day that a flag gives.

    Raises:
      QuestionError: it gives none.
    """
    try:
        return parse_day(text)
    except Unreadable as error:
        raise QuestionError(OfFlag(flag=flag, what=error.what), fix=error.fix) from error


def optional_day(text: str | None, flag: str) -> date | None:
    """Return the day that a flag gives; None where it is left out."""
    return None if text is None else flagged_day(text, flag)
