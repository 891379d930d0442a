"""A judgement on technology as a decision: who decides, what it rests on, what is said beside it."""

from collections.abc import Callable
from datetime import date, datetime

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.record.journal.journal import Record
from firstcall.record.position import position
from firstcall.rights.decide import technology_answer
from firstcall.rights.grounds import time_notes
from firstcall.rights.judge.technology import AskedLicence, AskedUse
from firstcall.rights.judge.technology_reasons import DevelopedAfter, DevelopedBy

On = Callable[[str], datetime]
Held = Callable[..., Record]
DECLARED = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2024-06-01"}
CLOSED = {"type": "escape-exercised", "by": "lab", "at": "2024-06-02"}


def test_a_licence_decides_and_is_cited_with_its_ground(pact: Agreement, held: Held, on: On) -> None:
    found = technology_answer(position(pact, held(), on("2024-05-01")), AskedUse("cloud", "assistant"))
    assert (found.outcome, found.version, found.acts[0].act) == ("permitted", "base", "use")
    assert [(cited.reference, cited.role) for cited in found.clauses] == [
        ("licence@base", "decides"), ("way-out@base", "tried and did not hold"),
    ]  # fmt: skip
    assert (found.rests_on.grade, found.rests_on.sources) == ("reported", ("deed",))


def test_where_no_clause_decides_it_rests_on_the_licences_that_do_not_reach(
    pact: Agreement, held: Held, on: On
) -> None:
    found = technology_answer(position(pact, held(), on("2024-05-01")), AskedUse("cloud", "device"))
    assert (found.outcome, found.deciding) == ("forbidden", ())
    assert found.rests_on.field == "licence"
    assert "unlicensed: no licence in force lets cloud use models in device" in [str(note) for note in found.notes]


def test_what_is_left_open_is_answered_each_way(pact: Agreement, held: Held, on: On) -> None:
    """Contested only where the ways differ; the facts of the strict one are told."""
    here = position(pact, held(DECLARED, CLOSED), on("2024-08-01"))
    found = technology_answer(here, AskedUse("cloud", "assistant"))
    assert (found.outcome, found.marks) == ("forbidden", ("contested",))
    assert [(read.choice["model"], read.outcome) for read in found.readings] == [
        (DevelopedBy(day=date(2024, 6, 1)), "permitted"), (DevelopedAfter(day=date(2024, 6, 1)), "forbidden"),
    ]  # fmt: skip
    assert [fact.event for fact in found.facts] == ["e1", "e2"]
    assert technology_answer(here, AskedLicence("rival", "device")).readings == ()


def test_time_outside_the_agreement_is_said(pact: Agreement, held: Held, on: On) -> None:
    assert [str(note) for note in time_notes(position(pact, held(), on("2023-12-31")))] == [
        "the agreement took effect on 2024-01-01; nothing was governed before"
    ]
    assert [str(note) for note in time_notes(position(pact, held(), on("2031-01-01")))] == [
        "the term ended before 2031-01-01; the clause that survives is licence"
    ]
    assert list(time_notes(position(pact, held(), on("2024-01-01")))) == []


def test_clauses_that_survive_are_told_in_words_that_fit_their_number(pact_text: str, held: Held, on: On) -> None:
    kept = "survives: [licence]"
    assert kept in pact_text
    several, none = pact_text.replace(kept, "survives: [way-out, licence]"), pact_text.replace(kept, "survives: []")
    told = [str(next(iter(time_notes(position(load(text), held(), on("2031-01-01")))))) for text in (several, none)]
    assert told == [
        "the term ended before 2031-01-01; the clauses that survive are licence, way-out",
        "the term ended before 2031-01-01",
    ]
