"""The quick start is what works on a fresh machine: its Python prints what it shows, and what it installs is there."""

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest

from firstcall.service.cli import run

PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\nprints\n\n```text\n(?P<printed>.*?)```\n", re.DOTALL)


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "quick-start.md").read_text(encoding="utf-8")


def test_its_python_prints_what_it_shows(text: str, tmp_path: Path) -> None:
    asked = re.search(r"^\$ firstcall (new my-partnership .*)$", text, re.MULTILINE)
    shown = PYTHON.search(text)
    assert asked is not None and shown is not None
    screen = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(screen):
        run(asked[1].split())
        screen.seek(0)
        screen.truncate()
        exec(compile(shown["code"], "quick-start.md", "exec"), {"__name__": "quick_start"})
    assert screen.getvalue() == shown["printed"]


def test_what_it_says_of_installing_is_so(text: str, root: Path) -> None:
    """The commands before the first `firstcall` put that program where the terminal looks."""
    before = text[: text.index("$ firstcall")]
    typed = [line for block in re.findall(r"```sh\n(.*?)```", before, re.DOTALL) for line in block.splitlines()]
    assert typed == ["make brief", "python3 -m venv .venv", ".venv/bin/pip install .", ". .venv/bin/activate"]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "firstcall" in project["scripts"] and f"({project['requires-python'].split(',')[0][2:]} to" in text
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "\nVENV := .venv\n" in makefile and "\nbrief: $(VENV)/core.stamp" in makefile
