"""firstcall terms: what was agreed, on that day, and how it is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import click

from firstcall.agreement.terms import InForce, Terms, versions
from firstcall.agreement.terms import terms as terms_at
from firstcall.dates import iso
from firstcall.errors import NotFound, QuestionError, near_or_listed
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.position import position
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.terms.lines import detail_lines, removed_line, terms_lines, text_lines, version_line
from firstcall.report.terms.rows import changed_fields, clause_json, terms_json
from firstcall.report.words.enums import Language
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.page_files import check_header, header_option, html_option, in_language, lang_option, write_page


class TermsOfDay(Said):
    says = sentence("terms.of-day", "--on {given}: terms are shown for a day")
    given: str


class WriteSuchDay(Said):
    says = sentence("flag.write-day", "write a day, such as {example}")
    example: str


class PageHasEvery(Said):
    says = sentence("terms.page-has-every", "a page or document has every clause, and {clause} is named")
    clause: Annotated[str, Quoted]


class PageOfOneDay(Said):
    says = sentence("terms.page-of-one-day", "a page or document has the terms of one day, and --history asks for all")


class LeaveItOut(Said):
    says = sentence("flag.leave-it-out", "leave it out")


class ClauseRemoved(Said):
    says = sentence("terms.clause-removed", "clause {clause} is not in force then: {version} removed it")
    clause: Annotated[str, Quoted]
    version: str


class AskHistory(Said):
    says = sentence("terms.ask-history", "ask with --history, or for an earlier day")


class NoClauseThen(Said):
    says = sentence("terms.no-clause-then", "no clause {clause} in force then")
    clause: Annotated[str, Quoted]


class NoVersionWith(Said):
    says = sentence("terms.no-version-with", "no version has a clause {clause}")
    clause: Annotated[str, Quoted]


@click.command()
@options.partnership_argument
@click.argument("clause", required=False)
@click.option("--history", is_flag=True, help="Every version, or every text that a clause has had.")
@options.on_option
@options.known_at_option
@options.what_ifs
@html_option
@click.option("--docx", type=options.A_PATH, metavar="FILE", help="Write a document to be signed off.")
@lang_option
@header_option
@options.json_option
def terms_command(
    partnership: Path,
    clause: str | None,
    history: bool,
    on: str | None,
    known_at: str | None,
    html: Path | None,
    docx: Path | None,
    lang: Language,
    header: str | None,
    as_json: bool,
) -> None:
    """The terms in force on a day, or one CLAUSE with every field, each with source and grade."""
    check_header(header, html)
    deal = options.open_supposing(partnership)
    when = options.when_of(on, deal.agreement)
    if when.end is not None:
        raise QuestionError(TermsOfDay(given=when.text), fix=WriteSuchDay(example=f"{when.text[:4]}-01-21"))
    known = options.known_at_of(known_at, when, deal.agreement)
    if history and (html is not None or docx is not None):
        raise QuestionError(PageOfOneDay(), fix=LeaveItOut())
    if history:
        _history(deal, clause, known, lang, as_json)
        return
    here = position(deal.agreement, deal.record, when.first, known)
    text = here.now
    if html is not None or docx is not None:
        _papers(deal, text, when.first, (html, docx), lang, header, clause)
        return
    if clause is not None:
        found = clause_in(text, clause)
        _show(as_json, clause_json(found, text, here), detail_lines(found, text, here), lang)
        return
    _show(as_json, terms_json(text, when.first, here), terms_lines(text, when.first, here), lang)


def _show(as_json: bool, plain: object, lines: Iterable[Said | ToldLine | None], lang: Language) -> None:
    if as_json:
        options.echo_json(plain)
    else:
        click.echo("\n".join(in_language(lines, lang)))


def _papers(
    deal: Partnership, text: Terms, at: datetime, files: tuple[Path | None, Path | None], lang: Language,
    header: str | None, clause: str | None,
) -> None:  # fmt: skip
    """Write the terms as a page, as a document, or as both."""
    from firstcall.report.terms.page import terms_page, terms_paper
    from firstcall.report.words.words import page_words, words_in
    from firstcall.service.offer.packet import docx_of

    if clause is not None:
        raise QuestionError(PageHasEvery(clause=clause), fix=LeaveItOut())
    html, docx = files
    if html is not None:
        write_page(html, terms_page(text, at, deal.name, deal.record, page_words(lang), header))
    if docx is not None:
        write_page(docx, docx_of(terms_paper(text, at, deal.name, deal.record, words_in(lang)), at))


def clause_in(text: Terms, clause: str) -> InForce:
    """Return a clause in force.

    Raises:
      NotFound: it is not there, or was taken out; by what is told.
    """
    held = text.by_id.get(clause)
    if held is not None:
        return held
    if clause in text.removed:
        raise NotFound(ClauseRemoved(clause=clause, version=text.removed[clause]), fix=AskHistory())
    raise NotFound(NoClauseThen(clause=clause), fix=near_or_listed(clause, text.by_id, "clause"))


def _history(deal: Partnership, clause: str | None, known_at: datetime | None, lang: Language, as_json: bool) -> None:
    agreement, rows = standing_text(deal.agreement, deal.record, known_at).agreement, []
    lines: list[Said | ToldLine | None] = []
    before: InForce | None = None
    for version in versions(agreement, known_at):
        text = terms_at(agreement, version.effective, known_at)
        if clause is None:
            lines.append(version_line(version, text))
            rows.append({"version": version.id, "effective": iso(version.effective), "signed": iso(version.signed),
                         "title": version.title, "grade": version.basis.grade_of("effective")})  # fmt: skip
            continue
        now = text.by_id.get(clause)
        if now is not None and (before is None or (now.version.id, now.clause) != (before.version.id, before.clause)):
            changes = () if before is None else tuple(changed_fields(before, now))
            lines += text_lines(before, now, version, text)
            rows.append(clause_json(now, text) | {
                "by": version.id, "from": iso(version.effective),
                "changed": [{"field": path, "before": was, "after": is_now} for path, was, is_now in changes]
            })  # fmt: skip
        if now is None and before is not None:
            lines.append(removed_line(version, text))
            rows.append({"clause": clause, "version": version.id, "removed": iso(version.effective)})
        before = now
    if not rows:
        known = {
            item.clause.id
            for version in versions(agreement, known_at)
            for item in terms_at(agreement, version.effective, known_at).clauses
        }
        raise NotFound(NoVersionWith(clause=clause or ""), fix=near_or_listed(clause or "", known, "clause"))
    _show(as_json, rows, lines, lang)
