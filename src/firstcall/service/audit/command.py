"""firstcall audit: did we keep to the agreement? Every placement of a log, judged as of its own instant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from firstcall.errors import QuestionError
from firstcall.report.audit.line_facts import RowsCounted
from firstcall.said import Percent, Said, sentence
from firstcall.service import options
from firstcall.service.page_files import check_header, header_option, html_option, in_language, write_page
from firstcall.service.speech import running_language, said_in, tell_sheets

if TYPE_CHECKING:
    from firstcall.report.audit.rows import Audited
    from firstcall.service.audit.placement_files import PlacementFile


class RowsSoFar(Said):
    says = sentence("audit.rows-so-far", "{rows}, {part}")
    rows: Said
    part: Annotated[Decimal, Percent]


AUDIT_ENGINES = ("numpy", "duckdb", "spark")


class MasterIsForSpark(Said):
    says = sentence("audit.master-is-for-spark", "--spark-master names a cluster for Spark")


class AddEngineSpark(Said):
    says = sentence("audit.add-engine-spark", "add --engine spark")


def _be_strict(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Have a torn record refused too, as the same flag does elsewhere."""
    ctx.meta["firstcall.strict"] = value
    return value


@click.command()
@click.argument("partnership", type=options.A_PATH)
@click.argument("placements", nargs=-1, required=True)
@click.option("--out", type=options.A_PATH, metavar="FILE", help="Write every row with its answer.")
@click.option("--breaches", type=options.A_PATH, metavar="FILE", help="Write the rows that are barred.")
@click.option("--engine", type=click.Choice(AUDIT_ENGINES), default="numpy", help="What judges; all come to the same.")
@click.option("--spark-master", metavar="URL", help="A cluster for --engine spark; this machine when left out.")
@click.option("--map", "renamed", multiple=True, metavar="OUR=THEIRS", help="What the log calls one of our columns.")
@click.option(
    "--strict",
    is_flag=True,
    is_eager=True,
    callback=_be_strict,
    help="Refuse a log with a row that cannot be judged, and a record whose last line is torn.",
)
@click.option("--reading", multiple=True, metavar="POINT=ALTERNATIVE", help="Read a point of construction this way.")
@click.option("--known-at", metavar="DATE", help="Count only what was entered and signed by then.")
@html_option
@header_option
@options.what_ifs
@options.json_option
def audit(
    partnership: Path, placements: tuple[str, ...], out: Path | None, breaches: Path | None, engine: str,
    spark_master: str | None, renamed: tuple[str, ...], strict: bool, reading: tuple[str, ...], known_at: str | None,
    html: Path | None, header: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Judge every placement of a log under the agreement and the record, each as of its own instant.

    PLACEMENTS are Parquet, CSV or Arrow files, folders or globs with the columns at, workload and provider, and as
    far as they are known customer, capacity, contract, tranche, offer, quantity and the declared dimensions.
    """
    check_header(header, html)
    if spark_master is not None and engine != "spark":
        raise QuestionError(MasterIsForSpark(), fix=AddEngineSpark())
    deal = options.open_supposing(partnership)
    readings = options.pairs(reading, "--reading")
    known = None if known_at is None else options.instant_of(known_at, deal.agreement, "--known-at")
    from firstcall.service.audit.run import AuditAsking, audited

    asking = AuditAsking(
        placements,
        out,
        breaches,
        engine,
        spark_master,
        options.pairs(renamed, "--map"),
        strict,
        readings,
        known,
    )
    made = audited(deal, asking, rows_bar)
    _tell(made, html, header, as_json=as_json)


def _tell(made: Audited, html: Path | None, header: str | None, *, as_json: bool) -> None:
    if html is not None:
        from firstcall.report.audit.page import audit_page
        from firstcall.report.words.words import page_words

        write_page(html, audit_page(made, page_words(running_language()), header))
    if as_json:
        from firstcall.report.audit.values import audit_json

        options.echo_json(audit_json(made))
    elif html is None:
        from firstcall.report.audit.line_facts import ExplainedBy
        from firstcall.report.audit.rows import audit_sheets
        from firstcall.service.commands.brief import screen_width

        tell_sheets(audit_sheets(made), "text", screen_width())
        lang = running_language()
        for number, one in enumerate(made.explained, start=1):
            title = said_in(ExplainedBy(number=number), lang)
            click.echo("\n".join(["", title, f"  {one.command}", *in_language(one.lines, lang)]))


@contextmanager
def rows_bar(files: Sequence[PlacementFile]) -> Iterator[Callable[[int], None]]:
    """Yield what is told of rows that are judged; on a terminal it draws how far the work is, after a second."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    from firstcall.service.world import QUIET_SECONDS

    known = [file.rows for file in files if file.rows is not None]
    length = sum(known) if len(known) == len(files) else None
    with RowsBar(length, QUIET_SECONDS) as bar:
        yield bar.add


class RowsBar:
    """A bar of rows, drawn once the work has taken a while; without a length it tells the rows alone."""

    def __init__(self, length: int | None, quiet_seconds: float) -> None:
        import time

        self._clock, self._started = time.monotonic, time.monotonic()
        self._length, self._quiet, self._rows, self._drawn = length, quiet_seconds, 0, False

    def __enter__(self) -> RowsBar:
        return self

    def add(self, rows: int) -> None:
        """Note that rows were judged."""
        self._rows += rows
        if self._clock() - self._started < self._quiet:
            return
        self._drawn = True
        told: Said = RowsCounted(n=self._rows)
        if self._length is not None:
            part = Decimal(self._rows * 100 // max(self._length, 1)).scaleb(-2)
            told = RowsSoFar(rows=told, part=part)
        click.echo(f"\r{said_in(told, running_language())}", nl=False, err=True)

    def __exit__(self, *raised: object) -> None:
        if self._drawn:
            click.echo("", err=True)
