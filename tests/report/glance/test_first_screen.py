"""The first screen: four questions, each answered; five answers, each explained once."""

from pathlib import Path

import pytest

from firstcall.dates import parse_instant, zone
from firstcall.record.position import position
from firstcall.report.brief.backtest import matrix
from firstcall.report.glance.first_screen import MEANINGS, first_screen
from firstcall.report.words.enums import LANGUAGES
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.rights.decision import OUTCOMES
from firstcall.service.folder import open_partnership


@pytest.mark.parametrize("name", ["microsoft-openai", "wiraksa"])
@pytest.mark.parametrize("day", ["2019-01-01", "2025-01-21", "2026-03-01"])
def test_each_question_has_an_answer_in_every_language(root: Path, name: str, day: str) -> None:
    deal = open_partnership(root / "examples" / name)
    at = parse_instant(day, zone(deal.agreement.timezone))
    here = position(deal.agreement, deal.record, at)
    found = first_screen(matrix(deal.agreement, deal.record, at), here, [("Is it?", 2)])
    assert [place for place, _, _ in found.rows] == ["may", "due", "money", "disputed", "sound"]
    for _, question, lines in found.rows:
        told = {lang: [say(line, words_in(lang)) for line in (question, *lines)] for lang in LANGUAGES}
        assert all(len(said) > 1 and all(said) for said in told.values())
        assert len({tuple(said) for said in told.values()}) == len(LANGUAGES)


def test_the_five_answers_are_explained_once_each() -> None:
    assert sorted(outcome for outcome, _ in MEANINGS) == sorted(OUTCOMES)
    assert len({str(means) for _, means in MEANINGS}) == len(OUTCOMES)
