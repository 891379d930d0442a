"""firstcall record: what happened, entered and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import click

from firstcall.agreement.document import Agreement
from firstcall.dates import zone
from firstcall.errors import FixIs, NotFound, Place, RecordError, check_known, near_or_listed, unknown
from firstcall.record.concerned import right_named
from firstcall.record.events.entry import EventBase
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.record.journal.journal import Record
from firstcall.record.offers.offer import WithoutEffect
from firstcall.record.position import position
from firstcall.record.views.idle import without_effect
from firstcall.record.views.pinned import private_digest, shared_digest
from firstcall.record.views.view import parties_of, view
from firstcall.report.decision.line_facts import NoteTold, ToldLine
from firstcall.report.record.rows import event_said, events_json, offer_lines
from firstcall.report.words.enums import Language
from firstcall.said import Local, Quoted, Said, plural, sentence
from firstcall.service import options, world
from firstcall.service.commands.compare import compare_command
from firstcall.service.commands.export import export_command
from firstcall.service.commands.record_fields import evidence_of, local_text, payload_of, payload_options
from firstcall.service.folder import (
    RECORD,
    CountedEvents,
    Partnership,
    RepairIt,
    TakeOutAndEnterAgain,
    TornLine,
    ahead_of_clock,
    folder_of,
    read_agreement,
    read_record_of,
)
from firstcall.service.page_files import in_language
from firstcall.service.plain_files import is_there
from firstcall.service.questions.known_words import check_last_entry, check_words
from firstcall.service.record_file import entering, repair_lines, repair_record
from firstcall.service.speech import (
    UsageTold,
    caution,
    running_language,
    said_in,
    spoken_failure,
    tell_fact,
    with_language,
)


@click.group()
def record() -> None:
    """What happened: append-only, in streams, each event with when it took effect and when it was entered."""


class Kinds(click.Group):
    """One command for each kind of event; a type may be written with spaces or underscores too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every type of event."""
        return sorted(EVENT_KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command that adds an event of a type."""
        name = cmd_name.replace("_", "-").replace(" ", "-")
        if name not in EVENT_KINDS:
            raise UsageTold(unknown("event type", cmd_name), near_or_listed(name, EVENT_KINDS), ctx)
        return with_language(_adder(name))


def _adder(name: str) -> click.Command:
    kind = EVENT_KINDS[name]

    def add(partnership: Path, **given: Any) -> None:
        _add(name, partnership, given)

    params: list[click.Parameter] = [
        click.Argument(["partnership"], type=options.A_PATH),
        *payload_options(kind),
        click.Option(["--at"], metavar="DATE", help="When it took effect; the entering when left out."),
        click.Option(["--recorded"], metavar="DATE", help="When it is entered; now when left out."),
        click.Option(["--by"], metavar="PARTY", required=True, help="Whose act or fact it is."),
        click.Option(["--entered-by"], metavar="WHO", help="Who enters it; this user when left out."),
        click.Option(["--signatory"], metavar="WHO", help="Who signed, where somebody did."),
        click.Option(["--evidence"], type=options.A_PATH, help="A file that shows it."),
        click.Option(["--grade"], help="agreed, stated, reported or assumed; stated when left out."),
        click.Option(["--source"], multiple=True, help="Ids of the agreement's sources."),
        click.Option(["--attribution"], help="Who is said to have said it."),
        click.Option(["--note"]),
        click.Option(["--id"], help="The event's id; random when left out."),
        click.Option(["--dry-run"], is_flag=True, help="Check and show, and write nothing."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON."),
        click.Option(["--strict"], **options.STRICT),
    ]
    return with_language(click.Command(name, callback=add, params=params, help=kind.__doc__))


record.add_command(compare_command)
record.add_command(export_command)
record.add_command(Kinds("add", help="Add an event; each type has its own flags: record add TYPE --help."))


def _add(name: str, path: Path, given: dict[str, Any]) -> None:
    with entering(path, dry_run=given["dry_run"]) as desk:
        agreement = desk.held.agreement
        recorded = options.instant_of(given["recorded"], agreement, "--recorded") if given["recorded"] else desk.now
        at = options.instant_of(given["at"], agreement, "--at") if given["at"] else recorded
        fields = _fields(name, given, agreement, at, recorded)
        warnings = check_words(desk.held, fields, at)
        after = desk.enter([fields], look=partial(check_last_entry, desk.held))
    event = after.events[-1]
    for warning in warnings:
        tell_fact(NoteTold(note=warning), beside=True)
    if given["as_json"]:
        options.echo_json(event.model_dump(mode="json", exclude_none=True, exclude_unset=True))
        return
    told = event_said(event, zone(agreement.timezone))
    tell_fact(WouldAdd(event=told) if given["dry_run"] else Added(event=told))
    for line in in_language(standing_after(Partnership(desk.held.path, agreement, after), event), running_language()):
        click.echo(line)


def _fields(name: str, given: dict[str, Any], agreement: Agreement, at: datetime, recorded: datetime) -> dict[str, Any]:
    """Return the event that the flags say, as it stands on a line."""
    fields: dict[str, Any] = {
        "id": given["id"] or world.new_id(),
        "type": name,
        "at": local_text(at, agreement),
        "recorded": local_text(recorded, agreement),
        "by": given["by"],
        "entered_by": given["entered_by"] or world.user(),
        "signatory": given["signatory"],
        "evidence": evidence_of(given["evidence"]) if given["evidence"] else None,
        "basis": _basis(given, agreement),
        "note": given["note"],
        **payload_of(EVENT_KINDS[name], given, agreement),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _basis(given: dict[str, Any], agreement: Agreement) -> dict[str, Any] | None:
    sources = options.words_of(given["source"])
    for source in sources:
        check_known("source", source, agreement.sources)
    if not (given["grade"] or sources or given["attribution"]):
        return None
    basis = {"grade": given["grade"] or "stated", "source": list(sources), "attribution": given["attribution"]}
    return {name: value for name, value in basis.items() if value}


class Added(Said):
    says = sentence("record.added", "added {event}")
    event: Said


class WouldAdd(Said):
    says = sentence("record.would-add", "would add {event}")
    event: Said


def standing_after(deal: Partnership, event: EventBase) -> list[ToldLine]:
    """Return how the offer that an event speaks of stands once it has taken effect."""
    offer_id = getattr(event, "offer", None)
    here = position(deal.agreement, deal.record, event.at)
    if offer_id is None:
        idle = without_effect(here, (event,)).get(event.id)
        return [] if idle is None else [ToldLine(2, idle.told()), ToldLine(4, FixIs(fix=idle.fix))]
    lines: list[ToldLine] = []
    for clause in right_named(here, offer_id, None):
        offer = here.offer(offer_id, clause)
        if offer is not None:
            lines += offer_lines(offer, here.terms().where, event)
    return lines


class NoEventsIn(Said):
    says = sentence("record.no-events-in", "no events in stream {stream}")
    stream: Annotated[str, Quoted]


class NoEventFits(Said):
    says = sentence("record.no-event-fits", "no event on the record fits")


class PinnedPrivate(Said):
    says = sentence("verify.private", "private, over all streams: {digest}")
    digest: str


class PinnedWith(Said):
    says = sentence("verify.shared-with", "shared with {party}: {digest}")
    party: str
    digest: str


class CountedStreams(Said):
    says = plural("count.streams", "{n} stream", "{n} streams")
    n: int


class VerifiedEmpty(Said):
    says = sentence("verify.empty", "ok: {events} in {streams}")
    events: Said
    streams: Said


class Verified(Said):
    says = sentence("verify.ok", "ok: {events} in {streams}, last entered {last} ({utc})")
    events: Said
    streams: Said
    last: Annotated[datetime, Local]
    utc: datetime


@record.command("show")
@options.partnership_argument
@click.option("--stream", help="Only this stream, such as offer:o-1.")
@click.option("--type", "kind", help="Only events of this type.")
@options.known_at_option
@options.what_ifs
@options.json_option
def record_show_command(
    partnership: Path, stream: str | None, kind: str | None, known_at: str | None, as_json: bool
) -> None:
    """Show the events in the order in which they took effect, corrected as known."""
    deal = options.open_supposing(partnership)
    known = options.instant_of(known_at, deal.agreement, "--known-at") if known_at else None
    if kind is not None:
        check_known("event type", kind, EVENT_KINDS)
    events = [
        event
        for event in deal.record.known(known).events
        if (stream is None or event.stream == stream) and (kind is None or event.type == kind)
    ]
    if stream is not None and not events:
        streams = {event.stream for event in deal.record.events}
        raise NotFound(NoEventsIn(stream=stream), fix=near_or_listed(stream, streams, "stream"))
    idle = _without_effect(deal, events, known)
    if as_json:
        options.echo_json(events_json(events, idle))
        return
    for event in events:
        tell_fact(event_said(event, zone(deal.agreement.timezone), idle.get(event.id)))
    if not events:
        tell_fact(NoEventFits(), beside=True)


def _without_effect(
    deal: Partnership, events: Sequence[EventBase], known: datetime | None
) -> Mapping[str, WithoutEffect]:
    """Return the events that moved nothing, by their ids, as known."""
    if not events:
        return {}
    return without_effect(position(deal.agreement, deal.record, max(event.at for event in events), known), events)


@record.command("verify")
@options.partnership_argument
@click.option("--as", "party", metavar="PARTY", help="Print only what is shared with this party.")
@options.json_option
def record_verify_command(partnership: Path, party: str | None, as_json: bool) -> int:
    """Check every hash, number and order in the record's streams, and print digests to compare.

    The digest shared with a party is over what the grantor and it may both see: each comes to the same one, from the
    whole record or from what was exported for the party. The private one is over the ends of all streams.
    """
    folder = folder_of(partnership)
    try:
        agreement, held = read_agreement(folder), read_record_of(folder)
    except RecordError as error:
        if not as_json:
            raise
        reasons = [one.what.as_json() for one in error.problems] or [error.what.as_json()]
        options.echo_json({"ok": False, "faults": str(error).splitlines(), "fault_reasons": reasons})
        return 3
    if (ahead := ahead_of_clock(agreement, held)) is not None:
        caution(ahead, TakeOutAndEnterAgain(n=ahead.n), Place(str(folder / RECORD)))
    if as_json:
        options.echo_json(verified_json(held, agreement, party))
    else:
        for line in verified_lines(held, agreement, party, running_language()):
            click.echo(line)
    if held.torn:
        torn = RecordError(TornLine(), fix=RepairIt(folder=str(folder)))
        click.echo(spoken_failure(torn, running_language()), err=True)
        return 3
    return 0


def verified_json(held: Record, agreement: Agreement, party: str | None) -> dict[str, Any]:
    """Return what was verified of a record, and the digests to compare, as plain values."""
    pins = _pinned(held, agreement, party)
    shared = {name: pin for name, pin in pins.items() if name is not None}
    own = {} if party else {"digest": held.known().digest, "private": pins[None]}
    return {"ok": not held.torn, **_extent(held, party), "torn_bytes": len(held.torn), "shared": shared, **own}


def verified_lines(held: Record, agreement: Agreement, party: str | None, lang: Language = "en") -> Iterator[str]:
    """Yield what was verified of a record, and the digests to compare, in a language."""
    pins = _pinned(held, agreement, party)
    seen = held if party is None else view(held, party, agreement)
    yield said_in(_verified(seen, zone(agreement.timezone)), lang)
    for name, pin in pins.items() if held.events else ():
        pinned = PinnedPrivate(digest=pin) if name is None else PinnedWith(party=name, digest=pin)
        yield f"  {said_in(pinned, lang)}"


def _pinned(record: Record, agreement: Agreement, party: str | None) -> dict[str | None, str]:
    """Return the digests to compare, by the party that shares each; the private one by nobody."""
    others = [name for name, role in parties_of(agreement).items() if role != "grantor"]
    shown = others if party is None else [party]
    found: dict[str | None, str] = {name: shared_digest(record, name, agreement) for name in shown}
    return found if party is not None else found | {None: private_digest(record)}


def _extent(record: Record, party: str | None) -> dict[str, int]:
    if party is not None:
        return {}
    return {"events": len(record.events), "streams": len({event.stream for event in record.events})}


def _verified(record: Record, where: ZoneInfo) -> Said:
    streams, last = len({event.stream for event in record.events}), record.last_recorded
    events, kept = CountedEvents(n=len(record.events)), CountedStreams(n=streams)
    if last is None:
        return VerifiedEmpty(events=events, streams=kept)
    return Verified(events=events, streams=kept, last=last.astimezone(where), utc=last)


@record.command("repair")
@options.partnership_argument
@options.json_option
def repair_command(partnership: Path, as_json: bool) -> None:
    """Mend a torn last line, of the record and of what was taken in: its bytes are kept in a file beside it.

    What else is damaged, such as the marks of a merge, is named, and left as it is.
    """
    from firstcall.service.billing.deliveries.intake import LEDGER, read_list, repair_intake

    folder = folder_of(partnership)
    done = [repair_record(folder)]
    if is_there(folder / LEDGER):
        done.append(repair_lines(folder / LEDGER, repair_intake))
    for one in () if as_json else done:
        tell_fact(one)
    read_record_of(folder)
    read_list(folder)
    if as_json:
        options.echo_json({"notes": [str(one) for one in done], "note_reasons": [one.as_json() for one in done]})
