"""Options that several commands share, and how their texts become values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence, Sized
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import click

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.exact import exact_decimal
from firstcall.agreement.overlay import WhatIfTold
from firstcall.agreement.terms import versions
from firstcall.dates import When, day_end, local_day, parse_instant, parse_when, zone
from firstcall.errors import QuestionError
from firstcall.report.decision.line_facts import NoteTold
from firstcall.said import Quoted, Said, Unreadable, sentence
from firstcall.service import world
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.speech import ToldText, cautions, tell_fact

on_option = click.option("--on", "on", metavar="DATE", help="A day, time, month or year; now when left out.")
known_at_option = click.option(
    "--known-at", metavar="DATE", help="Count only what was entered and signed by then; `on` for the day asked about."
)
A_PATH = click.Path(path_type=Path, readable=False)
"""Where a file or folder is: whether it may be read is told where it is read, as what the machine refuses is."""
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
Command = Callable[..., Any]


def _be_strict(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    ctx.meta["firstcall.strict"] = value


STRICT: dict[str, Any] = {
    "is_flag": True, "expose_value": False, "is_eager": True, "callback": _be_strict,
    "help": "Refuse a record whose last line is torn, instead of warning of it.",
}  # fmt: skip
"""The flag that has a command refuse a torn record, for commands that are made from a list of parameters too."""


def partnership_argument(command: Command) -> Command:
    """Give a command the folder that it reads, and the flag that has it refuse a torn record.

    A command that is strict about more than the record has a flag of its own, which counts for the record too.
    """
    own = any(param.name == "strict" for param in getattr(command, "__click_params__", ()))
    given = command if own else click.option("--strict", **STRICT)(command)
    return click.argument("partnership", type=A_PATH)(given)


def _keep(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> None:
    """Keep what is to be supposed with the command that runs, until the partnership is opened."""
    ctx.meta[f"firstcall.{param.name}"] = value


def _supposing(flag: str, metavar: str, said: str) -> Callable[[Command], Command]:
    name = flag.strip("-") + "_files"
    return click.option(
        flag,
        name,
        multiple=True,
        type=A_PATH,
        metavar=metavar,
        help=said,
        expose_value=False,
        callback=_keep,
    )


def what_ifs(command: Command) -> Command:
    """Give a command the two flags that suppose something."""
    assume = _supposing("--assume", "EVENTS.jsonl", "Suppose events; may be repeated.")
    overlay = _supposing("--with", "OVERLAY.yaml", "Suppose a what-if; may be repeated.")
    return overlay(assume(command))


def open_supposing(path: Path) -> Partnership:
    """Return the partnership in a folder, with what the running command was told to suppose; and say so."""
    context = click.get_current_context(silent=True)
    meta = context.meta if context else {}
    deal = open_partnership(path, meta.get("firstcall.with_files", ()), meta.get("firstcall.assume_files", ()))
    meta["firstcall.supposed"] = deal.supposed
    tell_what_ifs(deal)
    return deal


class OfFlag(Said):
    says = sentence("flag.of", "{flag}: {what}")
    flag: str
    what: Said


class NotAPair(Said):
    says = sentence("flag.not-a-pair", "{flag} {given}: not a pair")
    flag: str
    given: str


class WritePair(Said):
    says = sentence("flag.write-pair", "write {flag} name=value")
    flag: str


class GivenTwice(Said):
    says = sentence("flag.given-twice", "{flag}: {name} is given twice")
    flag: str
    name: Annotated[str, Quoted]


class GiveOnce(Said):
    says = sentence("flag.give-once", "give it once")


def tell_what_ifs(deal: Partnership) -> None:
    """Say on stderr what was supposed, and what was skipped for it."""
    for supposed in deal.supposed:
        tell_fact(WhatIfTold(what=supposed), beside=True)
    for warning in deal.warnings:
        tell_fact(NoteTold(note=warning), beside=True)


def when_of(text: str | None, agreement: Agreement, flag: str = "--on") -> When:
    """Return the moment asked about; the present one when nothing was given.

    Args:
      text: what was written after the flag.
      agreement: whose zone a day is read in.
      flag: the flag that an error names.

    Raises:
      QuestionError: the text is no date or time.
    """
    if text is None:
        now = world.now()
        return When(now.isoformat(), now)
    try:
        return parse_when(text, zone(agreement.timezone))
    except Unreadable as error:
        raise of_flag(flag, error) from error


def known_at_of(text: str | None, when: When, agreement: Agreement) -> datetime | None:
    """Return the instant up to which things were known; None for everything in the files."""
    if text is None:
        return None
    if text == "on":
        return when.first
    return instant_of(text, agreement, "--known-at")


def instant_of(text: str, agreement: Agreement, flag: str) -> datetime:
    """Return the instant that a flag's text names, in the agreement's zone.

    Raises:
      QuestionError: the text is no date or time.
    """
    try:
        return parse_instant(text, zone(agreement.timezone))
    except Unreadable as error:
        raise of_flag(flag, error) from error


class NoTextThatEarly(Said):
    says = sentence("options.no-text-yet", "on {day} there was no text yet")
    day: date


class NameDayOfText(Said):
    says = sentence("options.name-day-of-text", "name {first}, when the first took effect, or a later day")
    first: date


def refuse_before_any_text(days: Iterable[date], agreement: Agreement) -> None:
    """Refuse a day on which there was no text yet, where a text of that day is asked for.

    Raises:
      QuestionError: naming the day and the first on which there is one.
    """
    where = zone(agreement.timezone)
    begins = versions(agreement)[0].effective
    for day in days:
        if day_end(day, where) <= begins:
            raise QuestionError(NoTextThatEarly(day=day), fix=NameDayOfText(first=local_day(begins, where)))


def of_flag(flag: str, error: Unreadable) -> QuestionError:
    """Return what cannot be read after a flag, as an error that names the flag."""
    return QuestionError(OfFlag(flag=flag, what=error.what), fix=error.fix)


def quantity_of(text: str | None, flag: str = "--quantity") -> Decimal | None:
    """Return an exact quantity.

    Args:
      text: as it was given.
      flag: the flag that gave it.

    Raises:
      QuestionError: the text is no plain decimal number.
    """
    if text is None:
        return None
    try:
        return Decimal(str(exact_decimal(text)))
    except Unreadable as error:
        raise of_flag(flag, error) from error


def plain_digits(text: str, flag: str) -> str:
    """Return a number as plain digits, also where it was given in words: 100 miliar, 100 mil millones.

    Raises:
      QuestionError: its dots and commas are not those of the language of its word.
    """
    from firstcall.report.words.formats import in_digits

    try:
        return in_digits(text)
    except Unreadable as error:
        raise of_flag(flag, error) from error


def words_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return words given one by one or with commas, each once.

    >>> words_of(("training,research", "training"))
    ('training', 'research')
    """
    found = (part.strip() for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(part for part in found if part))


def pairs(texts: tuple[str, ...], flag: str) -> dict[str, str]:
    """Return name=value pairs.

    Raises:
      QuestionError: a text without an equals sign, or a name given twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise QuestionError(NotAPair(flag=flag, given=text), fix=WritePair(flag=flag))
        if name.strip() in found:
            raise QuestionError(GivenTwice(flag=flag, name=name.strip()), fix=GiveOnce())
        found[name.strip()] = value.strip()
    return found


def counted(things: Sized, name: str) -> str:
    """Return how many there are, in words that fit one and many.

    >>> counted(["a"], "event"), counted([], "event")
    ('1 event', '0 events')
    """
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def echo_json(value: Any) -> None:
    """Print a value as JSON; a mapping says first what the running command was told to suppose, and warned of.

    A list has no place for it: there stderr alone says so.
    """
    click.echo(json.dumps(said_first(value, what_is_supposed(), cautions()), ensure_ascii=False, indent=2))


def what_is_supposed() -> tuple[Said, ...]:
    """Return what the running command was told to suppose."""
    context = click.get_current_context(silent=True)
    return context.meta.get("firstcall.supposed", ()) if context else ()


def said_first(value: Any, supposed: Sequence[Said], warned: Sequence[ToldText]) -> Any:
    """Return a mapping that says first what was supposed and warned of; anything else has no place for it.

    >>> said_first({"on": "now"}, (GiveOnce(),), ())["what_if"], said_first([1], (GiveOnce(),), ())
    (['give it once'], [1])
    """
    if not isinstance(value, dict):
        return value
    told: dict[str, Any] = {}
    if supposed:
        told |= {"what_if": list(map(str, supposed)), "what_if_reasons": [one.as_json() for one in supposed]}
    if warned:
        told |= {"warnings": list(map(str, warned)), "warning_reasons": [one.reason.as_json() for one in warned]}
    return told | value


def together_options(command: Any) -> Any:
    """Add --parts and --overlap to a command, as `together`."""
    for word, says in (
        ("overlap", "What stands in several files counts once; of what differs, the file named last."),
        ("parts", "Every row counts, also those that stand in several files."),
    ):
        command = click.option(f"--{word}", "together", flag_value=word, default=None, help=says)(command)
    return command
