"""The two levels answer as `decide` does, and work nothing out twice."""

from datetime import timedelta
from itertools import product

import pytest
from tests.rights.berth import FIRST, ROUTE, SOLE, berth
from tests.rights.conftest import day, record_of
from tests.rights.table.asking_both import told

from firstcall.dates import parse_when, zone
from firstcall.rights.decide import decide
from firstcall.rights.question import Asked
from firstcall.rights.table.answering import Answering

RECORD = record_of(
    {"type": "contract-signed", "contract": "k", "provider": "rival", "by": "gus", "at": "2024-04-01"},
    {"type": "consent-given", "consent": "n", "by": "hal", "at": "2024-03-01", "clauses": ["sole"], "provider": "rival",
     "recorded": "2024-05-01"},
)  # fmt: skip


def test_hindsight_is_marked() -> None:
    agreement, asked, at = berth(SOLE, ROUTE, FIRST), Asked(("serve",), contract="k"), day("2024-06-01")
    answering = Answering(agreement, RECORD)
    found = answering.verdict(asked, answering.at(at))
    assert "hindsight" in found.marks and found == told(decide(agreement, RECORD, asked, at))


def test_a_contested_answer_is_marked() -> None:
    reading = """readings:
  - id: wide
    about: does it speak of all?
    base: all
    alternatives: {all: [], training: [{clause: first, set: {scope: {workloads: [train]}}}]}
"""
    agreement, asked, at = berth(FIRST, readings=reading), Asked(("serve",), "rival"), day("2024-06-01")
    answering = Answering(agreement, record_of())
    found = answering.verdict(asked, answering.at(at))
    assert found.marks == ("contested",) and found == told(decide(agreement, record_of(), asked, at))
    chosen = Answering(agreement, record_of(), None, {"wide": "training"})
    assert chosen.verdict(asked, chosen.at(at)).outcome == "ungoverned"


def test_what_is_known_counts() -> None:
    agreement, asked, at = berth(SOLE, ROUTE), Asked(("serve",), "rival"), day("2024-06-01")
    outcomes = []
    for known in (day("2024-04-15"), None):
        answering = Answering(agreement, RECORD, known)
        outcomes.append(answering.verdict(asked, answering.at(at)).outcome)
        assert outcomes[-1] == decide(agreement, RECORD, asked, at, known).outcome
    assert outcomes == ["consent-first", "permitted"]


@pytest.mark.parametrize("given", ["2024-03-15", "2024-03", "2024", "2023", "2024-06-01T10:00Z"])
def test_the_outcome_of_a_day_a_month_or_a_year_is_what_is_decided(given: str) -> None:
    agreement, where = berth(SOLE, ROUTE, FIRST), zone("UTC")
    answering, when = Answering(agreement, RECORD), parse_when(given, where)
    for workload, provider in product(("serve", "train"), ("rival", "home", "nobody")):
        asked = Asked((workload,), provider)
        assert answering.outcome(asked, when) == decide(agreement, RECORD, asked, when).outcome


def test_one_set_serves_many_questions() -> None:
    answering = Answering(berth(SOLE, ROUTE, FIRST), record_of())
    for days in range(50):
        for provider in ("rival", "third", "nobody"):
            answering.verdict(Asked(("serve",), provider), answering.at(day("2024-02-01") + timedelta(days=days)))
    assert len(answering.live.distinct()) == 2
