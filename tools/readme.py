"""README shows real output: rows of the brief, and what its ten lines of Python print.

`python tools/readme.py` writes both anew. The commands in README are run with the transcripts.
"""

import contextlib
import io
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "README.md"
BRIEF = [
    "brief",
    "examples/microsoft-openai",
    "--on",
    "2025-01-21",
    "--today",
    "2026-11-23",
    "--format",
    "md",
    "--full",
]
ROW = re.compile(r"^\| (S\d+\w?) \|.*$", re.MULTILINE)
PYTHON = re.compile(r"(?P<lead>```python\n(?P<code>.*?)```\n\n[^\n]*\n\n```text\n).*?(?=```\n)", re.DOTALL)


def refreshed(text: str) -> str:
    """README as it reads when everything it shows is run now."""
    rows = {row[1]: row[0] for row in ROW.finditer(brief())}
    text = ROW.sub(lambda row: rows[row[1]], text)
    return PYTHON.sub(lambda block: block["lead"] + printed(block["code"]), text)


def brief() -> str:
    """What the brief of the public example prints, as Markdown."""
    from firstcall.service.cli import run

    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(screen):
        assert run(BRIEF) == 0
    assert isinstance(screen.buffer, io.BytesIO)
    return screen.buffer.getvalue().decode()


def printed(code: str) -> str:
    """What lines of Python print, run in the repository's root."""
    screen = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(screen):
        exec(compile(code, str(PAGE), "exec"), {"__name__": "readme"})
    return screen.getvalue()


if __name__ == "__main__":
    os.environ["NO_COLOR"] = "1"
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.exit()
