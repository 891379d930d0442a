"""A payment in plain words, in each language."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms
from firstcall.report.words.clauses.clauses import clause_words
from firstcall.report.words.enums import Language
from firstcall.report.words.words import words_in

FEE: dict[str, Any] = {"id": "fee", "type": "payment", "payer": "gus", "payee": "hal", "currency": "EUR"}


def said(fields: dict[str, Any], lang: Language = "en") -> tuple[str, ...]:
    agreement = Agreement.model_validate({
        "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
        "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
        "definitions": {"workloads": ["w"], "events": ["ready"]}, "effective": "2025-01-01", "clauses": [FEE | fields],
    })  # fmt: skip
    text = terms(agreement, datetime(2025, 6, 1, tzinfo=UTC))
    return clause_words(text.by_id["fee"], text, words_in(lang))


MONTHLY = {"amount": "1200.5", "when": {"every": "month", "since": "2025-02-01", "until": "2026-01-31",
                                        "partial": "days"}, "due_days": 30}  # fmt: skip
WORDS: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    (MONTHLY, ("Gus pays Hal €1,200.50.", "Every month, on its last day.", "From 1 Feb 2025 on.",
               "Through 31 Jan 2026.", "What the first or last day cuts is paid by its days.",
               "It is due 30 days after that day.")),
    ({"amount": "5", "when": {"event": "ready", "plus": {"n": 10}}},
     ("Gus pays Hal €5.00.", "On this day, once it is known: 10 days after the event ready.")),
    ({"amount": [{"amount": "1000", "on": "2025-05-01"}], "currency": "Shares", "units": {"Shares": 0}},
     ("Gus pays Hal 1,000 Shares.", "On 1 May 2025.")),
    ({"unit_price": "1.25", "quantity": "gpu_hours", "when": "2025-05-01"},
     ("Gus pays Hal 1.25 EUR for each unit of gpu_hours reported.", "On 1 May 2025.")),
    ({"levels": [{"below": "0.99", "amount": "900"}, {"below": "0.999", "amount": "300"}], "quantity": "up",
      "when": {"every": "month", "since": "2025-02-01"}},
     ("Gus pays Hal €300.00 where up is reported below 0.999.", "Gus pays Hal €900.00 where up is reported below 0.99.",
      "Only the lowest figure that it is below counts; reports count by their days.",
      "Every month, on its last day.", "From 1 Feb 2025 on.")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), WORDS)
def test_in_english(fields: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert said(fields) == expected


@pytest.mark.parametrize(("lang", "expected"), [
    ("es", "Cada mes, en su último día."),
    ("id", "Setiap bulan, pada hari terakhirnya."),
])  # fmt: skip
def test_in_other_languages(lang: Language, expected: str) -> None:
    assert said(MONTHLY, lang)[1] == expected
