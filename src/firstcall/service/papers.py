"""The papers beside an agreement and its record: transactions to be judged, a story to be run."""

from __future__ import annotations

from pathlib import Path

from firstcall.agreement.document import Agreement
from firstcall.agreement.overlay import apply_overlay, read_overlay
from firstcall.agreement.read.text_faults import SaveAsUtf8
from firstcall.dates import zone
from firstcall.errors import NotFound, Place, RecordError
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.transactions import Transaction, read_transactions
from firstcall.report.brief.story import Story, WhatIfs, read_story
from firstcall.said import Said, sentence
from firstcall.service.plain_files import is_there, read_file


class NotUtf8(Said):
    says = sentence("file.not-utf8", "not UTF-8 text")


class AsksUnderNone(Said):
    says = sentence("story.asks-under-none", "point {point} asks under '{file}', which is not there")
    point: str
    file: str


class CheckItsWhatIf(Said):
    says = sentence("story.check-its-what-if", "check its `what_if`")


def transactions_of(folder: Path) -> tuple[Transaction, ...]:
    """Return the transactions kept in a folder; none where it has no such file.

    Raises:
      RecordError: the file cannot be read as transactions; every fault with its line.
    """
    file = folder / "transactions.csv"
    if not is_there(file):
        return ()
    try:
        return read_transactions(read_file(file).decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise RecordError(NotUtf8(), fix=SaveAsUtf8(), place=Place(str(file))) from error


def story_of(folder: Path, agreement: Agreement) -> Story | None:
    """Return the story kept in a folder; None where it has none.

    Raises:
      AgreementError: with every Problem found in it.
    """
    file = folder / "story.yaml"
    return read_story(read_file(file), str(file), agreement) if is_there(file) else None


def what_ifs_of(folder: Path, story: Story | None, agreement: Agreement, record: Record) -> WhatIfs:
    """Return the what-ifs of a folder that a story asks under, each with the agreement and record it supposes.

    Raises:
      NotFound: a point names a what-if that is not in the folder.
      AgreementError: a what-if has problems.
      RecordError: an event that it supposes does not fit the record.
    """
    found: dict[str, tuple[Agreement, Record]] = {}
    for point in story.points if story else ():
        if point.what_if is not None and point.what_if not in found:
            file = folder / "what-if" / f"{point.what_if}.yaml"
            if not is_there(file):
                raise NotFound(AsksUnderNone(point=point.id, file=str(file)), fix=CheckItsWhatIf())
            overlay, places = read_overlay(read_file(file), str(file))
            supposed = apply_overlay(agreement, overlay, places).agreement
            found[point.what_if] = (supposed, suppose(record, overlay.events, zone(agreement.timezone), str(file)))
    return found
