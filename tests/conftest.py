"""What every test runs under: one source of zone rules, a Hypothesis that repeats itself, and work shared out well."""

import os
import sys
import zoneinfo
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

zoneinfo.reset_tzpath(to=())  # the pinned tzdata, not the machine's rules
zoneinfo.ZoneInfo.clear_cache()

settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"


TOGETHER = {
    "tests/browser/": "browser",  # one browser, one build of the guide, and each page made once
    "tests/service/engines/test_spark.py": "spark",  # one session
    "tests/service/audit/sql/test_asking.py": "spark",
    "tests/test_exports.py": "types",  # what mypy has found out of the package
    "tests/test_said.py": "types",
}
"""Files that share what is dear to make, by how their names begin: one worker runs them, one after the other."""
LONGEST = (
    "tests/browser/",
    "tests/service/engines/test_spark.py",
    "tests/service/audit/sql/test_asking.py",
    "tests/test_transcripts.py",
    "tests/service/schemas/test_outputs.py",
    "tests/rights/test_laws.py",
    "tests/service/soundness/",
    "tests/rights/test_second",
    "tests/rights/table/",
    "tests/test_said.py",
    "tests/test_exports.py",
    "tests/service/test_crashes.py",
    "tests/verification/",
    "tests/test_packaging.py",
    "tests/examples/",
)
"""What takes longest, longest first: begun last, it would leave the other workers idle at the end."""


def batch_of(nodeid: str) -> str:
    """What one worker runs whole: the tests of a file, or of several that share something."""
    file = nodeid.partition("::")[0]
    return next((batch for begins, batch in TOGETHER.items() if file.startswith(begins)), file)


def turn(item: pytest.Item) -> int:
    """When a test's turn comes."""
    return next((at for at, begins in enumerate(LONGEST) if item.nodeid.startswith(begins)), len(LONGEST))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the order is otherwise as it was."""
    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share out files among the workers, those that share something as one, in the order of the turns."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # the file with the most tests is not the longest
    scheduler = import_module("xdist.scheduler").LoadFileScheduling(config, log)
    scheduler._split_scope = batch_of
    return scheduler


def left_out(root: Path) -> set[str]:
    """The folders that git passes over wherever they lie, and its own."""
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    return {".git", *(line.rstrip("/") for line in lines if line.endswith("/"))}


def names(root: Path, caches: set[str]) -> Iterator[str]:
    """Each file and folder below a root, outside caches."""
    for entry in os.scandir(root):
        if entry.name not in caches and not entry.name.endswith(".egg-info"):
            yield entry.path
            if entry.is_dir(follow_symlinks=False):
                yield from names(Path(entry.path), caches)


BEFORE = pytest.StashKey[set[str]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """What stands in the checkout before the first test; workers leave it to the one that shares out the files."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[BEFORE] = set(names(ROOT, left_out(ROOT)))


@pytest.hookimpl(tryfirst=True, specname="pytest_sessionfinish")
def pytest_checkout_as_it_was(session: pytest.Session) -> None:
    """Tests write into folders of their own: a run that leaves something in the checkout, or takes it away, fails."""
    if (before := session.config.stash.get(BEFORE, None)) is not None:
        changed = sorted(before ^ set(names(ROOT, left_out(ROOT))))
        if changed:
            print(f"\ncame into the checkout or went from it during the run: {', '.join(changed)}", file=sys.stderr)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data beside the repository; where it is absent, the test is skipped."""
    if not DATA.is_dir():
        pytest.skip("the folder of real data (../shared/data beside the repository) is not on this machine")
    return DATA


@pytest.fixture(scope="session")
def type_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where mypy keeps what it has found out of the package, for those that ask it."""
    return tmp_path_factory.mktemp("types")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run in which nothing was judged (all skipped, say) is no success."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.exitstatus == pytest.ExitCode.OK and reporter is not None and not session.config.option.collectonly:
        judged = sum(len(reporter.stats.get(outcome, ())) for outcome in ("passed", "xfailed"))
        if judged == 0:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
