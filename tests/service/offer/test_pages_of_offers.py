"""Pages of the record as a party sees it; the dates they are asked for."""

import json
from pathlib import Path

import pytest
from tests.refusal.deal import Deal, text_of

from firstcall.errors import NotFound, QuestionError
from firstcall.service.commands.clock import span_of
from firstcall.service.offer.pages import held_rights, position_as, right_of, zoned


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreement.yaml").write_text(json.dumps(text_of()), encoding="utf-8")
    (tmp_path / "record.jsonl").write_text("".join(Deal().received().noticed().lines), encoding="utf-8")
    return tmp_path


def test_a_page_is_of_one_day_and_one_party(folder: Path) -> None:
    here, now = position_as(folder, "2025-03-24", None, "iris")
    assert here.offer_ids() == () and now == here.at and zoned(here) == "2025-03-24"
    assert position_as(folder, "2025-03-24", None, "halcyon")[0].offer_ids() == ("o",)
    assert position_as(folder, "2025-03-24", "2025-03-01", None)[0].offer_ids() == ()
    with pytest.raises(QuestionError, match="'2025-03' is no day"):
        position_as(folder, "2025-03", None, None)


def test_a_holder_is_told_of_its_own_rights_and_the_grantor_of_all(folder: Path) -> None:
    here, _ = position_as(folder, "2025-03-24", None, None)
    rights = (right_of(here, "refusal"),)
    assert here.terms().grantor == "grace"
    assert held_rights(here, None, rights) == held_rights(here, "grace", rights) == held_rights(here, "halcyon", rights)
    assert held_rights(here, "iris", rights) == ()
    with pytest.raises(NotFound, match="no right of first refusal 'refuse' on 2025-03-24"):
        right_of(here, "refuse")


@pytest.mark.parametrize(("text", "hours"), [("2d", 48), ("36h", 36), ("1w", 168)])
def test_a_span_is_a_number_and_a_letter(text: str, hours: int) -> None:
    found = span_of(text)
    assert found is not None and found.total_seconds() == hours * 3600
    with pytest.raises(QuestionError, match="is no span of time"):
        span_of(text + "x")
