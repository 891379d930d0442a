"""What a duty, licence, price promise or prohibition cannot mean is told, and told once."""

from typing import Any

import pytest
from tests.agreement.test_forms_of_a_value import told

DUTY = {"id": "duty", "type": "duty", "by": "gus", "to": "hal", "does": "reports", "when": "2025-01-01"}
LICENCE = {"id": "other", "type": "licence", "licensor": "gus", "licensee": "pia", "products": ["field"]}
PRICE = {"id": "price", "type": "price_promise", "by": "hal", "to": "gus", "contract": "c", "currency": "USD",
         "price": "price_usd_per_gpu_hour"}  # fmt: skip
BAN = {"id": "ban", "type": "prohibition", "acts": ["run"]}
OUTSIDE = " lies outside the time in which the clause speaks, so it is never owed\n"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (DUTY, ""),
        (DUTY | {"to": "gus"}, "'gus' owes itself a duty\n  fix: name two parties"),
        (DUTY | {"when": "2023-12-31"}, "2023-12-31" + OUTSIDE + "  fix: check the day, or let the clause survive the"),
        (DUTY | {"when": "2030-12-31"}, ""),
        (DUTY | {"when": "2031-01-01"}, "2031-01-01" + OUTSIDE + "  fix: check the day, or let the clause survive the"),
        (DUTY | {"when": {"every": "month", "since": "2025-03-01", "until": "2025-02-01"}},
         "the last day 2025-02-01 lies before the first\n  fix: check both dates"),
        (LICENCE, ""),
        (LICENCE | {"licensee": "gus"}, "'gus' licenses itself\n  fix: name two parties"),
        (PRICE, ""),
        (PRICE | {"price": "prise_usd_per_gpu_hour"},
         "unknown commercial term 'prise_usd_per_gpu_hour'\n  fix: did you"),
        (PRICE | {"alike": ["term_months", "size"]}, "unknown commercial term 'size'\n  fix: "),
        (PRICE | {"currency": "EUR"}, "the term price_usd_per_gpu_hour is in USD, and the clause says EUR\n"
         "  fix: write `currency: USD`, or compare another term"),
        (BAN | {"acts": ["sing"]}, "'sing' is not a value of 'acts'\n  fix: did you mean 'sign'?"),
    ],
)  # fmt: skip
def test_what_it_cannot_mean_is_told_once(clause: dict[str, Any], said: str) -> None:
    found = told(clause)
    assert found.startswith(said) and found.count("fix:") == said.count("fix:")
