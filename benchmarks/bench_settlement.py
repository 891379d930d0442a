"""The reduction of a million FOCUS rows beside a plain scan; `settlement_scale.py` goes to a hundred million."""

import importlib.util
import tempfile
from collections.abc import Iterator
from pathlib import Path

from run import Case
from settlement_scale import MILLION, files, floor, make, ours, polars


def cases() -> Iterator[Case]:
    """The case, on rows that are made here and taken away afterwards."""
    folder = tempfile.TemporaryDirectory(prefix="firstcall-bench-")
    rows = Path(folder.name)

    def made() -> list[Path]:
        make(rows, MILLION)
        return files(rows, MILLION)

    def settled() -> object:
        return ours(made()), folder

    peers = {"polars": lambda: polars(made())} if importlib.util.find_spec("polars") else {}
    yield Case("reduction of a million FOCUS rows, engine start and self-test included", settled,
               lambda: floor(made()), peers, rounds=3)  # fmt: skip
