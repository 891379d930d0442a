"""The pages in tests/transcripts, README and docs say what the commands print, to the letter."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import transcripts
from transcripts import Command, Given, PageError, parse, render, replay

PAGE = """\
Prose with ``` in it.

```yaml notes/draft.yaml
id: x
```

```console
$ firstcall show notes/draft.yaml
id: x
$ firstcall fail \\
    --with "two words"
fail --with two words
[exit 6]
```
"""
pages = transcripts.all_pages()


def program() -> None:
    """Shows a file, or fails with what it was told."""
    match sys.argv[1:]:
        case ["show", path]:
            print(Path(path).read_text(encoding="utf-8"), end="")
        case ["list"]:
            print(*sorted(str(path) for path in Path().rglob("*")), sep="\n")
        case ["dollar"]:
            print("$ 5")
        case ["broken"]:
            print("internal error: ImportError: gone", file=sys.stderr)
        case words:
            print(*words, file=sys.stderr)
            raise SystemExit(6)


@pytest.mark.parametrize("page", pages, ids=lambda page: page.stem)
def test_a_page_says_what_the_commands_print(page: Path, root: Path) -> None:
    from firstcall.service.cli import main

    text = page.read_text(encoding="utf-8")
    assert replay(text, main, root / "examples") == text, "fix: make record, then review the diff"


def test_there_are_pages() -> None:
    assert list(transcripts.PAGES.glob("*.md")), "tests/transcripts holds no page; it is the user guide"


def test_a_page_comes_apart_and_together_again() -> None:
    parts = parse(PAGE)
    assert render(parts) == PAGE
    assert [part.path for part in parts if isinstance(part, Given)] == ["notes/draft.yaml"]
    commands = [part for part in parts if isinstance(part, Command)]
    assert [command.words for command in commands] == [
        ["show", "notes/draft.yaml"],
        ["fail", "--with", "two words"],
    ]
    assert [command.shown for command in commands] == [("id: x",), ("fail --with two words", "[exit 6]")]


def test_replaying_a_true_page_changes_nothing(tmp_path: Path) -> None:
    assert replay(PAGE, program, tmp_path) == PAGE


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("id: x\n$", "id: y\n$"), ("[exit 6]", "[exit 5]"), ("\n[exit 6]", ""), ("fail --with two", "two")],
)
def test_replaying_a_false_page_mends_it(wrong: str, right: str, tmp_path: Path) -> None:
    assert wrong in PAGE
    assert replay(PAGE.replace(wrong, right), program, tmp_path) == PAGE


def test_the_sandbox_holds_the_examples_and_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "deal.yaml").write_text("id: deal\n", encoding="utf-8")
    before = Path.cwd()
    page = replay("```console\n$ firstcall list\n```\n", program, tmp_path)
    assert page == "```console\n$ firstcall list\nexamples\nexamples/deal.yaml\n```\n"
    assert Path.cwd() == before


def test_a_click_program_goes_by_its_own_name_and_the_page_is_100_wide(tmp_path: Path) -> None:
    @click.group(context_settings={"max_content_width": 200})
    def main() -> None:
        """A sentence that is long enough to be broken where a line of one hundred characters ends."""

    lines = replay("```console\n$ firstcall --help\n```\n", main, tmp_path).splitlines()
    assert lines[2] == "Usage: firstcall [OPTIONS] COMMAND [ARGS]..."
    assert lines[4] == "  A sentence that is long enough to be broken where a line of one hundred characters ends."


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("```console\nfirstcall x\n```\n", "line 2: a console block starts with a command"),
        ("```console\n$ rm -r x\n```\n", "line 2: 'rm -r x' is not a firstcall command"),
        ("text\n```console\n$ firstcall x\n", "line 2: this block is never closed"),
        ("```console\n$ firstcall dollar\n```\n", "line 2: the command shows the line '\\$ 5'"),
        ("```console\n$ firstcall broken\n```\n", "line 2: internal error: ImportError: gone"),
        ("```txt ../x\nx\n```\n", "line 2: '../x' lies outside the sandbox"),
    ],
)
def test_a_page_that_cannot_be_run_says_where_and_how_to_mend(page: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(PageError, match=rf"(?s){message}.*\n  fix: "):
        replay(page, program, tmp_path)


def test_recording_writes_only_pages_that_changed(tmp_path: Path) -> None:
    true, false = tmp_path / "true.md", tmp_path / "false.md"
    true.write_text(PAGE, encoding="utf-8")
    false.write_text(PAGE.replace("id: x\n$", "id: z\n$"), encoding="utf-8")
    main: Callable[[], object] = program
    assert transcripts.record([true, false], main) == [false]
    assert false.read_text(encoding="utf-8") == PAGE
