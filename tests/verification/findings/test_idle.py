"""Clauses that change nothing, and what keeps them from it."""

from typing import Any

from tests.verification.sound import LICENCE, SOLE, agreement, clause

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


def idle(*clauses: dict[str, Any]) -> list[str]:
    found = findings_of(agreement(lambda data: data["clauses"].extend(clauses)))
    return [one.places[0].clause for one in found if one.code == "dead"]


def test_a_licence_within_another_changes_nothing_and_one_beside_it_does() -> None:
    assert idle() == []
    assert idle({**LICENCE, "id": "within", "exclusive": False}) == ["within"]
    assert idle({**LICENCE, "id": "beside", "products": ["field"]}) == []


def test_an_escape_that_can_be_used_is_not_idle() -> None:
    escape = {"id": "way-out", "type": "escape", "licences": ["licence"], "determination": "milestone",
              "models": "listed", "basis": LICENCE["basis"]}  # fmt: skip
    assert idle({**escape, "state": "declared"}) == []
    assert idle(escape) == ["way-out"]  # the licence itself ends with what opens it


def test_a_prohibition_is_idle_only_if_none_of_its_acts_is_told_otherwise() -> None:
    ban = {"id": "ban", "type": "prohibition", "acts": ["use"], "products": ["field"], "basis": LICENCE["basis"]}
    assert idle({**ban, "binds": ["pia"]}) == ["ban"]  # nobody licensed it to the panel anyway
    assert idle({**ban, "products": ["desk"]}) == []
    assert idle({**ban, "acts": ["use", "hire"], "binds": ["pia"]}) == []
    both = {**ban, "acts": ["use", "sign"], "products": ["desk"], "binds": ["gus", "hal"]}
    assert idle({**both, "except": [{"workloads": ["train", "serve"]}]}) == []  # using stays forbidden


def test_consents_of_two_parties_are_each_of_use() -> None:
    def dead(by: str) -> list[str]:
        def spoil(data: dict[str, Any]) -> None:
            data["clauses"].append({**clause(data, "route"), "id": "other-route", "by": by})

        return [one.places[0].clause for one in findings_of(agreement(spoil)) if one.code == "dead-consent"]

    assert dead("pia") == []
    assert dead("hal") == ["route", "other-route"], "what one party may do under either needs only one"
