"""firstcall settle: who owes whom, exact to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click

from firstcall.dates import local_day, zone
from firstcall.errors import BillingError, FirstcallError, QuestionError
from firstcall.record.views.view import party_meant
from firstcall.report.words.enums import Language
from firstcall.said import Quoted, Said, sentence
from firstcall.service import options, world
from firstcall.service.billing.deliveries.intake import Together
from firstcall.service.cli import CommandTable
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.options import json_option, partnership_argument, together_options
from firstcall.service.page_files import lang_option
from firstcall.service.speech import tell_in


class StatementIsIssued(Said):
    says = sentence("issue.done", "Issued: {statement}")
    statement: str


class DeltaIssued(Said):
    says = sentence("issue.delta-done", "Issued: {statement} (delta)")
    statement: str


class NothingChangedAtAll(Said):
    says = sentence("delta.nothing-at-all", "Nothing has changed in what was issued.")


class NoPartyOf(Said):
    says = sentence("settle.no-party-of", "{given} is no party of {agreement}")
    given: Annotated[str, Quoted]
    agreement: str


if TYPE_CHECKING:
    from firstcall.report.sheet import Tell
    from firstcall.service.settle.desk import SettleDesk
    from firstcall.service.settle.issue import DrawnUp
    from firstcall.settlement.bills.invoices import CheckedFile

_ROOM = "firstcall.service.settle"
_HERE = f"{_ROOM}.command"
ENGINES = ("duckdb", "spark")


class Settle(CommandTable):
    """The commands of settlement; without one, the statement of a partnership."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read `settle PARTNERSHIP` as `settle statement PARTNERSHIP`."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            args = ["statement", *args]
        return super().parse_args(ctx, args)


settle_command = Settle(
    "settle",
    {
        "statement": (f"{_HERE}:statement", "The statement of a period (the default: settle PARTNERSHIP --period …)."),
        "why": (f"{_HERE}:why", "Where a line comes from, down to the rows of its files."),
        "verify": (f"{_ROOM}.checks:settle_verify_command", "Check billing files: figures, dates, JSON, duplicates."),
        "mapping": (f"{_HERE}:mapping", "Draft the mapping of a file of revenue lines, both readings shown."),
        "intake": (f"{_ROOM}.checks:intake", "Take files in; say what a re-delivery changes."),
        "issue": (f"{_HERE}:issue", "Issue a statement, or the delta to one that was issued."),
        "deltas": (f"{_HERE}:deltas", "What has changed in every statement that was issued."),
        "reconcile": (f"{_ROOM}.reconcile:reconcile", "The bridge between two parties' statements."),
    },
    "Who owes whom. Without a command: the statement, as in `firstcall settle PARTNERSHIP --period 2025-01`.",
)

settle_as_option = click.option("--as", "party", metavar="PARTY", help="What a party may see, told from its side.")
period_option = click.option("--period", "period", required=True, metavar="2025-01|2025-Q1|FY2025", help="The period.")
known_option = click.option("--known-at", metavar="DATE", help="Count only what was taken in and signed by then.")
engine_option = click.option(
    "--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True, help="What adds up billing rows."
)
_FILES = ("html", "docx", "eml", "csv", "xlsx", "journal", "beancount", "focus-invoice-detail")


def _written(command: Any) -> Any:
    for name in reversed(_FILES):
        command = click.option(f"--{name}", name.replace("-", "_"), type=options.A_PATH,
                               help=f"Write the {name.replace('-', ' ')} file as well.")(command)  # fmt: skip
    return command


@click.command()
@partnership_argument
@period_option
@settle_as_option
@known_option
@options.what_ifs
@click.option("--estimate", is_flag=True, help="Count what is there, also of periods that nothing was delivered for.")
@together_options
@engine_option
@lang_option
@json_option
@_written
def statement(
    partnership: Path, period: str, party: str | None, known_at: str | None, estimate: bool, together: Together | None,
    engine: str, lang: Language, as_json: bool, **files: Path | None,
) -> None:  # fmt: skip
    """Print who owes whom for a period: legs gross, then net, with what they rest on."""
    from firstcall.service.settle.desk import desk
    from firstcall.service.settle.issue import draw_up, seen

    deal = options.open_supposing(partnership)
    _known_party(deal, party)
    known = _known(deal, known_at)
    wanted = {name: path for name, path in files.items() if path is not None}
    if wanted:
        from firstcall.service.settle.exports import fit_to_write

        fit_to_write(wanted)
    with desk(deal, engine, party, together) as settled:
        drawn = seen(settled, draw_up(settled, period, known, estimate))
        if wanted:
            from firstcall.service.settle.exports import write_exports

            write_exports(drawn, settled, wanted, lang)
    if as_json:
        options.echo_json(statement_json(drawn))
    else:
        click.echo(drawn_up_text(drawn, party, tell_in(lang)))


def statement_json(drawn: DrawnUp) -> dict[str, Any]:
    """Return a statement as plain values, with what became of it and what reported payments imply."""
    from firstcall.report.statement.account import account_data
    from firstcall.report.statement.implied import implied_data
    from firstcall.report.statement.rows import statement_data

    said = statement_data(drawn.statement, drawn.delta, dict(drawn.entries))
    return {**said, **account_data(drawn.account), **implied_data(drawn.implied, drawn.alone)}


def drawn_up_text(drawn: DrawnUp, party: str | None, tell: Tell = str) -> str:
    """Return a statement as text, told from a party's side where one is named."""
    from firstcall.report.statement.account import account_lines
    from firstcall.report.statement.implied import implied_lines
    from firstcall.report.statement.text import statement_text

    became, implied = account_lines(drawn.account, drawn.on, tell), implied_lines(drawn.implied, drawn.alone, tell)
    return statement_text(drawn.statement, drawn.delta, implied, party, became, tell)


@click.command()
@partnership_argument
@click.argument("line")
@settle_as_option
@known_option
@options.what_ifs
@together_options
@engine_option
@lang_option
@json_option
def why(
    partnership: Path, line: str, party: str | None, known_at: str | None, together: Together | None, engine: str,
    lang: Language, as_json: bool,
) -> None:  # fmt: skip
    """Print where a line comes from; or, for a source row FILE:ROW, the lines it touched."""
    from firstcall.service.settle.desk import desk
    from firstcall.service.settle.why import trace, trace_text

    deal = options.open_supposing(partnership)
    _known_party(deal, party)
    with desk(deal, engine, party, together) as settled:
        found = trace(settled, line, _known(deal, known_at))
    if as_json:
        options.echo_json(found)
    else:
        click.echo(trace_text(found, tell_in(lang)))


@click.command()
@partnership_argument
@period_option
@click.option("--by", required=True, metavar="PARTY", help="Who issues it.")
@click.option("--recorded", metavar="DATE", help="When it is issued; now when left out.")
@click.option("--id", "event_id", help="The event's id; random when left out.")
@click.option("--reckoning", is_flag=True, help="Issue as well what a mended reckoning makes of what was issued.")
@known_option
@engine_option
@lang_option
@json_option
def issue(partnership: Path, period: str, by: str, recorded: str | None, event_id: str | None, reckoning: bool,
          known_at: str | None, engine: str, lang: Language, as_json: bool) -> None:  # fmt: skip
    """Issue the statement of a period; if it was issued before, the delta since."""
    from firstcall.report.statement.rows import issued_data
    from firstcall.report.statement.text import statement_text
    from firstcall.service.settle.desk import desk
    from firstcall.service.settle.issue import draw_up, enter_issue, issue_fields

    deal = open_partnership(partnership)
    _known_party(deal, by)
    at = options.instant_of(recorded, deal.agreement, "--recorded") if recorded else None
    with desk(deal, engine) as settled:
        known = _known(deal, known_at) or _known_by(settled, period, at or world.now())
        drawn = draw_up(settled, period, known, reckoning=reckoning)
        fields = issue_fields(settled, drawn, period, known, by, reckoning)
    event = {"id": event_id or world.new_id(), "type": "statement-issued", "by": by, "entered_by": world.user(),
             **fields}  # fmt: skip
    enter_issue(deal, event, at)
    if as_json:
        options.echo_json(issued_data(drawn.statement, drawn.delta, event))
        return
    tell = tell_in(lang)
    click.echo(statement_text(replace(drawn.statement, status="issued"), drawn.delta, (), by, (), tell))
    name = fields["statement"]
    click.echo(tell(DeltaIssued(statement=name) if fields["delta"] else StatementIsIssued(statement=name)), err=True)


@click.command()
@partnership_argument
@settle_as_option
@known_option
@together_options
@engine_option
@lang_option
@json_option
def deltas(
    partnership: Path, party: str | None, known_at: str | None, together: Together | None, engine: str, lang: Language,
    as_json: bool,
) -> None:  # fmt: skip
    """Print what late rows, corrections and amendments change in every statement that was issued."""
    from firstcall.record.events.kinds import StatementIssued
    from firstcall.report.statement.rows import delta_data
    from firstcall.report.statement.text import delta_text
    from firstcall.service.settle.desk import desk
    from firstcall.service.settle.issue import draw_up, seen

    deal = open_partnership(partnership)
    _known_party(deal, party)
    known = _known(deal, known_at)
    with desk(deal, engine, party, together) as settled:
        issued = [event for event in settled.events(known) if isinstance(event, StatementIssued)]
        drawn = [
            seen(settled, draw_up(settled, period, known)) for period in dict.fromkeys(one.period for one in issued)
        ]
    found = [one.delta for one in drawn if one.delta]
    if as_json:
        options.echo_json([delta_data(change) for change in found])
    else:
        tell = tell_in(lang)
        click.echo("\n".join(delta_text(change, tell) for change in found) or tell(NothingChangedAtAll()))


def rehearsed(deal: Partnership, together: Together | None) -> tuple[CheckedFile, ...]:
    """Return the months whose statement would be refused, with what refuses it; the others are not named.

    Args:
      deal: the partnership, each of whose files can be read.
      together: how rows count that stand in several files which were not taken in.
    """
    from firstcall.service.settle.desk import END, desk
    from firstcall.settlement.bills.invoices import CheckedFile

    found = list[CheckedFile]()
    try:
        with desk(deal, together=together) as settled:
            books = settled.books(settled.money(None), END)
            months = sorted({day for covered in (books.covered, books.parted) for _, (_, day) in covered})
            for month in (f"{day:%Y-%m}" for day in months):
                try:
                    settled.statement(month, None)
                except BillingError as error:
                    found.append(CheckedFile(month, "Statement", "?", 0, (error,), (), ()))
                except QuestionError:
                    continue  # nothing is settled in it: a quarter goes on
    except BillingError as error:
        found.append(CheckedFile(deal.path.name, "Statement", "?", 0, (error,), (), ()))
    return tuple(found)


def _known_by(settled: SettleDesk, period: str, at: datetime) -> datetime:
    """Return the instant that says what is known; the last intake where, by the one asked for, no amount was known."""
    from firstcall.service.settle.issue import amounts_of

    known, taken = min(settled.last_known, at), max((one.recorded for one in settled.deliveries), default=at)
    if taken > known and not amounts_of(settled.statement(period, known)):
        return min(settled.last_known, taken)
    return known


def _known(deal: Partnership, text: str | None) -> datetime | None:
    return options.instant_of(text, deal.agreement, "--known-at") if text else None


def _known_party(deal: Partnership, party: str | None) -> None:
    if party is not None and party not in deal.agreement.every_party:
        fix = party_meant(party, deal.agreement)
        raise QuestionError(NoPartyOf(given=party, agreement=deal.agreement.id), fix=fix)


def owed_before(deal: Partnership, on: datetime) -> tuple[Said, ...]:
    """Return who owes whom for the last whole month before an instant, or for the quarter where none ends with it.

    What cannot be settled is told in place of an amount: a brief of a partnership is written all the same.
    """
    from firstcall.report.glance.owed import OwedUntold, owed_lines
    from firstcall.service.settle.desk import desk
    from firstcall.service.settle.issue import draw_up

    for period in _last_periods(local_day(on, zone(deal.agreement.timezone))):
        try:
            with desk(deal) as settled:
                drawn = draw_up(settled, period, None)
        except QuestionError:
            continue  # no settlement period of any clause ends in it
        except FirstcallError as error:
            return (OwedUntold(period=period, what=error.what),)
        became = drawn.account.status if drawn.standing.last else "draft"
        return owed_lines(drawn.statement, became, deal.agreement.every_party)
    return ()


def _last_periods(day: date) -> tuple[str, str]:
    """Return the last whole month before a day, and the last whole quarter, as people write them.

    >>> _last_periods(date(2025, 1, 31)), _last_periods(date(2025, 12, 1))
    (('2024-12', '2024-Q4'), ('2025-11', '2025-Q3'))
    """
    month = day.replace(day=1) - timedelta(days=1)
    quarter = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return f"{month:%Y-%m}", f"{quarter.year}-Q{(quarter.month + 2) // 3}"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=False, path_type=Path))
@click.option("--sheet", metavar="NAME", help="For a workbook of several sheets: the one that is meant.")
@lang_option
def mapping(file: Path, sheet: str | None, lang: Language) -> None:
    """Draft the mapping of a file of revenue lines; what can be read in two ways is shown both ways, and left open.

    Write what is printed beside the file, as mapping.yaml, once every ? has an answer.
    """
    from firstcall.service.billing.files import lines_as_shown
    from firstcall.settlement.books.mapping_draft import drafted
    from firstcall.settlement.clauses.history import money_terms

    shown = lines_as_shown(file, sheet)
    parties: tuple[str, ...] = ()
    streams: dict[str, None] = {}
    folder = next((one for one in file.resolve().parents if (one / "agreement.yaml").is_file()), None)
    if folder is not None:
        deal = open_partnership(folder)
        parties = tuple(deal.agreement.every_party)
        for terms in money_terms(deal.agreement, None, deal.record):
            for span in getattr(terms, "spans", ()):
                if span.clause.base and span.clause.base.source == "revenue_lines":
                    streams |= {stream.name: None for stream in span.clause.base.streams}
    tell = tell_in(lang)
    for line in drafted(file.name, shown.header, shown.rows, shown.delimiter, parties, streams, sheet, shown.named_in):
        remark = f"# {' ' * line.indent}{tell(line.remark)}" if line.remark else ""
        click.echo("  ".join(filter(None, (line.yaml, remark))))
