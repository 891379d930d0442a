"""An input about an approval that once was answered wrongly, by its rule and with others of its kind.

The number is that of the list that it comes from.
"""

from typing import Any

import pytest
from tests.refusal.deal import Deal, local

from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

SOURCE = {"grade": "agreed", "source": "contract"}
MAINLY = {"workloads": ["training"], "share_at_least": "0.5"}


def approval(**mainly: Any) -> dict[str, Any]:
    """An approval of the grantor's own builds, primarily for training."""
    return {"id": "build", "type": "approval", "by": "halcyon", "scope": {"mode": ["own_build"]}, "basis": SOURCE,
            "primarily": MAINLY | mainly}  # fmt: skip


def consent(*lifts: str, **fields: Any) -> dict[str, Any]:
    return {"id": "leave", "type": "consent", "by": "halcyon", "lifts": list(lifts), "basis": SOURCE} | fields


OTHER = {"id": "other", "type": "approval", "by": "iris", "scope": {"mode": ["third_party"]}, "basis": SOURCE,
         "primarily": MAINLY}  # fmt: skip
"""Another approval of the same kind, which a consent may lift instead."""


def deal_of(*clauses: dict[str, Any], **fields: Any) -> Deal:
    """An agreement of these clauses whose grantor has capacity of its own."""
    return Deal(*clauses, providers={"own": {"operator": "grace"}, "rival": {"operator": "third_party"}}, **fields)


def answer(deal: Deal, at: str = "2025-03-10 09:00", workload: str = "serving") -> Decision:
    return decide(deal.agreement, deal.record, Asked((workload,), "own", capacity="own_build"), local(at))


def reported(deal: Deal, training: str, serving: str) -> Deal:
    hours = {"training": training, "serving": serving}
    return deal.say("mix-reported", "2025-02-05 09:00", site="yard", since="2024-10-01", until="2024-12-31",
                    hours=hours, offer=None)  # fmt: skip


# 36. A mix that falls short is cured by a consent only where a clause lets somebody consent


@pytest.mark.parametrize(
    "more",
    [(), (consent("other"), OTHER), (consent("build", until="2025-03-01"),), (consent("build", since="2025-04-01"),)],
    ids=["no consent clause", "one for another clause", "one that is over", "one that has not begun"],
)
@pytest.mark.parametrize("mainly", [{}, {"planned_share": "0.49"}], ids=["no mix known", "planned short"])
def test_36_a_mix_that_falls_short_is_forbidden_where_nobody_can_consent(
    more: tuple[dict[str, Any], ...], mainly: dict[str, str]
) -> None:
    found = answer(deal_of(approval(**mainly), *more))
    assert found.outcome == "forbidden"
    assert [str(one.why).rpartition("; ")[2] for one in found.deciding] == ["no consent clause lets anybody cure it"]


@pytest.mark.parametrize("mainly", [{}, {"planned_share": "0.49"}])
def test_36_where_somebody_can_consent_the_answer_is_consent_first_and_then_permitted(mainly: dict[str, str]) -> None:
    deal = deal_of(approval(**mainly), consent("build"))
    assert answer(deal).outcome == "consent-first"
    deal.say("consent-given", "2025-03-09 09:00", by="halcyon", consent="yes", clauses=["build"],
             provider="own", offer=None)  # fmt: skip
    assert answer(deal).outcome == "permitted"


def test_36_the_consent_clause_counts_from_its_first_instant_to_its_last() -> None:
    deal = deal_of(approval(), consent("build", since="2025-03-10", until="2025-03-20"))
    moments = ("2025-03-09 23:59:59.999999", "2025-03-10 00:00", "2025-03-19 23:59:59.999999", "2025-03-20 00:00")
    found = [answer(deal, at).outcome for at in moments]
    assert found[:3] == ["forbidden", "consent-first", "consent-first"]
    assert answer(deal, "2025-03-21 00:00").outcome == "forbidden"


@pytest.mark.parametrize("more", [(), (consent("build"),)], ids=["nobody can", "somebody can"])
def test_36_a_mix_that_suffices_asks_nobody(more: tuple[dict[str, Any], ...]) -> None:
    assert answer(deal_of(approval(planned_share="0.5"), *more)).outcome == "permitted"
    assert answer(deal_of(approval(), *more), workload="training").outcome == "permitted"
    assert answer(reported(deal_of(approval(), *more), "50", "50")).outcome == "permitted"


@pytest.mark.parametrize(("more", "outcome"), [((), "forbidden"), ((consent("build"),), "consent-first")])
def test_36_a_report_that_falls_short_outweighs_a_plan(more: tuple[dict[str, Any], ...], outcome: str) -> None:
    assert answer(reported(deal_of(approval(planned_share="0.9"), *more), "49", "51")).outcome == outcome


def test_36_a_consent_clause_that_an_amendment_takes_away_or_brings_changes_the_answer() -> None:
    step = {"id": "second", "signed": "2025-03-10", "effective": "2025-03-10", "basis": SOURCE}
    gone = deal_of(approval(), consent("build"), amendments=[step | {"remove": ["leave"]}])
    come = deal_of(approval(), amendments=[step | {"add": [consent("build")]}])
    for deal, outcomes in ((gone, ["consent-first", "forbidden"]), (come, ["forbidden", "consent-first"])):
        assert [answer(deal, at).outcome for at in ("2025-03-09 12:00", "2025-03-11 12:00")] == outcomes
