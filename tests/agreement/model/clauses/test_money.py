from typing import Any

import pytest
from pydantic import ValidationError

from firstcall.agreement.model.clauses.money import Commitment, RevenueShare

SHARE: dict[str, Any] = {
    "id": "share",
    "type": "revenue_share",
    "payer": "grantor",
    "payee": "holder",
    "base": {"source": "revenue_lines", "streams": ["api"]},
    "rate": "0.20",
    "currency": "USD",
}
COMMITMENT: dict[str, Any] = {
    "id": "buy",
    "type": "commitment",
    "by": "grantor",
    "to": "holder",
    "amount": "1000",
    "currency": "USD",
    "since": "2025-01-01",
    "until": "2025-12-31",
    "base": {"source": "focus", "streams": [{"name": "all", "without": {"ProviderName": "nobody"}}]},
}
STEPS = [{"threshold": "0", "rate": "0.1"}, {"threshold": "5", "rate": "0.2"}]


def test_short_forms_mean_the_long_ones() -> None:
    short = RevenueShare.model_validate(SHARE)
    long = RevenueShare.model_validate(
        SHARE
        | {
            "payee": [{"party": "holder", "share": "1"}],
            "rate": [{"rate": "0.20"}],
            "base": {"source": "revenue_lines", "streams": [{"name": "api"}]},
        }
    )
    assert short == long


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rate": 0.2}, "write the number as text, such as '0.20', so that it stays exact"),
        ({"rate": "1,5"}, "'1,5' is not an exact decimal number"),
        ({"floor": "-1"}, "-1 is below zero"),
        ({"rate": None}, "needs either `rate` or `tiers`, not both"),
        ({"tiers": {"steps": STEPS}}, "needs either `rate` or `tiers`, not both"),
        ({"base": None}, "a revenue share needs a `base`, or `open` with the reason"),
        ({"payee": "grantor"}, "'grantor' is both payer and payee"),
        ({"payee": [{"party": "a"}, {"party": "a"}]}, "payee 'a' is listed twice"),
        ({"payee": [{"party": "a", "share": "0"}]}, "the payees' shares add to nothing"),
        ({"residual": "counterparty"}, "`residual: counterparty` needs `residual_to`"),
        ({"residual_to": "somebody"}, "`residual_to` names 'somebody', which is not a payee"),
        ({"cap": {}}, "a cap needs `per_period` or `total`"),
        ({"cap": {"per_period": "1", "past_payments": "0"}}, "belong to a `total`, and none is given"),
        ({"base": {"source": "focus", "streams": ["a", "a"]}}, "a stream is named twice"),
        (
            {"base": {"source": "focus", "streams": ["a"]}, "rounding": {"at": "row"}},
            "`rounding.at: row` is for revenue lines",
        ),
        (
            {
                "rate": [
                    {"rate": "1", "since": "2025-01-01", "until": "2025-01-31"},
                    {"rate": "2", "since": "2025-01-31"},
                ]
            },
            "two rates hold on 2025-01-31; let the earlier one end the day before",
        ),
        (
            {"rate": [{"rate": "1", "since": "2025-02-01", "until": "2025-01-31"}]},
            "a rate ends on 2025-01-31, before it starts on 2025-02-01",
        ),
    ],
)
def test_a_share_that_cannot_be_reckoned_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RevenueShare.model_validate(SHARE | change)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([{"threshold": "1", "rate": "0.1"}], "the first step must start at threshold 0"),
        ([*STEPS, {"threshold": "5", "rate": "0.3"}], "thresholds must rise from step to step"),
    ],
)
def test_tiers_that_do_not_rise_are_refused(steps: list[dict[str, str]], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RevenueShare.model_validate(SHARE | {"rate": None, "tiers": {"steps": steps}})
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"base": None}, "a commitment needs a `base`, `commitment_ids`, or `open`"),
        ({"until": "2024-12-31"}, "ends on 2024-12-31, before it starts on 2025-01-01"),
        ({"to": "grantor"}, "'grantor' commits to itself"),
    ],
)
def test_a_commitment_that_cannot_be_drawn_down_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Commitment.model_validate(COMMITMENT | change)
    assert words in str(refused.value)


def test_a_leg_may_be_left_open_with_its_reason() -> None:
    clause = RevenueShare.model_validate(SHARE | {"base": None, "rate": None, "open": "never published"})
    assert clause.open == "never published"
