"""Clauses that change nothing, and what keeps them from it."""

from typing import Any

from tests.verification.sound import SOLE, agreement, clause

from firstcall.verification.findings.soundness import findings_of


def test_a_consent_is_told_for_the_clause_that_it_lifts_to_no_effect() -> None:
    other = {**SOLE, "id": "other", "scope": {"workloads": ["train"]}}
    harsh = {**other, "id": "harsh"}

    def spoil(data: dict[str, Any]) -> None:
        data["clauses"].extend([other, harsh])
        clause(data, "route")["lifts"] = ["sole", "other"]

    found = [one for one in findings_of(agreement(spoil)) if one.code == "dead-consent"]
    assert [str(one.what) for one in found] == [
        "route@base lifts other, and no answer is ever changed by such a consent"]  # fmt: skip


def test_the_exclusivity_that_a_right_stands_behind_is_named() -> None:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, "sole")["scope"] = {}
        data["clauses"].remove(clause(data, "route"))

    (found,) = findings_of(agreement(spoil))
    assert [one.clause for one in found.places] == ["first", "sole"]
    assert str(found.fix) == "narrow sole, or add a consent clause that lifts it"
