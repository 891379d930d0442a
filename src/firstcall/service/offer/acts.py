"""The commands of the acts: each makes an Act from its flags, performs it, and writes its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import zone
from firstcall.errors import QuestionError
from firstcall.record.expiry import expiry_of
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right, right_in
from firstcall.record.position import Position, position
from firstcall.record.views.view import view
from firstcall.refusal.acts import ACTS, Act
from firstcall.refusal.due import dues
from firstcall.refusal.perform import Performed, perform
from firstcall.report.offer.rows import offer_json, performed_lines
from firstcall.report.record.rows import event_line
from firstcall.service import options, world
from firstcall.service.commands.record_fields import evidence_of, payload_of, payload_options
from firstcall.service.folder import Partnership, folder_of, read_agreement
from firstcall.service.offer.sheet_file import read_sheet
from firstcall.service.record_file import entering
from firstcall.service.speech import looking_as

SAID_BY_THE_ACT = ("offer", "clause")
"""Fields of an event that an act says otherwise: its argument, and --clause."""


def act_command(name: str) -> click.Command:
    """Return the command of an act, with a flag for each field of its event."""
    kind = ACTS[name]

    def run(partnership: Path, offer: str, **given: Any) -> None:
        _run(name, partnership, offer, given)

    fields = [option for option in payload_options(kind.event) if option.name not in SAID_BY_THE_ACT]
    for option in fields:
        option.required = option.required and name in ("match-part", "sign") and option.name != "provider"
    sheet = [click.Option(["--sheet"], type=click.Path(path_type=Path), help="The offer: .yaml, .csv or .xlsx.")]
    params: list[click.Parameter] = [
        click.Argument(["partnership"], type=click.Path(path_type=Path)),
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
        click.Option(["--evidence"], type=click.Path(path_type=Path), help="A file that shows it."),
        click.Option(["--note"]),
        click.Option(["--dry-run"], is_flag=True, help="Check and show, and write nothing."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
        click.Option(["--strict"], **options.STRICT),
    ]  # fmt: skip
    return click.Command(name, callback=run, params=params, help=kind.about)


def _run(name: str, path: Path, offer: str, given: dict[str, Any]) -> None:
    agreement = read_agreement(folder_of(path))
    evidence = evidence_of(given["evidence"]) if given["evidence"] else None
    with entering(path, dry_run=given["dry_run"], agreement=agreement) as desk:
        now = options.instant_of(given["recorded"], agreement, "--recorded") if given["recorded"] else desk.now
        at = options.instant_of(given["at"], agreement, "--at") if given["at"] else now
        held = _as_seen(desk.held, given["by"])
        act = Act(
            name, offer, at, given["by"], given["clause"], _payload(name, offer, given, held, at), given["note"],
            evidence, given["signatory"],
        )  # fmt: skip
        done = perform(
            agreement, held.record, act, now=now, id=given["key"] or world.new_id(),
            entered_by=given["entered_by"] or world.user(), clock=desk.now,
        )  # fmt: skip
        desk.enter(done.fields, shown=held.record)
    _show(done, held, act.at, dry_run=given["dry_run"], as_json=given["as_json"])


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
        sheet = read_sheet(given["sheet"]).payload()
        terms = {**sheet.get("terms", {}), **payload.get("terms", {})}
        payload = {**sheet, **payload, **({"terms": terms} if terms else {})}
    if name == "sign" and "provider" not in payload:
        made = position(deal.agreement, deal.record, at).offer_made(offer)
        provider = getattr(made, "provider", None)
        if provider is None:
            raise QuestionError("sign: nobody is named to sign with\n  fix: add --provider")
        payload = {"provider": provider, **payload}
    return payload


def _right(here: Position, offer: Offer) -> Right | None:
    """Return the right that an offer runs under, or that a notice would be given under."""
    return offer.right or right_in(here.terms(), offer.clause, offer.holder, here.at)


def _show(done: Performed, deal: Partnership, at: datetime, *, dry_run: bool, as_json: bool) -> None:
    agreement, where = deal.agreement, zone(deal.agreement.timezone)
    new = done.record.events[len(deal.record.events) :]
    here = position(agreement, done.record, at)
    if as_json:
        clauses = {c.clause.id: c.clause for c in here.terms(at).clauses if isinstance(c.clause, FirstRefusal)}
        grantor = here.terms().grantor
        shown = [
            offer_json(offer, clause, tuple(dues(here, offer, clause, grantor)), at)
            for offer in done.offers
            if (clause := clauses.get(offer.clause) or (offer.right.clause if offer.right else None)) is not None
        ]
        events = [event.model_dump(mode="json", exclude_none=True, exclude_unset=True) for event in new]
        options.echo_json({"dry_run": dry_run, "events": events, "offers": shown, "notes": list(done.notes)})
        return
    for event in new:
        click.echo(("would record " if dry_run else "recorded ") + event_line(event, where))
    for offer in done.offers:
        for line in performed_lines(offer, where, at, expiry_of(offer, _right(here, offer), at)):
            click.echo(line)
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
