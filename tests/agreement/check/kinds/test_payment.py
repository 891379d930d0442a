"""A payment: days on which its clause does not speak are told, since nobody would ever owe them."""

from pathlib import Path

import pytest

from firstcall.agreement.load import load
from firstcall.errors import AgreementError

HARBOUR = (Path(__file__).resolve().parents[2] / "harbour.yaml").read_text(encoding="utf-8")


def told(fields: str) -> list[str]:
    fee = f"  - {{id: fee, type: payment, payer: buyer, payee: supplier, currency: EUR, {fields}}}\n"
    try:
        load(HARBOUR.replace("  - id: term\n", fee + "  - id: term\n"))
    except AgreementError as error:
        return [str(problem.what) for problem in error.problems]
    return []


NEVER = "lies outside the time in which the clause speaks, so it is never paid"


@pytest.mark.parametrize(("fields", "expected"), [
    ('amount: "1", when: 2025-01-31', []),
    ('amount: "1", when: 2030-12-31', []),
    ('amount: "1", when: 2031-01-01', [f"2031-01-01 {NEVER}"]),
    ('amount: "1", when: 2023-12-31', [f"2023-12-31 {NEVER}"]),
    ('amount: "1", when: 2026-01-31, until: 2025-12-31', [f"2026-01-31 {NEVER}"]),
    ('amount: [{amount: "1", on: 2031-05-01}, {amount: "1", on: 2025-05-01}]', [f"2031-05-01 {NEVER}"]),
    ('amount: "1", when: {every: month, since: 2025-06-01, until: 2025-05-31}',
     ["the last day 2025-05-31 lies before the first"]),
    ('amount: "1", when: {event: ready}', ["unknown event 'ready'"]),
    ('amount: "1", when: {every: month, since: {determination: agi}}', ["unknown determination 'agi'"]),
])  # fmt: skip
def test_days_and_names(fields: str, expected: list[str]) -> None:
    found = told(fields)
    assert found == expected


@pytest.mark.parametrize(("when", "expected"), [
    ("2025-01-31", [f"2025-01-31 {NEVER}"]),
    ("2025-02-01", []),
    ("{event: signing, of: first-change, plus: {n: 21}}", [f"2025-01-31 {NEVER}"]),
    ("{event: signing, of: first-change, plus: {n: 22}}", []),
])  # fmt: skip
def test_a_day_before_the_text_that_brings_the_payment(when: str, expected: list[str]) -> None:
    fee = (
        f'      - {{id: fee, type: payment, payer: buyer, payee: supplier, currency: EUR, amount: "1", when: {when}}}\n'
    )
    text = HARBOUR.replace("    add:\n", "    add:\n" + fee, 1)
    try:
        load(text)
        found = []
    except AgreementError as error:
        found = [str(problem.what) for problem in error.problems]
    assert found == expected
