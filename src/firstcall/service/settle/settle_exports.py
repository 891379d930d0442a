"""Writing statements: each file whole or not at all."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from firstcall.errors import QuestionError
from firstcall.report.statement.account import account_lines
from firstcall.report.statement.documents import (
    INVOICE_COLUMNS,
    JOURNAL_COLUMNS,
    beancount_text,
    invoice_rows,
    journal_rows,
    papers,
)
from firstcall.report.statement.implied import implied_lines
from firstcall.report.statement.page import statement_page
from firstcall.report.statement.rows import LINE_COLUMNS, line_rows
from firstcall.service.folder import paper_at
from firstcall.service.settle.settle_desk import Desk
from firstcall.service.settle.settle_issue import DrawnUp
from firstcall.service.settle.settle_workbook import workbook


def export(drawn: DrawnUp, desk: Desk, files: Mapping[str, Path]) -> None:
    """Write the files asked for, by format.

    Args:
      drawn: the statement.
      desk: where it was drawn up, for the parties' names.
      files: format to path: html, csv, xlsx, journal, beancount, focus_invoice_detail.
    """
    statement = drawn.statement
    made, became = papers(drawn.drawn), account_lines(drawn.account, drawn.on)
    follows = implied_lines(drawn.implied, drawn.alone)
    names = {name: party.name for name, party in desk.agreement.parties.items()}
    for form, path in files.items():
        match form:
            case "html":
                content = statement_page(statement, names, drawn.delta, became, follows).encode()
            case "csv":
                content = csv_text(LINE_COLUMNS, line_rows(statement)).encode()
            case "journal":
                content = csv_text(JOURNAL_COLUMNS, journal_rows(made)).encode()
            case "beancount":
                content = beancount_text(made).encode()
            case "focus_invoice_detail":
                content = csv_text(INVOICE_COLUMNS, invoice_rows(made, names)).encode()
            case _:
                content = workbook(statement, became)
        write_whole(path, content)


def fit_to_write(files: Mapping[str, Path]) -> None:
    """Refuse to write over the partnership's own papers, or two formats into one file.

    Raises:
      QuestionError: a path is that of the agreement, the record, a delivered file, or of another format.
    """
    written: dict[Path, str] = {}
    for form, path in files.items():
        flag, whole = f"--{form.replace('_', '-')}", path.resolve()
        if other := written.get(whole):
            raise QuestionError(f"{other} and {flag} name the same file\n  mend: give each a file of its own")
        written[whole] = flag
        if paper := paper_at(path):
            raise QuestionError(
                f"{flag} would write over {paper}, which belongs to the partnership\n"
                "  mend: name a new file, best outside of the partnership's folder"
            )
        if whole.is_dir():
            raise QuestionError(f"{flag} names a folder, {path}\n  mend: name a file in it")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by putting a finished one in its place, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".writing")
    beside.write_bytes(content)
    beside.replace(path)


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    r"""Return rows as CSV; a cell that a spreadsheet would run as a formula is kept as text.

    >>> csv_text(("a",), ({"a": "=1+1"}, {"a": "-5.00"}))
    "a\n'=1+1\n-5.00\n"
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(row[name]) for name in columns} for row in rows)
    return out.getvalue()


def _harmless(text: str) -> str:
    if text[:1] in ("=", "+", "@", "\t", "\r") or (text[:1] == "-" and not text[1:2].isdigit()):
        return f"'{text}"
    return text
