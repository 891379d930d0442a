"""Transcripts: pages of commands and their exact output, run as tests and read as the user guide.

A page is Markdown in tests/transcripts; README and pages of docs/ that show commands are read likewise. Two kinds
of fenced block mean something; the rest is prose:

- ```` ```console ```` holds `$ firstcall ...` lines, each followed by what a terminal shows (stdout and
  stderr together) and, if the command failed, a last line `[exit 6]`. A command that ends in a backslash goes
  on in the next line. All blocks of a page run in order in one sandbox, so that a page can tell a story
  that writes to a record.
- ```` ```yaml drafts/overlay.yaml ```` (any language, then a path) writes that file in the sandbox; with the word
  `unfinished` after the path, its last line has no end.

The sandbox is an empty folder with a copy of examples/ and the settings below. Ids and recorded instants that
would change from run to run are pinned by flags in the page itself.

    python tools/transcripts.py record [PAGE ...]     write pages anew with what the commands print now
"""

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "transcripts"
SETTINGS = {
    "NO_COLOR": "1",
    "COLUMNS": "100",
    "LINES": "40",
    "TERM": "dumb",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "PYTHONTZPATH": "",
}
SHOWN = re.compile(r"^```console\n\$ firstcall ", re.MULTILINE)
FENCE = re.compile(r"(?P<fence>`{3,})(?P<info>[^`]*)")


def all_pages() -> list[Path]:
    """The pages that show commands: every transcript, and README and docs where they hold a console block."""
    shown = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = [page for page in shown if page.is_file() and SHOWN.search(page.read_text(encoding="utf-8"))]
    return [*sorted(PAGES.glob("*.md")), *found]


class PageError(Exception):
    """A page that cannot be run; the message says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines that are only read."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A file the page writes into its sandbox."""

    line: int
    path: str
    lines: tuple[str, ...]
    end: str = "\n"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a console block: its source lines and what it is expected to show."""

    line: int
    typed: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The arguments after the program's name."""
        text = " ".join(part.removesuffix("\\").strip() for part in self.typed).removeprefix("$ ")
        words = shlex.split(text)
        if words[:1] != ["firstcall"]:
            raise PageError(f"line {self.line}: '{text}' is not a firstcall command\n  fix: start it with 'firstcall'")
        return words[1:]


Part = Prose | Given | Command


def parse(text: str) -> tuple[Part, ...]:
    """The parts of a page in order; writing them out again with `render` gives the page back."""
    parts: list[Part] = []
    lines = text.removesuffix("\n").split("\n")
    at = 0
    while at < len(lines):
        opening = FENCE.fullmatch(lines[at])
        if opening is None:
            parts.append(Prose((lines[at],)))
            at += 1
            continue
        try:
            end = lines.index(opening["fence"], at + 1)
        except ValueError:
            raise PageError(f"line {at + 1}: this block is never closed\n  fix: add {opening['fence']}") from None
        parts += [
            Prose((lines[at],)),
            *_block(opening["info"].split(), at + 2, lines[at + 1 : end]),
            Prose((lines[end],)),
        ]
        at = end + 1
    return tuple(parts)


def _block(info: list[str], line: int, lines: list[str]) -> Iterator[Part]:
    if info == ["console"]:
        yield from _commands(line, lines)
    elif len(info) == 2 or info[2:] == ["unfinished"]:
        yield Given(line, info[1], tuple(lines), "\n" if len(info) == 2 else "")
    else:
        yield Prose(tuple(lines))


def _commands(line: int, lines: list[str]) -> Iterator[Command]:
    if lines and not lines[0].startswith("$ "):
        raise PageError(f"line {line}: a console block starts with a command\n  fix: begin the line with '$ firstcall'")
    starts = [at for at, text in enumerate(lines) if text.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        typed = start + 1
        while lines[typed - 1].endswith("\\") and typed < end:
            typed += 1
        yield Command(line + start, tuple(lines[start:typed]), tuple(lines[typed:end]))


def render(parts: tuple[Part, ...]) -> str:
    """The page these parts make."""
    lines: list[str] = []
    for part in parts:
        match part:
            case Command():
                lines += [*part.typed, *part.shown]
            case Given() | Prose():
                lines += part.lines
    return "\n".join(lines) + "\n"


def replay(text: str, main: Callable[[], object], examples: Path) -> str:
    """The page as it reads when every command is run now, in a sandbox of its own.

    Args:
      text: the page.
      main: the program; it reads `sys.argv` and may raise SystemExit.
      examples: the folder to lay into the sandbox as `examples`.
    Raises:
      PageError: the page cannot be run.
    """
    with tempfile.TemporaryDirectory() as name, _sandbox(Path(name), examples):
        return render(tuple(_replayed(part, main) for part in parse(text)))


def _replayed(part: Part, main: Callable[[], object]) -> Part:
    match part:
        case Prose():
            return part
        case Given():
            target = Path.cwd() / part.path
            if not target.resolve().is_relative_to(Path.cwd().resolve()):
                raise PageError(f"line {part.line}: '{part.path}' lies outside the sandbox\n  fix: use a relative path")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("\n".join(part.lines) + part.end, encoding="utf-8")
            return part
        case Command():
            return Command(part.line, part.typed, _showable(part, run(part.words, main)))


def _showable(command: Command, shown: tuple[str, ...]) -> tuple[str, ...]:
    for text in shown:
        if text.startswith("internal error: "):
            raise PageError(f"line {command.line}: {text}\n  fix: the program, and then record")
        if text.startswith("$ ") or FENCE.fullmatch(text):
            raise PageError(
                f"line {command.line}: the command shows the line '{text}', which a page would misread"
                "\n  fix: ask for another format"
            )
    return shown


def run(words: list[str], main: Callable[[], object]) -> tuple[str, ...]:
    """What a terminal shows for this command, without trailing blanks, then its exit status if not 0."""
    with _terminal(words) as screen:
        status = _status(main)
    text = screen.getvalue().decode().removesuffix("\n")
    shown = [line.rstrip() for line in text.split("\n")] if text else []
    return (*shown, f"[exit {status}]") if status else tuple(shown)


@contextlib.contextmanager
def _terminal(words: list[str]) -> Iterator[io.BytesIO]:
    """The process as a typed command finds it: its words, nothing to read, both streams on one screen."""
    screen = io.BytesIO()
    lines = io.TextIOWrapper(screen, encoding="utf-8", write_through=True)
    before = sys.argv, sys.stdin, sys.modules["__main__"]
    sys.argv, sys.stdin = ["firstcall", *words], io.StringIO("")
    sys.modules["__main__"] = ModuleType("__main__")  # click takes the program's name from it
    try:
        with contextlib.redirect_stdout(lines), contextlib.redirect_stderr(lines):
            yield screen
    finally:
        sys.argv, sys.stdin, sys.modules["__main__"] = before
        lines.detach()


def _status(main: Callable[[], object]) -> int:
    try:
        returned = main()
    except SystemExit as stop:
        returned = stop.code
    if isinstance(returned, str):
        print(returned, file=sys.stderr)
        return 1
    return returned if isinstance(returned, int) else 0


@contextlib.contextmanager
def _sandbox(folder: Path, examples: Path) -> Iterator[None]:
    """The settings and the working folder a page runs in; everything is put back at the end."""
    before, home = dict(os.environ), Path.cwd()
    if examples.is_dir():
        shutil.copytree(examples, folder / "examples")
    os.environ.update(SETTINGS, HOME=str(folder))
    for name in [name for name in os.environ if name.startswith(("FIRSTCALL_", "XDG_")) or name == "FORCE_COLOR"]:
        del os.environ[name]
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(home)
        os.environ.clear()
        os.environ.update(before)


def record(pages: list[Path], main: Callable[[], object]) -> list[Path]:
    """The pages whose text changed, written anew."""
    changed = []
    for page in pages:
        before = page.read_text(encoding="utf-8")
        after = replay(before, main, ROOT / "examples")
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed


def _command_line(words: list[str]) -> int:
    if words[:1] != ["record"]:
        print(__doc__)
        return 2
    from firstcall.service.cli import main

    pages = [Path(name).resolve() for name in words[1:]] or all_pages()
    try:
        changed = record(pages, main)
    except PageError as error:
        print(error, file=sys.stderr)
        return 1
    for page in changed:
        print(f"recorded {page.name}: review the diff")
    print(f"{len(pages)} pages run, {len(changed)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(_command_line(sys.argv[1:]))
