"""What a net is told as: the amount with its grade, what is not known of it, and nothing where nothing is owed."""

import pytest
from tests.settlement.settle_case import AGREEMENT, SHARE, TAKEN_IN, ZONE, leg, line, share

from firstcall.agreement.load import load
from firstcall.agreement.model.definitions import Party
from firstcall.report.glance.owed import owed_lines
from firstcall.settlement.books.deliveries import Books, key_of
from firstcall.settlement.clauses.periods import asked_period
from firstcall.settlement.statement.statement import settle

PARTIES = load(AGREEMENT + SHARE).parties
FOCUS = {"source": "focus", "streams": [{"name": "all", "where": {"ProviderName": "AWS"}}]}


def told(standing: str = "draft", amount: str = "100", **second: object) -> list[str]:
    row = line("2025-01-03", amount)
    books = Books((row,), covered=frozenset({("revenue_lines", key_of(row))}))
    clauses = [share(), *([share(id="more", **second)] if second else [])]
    made = settle("x", tuple(map(leg, clauses)), books, asked_period("2025-01"), TAKEN_IN, ZONE)
    return list(map(str, owed_lines(made, standing, PARTIES)))


@pytest.mark.parametrize(
    ("standing", "said"),
    [("draft", "a draft"), ("estimate", "a draft"), ("issued", "as issued"), ("part paid", "as issued"),
     ("agreed", "as agreed"), ("disputed", "disputed"), ("paid", "paid")],
)  # fmt: skip
def test_an_amount_is_told_with_what_became_of_it(standing: str, said: str) -> None:
    assert told(standing) == [f"for 2025-01 Alpha owes Beta 20.00 USD ({said}, on what is assumed)"]


def test_what_lacks_is_beside_the_amount_and_what_a_text_leaves_open_is_not_told_again() -> None:
    (both,) = told(base=FOCUS)
    assert both.startswith(
        "for 2025-01 Alpha owes Beta 20.00 USD (a draft, on what is assumed), beside what is not known: "
    )
    assert "AWS" in both
    assert told(open="not published", rate=None, base=None) == told()
    assert told(amount="0") == []
    assert told(amount="0", base=FOCUS)[0].startswith("what Alpha and Beta owe each other for 2025-01 is not known: ")


def test_what_one_owes_several_by_one_day_is_one_sentence() -> None:
    row = line("2025-01-03", "100")
    books = Books((row,), covered=frozenset({("revenue_lines", key_of(row))}))
    parties = {**PARTIES, "gamma": Party.model_validate({"name": "Gamma", "role": "holder"})}
    others = [share(id="more", payee="gamma", rate="0.30")]
    made = settle("x", (leg(share()), *map(leg, others)), books, asked_period("2025-01"), TAKEN_IN, ZONE)
    assert list(map(str, owed_lines(made, "draft", parties))) == [
        "for 2025-01 Alpha owes Beta 20.00 USD and Gamma 30.00 USD (a draft, on what is assumed)"
    ]
    later = [share(id="more", payee="gamma", rate="0.30", due_days=30)]
    made = settle("x", (leg(share()), *map(leg, later)), books, asked_period("2025-01"), TAKEN_IN, ZONE)
    assert len(owed_lines(made, "draft", parties)) == 2, "each has its own day"
