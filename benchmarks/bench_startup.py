"""How long a person waits for a command: the price of a new process, what is imported, and what is worked out."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from run import Case


def process(*words: str) -> Callable[[], object]:
    """A run of the interpreter with these words, its output thrown away."""
    return lambda: subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


EXAMPLE = str(Path(__file__).resolve().parent.parent / "examples" / "microsoft-openai")
LIBRARIES = process("-c", "from pydantic import BaseModel; import click")


def cases() -> Iterator[Case]:
    """Help beside a bare interpreter; a question and the brief beside one that loads the libraries they stand on."""
    yield Case(
        "help of the command line",
        ours=process("-m", "firstcall", "--help"),
        floor=process("-c", "pass"),
        peers={
            "import click": process("-c", "import click"),
            "import pydantic": process("-c", "import pydantic"),
        },
    )
    asked = ("--workload", "training", "--provider", "oracle", "--on", "2025-01-21")
    yield Case("a question of the example", ours=process("-m", "firstcall", "decide", EXAMPLE, *asked), floor=LIBRARIES)
    brief = ("-m", "firstcall", "brief", EXAMPLE, "--on", "2025-01-21")
    yield Case("brief of the example, as text", ours=process(*brief), floor=LIBRARIES)
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "brief.html")
        yield Case("brief of the example, as a page", ours=process(*brief, "--html", page), floor=LIBRARIES)
