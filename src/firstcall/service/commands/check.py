"""firstcall check: every problem of an agreement, its record, and the papers beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from firstcall.agreement.check.money_remarks import money_remarks
from firstcall.agreement.check.refusal_remarks import refusal_remarks
from firstcall.agreement.document import Agreement
from firstcall.agreement.overlay import apply_overlay, read_overlay
from firstcall.agreement.read.text import Places
from firstcall.agreement.terms import versions
from firstcall.dates import day_start, zone
from firstcall.errors import AgreementError, FirstcallError, MachineError, Place, Problem
from firstcall.record.journal.journal import Record
from firstcall.record.journal.streams import fields_on
from firstcall.record.journal.supposed import suppose
from firstcall.record.milestones import doubtful_events
from firstcall.report.brief.backtest import leg_outcomes
from firstcall.report.brief.row_facts import TransactionsCounted, TransactionsInParts
from firstcall.report.brief.story import tell as run_story
from firstcall.report.decision.line_facts import NoteTold
from firstcall.report.words.enums import Language
from firstcall.rights.table.answering import Answering
from firstcall.said import Said, plural, sentence
from firstcall.service import options
from firstcall.service.folder import (
    RECORD,
    CountedEvents,
    Partnership,
    RepairIt,
    TornLine,
    ahead_of_clock,
    folder_of,
    read_placed,
    read_record_of,
)
from firstcall.service.page_files import check_header, header_option, html_option, lang_option, write_page
from firstcall.service.papers import story_of, transactions_of, what_ifs_of
from firstcall.service.plain_files import all_below, is_there, read_file, read_settled
from firstcall.service.soundness.playing import play_loopholes
from firstcall.service.soundness.telling import FAIL_ON, Soundness
from firstcall.service.speech import said_in, spoken_failure
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.verification.difference.worth import MoneyWorth
    from firstcall.verification.findings.finding import Severity


class FileInOrder(Said):
    says = sentence("check.in-order", "{file}: ok, {what}")
    file: str
    what: Said


class CountedVersions(Said):
    says = plural("count.versions", "{n} version", "{n} versions")
    n: int


class CountedSources(Said):
    says = plural("count.sources", "{n} source", "{n} sources")
    n: int


class LegsCounted(Said):
    says = plural("count.legs", "{n} leg", "{n} legs")
    n: int


class HoldsText(Said):
    says = sentence("check.versions", "{versions}, {sources}")
    versions: Said
    sources: Said


class NothingEntered(Said):
    says = sentence("check.nothing-entered", "nothing has been entered yet")


class HoldsPoints(Said):
    says = plural("check.points", "{n} point", "{n} points")
    n: int


class WhatIfOn(Said):
    says = sentence("check.what-if-on", "a what-if on {base}")
    base: str


class PointCannotBeAsked(Said):
    says = sentence("check.point-cannot-be-asked", "point {point}: {what}")
    point: str
    what: Said


@dataclass
class Checked:
    """What was found so far: problems with their places, faults by the kind of file, and what is in order."""

    problems: list[Problem] = field(default_factory=list)
    faults: dict[str, list[FirstcallError]] = field(default_factory=dict)
    fine: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    """What may be meant, and mostly is a slip."""
    agreement: Agreement | None = None
    places: Places | None = None
    """Where the agreement's parts stand; None where it could not be read."""
    deal: Partnership | None = None
    """The folder, where its agreement and record could be read."""
    machine: bool = False
    """Whether the machine did not let a file be read."""

    def gather(self, kind: str, file: Path, look: Callable[[], Said]) -> None:
        """Look at a file; keep what is wrong with it, or what it holds."""
        self.faults.setdefault(kind, [])
        try:
            self.fine.append(FileInOrder(file=str(file), what=look()))
        except AgreementError as error:
            self.problems += error.problems
        except FirstcallError as error:
            self.faults[kind].append(error)
            self.machine = self.machine or isinstance(error, MachineError)


@click.command()
@options.partnership_argument
@click.option("--fail-on", type=click.Choice(FAIL_ON), default="error", help="The least finding that fails.")
@click.option("--loopholes", is_flag=True, help="Search for ways round the restrictions too.")
@click.option("--play", type=options.A_PATH, metavar="DIR",
              help="Write each loophole as a folder whose record plays it; searches for them.")  # fmt: skip
@html_option
@lang_option
@header_option
@options.json_option
def check(
    partnership: Path, fail_on: Severity, loopholes: bool, play: Path | None, html: Path | None, lang: Language,
    header: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Tell every problem at its file, line and column, and what is not sound about the agreement.

    Looks at the agreement, the record, and where they are there: transactions.csv, story.yaml, what-if/,
    needs.yaml, supply.csv, futures.yaml. Slips that may be meant are notes, and no problem. Where the agreement has
    no problem, findings follow: where its clauses clash, leave something open, do nothing, or cannot be kept, each
    with the fewest sets of questions that show it. With --loopholes so do ways round its restrictions, each by its
    shortest trace of acts, which --play writes as records that `decide` answers from. Leaves with 0 when there is no
    problem and no finding that fails, with 7 where the machine lets a file not be read, and with 3 otherwise.
    """
    check_header(header, html)
    found = look_through(folder_of(partnership))
    wrong = [error for errors in found.faults.values() for error in errors]
    with money_worth(found) as worth:
        sound = soundness_of(found, loopholes=loopholes or play is not None, worth=worth)
    if play is not None and sound is not None:
        play_loopholes(play, folder_of(partnership), sound)
    if html is not None and sound is not None:
        write_page(html, sound.page(lang, header))
    if as_json:
        options.echo_json(check_json(found, sound))
    else:
        told = (*check_lines(found, lang), *(sound.lines(lang) if sound is not None else ()))
        click.echo("\n".join(told))
    if found.machine:
        return MachineError.exit_code
    return 3 if found.problems or wrong or (sound is not None and sound.fails(fail_on)) else 0


def soundness_of(found: Checked, *, loopholes: bool = False, worth: MoneyWorth | None = None) -> Soundness | None:
    """Return what is not sound about the agreement; None where it has a problem, or could not be read."""
    if found.agreement is None or found.places is None or found.problems:
        return None
    return Soundness(found.agreement, found.places, loopholes=loopholes, worth=worth)


@contextmanager
def money_worth(found: Checked) -> Iterator[MoneyWorth | None]:
    """Yield what tells sums owed under another text; None where a folder has no revenue or bills, or is faulty."""
    deal, wrong = found.deal, found.problems or any(found.faults.values())
    if deal is None or wrong or not any((deal.path / room).is_dir() for room in ("revenue", "billing")):
        yield None
        return
    from firstcall.service.soundness.reckoned import reckoning

    with reckoning(deal) as worth:
        yield worth


def check_json(found: Checked, sound: Soundness | None) -> dict[str, Any]:
    """Return what was found as plain values: problems, the faults of each kind of file, notes, and findings.

    What is text is English; beside it stand the facts.
    """
    texts = {kind: [str(error) for error in errors] for kind, errors in found.faults.items()}
    facts = {
        kind: [one for error in errors for one in _fault(error)] for kind, errors in found.faults.items() if errors
    }
    said: dict[str, Any] = {"problems": [_plain(problem) for problem in found.problems], **texts}
    said |= {"faults": facts} if facts else {}
    if found.notes:
        said["notes"] = [str(note) for note in found.notes]
        said["note_reasons"] = [note.as_json() for note in found.notes]
    return said | ({"findings": sound.as_json()} if sound is not None else {})


def check_lines(found: Checked, lang: Language = "en") -> tuple[str, ...]:
    """Return what was found as text in a language: what is wrong, what is in order, and notes."""
    wrong = [error for errors in found.faults.values() for error in errors]
    every = [*([AgreementError(found.problems)] if found.problems else []), *wrong]
    told = (*found.fine, *(NoteTold(note=note) for note in found.notes))
    return (*(spoken_failure(error, lang) for error in every), *(said_in(said, lang) for said in told))


def look_through(folder: Path) -> Checked:
    """Return everything that is wrong in a partnership folder, and what is in order."""
    found = Checked()
    held: list[Agreement] = []
    records: list[Record] = []

    def agreement() -> Said:
        found.agreement, found.places = read_placed(folder)
        held.append(found.agreement)
        found.notes.extend(money_remarks(held[0]))
        found.notes.extend(refusal_remarks(held[0]))
        return HoldsText(
            versions=CountedVersions(n=len(versions(held[0]))), sources=CountedSources(n=len(held[0].sources))
        )

    def record() -> Said:
        records.append(read_record_of(folder))
        for one in held:
            ahead = ahead_of_clock(one, records[0])
            found.notes.extend([ahead] if ahead is not None else [])
        return _record(folder, records[0], *held)

    found.gather("agreement", folder / "agreement.yaml", agreement)
    found.gather("record", folder / RECORD, record)
    found.faults["record"] = found.faults.pop("agreement") + found.faults["record"]
    if held and records:
        found.deal = Partnership(folder, held[0], records[0])
        for kind, file, look in _papers(folder, held[0], records[0], found.notes):
            found.gather(kind, file, look)
    return found


def _record(folder: Path, record: Record, *agreements: Agreement) -> Said:
    file = folder / RECORD
    if record.torn:
        _torn(folder, file)
    doubtful = [
        (_line(file, event), told) for agreement in agreements for event, told in doubtful_events(agreement, record)
    ]
    if doubtful:
        by_line = sorted(doubtful, key=lambda one: one[0])
        raise FirstcallError.of(replace(told, place=Place(str(file), line)) for line, told in by_line)
    return CountedEvents(n=len(record.events)) if record.events else NothingEntered()


def _line(file: Path, event: str) -> int:
    """Return the line on which an event stands."""
    lines = read_file(file).decode("utf-8-sig").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if line.strip() and fields_on(line)["id"] == event)


def _papers(
    folder: Path, agreement: Agreement, record: Record, notes: list[Said]
) -> Iterator[tuple[str, Path, Callable[[], Said]]]:
    """Yield every further file of the folder that can be looked at, with how."""
    transactions, story = folder / "transactions.csv", folder / "story.yaml"
    if is_there(transactions):
        yield "transactions", transactions, partial(_transactions, transactions, agreement, record)
    if is_there(story):
        yield "story", story, partial(_story, story, agreement, record)
    if is_there(folder / "intake.jsonl"):
        from firstcall.service.billing.deliveries.intake import LEDGER, repair_intake

        if repair_intake(read_settled(folder / LEDGER))[1]:
            yield "intake", folder / LEDGER, partial(_torn, folder, folder / LEDGER)
    for file in all_below(folder / "what-if"):
        if file.suffix != ".yaml" or file.parent != folder / "what-if":
            continue
        yield "what_if", file, partial(_overlay, file, agreement, record, notes)
    if any(is_there(folder / name) for name in ("needs.yaml", "supply.csv", "futures.yaml")):
        from firstcall.service.planning.looked_at import planning_papers

        yield from planning_papers(folder, agreement, record)


def _torn(folder: Path, file: Path) -> NoReturn:
    raise FirstcallError(TornLine(), fix=RepairIt(folder=str(folder)), place=Place(str(file)))


def _transactions(file: Path, agreement: Agreement, record: Record) -> Said:
    found, answering = transactions_of(file.parent), Answering(agreement, record)
    faults = []
    for item in found:
        try:
            leg_outcomes(item, answering)
        except FirstcallError as error:
            faults.append(Problem(Place(str(file), item.line), error.what, error.fix))
    if faults:
        raise FirstcallError.of(faults)
    return TransactionsInParts(
        transactions=TransactionsCounted(n=len({item.id for item in found})), parts=LegsCounted(n=len(found))
    )


def _story(file: Path, agreement: Agreement, record: Record) -> Said:
    story = story_of(file.parent, agreement)
    assert story is not None
    day = day_start(story.day, zone(agreement.timezone))
    faults = []
    for point in story.points:
        try:
            one = story.model_copy(update={"points": (point,)})
            supposed = what_ifs_of(file.parent, one, agreement, record)
            run_story(one, agreement, record, str(file.parent), (day,), supposed)
        except FirstcallError as error:
            told = PointCannotBeAsked(point=point.id, what=error.what)
            faults.append(Problem(Place(str(file)), told, error.fix))
    if faults:
        raise FirstcallError.of(faults)
    return HoldsPoints(n=len(story.points))


def _overlay(file: Path, agreement: Agreement, record: Record, notes: list[Said]) -> Said:
    overlay, places = read_overlay(read_file(file), str(file))
    overlaid = apply_overlay(agreement, overlay, places)
    suppose(record, overlay.events, zone(agreement.timezone), str(file))
    notes.extend(overlaid.warnings)
    return WhatIfOn(base=overlay.base)


def _fault(error: FirstcallError) -> list[dict[str, object]]:
    place = error.place or Place("")
    return [_plain(one) for one in error.problems or (Problem(place, error.what, error.fix),)]


def _plain(problem: Problem) -> dict[str, object]:
    """Return a mistake for a program: `what` and `mend` in English, `reason` and `fix` as facts."""
    place, what, fix = problem.place, problem.what, problem.fix
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "what": str(what),
        "mend": None if fix is None else str(fix),
        "see": None if problem.see is None else str(problem.see),
        "reason": what.as_json(),
        "fix": None if fix is None else fix.as_json(),
    }
