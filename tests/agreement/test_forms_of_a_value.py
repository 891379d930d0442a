"""Of a value that may be written in two forms, what is wrong is told of the form that was meant alone."""

import json
from typing import Any

import pytest
from tests.verification.sound import plain

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

OWED = {"id": "owed", "type": "commitment", "by": "gus", "to": "hal", "currency": "EUR", "per": "year",
        "since": "2025-01-01", "until": "2026-12-31", "open": "no bills"}  # fmt: skip
PAID = {"id": "paid", "type": "payment", "payer": "gus", "payee": "hal", "currency": "EUR"}
NUMBER = " is not a plain decimal number\n  fix: write digits and a point as text, such as 0.20"
MONTHLY = {"every": "month", "since": "2025-01-01"}


def told(clause: dict[str, Any]) -> str:
    """What is said of an agreement with a clause, without the places."""
    data = plain()
    data["clauses"].append(clause)
    try:
        load(json.dumps(data))
    except AgreementError as error:
        return "\n".join(f"{one.what}\n  fix: {one.fix}" if one.fix else str(one.what) for one in error.problems)
    return ""


@pytest.mark.parametrize("clause", [OWED, {**PAID, "when": MONTHLY}])
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("5", ""),
        (5, ""),
        ({"amount": "5"}, "a mapping" + NUMBER),
        (True, "true" + NUMBER),
        ("x", "'x' is not an exact decimal number"),
        ("-5", "-5 is below zero\n  fix: write 0 or more"),
        ([], "amount: an empty list stands where at least one value is wanted\n  fix: list at least one"),
        (["5"], "an item of amount: '5' stands where a mapping is wanted\n"
                "  fix: write keys with their values: {key: value}"),
    ],
)  # fmt: skip
def test_a_number_or_a_list_of_them(clause: dict[str, Any], amount: Any, said: str) -> None:
    assert told({**clause, "amount": amount}) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"evry": "month", "since": "2025-01-01"},
         "the key 'every' is missing\n  fix: add `every:` here\nunknown key 'evry'\n  fix: did you mean 'every'?"),
        ({"evnt": "signing"},
         "the key 'event' is missing\n  fix: add `event:` here\nunknown key 'evnt'\n  fix: did you mean 'event'?"),
        ({"before_end": "term", "by": {"n": 3}},
         "the key 'before_end_of' is missing\n  fix: add `before_end_of:` here\n"
         "unknown key 'before_end'\n  fix: did you mean 'before_end_of'?"),
        ({"determinaton": "milestone"},
         "the key 'determination' is missing\n  fix: add `determination:` here\n"
         "unknown key 'determinaton'\n  fix: did you mean 'determination'?"),
    ],
)  # fmt: skip
def test_a_slip_in_what_a_date_hangs_on_is_told_of_that_form(when: dict[str, Any], said: str) -> None:
    assert told({**PAID, "amount": "5", "when": when}) == said
