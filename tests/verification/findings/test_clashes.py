"""Where clauses meet: the nearest record on which they do is told."""

from typing import Any

from tests.verification.sound import SOLE, agreement, clause

from firstcall.verification.findings.soundness import findings_of


def test_a_clash_that_needs_a_consent_says_so() -> None:
    """A purpose that only a mix of use keeps clashes once the mix is reported."""
    build = {"id": "build", "type": "approval", "by": "hal", "scope": {"mode": ["own_build"]},
             "primarily": {"workloads": ["train"], "share_at_least": "0.5"},
             "notwithstanding": ["first"], "basis": SOLE["basis"]}  # fmt: skip
    cure = {"id": "cure", "type": "consent", "by": "hal", "lifts": ["build"], "basis": SOLE["basis"]}
    found = findings_of(agreement(lambda data: data["clauses"].extend([build, cure])))
    assert [(one.code, [str(fact) for fact in one.given]) for one in found] == [
        ("conflict", ["the mix of use keeps the purpose of build@base"])]  # fmt: skip


def test_findings_are_told_with_the_clauses_that_bring_them() -> None:
    (gap,) = findings_of(agreement(lambda data: data["clauses"][0].update(scope={"mode": ["third_party"]})))
    assert [(one.clause, one.version, one.path) for one in gap.places] == [("first", "base", ("clauses", 0))]
    assert str(gap.what).endswith("what differs from it only in mode is restricted by first")


def test_an_order_that_no_words_say_is_told_once_whatever_else_may_bring_it() -> None:
    """A purpose kept by a mix of use meets the right too; the same words mend both."""
    build = {"id": "build", "type": "approval", "by": "hal", "scope": {"mode": ["own_build"]},
             "primarily": {"workloads": ["train"], "share_at_least": "0.5"},
             "notwithstanding": ["sole"], "basis": SOLE["basis"]}  # fmt: skip
    cure = {"id": "cure", "type": "consent", "by": "hal", "lifts": ["build"], "basis": SOLE["basis"]}

    def spoil(data: dict[str, Any]) -> None:
        data["clauses"].extend([build, cure])
        clause(data, "first")["scope"] = {"mode": ["own_build", "third_party", "built_for_grantor"]}

    found = findings_of(agreement(spoil))
    assert [(one.code, one.given) for one in found] == [("silent-order", ())]
