"""firstcall settle verify and intake: before a statement.

And what a new delivery changes in what was delivered before.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from firstcall.errors import NotFound
from firstcall.service import options, world
from firstcall.service.billing.files import REVENUE, sha256
from firstcall.service.billing.intake import ALWAYS
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.options import json_option, partnership_argument
from firstcall.service.settle.desk import END, desk, read_delivered
from firstcall.settlement.books.deliveries import compare_deliveries, in_place


def redelivery(held: Partnership, paths: Sequence[Path], adds: bool) -> tuple[str, ...]:
    """Return what files change, origin by origin and month by month, in words.

    Raises:
      BillingError: a file has faults; nothing is taken in then.
    """
    with desk(held) as settled:
        known = {file.sha256 for file in settled.files if file.recorded != ALWAYS}
        fresh = [path for path in paths if sha256(path) not in known]
        lines = [path for path in fresh if path.parent.name == REVENUE]
        billing = [path for path in fresh if path.parent.name != REVENUE]
        told: list[str] = []
        if lines:
            taken = tuple((delivery, entries) for delivery, entries in settled.lines if delivery.recorded != ALWAYS)
            new = [entry for path in lines for entry in read_delivered(path, held.agreement)]
            before = () if adds else in_place(taken, END)
            told += [change.says for change in compare_deliveries(before, new)]
        if billing:
            told += settled.rows().redelivered(billing, adds)
    return tuple(told)


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--focus-version", metavar="1.0-1.4", help="The version to read them as; detected when left out.")
@json_option
def settle_verify_command(files: tuple[Path, ...], focus_version: str | None, as_json: bool) -> int:
    """Check FOCUS files: figures as decimal text, dates, currencies, JSON, duplicates, sums by invoice.

    FILES are CSV (plain or gz) or Parquet files, patterns such as 'billing/*.csv', or folders of them. Of a
    partnership's folder the billing files are checked, and contract commitments against its clauses. Exit code 3 when
    a file cannot be settled on.
    """
    import tempfile

    from firstcall.money import exact_text
    from firstcall.service.billing.verify import verify_files
    from firstcall.service.engines.duckdb import DuckEngine

    with tempfile.TemporaryDirectory(prefix="firstcall-") as scratch:
        duck = DuckEngine(Path(scratch))
        try:
            found = verify_files(duck, _files(files), focus_version, _commitments(files))
        finally:
            duck.close()
    if as_json:
        options.echo_json([_plain(one) for one in found])
        return 3 if any(one.faults for one in found) else 0
    for one in found:
        click.echo(f"{one.name}: FOCUS {one.version} {one.dataset}, {one.rows} rows")
        for text in one.faults:
            click.echo(f"  fault: {text}")
        for text in one.remarks:
            click.echo(f"  remark: {text}")
        for line in one.sums:
            name = line.invoice or "without an invoice"
            click.echo(
                f"  {line.issuer} {name}: {exact_text(line.cost)} {line.currency} in {line.rows} rows; {line.says}"
            )
    return 3 if any(one.faults for one in found) else 0


def _files(given: tuple[Path, ...]) -> list[Path]:
    from firstcall.service.billing.files import billing_files, found_by_name, is_billing

    found: list[Path] = []
    for path in (one for name in given for one in found_by_name(name)):
        if (path / "agreement.yaml").is_file():
            found += billing_files(path)
        elif path.is_dir():
            found += sorted(one for one in path.rglob("*") if is_billing(one) and one.name != "exchange.csv")
        elif path.exists():
            found.append(path)
        else:
            raise NotFound(
                f"there is no file '{path}'\n  mend: check the name; folders are searched for CSV and Parquet"
            )
    if not found:
        raise NotFound("no billing file is there\n  mend: name CSV or Parquet files, or a folder that holds some")
    return found


def _commitments(given: tuple[Path, ...]) -> list[Any]:
    """Return the commitment clauses of the partnerships among some paths."""
    from firstcall.settlement.clauses.dated_terms import CommitmentTerms
    from firstcall.settlement.clauses.history import money_terms

    held = [open_partnership(path) for path in given if (path / "agreement.yaml").is_file()]
    terms = [one for each in held for one in money_terms(each.agreement, None, each.record)]
    return [one.clause for one in terms if isinstance(one, CommitmentTerms)]


def _plain(one: Any) -> dict[str, Any]:
    from firstcall.money import exact_text

    return {
        "file": one.name,
        "dataset": one.dataset,
        "version": one.version,
        "rows": one.rows,
        "faults": list(one.faults),
        "remarks": list(one.remarks),
        "sums": [
            {
                "invoice": line.invoice,
                "issuer": line.issuer,
                "currency": line.currency,
                "rows": line.rows,
                "cost": exact_text(line.cost),
                "detail": None if line.detail is None else exact_text(line.detail),
                "tolerance": exact_text(line.allowed),
                "says": line.says,
            }
            for line in one.sums
        ],
    }


@click.command()
@partnership_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--adds", is_flag=True, help="The files add to what is there; otherwise they take the place of their months."
)
@click.option("--recorded", metavar="DATE", help="When they are taken in; now when left out.")
def intake(partnership: Path, files: tuple[Path, ...], adds: bool, recorded: str | None) -> None:
    """Take files of revenue/ or billing/ in: from then on they count, and may not change.

    A file that is there already is not taken in twice. A new delivery for a party or provider and a month takes the
    place of the earlier one, and what it changes is told row by row.
    """
    from firstcall.service.billing.intake import take_in
    from firstcall.service.settle.checks import redelivery

    held = open_partnership(partnership)
    at = options.instant_of(recorded, held.agreement, "--recorded") if recorded else world.now()
    told = redelivery(held, files, adds)
    delivery = take_in(held.path, files, at, adds)
    if delivery is None:
        click.echo("Nothing to take in: every file is there already.")
        return
    for line in told:
        click.echo(line)
    click.echo(f"Taken in as {delivery.id}: {', '.join(name for name, _ in delivery.files)}")
