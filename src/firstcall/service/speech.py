"""Which language the running command speaks, and what it says beside its result: errors, what-ifs, remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from firstcall.report.words.enums import LANGUAGES, Language

if TYPE_CHECKING:
    from firstcall.errors import FirstcallError
    from firstcall.report.statement.sentences import Tell


def asked_language(args: Sequence[str]) -> Language:
    """Return the language that a command line asks for; English where it asks for none that is spoken.

    It is read before the flags are, so that a mistyped flag is told in it too.

    >>> asked_language(["decide", "deal", "--lang", "id"]), asked_language(["decide", "--lang=es"])
    ('id', 'es')
    >>> asked_language(["decide", "--lang", "xx"]), asked_language(["decide", "--", "--lang", "es"])
    ('en', 'en')
    """
    flags = list(args[: args.index("--")] if "--" in args else args)
    found = [value for flag, value in pairwise(flags) if flag == "--lang"]
    found += [flag.removeprefix("--lang=") for flag in flags if flag.startswith("--lang=")]
    return found[-1] if found and found[-1] in LANGUAGES else "en"


def running_language() -> Language:
    """Return the language of the command that runs; English where it has none."""
    context = click.get_current_context(silent=True)
    lang: str | None = context.params.get("lang") if context else None
    return lang if lang in LANGUAGES else "en"


def spoken_error(text: str, lang: Language) -> str:
    """Return an error, or a remark, in a language; English needs no catalogue, and loads none."""
    if lang == "en":
        return text
    from firstcall.report.words.spoken import told_in
    from firstcall.report.words.words import words_in

    return told_in(text, words_in(lang))


def spoken_failure(error: FirstcallError, lang: Language) -> str:
    """Return an error of ours in a language; English needs no catalogue, and loads none."""
    if lang == "en":
        return str(error)
    from firstcall.report.words.spoken import told_error
    from firstcall.report.words.words import words_in

    return told_error(error, words_in(lang))


def tell_in(lang: Language) -> Tell:
    """Return what says a fact in a language; English needs no catalogue, and loads none.

    >>> from fractions import Fraction
    >>> from firstcall.money import sum_of
    >>> [tell_in(lang)(sum_of(Fraction(1234567), "USD")) for lang in ("en", "id")]
    ['1,234,567 USD', '1.234.567 USD']
    """
    if lang == "en":
        return str
    from firstcall.report.words.facts import plainly
    from firstcall.report.words.words import words_in

    words = words_in(lang)
    return lambda said: plainly(said, words)


def tell_usage(error: click.ClickException, lang: Language) -> None:
    """Say on stderr what is wrong with a command line, and how the command is called."""
    if lang == "en":
        error.show()
        return
    from firstcall.report.words.words import words_in

    said = words_in(lang)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        usage = context.get_usage().removeprefix("Usage: ").replace("[OPTIONS]", f"[{said.text('OPTIONS')}]")
        click.echo(said.text("Usage: {usage}", usage=usage), err=True)
        asks = f"{context.command_path} {context.help_option_names[0]}"
        click.echo(said.text("Try '{command}' for help.", command=asks) + "\n", err=True)
    message = spoken_error(error.format_message(), lang)
    click.echo(said.text("Error: {message}", message=message), err=True)


@dataclass(slots=True)
class Listener:
    """Who hears, in place of stderr, what makes an answer less sure: a program that calls the library."""

    strict: bool = False
    """Whether it wants an error instead."""
    told: list[str] = field(default_factory=list)


_LISTENER: ContextVar[Listener | None] = ContextVar("firstcall.listener", default=None)


@contextmanager
def listening(*, strict: bool = False) -> Iterator[Listener]:
    """Have what would be said on stderr told to a listener, for as long as this lasts."""
    listener = Listener(strict)
    before = _LISTENER.set(listener)
    try:
        yield listener
    finally:
        _LISTENER.reset(before)


def caution(text: str) -> None:
    """Say on stderr, once a command, what makes its answer less sure; JSON repeats it under `warnings`."""
    listener, context = _LISTENER.get(), click.get_current_context(silent=True)
    if listener is not None:
        listener.told += [] if text in listener.told else [text]
        return
    if context is None:
        return
    told: list[str] = context.meta.setdefault("firstcall.warnings", [])
    if text not in told:
        told.append(text)
        lang = running_language()
        click.echo(f"{spoken_error('warning', lang)}: {spoken_error(text, lang)}", err=True)


def has_a_listener() -> bool:
    """Say whether a command runs, beside whose answer something can be said."""
    return _LISTENER.get() is not None or click.get_current_context(silent=True) is not None


def cautions() -> tuple[str, ...]:
    """Return what the running command has warned of."""
    context = click.get_current_context(silent=True)
    return tuple(context.meta.get("firstcall.warnings", ())) if context else ()


def is_strict() -> bool:
    """Say whether the running command, or the program that calls, is to refuse what it would only warn of."""
    listener = _LISTENER.get()
    if listener is not None:
        return listener.strict
    context = click.get_current_context(silent=True)
    return bool(context and (context.meta.get("firstcall.strict") or context.params.get("strict")))


def party_that_looks() -> str | None:
    """Return the party that the running command answers (`--as`); None where it answers the keeper of the record."""
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    party: str | None = context.meta.get("firstcall.party") or context.params.get("party")
    return party


def looking_as(context: click.Context, param: click.Parameter, party: str | None) -> str | None:
    """Keep with the running command which party it answers, where the flag has another name inside."""
    context.meta["firstcall.party"] = party
    return party
