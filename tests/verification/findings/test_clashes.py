"""Where clauses meet: the nearest record on which they do is told."""

from itertools import product
from typing import Any

import pytest
from tests.verification.sound import LICENCE, SOLE, agreement, clause

from firstcall.agreement.document import Agreement
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.judge.technology import AskedUse
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


def shut_out(text: Agreement) -> bool:
    """Whether somebody may not use what its own licence in force gives it, at some half of a year."""
    for party, thing, year, day in product(("hal", "pia"), ("desk", "field"), range(2024, 2028), ("02-01", "08-01")):
        answer = decide(text, Record(), AskedUse(party, thing), f"{year}-{day}")
        licensed = {one.clause for one in answer.clauses if one.role == "applies"}
        if answer.outcome == "forbidden" and licensed & {"licence", "rival"}:
            return True
    return False


@pytest.mark.parametrize("alone", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("products", [["desk"], ["field"], ["desk", "field"]])
def test_a_licence_beside_one_that_shuts_it_out_is_told_where_an_answer_shows_it(
    alone: tuple[bool, bool], products: list[str]
) -> None:
    for licensee, since in product(("hal", "pia"), ("2024-01-01", "2025-07-01", "2026-01-01")):
        first = {**LICENCE, "exclusive": alone[0], "until": "2025-12-31"}
        rival = {**LICENCE, "id": "rival", "licensee": licensee, "products": products, "exclusive": alone[1],
                 "since": since, "until": "2027-12-31"}  # fmt: skip

        def spoil(data: dict[str, Any], first: Any = first, rival: Any = rival) -> None:
            data["definitions"].pop("determinations")
            clause(data, "licence").update(first)
            data["clauses"].append(rival)

        text = agreement(spoil)
        told = [one.places for one in findings_of(text) if one.code == "conflict"]
        assert len(told) == (1 if shut_out(text) else 0), (licensee, since)
        assert all({place.clause for place in places} == {"licence", "rival"} for places in told)
