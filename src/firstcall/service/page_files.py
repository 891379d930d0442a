"""Pages and languages: the options that ask for them, and the one place that writes a page."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstcall.errors import NotFound, QuestionError
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.folder import paper_at
from firstcall.service.plain_files import replace_file
from firstcall.service.speech import LANG_HELP, tell_fact
from firstcall.service.world import refused_by_machine

if TYPE_CHECKING:
    from firstcall.report.decision.line_facts import ToldLine
    from firstcall.report.sheet import Sheet, SheetText

html_option = click.option(
    "--html", type=options.A_PATH, metavar="FILE", help="Write one self-contained page; - for stdout."
)
header_option = click.option("--header", metavar="TEXT", help="A line for the top of the page, also when printed.")
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default="en", help=LANG_HELP)


def in_language(lines: Iterable[Said | ToldLine | None], lang: Language) -> Iterator[str]:
    """Yield what a command prints in a language, None as an empty line; English needs no catalogue, and loads none."""
    if lang == "en":
        yield from ("" if line is None else str(line) for line in lines)
        return
    from firstcall.report.words.spoken import spoken
    from firstcall.report.words.words import words_in

    yield from spoken(lines, words_in(lang))


def sheet_in(sheet: Sheet, lang: Language) -> Sheet | SheetText:
    """Return a sheet in a language; English needs no catalogue, and loads none."""
    if lang == "en":
        return sheet
    from firstcall.report.words.spoken import spoken_sheets
    from firstcall.report.words.words import words_in

    return next(spoken_sheets([sheet], words_in(lang)))


class WritesOver(Said):
    says = sentence("page.writes-over", "'{file}' would write over {paper}, which belongs to the partnership")
    file: str
    paper: str


class NameNewFile(Said):
    says = sentence("page.name-new-file", "name a new file, best outside of the partnership's folder")


class NoFolderFor(Said):
    says = sentence("page.no-folder-for", "there is no folder '{folder}' to write '{file}' in")
    folder: str
    file: str


class MakeItFirst(Said):
    says = sentence("page.make-it-first", "make it first")


class IsFolder(Said):
    says = sentence("page.is-folder", "'{file}' is a folder")
    file: str


class NameFileInIt(Said):
    says = sentence("page.name-file-in-it", "name a file in it, such as {example}")
    example: str


class NameTooLong(Said):
    says = sentence("page.name-too-long", "'{file}' cannot be written: its name is too long")
    file: str


class OutputNotWritable(Said):
    says = sentence("page.output-not-writable", "'{file}' cannot be written: {why}")
    file: str
    why: str


class NameAnotherFile(Said):
    says = sentence("page.name-another-file", "name another file")


class Wrote(Said):
    says = sentence("page.wrote", "wrote {file}")
    file: str


class HeaderWithoutPage(Said):
    says = sentence("page.header-without-page", "--header is a line on the page, and no page is asked for")


class AddHtml(Said):
    says = sentence("page.add-html", "add --html FILE")


def write_page(file: Path, page: str | bytes) -> None:
    """Write a page, whole or not at all; to stdout where the file is `-`.

    Raises:
      NotFound: there is no such folder.
      MachineError: the machine does not let it be written.
      QuestionError: the partnership's own papers lie there.
    """
    raw = page.encode() if isinstance(page, str) else page
    if str(file) == "-":
        sys.stdout.buffer.write(raw)
        return
    if paper := paper_at(file):
        raise QuestionError(WritesOver(file=str(file), paper=paper), fix=NameNewFile())
    try:
        replace_file(file, raw)
    except FileNotFoundError as error:
        raise NotFound(NoFolderFor(folder=str(file.parent), file=file.name), fix=MakeItFirst()) from error
    except IsADirectoryError as error:
        raise NotFound(IsFolder(file=str(file)), fix=NameFileInIt(example=str(file / "brief.html"))) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NotFound(NameTooLong(file=str(file)), fix=NameAnotherFile()) from error
        raise refused_by_machine(file, "written", error) from error
    tell_fact(Wrote(file=str(file)), beside=True)


def check_header(header: str | None, html: Path | None) -> None:
    """Refuse a header where there is no page to put it on.

    Raises:
      QuestionError: a header was given without a page.
    """
    if header is not None and html is None:
        raise QuestionError(HeaderWithoutPage(), fix=AddHtml())
