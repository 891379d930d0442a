"""firstcall settle reconcile: the bridge between two parties' numbers, from statements or from rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstcall.errors import BillingError, NotFound, Place
from firstcall.said import Said, sentence
from firstcall.service import options
from firstcall.service.billing.files import REVENUE
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.options import json_option, partnership_argument
from firstcall.service.plain_files import NoFile

if TYPE_CHECKING:
    from firstcall.settlement.books.entries import Entry
    from firstcall.settlement.bridge.bridge import Bridge
    from firstcall.settlement.bridge.rows import BridgeRow

_FILES = options.A_PATH
_ASIDE = (
    "BilledCost", "EffectiveCost", "ContractedCost", "ListCost", "BillingCurrency", "ServiceName", "ChargeCategory",
    "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd",
)  # fmt: skip
"""Columns of a billing row that say how much, when and what; the others tell rows of one service apart."""


class NoStatementFile(Said):
    says = sentence("settle.no-statement-file", "this is no statement")


class DrawStatementAsJson(Said):
    says = sentence("settle.draw-statement-as-json", "firstcall settle … --json > {path}")
    path: str


class GiveStatementOrLines(Said):
    says = sentence(
        "settle.give-statement-or-lines",
        "give a statement (firstcall settle … --json > FILE), revenue lines with a mapping, or a FOCUS export",
    )


class NoStatementJson(Said):
    says = sentence("settle.no-statement-json", "this is no JSON")


@click.command()
@partnership_argument
@click.option(
    "--ours", required=True, multiple=True, type=_FILES, help="Our statement (JSON) or rows; may be repeated."
)
@click.option("--theirs", required=True, multiple=True, type=_FILES, help="Theirs, likewise.")
@json_option
def reconcile(partnership: Path, ours: tuple[Path, ...], theirs: tuple[Path, ...], as_json: bool) -> None:
    """Print the bridge between two parties' numbers: each difference in a class, down to zero.

    A file is a statement as `firstcall settle … --json` prints it, a file of revenue lines with its mapping beside it,
    or a FOCUS export. Two statements are compared in money; with rows on either side, what they are reckoned on is.
    """
    from firstcall.report.statement.bridge import bridge_data, bridge_text

    found = bridged(open_partnership(partnership), ours, theirs)
    if as_json:
        options.echo_json([bridge_data(one) for one in found])
    else:
        click.echo(bridge_text(found))


def bridged(deal: Partnership, ours: Sequence[Path], theirs: Sequence[Path]) -> tuple[Bridge, ...]:
    """Return the bridges between files of two parties.

    Raises:
      BillingError: a file is neither a statement nor rows, or the sides cannot be compared.
      NotFound: a file is not there.
    """
    from firstcall.settlement.bridge.bases import base_bridges
    from firstcall.settlement.bridge.bridge import bridges

    for path in (*ours, *theirs):
        if not path.is_file():
            raise NotFound(NoFile(file=str(path)), fix=GiveStatementOrLines())
    if all(path.suffix == ".json" for path in (*ours, *theirs)):
        said = [[_statement(path) for path in side] for side in (ours, theirs)]
        return bridges(said[0], said[1], _elsewhere(deal, said[1]))
    return base_bridges(_base(deal, ours), _base(deal, theirs))


def _statement(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise BillingError(
            NoStatementJson(), fix=DrawStatementAsJson(path=path.name), place=Place(str(path.name))
        ) from error
    if not isinstance(found, dict):
        raise BillingError(NoStatementFile(), fix=DrawStatementAsJson(path=path.name), place=Place(str(path.name)))
    return found


def _elsewhere(deal: Partnership, theirs: Sequence[Mapping[str, Any]]) -> list[BridgeRow]:
    """Return our own revenue lines of every period, if theirs names any: what it counts we may count elsewhere."""
    from firstcall.service.settle.desk import END, desk
    from firstcall.settlement.books.deliveries import in_place, told_apart
    from firstcall.settlement.bridge.bases import monthly

    if not any(leg.get("rows") for one in theirs for leg in one.get("legs", ()) if isinstance(leg, dict)):
        return []
    with desk(deal) as settled:
        return [monthly(entry) for entry in told_apart(in_place(settled.lines, END))]


def _base(deal: Partnership, paths: Sequence[Path]) -> list[BridgeRow]:
    """Return the rows of files, or of statements, as what is reckoned on."""
    from firstcall.service.settle.desk import read_revenue_file
    from firstcall.settlement.books.deliveries import told_apart
    from firstcall.settlement.bridge.bases import monthly, stated_rows

    found: list[BridgeRow] = []
    lines: list[Entry] = []
    for path in paths:
        if path.suffix == ".json":
            found += stated_rows(_statement(path), path.name)
        elif _is_focus(path):
            found += _focus_rows(path)
        else:
            lines += read_revenue_file(path, deal.agreement)
    return [*found, *(monthly(entry) for entry in told_apart(lines))]


def _is_focus(path: Path) -> bool:
    """Return whether a file is a billing export: it says so by its columns, or no mapping says otherwise."""
    import csv

    from firstcall.settlement.bills.export_bills import exported_bills

    if path.name.endswith((".parquet", ".gz")):
        return True
    if path.suffix != ".csv":
        return False
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as stream:
        header = next(csv.reader(stream), [])
    return "BilledCost" in header or (path.parent.name != REVENUE and exported_bills(header) is not None)


def _focus_rows(path: Path) -> list[BridgeRow]:
    """Return the rows of a billing export, each checked as settlement checks it."""
    import tempfile

    import pyarrow.parquet as parquet

    from firstcall.service.engines.duckdb import DuckEngine

    with tempfile.TemporaryDirectory(prefix="firstcall-") as scratch:
        duck = DuckEngine(Path(scratch))
        try:
            ready, _ = duck.transcribe(path)
            duck.refuse(ready, path.name)
            batches = parquet.ParquetFile(ready).iter_batches()
            rows = (said for batch in batches for said in batch.to_pylist())
            return [_focus_row(path.name, number, said) for number, said in enumerate(rows, start=2)]
        finally:
            duck.close()


def _focus_row(name: str, number: int, said: Mapping[str, Any]) -> BridgeRow:
    import hashlib

    from firstcall.service.billing.source import ROW
    from firstcall.settlement.bridge.rows import BridgeRow

    rest = sorted((column, str(value)) for column, value in said.items() if column not in (*_ASIDE, ROW))
    billed = f"{said['BillingPeriodStart']:%Y-%m}"
    return BridgeRow(
        f"{name}:{said.get(ROW, number)}", "", hashlib.sha256(repr(rest).encode()).hexdigest()[:12], billed,
        f"{said['ChargePeriodStart']:%Y-%m-%d}", str(said.get("ServiceName") or ""),
        str(said["ChargeCategory"]).lower(), str(said["BillingCurrency"]), Fraction(said["BilledCost"]), billed=billed,
    )  # fmt: skip
