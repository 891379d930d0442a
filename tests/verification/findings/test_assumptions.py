"""Fields that are reported or assumed, taken away one by one: how many answers would be others."""

from typing import Any

from tests.verification.sound import agreement, clause

from firstcall.verification.findings.soundness import findings_of

DEED = {"grade": "agreed", "source": "deed"}


def told(name: str, **basis: Any) -> list[str]:
    def spoil(data: dict[str, Any]) -> None:
        clause(data, name)["basis"] = {**DEED, **basis}

    return [str(one.what) for one in findings_of(agreement(spoil))]


def test_a_scope_a_whole_clause_and_a_licence() -> None:
    assert told("sole") == []
    assert told("sole", assumed=["scope.workloads"]) == [
        "9 answers of 22 would be others without scope.workloads of sole@base, which is assumed"]  # fmt: skip
    assert told("sole", grade="reported") == ["9 answers of 22 would be others without sole@base, which is reported"]
    assert told("licence", assumed=["exclusive"]) == [
        "1 answer of 18 would be another without exclusive of licence@base, which is assumed"]  # fmt: skip


def test_a_field_without_which_nothing_changes_is_not_told() -> None:
    assert told("first", assumed=["window.n", "tail"]) == []
    assert told("route", assumed=["covers"]) == []
