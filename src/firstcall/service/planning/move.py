"""firstcall move: may a workload be moved to other capacity, and from when?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import click

from firstcall.errors import QuestionError, near_or_listed
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.needs_file import read_written
from firstcall.planning.inputs.supply import read_supply
from firstcall.planning.routes.move import MoveAnswer, MoveAsking, move
from firstcall.planning.steps.clearance import Use
from firstcall.planning.steps.ground import ground
from firstcall.report.route.line_facts import RouteAbout
from firstcall.report.route.move import move_json, move_lines
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options
from firstcall.service.folder import Partnership
from firstcall.service.planning.files import (
    bytes_of_file,
    futures_option,
    planning_day,
    readings_of,
    supply_option,
    text_of_file,
)
from firstcall.service.speech import running_language, tell_fact, tell_in


class FlaggedWorkloadUnknown(Said):
    says = sentence("planning.flagged-workload-unknown", "--workload: unknown workload {workload}")
    workload: Annotated[str, Quoted]


@click.command("move")
@options.partnership_argument
@click.option("--contract", required=True, metavar="ID", help="The contract that the workload runs on.")
@click.option("--to", required=True, metavar="ID", help="Another contract, a line of supply, or a provider.")
@click.option("--workload", "-w", required=True, help="What is moved.")
@click.option("--customer", help="Whom it serves.")
@click.option("--hours", metavar="N", help="How many hours are moved, to reckon the mix of use with.")
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@supply_option
@futures_option
@options.on_option
@options.known_at_option
@options.what_ifs
@options.json_option
def move_command(
    partnership: Path, contract: str, to: str, workload: str, customer: str | None, hours: str | None,
    reading: tuple[str, ...], supply_file: Path | None, futures_file: Path | None, on: str | None,
    known_at: str | None, as_json: bool,
) -> None:  # fmt: skip
    """May a workload be moved? The destination's class, clauses, the mix of use, notice, the earliest day."""
    deal = options.open_supposing(partnership)
    asked_on = (on, known_at)
    files = (supply_file, futures_file)
    answer = moved(
        deal, (workload, customer), contract, to, options.quantity_of(hours, "--hours"), reading, asked_on, files
    )
    if as_json:
        options.echo_json(move_json(answer))
        return
    for line in move_lines(answer, tell_in(running_language())):
        click.echo(line)
    tell_fact(RouteAbout(), beside=True)


def moved(
    deal: Partnership, use: tuple[str, str | None], contract: str, to: str, hours: Decimal | None,
    reading: tuple[str, ...], asked_on: tuple[str | None, str | None],
    files: tuple[Path | None, Path | None] = (None, None),
) -> MoveAnswer:  # fmt: skip
    """Return whether a workload may be moved, and from when.

    Args:
      deal: the partnership.
      use: the workload, and whom it serves.
      contract: the contract that it runs on.
      to: another contract, a line of supply, or a provider.
      hours: how many hours are moved.
      reading: points to be read one way, as POINT=ALTERNATIVE.
      asked_on: the planning day, and the day up to which things are known.
      files: those of supply and of futures; those of the folder where left out.

    Raises:
      QuestionError: an unknown workload, or a vague day.
    """
    (workload, customer), (on, known_at) = use, asked_on
    words = deal.agreement.definitions.workloads
    if workload not in words:
        raise QuestionError(FlaggedWorkloadUnknown(workload=workload), fix=near_or_listed(workload, words))
    today = planning_day(on, deal.agreement)
    known = options.known_at_of(known_at, options.when_of(on, deal.agreement), deal.agreement)
    stands = ground(deal.agreement, deal.record, today, known, readings_of(reading, deal.agreement))
    supply, future = files[0] or deal.path / "supply.csv", files[1] or deal.path / "futures.yaml"
    lines = read_supply(text_of_file(supply), str(supply)) if files[0] or supply.exists() else ()
    futures = Futures()
    if files[1] or future.exists():
        futures, _ = read_written(bytes_of_file(future, "futures"), Futures, str(future))
    return move(stands, MoveAsking(Use(workload, customer), contract, to, hours), lines, futures)
