"""Money clauses that cannot be reckoned: the fact, whatever the party is called."""

from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare
from firstcall.agreement.model.clauses.money_faults import CommitsToItself, PaysItself, RowRounding, RowsAreSummed
from firstcall.report.words.facts import say
from firstcall.report.words.words import words_in
from firstcall.said import Unreadable


def fault(model: Any, data: dict[str, Any]) -> Unreadable:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(data)
    (detail,) = refused.value.errors()
    found = detail["ctx"]["error"]
    assert isinstance(found, Unreadable)
    return found


SHARE = {"id": "share", "type": "revenue_share", "payer": "holder", "payee": "holder", "currency": "USD",
         "period": "quarter", "open": "not published"}  # fmt: skip


def test_a_payer_that_is_paid_is_told_by_name() -> None:
    what = fault(RevenueShare, SHARE).what
    assert what == PaysItself(party="holder")
    assert "'holder'" in say(what, words_in("es"))


def test_a_fault_has_what_and_fix_apart() -> None:
    error = Unreadable(RowRounding(), RowsAreSummed())
    assert str(error) == "`rounding.at: row` is for revenue lines; FOCUS rows are summed by stream and day"


def test_a_party_that_commits_to_itself_is_told() -> None:
    data = {"id": "spend", "type": "commitment", "by": "buyer", "to": "buyer", "amount": "1", "currency": "USD",
            "since": "2025-01-01", "until": "2025-12-31", "open": "not published"}  # fmt: skip
    assert fault(Commitment, data).what == CommitsToItself(party="buyer")
