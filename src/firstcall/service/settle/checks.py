"""firstcall settle verify and intake: before a statement.

And what a new delivery changes in what was delivered before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import click

from firstcall.errors import BillingError, NotFound, QuestionError, near_or_listed, unknown
from firstcall.report.words.enums import Language
from firstcall.said import PartialDate, Said, plural, sentence
from firstcall.service import options, world
from firstcall.service.billing.deliveries.intake import ALWAYS, Together, called
from firstcall.service.billing.deliveries.untaken import SameFile, equal_files
from firstcall.service.billing.files import REVENUE, sha256
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.options import json_option, partnership_argument, together_options
from firstcall.service.page_files import lang_option
from firstcall.service.plain_files import NoFile, all_below, is_there
from firstcall.service.settle.command import rehearsed
from firstcall.service.settle.desk import END, bases, desk, read_delivered, refuse_lines
from firstcall.service.speech import spoken_failure, tell_in
from firstcall.settlement.bills.invoices import CheckedFile
from firstcall.settlement.books.deliveries import compare_deliveries, in_place, key_of
from firstcall.settlement.books.overlapping_lines import lines_once


class FileChecked(Said):
    says = plural(
        "verify.file", "{file}: FOCUS {version} {dataset}, {n} row", "{file}: FOCUS {version} {dataset}, {n} rows"
    )
    file: str
    version: str
    dataset: str
    n: int


class FileNotRead(Said):
    says = sentence("verify.file-not-read", "{file}: not read")
    file: str


class MonthNotSettled(Said):
    says = sentence("verify.month-not-settled", "{month}: its statement would be refused")
    month: str


class EveryMonthSettles(Said):
    says = sentence("verify.every-month-settles", "{agreement}: no statement of a month that was delivered is refused")
    agreement: str


class FaultIs(Said):
    says = sentence("verify.fault", "fault: {fault}")
    fault: str


class RemarkIs(Said):
    says = sentence("verify.remark", "remark: {remark}")
    remark: Said


class CheckTheName(Said):
    says = sentence("verify.check-the-name", "check the name; folders are searched for CSV and Parquet")


class NoBillingFile(Said):
    says = sentence("verify.no-billing-file", "no billing file is there")


class NameBillingFiles(Said):
    says = sentence("verify.name-billing-files", "name CSV or Parquet files, or a folder that holds some")


class NothingToTakeIn(Said):
    says = sentence("intake.nothing-named", "nothing is named to take in")


class NameFilesOrNil(Said):
    says = sentence("intake.name-files-or-nil", "name files, or --nil PROVIDER --period 2025-01")


class AllThereAlready(Said):
    says = sentence("intake.all-there-already", "Nothing to take in: every file is there already.")


class KnownAlready(Said):
    says = sentence("intake.known-already", "That is known already.")


class NothingAsSaid(Said):
    says = sentence("intake.nothing-as-said", "{origin} {month}: nothing, as said")
    origin: str
    month: Annotated[str, PartialDate]


class TakenInFiles(Said):
    says = sentence("intake.done", "Taken in as {delivery}: {files}")
    delivery: str
    files: tuple[str, ...]


class TakenInNil(Said):
    says = sentence("intake.done-nil", "Taken in as {delivery}")
    delivery: str


class NilNeedsBoth(Said):
    says = sentence("intake.nil-needs-both", "a nil delivery is of a provider and a month")


class GiveNilAndPeriod(Said):
    says = sentence("intake.give-nil-and-period", "--nil PROVIDER --period 2025-01")


class AnotherCountsByNow(Said):
    says = sentence(
        "intake.another-counts",
        "{file} was delivered with months for which {delivery} counts by now, {month} among them",
    )
    file: str
    delivery: str
    month: Annotated[str, PartialDate]


class DeliverTogether(Said):
    says = sentence(
        "intake.deliver-together",
        "deliver the files of these months together, with --overlap and without --adds",
    )


def redelivery(
    deal: Partnership, paths: Sequence[Path], adds: bool, together: Together | None = None
) -> tuple[Said, ...]:
    """Return what files change, origin by origin and month by month.

    Raises:
      BillingError: a file has faults, or files that count together have rows in common and nobody has said how
        they count; nothing is taken in then.
    """
    with desk(deal, together="parts") as settled:
        known = [(file.name, file.sha256) for file in settled.files if file.recorded != ALWAYS]
        named = [(called(deal.path, path), path) for path in dict.fromkeys(paths)]
        copies = equal_files(named, known)
        there = {mark for _, mark in known}
        fresh = [path for _, path in named if path not in copies and sha256(path) not in there]
        lines = [path for path in fresh if path.parent.name == REVENUE]
        billing = [path for path in fresh if path.parent.name != REVENUE]
        told: list[Said] = [*copies.values()]
        if lines:
            taken = tuple((delivery, entries) for delivery, entries in settled.lines if delivery.recorded != ALWAYS)
            new = [(path.name, read_delivered(path, deal.agreement)) for path in lines]
            before = in_place(taken, END)
            if together is None:
                names = dict.fromkeys(one.source for one in before) if adds else {}
                refuse_lines([*((name, [one for one in before if one.source == name]) for name in names), *new])
            after = lines_once(new) if together == "overlap" else [one for _, held in new for one in held]
            told += [change.does for change in compare_deliveries(() if adds else before, after)]
        if billing:
            told += settled.rows().redelivered(billing, adds, together)
    return tuple(told)


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=options.A_PATH)
@click.option("--focus-version", metavar="1.0-1.4", help="The version to read them as; detected when left out.")
@together_options
@lang_option
@json_option
def settle_verify_command(
    files: tuple[Path, ...], focus_version: str | None, together: Together | None, lang: Language, as_json: bool
) -> int:
    """Check FOCUS files: figures as decimal text, dates, currencies, JSON, duplicates, sums by invoice.

    FILES are CSV (plain or gz) or Parquet files, patterns such as 'billing/*.csv', or folders of them. Of a
    partnership's folder the billing files are checked, contract commitments against its clauses, and whether anything,
    revenue lines and rates of exchange too, refuses the statement of a month. Exit code 3 when something cannot be
    settled on.
    """
    import tempfile

    from firstcall.service.billing.verify import verify_files
    from firstcall.service.engines.duckdb import DuckEngine

    money = _money(files)
    settled = _held(files) if money else []
    with tempfile.TemporaryDirectory(prefix="firstcall-") as scratch:
        duck = DuckEngine(Path(scratch))
        try:
            found = verify_files(duck, _files(files), focus_version, money, together)
        finally:
            duck.close()
    if not any(one.faults for one in found):
        found = (*found, *(one for deal in settled for one in rehearsed(deal, together)))
    if as_json:
        options.echo_json([_plain(one) for one in found])
        return 3 if any(one.faults for one in found) else 0
    tell = tell_in(lang)
    for one in found:
        click.echo(tell(_checked(one)))
        for fault in one.faults:
            click.echo("  " + tell(FaultIs(fault=spoken_failure(fault, lang))))
        for remark in one.remarks:
            click.echo("  " + tell(RemarkIs(remark=remark)))
        for line in one.sums:
            click.echo("  " + tell(line.told))
    if any(one.faults for one in found):
        return 3
    for deal in settled:
        click.echo(tell(EveryMonthSettles(agreement=deal.agreement.id)))
    return 0


def _checked(one: CheckedFile) -> Said:
    if one.dataset == "Statement":
        return MonthNotSettled(month=one.name)
    if not one.is_read:
        return FileNotRead(file=one.name)
    return FileChecked(file=one.name, version=one.version, dataset=one.dataset, n=one.rows)


def _files(given: tuple[Path, ...]) -> list[Path]:
    from firstcall.service.billing.files import billing_files, found_by_name, is_billing

    found: list[Path] = []
    for path in (one for name in given for one in found_by_name(name)):
        if (path / "agreement.yaml").is_file():
            found += billing_files(path)
        elif path.is_dir():
            found += (one for one in all_below(path) if is_billing(one) and one.name != "exchange.csv")
        elif is_there(path):
            found.append(path)
        else:
            raise NotFound(NoFile(file=str(path)), fix=CheckTheName())
    if not found and not _held(given):
        raise NotFound(NoBillingFile(), fix=NameBillingFiles())
    return list(dict.fromkeys(found))


def _money(given: tuple[Path, ...]) -> list[Any]:
    """Return the clauses about money of the partnerships among some paths."""
    from firstcall.settlement.clauses.history import money_terms

    return [one for each in _held(given) for one in money_terms(each.agreement, None, each.record)]


def _held(given: tuple[Path, ...]) -> list[Partnership]:
    return [open_partnership(path) for path in given if (path / "agreement.yaml").is_file()]


def _plain(one: Any) -> dict[str, Any]:
    from firstcall.money import exact_text

    return {
        "file": one.name,
        "dataset": one.dataset,
        "version": one.version,
        "rows": one.rows,
        "faults": [str(fault) for fault in one.faults],
        "fault_reasons": [fault.what.as_json() for fault in one.faults],
        "remarks": [str(remark) for remark in one.remarks],
        "remark_reasons": [remark.as_json() for remark in one.remarks],
        "sums": [
            {
                "invoice": line.invoice,
                "issuer": line.issuer,
                "currency": line.currency,
                "rows": line.rows,
                "cost": exact_text(line.cost),
                "tax": exact_text(line.tax),
                "tax_rows": line.tax_rows,
                "detail": None if line.detail is None else exact_text(line.detail),
                "tolerance": exact_text(line.allowed),
                "says": str(line.compares),
                "reason": line.compares.as_json(),
            }
            for line in one.sums
        ],
    }


@click.command()
@partnership_argument
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, readable=False, path_type=Path))
@click.option(
    "--adds", is_flag=True, help="The files add to what is there; otherwise they take the place of their months."
)
@together_options
@click.option("--nil", multiple=True, metavar="PROVIDER", help="Who delivered nothing in --period, and says so.")
@click.option("--period", "periods", multiple=True, metavar="2025-01", help="The months of --nil.")
@click.option("--recorded", metavar="DATE", help="When they are taken in; now when left out.")
@lang_option
@json_option
def intake(
    partnership: Path, files: tuple[Path, ...], adds: bool, together: Together | None, nil: tuple[str, ...],
    periods: tuple[str, ...], recorded: str | None, lang: Language, as_json: bool,
) -> None:  # fmt: skip
    """Take files of revenue/ or billing/ in: from then on they count, and may not change.

    A file that is there already is not taken in twice. A new delivery for a party or provider and a month takes the
    place of the earlier one, and what it changes is told row by row. Files with rows in common are refused until
    --parts or --overlap says how they count.
    """
    from firstcall.service.billing.deliveries.intake import take_in, taken_in_json

    deal = open_partnership(partnership)
    nothing = _nil(deal, nil, periods)
    _read_by_a_clause(deal, nil)
    if not files and not nothing:
        raise QuestionError(NothingToTakeIn(), fix=NameFilesOrNil())
    at = options.instant_of(recorded, deal.agreement, "--recorded") if recorded else world.now()
    told = redelivery(deal, files, adds, together) if files else ()
    again = _overlapped(deal, files) if adds and together == "overlap" else ()
    delivery = take_in(deal.path, files, at, adds and not again, together, nothing, again)
    done: list[Said]
    if delivery is None:
        done = [one for one in told if isinstance(one, SameFile)]
        done.append(AllThereAlready() if files else KnownAlready())
    else:
        done = [*told, *(NothingAsSaid(origin=whose, month=f"{month:%Y-%m}") for whose, month in delivery.nil)]
        names = tuple(name for name, _ in delivery.files)
        done.append(TakenInFiles(delivery=delivery.id, files=names) if names else TakenInNil(delivery=delivery.id))
    if as_json:
        options.echo_json(taken_in_json(delivery, done))
    else:
        click.echo("\n".join(map(tell_in(lang), done)))


def _nil(deal: Partnership, names: Sequence[str], periods: Sequence[str]) -> tuple[tuple[str, date], ...]:
    """Return for whom and which months there was nothing.

    Raises:
      QuestionError: a provider without a month or a month without a provider is named.
    """
    from firstcall.settlement.clauses.dated_terms import span_asked
    from firstcall.settlement.clauses.history import money_terms
    from firstcall.settlement.clauses.periods import periods_between

    if bool(names) != bool(periods):
        raise QuestionError(NilNeedsBoth(), fix=GiveNilAndPeriod())
    money = money_terms(deal.agreement, None, deal.record) if periods else ()
    spans = [span_asked(text, money) for text in periods]
    months = [month.start for one in spans for month in periods_between(one.start, one.last, "month")]
    return tuple((name, month) for name in names for month in months)


def _read_by_a_clause(deal: Partnership, names: Sequence[str]) -> None:
    """Refuse who delivers nothing that a clause reads: a name mistyped leaves unknown what was said to be nothing.

    Raises:
      QuestionError: a name is of no party, and of no provider that streams of bills name, where all name theirs.
    """
    from firstcall.settlement.clauses.history import money_terms

    read = [base for terms in money_terms(deal.agreement, None, deal.record) for base, _ in bases(terms)]
    providers = {name for base in read if base.source == "focus" for name in base.providers}
    known = {*deal.agreement.every_party, *(name for name in providers if name is not None)}
    for name in names:
        if name not in known and None not in providers:
            raise QuestionError(unknown("provider", name), fix=near_or_listed(name, known, "provider"))


def _overlapped(deal: Partnership, files: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files taken in before that have months in common with new ones: counted once, they count together.

    Raises:
      BillingError: one of them has months for which another delivery counts by now.
    """
    with desk(deal, together="parts") as settled:
        taken = [(delivery, got) for delivery, got in settled.lines if delivery.recorded != ALWAYS]
        lines = [(deal.path / REVENUE / one.source, delivery, key_of(one)) for delivery, got in taken for one in got]
        fresh = {key_of(one) for path in files if path.parent.name == REVENUE
                 for one in read_delivered(path, deal.agreement)}  # fmt: skip
        bills = [path for path in files if path.parent.name != REVENUE]
        if bills:
            more, billed = settled.rows().months(bills)
            lines, fresh = [*lines, *more], fresh | billed
    both = {path for path, _, key in lines if key in fresh}
    latest = {key: delivery for _, delivery, key in sorted(lines, key=lambda one: (one[1].recorded, one[1].id))}
    for path, delivery, key in lines:
        if path in both and latest[key] != delivery and not latest[key].adds:
            by_now = AnotherCountsByNow(file=path.name, delivery=latest[key].id, month=f"{key[1]:%Y-%m}")
            raise BillingError(by_now, fix=DeliverTogether())
    return tuple(sorted(both))
