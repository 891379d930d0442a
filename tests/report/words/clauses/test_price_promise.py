"""A price promise in plain words, each part that it says."""

from datetime import UTC, datetime
from typing import Any

from tests.record.dated.test_price_promises import PROMISE, TEXT

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.promises.price_promise import PricePromise
from firstcall.agreement.terms import terms
from firstcall.report.words.clauses.price_promise import promise_words
from firstcall.report.words.words import words_in


def told(**fields: Any) -> list[str]:
    agreement = Agreement.model_validate({**TEXT, "clauses": [{**PROMISE, **fields}]})
    text = terms(agreement, datetime(2026, 6, 1, tzinfo=UTC))
    clause = text.clauses[0].clause
    assert isinstance(clause, PricePromise)
    return list(promise_words(clause, text, words_in("en")))


def test_the_smallest_says_whose_price_and_which_contracts() -> None:
    assert told() == [
        "Hal promises Gus that the price of own (price) is no worse than in other contracts.",
        "Prices are compared in EUR; the lower is the better.",
        "Contracts with providers that Hal operates are compared.",
    ]


def test_what_is_given_is_said() -> None:
    said = told(at=["rival"], alike=["term_months"], quantity_band={"at_least": "0.5", "at_most": "2"},
                pays={"quantity": "gpu_hours", "every": "quarter", "due_days": 30})  # fmt: skip
    assert said[2:] == [
        "Contracts with rival are compared.", "They must say the same in term_months.",
        "They have at least 50% of its quantity.", "They have at most 200% of its quantity.",
        "Hal pays the difference every quarter, for each unit of gpu_hours reported.", "It is due 30 days after that.",
    ]  # fmt: skip
