"""Writing statements: each file whole or not at all."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from firstcall.report.statement_ledger import (
    INVOICE_COLUMNS,
    JOURNAL_COLUMNS,
    beancount_text,
    invoice_rows,
    journal_rows,
)
from firstcall.report.statement_page import statement_page
from firstcall.report.statement_rows import LINE_COLUMNS, line_rows
from firstcall.service.settle_desk import Desk
from firstcall.service.settle_issue import DrawnUp
from firstcall.settlement.statement import Statement


def export(drawn: DrawnUp, desk: Desk, files: Mapping[str, Path]) -> None:
    """Write the files asked for, by format.

    Args:
      drawn: the statement.
      desk: where it was drawn up, for the parties' names.
      files: format to path: html, csv, xlsx, journal, beancount, focus_invoice_detail.
    """
    statement = drawn.statement
    names = {name: party.name for name, party in desk.agreement.parties.items()}
    for form, path in files.items():
        match form:
            case "html":
                content = statement_page(statement, names, drawn.delta).encode()
            case "csv":
                content = csv_text(LINE_COLUMNS, line_rows(statement)).encode()
            case "journal":
                content = csv_text(JOURNAL_COLUMNS, journal_rows(statement)).encode()
            case "beancount":
                content = beancount_text(statement).encode()
            case "focus_invoice_detail":
                content = csv_text(INVOICE_COLUMNS, invoice_rows(statement, names, drawn.delta)).encode()
            case _:
                content = workbook(statement)
        write_whole(path, content)


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


def workbook(statement: Statement) -> bytes:
    """Return the statement as a workbook: summary, lines, sources. Whole amounts are numbers, exact ones text."""
    import openpyxl

    book = openpyxl.Workbook()
    summary = book.active
    summary.title = "summary"
    summary.append(["statement", statement.id])
    summary.append(["period", f"{statement.period.start} to {statement.period.last}"])
    summary.append(["status", statement.status])
    summary.append(["rests on", statement.rests_on])
    summary.append([])
    summary.append(["clause", "payer", "payee", "amount", "currency", "due", "unknown"])
    for leg in statement.legs:
        for party, units in leg.parts:
            amount = Decimal(units).scaleb(-leg.digits) if leg.is_known else None
            due = leg.due.isoformat() if leg.due else ""
            summary.append([leg.clause, leg.payer, party, amount, leg.currency, due, leg.unknown])
    for net in statement.nets:
        summary.append(
            ["net", net.payer, net.payee, net.amount.amount, net.amount.currency, "", "; ".join(net.unknown)]
        )
    lines = book.create_sheet("lines")
    lines.append(list(LINE_COLUMNS))
    for row in line_rows(statement):
        lines.append([Decimal(row[name]) if name == "amount" else _harmless(row[name]) for name in LINE_COLUMNS])
    sources = book.create_sheet("sources")
    sources.append(["file", "delivery", "recorded", "sha256"])
    for file in statement.files:
        recorded = file.recorded.isoformat() if file.recorded.year > 1 else ""
        sources.append([file.name, file.delivery, recorded, file.sha256])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
