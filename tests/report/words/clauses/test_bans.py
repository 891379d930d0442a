"""A prohibition in plain words, in each language."""

from datetime import UTC, datetime
from typing import Any

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import terms
from firstcall.report.words.clauses.clauses import clause_words
from firstcall.report.words.enums import Language
from firstcall.report.words.words import words_in

TEXT: dict[str, Any] = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "definitions": {"workloads": ["w"], "products": ["shop"], "ip": ["models"], "dimensions": {"region": ["eu", "us"]}},
    "effective": "2025-01-01",
    "clauses": [
        {"id": "stays", "type": "prohibition", "acts": ["run"], "except": {"region": ["eu"]}},
        {"id": "kept", "type": "prohibition", "acts": ["license", "assign"], "binds": ["gus"], "to": ["hal", "ida"],
         "ip": ["models"]},
        {"id": "leave", "type": "consent", "by": "hal", "lifts": ["kept"], "covers": "party"},
    ],
}  # fmt: skip


def said(clause: str, lang: Language) -> tuple[str, ...]:
    text = terms(Agreement.model_validate(TEXT), datetime(2025, 6, 1, tzinfo=UTC))
    return clause_words(text.by_id[clause], text, words_in(lang))


def test_in_english() -> None:
    assert said("stays", "en") == (
        "Prohibited, of what it speaks of: run.", "It binds every party.", "Excepted: region eu.",
        "No consent lifts it.",
    )  # fmt: skip
    assert said("kept", "en") == (
        "Prohibited, of what it speaks of: license, assign.", "It binds Gus.", "It speaks of models.",
        "Only towards Hal or ida.", "It is lifted by the consent of Hal.",
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "first"), [
    ("es", "Prohibido, respecto de aquello de lo que habla: licenciar, ceder."),
    ("id", "Dilarang, atas apa yang diaturnya: melisensikan, mengalihkan."),
])  # fmt: skip
def test_in_other_languages(lang: Language, first: str) -> None:
    assert said("kept", lang)[0] == first
