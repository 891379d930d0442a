"""The command line: a table loaded late, exit codes, and no traceback whatever is typed."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.service.conftest import Cli

from firstcall import errors
from firstcall.service import cli as command_line
from firstcall.service.cli import COMMANDS, CommandTable, run


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_of_the_table_loads_and_explains_itself(name: str, cli: Cli) -> None:
    ran = cli(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: firstcall {name} ")


def test_a_brief_needs_nothing_beyond_the_core_install(root: Path) -> None:
    """Libraries of the extras are taken away; `make brief` installs none of them."""
    extras = ("numpy", "duckdb", "openpyxl", "pyarrow", "highspy", "docx", "icalendar", "lxml", "rich")
    asked = (
        f"import sys; sys.modules.update(dict.fromkeys({extras})); from firstcall.service.cli import run; "
        f"sys.exit(run(['brief', {str(root / 'examples' / 'microsoft-openai')!r}, '--on', '2025-01-21']))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "What may be done?" in ran.stdout


def test_help_lists_every_command_without_loading_any(cli: Cli) -> None:
    ran = cli("--help")
    assert ran.code == 0
    assert not [name for name in COMMANDS if f"\n  {name} " not in ran.out]
    asked = "import sys; from firstcall.service.cli import run; run(['--help']); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    loaded = set(shown.splitlines()[-1].split())
    assert "firstcall.service.cli" in loaded
    assert not loaded & {"pydantic", "ruamel", "holidays", "duckdb", "firstcall.agreement"}


def test_the_version_is_the_packages(cli: Cli) -> None:
    from importlib.metadata import version

    assert cli("--version").out == f"firstcall, version {version('firstcall')}\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("decid",), "there is no command 'decid'\n  fix: did you mean 'decide'?"),
        (("🦕",), "there is no command '🦕'\n  fix: use one of: audit, brief, check"),
        (("check",), "Missing argument 'PARTNERSHIP'"),
        (("check", "x", "--jsn"), "No such option"),
    ],
)
def test_a_slip_is_a_usage_error(args: tuple[str, ...], said: str, cli: Cli) -> None:
    ran = cli(*args)
    assert (ran.code, ran.out) == (2, "") and said in ran.err


def failing(error: BaseException) -> CommandTable:
    """A command line whose one command fails."""

    @click.command()
    def fail() -> None:
        raise error

    class One(CommandTable):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
            return fail

    return One("firstcall", {"fail": ("", "Fails.")}, "Fails.")


GONE = errors.unknown("name", "x")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (errors.QuestionError(GONE, fix=errors.DidYouMean(near="y")), 2,
         "unknown name 'x'\n  fix: did you mean 'y'?\n"),
        (errors.AgreementError([errors.Problem(errors.Place("a", 1), GONE)]), 3, "a:1: unknown name 'x'\n"),
        (errors.NotFound(GONE), 4, "unknown name 'x'\n"),
        (errors.ConflictError(GONE), 5, "unknown name 'x'\n"),
        (errors.RefusalError(GONE), 6, "unknown name 'x'\n"),
        (errors.MachineError(GONE), 7, "unknown name 'x'\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (OSError(28, "No space left on device"), 7,
         "the machine refused: no space left on device\n"
         "  fix: check where the output goes: permissions, and room on the disk\n"),
        (OSError(13, "Permission denied", "there"), 7,
         "the machine refused: permission denied\n  fix: check 'there': permissions, and room on the disk\n"),
        (ModuleNotFoundError("No module named 'duckdb'", name="duckdb"), 1,
         "this needs a library that is not installed\n  fix: pip install 'firstcall[settle]'\n"),
        (ModuleNotFoundError("No module named 'icalendar.cal'", name="icalendar.cal"), 1,
         "this needs a library that is not installed\n  fix: pip install 'firstcall[packet]'\n"),
        (ModuleNotFoundError("No module named 'firstcall.gone'", name="firstcall.gone"), 1,
         "internal error: ModuleNotFoundError: No module named 'firstcall.gone'\n"
         "  fix: run again with FIRSTCALL_TRACEBACK=1 and report what it prints\n"),
        (ZeroDivisionError("by zero"), 1,
         "internal error: ZeroDivisionError: by zero\n"
         "  fix: run again with FIRSTCALL_TRACEBACK=1 and report what it prints\n"),
    ],
)  # fmt: skip
def test_every_error_has_its_exit_code(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "cli", failing(error))
    monkeypatch.delenv("FIRSTCALL_TRACEBACK", raising=False)
    assert run(["fail"]) == code
    assert capsys.readouterr() == ("", said)


def test_an_internal_error_shows_where_it_is_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "cli", failing(ZeroDivisionError("by zero")))
    monkeypatch.setenv("FIRSTCALL_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["fail"])


def test_a_reader_that_leaves_is_no_error(root: Path) -> None:
    command = [sys.executable, "-m", "firstcall", "record", "show", str(root / "examples" / "wiraksa"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as shown:
        assert shown.stdout and shown.stderr
        assert shown.stdout.readline() == b"[\n"
        shown.stdout.close()
        assert shown.stderr.read() == b""
    assert shown.returncode == 0
