from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.settlement.settle_case import SHARE, partnership

from firstcall.errors import BillingError
from firstcall.service.folder import open_partnership
from firstcall.service.settle_desk import desk
from firstcall.service.settle_issue import draw_up, issue_fields

AT = datetime(2025, 2, 1, tzinfo=UTC)


def test_a_statement_of_which_nothing_is_known_is_not_issued(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE)
    with desk(open_partnership(folder)) as settled:
        drawn = draw_up(settled, "2025-01", None)
        with pytest.raises(BillingError, match="no amount in it is known\n  mend: take in what its clauses"):
            issue_fields(settled, drawn, "2025-01", AT)


def test_a_period_that_is_not_over_says_so(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, "a,2025-01-03,api,100\n")
    with desk(open_partnership(folder)) as settled:
        early = draw_up(settled, "2025-01", AT.replace(month=1, day=20)).statement
        later = draw_up(settled, "2025-01", AT).statement
    assert any("not over" in note for note in early.notes)
    assert not any("not over" in note for note in later.notes)
