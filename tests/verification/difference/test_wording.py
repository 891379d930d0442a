"""Two texts word by word."""

from datetime import UTC, datetime
from typing import Any

from tests.verification.sound import SOLE, agreement, clause

from firstcall.agreement.document import Agreement
from firstcall.agreement.terms import Terms, terms
from firstcall.verification.difference.wording import RewordedField, rewordings


def text(held: Agreement) -> Terms:
    return terms(held, datetime(2025, 1, 1, tzinfo=UTC))


def test_each_field_is_told_before_and_after() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["clauses"].remove(clause(data, "route"))
        data["clauses"][1] = {**SOLE, "scope": {"mode": ["third_party"]}, "until": "2026-12-31"}

    one, two = text(agreement()), text(agreement(spoil))
    found = {f"{item.kind} {item.name}": item for item in rewordings(one, two)}
    assert set(found) == {"clause sole", "clause route"}
    assert found["clause route"].how == "removed" and found["clause route"].versions == ("base", None)
    assert set(found["clause sole"].fields) == {
        RewordedField("scope.workloads", "serve", None),
        RewordedField("scope.mode", None, "third_party"),
        RewordedField("until", None, "2026-12-31"),
    }
    assert list(rewordings(one, one)) == []


def test_words_and_parties_are_compared_too() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["definitions"]["workloads"].append("tune")
        data["parties"]["pia"]["name"] = "Another panel"

    found = {f"{item.kind} {item.name}": item for item in rewordings(text(agreement()), text(agreement(spoil)))}
    assert found["definition workloads"].fields == (RewordedField("", "train, serve", "train, serve, tune"),)
    assert found["party pia"].fields == (RewordedField("name", "A panel", "Another panel"),)
