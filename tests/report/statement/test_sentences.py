from datetime import date

import pytest
from tests.report.statement.test_statement_ledger import drawn

from firstcall.money import Money
from firstcall.report.statement.sentences import Pays
from firstcall.report.statement.text import statement_text
from firstcall.report.words.enums import Language
from firstcall.report.words.facts import plainly
from firstcall.report.words.words import words_in
from firstcall.settlement.statement.standing import LeftDue

PAYS = LeftDue(left=Pays(payer="alpha", payee="beta", amount=Money(123456789, "USD")), due=date(2025, 3, 1))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "alpha pays beta 1,234,567.89 USD, due 2025-03-01"),
        ("es", "alpha paga a beta 1.234.567,89 USD, con vencimiento el 1 mar 2025"),
        ("id", "alpha membayar kepada beta 1.234.567,89 USD, jatuh tempo pada 1 Mar 2025"),
    ],
)
def test_a_net_is_said_in_three_languages_to_the_last_unit(lang: Language, said: str) -> None:
    assert plainly(PAYS, words_in(lang)) == said


@pytest.mark.parametrize(
    ("lang", "english"), [("es", ("due", "total cap", "earned", "known at")), ("id", ("due", "earned", "known at"))]
)
def test_no_english_is_left_in_another_language(lang: Language, english: tuple[str, ...]) -> None:
    words = words_in(lang)
    capped = drawn(cap={"total": "3"}, due_days=10)
    said = statement_text(capped, tell=lambda fact: plainly(fact, words))
    assert [word for word in english if word in said] == []
    assert "share" in said, "the id of a clause stays as its author wrote it"
