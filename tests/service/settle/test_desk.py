from pathlib import Path

import pytest
from tests.settlement.settle_case import MAPPING, SHARE, leg, partnership, share

from firstcall.errors import BillingError
from firstcall.service.billing.files import sha256
from firstcall.service.folder import open_partnership
from firstcall.service.settle.desk import desk, intake_of
from firstcall.service.settle.issue import amounts_of, draw_up
from firstcall.service.settle.why import trace

LINES = "a,2025-01-03,api,100\n"


def test_an_agreement_without_money_is_told(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", "  - {id: term, type: term, until: 2025-12-31}\n")
    with desk(open_partnership(folder)) as settled, pytest.raises(BillingError, match="no clause that says who owes"):
        settled.money(None)


def test_lines_of_somebody_who_is_no_party_are_refused(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    (folder / "revenue" / "mapping.yaml").write_text(MAPPING.replace("alpha", "alpah"))
    words = "`of: alpah`, which is no party\n  fix: did you mean 'alpha'"
    with pytest.raises(BillingError, match=words), desk(open_partnership(folder)):
        pass


def test_a_file_knows_its_digest_and_a_clause_how_it_takes_figures_in(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    with desk(open_partnership(folder)) as settled:
        assert [file.sha256 for file in settled.files] == [sha256(folder / "revenue" / "lines.csv")]
    assert intake_of(leg(share(rounding={"intake": "down"}))) == "down"


def test_what_is_drawn_up_can_be_traced(tmp_path: Path) -> None:
    folder = partnership(tmp_path / "p", SHARE, LINES)
    with desk(open_partnership(folder)) as settled:
        drawn = draw_up(settled, "2025-01", None)
        assert {name: str(amount) for name, amount in amounts_of(drawn.statement).items()} == {"share": "20.00"}
        found = trace(settled, drawn.statement.legs[0].lines[0].id, None)
    assert found["entries"][0]["adds_up"] is True
    assert found["entries"][0]["source"] == ["lines.csv:2 100"]
