"""The texts of a payment clause over time: spans without overlap, silent while something has ended it."""

from datetime import UTC, datetime

from tests.settlement.sums.test_payments import FEE, READY, agreed, recorded, terms_of


def test_spans_follow_one_another_and_the_latest_text_is_the_clause() -> None:
    monthly = FEE | {"when": {"every": "month", "since": "2026-01-01"}}
    change = {"id": "second", "signed": "2026-03-01", "effective": "2026-03-15", "replace": [monthly | {"amount": "7"}]}
    terms = terms_of(agreed(monthly, amendments=(change,)), recorded())
    turn = datetime(2026, 3, 15, tzinfo=UTC)
    assert [(span.start, span.end, span.version) for span in terms.spans] == [
        (datetime(2026, 1, 1, tzinfo=UTC), turn, "base"), (turn, None, "second"),
    ]  # fmt: skip
    assert (terms.version, str(terms.clause.amount)) == ("second", "7")
    assert turn in terms.spans[1] and turn not in terms.spans[0]


def test_a_clause_that_an_event_ends_is_silent_from_then_on() -> None:
    fee = FEE | {"when": {"every": "month", "since": "2026-01-01"}, "until": {"event": "ready"}}
    terms = terms_of(agreed(fee), recorded(READY))
    assert [span.end for span in terms.spans] == [datetime(2026, 3, 2, 10, tzinfo=UTC)]
