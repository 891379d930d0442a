"""Judgements on technology put together: what was unlicensed, what was left open, what is said of time."""

from collections.abc import Callable
from datetime import datetime

import pytest

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal import Record
from firstcall.record.position import position
from firstcall.rights.assemble import technology_answer, time_notes
from firstcall.rights.decision import Decision, RestsOn
from firstcall.rights.licensing import AskedLicence, AskedUse

Ask = Callable[..., Decision]
Held = Callable[..., Record]
On = Callable[[str], datetime]
DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2024-06-01"}
CLOSED = {"type": "escape-exercised", "by": "lab", "at": "2024-06-02"}
READ = {"shared": "alone", "which": "any"}
USE = AskedUse("cloud", "assistant")


def test_an_unlicensed_use_is_forbidden_with_the_reason_and_no_clause_deciding(ask: Ask) -> None:
    found = ask(AskedUse("cloud", "device"), "2024-05-01", **READ)
    assert (found.outcome, found.deciding) == ("forbidden", ())
    assert "unlicensed: no licence in force lets cloud use models in device" in found.notes
    assert (found.clauses[0].clause, found.clauses[0].role) == ("licence", "tried and did not hold")
    assert found.rests_on.grade == "reported"  # the licence that does not reach it


def test_a_licensed_use_is_decided_by_its_licence(ask: Ask) -> None:
    found = ask(USE, "2024-05-01", **READ)
    assert (found.outcome, [cited.reference for cited in found.deciding]) == ("permitted", ["licence@base"])
    assert not [note for note in found.notes if note.startswith("unlicensed")]
    (act,) = found.acts
    assert (act.act, act.outcome, dict(act.workloads)) == ("use", "permitted", {"assistant": "permitted"})


def test_the_act_is_use_or_license_as_it_was_asked(ask: Ask) -> None:
    (act,) = ask(AskedLicence("rival", "assistant"), "2024-05-01", **READ).acts
    assert (act.act, act.outcome) == ("license", "forbidden")


def test_a_model_left_open_answers_with_the_strictest_and_is_contested(pact: Agreement, held: Held, on: On) -> None:
    found = technology_answer(position(pact, held(DECLARED, CLOSED), on("2024-08-01")), USE)
    assert [(read.choice["model"], read.outcome) for read in found.readings] == [
        ("developed by 2024-06-01", "permitted"), ("developed after 2024-06-01", "forbidden"),
    ]  # fmt: skip
    assert (found.outcome, found.marks) == ("forbidden", ("contested",))
    assert [cited.clause for cited in found.deciding] == ["way-out"]


def test_a_model_whose_date_is_told_leaves_nothing_open(pact: Agreement, held: Held, on: On) -> None:
    told = AskedUse("cloud", "assistant", None, None, on("2024-05-01"))
    found = technology_answer(position(pact, held(DECLARED, CLOSED), on("2024-08-01")), told)
    assert (found.outcome, found.readings, found.marks) == ("permitted", (), ())


def test_the_event_that_closed_it_is_among_the_facts(ask: Ask) -> None:
    later = {"type": "model-developed", "by": "lab", "model": "later", "at": "2024-07-01"}
    asked = AskedUse("cloud", "assistant", None, "later")
    found = ask(asked, "2024-08-01", DECLARED, CLOSED, later, **READ)
    assert (found.outcome, [fact.event for fact in found.facts]) == ("forbidden", ["e1", "e2", "e3"])


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2023-12-31T23:59:59", ["the agreement took effect on 2024-01-01; nothing was governed before"]),
        ("2024-01-01", []),
        ("2030-12-31T23:59:59", []),
        ("2031-01-01", ["the term ended before 2031-01-01; licence survive"]),
    ],
)
def test_what_is_said_of_an_instant_outside_the_agreements_time(
    pact: Agreement, on: On, at: str, said: list[str]
) -> None:
    assert list(time_notes(position(pact, Record(), on(at)))) == said


def test_before_the_agreement_nothing_is_unlicensed(ask: Ask) -> None:
    found = ask(AskedUse("cloud", "device"), "2023-12-31")
    assert (found.outcome, found.version, found.rests_on) == ("ungoverned", None, RestsOn("agreed", "no clause"))
    assert not [note for note in found.notes if note.startswith("unlicensed")]


def test_after_the_term_only_a_licence_that_survives_speaks(ask: Ask, pact_text: str) -> None:
    assert ask(USE, "2031-01-01", **READ).outcome == "permitted"
    cut = load(pact_text.replace(", survives: [licence]", ""))
    assert ask(USE, "2031-01-01", text=cut, **READ).outcome == "forbidden"
