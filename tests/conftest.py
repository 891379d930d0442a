"""What every test runs under: one source of zone rules, and a Hypothesis that repeats itself."""

import zoneinfo
from pathlib import Path

import pytest
from hypothesis import settings

zoneinfo.reset_tzpath(to=())  # the pinned tzdata, not the machine's rules
zoneinfo.ZoneInfo.clear_cache()

settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"


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


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run in which nothing was judged (all skipped, say) is no success."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.exitstatus == pytest.ExitCode.OK and reporter is not None and not session.config.option.collectonly:
        judged = sum(len(reporter.stats.get(outcome, ())) for outcome in ("passed", "xfailed"))
        if judged == 0:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
