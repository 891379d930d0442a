"""firstcall option: where the options stand; exercise one, or let it lapse."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.promises.option import Option
from firstcall.dates import zone
from firstcall.errors import ConflictError, NotFound, QuestionError, RefusalError, near_or_listed, unknown
from firstcall.record.dated.option_states import options_at
from firstcall.record.dated.option_windows import option_recipient
from firstcall.record.dated.standing_text import standing_text
from firstcall.record.events.entry import EventBase
from firstcall.record.journal.journal import Record
from firstcall.record.journal.supposed import suppose
from firstcall.record.position import position
from firstcall.refusal.act_reasons import (
    DatedAfterNow,
    EnterWhenHappened,
    GiveActOwnKey,
    KeyOfAnotherAct,
    PerformedBefore,
)
from firstcall.report.decision.line_facts import NoteTold, ToldLine
from firstcall.report.offer.options import option_json, option_said
from firstcall.report.record.rows import event_said
from firstcall.report.words.enums import Language
from firstcall.rights.judge.permissions.asked import asked_beside_said
from firstcall.said import Said, sentence
from firstcall.service import options, world
from firstcall.service.cli import CommandTable
from firstcall.service.commands.record_fields import evidence_of, local_text
from firstcall.service.offer.acts import Recorded, WouldRecord
from firstcall.service.offer.pages import as_option, position_as
from firstcall.service.page_files import in_language, lang_option
from firstcall.service.record_file import Entering, entering
from firstcall.service.speech import looking_as, running_language, said_in, tell_fact

_ROOM = "firstcall.service.offer.option_command"
option = CommandTable(
    "option",
    {
        "exercise": (f"{_ROOM}:exercise", "Exercise an option: renew, extend, expand, or end."),
        "lapse": (f"{_ROOM}:lapse", "Say that an option is not exercised, or stop what silence renews."),
        "list": (f"{_ROOM}:list_options", "Where every option stands: open, to come, exercised, lapsed."),
    },
    "Options: what a party may do alone, until when, and what was done.",
)


class SayWhoActs(Said):
    says = sentence("option.say-who-acts", "{option} is for several to exercise, and nobody is named")
    option: str


class AddAs(Said):
    says = sentence("option.add-as", "add --as with one of {parties}")
    parties: tuple[str, ...]


class NoOptions(Said):
    says = sentence("option.no-options", "the text in force has no option")


def _act(kind: Literal["exercise", "lapse"], about: str) -> click.Command:
    def run(partnership: Path, clause: str, **given: Any) -> None:
        _enter(kind, partnership, clause, given)

    params: list[click.Parameter] = [
        click.Argument(["partnership"], type=options.A_PATH),
        click.Argument(["clause"], metavar="OPTION"),
        click.Option(["--at"], metavar="DATE", help="When the notice was sent; the entering when left out."),
        click.Option(["--delivered"], metavar="DATE", help="When it arrived; the sending when left out."),
        click.Option(["--recorded"], metavar="DATE", help="When it is entered; now when left out."),
        click.Option(["--as", "by"], metavar="PARTY", callback=looking_as, help="Who acts, where several may."),
        click.Option(["--key"], metavar="ID", help="The event's id; an act repeated with its key changes nothing."),
        click.Option(["--entered-by"], metavar="WHO", help="Who enters it; this user when left out."),
        click.Option(["--signatory"], metavar="WHO", help="Who signed."),
        click.Option(["--evidence"], type=options.A_PATH, help="A file that shows it."),
        click.Option(["--note"]),
        click.Option(["--dry-run"], is_flag=True, help="Check and show, and write nothing."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
        click.Option(["--strict"], **options.STRICT),
    ]
    return click.Command(kind, callback=run, params=params, help=about)


exercise = _act("exercise", "Exercise an option: what it does is done from the instant at which the notice counts.")
lapse = _act("lapse", "Say that an option will not be exercised, or stop what silence would renew.")
_TYPES = {"exercise": "option-exercised", "lapse": "option-lapsed"}


@click.command("list")
@options.partnership_argument
@options.on_option
@options.known_at_option
@options.what_ifs
@as_option
@lang_option
@options.json_option
def list_options(
    partnership: Path, on: str | None, known_at: str | None, party: str | None, lang: Language, as_json: bool
) -> None:
    """Tell where every option stands: who may do what, from when and until when, or why not any more."""
    here, _ = position_as(partnership, on, known_at, party)
    found = options_at(here)
    if as_json:
        options.echo_json({"options": [option_json(one) for one in found]})
        return
    for one in found:
        click.echo(said_in(option_said(one), lang))
    if not found:
        tell_fact(NoOptions(), beside=True)


def _enter(kind: Literal["exercise", "lapse"], path: Path, clause: str, given: dict[str, Any]) -> None:
    """Enter a notice under the lock of the record.

    Raises:
      NotFound: there is no such option.
      RefusalError: the notice would do nothing.
      ConflictError: something else was entered under its key.
    """
    with entering(path, dry_run=given["dry_run"]) as desk:
        agreement, record = desk.held.agreement, desk.held.record
        before = _before(record, kind, clause, given["key"])
        if before is None:
            fields = _fields(kind, clause, given, desk)
            _check_happened(kind, fields)
            _check(agreement, record, fields)
            record = desk.enter([fields])
    if before is not None:
        tell_fact(PerformedBefore(event=before.id), beside=True)
    _show(agreement, record, before or record.events[-1], given)


def _before(record: Record, kind: str, clause: str, key: str | None) -> EventBase | None:
    """Return the event that was entered under a key before; None where none was."""
    for event in record.events:
        if key is not None and event.id == key:
            if event.type != _TYPES[kind] or getattr(event, "clause", None) != clause:
                raise ConflictError(KeyOfAnotherAct(key=key, kind=event.type, at=event.at), fix=GiveActOwnKey())
            return event
    return None


def _fields(kind: str, clause: str, given: dict[str, Any], desk: Entering) -> dict[str, Any]:
    """Return the notice as it stands on a line; who acts is the one that may, where only one may."""
    agreement = desk.held.agreement

    def moment(flag: str) -> str | None:
        return local_text(options.instant_of(given[flag], agreement, f"--{flag}"), agreement) if given[flag] else None

    recorded = moment("recorded") or local_text(desk.now, agreement)
    fields = {
        "id": given["key"] or world.new_id(), "type": _TYPES[kind], "at": moment("at") or recorded,
        "recorded": recorded, "by": given["by"] or _who(agreement, clause), "clause": clause,
        "delivered": moment("delivered"), "entered_by": given["entered_by"] or world.user(),
        "signatory": given["signatory"], "note": given["note"],
        "evidence": evidence_of(given["evidence"]) if given["evidence"] else None,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}


def _who(agreement: Agreement, clause: str) -> str:
    """Return the party that may exercise an option.

    Raises:
      NotFound: there is no such option.
      QuestionError: several may.
    """
    parts = [(change.add, change.replace) for change in agreement.amendments]
    written = [*agreement.clauses, *(one for pair in parts for part in pair for one in part)]
    known = {one.id: one for one in written if isinstance(one, Option)}
    if clause not in known:
        raise NotFound(unknown("option", clause), fix=near_or_listed(clause, known, "option"))
    if len(known[clause].by) > 1:
        raise QuestionError(SayWhoActs(option=clause), fix=AddAs(parties=known[clause].by))
    return known[clause].by[0]


def _check_happened(kind: str, fields: dict[str, Any]) -> None:
    """Refuse a notice that is to be sent or to arrive after it is entered."""
    recorded = datetime.fromisoformat(fields["recorded"])
    for name in ("at", "delivered"):
        at = datetime.fromisoformat(fields.get(name, fields["recorded"]))
        if at > recorded:
            raise RefusalError(DatedAfterNow(act=kind, at=at, now=recorded), fix=EnterWhenHappened())


def _check(agreement: Agreement, record: Record, fields: dict[str, Any]) -> None:
    """Refuse a notice that would do nothing, with the reason; whether it fits the record is seen as it is entered."""
    tried = suppose(record, [{k: v for k, v in fields.items() if k != "recorded"}], zone(agreement.timezone), "option")
    for item in standing_text(agreement, tried, None).idle:
        if item.event == fields["id"]:
            raise RefusalError(item.reason, fix=item.fix)


def _show(agreement: Agreement, record: Record, event: EventBase, given: dict[str, Any]) -> None:
    done = standing_text(agreement, record, None).exercises
    counted = next((one.at for one in done if one.event is not None and one.event.id == event.id), event.at)
    here = position(agreement, record, max(counted, event.at))
    found = [one for one in options_at(here) if one.clause.id == getattr(event, "clause", None)]
    if given["as_json"]:
        told = event.model_dump(mode="json", exclude_none=True, exclude_unset=True)
        options.echo_json({"dry_run": given["dry_run"], "event": told, "options": [option_json(one) for one in found]})
        return
    did = event_said(event, zone(agreement.timezone))
    tell_fact(WouldRecord(event=did) if given["dry_run"] else Recorded(event=did))
    lines = (ToldLine(2, said) for said in dict.fromkeys(map(option_said, found)))
    for line in in_language(lines, running_language()):
        click.echo(line)
    for clause in {one.clause.id: one.clause for one in found}.values():
        to = option_recipient(clause, here.now, event.by)
        for said in asked_beside_said(to, here.now) if to is not None else ():
            tell_fact(NoteTold(note=said), beside=True)
