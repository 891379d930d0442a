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
from firstcall.service.folder import paper_at
from firstcall.service.plain_files import refused_by_machine, replace_file
from firstcall.service.speech import running_language, spoken_error

if TYPE_CHECKING:
    from firstcall.report.decision.line_facts import ToldLine

html_option = click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page; - for stdout."
)
header_option = click.option("--header", metavar="TEXT", help="A line for the top of the page, also when printed.")
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", help="The language of all but what authors wrote."
)


def in_language(lines: Iterable[str | ToldLine], lang: Language) -> Iterator[str]:
    """Yield what a command prints in a language; English needs no catalogue, and loads none."""
    if lang == "en":
        yield from map(str, lines)
        return
    from firstcall.report.words.spoken import spoken
    from firstcall.report.words.words import words_in

    yield from spoken(lines, words_in(lang))


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
        raise QuestionError(
            f"'{file}' would write over {paper}, which belongs to the partnership\n"
            "  fix: name a new file, best outside of the partnership's folder"
        )
    try:
        replace_file(file, raw)
    except FileNotFoundError as error:
        what = f"there is no folder '{file.parent}' to write '{file.name}' in"
        raise NotFound(f"{what}\n  fix: make it first") from error
    except IsADirectoryError as error:
        raise NotFound(f"'{file}' is a folder\n  fix: name a file in it, such as {file / 'brief.html'}") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise NotFound(f"'{file}' cannot be written: {error.strerror}\n  fix: name another file") from error
        raise refused_by_machine(file, "written", error) from error
    click.echo(spoken_error(f"wrote {file}", running_language()), err=True)


def check_header(header: str | None, html: Path | None) -> None:
    """Refuse a header where there is no page to put it on.

    Raises:
      QuestionError: a header was given without a page.
    """
    if header is not None and html is None:
        raise QuestionError("--header is a line on the page, and no page is asked for\n  fix: add --html FILE")
