"""The papers beside an agreement: there or not there, and told when they cannot be read."""

from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError, RecordError
from firstcall.service.papers import story_of, transactions_of


def test_an_example_has_both(root: Path) -> None:
    folder = root / "examples" / "microsoft-openai"
    assert len({item.id for item in transactions_of(folder)}) == 19
    story = story_of(folder, load((folder / "agreement.yaml").read_bytes()))
    assert story is not None and story.points[0].id == "S1"


def test_a_folder_without_has_none(deal: Path) -> None:
    assert transactions_of(deal) == ()
    assert story_of(deal, load((deal / "agreement.yaml").read_bytes())) is None


def test_what_cannot_be_read_is_told(deal: Path) -> None:
    (deal / "transactions.csv").write_bytes(b"\xff")
    with pytest.raises(RecordError, match=r"transactions\.csv: not UTF-8 text\n  fix: save it as UTF-8"):
        transactions_of(deal)
    (deal / "story.yaml").write_text("points: [")
    with pytest.raises(AgreementError, match=r"story\.yaml:"):
        story_of(deal, load((deal / "agreement.yaml").read_bytes()))
