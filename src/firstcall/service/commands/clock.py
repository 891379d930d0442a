"""firstcall clock: what is due, from whom, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from firstcall.dates import iso, local_day
from firstcall.errors import QuestionError
from firstcall.record.dated.duties import DutyTime, duties_at
from firstcall.record.dated.option_states import OptionTime, options_at
from firstcall.record.dated.option_windows import option_recipient
from firstcall.record.dated.price_promises import PromiseStanding, promises_at
from firstcall.record.position import Position
from firstcall.refusal.due import Due, everything_due
from firstcall.report.glance.dated_next import sums_ahead
from firstcall.report.offer.clock import due_json
from firstcall.report.offer.due_facts import NoLegalNotice, clock_head, due_lines, due_sheet, party_names
from firstcall.report.offer.duties import duty_json, pressing_said
from firstcall.report.offer.options import may_act, option_json, option_said
from firstcall.report.offer.promises import promise_json, promise_said
from firstcall.report.sheet import markdown_table
from firstcall.report.words.enums import Language
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.offer.due_papers import Told, eml_option, write_due_mail, write_due_page
from firstcall.service.offer.pages import as_option, position_as
from firstcall.service.page_files import (
    check_header,
    header_option,
    html_option,
    in_language,
    lang_option,
    sheet_in,
    write_page,
)
from firstcall.service.speech import running_language, tell_in

if TYPE_CHECKING:
    from firstcall.settlement.statement.upcoming import UpcomingSum

SOMETHING_DUE = 14
"""The exit code when somebody must act by a day that is shown."""


@click.command("clock")
@options.partnership_argument
@options.on_option
@options.known_at_option
@options.what_ifs
@click.option("--due-within", metavar="SPAN", help="Only what is due so soon: 2d, 36h, 1w.")
@as_option
@click.option("--format", "shape", type=click.Choice(["text", "md"]), default="text", show_default=True)
@click.option("--ics", type=options.A_PATH, metavar="FILE", help="Write the deadlines as a calendar; - for stdout.")
@html_option
@eml_option
@header_option
@lang_option
@options.json_option
def clock(
    partnership: Path, on: str | None, known_at: str | None, due_within: str | None, party: str | None,
    shape: str, ics: Path | None, html: Path | None, eml: Path | None, header: str | None, lang: Language,
    as_json: bool,
) -> int:  # fmt: skip
    """Tell what is due of every offer: from whom, by when, in the party's zone and in UTC.

    Leaves with 14 when somebody must act by a day that is shown, with 0 otherwise.
    """
    check_header(header, html or eml)
    here, now = position_as(partnership, on, known_at, party)
    span = span_of(due_within)
    every = own_first(everything_due(here, party=party), party, here.terms().grantor)
    found = tuple(due for due in every if due.is_within(span, now))
    beyond = next((due for due in every if due.is_duty and not due.is_within(span, now)), None)
    duties, sums, choices, promises = own_dated(here, now, span, party)
    if ics is not None:
        _write_calendar(ics, found, here, duties, sums, choices)
    said = (*pressing_said(duties), *map(promise_said, promises), *_sums_said(sums),
            *map(option_said, may_act(choices)))  # fmt: skip
    spoken = _told(found, now, shape, due_within, beyond, lang) if found or not said else ()
    lines = (*spoken, *([""] if found and said else []), *in_language(said, lang))
    told = Told(here, found, every, party, lang, header, duties, sums, promises, choices)
    _write_papers(told, lines, html, eml)
    if as_json:
        options.echo_json(clock_json(found, now, duties, sums, choices, promises))
    elif html is None and eml is None and str(ics) != "-":
        click.echo("\n".join(lines))  # a line at a time, each is written out by itself: dear where there are many
        click.echo(next(in_language([NoLegalNotice()], lang)), err=True)
    return SOMETHING_DUE if must_act(found, duties) else 0


def _write_calendar(
    file: Path, found: tuple[Due, ...], here: Position, duties: tuple[DutyTime, ...], sums: tuple[UpcomingSum, ...],
    choices: tuple[OptionTime, ...],
) -> None:  # fmt: skip
    from firstcall.report.offer.clock import calendar_of

    tell = tell_in(running_language())
    write_page(file, calendar_of(
        found, here.agreement.id, here.at, duties=duties, sums=sums, choices=choices, tell=tell,
        names=party_names(here),
    ))  # fmt: skip


def _write_papers(told: Told, lines: tuple[str, ...], html: Path | None, eml: Path | None) -> None:
    if html is not None:
        write_due_page(html, told)
    if eml is not None:
        write_due_mail(eml, told, (*lines, "", *in_language([NoLegalNotice()], told.lang)))


def clock_json(
    found: tuple[Due, ...], now: datetime, duties: tuple[DutyTime, ...] = (), sums: tuple[UpcomingSum, ...] = (),
    choices: tuple[OptionTime, ...] = (), promises: tuple[PromiseStanding, ...] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return what is due as plain values; with every dated duty and option, and the sums that come next."""
    told = {"on": iso(now), "due": [due_json(due, now) for due in found]}
    return told | {
        "duties": [duty_json(one) for one in duties],
        "payments": list(_sums_as_json(sums)),
        "options": [option_json(one) for one in choices],
        "promises": [promise_json(one) for one in promises],
    }


def must_act(found: tuple[Due, ...], duties: tuple[DutyTime, ...]) -> bool:
    """Say whether somebody must act by a day that is shown."""
    return any(due.is_duty for due in found) or any(one.state in ("open", "unmet") for one in duties)


def own_duties(here: Position, now: datetime, span: timedelta | None, party: str | None) -> tuple[DutyTime, ...]:
    """Return the dated duties by or to a party, all for the grantor; of those still open, what is due so soon."""
    every = (one for one in duties_at(here) if party in (None, here.terms().grantor, one.clause.by, one.clause.to))
    return tuple(one for one in every if span is None or one.closes is None or one.closes <= now + span)


def own_options(here: Position, now: datetime, span: timedelta | None, party: str | None) -> tuple[OptionTime, ...]:
    """Return where options stand, by or to a party, all for the grantor; with a span, what closes in it."""
    return tuple(
        one for one in options_at(here)
        if party in (None, here.terms().grantor, one.by, option_recipient(one.clause, here.terms(), one.by))
        if span is None or one.window.closes is None or one.window.closes <= now + span
    )  # fmt: skip


def own_dated(
    here: Position, now: datetime, span: timedelta | None, party: str | None
) -> tuple[tuple[DutyTime, ...], tuple[UpcomingSum, ...], tuple[OptionTime, ...], tuple[PromiseStanding, ...]]:
    """Return what a party is told of beside offers: dated duties, sums to come, options, price promises."""
    return (
        own_duties(here, now, span, party), own_sums(here, now, span, party), own_options(here, now, span, party),
        own_promises(here, party),
    )  # fmt: skip


def own_promises(here: Position, party: str | None) -> tuple[PromiseStanding, ...]:
    """Return where the price promises by or to a party stand, all for the grantor."""
    every = promises_at(here)
    return tuple(one for one in every if party in (None, here.terms().grantor, one.clause.by, one.clause.to))


def own_sums(here: Position, now: datetime, span: timedelta | None, party: str | None) -> tuple[UpcomingSum, ...]:
    """Return the sums that a party pays or is paid next, all for the grantor; with a span, what is due in it."""
    text = here.terms()
    last = None if span is None else local_day(now + span, here.now.where)
    return tuple(
        one for one in sums_ahead(here)
        if party in (None, text.grantor, one.payer, one.payee)
        if last is None or one.due is None or one.due <= last
    )  # fmt: skip


def _sums_said(sums: tuple[UpcomingSum, ...]) -> Iterator[Said]:
    if sums:
        from firstcall.report.offer.payments import sum_said

        yield from (sum_said(one) for one in sums)


def _sums_as_json(sums: tuple[UpcomingSum, ...]) -> Iterator[dict[str, Any]]:
    if sums:
        from firstcall.report.offer.payments import sum_json

        yield from (sum_json(one) for one in sums)


def own_first(due_items: tuple[Due, ...], party: str | None, grantor: str) -> tuple[Due, ...]:
    """Return what a party is told of: all for the grantor; for a holder its own and the grantor's, not others' days."""
    if party is None or party == grantor:
        return due_items
    return tuple(due for due in due_items if party in due.who or due.who == (grantor,))


def _told(
    due_items: tuple[Due, ...], now: datetime, shape: str, within: str | None, beyond: Due | None, lang: Language
) -> Iterator[str]:  # fmt: skip
    yield from in_language([clock_head(due_items, within, beyond)], lang)
    if due_items:
        yield ""
        if shape == "md":
            yield from markdown_table(sheet_in(due_sheet(due_items, now), lang))
        else:
            yield from in_language(due_lines(due_items, now), lang)


class NoSpan(Said):
    says = sentence("flag.no-span", "{flag}: {given} is no span of time")
    flag: str
    given: Annotated[str, Quoted]


class WriteSpan(Said):
    says = sentence("flag.write-span", "write 2d, 36h or 1w")


def span_of(text: str | None) -> timedelta | None:
    """Return a span of time given as a number and d, h or w.

    Raises:
      QuestionError: anything else.

    >>> span_of("36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,4})([dhw])", text.strip())
    if found is None:
        raise QuestionError(NoSpan(flag="--due-within", given=text), fix=WriteSpan())
    count = int(found[1])
    return {"d": timedelta(days=count), "h": timedelta(hours=count), "w": timedelta(weeks=count)}[found[2]]
