"""Which language the running command speaks, and what it says beside its result: errors, what-ifs, remarks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import click

from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.said import Quoted, Said, sentence
from firstcall.values import dataclass

if TYPE_CHECKING:
    from firstcall.errors import FirstcallError, Place
    from firstcall.report.sheet import Sheet, SheetText, Tell

    Warned = tuple[Said, Said | None, Place | None]

LANG = "firstcall.lang"
LANG_HELP = "The language of all but what authors wrote."


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
    lang: str | None = (context.params.get("lang") or context.meta.get(LANG)) if context else None  # its own, first
    return lang if lang in LANGUAGES else "en"


def _keep_language(context: click.Context, param: click.Parameter, lang: Language) -> None:
    context.meta[LANG] = lang


def with_language(command: click.Command) -> click.Command:
    """Return a command that takes `--lang`, as every command does; of a group, each of its commands too."""
    if isinstance(command, click.Group):
        for one in getattr(command, "commands", {}).values():
            with_language(one)
    if not any(param.name == "lang" for param in command.params):
        option = click.Option(["--lang"], type=click.Choice(LANGUAGES), default="en", help=LANG_HELP,
                              expose_value=False, callback=_keep_language)  # fmt: skip
        command.params.append(option)
    return command


@contextmanager
def click_speaks(lang: Language) -> Iterator[None]:
    """Have Click say what is wrong with a command line in a language, while a command runs."""
    if lang == "en":
        yield
        return
    one, many = _clicks_words(lang)
    modules = (click.core, click.exceptions, click.parser, click.types)
    before = [(module, name, getattr(module, name)) for module in modules for name in ("_", "ngettext")
              if hasattr(module, name)]  # fmt: skip
    try:
        for module, name, _ in before:
            setattr(module, name, one if name == "_" else many)
        yield
    finally:
        for module, name, was in before:
            setattr(module, name, was)


@lru_cache(maxsize=2)
def _clicks_words(lang: Language) -> tuple[Callable[[str], str], Callable[[str, str, int], str]]:
    from gettext import GNUTranslations

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = files("firstcall.service").joinpath("locale", f"{lang}.po").read_text(encoding="utf-8")
    made = BytesIO()
    write_mo(made, read_po(iter(text.splitlines(keepends=True)), locale=lang))
    made.seek(0)
    words = GNUTranslations(made)
    return words.gettext, words.ngettext


def said_in(what: Said, lang: Language) -> str:
    """Return a fact in a language; English needs no catalogue, and loads none."""
    if lang == "en":
        return str(what)
    from firstcall.report.words.facts import say
    from firstcall.report.words.words import words_in

    return say(what, words_in(lang))


def tell_sheets(sheets: Iterable[Sheet], form: str, width: int) -> None:
    """Print sheets in the language of the command that runs.

    Args:
      sheets: what is told.
      form: `md` for Markdown, anything else for a terminal.
      width: how many columns the terminal has.
    """
    from firstcall.report.sheet import markdown_text
    from firstcall.report.terminal import terminal_text

    told: Iterable[Sheet | SheetText] = sheets
    lang = running_language()
    if lang != "en":
        from firstcall.report.words.spoken import spoken_sheets
        from firstcall.report.words.words import words_in

        told = spoken_sheets(sheets, words_in(lang))
    if form == "md":
        click.echo(markdown_text(told), nl=False)
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(terminal_text(told, width, colour=colour), nl=False, color=True)


def tell_fact(what: Said, *, beside: bool = False) -> None:
    """Print a fact in the language of the command that runs; `beside` puts it on stderr."""
    click.echo(said_in(what, running_language()), err=beside)


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


def tell_on_paper(lang: Language) -> Tell:
    """Return what says a fact on paper, where English too writes days with the month in letters.

    >>> from datetime import date
    >>> from firstcall.report.terms.rows import TheDay
    >>> [tell(TheDay(day=date(2026, 3, 10))) for tell in (tell_in("en"), tell_on_paper("en"), tell_on_paper("es"))]
    ['2026-03-10', '10 Mar 2026', '10 mar 2026']
    """
    from dataclasses import replace

    from firstcall.report.words.facts import say
    from firstcall.report.words.words import words_in

    words = replace(words_in(lang), figures=True)
    return lambda said: say(said, words)


def _fix_word(lang: Language) -> str:
    from firstcall.report.words.words import words_in

    return words_in(lang).text("fix")


class UsageTold(click.UsageError):
    """A command line that is mistyped in a way that only we can tell, with what helps."""

    def __init__(self, what: Said, fix: Said, context: click.Context | None = None) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what}\n  fix: {fix}", context)

    def in_language(self, lang: Language) -> str:
        """Return what is wrong and what helps, in a language."""
        return f"{said_in(self.what, lang)}\n  {_fix_word(lang)}: {said_in(self.fix, lang)}"


class CautionWord(Said):
    says = sentence("caution.word", "warning")


class NoCommand(Said):
    says = sentence("usage.no-command", "there is no command {command}")
    command: Annotated[str, Quoted]


def unknown_command(name: str, known: Iterable[str], context: click.Context) -> UsageTold:
    """Return that there is no command of a name, with the nearest one."""
    from firstcall.errors import near_or_listed

    return UsageTold(NoCommand(command=name), near_or_listed(name.rpartition(" ")[2], known), context)


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
    with click_speaks(lang):
        message = error.in_language(lang) if isinstance(error, UsageTold) else error.format_message()
    click.echo(said.text("Error: {message}", message=message), err=True)


@dataclass(slots=True)
class Listener:
    """Who hears, in place of stderr, what makes an answer less sure: a program that calls the library."""

    strict: bool = False
    """Whether it wants an error instead."""
    told: list[ToldText] = field(default_factory=list)


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


def caution(what: Said, fix: Said | None = None, place: Place | None = None) -> None:
    """Say on stderr, once a command, what makes its answer less sure; JSON repeats it under `warnings`."""
    listener, context = _LISTENER.get(), click.get_current_context(silent=True)
    if listener is not None:
        text = as_told(what, fix, place)
        listener.told += [] if text in listener.told else [text]
        return
    if context is None:
        return
    told: list[Warned] = context.meta.setdefault("firstcall.warnings", [])
    warned = (what, fix, place)
    if warned not in told:
        told.append(warned)
        lang = running_language()
        words = [f"{said_in(CautionWord(), lang)}: {f'{place}: ' if place else ''}{said_in(what, lang)}"]
        words += [f"  {_fix_word(lang)}: {said_in(fix, lang)}"] if fix else []
        click.echo("\n".join(words), err=True)


def has_a_listener() -> bool:
    """Say whether a command runs, beside whose answer something can be said."""
    return _LISTENER.get() is not None or click.get_current_context(silent=True) is not None


class ToldText(str):
    """What was warned of as it is printed in English, with the fact that it says."""

    __slots__ = ("reason",)
    reason: Said


def as_told(what: Said, fix: Said | None, place: Place | None) -> ToldText:
    """Return what is warned of as text: where it is, what it is, how to mend it."""
    from firstcall.errors import error_text

    told = ToldText(error_text(what, fix, place=place))
    told.reason = what
    return told


def cautions() -> tuple[ToldText, ...]:
    """Return what the running command has warned of, in English."""
    context = click.get_current_context(silent=True)
    return tuple(as_told(*one) for one in context.meta.get("firstcall.warnings", ())) if context else ()


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
