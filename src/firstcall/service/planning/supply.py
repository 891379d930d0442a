"""firstcall supply: a price list from elsewhere as lines of supply, with its faults."""

from __future__ import annotations

from pathlib import Path

import click

from firstcall.planning.inputs.catalogue import read_catalogue
from firstcall.service import options, world
from firstcall.service.planning.files import flagged_day, text_of_file


@click.command("supply")
@click.argument("price_list", type=options.A_PATH)
@click.option("--provider", required=True, metavar="NAME", help="Whose price list it is, as the agreement names it.")
@click.option("--date", "listed", required=True, metavar="DAY", help="The day it is of.")
@options.json_option
def supply(price_list: Path, provider: str, listed: str, as_json: bool) -> None:
    """Bring in a price list: lines for supply.csv, one an accelerator and region; quantities and days to be filled in.

    Reads lists of instances with accelerators, count, region and price by the hour (SkyPilot's catalogues are such).
    Rows without a price, or whose count contradicts the instance type, are left out and told.
    """
    day = flagged_day(listed, "--date")
    made = read_catalogue(text_of_file(price_list), provider, day, world.now().date(), str(price_list))
    if as_json:
        faults = [{"code": one.code, "row": one.row, "type": one.type} for one in made.faults]
        options.echo_json({"lines": [dict(row) for row in made.rows], "faults": faults})
        return
    click.echo(made.text(), nl=False)
    for one in made.faults:
        click.echo(f"{price_list}:{one.row}: {one.type}: {one.code}", err=True)
