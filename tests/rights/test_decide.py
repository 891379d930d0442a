"""A question, the text and the record -> a decision: vague dates, portions, hindsight, marks."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.dates import parse_when, zone
from firstcall.errors import NotFound, QuestionError
from firstcall.record.journal.journal import Record
from firstcall.rights.decide import decide
from firstcall.rights.decision import Decision
from firstcall.rights.question import Asked

Held = Callable[..., Record]
On = Callable[[str], datetime]
Ask = Callable[..., Decision]
Event = Mapping[str, Any]
SERVE = Asked(("serve",), "rival")
ABOUT: Event = {"offer": "deal", "by": "gus"}
PART: tuple[Event, ...] = (
    {**ABOUT, "type": "offer-received", "provider": "rival", "quantity": "10", "terms": {"price": "1"},
     "at": "2024-02-01"},
    {**ABOUT, "type": "grantor-willing", "at": "2024-02-01"},
    {**ABOUT, "type": "notice-given", "at": "2024-02-02"},
    {**ABOUT, "type": "matched-in-part", "by": "hal", "quantity": "4", "at": "2024-02-03"},
)  # fmt: skip
SIGNED: Event = {"type": "contract-signed", "contract": "k", "by": "gus", "provider": "rival", "at": "2024-03-01",
                 "tranches": [{"quantity": "5"}]}  # fmt: skip
CONSENT: Event = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"], "provider": "rival",
                  "at": "2024-02-01"}  # fmt: skip
STEP = """amendments:
  - id: second
    signed: 2024-06-10
    effective: 2024-06-15
    basis: {grade: agreed, source: deed}
    """


def vague(text: Any, written: str, asked: Asked = SERVE) -> Decision:
    return decide(text, Record(), asked, parse_when(written, zone("UTC")))


def test_a_month_is_asked_at_both_ends_and_where_a_version_starts(on: On) -> None:
    text = berth(SOLE, amendments=f"{STEP}remove: [sole]\n")
    found = vague(text, "2024-06")
    assert [(answer.at, answer.outcome, answer.version) for answer in found.dated] == [
        (on("2024-06-01"), "forbidden", "base"),
        (on("2024-06-15"), "ungoverned", "second"),
        (on("2024-06-30T23:59:59.999999"), "ungoverned", "second"),
    ]
    assert (found.outcome, found.marks) == ("forbidden", ("contested",))
    assert str(found.notes[-1]) == (
        "2024-06 is no day: asked at its first and last instant, and where a version starts between"
    )


def test_a_month_with_one_answer_throughout_is_not_contested() -> None:
    found = vague(berth(SOLE, amendments=f"{STEP}remove: [sole]\n"), "2024-05")
    assert (found.outcome, found.marks, len(found.dated)) == ("forbidden", (), 2)


def test_a_month_in_which_other_clauses_decide_is_contested() -> None:
    twin = SOLE.replace("id: sole", "id: twin")
    found = vague(berth(SOLE, amendments=f"{STEP}add: [{twin}]\n    remove: [sole]\n"), "2024-06")
    assert {answer.outcome for answer in found.dated} == {"forbidden"}
    assert found.marks == ("contested",)


def test_a_day_is_asked_at_its_first_instant() -> None:
    text = berth(SOLE[:-1] + ", until: 2024-06-14}")
    assert vague(text, "2024-06-14").outcome == "forbidden"
    found = vague(text, "2024-06-15")
    assert (found.outcome, found.dated) == ("ungoverned", ())


def test_signing_and_running_are_both_answered_and_the_stricter_counts(ask: Ask) -> None:
    text = berth(SOLE[:-1] + ", acts: run}", ROUTE, FIRST)
    found = ask(Asked(("serve", "train"), "rival"), "2024-06-01", text=text)
    acts = {answer.act: (answer.outcome, dict(answer.workloads)) for answer in found.acts}
    assert acts == {
        "sign": ("offer-first", {"serve": "offer-first", "train": "offer-first"}),
        "run": ("consent-first", {"serve": "consent-first", "train": "ungoverned"}),
    }
    assert (found.outcome, found.free) == ("consent-first", False)


def test_a_dimension_left_open_answers_with_its_strictest_value(ask: Ask) -> None:
    text = berth(SOLE.replace("[serve]}", "[serve], region: [north]}"), regions=True)
    assert ask(SERVE, "2024-06-01", text=text).outcome == "forbidden"
    south = Asked(("serve",), "rival", dimensions={"region": "south"})
    assert ask(south, "2024-06-01", text=text).outcome == "ungoverned"


def test_an_offer_taken_in_part_answers_for_each_part(ask: Ask) -> None:
    found = ask(Asked(("serve",), offer="deal"), "2024-02-10", *PART, text=berth(FIRST))
    assert found.outcome == "forbidden"
    assert {(part.clause, part.quantity, part.outcome) for part in found.portions} == {
        ("first", Decimal(4), "forbidden"), ("first", Decimal(6), "permitted"),
    }  # fmt: skip
    six = ask(Asked(("serve",), offer="deal", quantity=Decimal(6)), "2024-02-10", *PART, text=berth(FIRST))
    assert (six.outcome, six.portions) == ("permitted", ())


def test_a_part_that_is_free_of_the_right_is_still_held_by_other_clauses(ask: Ask) -> None:
    found = ask(Asked(("serve",), offer="deal"), "2024-02-10", *PART, text=berth(FIRST, SOLE, ROUTE))
    assert {part.quantity: part.outcome for part in found.portions} == {
        Decimal(4): "forbidden", Decimal(6): "consent-first",
    }  # fmt: skip


def test_use_beyond_a_tranche_answers_with_the_stricter(ask: Ask) -> None:
    text = berth(SOLE, ROUTE[:-1] + ", covers: contract}")
    consent = {**CONSENT, "provider": None, "contract": "k"}
    for quantity, outcome in ((Decimal(5), "permitted"), (Decimal(6), "consent-first")):
        asked = Asked(("serve",), contract="k", quantity=quantity)
        assert ask(asked, "2024-06-01", consent, SIGNED, text=text).outcome == outcome


def test_a_permission_and_a_bar_of_the_same_width_conflict(ask: Ask) -> None:
    text = berth(SOLE, BUILD.replace("mode: [own_build]", "workloads: [serve]"))
    found = ask(SERVE, "2024-06-01", text=text)
    assert (found.outcome, found.marks) == ("forbidden", ("conflict",))


def test_what_was_entered_after_the_signing_is_told_as_hindsight(ask: Ask) -> None:
    text, asked = berth(SOLE, ROUTE), Asked(("serve",), contract="k")
    late = {**CONSENT, "recorded": "2024-04-01"}
    found = ask(asked, "2024-06-01", SIGNED, late, text=text)
    assert (found.outcome, found.marks, found.hindsight) == ("permitted", ("hindsight",), "consent-first")
    known = ask(asked, "2024-06-01", SIGNED, late, text=text, known="2024-03-31")
    assert (known.outcome, known.marks, known.hindsight) == ("consent-first", (), None)
    timely = ask(asked, "2024-06-01", CONSENT, SIGNED, text=text)
    assert (timely.outcome, timely.marks, timely.hindsight) == ("permitted", (), None)


def test_what_was_entered_late_and_changes_nothing_is_no_hindsight(ask: Ask) -> None:
    late = {**CONSENT, "provider": "third", "recorded": "2024-04-01"}
    found = ask(Asked(("serve",), contract="k"), "2024-06-01", SIGNED, late, text=berth(SOLE, ROUTE))
    assert (found.outcome, found.marks, found.hindsight) == ("consent-first", (), None)


def test_an_amendment_that_reaches_back_over_a_signing_is_hindsight(ask: Ask) -> None:
    back = STEP.replace("effective: 2024-06-15", "effective: 2024-02-01") + "remove: [first]\n"
    found = ask(Asked(("serve",), contract="k"), "2024-07-01", SIGNED, text=berth(FIRST, BUILD, amendments=back))
    assert (found.outcome, found.marks, found.hindsight) == ("ungoverned", ("hindsight",), "offer-first")


def test_outside_its_time_nothing_is_governed_and_that_is_said(ask: Ask) -> None:
    text = berth(SOLE, "{id: term, type: term, until: 2024-12-31}")
    before, after = ask(SERVE, "2023-12-31", text=text), ask(SERVE, "2025-01-01", text=text)
    assert (before.outcome, before.version, before.effective) == ("ungoverned", None, None)
    assert str(before.notes[-1]) == "the agreement took effect on 2024-01-01; nothing was governed before"
    assert (after.outcome, str(after.notes[-1])) == ("ungoverned", "the term ended before 2025-01-01")
    assert ask(SERVE, "2024-12-31", text=text).outcome == "forbidden"


@pytest.mark.parametrize(
    ("asked", "error"), [(Asked(("mail",), "rival"), QuestionError), (Asked(("serve",), offer="x"), NotFound)]
)
def test_what_cannot_be_asked_is_refused(ask: Ask, asked: Asked, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(asked, "2024-06-01", text=berth(SOLE))
