"""What may not be read is never read as empty: every command refuses it in words, with the machine's exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ALL = """
import contextlib, io, json, os, sys
from pathlib import Path
from firstcall.service.cli import run

def asked(closed, words):
    mode = closed.stat().st_mode
    closed.chmod(0)
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(words)
    finally:
        closed.chmod(mode)
    return code, out.getvalue() + err.getvalue()

print(json.dumps([asked(Path(closed), words) for closed, words in json.load(sys.stdin)]))
"""
ON = ("--on", "2025-12-01")
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("agreement.yaml", ("decide", "DEAL", "-w", "training", "-p", "rimbayana", *ON)),
    ("record.jsonl", ("decide", "DEAL", "-w", "training", "-p", "rimbayana", *ON)),
    ("record.jsonl", ("record", "add", "context", "DEAL", "--title", "t", "--by", "wiraksa")),
    ("record.jsonl", ("record", "repair", "DEAL")),
    ("record.jsonl", ("check", "DEAL")),
    ("intake.jsonl", ("settle", "DEAL", "--period", "2025-12")),
    ("revenue", ("settle", "DEAL", "--period", "2025-12")),
    ("revenue/lines-1.csv", ("settle", "intake", "DEAL", "DEAL/revenue/lines-1.csv")),
    ("billing", ("settle", "verify", "DEAL")),
    ("what-if", ("check", "DEAL")),
    ("what-if/hall-late.yaml", ("decide", "DEAL", "-w", "training", "--with", "DEAL/what-if/hall-late.yaml", *ON)),
    ("placements", ("audit", "DEAL", "DEAL/placements")),
    ("supply.csv", ("route", "DEAL", "--need", "assistant", *ON)),
    ("needs.yaml", ("record", "compare", "DEAL", "DEAL/needs.yaml")),
    ("needs.yaml", ("offer", "receive", "DEAL", "o-x", "--sheet", "DEAL/needs.yaml")),
    ("needs.yaml", ("record", "add", "context", "DEAL", "--title", "t", "--by", "wiraksa", "--evidence",
                    "DEAL/needs.yaml")),
    ("", ("decide", "DEAL", "-w", "training", *ON)),
    ("", ("check", "DEAL")),
    ("", ("record", "add", "context", "DEAL", "--title", "t", "--by", "wiraksa")),
)  # fmt: skip


def test_what_may_not_be_read_is_refused_with_the_machines_exit_code(root: Path, tmp_path: Path) -> None:
    deal = Path(shutil.copytree(root / "examples" / "wiraksa", tmp_path / "deal"))
    before = {path: path.read_bytes() for path in deal.rglob("*") if path.is_file()}
    asked = [(str(deal / closed), [word.replace("DEAL", str(deal)) for word in words]) for closed, words in ASKED]
    started = [*_as_somebody_with_no_more_rights(), sys.executable, "-c", ALL]
    ran = subprocess.run(started, input=json.dumps(asked), capture_output=True, text=True, check=True)
    for (closed, words), (code, said) in zip(asked, json.loads(ran.stdout), strict=True):
        assert code == 7 and "permission denied" in said, (closed, words, code, said)
        assert closed in said, (closed, words, said)
    assert {path: path.read_bytes() for path in deal.rglob("*") if path.is_file()} == before


def _as_somebody_with_no_more_rights() -> list[str]:
    """Return what runs a program without root's right to read and write what is closed."""
    if os.geteuid() != 0:
        return []
    rights = "-dac_override,-dac_read_search"
    found = ["setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}"]
    if shutil.which("setpriv") is None or subprocess.run([*found, "true"], capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("root reads everything here: setpriv, which takes that away, is not on this machine or not allowed")
    return found
