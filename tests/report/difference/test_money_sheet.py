"""What a change comes to in money, as a sheet."""

import re

import pytest
from tests.settlement.settle_case import leg, share
from tests.verification.difference.test_sums import compared, rows_of

from firstcall.report.difference.money_sheet import money_sheet
from firstcall.report.sheet import OwnWords, in_text, markdown_text
from firstcall.report.words.enums import LANGUAGES, Language
from firstcall.report.words.spoken import spoken_sheets
from firstcall.report.words.words import words_in
from firstcall.verification.difference.sums import MoneyBetween

TWO = compared((leg(share()),), (leg(share(rate="0.3")),), rows_of({"2025-02": 1234}))


def test_each_sum_has_both_sides_and_the_total_says_what_is_not_in_it() -> None:
    text = markdown_text([money_sheet(MoneyBetween(("share",), TWO), {"beta": "Beta plc"})])
    assert "| share | 2025-02 | alpha pays Beta plc | 246.80 USD | 370.20 USD | 123.40 USD |" in text
    assert "alpha: 123.40 USD more to pay, or less to receive; 1 sum is unknown, and not in it" in text
    assert "| share | the rest | alpha pays Beta plc | nobody knows: no revenue lines" in text


def test_where_nothing_can_be_reckoned_the_sheet_says_why() -> None:
    same = compared((leg(share()),), (leg(share(due_days=9)),), rows_of({"2025-02": 1}))
    for found, told in (
        (MoneyBetween(("share",)), "no month is over"),
        (MoneyBetween((), None, TWO.changed[-1].before.why), "cannot be reckoned on"),
        (MoneyBetween(("share",), compared((), (), [])), "no sum does"),
    ):
        sheet = money_sheet(found, {})
        assert not sheet.rows and told in in_text(sheet.notes[0])
    assert same.changed[0].difference is None


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_word_of_ours_is_left_in_english(lang: Language) -> None:
    sheet = money_sheet(MoneyBetween(("share",), TWO), {"beta": "Beta plc"})
    (spoken,) = spoken_sheets([sheet], words_in(lang))
    cells = [sheet.title, *sheet.columns, *sheet.notes, *(cell for row in sheet.rows for cell in row)]
    others = [spoken.title, *spoken.columns, *spoken.notes, *(cell for row in spoken.rows for cell in row)]
    pairs = zip(cells, others, strict=True)
    told = [(in_text(cell), other) for cell, other in pairs if not isinstance(cell, OwnWords)]
    assert len(told) == 19 and all(one != two or not re.search("[a-z]{3}", one) for one, two in told)
