"""firstcall brief: read a partnership."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from firstcall.errors import QuestionError
from firstcall.report.brief.brief import Brief, brief_json, make_brief
from firstcall.report.brief.sheets import brief_sheets
from firstcall.report.sheet import Sheet, SheetText, markdown_text
from firstcall.report.terminal import terminal_text
from firstcall.report.words.enums import Language
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.audit.quarter_log import placements_before
from firstcall.service.commands.terms import WriteSuchDay
from firstcall.service.folder import Partnership
from firstcall.service.page_files import check_header, header_option, html_option, lang_option, write_page
from firstcall.service.papers import story_of, transactions_of, what_ifs_of
from firstcall.service.planning.story_desks import desks_of

WIDTH = 120


@click.command()
@options.partnership_argument
@options.on_option
@click.option(
    "--today", metavar="DATE", help="The last day at which the story is asked; the present one when left out."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "md"]), default="text", help="For a terminal, or Markdown."
)
@click.option("--full", is_flag=True, help="Every part whole: the story with its days and commands, each transaction.")
@html_option
@lang_option
@header_option
@options.what_ifs
@options.json_option
def brief(
    partnership: Path, on: str | None, today: str | None, form: str, full: bool, html: Path | None,
    lang: Language, header: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Read a partnership: what may be done, what is due, what money moves, what is disputed; then its parts."""
    check_header(header, html)
    deal = options.open_supposing(partnership)
    whole = full or as_json or html is not None
    made = brief_of(deal, on, today, "en" if as_json else lang, whole=whole)
    if html is not None:
        from firstcall.report.brief.page import brief_page
        from firstcall.report.words.words import page_words

        write_page(html, brief_page(made, deal.record, page_words(lang), header))
        return
    if as_json:
        options.echo_json(brief_json(made))
        return
    sheets: Iterable[Sheet | SheetText] = brief_sheets(made, full=full)
    if lang != "en":
        from firstcall.report.words.spoken import spoken_sheets
        from firstcall.report.words.words import words_in

        sheets = spoken_sheets(brief_sheets(made, full=full), words_in(lang))
    if form == "md":
        click.echo(markdown_text(sheets), nl=False)
        return
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(terminal_text(sheets, screen_width(), colour=colour), nl=False, color=True)


class BriefOfDay(Said):
    says = sentence("brief.of-day", "--on {given}: a brief is of a day")
    given: str


def screen_width() -> int:
    """Return how wide to draw: the terminal's width, COLUMNS where it is set, else a page's."""
    return max(40, shutil.get_terminal_size((WIDTH, 24)).columns)


def brief_of(
    deal: Partnership, on: str | None, today: str | None, lang: Language = "en", *, whole: bool = True
) -> Brief:
    """Return the brief of a partnership folder on a day; the story in a language, where its author wrote it so.

    Raises:
      QuestionError: `on` or `today` names no single day.
    """
    when = options.when_of(on, deal.agreement)
    if when.end is not None:
        raise QuestionError(BriefOfDay(given=when.text), fix=WriteSuchDay(example=f"{when.text[:4]}-01-21"))
    last = options.when_of(today, deal.agreement, "--today").first
    story, transactions = story_of(deal.path, deal.agreement), transactions_of(deal.path)
    story = story and story.in_language(lang)
    what_ifs = what_ifs_of(deal.path, story, deal.agreement, deal.record)
    placements = placements_before(deal.path, deal.agreement, deal.record, when.first)
    return make_brief(
        deal.agreement, deal.record, deal.name, when.first, last, story, transactions, what_ifs, deal.supposed,
        desks_of(deal, story), placements, _owed(deal, when.first), whole=whole,
    )  # fmt: skip


def _owed(deal: Partnership, on: datetime) -> tuple[Said, ...]:
    """Return who owes whom; settlement is loaded only where a partnership has its files."""
    if not any((deal.path / room).is_dir() for room in ("revenue", "billing")):
        return ()
    from firstcall.service.settle.command import owed_before

    return owed_before(deal, on)
