"""Which clauses and facts a decision cites: their parts, their order, each once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.agreement.terms import InForce, terms
from firstcall.record.journal.journal import Record
from firstcall.rights.decision import Decision, Role
from firstcall.rights.grounds import ClausePart, cite, facts_of, missed_parts
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import OnlyAt
from firstcall.rights.question import Asked
from firstcall.said import Said

Ask = Callable[..., Decision]
Held = Callable[..., Record]
On = Callable[[str], datetime]
CONSENT: Mapping[str, Any] = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"],
                              "provider": "rival", "at": "2024-02-01"}  # fmt: skip
ROLES: tuple[Role, ...] = ("tried and did not hold", "yields to", "applies", "defeated by", "decides")


@pytest.fixture
def clauses(on: On) -> Mapping[str, InForce]:
    duty = "{id: duty, type: priority, holder: hal, at: [home], duty: primary_provider}"
    return terms(berth(SOLE, ROUTE, FIRST, BUILD, duty), on("2024-06-01")).by_id


SO, OTHERWISE = OnlyAt(at=("home",)), OnlyAt(at=("third",))


def part(
    held: InForce, role: Role = "decides", act: str = "sign", subject: str = "serve", why: Said = SO
) -> ClausePart:
    return ClausePart(held, role, None, why, act, subject)


def parts(found: Decision) -> list[tuple[str, str, str | None]]:
    return [(cited.clause, cited.role, cited.other) for cited in found.clauses]


def test_a_clause_is_cited_once_for_each_part_it_plays(clauses: Mapping[str, InForce]) -> None:
    sole = clauses["sole"]
    found = cite([
        part(sole), part(sole, act="run"), part(sole, subject="train"), part(sole), part(sole, why=OTHERWISE),
        part(sole, "applies"),
    ])  # fmt: skip
    assert [(cited.role, cited.why, cited.acts, cited.workloads) for cited in found] == [
        ("decides", SO, ("sign", "run"), ("serve", "train")),
        ("decides", OTHERWISE, ("sign",), ("serve",)),
        ("applies", SO, ("sign",), ("serve",)),
    ]


def test_those_that_decide_come_first_and_what_did_not_hold_last(clauses: Mapping[str, InForce]) -> None:
    found = cite(part(clauses["sole"], role) for role in ROLES)
    assert [cited.role for cited in found] == [
        "decides", "applies", "defeated by", "yields to", "tried and did not hold",
    ]  # fmt: skip


def test_among_equal_parts_the_order_of_the_text_is_kept(clauses: Mapping[str, InForce]) -> None:
    found = cite([part(clauses["sole"]), part(clauses["first"]), part(clauses["build"])])
    assert [cited.clause for cited in found] == ["sole", "first", "build"]


def test_a_citation_says_version_kind_grade_and_source(ask: Ask) -> None:
    basis = ", basis: {grade: reported, source: deed, attribution: a page}}"
    step = ("amendments:\n  - id: second\n    signed: 2024-04-01\n    effective: 2024-04-01\n"
            f"    basis: {{grade: agreed, source: deed}}\n    replace: [{SOLE[:-1] + basis}]\n")  # fmt: skip
    text = berth(SOLE, amendments=step)
    (cited,) = ask(Asked(("serve",), "rival"), "2024-03-31", text=text).clauses
    assert (cited.reference, cited.type, cited.grade) == ("sole@base", "exclusivity", "assumed")
    (cited,) = ask(Asked(("serve",), "rival"), "2024-04-01", text=text).clauses
    assert (cited.reference, cited.grade, cited.sources) == ("sole@second", "reported", ("deed",))
    assert (cited.acts, cited.workloads) == (("sign", "run"), ("serve",))


def test_a_clause_decides_only_where_its_outcome_is_the_answer(ask: Ask) -> None:
    found = ask(Asked(("serve",), "rival"), "2024-06-01", text=berth(SOLE, FIRST))
    assert parts(found) == [("sole", "decides", None), ("first", "applies", None)]
    mixed = ask(Asked(("train", "serve"), "rival"), "2024-06-01", text=berth(SOLE, FIRST))
    assert ("first", "decides", None) not in parts(mixed)
    assert [cited.clause for cited in mixed.deciding] == ["sole"]


def test_who_yields_to_whom_is_said(ask: Ask) -> None:
    ordered = berth(SOLE[:-1] + ", notwithstanding: [first]}", FIRST)
    found = ask(Asked(("serve",), "rival"), "2024-06-01", text=ordered)
    assert parts(found) == [("sole", "decides", None), ("first", "yields to", "sole")]
    wide = berth(SOLE.replace("scope: {workloads: [serve]}", "scope: {}"), BUILD)
    found = ask(Asked(("serve",), "own"), "2024-06-01", text=wide)
    assert parts(found) == [("build", "decides", None), ("sole", "defeated by", "build")]


def test_a_way_that_did_not_help_is_named_with_why(ask: Ask) -> None:
    text = berth(SOLE, ROUTE, BUILD)
    found = ask(Asked(("serve",), "third"), "2024-06-01", CONSENT, text=text)
    tried = {cited.clause: str(cited.why) for cited in found.clauses if cited.role == "tried and did not hold"}
    assert tried == {
        "route": "no consent under it covers third",
        "build": "speaks of own_build capacity, and this is third_party",
    }
    given = ask(Asked(("serve",), "rival"), "2024-06-01", CONSENT, text=text)
    assert [cited.clause for cited in given.clauses if cited.role == "tried and did not hold"] == ["build"]


def test_only_kinds_that_could_answer_are_named_as_missed(clauses: Mapping[str, InForce]) -> None:
    missed = [(held, OTHERWISE) for held in clauses.values()]
    assert [found.held.clause.id for found in missed_parts(missed, "sign", "serve")] == ["sole", "first", "build"]


def test_facts_are_told_once_in_the_order_of_time(held: Held) -> None:
    late = {**CONSENT, "consent": "again", "at": "2024-01-15", "recorded": "2024-03-01",
            "basis": {"grade": "assumed"}}  # fmt: skip
    first, second = held(CONSENT, late).events
    found = facts_of([Effect("clear", SO, facts=(first, second)), Effect("clear", SO, facts=(first,))])
    assert [(fact.event, fact.type, fact.grade) for fact in found] == [
        ("e2", "consent-given", "assumed"), ("e1", "consent-given", "stated"),
    ]  # fmt: skip
    assert facts_of([Effect("forbid", SO)]) == ()
