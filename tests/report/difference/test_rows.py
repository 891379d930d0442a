"""A difference in sheets, as JSON, on a page and as a paper."""

import json

from tests.verification.difference.test_answers import between

from firstcall.dates import zone
from firstcall.report.difference.page import difference_page, wording_paper
from firstcall.report.difference.rows import Difference, MovedDeadline, Turned, difference_sheets
from firstcall.report.difference.values import difference_json
from firstcall.report.sheet import markdown_text
from firstcall.verification.difference.answers import answer_changes
from firstcall.verification.difference.wording import Reworded, RewordedField

WORDS = (Reworded("clause", "sole", "changed", ("base", "one"), (RewordedField("says", None, "<b>"),)),)
FOUND = Difference(
    "Ours", "base", "one", WORDS, answer_changes(between("base", "one")),
    (Turned("T-1", 2, "serve", "forbidden", "permitted"),), (MovedDeadline("O-1", "first", None, None),), zone("UTC"),
)  # fmt: skip


def test_the_sheets_have_wording_answers_transactions_and_deadlines() -> None:
    titles = [sheet.title for sheet in difference_sheets(FOUND)]
    assert titles == ["Ours: base to one", "Wording", "Answers", "Transactions whose answer turns",
                      "Offers in flight whose deadline moves"]  # fmt: skip
    assert "consent-first" in markdown_text(difference_sheets(FOUND))


def test_json_page_and_paper() -> None:
    told = difference_json(FOUND)
    assert json.loads(json.dumps(told)) == told and told["transactions"][0]["line"] == 2
    page = difference_page(FOUND, "draft")
    assert "&lt;b&gt;" in page and "<b>" not in page and "draft" in page
    assert wording_paper(FOUND).parts[0] == "clause sole: changed"
