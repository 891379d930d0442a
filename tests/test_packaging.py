"""What is installed: the wheel has everything that the code reads, and the command runs from it alone."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("src", "pyproject.toml", "README.md", "LICENSE")
BUILD = "from setuptools.build_meta import build_wheel; print(build_wheel('dist'))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources and of nothing else."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, folder / name)
    (folder / "dist").mkdir()
    made = subprocess.run([sys.executable, "-c", BUILD], cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return folder / "dist" / made.stdout.split()[-1]


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("firstcall/")}
    kept = [path for path in (ROOT / "src" / "firstcall").rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT / "src").as_posix() for path in kept if "__pycache__" not in path.parts}
    assert wanted - inside == set() and {"firstcall/py.typed"} <= inside
    kinds = {Path(name).suffix for name in inside}
    assert {".py", ".typed", ".yaml", ".po", ".txt", ".css", ".html"} <= kinds


def test_the_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    setting = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PYTHONTZPATH": ""}
    for words, says in (
        (["--help"], "Commands:"),
        (["new", "deal", "-t", "first-refusal", "--effective", "2026-01-05"], "made deal: agreement.yaml"),
        (["check", "deal"], "deal/agreement.yaml: ok"),
        (["clock", "deal", "--on", "2026-02-01", "--lang", "es"], "No vence nada"),
        (["schema", "clock"], "firstcall clock --json"),
        (["gallery"], "office-lease"),
        (["new", "lease", "--like", "office-lease"], "made lease: agreement.yaml"),
        (["brief", "deal", "--on", "2026-02-01", "--html", "-"], "<!doctype html>"),
    ):
        command = [sys.executable, "-m", "firstcall", *words]
        ran = subprocess.run(command, cwd=tmp_path, env=setting, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 and says.lower() in ran.stdout.lower(), (words, ran.stdout[:300], ran.stderr)
    where = subprocess.run(
        [sys.executable, "-c", "import firstcall; print(firstcall.__file__)"],
        env=setting, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(tmp_path))
