"""Which clauses reach an act, and why others about it do not."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.rights.berth import BUILD, FIRST, HEAD, ROUTE, SOLE, berth

from firstcall.agreement.document import Agreement
from firstcall.agreement.load import load
from firstcall.dates import parse_instant, zone
from firstcall.record.journal.journal import Record, append
from firstcall.record.position import position
from firstcall.rights.decide import decide
from firstcall.rights.judge.applicable import applicable_and_escaped, in_scope
from firstcall.rights.judge.doing import Doing
from firstcall.rights.judge.effect_reasons import EndedWhen, SpeaksOfAge, SpeaksOfModes, SpeaksOfProviders
from firstcall.rights.judge.judge import doing_of
from firstcall.rights.question import Asked, resolve
from firstcall.said import Said

Held = Callable[..., Record]
On = Callable[[str], datetime]
Reaches = Callable[..., tuple[list[str], dict[str, Said]]]
Event = Mapping[str, Any]


@pytest.fixture
def reaches(held: Held, on: On) -> Reaches:
    """The clauses that reach an act, and those that miss it with why."""

    def reach(
        text: Agreement, asked: Asked, *events: Event, at: str = "2024-06-01", act: Any = "sign"
    ) -> tuple[list[str], dict[str, Said]]:
        here = position(text, held(*events), on(at))
        question, _ = resolve(asked, here)
        holding, missed = applicable_and_escaped(here, doing_of(question, asked.workloads[0], act), question.cells[0])
        return [held.clause.id for held in holding], {held.clause.id: why for held, why in missed}

    return reach


def test_a_clause_about_another_subject_neither_reaches_nor_misses(reaches: Reaches) -> None:
    text = berth(SOLE, SOLE.replace("sole", "mail").replace("[serve]}", "[serve], customers: [public]}"))
    assert reaches(text, Asked(("train",), "rival")) == ([], {})
    assert reaches(text, Asked(("serve",), "rival")) == (["sole"], {})
    assert reaches(text, Asked(("serve",), "rival", "public")) == (["sole", "mail"], {})


def test_ways_to_consent_and_duties_do_not_speak_of_capacity(reaches: Reaches) -> None:
    duty = "{id: duty, type: priority, holder: hal, at: [home], duty: primary_provider}"
    assert reaches(berth(SOLE, ROUTE, duty), Asked(("serve",), "rival"))[0] == ["sole"]


def test_a_clause_on_other_capacity_misses_and_says_why(reaches: Reaches) -> None:
    there = SOLE.replace("sole", "there").replace("[serve]}", "[serve], providers: [third, own]}")
    fresh = SOLE.replace("sole", "old").replace("[serve]}", "[serve], age: existing}")[:-1] + ", since: 2024-02-01}"
    holding, missed = reaches(berth(SOLE, BUILD, there, fresh), Asked(("serve",), "rival"))
    assert holding == ["sole"]
    assert missed == {
        "build": SpeaksOfModes(modes=("own_build",), mode="third_party"),
        "there": SpeaksOfProviders(providers=("third", "own")),
        "old": SpeaksOfAge(age="existing"),
    }


def test_the_line_itself_is_new_capacity(on: On) -> None:
    aged = [SOLE.replace("sole", age).replace("[serve]}", f"[serve], age: {age}}}")[:-1] + ", since: 2024-03-01}"
            for age in ("new", "existing")]  # fmt: skip
    here = position(berth(*aged), Record(), on("2024-06-01"))
    for signed, names in ((on("2024-03-01"), ["new"]), (on("2024-03-01") - timedelta(microseconds=1), ["existing"])):
        question, _ = resolve(Asked(("serve",), "rival", signed=signed), here)
        doing = doing_of(question, "serve", "run")
        assert [held.clause.id for held in applicable_and_escaped(here, doing, {})[0]] == names


def test_what_is_kept_with_a_text_is_not_mixed_up_between_lines(on: On) -> None:
    new = FIRST.replace("scope: {", "scope: {age: new, ")[:-1]
    lines = [new.replace("id: first", f"id: {name}") + f", since: {since}}}"
             for name, since in (("early", "2024-02-01"), ("late", "2024-04-01"))]  # fmt: skip
    here = position(berth(*lines), Record(), on("2024-06-01"))
    found = {}
    for _ in range(2):
        for signed in ("2024-01-15", "2024-03-01", "2024-05-01"):
            question, _ = resolve(Asked(("serve",), "rival", signed=on(signed)), here)
            found[signed] = [
                held.clause.id for held in applicable_and_escaped(here, doing_of(question, "serve", "run"), {})[0]
            ]
    assert found == {"2024-01-15": [], "2024-03-01": ["early"], "2024-05-01": ["early", "late"]}


def test_a_dimension_is_read_in_each_of_its_values(on: On) -> None:
    text = berth(SOLE.replace("[serve]}", "[serve], region: [north]}"), regions=True)
    here = position(text, Record(), on("2024-06-01"))
    question, _ = resolve(Asked(("serve",), "rival"), here)
    doing = doing_of(question, "serve", "sign")
    found = {
        cell["region"]: [held.clause.id for held in applicable_and_escaped(here, doing, cell)[0]]
        for cell in question.cells
    }
    assert found == {"north": ["sole"], "south": []}


def test_in_scope_says_of_one_clause_what_split_says_of_all(on: On) -> None:
    text = berth(SOLE, FIRST, BUILD, SOLE.replace("sole", "here").replace("[serve]}", "[serve], providers: [rival]}"))
    here = position(text, Record(), on("2024-06-01"))
    for workload in ("serve", "train"):
        for provider in ("home", "rival", "third", "own", "zenith"):
            question, _ = resolve(Asked((workload,), provider), here)
            doing: Doing = doing_of(question, workload, "sign")
            holding, missed = applicable_and_escaped(here, doing, {})
            assert [held for held in here.now.clauses if in_scope(held, doing, {})] == list(holding)
            assert not {held.clause.id for held in holding} & {held.clause.id for held, _ in missed}


def test_a_clause_speaks_from_its_first_instant_through_its_last_day(reaches: Reaches) -> None:
    text = berth(SOLE[:-1] + ", until: 2024-05-31}")
    assert reaches(text, Asked(("serve",), "rival"), at="2024-05-31T23:59:59")[0] == ["sole"]
    assert reaches(text, Asked(("serve",), "rival"), at="2024-06-01")[0] == []


def test_a_determination_ends_a_clause_from_its_instant_on(pact: Agreement, reaches: Reaches) -> None:
    asked, when = Asked(("serving",), "rival"), "2025-03-01"
    declared = {"type": "determination-declared", "determination": "dawn", "by": "lab", "at": "2025-02-01"}
    verified = {"type": "determination-verified", "determination": "dawn", "by": "panel", "at": when}
    assert "sole" in reaches(pact, asked, declared, verified, at="2025-02-28")[0]
    holding, missed = reaches(pact, asked, declared, verified, at=when)
    assert "sole" not in holding
    assert missed["sole"] == EndedWhen(determination="dawn", state="verified", day=date(2025, 3, 1))
    assert "sole" in reaches(pact, asked, declared, at=when)[0]  # declared is not verified


@pytest.mark.parametrize(("in_flight", "names"), [("continue", ["first"]), ("end", [])])
def test_an_offer_runs_on_under_a_right_that_an_amendment_took_away(
    reaches: Reaches, in_flight: str, names: list[str]
) -> None:
    step = (
        "amendments:\n  - id: second\n    signed: 2024-02-10\n    effective: 2024-02-10\n"
        f"    basis: {{grade: agreed, source: deed}}\n    in_flight: {in_flight}\n    remove: [first]\n"
    )
    text = berth(FIRST.replace("n: 5", "n: 20"), BUILD, amendments=step)
    about = {"offer": "deal", "by": "gus", "at": "2024-02-01"}
    events = (
        {**about, "type": "offer-received", "provider": "rival", "quantity": "10", "terms": {"price": "1"}},
        {**about, "type": "grantor-willing"},
        {**about, "type": "notice-given"},
    )
    assert reaches(text, Asked(("serve",), offer="deal"), *events, at="2024-02-15")[0] == names
    assert reaches(text, Asked(("serve",), "rival"), *events, at="2024-02-15")[0] == []  # not for new capacity
    assert reaches(text, Asked(("serve",), offer="deal"), *events, at="2024-02-15", act="run")[0] == []


def test_after_the_term_only_what_survives_reaches(reaches: Reaches) -> None:
    over = "{id: term, type: term, until: 2024-05-31, survives: [sole]}"
    assert reaches(berth(SOLE, FIRST, over), Asked(("serve",), "rival"), at="2024-05-31")[0] == ["sole", "first"]
    assert reaches(berth(SOLE, FIRST, over), Asked(("serve",), "rival"), at="2024-06-01")[0] == ["sole"]


WITH_EVENT = "{id: sole, type: exclusivity, holder: hal, at: [home], %s: {event: launch}}"


@pytest.mark.parametrize(("field", "outcome"), [("since", "forbidden"), ("until", "ungoverned")])
def test_what_began_or_ended_a_clause_is_among_the_facts_of_an_answer(field: str, outcome: str) -> None:
    head = HEAD.replace("workloads: [train, serve]", "workloads: [train, serve]\n  events: [launch]")
    text = load(f"{head}clauses:\n  - {WITH_EVENT % field}\n")
    when = {"at": "2024-03-01T00:00:00Z", "recorded": "2024-03-01T00:00:00Z"}
    event = {"id": "e1", "type": "occurred", "event": "launch", "by": "gus", "entered_by": "desk", **when}
    record, _ = append(Record(), event)
    told = decide(text, record, Asked(("serve",), "rival"), parse_instant("2024-06-01", zone("UTC")))
    assert (told.outcome, [fact.event for fact in told.facts]) == (outcome, ["e1"])
    before = decide(text, record, Asked(("serve",), "rival"), parse_instant("2024-02-01", zone("UTC")))
    assert before.facts == ()
