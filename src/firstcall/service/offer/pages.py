"""firstcall offer show, list, deadline, shortfall, template.

What is on the record, as one party sees it, and what a clause would make of a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import click

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import acting_hour, local_day, zone
from firstcall.errors import NotFound, QuestionError, near_or_listed
from firstcall.record.concerned import is_told_of, offers_of, right_named
from firstcall.record.offers.offer import OPEN_STATES, Offer
from firstcall.record.offers.right import right_in
from firstcall.record.position import Position, position
from firstcall.record.views.view import view
from firstcall.refusal.act_reasons import SayOneOf
from firstcall.refusal.checks import checklist
from firstcall.refusal.delivery import shortfall
from firstcall.refusal.due import Due, dues
from firstcall.refusal.hypothetical import deadlines_of, supposed_at_hour
from firstcall.report.decision.line_facts import ToldLine
from firstcall.report.inbox.rows import TrackedOffer, inbox_lines
from firstcall.report.offer.clock import deadlines_json, deadlines_lines
from firstcall.report.offer.rows import checklist_lines, inbox_row, offer_json, offer_story
from firstcall.said import PartialDate, Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.offer.due_papers import Told, frame_of
from firstcall.service.page_files import check_header, header_option, html_option, in_language, write_page
from firstcall.service.speech import running_language, tell_fact, tell_in


class OfferNotOnRecordThatDay(Said):
    says = sentence("offer.offer-not-on-record-that-day", "offer {offer} is not on the record on that day")
    offer: Annotated[str, Quoted]


class OnNamesNoDay(Said):
    says = sentence("offer.on-names-no-day", "--on: {text} is no day")
    text: Annotated[str, Quoted]


class WriteADayOrTime(Said):
    says = sentence("offer.write-a-day-or-time", "write a day or a time, such as 2025-01-21T17:00")


class NoRefusalRightOn(Said):
    says = sentence("offer.no-refusal-right-on", "there is no right of first refusal on {when}")
    when: str


class CheckDayOrText(Said):
    says = sentence("offer.check-day-or-text", "check the day, or the agreement")


class NoSuchRefusalRight(Said):
    says = sentence("offer.no-such-refusal-right", "there is no right of first refusal {clause_id} on {when}")
    clause_id: Annotated[str, Quoted]
    when: str


class SeveralRefusalRights(Said):
    says = sentence("offer.several-refusal-rights", "there are several rights of first refusal")


@click.command("deadline")
@options.partnership_argument
@click.option("--clause", metavar="ID", help="The right of first refusal, where there are several.")
@click.option(
    "--sent", required=True, metavar="INSTANT", help="When the notice would be sent; at 10:00 on a day without an hour."
)
@click.option("--delivered", metavar="INSTANT", help="When it would arrive; the sending when left out.")
@click.option("--again", is_flag=True, help="A re-offer, with its own window.")
@options.what_ifs
@options.json_option
def deadline(
    partnership: Path, clause: str | None, sent: str, delivered: str | None, again: bool, as_json: bool
) -> None:  # fmt: skip
    """Reckon receipt, window and tail of a notice sent at an instant: each day counted or skipped, and why."""
    deal = options.open_supposing(partnership)
    at, where = options.instant_of(sent, deal.agreement, "--sent"), zone(deal.agreement.timezone)
    bare = sent.strip() == local_day(at, where).isoformat()
    at = acting_hour(at, where) if bare else at
    arrived = options.instant_of(delivered, deal.agreement, "--delivered") if delivered else None
    here = position(deal.agreement, deal.record, at)
    right = right_in(here.terms(), right_of(here, clause).id)
    assert right is not None, "right_of found it in the same text"
    found = deadlines_of(right, at, arrived, again=again)
    found = supposed_at_hour(found, where) if bare else found
    if as_json:
        options.echo_json(deadlines_json(found))
    else:
        for line in deadlines_lines(found, right.rules.zone, tell_in(running_language())):
            click.echo(line)


as_option = click.option("--as", "party", metavar="PARTY", help="As this party sees it. A view, not access control.")


def position_as(
    partnership: Path, on: str | None, known_at: str | None, party: str | None
) -> tuple[Position, datetime]:  # fmt: skip
    """Return the position at an instant, of the record as a party sees it.

    Raises:
      QuestionError: the date is none, or is vague.
      NotFound: there is no such party.
    """
    return position_of(options.open_supposing(partnership), on, known_at, party)


def position_of(
    deal: Partnership, on: str | None, known_at: str | None, party: str | None
) -> tuple[Position, datetime]:  # fmt: skip
    """Return the position of a partnership at an instant, of the record as a party sees it.

    Raises:
      QuestionError: the date is none, or is vague.
      NotFound: there is no such party.
    """
    when = options.when_of(on, deal.agreement)
    if when.end is not None:
        raise QuestionError(OnNamesNoDay(text=when.text), fix=WriteADayOrTime())
    known = options.known_at_of(known_at, when, deal.agreement)
    record = deal.record if party is None else view(deal.record, party, deal.agreement)
    return position(deal.agreement, record, when.first, known), when.first


def _due(here: Position, offer: Offer, clause: FirstRefusal, party: str | None = None) -> tuple[Due, ...]:
    grantor = here.terms().grantor
    found = [due for due in dues(here, offer, clause, grantor)
             if party in (None, grantor) or party in due.who or due.who == (grantor,)]  # fmt: skip
    return tuple(sorted(found, key=lambda due: (due.by is None, due.by or here.at)))


def held_rights(here: Position, party: str | None, rights: tuple[FirstRefusal, ...]) -> tuple[FirstRefusal, ...]:
    """Return the rights that a party is told about: all, or for a holder its own."""
    return tuple(clause for clause in rights if is_told_of(clause, party, here.terms()))


@click.command("show")
@options.partnership_argument
@click.argument("offer")
@options.on_option
@options.known_at_option
@options.what_ifs
@as_option
@options.json_option
def show_command(
    partnership: Path, offer: str, on: str | None, known_at: str | None, party: str | None, as_json: bool
) -> None:  # fmt: skip
    """Tell an offer's story under each right that it concerns: events, terms, standing, what is due."""
    here, now = position_as(partnership, on, known_at, party)
    rights = rights_of_offer(here, offer, party)
    if as_json:
        options.echo_json(shown_json(here, rights, party, now))
        return
    for line in in_language(shown_lines(here, rights, party, now), running_language()):
        click.echo(line)
    if not rights:
        tell_fact(NoRightThatDay(offer=offer))


def rights_of_offer(here: Position, offer: str, party: str | None) -> tuple[tuple[Offer, FirstRefusal], ...]:
    """Return an offer under each right that it concerns and that a party is told about.

    Raises:
      NotFound: there is no such offer by then.
    """
    if here.offer_made(offer) is None:
        mend = near_or_listed(offer, here.offer_ids(), "offer")
        raise NotFound(OfferNotOnRecordThatDay(offer=offer), fix=mend)
    rights = held_rights(here, party, right_named(here, offer, None))
    return tuple((found, clause) for clause in rights if (found := here.offer(offer, clause)) is not None)


def shown_json(
    here: Position, rights: tuple[tuple[Offer, FirstRefusal], ...], party: str | None, now: datetime
) -> list[dict[str, Any]]:
    """Return an offer's story under each right as plain values."""
    return [offer_json(found, clause, _due(here, found, clause, party), now) for found, clause in rights]


def shown_lines(
    here: Position, rights: tuple[tuple[Offer, FirstRefusal], ...], party: str | None, now: datetime
) -> Iterator[ToldLine]:
    """Yield an offer's story under each right as lines."""
    for found, clause in rights:
        yield from offer_story(found, clause, here.terms().where, _due(here, found, clause, party), now)
        yield from _asked(here, found, clause)


class WhatNoticeMustSay(Said):
    says = sentence("offer.notice-must-say", "what a notice must say:")


class NoRightThatDay(Said):
    says = sentence("offer.no-right-concerns", "no right of first refusal concerns offer {offer} on that day")
    offer: str


def _asked(here: Position, offer: Offer, clause: FirstRefusal) -> Iterator[ToldLine]:
    made = here.offer_made(offer.id)
    if made is not None and offer.state in OPEN_STATES:
        yield ToldLine(2, WhatNoticeMustSay())
        yield from checklist_lines(checklist(offer.right.clause if offer.right else clause, offer, made))


@click.command("list")
@options.partnership_argument
@click.option("--open", "only_open", is_flag=True, help="Only offers that wait for a notice or an answer.")
@options.on_option
@options.known_at_option
@options.what_ifs
@as_option
@html_option
@header_option
@options.json_option
def inbox(
    partnership: Path, only_open: bool, on: str | None, known_at: str | None, party: str | None, html: Path | None,
    header: str | None, as_json: bool,
) -> None:  # fmt: skip
    """List offers: what is asked, days left, whether the notice is complete."""
    check_header(header, html)
    here, now = position_as(partnership, on, known_at, party)
    if html is not None:
        write_page(html, _inbox_page(here, party, header, only_open=only_open))
        return
    told = tuple(tracked_offers(here, party, only_open=only_open))
    if as_json:
        options.echo_json(inbox_rows(told, now))
    else:
        for line in in_language(inbox_lines(told, now), running_language()):
            click.echo(line)


def inbox_rows(told: Iterable[TrackedOffer], now: datetime) -> list[dict[str, Any]]:
    """Return the offers that a party is told about, a row each."""
    return [inbox_row(one.offer, one.made, one.items, one.due_items, now) for one in told]


def tracked_offers(here: Position, party: str | None, *, only_open: bool) -> Iterator[TrackedOffer]:
    """Yield the offers that a party is told about, each with what its notice must say and what is due of it."""
    for offer, clause in offers_of(here, party=party):
        made = here.offer_made(offer.id)
        if made is None:
            continue
        if only_open and offer.state not in OPEN_STATES:
            continue
        items = checklist(offer.right.clause if offer.right else clause, offer, made)
        yield TrackedOffer(offer, made, items, _due(here, offer, clause, party))


def _inbox_page(here: Position, party: str | None, header: str | None, *, only_open: bool) -> str:
    from firstcall.report.inbox.page import inbox_page

    told = tuple(tracked_offers(here, party, only_open=only_open))
    lang = running_language()
    due = tuple(due for one in told for due in one.due_items)
    return inbox_page(here, told, frame_of(Told(here, due, due, party, lang, header)))


class ShortIn(Said):
    says = sentence("offer.short-in", "{quarter}  asked for {asked} {unit}, delivered {delivered}, short {short}")
    quarter: Annotated[str, PartialDate]
    asked: Decimal
    unit: str
    delivered: Decimal
    short: Decimal


@click.command("shortfall")
@options.partnership_argument
@click.option("--clause", required=True, metavar="ID", help="The right whose holder is asked about.")
@options.on_option
@options.known_at_option
@options.what_ifs
@as_option
@options.json_option
def shortfall_command(
    partnership: Path, clause: str, on: str | None, known_at: str | None, party: str | None, as_json: bool
) -> None:  # fmt: skip
    """Tell what a holder was asked for and what it delivered, added up by quarter."""
    here, _ = position_as(partnership, on, known_at, party)
    quarters = shortfall(here, right_of(here, clause))
    if as_json:
        options.echo_json([{"quarter": q.name, "unit": q.unit, "requested": str(q.requested),
                            "delivered": str(q.delivered), "short": str(q.short)} for q in quarters])  # fmt: skip
        return
    for q in quarters:
        tell_fact(ShortIn(quarter=q.name, asked=q.requested, unit=q.unit, delivered=q.delivered, short=q.short))


def right_of(here: Position, clause_id: str | None) -> FirstRefusal:
    """Return a right of first refusal in force: the one named, or the only one there is.

    Raises:
      NotFound: there is none of that name.
      QuestionError: none is named, and there are several.
    """
    rights = {c.clause.id: c.clause for c in here.terms().clauses if isinstance(c.clause, FirstRefusal)}
    if clause_id is None:
        if len(rights) == 1:
            return next(iter(rights.values()))
        if rights:
            named = tuple(f"--clause {name}" for name in rights)
            raise QuestionError(SeveralRefusalRights(), fix=SayOneOf(flags=named))
        raise NotFound(NoRefusalRightOn(when=zoned(here)), fix=CheckDayOrText())
    if clause_id not in rights:
        mend = near_or_listed(clause_id, rights, "right of first refusal")
        raise NotFound(NoSuchRefusalRight(clause_id=clause_id, when=zoned(here)), fix=mend)
    return rights[clause_id]


def zoned(here: Position) -> str:
    """Return the position's day in the agreement's zone."""
    return here.at.astimezone(zone(here.agreement.timezone)).date().isoformat()


@click.command("template")
@click.argument("partnership", required=False, type=options.A_PATH)
@click.option("--clause", metavar="ID", help="The right of first refusal, where there are several.")
@options.on_option
def template(partnership: Path | None, clause: str | None, on: str | None) -> None:
    """Print an offer to fill in and hand to `firstcall offer receive --sheet`; with a partnership, in its own words."""
    from firstcall.refusal.offer_sheet import blank_template, template_for

    if partnership is None:
        click.echo(blank_template(tell_in(running_language())), nl=False)
        return
    here, now = position_as(partnership, on, None, None)
    day = now.astimezone(here.terms().where).date()
    say = tell_in(running_language())
    click.echo(template_for(right_of(here, clause), here.terms(), day, say), nl=False)
