"""What a prohibition reaches and excepts, the words for it, and its laws."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.agreement.document import Agreement
from firstcall.agreement.model.clauses.prohibition import Prohibition
from firstcall.record.journal.journal import Record, append
from firstcall.rights.decide import decide
from firstcall.rights.decision import OUTCOMES, Decision
from firstcall.rights.judge.bans.prohibition import excepted_words, lets_capacity, why_banned
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.question import Asked

AT = datetime(2026, 2, 2, 12, tzinfo=UTC)
TEXT: dict[str, Any] = {
    "schema": "firstcall/agreement/1", "id": "dock", "title": "Dock", "timezone": "UTC",
    "parties": {"gus": {"name": "Gus", "role": "grantor"}, "hal": {"name": "Hal", "role": "holder"}},
    "providers": {"hal-cloud": {"operator": "hal"}, "rival": {}},
    "definitions": {"workloads": ["train", "serve"], "products": ["shop", "api"], "ip": ["models"],
                    "dimensions": {"region": ["eu", "us"]}},
    "effective": "2026-01-01",
}  # fmt: skip


def ban(**fields: Any) -> Prohibition:
    return Prohibition.model_validate({"id": "ban", "type": "prohibition", **fields})


def agreed(*clauses: dict[str, Any]) -> Agreement:
    return Agreement.model_validate({**TEXT, "clauses": [{"id": f"c{n}", **one} for n, one in enumerate(clauses)]})


def recorded(*events: dict[str, Any]) -> Record:
    record = Record()
    for number, event in enumerate(events):
        at = (AT - timedelta(days=1)).isoformat()
        record, _ = append(record, {"id": f"e{number}", "at": at, "recorded": at, "entered_by": "desk", **event})
    return record


def answer(agreement: Agreement, asked: Any, record: Record | None = None) -> Decision:
    return decide(agreement, record or Record(), asked, AT)


RESIDENCY = {"type": "prohibition", "acts": ["run"], "scope": {"workloads": ["serve"]}, "except": {"region": ["eu"]}}
LEAVE = {"type": "consent", "by": "hal", "lifts": ["c0"]}


@pytest.mark.parametrize(("workload", "region", "sign", "run"), [
    ("serve", "eu", "ungoverned", "ungoverned"),
    ("serve", "us", "ungoverned", "forbidden"),
    ("train", "us", "ungoverned", "ungoverned"),
])  # fmt: skip
def test_data_stays_in_its_region(workload: str, region: str, sign: str, run: str) -> None:
    decision = answer(agreed(RESIDENCY), Asked((workload,), provider="rival", dimensions={"region": region}))
    assert {act.act: act.outcome for act in decision.acts} == {"sign": sign, "run": run}


def test_a_region_left_open_is_asked_of_each_and_the_strictest_answers() -> None:
    assert answer(agreed(RESIDENCY), Asked(("serve",), provider="rival")).outcome == "forbidden"


def test_a_consent_lifts_it_for_what_it_names_and_never_makes_it_a_licence() -> None:
    agreement = agreed(RESIDENCY, LEAVE)
    asked = Asked(("serve",), provider="rival", dimensions={"region": "us"})
    assert answer(agreement, asked).outcome == "consent-first"
    consent = {"type": "consent-given", "consent": "n", "by": "hal", "clauses": ["c0"], "provider": "rival"}
    assert answer(agreement, asked, recorded(consent)).outcome == "permitted"
    use = {"type": "prohibition", "acts": ["use"], "products": ["shop"]}
    closed = agreed(use, {**LEAVE, "covers": "party"})
    given_ = recorded({"type": "consent-given", "consent": "n", "by": "hal", "clauses": ["c0"], "party": "hal"})
    assert answer(closed, AskedUse("hal", "shop"), given_).outcome == "forbidden"  # unlicensed all the same


def test_technology_is_prohibited_towards_some_and_a_party_may_be_let() -> None:
    licence = {"type": "licence", "licensor": "gus", "licensee": "hal"}
    agreement = agreed(
        {"type": "prohibition", "acts": ["license"], "except": {"to": ["hal"]}}, licence, {**LEAVE, "covers": "party"}
    )
    assert answer(agreement, AskedLicence("hal", "shop")).outcome == "permitted"
    assert answer(agreement, AskedLicence("rival", "shop")).outcome == "consent-first"
    given_ = recorded({"type": "consent-given", "consent": "n", "by": "hal", "clauses": ["c0"], "party": "rival"})
    assert answer(agreement, AskedLicence("rival", "shop"), given_).outcome == "permitted"
    assert answer(agreement, AskedLicence("other", "shop"), given_).outcome == "consent-first"


@pytest.mark.parametrize(("binds", "outcome"), [([], "forbidden"), (["gus"], "forbidden")])
def test_whom_it_binds(binds: list[str], outcome: str) -> None:
    agreement = agreed({"type": "prohibition", "acts": ["sign"], "binds": binds})
    assert answer(agreement, Asked(("train",), provider="rival")).outcome == outcome


def test_a_permission_wins_against_a_ban_only_where_it_is_narrower_than_what_is_left_of_it() -> None:
    grant = {"type": "approval", "by": "hal", "scope": {"workloads": ["serve"]}}
    whole = {"type": "prohibition", "acts": ["sign", "run"]}
    left = {**whole, "except": {"workloads": ["train"]}}
    asked = Asked(("serve",), provider="rival", dimensions={"region": "us"})
    assert answer(agreed(whole, grant), asked).outcome == "permitted"
    tied = answer(agreed(left, grant), asked)
    assert (tied.outcome, tied.marks) == ("forbidden", ("conflict",))


scopes = st.fixed_dictionaries({}, optional={
    "workloads": st.sampled_from([["train"], ["serve"], ["train", "serve"]]),
    "region": st.sampled_from([["eu"], ["us"]]), "providers": st.sampled_from([["rival"], ["other"]]),
})  # fmt: skip
others = st.sampled_from([
    [], [{"type": "exclusivity", "holder": "hal", "at": ["hal-cloud"]}],
    [{"type": "approval", "by": "hal", "scope": {"workloads": ["serve"]}}],
    [{"type": "first_refusal", "holder": "hal", "scope": {"mode": ["third_party"]}}],
])  # fmt: skip


@settings(max_examples=80)
@given(others, scopes, scopes.filter(bool), st.sampled_from([["run"], ["sign"], ["sign", "run"]]), st.booleans())
def test_a_prohibition_never_frees_and_an_exception_only_narrows_it(
    held: list[dict[str, Any]], scope: dict[str, Any], out: dict[str, Any], acts: list[str], lifted: bool
) -> None:
    bare = {"type": "prohibition", "acts": acts, "scope": scope}
    cut, routes = {**bare, "except": [out]}, [{**LEAVE, "lifts": [f"c{len(held)}"]}] if lifted else []
    for workload, region, provider in (("train", "eu", "rival"), ("serve", "us", "rival"), ("serve", "eu", "x")):
        asked = Asked((workload,), provider=provider, dimensions={"region": region})
        without, narrowed, whole = (
            OUTCOMES.index(answer(agreed(*held, *more), asked).outcome)
            for more in list[list[dict[str, Any]]](([], [cut, *routes], [bare, *routes]))
        )
        assert without <= narrowed or (without, narrowed) == (1, 1)
        if not any(one["type"] == "approval" for one in held):
            assert narrowed <= whole


def test_its_words() -> None:
    clause = ban(acts=["run"], says="Data stays.", **{"except": [{"region": ["eu"]}, {"workloads": ["train"]}]})
    assert str(why_banned(clause, "run")) == ("run is prohibited except for region eu; workloads train: 'Data stays.'")
    assert str(why_banned(ban(acts="sign"), "sign", ("hal", "ida"))) == (
        "sign is prohibited, unless hal or ida consents; no consent covers this"
    )
    assert [excepted_words(one) for one in clause.except_] == ["region eu", "workloads train"]


def test_an_exception_of_technology_takes_no_capacity_out() -> None:
    clause = ban(acts=["run", "use"], **{"except": [{"products": ["shop"]}, {"customers": ["x"], "region": ["eu"]}]})
    assert lets_capacity(clause, "w", "x", "rival", "third_party", {"region": "us"}) is None
    assert lets_capacity(clause, "w", "y", "rival", "third_party", {"region": "eu"}) is None
    assert lets_capacity(clause, "w", "x", "rival", "third_party", {"region": "eu"}) == clause.except_[1]
