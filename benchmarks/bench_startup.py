"""How long a person waits for `firstcall --help`: the price of a new process, and what we import on top."""

import subprocess
import sys
from collections.abc import Callable, Iterator

from run import Case


def process(*words: str) -> Callable[[], object]:
    """A run of the interpreter with these words, its output thrown away."""
    return lambda: subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)


def cases() -> Iterator[Case]:
    """The help of the command line beside a bare interpreter and the libraries such a program starts with."""
    yield Case(
        "help of the command line",
        ours=process("-m", "firstcall", "--help"),
        floor=process("-c", "pass"),
        peers={
            "import click": process("-c", "import click"),
            "import pydantic": process("-c", "import pydantic"),
        },
    )
