"""The commands of the acts: each makes an Act from its flags, performs it, and writes its events."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from firstcall.agreement.model.clauses.kinds import FirstRefusal
from firstcall.dates import zone
from firstcall.errors import NotFound, QuestionError, suggestion
from firstcall.record.expiry import expiry_of
from firstcall.record.offers.offer import Offer
from firstcall.record.offers.right import Right, right_in
from firstcall.record.position import Position, position
from firstcall.record.views.view import view
from firstcall.refusal.acts import ACTS, Act
from firstcall.refusal.due import dues
from firstcall.refusal.offer_sheet import OfferSheet, sheet_from_row, sheet_from_yaml
from firstcall.refusal.perform import Performed, perform
from firstcall.report.offer.rows import offer_json, performed_lines
from firstcall.report.record.rows import event_line
from firstcall.service import options, world
from firstcall.service.commands.record_fields import evidence_of, payload_of, payload_options
from firstcall.service.folder import Partnership, append_event, open_partnership

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
        click.Option(["--as", "by"], metavar="PARTY", help=f"Who acts; the {kind.doer} where it is only one."),
        click.Option(["--key"], metavar="ID", help="The event's id; an act repeated with its key changes nothing."),
        click.Option(["--entered-by"], metavar="WHO", help="Who enters it; this user when left out."),
        click.Option(["--signatory"], metavar="WHO", help="Who signed."),
        click.Option(["--evidence"], type=click.Path(path_type=Path), help="A file that shows it."),
        click.Option(["--note"]),
        click.Option(["--dry-run"], is_flag=True, help="Check and show, and write nothing."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
    ]
    return click.Command(name, callback=run, params=params, help=kind.about)


def _run(name: str, path: Path, offer: str, given: dict[str, Any]) -> None:
    held = open_partnership(path)
    agreement = held.agreement
    now = options.instant_of(given["recorded"], agreement, "--recorded") if given["recorded"] else world.now()
    at = options.instant_of(given["at"], agreement, "--at") if given["at"] else now
    if name not in ("receive", "request", "waive"):
        _be_told(held, offer, given["by"], at)
    act = Act(
        name, offer, at, given["by"], given["clause"], _payload(name, offer, given, held, at), given["note"],
        evidence_of(given["evidence"]) if given["evidence"] else None, given["signatory"],
    )  # fmt: skip
    key = given["key"] or world.new_id()
    done = perform(agreement, held.record, act, now=now, id=key, entered_by=given["entered_by"] or world.user())
    if not given["dry_run"]:
        for number, line in enumerate(done.fields):
            stream = done.record.events[len(held.record.events) + number].stream
            before = sum(event.stream == stream for event in held.record.events)
            append_event(held.path, line, expected=before + number)
    _show(done, held, at, dry_run=given["dry_run"], as_json=given["as_json"])


def _be_told(held: Partnership, offer: str, party: str | None, at: datetime) -> None:
    """Refuse an act of a party on an offer it has not been told of, as if there were none.

    Raises:
      NotFound: the party sees no such offer; the words are those for an offer that does not exist.
    """
    if party is None:
        return
    seen = position(held.agreement, view(held.record, party, held.agreement), at)
    known = [event for event in seen.known.events if getattr(event, "offer", None) == offer]
    if not known:
        mend = suggestion(offer, seen.offer_ids(), "offer")
        raise NotFound(f"offer '{offer}' is not on the record\n  mend: {mend}")


def _payload(name: str, offer: str, given: dict[str, Any], held: Partnership, at: datetime) -> dict[str, Any]:
    """Return the event's own fields, those of a sheet overridden by flags."""
    payload = payload_of(ACTS[name].event, {k: v for k, v in given.items() if k not in SAID_BY_THE_ACT}, held.agreement)
    if name == "receive" and given["sheet"] is not None:
        sheet = read_sheet(given["sheet"]).payload()
        terms = {**sheet.get("terms", {}), **payload.get("terms", {})}
        payload = {**sheet, **payload, **({"terms": terms} if terms else {})}
    if name == "sign" and "provider" not in payload:
        made = position(held.agreement, held.record, at).offer_made(offer)
        provider = getattr(made, "provider", None)
        if provider is None:
            raise QuestionError("sign: nobody is named to sign with\n  mend: add --provider")
        payload = {"provider": provider, **payload}
    return payload


def read_sheet(file: Path) -> OfferSheet:
    """Return the offer kept in a file: a YAML page, or the only row of a CSV or XLSX table.

    Raises:
      NotFound: the file cannot be read.
      QuestionError: it says no offer.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise NotFound(f"the offer '{file}' cannot be read: {error.strerror}\n  mend: check the path") from error
    if file.suffix.lower() in (".yaml", ".yml"):
        return sheet_from_yaml(raw, str(file))
    rows = _rows(raw, file)
    if len(rows) != 1:
        raise QuestionError(f"{file}: {len(rows)} rows of offers\n  mend: keep one offer a file")
    return sheet_from_row(rows[0], f"{file}:2")


def _rows(raw: bytes, file: Path) -> list[Mapping[str, str | None]]:
    match file.suffix.lower():
        case ".csv":
            try:
                return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), strict=True))
            except (UnicodeDecodeError, csv.Error) as error:
                raise QuestionError(f"{file}: not a table of CSV: {error}\n  mend: save it as UTF-8 CSV") from error
        case ".xlsx":
            return _xlsx(raw, file)
        case other:
            raise QuestionError(f"{file}: '{other}' is no kind of offer file\n  mend: use .yaml, .csv or .xlsx")


def _xlsx(raw: bytes, file: Path) -> list[Mapping[str, str | None]]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise QuestionError("XLSX needs openpyxl\n  mend: pip install 'firstcall[settle]', or save as CSV") from error
    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
    except Exception as error:
        raise QuestionError(f"{file}: not a workbook ({type(error).__name__})\n  mend: save it as XLSX") from error
    table = [[None if value is None else _text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    head = [name or "" for name in table[0]] if table else []
    return [dict(zip(head, row, strict=False)) for row in table[1:] if any(row)]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return repr(value) if not value.is_integer() else str(int(value))
    return str(value)


def _right(here: Position, offer: Offer) -> Right | None:
    """Return the right that an offer runs under, or that a notice would be given under."""
    return offer.right or right_in(here.terms(), offer.clause, offer.holder, here.at)


def _show(done: Performed, held: Partnership, at: datetime, *, dry_run: bool, as_json: bool) -> None:
    agreement, where = held.agreement, zone(held.agreement.timezone)
    new = done.record.events[len(held.record.events) :]
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
