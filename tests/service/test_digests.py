"""A digest that a command prints is the same whatever hash seed, zone and locale the machine has.

What is the same on every run can be compared by two people, and found again years later.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MACHINES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "es_ES.UTF-8", "PYTHONUTF8": "1"},
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("record", "verify", "WIRAKSA"),
    ("record", "verify", "WIRAKSA", "--json"),
    ("record", "verify", "WIRAKSA", "--as", "tamborala", "--json"),
    ("record", "show", "WIRAKSA", "--json"),
    ("record", "export", "WIRAKSA", "--as", "tamborala", "--to", "OUT", "--json"),
    ("record", "verify", "OUT", "--json"),
    ("decide", "WIRAKSA", "-w", "training", "-p", "rival", "--on", "2025-11-03", "--json"),
    ("decide", "PUBLIC", "-w", "training", "-p", "coreweave", "--on", "2025-01-21", "--json"),
    ("settle", "WIRAKSA", "--period", "2025-12", "--json"),
    ("audit", "WIRAKSA", "PLACEMENTS", "--json"),
    (
        "settle",
        "issue",
        "WIRAKSA",
        "--period",
        "2025-12",
        "--by",
        "wiraksa",
        "--recorded",
        "2026-07-14T00:00:00Z",
        "--id",
        "issued-1",
    ),
    ("record", "show", "WIRAKSA", "--json"),
)
RUN = """
import contextlib, io, json, sys
from firstcall.service.cli import run
said = []
for words in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run(words)
    said.append([code, out.getvalue()])
sys.stdout.buffer.write(json.dumps(said).encode())
"""
DIGEST = re.compile(r"\b(?:sha256:)?[0-9a-f]{64}\b")


@pytest.fixture(scope="module")
def said(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    """What each machine says to every command: code and output."""
    found = []
    for number, machine in enumerate(MACHINES):
        folder = tmp_path_factory.mktemp(f"machine-{number}")
        for name in ("wiraksa", "microsoft-openai"):
            shutil.copytree(root / "examples" / name, folder / name)
        places = {"WIRAKSA": "wiraksa", "PUBLIC": "microsoft-openai", "OUT": "out",
                  "PLACEMENTS": "wiraksa/placements/2025-q4.parquet"}  # fmt: skip
        commands = json.dumps([[places.get(word, word) for word in words] for words in COMMANDS])
        kept = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LANG", "LC_ALL")}
        ran = subprocess.run(
            [sys.executable, "-c", RUN], cwd=folder, input=commands.encode(), capture_output=True, check=True,
            env={**kept, "PYTHONPATH": str(root / "src"), **machine},
        )  # fmt: skip
        found.append(json.loads(ran.stdout))
    return found


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=[" ".join(words) for words in COMMANDS])
def test_a_digest_is_the_same_on_every_machine(number: int, said: list[list[Any]]) -> None:
    first, *others = [machine[number] for machine in said]
    assert first[0] == 0, first[1]
    assert [code for code, _ in others] == [0] * len(others)
    digests = DIGEST.findall(first[1])
    assert digests or COMMANDS[number][:2] == ("settle", "issue"), "the command prints none"
    for _, text in others:
        assert DIGEST.findall(text) == digests
        assert _lasting(text) == _lasting(first[1])


def _lasting(text: str) -> str:
    """What a command says, but for how long it took and when it was asked."""
    return re.sub(r'"(seconds|took|now|drawn_at|recorded)": [^,\n]*', "", text)
