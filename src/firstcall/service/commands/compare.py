"""firstcall record compare: our record beside theirs."""

from __future__ import annotations

from pathlib import Path

import click

from firstcall.dates import zone
from firstcall.record.journal.journal import Record
from firstcall.record.views.compare import compare_records, parted_offers
from firstcall.record.views.view import view
from firstcall.report.record.rows import compare_json, compare_lines
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.folder import CountedEvents, open_partnership, read_record_file
from firstcall.service.page_files import in_language
from firstcall.service.plain_files import is_there
from firstcall.service.speech import running_language, tell_fact

RECORDS_DIFFER = 15
"""The exit code when the two records do not tell the same."""


class EventsOfBoth(Said):
    says = sentence("compare.events", "ours: {ours}; theirs: {theirs}")
    ours: Said
    theirs: Said


class DifferentAgreements(Said):
    says = sentence("compare.different-agreements", "note: the two folders hold different agreements; ours is read")


@click.command()
@click.argument("ours", type=options.A_PATH)
@click.argument("theirs", type=options.A_PATH)
@click.option("--strict", **options.STRICT)
@click.option("--as", "party", metavar="PARTY", help="Compare only what this party may see of our record.")
@options.on_option
@options.json_option
def compare_command(ours: Path, theirs: Path, party: str | None, on: str | None, as_json: bool) -> int:
    """Compare our record with another party's: what is missing, which times and terms differ, since when.

    OURS is a partnership folder; THEIRS is one too, or a record alone. Events are the same that have one
    id, or one type and subject. What follows for the offers is told as of --on. When and by whom an event
    was entered, its evidence and its basis are each party's own.

    Leaves with 15 when the two differ, and with 0 otherwise.
    """
    deal = open_partnership(ours)
    mine = view(deal.record, party, deal.agreement) if party else deal.record
    his = _record(theirs, deal.path)
    at = options.when_of(on, deal.agreement).first
    found = compare_records(mine, his)
    parted = parted_offers(deal.agreement, mine, his, at) if found else ()
    if as_json:
        options.echo_json(compare_json(found, parted, (len(mine.events), len(his.events)), at))
    else:
        tell_fact(EventsOfBoth(ours=CountedEvents(n=len(mine.events)), theirs=CountedEvents(n=len(his.events))))
        for line in in_language(compare_lines(found, parted, zone(deal.agreement.timezone), at), running_language()):
            click.echo(line)
    return RECORDS_DIFFER if found else 0


def _record(theirs: Path, ours: Path) -> Record:
    if is_there(theirs) and not theirs.is_dir() and theirs.name != "agreement.yaml":
        return read_record_file(theirs)
    other = open_partnership(theirs)
    if other.agreement != open_partnership(ours).agreement:
        tell_fact(DifferentAgreements(), beside=True)
    return other.record
