"""The papers beside an agreement and its record: transactions to be judged, a story to be run."""

from __future__ import annotations

from pathlib import Path

from firstcall.agreement.document import Agreement
from firstcall.errors import NotAllowed, RecordError
from firstcall.record.transactions import Transaction, read_transactions
from firstcall.report.story import Story, read_story


def transactions_of(folder: Path) -> tuple[Transaction, ...]:
    """Return the transactions kept in a folder; none where it has no such file.

    Raises:
      RecordError: the file cannot be read as transactions; every fault with its line.
    """
    file = folder / "transactions.csv"
    if not file.is_file():
        return ()
    try:
        return read_transactions(_bytes(file).decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise RecordError(f"{file}: not UTF-8 text\n  mend: save it as UTF-8") from error


def story_of(folder: Path, agreement: Agreement) -> Story | None:
    """Return the story kept in a folder; None where it has none.

    Raises:
      AgreementError: with every Problem found in it.
    """
    file = folder / "story.yaml"
    return read_story(_bytes(file), str(file), agreement) if file.is_file() else None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotAllowed(f"'{file}' cannot be read\n  mend: check its permissions") from error
