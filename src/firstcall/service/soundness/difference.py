"""firstcall diff: two texts of one partnership, and what the change between them changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.agreement.terms import terms, versions
from firstcall.dates import local_day, zone
from firstcall.errors import NotFound, QuestionError, near_or_listed, unknown
from firstcall.record.position import position
from firstcall.report.words.enums import Language
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.page_files import check_header, header_option, html_option, lang_option, write_page
from firstcall.service.papers import transactions_of

if TYPE_CHECKING:
    from firstcall.report.difference.rows import Difference, MovedDeadline, Turned
    from firstcall.report.sheet import Sheet, SheetText


class OneTextNamed(Said):
    says = sentence("soundness.one-text-named", "two texts are compared, and one is named")


class GiveBothTexts(Said):
    says = sentence("soundness.give-both-texts", "give --from and --to, or --with OVERLAY.yaml")


@click.command()
@options.partnership_argument
@click.option("--from", "before", metavar="VERSION|DATE", help="The first text; the file's own last when left out.")
@click.option("--to", "after", metavar="VERSION|DATE", help="The second text; that of the what-if when left out.")
@click.option("--with", "overlay", type=options.A_PATH, metavar="OVERLAY.yaml",
              help="Suppose a what-if in the second text.")  # fmt: skip
@html_option
@click.option("--format", "as_format", type=click.Choice(["md"]), help="Print Markdown, to be forwarded.")
@click.option("--docx", type=options.A_PATH, metavar="FILE", help="Write the wording as a redline.")
@header_option
@lang_option
@options.json_option
def diff(
    partnership: Path, before: str | None, after: str | None, overlay: Path | None, html: Path | None,
    as_format: str | None, docx: Path | None, header: str | None, lang: Language,
    as_json: bool,
) -> None:  # fmt: skip
    """What a change of the text changes: its wording, its answers, transactions, offers in flight, and money.

    Both texts are asked every question that either tells apart, on the folder's record, wherever a text or the record
    turns. An answer counts as changed if its outcome, or that of signing or running, is another. Both are reckoned on
    the folder's books over every month that is over; what the books do not tell is unknown, never nothing.
    """
    from firstcall.report.difference.rows import difference_sheets
    from firstcall.report.difference.values import difference_json
    from firstcall.report.sheet import markdown_text
    from firstcall.report.terminal import terminal_text

    check_header(header, html)
    found = compared_texts(partnership, before, after, overlay)
    if html is not None:
        from firstcall.report.difference.page import difference_page
        from firstcall.report.words.words import page_words

        write_page(html, difference_page(found, page_words(lang), header))
    if docx is not None:
        from firstcall.report.difference.redline import redline_of
        from firstcall.service.soundness.redline_file import redline_docx

        write_page(docx, redline_docx(redline_of(found), lang))
    if as_json:
        options.echo_json(difference_json(found))
        return
    sheets: Iterable[Sheet | SheetText] = difference_sheets(found)
    if lang != "en":
        from firstcall.report.words.spoken import spoken_sheets
        from firstcall.report.words.words import words_in

        sheets = spoken_sheets(difference_sheets(found), words_in(lang))
    if as_format == "md":
        click.echo(markdown_text(sheets), nl=False)
    else:
        from firstcall.service.commands.brief import screen_width

        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(terminal_text(sheets, screen_width(), colour=colour), nl=False, color=True)


def compared_texts(path: Path, before: str | None, after: str | None, overlay: Path | None) -> Difference:
    """Return what is different between two texts of a folder.

    Args:
      path: the folder.
      before: the first text: a version, a day, or None for the last that the file has.
      after: the second text; None for the last, with the what-if.
      overlay: a what-if in the second text.

    Raises:
      QuestionError: neither text is named, or a day lies before any.
      NotFound: there is no such version.
    """
    from firstcall.report.difference.rows import Difference
    from firstcall.service.soundness.reckoned import money_between
    from firstcall.verification.difference.answers import answer_changes, asking
    from firstcall.verification.difference.technologies import technology_changes
    from firstcall.verification.difference.texts import as_of
    from firstcall.verification.difference.wording import rewordings

    if after is None and overlay is None:
        raise QuestionError(OneTextNamed(), fix=GiveBothTexts())
    deal = open_partnership(path)
    supposed = open_partnership(path, (overlay,)) if overlay is not None else deal
    one, two = _at(deal, before, "--from"), _at(supposed, after, "--to")
    old, new = as_of(deal.agreement, one), as_of(supposed.agreement, two)
    whole = (deal.agreement,) if deal is supposed else (deal.agreement, supposed.agreement)
    told = asking(old, new, whole, supposed.record)
    return Difference(
        deal.agreement.title, before or _last(deal), after or _last(supposed),
        tuple(rewordings(terms(old, one), terms(new, two))), answer_changes(told), technology_changes(told),
        tuple(_turned(deal, old, supposed, new)), tuple(_moved(deal, old, supposed, new)),
        zone(deal.agreement.timezone), money_between(supposed, old, new),
        (_by_day(deal, before), _by_day(supposed, after)),
        {name: party.name for text in (terms(old, one), terms(new, two)) for name, party in text.parties.items()},
    )  # fmt: skip


def _by_day(deal: Partnership, name: str | None) -> bool:
    """Say whether a text is named by a day, and not by its version."""
    from firstcall.verification.difference.texts import begins

    return name is not None and begins(deal.agreement, name) is None


def _last(deal: Partnership) -> str:
    return versions(deal.agreement)[-1].id


def _at(deal: Partnership, text: str | None, flag: str) -> datetime:
    """Return the instant at which a text stands: the start of a version, or a day."""
    from firstcall.verification.difference.texts import begins

    name = text or _last(deal)
    start = begins(deal.agreement, name)
    if start is not None:
        return start
    known = [version.id for version in versions(deal.agreement)]
    if not name[:1].isdigit():
        raise NotFound(unknown("version", name), fix=near_or_listed(name, known, "version"))
    at = options.instant_of(name, deal.agreement, flag)
    options.refuse_before_any_text((local_day(at, zone(deal.agreement.timezone)),), deal.agreement)
    return at


def _turned(one: Partnership, old: Agreement, two: Partnership, new: Agreement) -> Iterator[Turned]:
    from firstcall.report.brief.backtest import leg_outcomes
    from firstcall.report.difference.rows import Turned
    from firstcall.rights.table.answering import Answering

    before, after = Answering(old, one.record), Answering(new, two.record)
    for item in transactions_of(one.path):
        was, now = leg_outcomes(item, before), leg_outcomes(item, after)
        for workload in was:
            if workload in now and was[workload] != now[workload]:
                yield Turned(item.id, item.line, workload, was[workload], now[workload])


def _moved(one: Partnership, old: Agreement, two: Partnership, new: Agreement) -> Iterator[MovedDeadline]:
    """Yield the offers whose window is open at some time, and ends at another instant under the second text."""
    from firstcall.report.difference.rows import MovedDeadline

    last = max((event.at for event in one.record.known().events), default=None)
    if last is None:
        return
    was, now = position(old, one.record, last), position(new, two.record, last)
    rights = {held.clause.id: held.clause
              for text in (old, new) for version in versions(text)
              for held in terms(text, version.effective).clauses if isinstance(held.clause, FirstRefusal)}  # fmt: skip
    for name in was.offer_ids():
        for clause, right in rights.items():
            ends = tuple(offer.window_closes if (offer := here.offer(name, right)) else None for here in (was, now))
            if ends[0] != ends[1]:
                yield MovedDeadline(name, clause, *ends)
