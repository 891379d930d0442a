"""firstcall record export: a folder of its own for one party."""

from __future__ import annotations

from pathlib import Path

import click

from firstcall.errors import RecordError
from firstcall.record.journal.exported import lines_of
from firstcall.record.views.view import view
from firstcall.said import Said, plural, sentence
from firstcall.service import options, world
from firstcall.service.commands.new import ATTRIBUTES
from firstcall.service.folder import RECORD, RepairIt, create_folder, open_partnership, read_record_of
from firstcall.service.plain_files import is_there, read_file, read_settled
from firstcall.service.schemas.names import schema_text
from firstcall.service.speech import tell_fact


class RecordTorn(Said):
    says = sentence("record.torn", "the record's last line is torn")


class FolderStands(Said):
    says = sentence("note.folder-stands", "the folder was written and stands ({folder})")
    folder: str


class ExportMade(Said):
    says = plural(
        "export.made",
        "made {folder}: {n} event, as {party} may see it",
        "made {folder}: {n} events, as {party} may see them",
    )
    folder: str
    n: int
    party: str


class ViewOnly(Said):
    says = sentence("export.view-only", "a view, not access control: look it through before you send it")


@click.command()
@options.partnership_argument
@click.option("--as", "party", metavar="PARTY", required=True, help="Whose folder it becomes.")
@click.option("--to", "target", metavar="DIR", required=True, type=options.A_PATH, help="A new folder.")
@options.json_option
def export_command(partnership: Path, party: str, target: Path, as_json: bool) -> None:
    """Write a folder of its own with what one party may see: the agreement whole, and its part of the record.

    Streams are numbered and chained anew, so that the folder verifies and nothing in it tells what is left
    out. Transactions, bills, what-ifs and stories stay behind. It is a view, not access control.
    """
    deal = open_partnership(partnership)
    if deal.record.torn:
        raise RecordError(RecordTorn(), fix=RepairIt(folder=str(deal.path)))
    seen = view(deal.record, party, deal.agreement)
    record = deal.path / RECORD
    text = read_file(deal.path / "agreement.yaml")
    made = {
        "agreement.yaml": text,
        "record.jsonl": read_settled(record) if seen is deal.record and is_there(record) else lines_of(seen).encode(),
        ".gitattributes": ATTRIBUTES.encode(),
    }
    if text.partition(b"\n")[0].endswith(b"$schema=schemas/agreement.json"):
        made["schemas/agreement.json"] = schema_text("agreement").encode()
    create_folder(target, made)
    world.tell_standing(FolderStands(folder=str(target)))
    again = read_record_of(target)
    if as_json:
        digest = again.known().digest
        options.echo_json({"folder": str(target), "as": party, "events": len(again.events), "digest": digest})
        return
    tell_fact(ExportMade(folder=str(target), n=len(again.events), party=party))
    tell_fact(ViewOnly(), beside=True)
