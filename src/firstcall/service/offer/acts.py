"""The commands of the acts: each makes an Act from its flags, performs it, and writes its events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import zone
from firstcall.errors import QuestionError
from firstcall.record.events.offer import NoticeGiven
from firstcall.record.expiry import expiry_of
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right, right_in
from firstcall.record.position import Position, position
from firstcall.record.views.view import view
from firstcall.refusal.acts import ACTS, Act
from firstcall.refusal.due import dues
from firstcall.refusal.perform import Performed, perform
from firstcall.report.decision.line_facts import NoteTold, ToldLine
from firstcall.report.offer.next_steps import performed_lines
from firstcall.report.offer.rows import offer_json
from firstcall.report.record.rows import event_said
from firstcall.rights.judge.permissions.asked import asked_beside_said
from firstcall.said import Said, sentence
from firstcall.service import options, world
from firstcall.service.commands.record_fields import evidence_of, payload_of, payload_options
from firstcall.service.folder import Partnership, folder_of, read_agreement
from firstcall.service.offer.sheet_file import read_sheet
from firstcall.service.page_files import in_language
from firstcall.service.record_file import entering
from firstcall.service.speech import looking_as, running_language, tell_fact, with_language
from firstcall.values import dataclass

SAID_BY_THE_ACT = ("offer", "clause")
"""Fields of an event that an act says otherwise: its argument, and --clause."""


class NobodyToSignWith(Said):
    says = sentence("offer.nobody-to-sign-with", "sign: nobody is named to sign with")


class AddProvider(Said):
    says = sentence("offer.add-provider", "add --provider")


def act_command(name: str, about: str) -> click.Command:
    """Return the command of an act, with its help and with a flag for each field of its event."""
    kind = ACTS[name]

    def run(partnership: Path, offer: str, **given: Any) -> None:
        _run(name, partnership, offer, given)

    fields = [option for option in payload_options(kind.event) if option.name not in SAID_BY_THE_ACT]
    for option in fields:
        option.required = option.required and name in ("match-part", "sign") and option.name != "provider"
    sheet = [click.Option(["--sheet"], type=options.A_PATH, help="The offer: .yaml, .csv or .xlsx.")]
    params: list[click.Parameter] = [
        click.Argument(["partnership"], type=options.A_PATH),
        click.Argument(["offer"]),
        *(sheet if name == "receive" else ()),
        *fields,
        click.Option(["--clause"], metavar="ID", help="The right meant, where the offer concerns several."),
        click.Option(["--at"], metavar="DATE", help="When it took effect; the entering when left out."),
        click.Option(["--recorded"], metavar="DATE", help="When it is entered; now when left out."),
        click.Option(
            ["--as", "by"],
            metavar="PARTY",
            callback=looking_as,
            help=f"Who acts; the {kind.doer} where it is only one.",
        ),
        click.Option(["--key"], metavar="ID", help="The event's id; an act repeated with its key changes nothing."),
        click.Option(["--entered-by"], metavar="WHO", help="Who enters it; this user when left out."),
        click.Option(["--signatory"], metavar="WHO", help="Who signed."),
        click.Option(["--evidence"], type=options.A_PATH, help="A file that shows it."),
        click.Option(["--note"]),
        click.Option(["--dry-run"], is_flag=True, help="Check and show, and write nothing."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
        click.Option(["--strict"], **options.STRICT),
    ]  # fmt: skip
    return with_language(click.Command(name, callback=run, params=params, help=about))


@dataclass(frozen=True, slots=True)
class ActAsked:
    """An act as somebody asks for it; what is left out is the present instant, this user, or nobody in particular."""

    kind: str
    offer: str
    by: str | None = None
    clause: str | None = None
    at: datetime | None = None
    recorded: datetime | None = None
    key: str | None = None
    entered_by: str | None = None
    signatory: str | None = None
    note: str | None = None
    evidence: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act that was performed, or tried: what it came to, on which partnership, when it took effect."""

    performed: Performed
    held: Partnership
    """As whoever acted sees it, before the act."""
    at: datetime
    dry_run: bool


def _run(name: str, path: Path, offer: str, given: dict[str, Any]) -> None:
    agreement = read_agreement(folder_of(path))

    def instant(flag: str) -> datetime | None:
        return options.instant_of(given[flag], agreement, f"--{flag}") if given[flag] else None

    asked = ActAsked(
        name, offer, given["by"], given["clause"], instant("at"), instant("recorded"), given["key"],
        given["entered_by"], given["signatory"], given["note"],
        evidence_of(given["evidence"]) if given["evidence"] else None,
    )  # fmt: skip
    done = enter_act(
        path, agreement, asked, lambda held, at: _payload(name, offer, given, held, at), dry_run=given["dry_run"]
    )
    _show(done, as_json=given["as_json"])


def enter_act(
    path: Path, agreement: Agreement, asked: ActAsked, payload: Callable[[Partnership, datetime], Mapping[str, Any]],
    *, dry_run: bool,
) -> ActDone:  # fmt: skip
    """Perform an act under the lock of the record, and write its events; a dry run locks and writes nothing.

    Args:
      path: the partnership's folder.
      agreement: its agreement.
      asked: the act.
      payload: the event's own fields, from the partnership as whoever acts sees it and the act's instant.
      dry_run: whether it is only tried.

    Raises:
      RefusalError: the clause or the state of the offer does not allow the act now.
      QuestionError: the act names what does not exist.
      NotFound: there is no such offer, right or party.
      ConflictError: another act was performed under its key.
    """
    with entering(path, dry_run=dry_run, agreement=agreement) as desk:
        now = asked.recorded or desk.now
        held, act = _act_of(desk.held, asked, payload, now)
        done = perform(
            agreement, held.record, act, now=now, id=asked.key or world.new_id(),
            entered_by=asked.entered_by or world.user(), clock=desk.now,
        )  # fmt: skip
        desk.enter(done.fields, shown=held.record)
    return ActDone(done, held, act.at, dry_run)


def try_act(
    deal: Partnership, asked: ActAsked, payload: Callable[[Partnership, datetime], Mapping[str, Any]], now: datetime
) -> ActDone:
    """Try an act on a partnership as it is supposed to be; nothing is locked or written.

    Args:
      deal: the partnership, with what is supposed.
      asked: the act.
      payload: the event's own fields, as for `enter_act`.
      now: the instant of entering.
    """
    held, act = _act_of(deal, asked, payload, asked.recorded or now)
    done = perform(
        deal.agreement, held.record, act, now=asked.recorded or now, id=asked.key or world.new_id(),
        entered_by=asked.entered_by or world.user(),
    )  # fmt: skip
    return ActDone(done, held, act.at, dry_run=True)


def _act_of(
    deal: Partnership, asked: ActAsked, payload: Callable[[Partnership, datetime], Mapping[str, Any]], now: datetime
) -> tuple[Partnership, Act]:
    at, held = asked.at or now, _as_seen(deal, asked.by)
    own = payload(held, at)
    act = Act(asked.kind, asked.offer, at, asked.by, asked.clause, own, asked.note, asked.evidence, asked.signatory)
    return held, act


def _as_seen(deal: Partnership, party: str | None) -> Partnership:
    """Return a partnership as a party sees it, which judges the party's acts: what it may not see changes no answer.

    Raises:
      NotFound: there is no such party.
    """
    return deal if party is None else replace(deal, record=view(deal.record, party, deal.agreement))


def _payload(name: str, offer: str, given: dict[str, Any], deal: Partnership, at: datetime) -> dict[str, Any]:
    """Return the event's own fields, those of a sheet overridden by flags."""
    payload = payload_of(ACTS[name].event, {k: v for k, v in given.items() if k not in SAID_BY_THE_ACT}, deal.agreement)
    if name == "receive" and given["sheet"] is not None:
        payload = with_sheet(payload, given["sheet"])
    return with_signer(name, payload, offer, deal, at)


def with_sheet(payload: dict[str, Any], file: Path) -> dict[str, Any]:
    """Return the fields of an offer, those of its sheet overridden by the ones that are given."""
    sheet = read_sheet(file).payload()
    terms = {**sheet.get("terms", {}), **payload.get("terms", {})}
    return {**sheet, **payload, **({"terms": terms} if terms else {})}


def with_signer(
    kind: str, payload: dict[str, Any], offer: str, deal: Partnership, at: datetime
) -> dict[str, Any]:  # fmt: skip
    """Return an act's own fields; a signing that names nobody is with whoever made the offer.

    Raises:
      QuestionError: nobody is named to sign with.
    """
    if kind != "sign" or "provider" in payload:
        return payload
    made = position(deal.agreement, deal.record, at).offer_made(offer)
    provider = getattr(made, "provider", None)
    if made is None:
        return payload  # the act says that there is no such offer
    if provider is None:
        raise QuestionError(NobodyToSignWith(), fix=AddProvider())
    return {"provider": provider, **payload}


def _right(here: Position, offer: Offer) -> Right | None:
    """Return the right that an offer runs under, or that a notice would be given under."""
    return offer.right or right_in(here.terms(), offer.clause, offer.holder, here.at)


def act_json(done: ActDone) -> dict[str, Any]:
    """Return an act as plain values: its events, how the offer then stands under each right, and notes."""
    made, deal = done.performed, done.held
    new = made.record.events[len(deal.record.events) :]
    here = position(deal.agreement, made.record, done.at)
    clauses = {c.clause.id: c.clause for c in here.terms(done.at).clauses if isinstance(c.clause, FirstRefusal)}
    grantor = here.terms().grantor
    shown = [
        offer_json(offer, clause, tuple(dues(here, offer, clause, grantor)), done.at)
        for offer in made.offers
        if (clause := clauses.get(offer.clause) or (offer.right.clause if offer.right else None)) is not None
    ]
    events = [event.model_dump(mode="json", exclude_none=True, exclude_unset=True) for event in new]
    told = notes_of(done)
    notes = {"notes": [str(note) for note in told], "note_reasons": [note.as_json() for note in told]}
    return {"dry_run": done.dry_run, "events": events, "offers": shown, **notes}


def notes_of(done: ActDone) -> tuple[Said, ...]:
    """Return what must be said beside an act; of a notice, who is to be given it beside the holders."""
    made, deal = done.performed, done.held
    new = made.record.events[len(deal.record.events) :]
    noticed = {event.offer for event in new if isinstance(event, NoticeGiven)}
    here = position(deal.agreement, made.record, done.at)
    rights = (_right(here, offer) for offer in made.offers if offer.id in noticed)
    holders = dict.fromkeys(name for right in rights if right is not None for name in right.clause.holders)
    return (*made.notes, *(said for name in holders for said in asked_beside_said(name, here.terms())))


class Recorded(Said):
    says = sentence("act.recorded", "recorded {event}")
    event: Said


class WouldRecord(Said):
    says = sentence("act.would-record", "would record {event}")
    event: Said


def act_lines(done: ActDone) -> Iterator[ToldLine]:
    """Yield what an act recorded, and how the offer then stands."""
    made, deal = done.performed, done.held
    where = zone(deal.agreement.timezone)
    here = position(deal.agreement, made.record, done.at)
    for event in made.record.events[len(deal.record.events) :]:
        told = event_said(event, where)
        yield ToldLine(0, WouldRecord(event=told) if done.dry_run else Recorded(event=told))
    for offer in made.offers:
        right = _right(here, offer)
        yield from performed_lines(offer, where, done.at, expiry_of(offer, right, done.at), right)


def _show(done: ActDone, *, as_json: bool) -> None:
    if as_json:
        options.echo_json(act_json(done))
        return
    for line in in_language(act_lines(done), running_language()):
        click.echo(line)
    for note in notes_of(done):
        tell_fact(NoteTold(note=note), beside=True)
