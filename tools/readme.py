"""README shows real output: how the brief begins, and what its lines of Python print.

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
BRIEF = ["brief", "examples/microsoft-openai", "--on", "2025-01-21", "--today", "2026-11-23"]
"""What `make brief` runs, with its last day pinned."""
BEGINS = 14
"""How many lines of it README shows."""
SHOWN = re.compile(r"(?P<lead><!-- make brief -->\n```text\n).*?(?=```\n)", re.DOTALL)
PYTHON = re.compile(r"(?P<lead>```python\n(?P<code>.*?)```\n\n[^\n]*\n\n```text\n).*?(?=```\n)", re.DOTALL)


def refreshed(text: str) -> str:
    """README as it reads when everything it shows is run now."""
    begins = "\n".join(brief().splitlines()[:BEGINS]).rstrip() + "\n"
    text = SHOWN.sub(lambda block: block["lead"] + begins, text)
    return PYTHON.sub(lambda block: block["lead"] + printed(block["code"]), text)


def brief() -> str:
    """What the brief of the public example prints, at the width of a page."""
    from firstcall.service.cli import run

    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        with contextlib.chdir(ROOT), contextlib.redirect_stdout(screen):
            assert run(BRIEF) == 0
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
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
