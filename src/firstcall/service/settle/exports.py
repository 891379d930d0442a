"""Writing statements, each file whole or not at all.

A workbook has amounts as numbers, and text is never run as a formula.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Any

from firstcall.agreement.terms import terms, versions
from firstcall.errors import QuestionError
from firstcall.report.sheet import Tell
from firstcall.report.statement.account import account_facts
from firstcall.report.statement.documents import (
    INVOICE_COLUMNS,
    JOURNAL_COLUMNS,
    beancount_text,
    invoice_rows,
    journal_rows,
    papers,
)
from firstcall.report.statement.implied import implied_facts
from firstcall.report.statement.page import statement_page
from firstcall.report.statement.paper import mail_of_statement, paper_of_statement, statement_title
from firstcall.report.statement.rows import LINE_COLUMNS, line_rows
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import say
from firstcall.report.words.words import page_words, words_in
from firstcall.said import Said, sentence
from firstcall.service.folder import paper_at
from firstcall.service.offer.packet import docx_of, undated_archive
from firstcall.service.page_files import NameNewFile
from firstcall.service.plain_files import replace_file
from firstcall.service.settle.desk import SettleDesk
from firstcall.service.settle.issue import DrawnUp
from firstcall.service.world import refused_by_machine
from firstcall.settlement.statement.statement import Statement

_EXACT = 15
"""The digits that a workbook, which keeps numbers in binary, gives back as they were typed."""
_FIGURES = frozenset({
    "base", "exchange", "cumulative_before", "cumulative_after", "earned", "after_period_cap", "payable", "amount",
    "entries",
})  # fmt: skip
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Value = str | Decimal | date | None


class FlagsNameOneFile(Said):
    says = sentence("settle.flags-name-one-file", "{other} and {flag} name the same file")
    other: str
    flag: str


class GiveEachItsFile(Said):
    says = sentence("settle.give-each-its-file", "give each a file of its own")


class FlagOverPaper(Said):
    says = sentence(
        "settle.flag-over-paper",
        "{flag} would write over {paper}, which belongs to the partnership",
    )
    flag: str
    paper: str


class NamesFolder(Said):
    says = sentence("settle.names-folder", "{flag} names a folder, {path}")
    flag: str
    path: str


class NameAFileInIt(Said):
    says = sentence("settle.name-a-file-in-it", "name a file in it")


def workbook(
    statement: Statement, account: Sequence[str] = (), names: Mapping[str, str] = MappingProxyType({}),
    tell: Tell = str,
) -> bytes:  # fmt: skip
    """Return the statement as a workbook with the sheets summary, lines and sources.

    Amounts are numbers with the decimals of their currency. Exact figures are numbers where a workbook keeps
    them as they are, else text with every digit.

    Args:
      statement: what is written.
      account: what became of it, in lines.
      names: how parties are called, by id.
      tell: says a fact in a language; English unless given. Heads and kinds stay words for programs.
    """
    import openpyxl
    from openpyxl.xml.functions import tostring

    book = openpyxl.Workbook()
    summary = book.active
    summary.title = "summary"
    _fill(summary, _summary(statement, account, names, tell))
    lines = book.create_sheet("lines")
    _fill(lines, [LINE_COLUMNS, *([_figure(name, row[name]) for name in LINE_COLUMNS] for row in line_rows(statement))])
    lines.freeze_panes = "B2"
    sources = book.create_sheet("sources")
    _fill(sources, [("file", "delivery", "recorded", "sha256"), *_sources(statement)])
    for sheet in book:
        for column in sheet.columns:
            widest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(max(widest + 2, 8), 60)
    out = io.BytesIO()
    book.save(out)
    told = book.properties  # saving writes the clock into them
    told.creator, told.created = "", statement.known_at.astimezone(UTC).replace(tzinfo=None)
    told.modified = told.created
    return undated_archive(out.getvalue(), {"docProps/core.xml": tostring(told.to_tree())})


def _summary(
    statement: Statement, account: Sequence[str], names: Mapping[str, str], tell: Tell
) -> Iterable[Sequence[Value]]:
    yield "statement", statement.id, tell(statement_title(statement, names))
    yield "period", statement.period.start, statement.period.last
    yield "status", statement.status
    yield "rests on", statement.rests_on
    yield ()
    yield "clause", "payer", "payee", "amount", "currency", "due", "unknown"
    for leg in statement.legs:
        for party, units in leg.parts:
            amount = Decimal(units).scaleb(-leg.digits) if leg.is_known else None
            payer, payee = names.get(leg.payer, leg.payer), names.get(party, party)
            yield leg.clause, payer, payee, amount, leg.currency, leg.due, tell(leg.unknown) if leg.unknown else ""
    for net in statement.nets:
        known = net.amount.amount if net.gross else None
        payer, payee = names.get(net.payer, net.payer), names.get(net.payee, net.payee)
        yield "net", payer, payee, known, net.amount.currency, net.due, "; ".join(map(tell, net.unknown))
    yield ()
    yield from (
        (text,)
        for text in (*account, *map(tell, (*(note for leg in statement.legs for note in leg.notes), *statement.notes)))
    )


def _sources(statement: Statement) -> Iterable[Sequence[Value]]:
    for file in statement.files:
        recorded = file.recorded.date() if file.recorded.year > 1 else None
        yield file.name, file.delivery, recorded, file.sha256


def _figure(name: str, text: str) -> Value:
    """Return a figure as a number; words, and figures that never end, as text."""
    if name == "day":
        return date.fromisoformat(text)
    if name not in _FIGURES:
        return text
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _fill(sheet: Any, rows: Iterable[Sequence[Value]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            _write(sheet.cell(number, place), value)


def _write(cell: Any, value: Value) -> None:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > _EXACT:
        value = f"{value:f}"
    if isinstance(value, str):
        cell.value = _UNPRINTED.sub("", value)
        cell.data_type = "s"  # also where it begins like a formula
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif isinstance(value, Decimal):
        cell.value = value
        decimals = max(-int(value.as_tuple().exponent), 0)
        cell.number_format = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    elif value is not None:
        cell.value = value
        cell.number_format = "yyyy-mm-dd"


def write_exports(drawn: DrawnUp, desk: SettleDesk, files: Mapping[str, Path], lang: Language = "en") -> None:
    """Write the files asked for, by format.

    Args:
      drawn: the statement.
      desk: where it was drawn up, for the parties' names.
      files: format to path: html, docx, eml, csv, xlsx, journal, beancount, focus_invoice_detail.
      lang: the language of the papers for people; CSV, journals and invoice details are for programs.
    """
    statement, w = drawn.statement, words_in(lang)
    made, became = papers(drawn.drawn), [one for part in account_facts(drawn.account, drawn.on) for one in part]
    follows = [said for _, said in implied_facts(drawn.implied, drawn.alone)]

    def tell(said: Said) -> str:
        return say(said, replace(w, figures=True))

    names = {name: party.name for name, party in desk.agreement.every_party.items()}
    texts = (terms(desk.agreement, version.effective) for version in versions(desk.agreement))
    kinds = {held.clause.id: held.clause.type for text in texts for held in text.clauses}

    def content(form: str) -> bytes:
        match form:
            case "html":
                return statement_page(statement, names, page_words(lang), drawn.delta, became, follows, kinds).encode()
            case "csv":
                return csv_text(LINE_COLUMNS, line_rows(statement)).encode()
            case "journal":
                return csv_text(JOURNAL_COLUMNS, journal_rows(made)).encode()
            case "beancount":
                return beancount_text(made).encode()
            case "focus_invoice_detail":
                return csv_text(INVOICE_COLUMNS, invoice_rows(made, names)).encode()
            case "docx":
                return docx_of(paper_of_statement(statement, names, w, became), statement.known_at)
            case "eml":
                attached = {f"{statement.id}.{kind}": content(kind) for kind in ("html", "xlsx", "csv")}
                return mail_of_statement(statement, names, w, became, attached)
            case _:
                return workbook(statement, list(map(tell, became)), names, tell)

    for form, path in files.items():
        write_whole(path, content(form))


def fit_to_write(files: Mapping[str, Path]) -> None:
    """Refuse to write over the partnership's own papers, or two formats into one file.

    Raises:
      QuestionError: a path is that of the agreement, the record, a delivered file, or of another format.
    """
    written: dict[Path, str] = {}
    for form, path in files.items():
        flag, whole = f"--{form.replace('_', '-')}", path.resolve()
        if other := written.get(whole):
            raise QuestionError(FlagsNameOneFile(other=other, flag=flag), fix=GiveEachItsFile())
        written[whole] = flag
        if paper := paper_at(path):
            raise QuestionError(FlagOverPaper(flag=flag, paper=paper), fix=NameNewFile())
        if whole.is_dir():
            raise QuestionError(NamesFolder(flag=flag, path=str(path)), fix=NameAFileInIt())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by putting a finished one in its place, so that nobody ever reads half of it; the disk has it.

    Raises:
      MachineError: the machine does not let it be written; what lay there is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise refused_by_machine(path, "written", error) from error


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
