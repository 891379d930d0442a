"""The command line as a test calls it: arguments in, exit code and both streams out."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from firstcall.service.cli import run


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Ran]


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command; every argument becomes text."""
    monkeypatch.delenv("FIRSTCALL_TRACEBACK", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def call(*args: object) -> Ran:
        capfd.readouterr()
        code = run([str(arg) for arg in args])
        out, err = capfd.readouterr()
        assert "Traceback" not in err + out and "internal error" not in err, err
        return Ran(code, out, err)

    return call


@pytest.fixture
def deal(tmp_path: Path, cli: Cli) -> Path:
    """A folder with a plain right of first refusal, in effect from 5 January 2026."""
    folder = tmp_path / "deal"
    made = cli("new", folder, "--template", "first-refusal", "--effective", "2026-01-05")
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def public(root: Path, tmp_path: Path) -> Path:
    """A copy of the public example, to write to."""
    return Path(shutil.copytree(root / "examples" / "microsoft-openai", tmp_path / "public"))
