"""README: everything in its first screen, and everything it shows is real."""

import re
from pathlib import Path

import pytest

import readme


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_what_it_shows_is_what_is_printed(text: str) -> None:
    assert readme.refreshed(text) == text, "fix: make record, then review the diff"


def test_a_row_or_a_print_that_is_not_real_is_mended(text: str) -> None:
    assert readme.refreshed(text.replace("offer-first", "permitted")) == text.replace(
        readme_console(text), readme_console(text).replace("offer-first", "permitted")
    )


def readme_console(text: str) -> str:
    """What commands print is the transcripts' to mend."""
    return text[text.index("## Ask it") :]


def test_the_first_screen_says_what_it_must(text: str) -> None:
    first = "\n".join(text.splitlines()[:20])
    for words in (
        "What it is for",
        "What we took the system to be",
        "not a news reader, not a simulation of the companies, not legal advice, and not affiliated",
        "answers *last*; the name speaks of whose *call* comes first",
        "`make brief`",
        "`make test`",
        "| S1 |",
        "firstcall.open(",
    ):
        assert words in first, words
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code and len(code[1].splitlines()) <= 10


def test_every_link_leads_somewhere(text: str, root: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert len(links) > 10
    assert not [link for link in links if not (root / link).exists()]


def test_every_command_it_names_is_there(text: str) -> None:
    from firstcall.service.cli import COMMANDS

    named = set(re.findall(r"`firstcall ([a-z]+)\b", text))
    assert named <= {*COMMANDS}
    assert named == {*COMMANDS}, "each command has its place in README"


def test_the_package_shows_it(root: Path) -> None:
    assert '\nreadme = "README.md"\n' in (root / "pyproject.toml").read_text(encoding="utf-8")
