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


def test_a_line_or_a_print_that_is_not_real_is_set_right(text: str) -> None:
    shown = readme.SHOWN.search(text)
    assert shown is not None and "What may be done?" in shown[0] and "What is disputed?" in shown[0]
    assert readme.refreshed(text.replace(shown[0], shown["lead"] + "something else\n")) == text
    printed = readme.PYTHON.search(text)
    assert printed is not None and "offer-first" in printed[0]
    assert readme.refreshed(text.replace(printed[0], printed[0].replace("offer-first", "permitted"))) == text


def test_the_first_screens_say_what_they_must_in_plain_words(text: str) -> None:
    places = [
        text.index(words)
        for words in (
            "Two companies signed an agreement", "docs/pictures/brief-wide.webp", "`make brief`", "`make test`",
            "**One question, three days.**", "firstcall.open(", "**One deadline, day by day.**",
            "$ firstcall offer deadline", "## Who it is for", "## Install", "## What it does not do",
        )
    ]  # fmt: skip
    assert places == sorted(places), "they stand in this order"
    first = text[: places[2]]
    assert first.count("`") == 0, "nobody has to know the machine's own words to read it"
    for words in (
        "not a news reader, not a simulation of the companies,\nnot legal advice, and not affiliated",
        "answers *last*; the name speaks of\nwhose *call* comes first",
    ):
        assert words in text
    doors = text[text.index("## Who it is for") : text.index("**What we took the system to be**")]
    assert doors.count("](") == 4, "four doors"
    assert all(f"**{who}**" in doors for who in ("capacity or procurement", "partner manager", "finance", "counsel"))


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
