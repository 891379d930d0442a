"""The command line as a test calls it: arguments in, exit code and both streams out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from firstcall.service.cli import run

if TYPE_CHECKING:
    from firstcall.service.engines.spark import SparkEngine

# A few thousand rows are not worth what Spark does for billions: plans changed while they run, code made for each.
QUICK_SPARK = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # Java's own compiling likewise
}


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


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """A session that runs from the first test that wants it on; whatever asks for Spark meanwhile uses it."""
    pytest.importorskip("pyspark", reason="Spark is not installed here")
    from firstcall.service.engines.spark import SparkEngine, bundled_java

    scratch = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(bundled_java(scratch)))
        engine = SparkEngine(scratch, QUICK_SPARK)
    yield engine
    engine.close()
