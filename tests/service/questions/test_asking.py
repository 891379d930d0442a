"""Flags become one question; what contradicts itself is told."""

from pathlib import Path
from typing import Any

import pytest

from firstcall.errors import QuestionError
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked
from firstcall.service.folder import Partnership, open_partnership
from firstcall.service.questions.asking import given, judged, receipt_of


@pytest.fixture(scope="module")
def held(root: Path) -> Partnership:
    return open_partnership(root / "examples" / "microsoft-openai")


def test_a_question_of_capacity(held: Partnership) -> None:
    row = {"workload": ("training,research", "training"), "provider": "aws", "quantity": "2.50", "on": "2025-02-01"}
    asked = given(held, row)
    assert isinstance(asked.asked, Asked)
    assert asked.asked.workloads == ("training", "research") and str(asked.asked.quantity) == "2.50"
    assert asked.words["workload"] == "training, research"
    assert asked.plain["on"] == "2025-02-01T08:00:00Z" and asked.words["on"] == "2025-02-01 (2025-02-01T08:00:00Z)"
    assert given(held, row | {"on": "2025-05"}).plain["on"] == "2025-05"


def test_questions_of_technology(held: Partnership) -> None:
    use = given(held, {"licensee": "microsoft", "product": "api", "model_developed": "2025-05-01", "on": "2025-06-01"})
    assert isinstance(use.asked, AskedUse) and use.asked.developed is not None
    assert use.plain["model_developed"] == "2025-05-01"
    licence = given(held, {"license_to": "google", "product": "api", "on": "2025-06-01"})
    assert isinstance(licence.asked, AskedLicence) and licence.words["license to"] == "google"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"workload": ("training",), "product": "api"},
         "--workload asks of capacity and --product of technology\n  fix: ask one"),
        ({"licensee": "microsoft"}, "no product is named\n  fix: name one with --product: "),
        ({"product": "api"}, "a question of technology asks of a use or of a licence\n  fix: name who"),
        ({"product": "api", "licensee": "a", "license_to": "b"},
         "a question of technology asks of a use or of a licence"),
        ({"product": "api", "license_to": "b", "model": "m"},
         "--model belongs to a question of use\n  fix: ask it with"),
        ({"workload": ("training",), "signed": "soon"}, "--signed: 'soon' is not a date or time"),
        ({"workload": ("training",), "scope": ("region",)}, "--scope region: not a pair"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told(row: dict[str, Any], said: str, held: Partnership) -> None:
    with pytest.raises(QuestionError) as told:
        given(held, {"on": "2025-06-01", **row})
    assert str(told.value).startswith(said)


def test_equal_questions_have_equal_receipts(held: Partnership) -> None:
    def made(**row: Any) -> Any:
        question = given(held, {"workload": ("training",), "provider": "aws", "on": "2025-02-01"} | row)
        return receipt_of(held, question, judged(held, question))

    assert made() == made() and len(made()["id"]) == 64
    assert made()["id"] != made(provider="azure")["id"] != made(known_at="2024-01-01")["id"]
