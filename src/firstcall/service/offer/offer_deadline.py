"""firstcall offer deadline: what a clause would make of a notice, before it is sent."""

from __future__ import annotations

from pathlib import Path

import click

from firstcall.record.offers.right import right_in
from firstcall.record.position import position
from firstcall.refusal.hypothetical import deadlines_of
from firstcall.report.offer.clock import deadlines_json, deadlines_lines
from firstcall.service import options
from firstcall.service.offer.offer_pages import right_of


@click.command("deadline")
@options.partnership_argument
@click.option("--clause", required=True, metavar="ID", help="The right of first refusal.")
@click.option("--sent", required=True, metavar="INSTANT", help="When the notice would be sent.")
@click.option("--delivered", metavar="INSTANT", help="When it would arrive; the sending when left out.")
@click.option("--again", is_flag=True, help="A re-offer, with its own window.")
@options.what_ifs
@options.json_option
def deadline(
    partnership: Path, clause: str, sent: str, delivered: str | None, again: bool, as_json: bool
) -> None:  # fmt: skip
    """Reckon receipt, window and tail of a notice sent at an instant: each day counted or skipped, and why."""
    held = options.opened(partnership)
    at = options.instant_of(sent, held.agreement, "--sent")
    arrived = options.instant_of(delivered, held.agreement, "--delivered") if delivered else None
    here = position(held.agreement, held.record, at)
    right = right_in(here.terms(), right_of(here, clause).id)
    assert right is not None, "right_of found it in the same text"
    found = deadlines_of(right, at, arrived, again=again)
    if as_json:
        options.echo_json(deadlines_json(found))
    else:
        for line in deadlines_lines(found, right.rules.zone):
            click.echo(line)
