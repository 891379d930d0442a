"""What a decision rests on: the weakest of the fields and events that decided it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, ROUTE, SOLE, berth

from firstcall.agreement.terms import terms
from firstcall.record.journal.journal import Record
from firstcall.rights.decision import Decision, RestsOn
from firstcall.rights.grounds import NoClause, TheEvent, rests_on
from firstcall.rights.judge.doing import Effect
from firstcall.rights.judge.effect_reasons import SaysNothing
from firstcall.rights.question import Asked

Ask = Callable[..., Decision]
Held = Callable[..., Record]
On = Callable[[str], datetime]
SERVE = Asked(("serve",), "rival")
CONSENT: Mapping[str, Any] = {"type": "consent-given", "consent": "yes", "by": "hal", "clauses": ["sole"],
                              "provider": "rival", "at": "2024-02-01"}  # fmt: skip
PAGE = "grade: reported, source: deed, attribution: a page"


def known(line: str, basis: str = "grade: agreed, source: deed") -> str:
    """A clause with its basis; one without is assumed."""
    return f"{line[:-1]}, basis: {{{basis}}}}}"


AGREED = known(SOLE)


def test_agreed_text_rests_on_the_first_clause_that_decides(ask: Ask) -> None:
    assert ask(SERVE, "2024-06-01", text=berth(AGREED)).rests_on == RestsOn("agreed", "sole", ("deed",))
    assert ask(SERVE, "2024-06-01", text=berth(SOLE)).rests_on == RestsOn("assumed", "sole")


@pytest.mark.parametrize(
    ("basis", "grade", "field"),
    [
        (f"{{{PAGE}}}", "reported", "sole"),
        ("{grade: agreed, source: deed, stated: [at]}", "stated", "sole.at"),
        ("{grade: agreed, source: deed, assumed: [scope.workloads]}", "assumed", "sole.scope.workloads"),
        ("{grade: agreed, source: deed, stated: [holder], assumed: [at]}", "assumed", "sole.at"),
        ("{grade: agreed, source: deed, assumed: [until]}", "agreed", "sole"),  # not read, so nothing rests on it
    ],
)
def test_the_weakest_field_that_was_read_is_named(ask: Ask, basis: str, grade: str, field: str) -> None:
    text = berth(SOLE[:-1] + f", until: 2025-01-01, basis: {basis}}}")
    found = ask(SERVE, "2024-06-01", text=text).rests_on
    assert (found.grade, found.field) == (grade, field)


def test_a_value_that_the_text_leaves_to_its_default_is_assumed(ask: Ask) -> None:
    found = ask(SERVE, "2024-06-01", text=berth(known(FIRST))).rests_on
    assert (found.grade, found.field) == ("assumed", "first.trigger")
    said = known(FIRST).replace("holder: hal,", "holder: hal, trigger: third_party_offer,")
    assert ask(SERVE, "2024-06-01", text=berth(said)).rests_on.grade == "agreed"


def test_no_scope_and_both_acts_are_no_assumption(ask: Ask, on: On) -> None:
    text = berth(known("{id: sole, type: exclusivity, holder: hal, at: [home]}"))
    assert ask(SERVE, "2024-06-01", text=text).rests_on.grade == "agreed"
    here = terms(text, on("2024-06-01"))
    for field, grade in (("scope", "agreed"), ("acts", "agreed"), ("until", "assumed")):
        assert rests_on([(here.by_id["sole"], Effect("forbid", SaysNothing(), (field,)))], here).grade == grade


def test_the_line_between_existing_and_new_is_read_with_the_age(ask: Ask) -> None:
    basis = "basis: {grade: agreed, source: deed, assumed: [since]}"
    aged = SOLE.replace("[serve]}", "[serve], age: new}")[:-1] + f", since: 2024-02-01, {basis}}}"
    found = ask(SERVE, "2024-06-01", text=berth(aged)).rests_on
    assert (found.grade, found.field) == ("assumed", "sole.since")
    plain = SOLE[:-1] + f", since: 2024-02-01, {basis}}}"
    assert ask(SERVE, "2024-06-01", text=berth(plain)).rests_on.grade == "agreed"


def test_the_events_and_the_way_to_consent_count_too(ask: Ask) -> None:
    found = ask(SERVE, "2024-06-01", CONSENT, text=berth(AGREED, known(ROUTE))).rests_on
    assert (found.grade, found.field) == ("stated", TheEvent(event="e1"))
    weak = {**CONSENT, "basis": {"grade": "assumed"}}
    assert ask(SERVE, "2024-06-01", weak, text=berth(AGREED, known(ROUTE))).rests_on == RestsOn(
        "assumed", TheEvent(event="e1")
    )
    found = ask(SERVE, "2024-06-01", text=berth(AGREED, known(ROUTE, PAGE))).rests_on
    assert (found.grade, found.field) == ("reported", "route")


def test_what_did_not_decide_carries_no_ground(ask: Ask) -> None:
    text = berth(AGREED, known(FIRST, PAGE))
    assert ask(SERVE, "2024-06-01", text=text).rests_on.grade == "agreed"
    assert ask(Asked(("train",), "rival"), "2024-06-01", text=text).rests_on.grade != "agreed"


def test_the_day_a_version_takes_effect_is_a_ground(ask: Ask) -> None:
    step = ("amendments:\n  - id: second\n    signed: 2024-04-01\n    effective: 2024-04-01\n"
            "    basis: {grade: agreed, source: deed, assumed: [effective]}\n"
            f"    add: [{BUILD}]\n")  # fmt: skip
    text = berth(AGREED, amendments=step)
    assert ask(SERVE, "2024-03-31", text=text).rests_on.grade == "agreed"
    found = ask(SERVE, "2024-04-01", text=text).rests_on
    assert (found.grade, found.field) == ("assumed", "second.effective")


def test_before_the_first_version_there_is_no_clause_to_rest_on(on: On, ask: Ask) -> None:
    assert ask(SERVE, "2023-06-01", text=berth(SOLE)).rests_on == RestsOn("agreed", NoClause())
    nowhere = terms(berth(SOLE), on("2023-06-01"))
    assert rests_on([], nowhere) == RestsOn("agreed", NoClause())


def test_among_equally_weak_grounds_the_first_is_named(on: On, held: Held) -> None:
    text = terms(berth(SOLE, BUILD), on("2024-06-01"))
    (event,) = held({**CONSENT, "basis": {"grade": "agreed", "source": "deed"}}).events
    both = [
        (text.by_id["build"], Effect("grant", SaysNothing(), facts=(event,))),
        (text.by_id["sole"], Effect("forbid", SaysNothing())),
    ]
    assert rests_on(both, text).field == "build"
    assert rests_on(both[::-1], text).field == "sole"
