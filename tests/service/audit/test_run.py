"""One audit from its files to its facts, with everything that was asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.service.audit.logs import ROWS, table_of_rows, written

from firstcall.errors import QuestionError
from firstcall.service.audit.placement_files import PlacementFile
from firstcall.service.audit.run import AuditAsking, audited
from firstcall.service.folder import Partnership, open_partnership


@contextmanager
def no_bar(files: Sequence[PlacementFile]) -> Iterator[Callable[[int], None]]:
    yield lambda rows: None


@pytest.fixture
def held(root: Path) -> Partnership:
    return open_partnership(root / "examples" / "wiraksa")


def test_the_first_of_each_kind_is_explained_by_the_command_that_asks_it(held: Partnership, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", table_of_rows(ROWS))
    made = audited(held, AuditAsking([str(log)]), no_bar)
    command, (outcome, *_) = made.explained[0].command, made.explained[0].lines
    assert command.startswith("firstcall decide ") and "--workload assistant" in command
    assert "--scope region=java" in command and "--on 2025-10-02T03:00:00Z" in command
    assert str(outcome) == "consent-first"


def test_what_was_known_then(held: Partnership, tmp_path: Path) -> None:
    rows = [{"at": "2025-10-01T00:00:00Z", "workload": "assistant", "provider": "selvandra", "contract": "K-02",
             "tranche": "2", "region": "java"}]  # fmt: skip
    log = written(tmp_path / "log.csv", table_of_rows(rows))
    then = datetime(2024, 8, 1, tzinfo=UTC)
    before, after = (audited(held, AuditAsking([str(log)], known_at=at), no_bar).facts for at in (then, None))
    assert [one.fault for one in before.unjudged] == ["unknown contract"] and after.judged == 1


def test_an_engine_that_is_none(held: Partnership, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", table_of_rows(ROWS))
    with pytest.raises(QuestionError, match="there is no engine 'abacus'"):
        audited(held, AuditAsking([str(log)], engine="abacus"), no_bar)


def test_the_same_log_gives_the_same_checksum_in_every_form(held: Partnership, tmp_path: Path) -> None:
    checksums = {
        audited(held, AuditAsking([str(written(tmp_path / name, table_of_rows(ROWS)))]), no_bar).facts.checksum
        for name in ("log.csv", "log.parquet", "log.arrow", "log.ipc")
    }
    assert len(checksums) == 1
