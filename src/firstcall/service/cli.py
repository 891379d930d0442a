"""The command line: a table of commands, each loaded when it is called.

stdout is data, stderr is messages. Exit codes: 0 ok, 1 internal, 2 usage, 3 invalid agreement or record,
4 not found or not allowed, 5 conflict with a later state, 6 act refused, 7 the machine does not let us (denied, full,
read-only, no plain file). A command that answers by its exit
code has numbers of its own from 10 on; docs/reference.md lists them.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from firstcall.report.words.enums import Language
from firstcall.said import Said, sentence
from firstcall.service import world
from firstcall.service.speech import (
    asked_language,
    click_speaks,
    said_in,
    spoken_failure,
    tell_usage,
    unknown_command,
    with_language,
)

if TYPE_CHECKING:
    from firstcall.errors import FirstcallError

COMMANDS: dict[str, tuple[str, str]] = {
    "audit": ("firstcall.service.audit.command:audit", "Did we keep to it? Every placement of a log, judged."),
    "brief": ("firstcall.service.commands.brief:brief", "Read a partnership: the story, terms, matrix, back-test."),
    "check": ("firstcall.service.commands.check:check", "Tell every problem of an agreement and its record."),
    "clock": ("firstcall.service.commands.clock:clock", "What is due under first refusal: from whom, by when."),
    "decide": (
        "firstcall.service.commands.decide:decide_command",
        "May we? A decision with clauses, facts and grounds.",
    ),
    "gallery": ("firstcall.service.gallery.command:gallery", "Agreements as they are signed, with known answers."),
    "diff": ("firstcall.service.soundness.difference:diff", "What a change of the text changes: words and answers."),
    "export": ("firstcall.service.soundness.export:export_decisions", "The decisions of a day for another engine."),
    "offer": (
        "firstcall.service.offer.command:offer",
        "First refusal: notify, answer, sign; show, list.",
    ),
    "option": (
        "firstcall.service.offer.option_command:option",
        "Options: renew, extend, expand, terminate; who may, until when.",
    ),
    "move": ("firstcall.service.planning.move:move_command", "May a workload be moved, and from when?"),
    "new": ("firstcall.service.commands.new:new", "Start a partnership folder from a template."),
    "plan": ("firstcall.service.planning.plan:plan_command", "What to buy when, from whom; what a clause is worth."),
    "record": (
        "firstcall.service.commands.record:record",
        "What happened: add, show, verify, repair, compare, export.",
    ),
    "route": ("firstcall.service.planning.route:route", "Where to get it: free now, after notice, barred."),
    "schema": ("firstcall.service.commands.schema:schema", "JSON Schemas: of files people write, and of --json."),
    "settle": ("firstcall.service.settle.command:settle_command", "Who owes whom: statements, exact to the cent."),
    "supply": ("firstcall.service.planning.supply:supply", "A price list from elsewhere as lines of supply."),
    "terms": (
        "firstcall.service.commands.terms:terms_command",
        "The terms in force on a day, each with source and grade.",
    ),
}


ALLOCATIONS_TO_COLLECT = 1_000_000
"""How many things are made before garbage is looked for: a command makes much, lets go of little, and is soon over."""


class CommandTable(click.Group):
    """A group whose commands are imported when they are called, so that --help is quick."""

    def __init__(self, name: str, table: dict[str, tuple[str, str]], help: str) -> None:
        super().__init__(name, help=help)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now; None when there is none of that name."""
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return with_language(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; a mistyped one is told with the nearest."""
        name = args[0] if args else ""
        if args and name not in self.table and not name.startswith("-"):
            raise unknown_command(name, self.table, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.table[name][1]) for name in sorted(self.table)])


cli = CommandTable(
    "firstcall",
    COMMANDS,
    "A compute partnership, executable: may we, who must be asked first and by when, who owes whom.\n\n"
    "A PARTNERSHIP is a folder with agreement.yaml and record.jsonl. Not legal advice.",
)
click.version_option(package_name="firstcall", prog_name="firstcall")(cli)


def main(args: list[str] | None = None) -> None:
    """Run the command line, and leave with its exit code."""
    gc.set_threshold(ALLOCATIONS_TO_COLLECT, 10, 10)
    code = run(args)
    gc.freeze()  # what is left goes with the process: nobody need look through all of it once more
    sys.exit(code)


def run(args: list[str] | None = None) -> int:
    """Run a command and return its exit code; every error is told on stderr, in the language asked for."""
    lang = asked_language(sys.argv[1:] if args is None else args)
    world.tell_standing(None)
    try:
        with click_speaks(lang):
            result = cli.main(args=args, prog_name="firstcall", standalone_mode=False)
        if sys.stdout is not None:  # closed by whoever called us: nothing is to be shown
            sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        tell_usage(error, lang)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        _close_output()
        return 0
    except SystemExit as leave:
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):  # click's sign that a pipe's reader has left
            return 0
        return leave.code if isinstance(leave.code, int) else 1
    except Exception as error:
        return _tell(error, lang)


_EXTRAS = {
    "docx": "packet",
    "duckdb": "settle",
    "highspy": "plan",
    "icalendar": "packet",
    "numpy": "plan",
    "openpyxl": "settle",
    "pyarrow": "settle",
    "sqlglot": "spark",
}
"""The extra that brings each library which the core does without."""


class OnlyAfterIt(Said):
    says = sentence("note.only-after-it", "note: {what}; only what came after it failed")
    what: Said


class MachineRefused(Said):
    says = sentence("machine.refused", "the machine refused: {why}")
    why: str


class CheckFilePlace(Said):
    says = sentence("machine.check-file", "check '{file}': permissions, and room on the disk")
    file: str


class CheckOutput(Said):
    says = sentence("machine.check-output", "check where the output goes: permissions, and room on the disk")


class LibraryMissing(Said):
    says = sentence("machine.library-missing", "this needs a library that is not installed")


class Install(Said):
    says = sentence("machine.install", "{command}")
    command: str


class FaultOfOurs(Said):
    says = sentence("machine.internal", "internal error: {what}")
    what: str


class RunWithTrace(Said):
    says = sentence("machine.run-with-trace", "run again with FIRSTCALL_TRACEBACK=1 and report what it prints")


def _tell(error: Exception, lang: Language) -> int:
    from firstcall.errors import FirstcallError

    if not isinstance(error, FirstcallError):
        told = _as_ours(error)
        if told is None:
            raise error
        error = told
    click.echo(spoken_failure(error, lang), err=True)
    for stands in world.standing():
        click.echo(said_in(OnlyAfterIt(what=stands), lang), err=True)
    return error.exit_code


def _as_ours(error: Exception) -> FirstcallError | None:
    """Return what the machine, a missing library or a fault of ours comes to; None where the trace is asked for."""
    from firstcall.errors import FirstcallError, MachineError

    extra = _EXTRAS.get((error.name or "").partition(".")[0]) if isinstance(error, ModuleNotFoundError) else None
    if isinstance(error, OSError):
        _close_output_if_lost()
        fix = CheckFilePlace(file=str(error.filename)) if error.filename else CheckOutput()
        return MachineError(MachineRefused(why=(error.strerror or str(error)).lower()), fix=fix)
    if extra is not None:
        return FirstcallError(LibraryMissing(), fix=Install(command=f"pip install 'firstcall[{extra}]'"))
    if os.environ.get("FIRSTCALL_TRACEBACK"):
        return None
    return FirstcallError(FaultOfOurs(what=f"{type(error).__name__}: {error}"), fix=RunWithTrace())


def _close_output_if_lost() -> None:
    """Give up on what is still to be printed where it cannot be: it would be tried once more as Python ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _close_output()


def _close_output() -> None:
    """Send what is still to be printed nowhere: whoever read it has left, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
